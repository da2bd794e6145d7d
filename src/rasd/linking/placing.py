"""Where two reports say it was: one place, one within the other, neighbours, or two places of one name.

Distances count only between points that stand for a settlement or a site; a point that stands for an area says where
the area is, never that something happened there (method: precision is data).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product
from math import cos, hypot, radians

from rasd.linking.traits import Spot, Traits, without_proclitics, word_hash
from rasd.linking.weights import weights

__all__ = ["Found", "compare_places", "filling_of", "kilometres"]

Found = tuple[str, Spot | None, Spot | None]
"""An outcome with the two places that it is of."""
_KM_PER_DEGREE = 111.2
NEAR_KM, APART_KM, CITY_KM = 6.0, 30.0, 14.0
_PARTS = {"quarter", "street", "camp", "site", "airport", "base"}
"""Classes of places that lie in a city and are told by its name."""
_AREA_KM = {"district": 45.0, "large_district": 70.0, "governorate": 160.0}
_LOOSE = {"region", "mountain", "river"}
"""Classes of areas without a border, about as large as a district."""
_LEVEL = {"site": 0, "settlement": 0, "district": 1, "governorate": 2, "country": 3}
_SAME = ("same", "same_district", "same_governorate", "same_country")
_PERHAPS = {
    "same": "same_name",
    "same_city": "same_name",
    "within": "perhaps_within",
    "within_city": "perhaps_within",
}
"""What an outcome is worth when one of the two places is only one of several of its name."""
_SHARED = {"same", "same_name", "same_city"}
_INSIDE = ("", "within", "within_governorate", "within_country")


def kilometres(one: Spot, other: Spot) -> float | None:
    """Return the distance between two points in kilometres, or None where one has no point.

    Equirectangular: under 0.5 % wrong below 200 km at these latitudes.
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * cos(radians((one.latitude + other.latitude) / 2))
    return _KM_PER_DEGREE * hypot(north, east)


def compare_places(one: Traits, other: Traits) -> Found:
    """Return the best outcome among the pairs of two reports' places, with the two that it is of."""
    some, others = one.spots, other.spots
    if not some or not others:
        return _named(some or others, one.named or other.named)
    if len(some) == 1 == len(others):
        return _compare(some[0], others[0])
    weight_of = weights().numbers["place"]
    best: Found = ("", None, None)
    highest = 0.0
    for spot, another in product(some, others):
        found = _compare(spot, another)
        weight = weight_of[found[0]]
        if not best[0] or weight > highest:
            highest, best = weight, found
    if best[0] in _SHARED and len(some) > 1 and len(others) > 1:
        shared = {spot.name for spot in some} & {spot.name for spot in others}
        if 2 * len(shared) < min(len(some), len(others)) or len(shared) == 1:
            return "one_of_several", best[1], best[2]
    return best


def filling_of(found: Found) -> Mapping[str, object]:
    """Return what the words of an outcome are filled with."""
    outcome, one, other = found
    if one is None:
        return {}
    if other is None:
        return {"place": one.written}
    if outcome == "namesake":
        return {
            "places": f"{one.written} ({one.admin1 or one.country}) / {other.written} ({other.admin1 or other.country})"
        }
    km = kilometres(one, other)
    return {
        "place": one.written,
        "places": f"{one.written} / {other.written}",
        "km": round(km) if km is not None else "",
    }


def _named(spots: tuple[Spot, ...], words: frozenset[int]) -> Found:
    """One report has no place: does its document name the other's?"""
    for spot in spots:
        if _LEVEL[spot.precision] < 2 and words.issuperset(map(word_hash, spot.name.split())):
            return "named", spot, None
    return "unknown", None, None


def _compare(one: Spot, other: Spot) -> Found:
    """Compare two places; one that could be any of several namesakes is the one that fits best, and says so."""
    if not one.id and one.namesakes:
        return _open(one, other)
    if not other.id and other.namesakes:
        return _open(other, one)
    return _settled(one, other)


@lru_cache(maxsize=4096)
def _read(unsettled: Spot) -> tuple[Spot, ...]:
    """Return a place of an open name as each of its namesakes."""
    return tuple(
        replace(
            unsettled,
            id=identity,
            latitude=latitude,
            longitude=longitude,
            country=country,
            admin1=admin1,
            namesakes=(),
        )
        for identity, latitude, longitude, country, admin1 in unsettled.namesakes
    )


def _open(unsettled: Spot, other: Spot) -> Found:
    weight_of = weights().numbers["place"]
    found = max((_compare(other, one) for one in _read(unsettled)), key=lambda found: weight_of[found[0]])
    return _PERHAPS.get(found[0], found[0]), found[1], found[2]


def _settled(one: Spot, other: Spot) -> Found:
    if one.id and one.id == other.id:
        return _one_place(one, other), one, other
    return _two_places(one, other), one, other


def _one_place(one: Spot, other: Spot) -> str:
    if one.of_area or other.of_area:
        return "within_governorate" if one.of_area != other.of_area else "same_governorate"
    if one.place_class == "city":
        return "same_city"
    if one.place_class in _LOOSE:
        return "same_part" if _is_part(one) else "same_region"
    return _SAME[_LEVEL[one.precision]]


def _two_places(one: Spot, other: Spot) -> str:
    far_country = bool(one.country and other.country and one.country != other.country)
    first, second = _level(one), _level(other)
    narrow, wide = (one, other) if first <= second else (other, one)
    level = max(first, second)
    if first == second and one.name == other.name:
        return _namesakes(one, other, kilometres(one, other))
    if level == 3:
        return "far" if far_country else "within_country"
    if level > 0:
        return _inside(narrow, wide, level)
    if not far_country and (_names(narrow, wide) or _names(wide, narrow) or _road(one, other)):
        return "within"
    km = kilometres(one, other)
    if km is None:
        return "far" if far_country or _other_governorate(one, other) else "unknown"
    if km <= CITY_KM and (one.place_class == "city" or other.place_class == "city"):
        part = other if one.place_class == "city" else one
        if part.place_class in _PARTS:
            return "within_city"
    if one.place_class == other.place_class == "quarter":
        return "quarters"
    if km <= NEAR_KM:
        return "near"
    return "apart" if km <= APART_KM else "far"


def _namesakes(one: Spot, other: Spot, km: float | None) -> str:
    """Two lists may know one place under two ids; two governorates may each have a village of one name."""
    if km is not None and km <= APART_KM:
        return "same_name"
    return "namesake" if km is not None or _other_governorate(one, other) else "same_name"


def _inside(narrow: Spot, wide: Spot, level: int) -> str:
    """One names an area: does it hold the other's place?"""
    if _names(narrow, wide):
        return "within_region" if wide.place_class in _LOOSE else _INSIDE[level]
    if _other_governorate(narrow, wide):
        return "far"
    km = kilometres(narrow, wide)
    if wide.place_class in _LOOSE and (km is None or km <= _AREA_KM["district"]):
        return "within_region"
    if level == 1:
        same_unit = bool(narrow.admin2) and narrow.admin2 == wide.admin2
        if km is None:
            return "within" if same_unit else "within_governorate"
        if same_unit:
            return "within"
        if _level(narrow) == 1 or km > _AREA_KM["large_district"]:
            return "apart"
        # A district's centre may lie far from its edge: beyond the usual reach it is only the governorate that they share.
        return "within" if km <= _AREA_KM["district"] else "within_governorate"
    if (narrow.admin1 and narrow.admin1 == wide.admin1) or (km is not None and km <= _AREA_KM["governorate"]):
        return "within_governorate"
    return "far"


def _is_part(spot: Spot) -> bool:
    """Is a region a part of one first-level unit, and not that unit itself (the Gaza Strip is both)?"""
    return bool(spot.admin1) and not spot.id.endswith(spot.admin1.lower().replace(" ", "_"))


def _level(spot: Spot) -> int:
    level = 1 if spot.place_class in _LOOSE else _LEVEL[spot.precision]
    return max(level, 2) if spot.of_area else level


def _names(narrow: Spot, wide: Spot) -> bool:
    """Does the region phrase of one name the other, as in "the quarter X of the city Y"?"""
    if not narrow.region:
        return False
    words = narrow.region.split()
    wanted = wide.name.split()
    names = [without_proclitics(word) for word in words]
    width = len(wanted)
    wanted = [without_proclitics(word) for word in wanted]
    return any(names[at : at + width] == wanted for at in range(len(words) - width + 1))


def _road(one: Spot, other: Spot) -> bool:
    """Is one a name that no list knows, with the other's name in it: "the road of X", "the entrance of X"?"""
    for unknown, known in ((one, other), (other, one)):
        if (
            not unknown.id
            and known.name
            and known.name in [without_proclitics(word) for word in unknown.name.split()]
        ):
            return True
    return False


def _other_governorate(one: Spot, other: Spot) -> bool:
    return bool(
        (one.country and other.country and one.country != other.country)
        or (one.admin1 and other.admin1 and one.admin1 != other.admin1)
    )
