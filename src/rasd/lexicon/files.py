"""Reading the data files: YAML in, plain objects out, with the version of all of it.

Parsed files are cached as JSON under the user's cache folder, keyed by the hash of the files; the cache is only
ever a copy, so losing it costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from rasd.errors import DataError

__all__ = ["LOADER", "DataFiles", "line_of", "packaged", "read_data", "root"]

_DAY = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class DataFiles:
    """All YAML under one data folder: parsed content by relative path, and the version (hash) of it all."""

    folder: Path
    version: str
    content: dict[str, Any]
    folders: dict[str, Path] = field(default_factory=dict)
    """Folders of the theatre packs from elsewhere, by id."""

    def __reduce__(self) -> tuple[type[DataFiles], tuple[Any, ...]]:
        return DataFiles, (self.folder, self.version, self.content, self.folders)

    def path(self, name: str) -> Path:
        """Return where a file of the content stands, for messages."""
        parts = name.split("/")
        if parts[0] == "theatres" and len(parts) > 2 and parts[1] in self.folders:
            return self.folders[parts[1]].joinpath(*parts[2:])
        return self.folder / name

    def under(self, prefix: str) -> dict[str, Any]:
        """Return the files whose relative path starts with `prefix`, in path order."""
        return {name: self.content[name] for name in sorted(self.content) if name.startswith(prefix)}


def root() -> Path:
    """Return the folder of the packaged data."""
    return Path(str(files("rasd.data")))


def _cache_file(version: str) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or (Path.home() / ".cache" if os.environ.get("HOME") else None)
    return Path(base) / "rasd" / f"data-{version}.json" if base else None


def line_of(path: Path, words: str) -> int:
    """Return the number of the first line of `path` that holds `words`, else 1."""
    try:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if words in line:
                return number
    except (OSError, UnicodeDecodeError):
        pass
    return 1


def _bad_day(path: Path) -> int:
    """Return the line of the first date that no calendar has."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        for year, month, day in _DAY.findall(line):
            try:
                date(int(year), int(month), int(day))
            except ValueError:
                return number
    return 1


def parse(path: Path) -> Any:
    """Parse one YAML file; raises DataError with file, line and what YAML expected there."""
    try:
        return yaml.load(path.read_text("utf-8"), Loader=LOADER)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: not UTF-8 ({error.reason} at byte {error.start}). Save the file as UTF-8."
        ) from None
    except ValueError as error:  # a date that is none, such as 2011-13-01
        raise DataError(
            f"{path}:{_bad_day(path)}: no such day ({error}). Write days as 2011-03-15."
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not YAML"
        raise DataError(
            f"{path}:{line}: {problem}. Check the indentation, quotes and brackets of this line."
        ) from None


def read_data(folder: Path | None = None) -> DataFiles:
    """Read every YAML file under `folder` (the packaged data by default).

    Raises DataError when a file is not valid YAML.
    """
    folder = folder or root()
    # Agreements are no words to read with: a new one must not make every record one to code again.
    paths = sorted(
        path for path in folder.rglob("*.yaml") if "agreements" not in path.relative_to(folder).parts
    )
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    version = digest.hexdigest()[:12]
    cached = _cache_file(version)
    if cached is not None and cached.is_file():
        try:
            return DataFiles(folder, version, json.loads(cached.read_text("utf-8")))
        except (OSError, ValueError):
            pass  # a damaged copy is made again below
    content = {path.relative_to(folder).as_posix(): parse(path) for path in paths}
    if cached is not None:
        try:
            cached.parent.mkdir(parents=True, exist_ok=True)
            part = cached.with_suffix(f".{os.getpid()}.part")
            part.write_text(json.dumps(content, ensure_ascii=False, default=str), "utf-8")
            part.replace(cached)
        except OSError:
            pass  # a read-only home only costs the time of parsing
    # Dates come back as text either way, so that a cached and a fresh run are the same.
    return DataFiles(folder, version, json.loads(json.dumps(content, ensure_ascii=False, default=str)))


@cache
def packaged() -> DataFiles:
    """Return the packaged data, read once in a process."""
    return read_data()
