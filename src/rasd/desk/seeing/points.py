"""What a map knows of every incident beside the index of selections: how far its place may be, its group and its grade.

Arrays have the rows of the index's columns. They are read once and then followed: what has changed since is read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from django.db.models import F, Value
from django.db.models.functions import StrIndex, Substr
from numpy.typing import NDArray

from rasd.desk.access import Hidden
from rasd.desk.seeing.drawing import GRADES, GROUPS, PRECISIONS, group_of, reach_of
from rasd.desk.selection.columns import Columns
from rasd.store import models

__all__ = ["Points", "place_of", "points", "seen_places", "veiled"]

_EXACT = ("site", "settlement")
_BATCH = 400
_FROM, _UNTIL = (StrIndex(F("incident"), Value(f'"{name}":')) for name in ("places", "perpetrators"))
_PLACES = Substr(F("incident"), _FROM, _UNTIL - _FROM)
"""The places of an incident, cut out of its text: fields stand in the order of the model, and a quote within a value is escaped."""


@dataclass(frozen=True, slots=True)
class Points:
    """All incidents, one row each in every array; replaced as a whole, never altered."""

    columns: Columns
    reach: NDArray[np.float64]
    """Kilometres."""
    precision: NDArray[np.int8]
    """Number in `PRECISIONS`."""
    group: NDArray[np.int64]
    grade: NDArray[np.int64]

    @property
    def longitude(self) -> NDArray[np.float64]:
        """NaN where no place is known."""
        return self.columns.values["longitude"]

    @property
    def latitude(self) -> NDArray[np.float64]:
        """NaN where no place is known."""
        return self.columns.values["latitude"]

    @property
    def first(self) -> NDArray[np.int32]:
        """Day as an ordinal; 0: none is known."""
        return self.columns.values["first_day"]

    @property
    def last(self) -> NDArray[np.int32]:
        """Day as an ordinal; 0: none is known."""
        return self.columns.values["last_day"]


_lock = Lock()
_kept: list[Points] = []


def points(columns: Columns) -> Points:
    """Return what a map knows of the incidents of these columns."""
    for kept in _kept:
        if kept.columns is columns:
            return kept
    with _lock:
        before = next((kept for kept in _kept if kept.columns.row_of is columns.row_of), None)
        found = _made(columns, before)
        _kept[:] = [found]
    return found


def seen_places(incident: dict[str, Any], hidden: Hidden) -> list[dict[str, Any]]:
    """Return the places of an incident that a report tells which this person may see."""
    unseen = {
        one["report_id"] for one in incident.get("reports") or [] if one["document_id"] in hidden.documents
    }
    return [
        place
        for place in incident.get("places") or []
        if not unseen or not place.get("reports") or not unseen.issuperset(place["reports"])
    ]


def place_of(places: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the place whose point the store takes for an incident's."""
    found = [one for one in places if one.get("latitude") is not None and one.get("longitude") is not None]
    return min(found, key=lambda one: one.get("precision") not in _EXACT, default=None)


def veiled(columns: Columns, hidden: Hidden) -> list[int]:
    """Return the rows of incidents whose point only documents tell that this person must not see."""
    found = []
    documents = sorted(hidden.documents)
    for start in range(0, len(documents), _BATCH):
        linked = models.IncidentReport.objects.filter(document_key__in=documents[start : start + _BATCH])
        rows = models.Incident.objects.filter(id__in=linked.values("incident_id"))
        for key, text in rows.values_list("key", "incident"):
            incident = json.loads(text)
            if key in columns.row_of and place_of(incident["places"]) not in seen_places(incident, hidden):
                found.append(columns.row_of[key])
    return found


def _made(columns: Columns, before: Points | None) -> Points:
    size = len(columns.keys)
    reach, precision = np.zeros(size), np.zeros(size, dtype=np.int8)
    rows: Sequence[int] | None = None
    if before is not None:
        old = len(before.reach)
        reach[:old], precision[:old] = before.reach, before.precision
        is_other = np.ones(size, dtype=bool)
        is_other[:old] = False
        for name in ("id", "changed"):
            is_other[:old] |= columns.values[name][:old] != before.columns.values[name]
        rows = np.flatnonzero(is_other).tolist()
    for key, text in _texts(columns, rows):
        row = columns.row_of.get(key)
        if row is not None and row < size:
            reach[row], precision[row] = _width(text)
    return Points(columns, reach, precision, _coded(columns, "kind"), _coded(columns, "grade"))


def _texts(columns: Columns, rows: Sequence[int] | None) -> Iterable[tuple[str, str]]:
    told = models.Incident.objects.annotate(places=_PLACES)
    if rows is None:
        yield from told.values_list("key", "places").iterator(chunk_size=5000)
        return
    for start in range(0, len(rows), _BATCH):
        keys = [str(columns.keys[row]) for row in rows[start : start + _BATCH]]
        yield from told.filter(key__in=keys).values_list("key", "places")


def _coded(columns: Columns, name: str) -> NDArray[np.int64]:
    """Return the group of each kind, or the number of each grade."""
    names = columns.names[name].names
    known = (
        [GROUPS.index(group_of(one)) for one in names]
        if name == "kind"
        else [GRADES.index(one) if one in GRADES else GRADES.index("weak") for one in names]
    )
    return np.array(known or [0], dtype=np.int64)[columns.values[name]]


def _width(text: str) -> tuple[float, int]:
    """Return reach and precision of the place that is drawn."""
    one = place_of(json.loads(f"{{{text.rstrip(',')}}}")["places"])
    if one is None:
        return 0.0, 0
    known = one.get("precision")
    reach = reach_of(known, is_approximate=bool(one.get("approximate")), country=one.get("country"))
    return reach, PRECISIONS.index(known if known in PRECISIONS else "settlement")
