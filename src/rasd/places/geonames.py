"""Rows of GeoNames dumps: 19 columns without a header, as download.geonames.org packs them by country."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasd.places.admin import admin1_of_code
from rasd.places.names import key
from rasd.places.own import point, whole_number
from rasd.places.place import PRECISIONS, Place

__all__ = ["GEONAMES_COLUMNS", "arabic_names", "geonames_place", "settlement_kind"]

GEONAMES_COLUMNS = 19
_ARABIC_NAME = re.compile("[ء-غف-ي]{1,24}(?:[ -][ء-غف-ي]{1,24}){0,5}")
_KINDS = {
    "PCLI": "country",
    "PCL": "country",
    "PCLD": "country",
    "PCLS": "country",
    "ADM1": "governorate",
    "ADM2": "district",
    "ADM3": "subdistrict",
    "PPLC": "city",
    "PPLX": "quarter",
    "PPLL": "village",
    "PPLF": "village",
    "STLMT": "village",
    "CMP": "camp",
    "CMPRF": "camp",
    "AIRP": "airport",
    "AIRF": "airport",
    "AIRB": "base",
    "MILB": "base",
    "INSM": "base",
    "FT": "base",
    "RGN": "region",
    "RGNE": "region",
    "RGNH": "region",
    "ISL": "region",
    "ISLS": "region",
    "PLN": "region",
    "DSRT": "region",
    "OAS": "village",
    "SEA": "sea",
    "GULF": "sea",
    "STRT": "sea",
    "BAY": "sea",
    "OCN": "sea",
    "STM": "river",
    "WAD": "river",
    "LK": "river",
    "RSV": "river",
    "MT": "mountain",
    "MTS": "mountain",
    "PK": "mountain",
    "HLL": "mountain",
    "HLLS": "mountain",
    "DAM": "site",
    "OILF": "site",
    "OILR": "site",
    "GASF": "site",
    "PRT": "site",
    "BDG": "site",
    "CTRB": "crossing",
    "PSTB": "crossing",
}


def geonames_place(cells: list[str]) -> Iterator[Place] | str:
    """Return the place of a dump's row, or the reason why it is left out; raises ValueError on a wrong row."""
    if len(cells) != GEONAMES_COLUMNS:
        raise ValueError(f"has {len(cells)} cells, a GeoNames dump has {GEONAMES_COLUMNS}")
    if not cells[0].isdigit():
        raise ValueError(f"geonameid {cells[0]!r} is not a number")
    names = arabic_names(cells[3].split(","))
    if not names:
        return "without an Arabic name"
    population = whole_number(cells[14])
    code = cells[7]
    kind = _KINDS.get(code) or (settlement_kind(population, code) if code.startswith("PPL") else "")
    if not kind or code.endswith(("H", "Q", "W")) and code.startswith("PPL"):
        return "of a class that reports do not name"
    latitude, longitude = point(cells[4], cells[5])
    country = cells[8]
    return iter(
        (
            Place(
                id=f"geonames:{cells[0]}",
                name=names[0],
                aliases=tuple(names[1:]),
                kind=kind,
                country=country,
                admin1=admin1_of_code(country, cells[10]),
                latitude=latitude,
                longitude=longitude,
                precision=PRECISIONS[kind],
                population=population,
            ),
        )
    )


def settlement_kind(population: int, code: str = "") -> str:
    """Return the class of a populated place."""
    if population >= 100_000 or code == "PPLA":
        return "city"
    return "town" if population >= 10_000 or code.startswith("PPLA") else "village"


def arabic_names(alternates: list[str]) -> list[str]:
    """Return the names in Arabic letters only, one a key: Persian and Urdu spellings fall out."""
    names: dict[str, str] = {}
    for name in alternates:
        if _ARABIC_NAME.fullmatch(name):
            form = key(name)
            if len(form) > 2:
                names.setdefault(form, name)
    return list(names.values())
