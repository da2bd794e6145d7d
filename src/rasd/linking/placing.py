"""Where two reports say it was: one place, one within the other, neighbours, or two places of one name.

Distances count only between points that stand for a settlement or a site; a point that stands for an area says where
the area is, never that something happened there (method: precision is data).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import cos, hypot, radians

from rasd.linking.traits import Spot, Traits, bare, word_hash
from rasd.linking.weights import weights

__all__ = ["compare_places", "kilometres"]

_KM_PER_DEGREE = 111.2
NEAR_KM, APART_KM, CITY_KM = 6.0, 30.0, 14.0
_PARTS = {"quarter", "street", "camp", "site", "airport", "base"}
"""Classes of places that lie in a city and are told by its name."""
_AREA_KM = {"district": 45.0, "governorate": 160.0}
_LEVEL = {"site": 0, "settlement": 0, "district": 1, "governorate": 2, "country": 3}
_SAME = ("same", "same_district", "same_governorate", "same_country")
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


def compare_places(one: Traits, other: Traits) -> tuple[str, Mapping[str, object]]:
    """Return the best outcome among the pairs of two reports' places, with what its words are filled with."""
    some, others = one.spots, other.spots
    if not some or not others:
        return _named(some or others, one.named or other.named)
    table = weights()
    best: tuple[float, str, Mapping[str, object]] | None = None
    for spot, another in product(some, others):
        outcome, filling = _compare(spot, another)
        weight = table.weight("place", outcome)
        if best is None or weight > best[0]:
            best = weight, outcome, filling
    assert best is not None
    return best[1], best[2]


def _named(spots: tuple[Spot, ...], words: frozenset[int]) -> tuple[str, Mapping[str, object]]:
    """One report has no place: does its document name the other's?"""
    for spot in spots:
        if _LEVEL[spot.precision] < 2 and words.issuperset(map(word_hash, spot.name.split())):
            return "named", {"place": spot.written}
    return "unknown", {}


def _compare(one: Spot, other: Spot) -> tuple[str, Mapping[str, object]]:
    both = {"places": f"{one.written} / {other.written}"}
    if one.id and one.id == other.id:
        if one.place_class == "city":
            return "same_city", {"place": one.written}
        if one.place_class == "region":
            return "same_district", {"place": one.written}
        return _SAME[_LEVEL[one.precision]], {"place": one.written}
    far_country = bool(one.country and other.country and one.country != other.country)
    narrow, wide = (one, other) if _LEVEL[one.precision] <= _LEVEL[other.precision] else (other, one)
    level = _LEVEL[wide.precision]
    km = kilometres(one, other)
    if one.name == other.name and level == _LEVEL[narrow.precision]:
        return _namesakes(one, other, km, both)
    if level == 3:
        return ("far", both) if far_country else ("within_country", both)
    if level > 0:
        return _inside(narrow, wide, level, km, both)
    if not far_country and (_names(narrow, wide) or _names(wide, narrow) or _road(one, other)):
        return "within", both
    if km is None:
        return ("far", both) if far_country or _other_governorate(one, other) else ("unknown", {})
    if {one.place_class, other.place_class} & {"city"} and km <= CITY_KM:
        part = other if one.place_class == "city" else one
        if part.place_class in _PARTS:
            return "within_city", both
    if one.place_class == other.place_class == "quarter":
        return "quarters", both
    if km <= NEAR_KM:
        return "near", {**both, "km": round(km)}
    return ("apart" if km <= APART_KM else "far"), {**both, "km": round(km)}


def _namesakes(
    one: Spot, other: Spot, km: float | None, both: Mapping[str, object]
) -> tuple[str, Mapping[str, object]]:
    """Two lists may know one place under two ids; two governorates may each have a village of one name."""
    open_to_other = one.id in other.namesakes or other.id in one.namesakes
    if km is not None and km <= APART_KM or open_to_other:
        return "same_name", {"place": one.written}
    if km is not None or _other_governorate(one, other):
        return "namesake", {
            "places": f"{one.written} ({one.admin1 or one.country}) / {other.written} ({other.admin1 or other.country})"
        }
    return "same_name", {"place": one.written}


def _inside(
    narrow: Spot, wide: Spot, level: int, km: float | None, both: Mapping[str, object]
) -> tuple[str, Mapping[str, object]]:
    """One names an area: does it hold the other's place?"""
    if _names(narrow, wide):
        return _INSIDE[level], both
    if _other_governorate(narrow, wide):
        return "far", both
    if level == 1:
        same_unit = bool(narrow.admin2) and narrow.admin2 == wide.admin2
        if not same_unit and (km is None or km > _AREA_KM["district"]):
            return "apart", {**both, "km": round(km or 0)}
        if not same_unit and narrow.precision == "district":
            return "apart", {**both, "km": round(km or 0)}
        return "within", both
    if narrow.admin1 and narrow.admin1 == wide.admin1 or km is not None and km <= _AREA_KM["governorate"]:
        return "within_governorate", both
    return "far", both


def _names(narrow: Spot, wide: Spot) -> bool:
    """Does the region phrase of one name the other, as in "the quarter X of the city Y"?"""
    if not narrow.region:
        return False
    words = narrow.region.split()
    wanted = wide.name.split()
    names = [bare(word) for word in words]
    width = len(wanted)
    wanted = [bare(word) for word in wanted]
    return any(names[at : at + width] == wanted for at in range(len(words) - width + 1))


def _road(one: Spot, other: Spot) -> bool:
    """Is one a name that no list knows, with the other's name in it: "the road of X", "the entrance of X"?"""
    for unknown, known in ((one, other), (other, one)):
        if not unknown.id and known.name and known.name in [bare(word) for word in unknown.name.split()]:
            return True
    return False


def _other_governorate(one: Spot, other: Spot) -> bool:
    return bool(
        (one.country and other.country and one.country != other.country)
        or (one.admin1 and other.admin1 and one.admin1 != other.admin1)
    )
