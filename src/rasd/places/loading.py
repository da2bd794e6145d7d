"""Places from tables: the core list, our own TSV, GeoNames dumps and OCHA lists.

A table whose columns are wrong is a DataError that names the columns there are. A bad row is counted and named
by line, and the rest loads. Rows without an Arabic name are skipped: nothing could find them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from rasd.errors import DataError
from rasd.places.geonames import GEONAMES_COLUMNS, geonames_place
from rasd.places.ocha import is_ocha, ocha_reader
from rasd.places.own import COLUMNS, REQUIRED, own_reader
from rasd.places.place import Place
from rasd.places.tables import numbered_rows, open_table

__all__ = ["Loaded", "read_core", "read_places"]

_SHOWN = 5
RowReader = Callable[[list[str]], "Iterator[Place] | str"]


@dataclass(slots=True)
class Loaded:
    """The places of one table and what was left out of it."""

    format: str
    places: list[Place] = field(default_factory=list)
    bad: int = 0
    bad_lines: list[str] = field(default_factory=list)
    """The first few bad rows: line number and reason."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Sound rows that were left out, by reason."""

    def note_bad(self, number: int, reason: object) -> None:
        """Count a bad row; the first few keep their line and reason."""
        self.bad += 1
        if len(self.bad_lines) < _SHOWN:
            self.bad_lines.append(f"line {number}: {reason}")


def read_core(path: Path | None = None) -> list[Place]:
    """Read the core list, or a theatre pack's own; any mistake in it is a DataError with file and line.

    A pack may leave out the columns that are not required.
    """
    own = path is not None
    source = path if path is not None else files("rasd.data") / "places" / "core.tsv"
    try:
        lines = source.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{source}: not UTF-8 ({error.reason}). Save the file as UTF-8.") from None
    header = lines[0].split("\t") if lines else []
    if header != list(COLUMNS) and not (own and set(REQUIRED) | {"id"} <= set(header) <= set(COLUMNS)):
        raise DataError(
            f"{source}:1: the header is {' '.join(header)!r}. Write: {' '.join(COLUMNS)} (tab-separated)."
        )
    read = own_reader(header, core=True)
    places: list[Place] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line or own and line.startswith("#"):
            continue
        try:
            result = read(line.split("\t"))
        except ValueError as error:
            raise DataError(f"{source}:{number}: {error}. Mend the row; cells are tab-separated.") from error
        if isinstance(result, str):
            raise DataError(f"{source}:{number}: {result}. Mend or delete the row.")
        for place in result:
            if place.id in seen:
                raise DataError(
                    f"{source}:{number}: id {place.id} is already in line {seen[place.id]}. Choose another."
                )
            seen[place.id] = number
            places.append(place)
    return places


def read_places(path: Path, progress: Callable[[int], None] | None = None) -> Loaded:
    """Read a table of places in any known format; `progress` is told the number of lines read."""
    with open_table(path) as lines:
        first = lines.readline()
        if not first.strip():
            raise DataError(f"{path}: is empty. Give a GeoNames dump, an OCHA list or a TSV.")
        form, delimiter, read = _format(path, first)
        loaded = Loaded(form)
        rows = numbered_rows(lines, delimiter, first)
        if form != "geonames":
            next(rows)
        try:
            for number, cells in rows:
                try:
                    result = read(cells)
                except ValueError as error:
                    loaded.note_bad(number, error)
                    continue
                if isinstance(result, str):
                    loaded.skipped[result] += 1
                else:
                    loaded.places.extend(result)
                if progress is not None and number % 5_000 == 0:
                    progress(number)
        except DataError as error:
            raise DataError(f"{path}: {error}") from error
    if not loaded.places:
        raise DataError(f"{path}: holds no usable place ({_why(loaded)}). Formats: {', '.join(_FORMATS)}.")
    return loaded


_FORMATS = (
    "GeoNames dump (19 columns, no header)",
    "OCHA list (admin1Name_ar …)",
    f"TSV with the columns {', '.join(REQUIRED)}",
)


def _format(path: Path, first: str) -> tuple[str, str, RowReader]:
    line = first.rstrip("\r\n")
    delimiter = max("\t,;", key=line.count)
    header = line.split(delimiter)
    if delimiter == "\t" and len(header) == GEONAMES_COLUMNS and header[0].isdigit():
        return "geonames", "\t", geonames_place
    names = [name.strip().strip('"') for name in header]
    missing = [name for name in REQUIRED if name not in names]
    if missing and is_ocha(names):
        return "ocha", delimiter, ocha_reader(names)
    if missing:
        known = ", ".join(names[:12]) if len(line) < 2_000 else f"{len(names)} cells"
        raise DataError(
            f"{path}:1: no known table of places: columns {', '.join(missing)} are missing, there are: {known}. "
            f"Formats: {'; '.join(_FORMATS)}."
        )
    return "tsv", delimiter, own_reader(names)


def _why(loaded: Loaded) -> str:
    parts = [f"{count} {reason}" for reason, count in loaded.skipped.most_common(3)]
    if loaded.bad:
        parts.append(f"{loaded.bad} bad, first: {loaded.bad_lines[0]}")
    return "; ".join(parts) or "no rows"
