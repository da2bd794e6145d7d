"""Where two reports say it was: one place, one within the other, neighbours, or two places of one name.

Distances count only between points that stand for a settlement or a site; a point that stands for an area says where
the area is, never that something happened there (method: precision is data).
"""

from __future__ import annotations

from itertools import product
from math import cos, hypot, radians

from rasd.linking.traits import Spot
from rasd.linking.weights import weights

__all__ = ["compare_places", "kilometres"]

_KM_PER_DEGREE = 111.2
NEAR_KM, APART_KM = 6.0, 30.0
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


def compare_places(
    some: tuple[Spot, ...], others: tuple[Spot, ...]
) -> tuple[str, dict[str, object]]:
    """Return the best outcome among the pairs of two reports' places, with what its words are filled with."""
    if not some or not others:
        return "unknown", {}
    table = weights()
    best: tuple[float, str, dict[str, object]] | None = None
    for one, other in product(some, others):
        outcome, filling = _compare(one, other)
        weight = table.weight("place", outcome)
        if best is None or weight > best[0]:
            best = weight, outcome, filling
    assert best is not None
    return best[1], best[2]


def _compare(one: Spot, other: Spot) -> tuple[str, dict[str, object]]:
    both = {"places": f"{one.name} / {other.name}"}
    if one.id and one.id == other.id:
        return _SAME[_LEVEL[one.precision]], {"place": one.name}
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
    if not far_country and (_names(narrow, wide) or _names(wide, narrow)):
        return "within", both
    if km is None:
        return ("far", both) if far_country or _other_governorate(one, other) else ("unknown", {})
    if km <= NEAR_KM:
        return "near", {**both, "km": round(km)}
    return ("apart" if km <= APART_KM else "far"), {**both, "km": round(km)}


def _namesakes(
    one: Spot, other: Spot, km: float | None, both: dict[str, object]
) -> tuple[str, dict[str, object]]:
    """Two lists may know one place under two ids; two governorates may each have a village of one name."""
    open_to_other = one.id in other.namesakes or other.id in one.namesakes
    if km is not None and km <= APART_KM or open_to_other:
        return "same_name", {"place": one.name}
    if km is not None or _other_governorate(one, other):
        return "namesake", {
            "places": f"{one.name} ({one.admin1 or one.country}) / {other.name} ({other.admin1 or other.country})"
        }
    return "same_name", {"place": one.name}


def _inside(
    narrow: Spot, wide: Spot, level: int, km: float | None, both: dict[str, object]
) -> tuple[str, dict[str, object]]:
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
    bare = [_bare(word) for word in words]
    width = len(wanted)
    wanted = [_bare(word) for word in wanted]
    return any(bare[at : at + width] == wanted for at in range(len(words) - width + 1))


def _bare(word: str) -> str:
    """Return a folded word without its proclitics and article, as far as a name needs it."""
    for prefix in ("وال", "بال", "فال", "كال", "لل", "ال"):
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            return word[len(prefix) :]
    if word[:1] in ("ب", "و", "ل") and len(word) > 3:
        return word[1:]
    return word


def _other_governorate(one: Spot, other: Spot) -> bool:
    return bool(
        (one.country and other.country and one.country != other.country)
        or (one.admin1 and other.admin1 and one.admin1 != other.admin1)
    )
