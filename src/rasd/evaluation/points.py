"""How far the points of places lie from those of the gold.

A gold place is held against the place of the paired report that has the same folded name; where none has it, against
the nearest of the places that are left. A gold place that no place answers to was missed: the place slot counts that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasd.evaluation.comparison import fold_name
from rasd.places import kilometres

__all__ = ["FAR", "NEAR", "PointPair", "compared_points"]

NEAR, FAR = 10.0, 25.0
"""Kilometres that a point may be off: in the settlement, and about there."""

_Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PointPair:
    """One place of the gold that carries a point, and what the reader has for it."""

    name: str
    """Folded."""
    is_found: bool
    km: float | None
    """None where the reader gives no point."""

    def is_within(self, limit: float) -> bool:
        """Tell whether the reader's point is that near."""
        return self.km is not None and self.km <= limit


def compared_points(gold: Mapping[str, Any], predicted: Mapping[str, Any] | None) -> tuple[PointPair, ...]:
    """Return the gold report's places that carry a point, each once, with the distance of the reader's."""
    wanted: dict[str, _Place] = {}
    for place in gold.get("places") or []:
        if _point(place) is not None:
            wanted.setdefault(fold_name(place.get("name")), place)
    left = list((predicted or {}).get("places") or [])
    pairs: dict[str, PointPair] = {}
    for name, place in wanted.items():
        same = next((other for other in left if fold_name(other.get("name")) == name), None)
        if same is not None:
            left.remove(same)
            pairs[name] = PointPair(name, is_found=True, km=_between(place, same))
    for name, place in wanted.items():
        if name not in pairs:
            pairs[name] = _nearest(name, place, left)
    return tuple(pairs[name] for name in wanted)


def _nearest(name: str, place: _Place, left: Sequence[_Place]) -> PointPair:
    distances = [km for other in left if (km := _between(place, other)) is not None]
    return PointPair(name, is_found=bool(distances), km=min(distances, default=None))


def _point(place: _Place) -> tuple[float, float] | None:
    latitude, longitude = place.get("latitude"), place.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return latitude, longitude


def _between(place: _Place, other: _Place) -> float | None:
    here, there = _point(place), _point(other)
    return None if here is None or there is None else kilometres(*here, *there)
