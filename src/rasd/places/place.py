"""The noun of this room: one place, its class and how exact its point is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FAMILIES", "KINDS", "PRECISIONS", "RANKS", "Place"]

KINDS: tuple[str, ...] = (
    "country",
    "governorate",
    "district",
    "subdistrict",
    "city",
    "town",
    "village",
    "quarter",
    "camp",
    "base",
    "airport",
    "crossing",
    "region",
    "sea",
    "river",
    "mountain",
    "site",
    "street",
)
"""Classes of places. Index files store the position, so new ones go to the end."""

FAMILIES: dict[str, str] = {
    "country": "area",
    "governorate": "area",
    "district": "area",
    "subdistrict": "area",
    "city": "settlement",
    "town": "settlement",
    "village": "settlement",
    "quarter": "settlement",
    "camp": "settlement",
    "base": "site",
    "airport": "site",
    "crossing": "site",
    "region": "region",
    "sea": "water",
    "river": "water",
    "mountain": "mountain",
    "site": "site",
    "street": "site",
}
"""Places of one family, name and neighbourhood are one place told by two lists."""

PRECISIONS: dict[str, str] = {
    "country": "country",
    "governorate": "governorate",
    "district": "district",
    "subdistrict": "district",
    "city": "settlement",
    "town": "settlement",
    "village": "settlement",
    "quarter": "settlement",
    "camp": "settlement",
    "base": "site",
    "airport": "site",
    "crossing": "site",
    "region": "governorate",
    "sea": "governorate",
    "river": "governorate",
    "mountain": "district",
    "site": "site",
    "street": "site",
}
"""How exact the point of a class is, in the codebook's words."""

RANKS: dict[str, int] = {
    "country": 14,
    "city": 13,
    "governorate": 9,
    "town": 8,
    "base": 7,
    "airport": 7,
    "crossing": 7,
    "region": 6,
    "district": 5,
    "sea": 5,
    "quarter": 4,
    "camp": 4,
    "mountain": 4,
    "subdistrict": 3,
    "site": 3,
    "village": 2,
    "river": 2,
    "street": 1,
}
"""How likely a bare name means this class, all else being equal."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer; `name` keeps the written form, article and all."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "village"
    country: str = ""
    """ISO 3166-1 alpha-2; empty for seas and places of several countries."""
    admin1: str = ""
    """English name as in the OCHA lists: Idlib, Hama, Rif Dimashq."""
    admin2: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "settlement"
    """`site` `settlement` `district` `governorate` `country`."""
    population: int = 0
    """0 when unknown."""
    core: bool = False
    """True for places of Rasd's own core list."""
