"""Rows of our own TSV: named columns in any order; the core list and the full lists are of this kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rasd.places.admin import admin1_name
from rasd.places.names import key
from rasd.places.place import KINDS, PRECISIONS, Place

__all__ = ["COLUMNS", "REQUIRED", "own_reader", "point", "whole_number"]

COLUMNS = (
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
)
REQUIRED = ("name_ar", "country", "class", "lat", "lon")
# Classes under other lists' names.
_CLASSES = {
    "neighbourhood": "quarter",
    "military base": "base",
    "checkpoint": "site",
    "island": "region",
    "locality": "village",
}
_NO_COUNTRY = ("", "XX", "-")


def own_reader(header: list[str], core: bool = False) -> Callable[[list[str]], Iterator[Place] | str]:
    """Return a function from the cells of a row to its place, or to the reason why it is left out.

    The function raises ValueError on a row that is wrong.
    """
    at = {name: number for number, name in enumerate(header)}

    def read(cells: list[str]) -> Iterator[Place] | str:
        if len(cells) != len(header):
            raise ValueError(f"has {len(cells)} cells, the header has {len(header)}")

        def cell(name: str) -> str:
            return cells[at[name]].strip() if name in at else ""

        name = cell("name_ar")
        if not name or not key(name):
            return "without an Arabic name"
        if "ar_from" in at and cell("ar_from") not in ("native", "translit"):
            return "with an Arabic name that is only guessed"
        kind = _CLASSES.get(cell("class"), cell("class"))
        if kind not in KINDS:
            raise ValueError(f"unknown class {kind!r}; classes: {', '.join(KINDS)}")
        country = cell("country")
        if country in _NO_COUNTRY:
            country = ""
        elif not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
            raise ValueError(f"country {country!r} is not an ISO 3166-1 alpha-2 code")
        latitude, longitude = point(cell("lat"), cell("lon"))
        # Row numbers change when a list is rebuilt; the id of its source stays.
        source, id_ = cell("source"), cell("source_id") or cell("id")
        if source and cell("source_id") and not id_.startswith(f"{source}:"):
            id_ = f"{source}:{id_}"
        if core and not id_:
            raise ValueError("has no id")
        place = Place(
            id=id_ or f"{country}:{name}:{cell('lat')}",
            name=name,
            aliases=tuple(alias for alias in cell("aliases").split(";") if alias and alias != name),
            kind=kind,
            country=country,
            admin1=admin1_name(country, cell("admin1")),
            admin2=cell("admin2"),
            latitude=latitude,
            longitude=longitude,
            precision=PRECISIONS[kind],
            population=whole_number(cell("population")),
            core=core,
        )
        return iter((place,))

    return read


def point(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Return a point of two cells; both empty is no point, one empty or a value off the globe is ValueError."""
    if not latitude and not longitude:
        return None, None
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        raise ValueError(f"point {latitude!r}, {longitude!r} is not two numbers") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise ValueError(f"point {latitude}, {longitude} is off the globe")
    return north, east


def whole_number(cell: str) -> int:
    """Return the number in a cell; 0 when it is empty."""
    if not cell:
        return 0
    try:
        return max(0, int(float(cell)))
    except (ValueError, OverflowError):
        raise ValueError(f"population {cell!r} is not a number") from None
