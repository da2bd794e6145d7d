"""Build the wheel whose reader is compiled to machine code, and an environment that has it (`make compiled`).

    python tools/compiled_build.py ENVIRONMENT WHEELS

With GCC it is built twice, as Python itself is: first so that it counts which ways it goes, then, after it has read an
invented crawl and the examples beside the words, for those ways. With another compiler, or `--plain`, it is built once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "compiled"
PAGES, SEED = 4_000, 7
"""The crawl that is read for the counts: not the one that figures are measured on."""
_FLAGS = ("-fvisibility=hidden",)
"""What is compiled calls itself directly, and may be put in its place: nobody else looks for its functions by name."""
_PIP = ("-m", "pip", "--disable-pip-version-check", "-qq")


def build(environment: Path, wheels: Path, *, trained: bool) -> Path:
    """Return the wheel, after installing it in `environment`, which is made where it is missing."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    python = environment / "bin" / "python"
    if not python.exists():
        _run(sys.executable, "-m", "venv", str(environment))
    _run(str(python), *_PIP, "install", "--require-hashes", "--requirement", "requirements/run.txt")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(WORK))
    if trained:
        counts = WORK / "counts"
        with _step("compiling so that it counts"):
            _install(python, _wheel((f"-fprofile-generate={counts}",)))
        with _step(f"reading {PAGES:,} invented pages and the examples beside the words"):
            crawl = WORK / "crawl"
            made = ("--pages", str(PAGES), "--seed", str(SEED), "--jobs", "1")
            _run(sys.executable, "benchmarks/crawl.py", str(crawl), *made, quiet=True)
            _run(str(python), "tools/compiled_training.py", str(crawl))
        if not any(counts.rglob("*.gcda")):
            raise SystemExit(f"{counts}: the compiled reader left no counts. Build it without: --plain")
        with _step("compiling by the counts"):
            wheel = _wheel((f"-fprofile-use={counts}", "-fprofile-correction", "-Wno-missing-profile"))
    else:
        with _step("compiling"):
            wheel = _wheel(())
    _install(python, wheel)
    wheels.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(wheel, wheels / wheel.name))


def _wheel(flags: Sequence[str]) -> Path:
    """Return the wheel that is built with further flags of the C compiler; the same files lie in the same place each time."""
    made, objects = WORK / "wheel", WORK / "objects"
    for folder in (made, objects):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    [source] = WORK.glob("*.tar.gz")
    environment = {
        **os.environ,
        "HATCH_BUILD_HOOK_ENABLE_MYPYC": "true",
        "HATCH_MYPYC_BUILD_DIR": str(objects),
        "PYTHONPATH": str(ROOT / "tools" / "compiling"),
        "CFLAGS": " ".join([os.environ.get("CFLAGS", ""), *_FLAGS, *flags]).strip(),
    }
    build = ("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), str(source))
    _run(sys.executable, *_PIP, *build, environment=environment)
    [wheel] = made.glob("*.whl")
    return wheel


def _install(python: Path, wheel: Path) -> None:
    _run(str(python), *_PIP, "install", "--no-deps", "--force-reinstall", str(wheel))


def _run(*command: str, environment: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Run a command from the root of the project, not over its sources: what is installed is meant."""
    if environment is None:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL if quiet else None
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with {done.returncode}; what it said stands above.")


@contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"  {what} ...", end="", flush=True)
    begun = time.monotonic()
    yield
    print(f" {time.monotonic() - begun:.0f} s", flush=True)


def counts_ways() -> bool:
    """Tell whether the C compiler is GCC, whose counts are meant."""
    compiler = os.environ.get("CC", "cc").split()
    said = subprocess.run([*compiler, "--version"], check=False, capture_output=True, text=True).stdout
    return "Free Software Foundation" in said


def main() -> None:
    """Build what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("environment", type=Path)
    parser.add_argument("wheels", type=Path)
    parser.add_argument(
        "--plain",
        action="store_true",
        help="build once, for no ways in particular",
    )
    given = parser.parse_args()
    wheel = build(
        given.environment.absolute(), given.wheels.absolute(), trained=counts_ways() and not given.plain
    )
    print(f"Run {given.environment}/bin/rasd. For other machines of this kind: {wheel}")


if __name__ == "__main__":
    main()
