"""What a region phrase says about where a place lies: ريف حماة الغربي is the west of Hama."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.places.distance import between
from rasd.places.gazetteer import Gazetteer
from rasd.places.names import key
from rasd.places.place import FAMILIES, RANKS, Place
from rasd.places.words import directions

__all__ = ["Region", "read_region"]

_MAX_WORDS = 12
_NEAR_KM = 30.0
_REACH_KM = {"mountain": 60.0, "city": 60.0, "town": 40.0}
_WIDE_KM = 300.0


@dataclass(frozen=True, slots=True)
class Region:
    """The places that a region phrase names, and the side of them that it means."""

    places: tuple[Place, ...]
    north: int = 0
    east: int = 0

    def points(self, place: Place) -> tuple[float, str]:
        """Return the points that a place gains by lying in the region, and the reason."""
        best = (0.0, "")
        for region in self.places:
            points, reason = self._within(place, region)
            if points > best[0]:
                best = (points, reason)
        return best

    def _within(self, place: Place, region: Place) -> tuple[float, str]:
        if place.id == region.id:
            return 0.0, ""
        points = 0.0
        same_country = place.country == region.country
        if region.kind == "country":
            return (60.0, f"region phrase names {region.name}") if same_country else (0.0, "")
        apart = between(place, region)
        if region.kind == "governorate":
            points = 100.0 if same_country and _is_within_unit(place, region) else 0.0
        elif region.kind in ("district", "subdistrict"):
            if same_country and region.admin1 == place.admin1:
                points = 110.0 if region.admin2 and region.admin2 == place.admin2 else 90.0
        elif same_country and region.admin1 and region.admin1 == place.admin1:
            points = 100.0
            if FAMILIES[region.kind] == "settlement" and apart is not None and apart <= _NEAR_KM:
                points = 106.0
        elif region.kind == "region":
            # "جنوب اليمن" is as wide as half a country, "القلمون" a few valleys: its point only leans.
            if same_country and apart is not None and apart <= _WIDE_KM:
                points = 44.0 - apart / 10
        elif apart is not None and apart <= _REACH_KM.get(region.kind, _NEAR_KM):
            # Regions cross the units' borders; a countryside may too.
            points = 80.0 - apart / 4
        if points:
            points += self._side(place, region)
            return points, f"region phrase names {region.admin1 or region.name}"
        return 0.0, ""

    def _side(self, place: Place, region: Place) -> float:
        if not (self.north or self.east) or place.latitude is None or place.longitude is None:
            return 0.0
        if region.latitude is None or region.longitude is None:
            return 0.0
        north = place.latitude - region.latitude
        east = place.longitude - region.longitude
        along = north * self.north + east * self.east
        return 6.0 if along > 0.03 else -6.0 if along < -0.03 else 0.0


def _is_within_unit(place: Place, region: Place) -> bool:
    if region.admin2:
        # Palestinian governorates stand one level lower: admin1 is the West Bank or the Gaza Strip.
        return place.admin2 == region.admin2
    return place.admin1 == region.admin1


def read_region(phrase: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> Region | None:
    """Look up the names in a region phrase; None when it names no known place."""
    words = key(phrase).split(" ")[:_MAX_WORDS]
    north = east = 0
    found: list[Place] = []
    start = 0
    while start < len(words):
        size = min(gazetteer.longest(words[start]), len(words) - start)
        while size > 0:
            places = _areas(gazetteer.find(" ".join(words[start : start + size])), countries)
            if places and not (size == 1 and words[start] in directions()):
                found.extend(places)
                break
            size -= 1
        if size == 0:
            towards = directions().get(words[start])
            if towards is not None:
                north += towards[0]
                east += towards[1]
            size = 1
        start += size
    return Region(tuple(found), north, east) if found else None


def _areas(places: tuple[Place, ...], countries: tuple[str, ...]) -> list[Place]:
    """Return the candidates that a region phrase may mean: the theatre's, the best known class of them."""
    known = [place for place in places if place.country in countries] or [
        place for place in places if not countries or place.core
    ]
    strong = [place for place in known if place.kind != "village" and RANKS[place.kind] > 2]
    # Governorate and city of one name stand together; ten villages of one name say nothing.
    if strong:
        return strong
    return known if len(known) == 1 else []
