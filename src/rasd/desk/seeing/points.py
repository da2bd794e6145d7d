"""Every incident as one row of numbers in memory: where, how far its place may be, kind, grade, days.

Read once and then followed: what has changed since is read anew before each answer, at the cost of two look-ups in an index where
nothing has.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from django.db import connections
from django.db.models import F, Max, Q, Value
from django.db.models.functions import StrIndex, Substr
from numpy.typing import NDArray

from rasd.desk.seeing.drawing import GRADES, GROUPS, PRECISIONS, group_of, reach_of
from rasd.store import models

__all__ = ["Points", "points"]

_EXACT = ("site", "settlement")
_MOST_FOLLOWED = 500
"""Changes above which all is read anew."""


@dataclass(frozen=True, slots=True)
class Points:
    """All incidents, one position each in every array; replaced as a whole, never altered."""

    row: NDArray[np.int64]
    """Numbers of the rows in the store."""
    key: NDArray[np.object_]
    longitude: NDArray[np.float64]
    """NaN where no place is known."""
    latitude: NDArray[np.float64]
    reach: NDArray[np.float64]
    """Kilometres."""
    precision: NDArray[np.int64]
    """Number in `PRECISIONS`."""
    group: NDArray[np.int64]
    grade: NDArray[np.int64]
    first: NDArray[np.int64]
    """Day as an ordinal; 0: none is known."""
    last: NDArray[np.int64]
    change: int = 0
    """Number of the last change that is in here."""

    def __len__(self) -> int:
        return len(self.row)

    @property
    def top(self) -> int:
        """The highest number of a row; 0 without any."""
        return int(self.row.max()) if len(self.row) else 0

    def among(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which positions hold one of these rows of the store."""
        found: NDArray[np.bool_] = np.isin(self.row, rows, assume_unique=True)
        return found

    def without(self, keys: frozenset[str]) -> NDArray[np.bool_]:
        """Return which positions hold none of these incidents."""
        if not keys:
            return np.ones(len(self), dtype=bool)
        return np.fromiter((key not in keys for key in self.key), dtype=bool, count=len(self))


_FROM, _UNTIL = (StrIndex(F("incident"), Value(f'"{name}":')) for name in ("places", "perpetrators"))
_PLACES = Substr(F("incident"), _FROM, _UNTIL - _FROM)
"""The places of an incident, cut out of its text: fields stand in the order of the model, and a quote within a value is escaped."""
_ARRAYS = tuple(name for name in Points.__dataclass_fields__ if name != "change")


_lock = Lock()
_kept: dict[str, Points] = {}


def points() -> Points:
    """Return all incidents as they stand in the store now."""
    name = str(connections["default"].settings_dict["NAME"])
    change = models.IncidentChange.objects.aggregate(last=Max("id"))["last"] or 0
    top = models.Incident.objects.aggregate(last=Max("id"))["last"] or 0
    kept = _kept.get(name)
    if kept is not None and kept.change == change and kept.top == top:
        return kept
    with _lock:
        kept = _kept.get(name)
        found = _read(Q(), change) if kept is None else _followed(kept, change)
        _kept[name] = found
    return found


def _followed(kept: Points, change: int) -> Points:
    """Return what is kept with what has changed since."""
    since = models.IncidentChange.objects.filter(id__gt=kept.change)
    touched = frozenset(since.values_list("incident_key", flat=True))
    if len(touched) > _MOST_FOLLOWED or change < kept.change:
        return _read(Q(), change)
    fresh = _read(Q(id__gt=kept.top) | Q(key__in=touched), change)
    stays = kept.without(touched) & ~np.isin(kept.row, fresh.row)
    arrays = {name: np.concatenate((getattr(kept, name)[stays], getattr(fresh, name))) for name in _ARRAYS}
    return Points(**arrays, change=change)


def _read(which: Q, change: int) -> Points:
    rows = (
        models.Incident.objects.filter(which)
        .order_by("id")
        .annotate(places=_PLACES)
        .values_list("id", "key", "kind", "proposed", "decided", "first_day", "last_day", "places")
    )
    held: list[tuple[Any, ...]] = []
    for number, key, kind, proposed, decided, first, last, places in rows.iterator(chunk_size=5000):
        longitude, latitude, reach, precision = _where(places)
        held.append(
            (
                number, key, longitude, latitude, reach, precision, GROUPS.index(group_of(kind)),
                _index(GRADES, decided or proposed, GRADES.index("weak")),
                first.toordinal() if first else 0, last.toordinal() if last else 0,
            )
        )  # fmt: skip
    columns: list[Any] = list(zip(*held, strict=True)) if held else [()] * 10
    kinds: tuple[Any, ...] = (np.int64, object, *(np.float64,) * 3, *(np.int64,) * 5)
    arrays = {
        name: np.array(column, dtype=kind) for name, column, kind in zip(_ARRAYS, columns, kinds, strict=True)
    }
    return Points(**arrays, change=change)


def _where(text: str) -> tuple[float, float, float, int]:
    """Return longitude, latitude, reach and precision of the place that the store takes for an incident's."""
    found = [
        one
        for one in json.loads(f"{{{text.rstrip(',')}}}")["places"]
        if one.get("latitude") is not None and one.get("longitude") is not None
    ]
    if not found:
        return float("nan"), float("nan"), 0.0, 0
    one = min(found, key=lambda place: place.get("precision") not in _EXACT)
    reach = reach_of(
        one.get("precision"), is_approximate=bool(one.get("approximate")), country=one.get("country")
    )
    precision = _index(PRECISIONS, one.get("precision"), PRECISIONS.index("settlement"))
    return float(one["longitude"]), float(one["latitude"]), reach, precision


def _index(names: tuple[str, ...], name: str | None, default: int) -> int:
    return names.index(name) if name in names else default
