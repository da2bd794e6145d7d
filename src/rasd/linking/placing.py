"""Where two reports say it was: one place, one within the other, neighbours, or two places of one name.

Distances count only between points that stand for a settlement or a site; a point that stands for an area says where
the area is, never that something happened there (method: precision is data).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import cos, hypot, radians

from rasd.linking.traits import Spot, Traits, without_proclitics, word_hash
from rasd.linking.weights import weights

__all__ = ["compare_places", "kilometres"]

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
    if best[1] in _SHARED and len(some) > 1 and len(others) > 1:
        shared = {spot.name for spot in some} & {spot.name for spot in others}
        if 2 * len(shared) < min(len(some), len(others)) or len(shared) == 1:
            return "one_of_several", best[2]
    return best[1], best[2]


def _named(spots: tuple[Spot, ...], words: frozenset[int]) -> tuple[str, Mapping[str, object]]:
    """One report has no place: does its document name the other's?"""
    for spot in spots:
        if _LEVEL[spot.precision] < 2 and words.issuperset(map(word_hash, spot.name.split())):
            return "named", {"place": spot.written}
    return "unknown", {}


def _compare(one: Spot, other: Spot) -> tuple[str, Mapping[str, object]]:
    """Compare two places; one that could be any of several namesakes is the one that fits best, and says so."""
    if not one.id and one.namesakes:
        return _open(one, other)
    if not other.id and other.namesakes:
        return _open(other, one)
    return _settled(one, other)


def _open(unsettled: Spot, other: Spot) -> tuple[str, Mapping[str, object]]:
    table = weights()
    outcomes = [
        _compare(
            other,
            replace(
                unsettled,
                id=identity,
                latitude=latitude,
                longitude=longitude,
                country=country,
                admin1=admin1,
                namesakes=(),
            ),
        )
        for identity, latitude, longitude, country, admin1 in unsettled.namesakes
    ]
    outcome, filling = max(outcomes, key=lambda found: table.weight("place", found[0]))
    return _PERHAPS.get(outcome, outcome), filling


def _settled(one: Spot, other: Spot) -> tuple[str, Mapping[str, object]]:
    both = {"places": f"{one.written} / {other.written}"}
    if one.id and one.id == other.id:
        if one.of_area or other.of_area:
            return "within_governorate" if one.of_area != other.of_area else "same_governorate", {
                "place": one.written,
                **both,
            }
        if one.place_class == "city":
            return "same_city", {"place": one.written}
        if one.place_class in _LOOSE:
            return "same_part" if _is_part(one) else "same_region", {"place": one.written}
        return _SAME[_LEVEL[one.precision]], {"place": one.written}
    far_country = bool(one.country and other.country and one.country != other.country)
    narrow, wide = (one, other) if _level(one) <= _level(other) else (other, one)
    level = _level(wide)
    km = kilometres(one, other)
    if one.name == other.name and level == _level(narrow):
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
    if km is not None and km <= APART_KM:
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
        return ("within_region" if wide.place_class in _LOOSE else _INSIDE[level]), both
    if _other_governorate(narrow, wide):
        return "far", both
    if wide.place_class in _LOOSE and (km is None or km <= _AREA_KM["district"]):
        return "within_region", both
    if level == 1:
        same_unit = bool(narrow.admin2) and narrow.admin2 == wide.admin2
        if km is None:
            if same_unit:
                return "within", both
            return "within_governorate", both
        if same_unit:
            return "within", both
        if _level(narrow) == 1 or km > _AREA_KM["large_district"]:
            return "apart", {**both, "km": round(km)}
        # A district's centre may lie far from its edge: beyond the usual reach it is only the governorate that they share.
        return ("within" if km <= _AREA_KM["district"] else "within_governorate"), both
    if narrow.admin1 and narrow.admin1 == wide.admin1 or km is not None and km <= _AREA_KM["governorate"]:
        return "within_governorate", both
    return "far", both


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
