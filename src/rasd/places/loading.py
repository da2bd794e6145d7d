"""Places from tables: the core list, our own TSV, GeoNames dumps and OCHA lists.

Every reader is strict on the table (a missing column is a DataError that names the columns there are) and
lenient on its rows: a bad row is counted and named by line, the rest loads.
"""

from __future__ import annotations

from importlib.resources import files

from rasd.errors import DataError
from rasd.places.place import KINDS, PRECISIONS, Place

__all__ = ["read_core"]

_COLUMNS = [
    "id",
    "name_ar",
    "aliases",
    "name_en",
    "class",
    "country",
    "admin1",
    "admin2",
    "lat",
    "lon",
    "population",
]


def read_core() -> list[Place]:
    """Read the core list; any mistake in it is a DataError with file and line."""
    path = files("rasd.data") / "places" / "core.tsv"
    lines = path.read_text("utf-8").split("\n")
    if lines[0].split("\t") != _COLUMNS:
        raise DataError(f"{path}:1: the header is {lines[0]!r}. Write: {' '.join(_COLUMNS)} (tab-separated).")
    places: list[Place] = []
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            raise DataError(f"{path}:{number}: has {len(cells)} cells. Write {len(_COLUMNS)}, tab-separated.")
        id_, name, aliases, _english, kind, country, admin1, admin2, lat, lon, population = cells
        if kind not in KINDS:
            raise DataError(f"{path}:{number}: unknown class {kind!r}. Classes: {', '.join(KINDS)}.")
        try:
            place = Place(
                id=id_,
                name=name,
                aliases=tuple(aliases.split(";")) if aliases else (),
                kind=kind,
                country=country,
                admin1=admin1,
                admin2=admin2,
                latitude=float(lat) if lat else None,
                longitude=float(lon) if lon else None,
                precision=PRECISIONS[kind],
                population=int(population or 0),
                core=True,
            )
        except ValueError as error:
            raise DataError(f"{path}:{number}: {error}. Write numbers in lat, lon and population.") from error
        places.append(place)
    return places
