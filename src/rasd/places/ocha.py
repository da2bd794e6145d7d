"""Rows of OCHA common operational datasets: units of three levels, with P-codes, in columns named by level.

Both generations of headers are read: ``admin1Name_ar admin1Pcode`` and ``ADM1_AR ADM1_PCODE``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rasd.places.admin import admin1_name
from rasd.places.own import point
from rasd.places.place import PRECISIONS, Place

__all__ = ["is_ocha", "ocha_reader"]

_COLUMN = re.compile(r"adm(?:in)?([0-4])_?(name|pcode)?_?(ar|en)?\d?", re.IGNORECASE)
_LATITUDES = ("lat", "latitude", "latitude_y", "point_y", "center_lat", "y")
_LONGITUDES = ("lon", "long", "longitude", "longitude_x", "point_x", "center_lon", "x")
_KINDS = {1: "governorate", 2: "district", 3: "subdistrict", 4: "village"}


def is_ocha(header: list[str]) -> bool:
    """Whether a header names units of the first level in Arabic with P-codes."""
    found = _columns(header)
    return (1, "ar") in found and (1, "pcode") in found


def ocha_reader(header: list[str]) -> Callable[[list[str]], Iterator[Place] | str]:
    """Return a function from the cells of a row to its units that are new."""
    columns = _columns(header)
    lower = [name.lower() for name in header]
    latitude = next((lower.index(name) for name in _LATITUDES if name in lower), None)
    longitude = next((lower.index(name) for name in _LONGITUDES if name in lower), None)
    deepest = max(level for level, field in columns if field == "ar")
    seen: set[str] = set()

    def read(cells: list[str]) -> Iterator[Place] | str:
        if len(cells) != len(header):
            raise ValueError(f"has {len(cells)} cells, the header has {len(header)}")

        def cell(level: int, field: str) -> str:
            number = columns.get((level, field))
            return "" if number is None else cells[number].strip()

        where: tuple[float | None, float | None] = (None, None)
        if latitude is not None and longitude is not None:
            where = point(cells[latitude].strip(), cells[longitude].strip())
        country = (cell(0, "pcode") or cell(1, "pcode"))[:2].upper()
        if not (len(country) == 2 and country.isalpha()):
            raise ValueError(f"P-code {cell(1, 'pcode')!r} does not start with a country code")
        places: list[Place] = []
        for level in range(1, deepest + 1):
            name, code = cell(level, "ar"), cell(level, "pcode")
            if not name or not code or code in seen:
                continue
            seen.add(code)
            kind = _KINDS[level]
            own_point = where if level == deepest else (None, None)
            places.append(
                Place(
                    id=f"ocha:{code}",
                    name=name,
                    kind=kind,
                    country=country,
                    admin1=admin1_name(country, cell(1, "en") or cell(1, "ar")),
                    admin2=cell(2, "en") if level >= 2 else "",
                    latitude=own_point[0],
                    longitude=own_point[1],
                    precision=PRECISIONS[kind],
                )
            )
        return iter(places) if places else "told by an earlier row or without an Arabic name"

    return read


def _columns(header: list[str]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for number, name in enumerate(header):
        match = _COLUMN.fullmatch(name.strip())
        if match is None:
            continue
        field = "pcode" if (match[2] or "").lower() == "pcode" else (match[3] or "").lower()
        if field:
            found.setdefault((int(match[1]), field), number)
    return found
