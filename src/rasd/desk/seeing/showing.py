"""What a map is asked and what it answers: a box, a zoom, a window of days; cells, areas, and all of it in words.

An area is drawn as one as soon as it is wide enough to be seen; before that it is in the sum of its cell. Incidents without a
place are on no map and in every count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
from django.http import HttpRequest, QueryDict
from numpy.typing import NDArray

from rasd.desk.access import hidden
from rasd.desk.seeing.drawing import GRADES, GROUPS, Drawing
from rasd.desk.seeing.grid import Box, cells, inside, spread
from rasd.desk.seeing.points import Points, points, veiled
from rasd.desk.selection import Selection, index

__all__ = ["WORLD", "Asked", "MapError", "View", "drawn", "view_of"]

WORLD = Box(-180, -85, 180, 85)
_FINEST = 24
_VISIBLE = 40
"""Pixels across, from which on an area is drawn as one."""
_MOST_AREAS = 300


class MapError(ValueError):
    """What of a request was not understood: the key of a phrase, and what was given."""

    def __init__(self, key: str, value: str = "") -> None:
        super().__init__(key)
        self.key, self.value = key, value[:80]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a map shows, beside the selection."""

    box: Box
    zoom: float
    by: Drawing
    since: date | None
    until: date | None

    @classmethod
    def from_query(cls, query: QueryDict) -> Asked:
        """Return what a query asks for. Raises MapError on what it does not understand."""
        by = query.get("by", "kind")
        if by not in ("kind", "grade"):
            raise MapError("seeing.wrong.by", by)
        since, until = (_day(query.get(name, "")) for name in ("from", "to"))
        if since and until and until < since:
            raise MapError("seeing.wrong.days", f"{since} – {until}")
        return cls(
            _box(query.get("bbox", "")), _zoom(query.get("zoom", "3")), cast(Drawing, by), since, until
        )


@dataclass(frozen=True, slots=True)
class View:
    """The incidents of a selection that one person may see, as rows of all points, the latest first."""

    points: Points
    count: int
    rows: NDArray[np.int64]
    """Those of them that have a place."""

    @property
    def unplaced(self) -> int:
        """How many of them are on no map."""
        return self.count - len(self.rows)

    def within(self, asked: Asked) -> NDArray[np.int64]:
        """Return the rows that a map shows, within its days, the latest first."""
        held, rows = self.points, self.rows
        found = inside(held.longitude[rows], held.latitude[rows], asked.box)
        if asked.since is not None:
            found &= held.last[rows] >= asked.since.toordinal()
        if asked.until is not None:
            found &= (held.first[rows] <= asked.until.toordinal()) & (held.first[rows] > 0)
        return rows[found]

    def frame(self) -> Box:
        """Return the box that holds nearly all of them, with some room around."""
        longitude, latitude = self.points.longitude[self.rows], self.points.latitude[self.rows]
        if not len(longitude):
            return Box(-20, 0, 70, 45)
        low, high = (3, 97) if len(longitude) > 20 else (0, 100)
        west, east = np.percentile(longitude, [low, high])
        south, north = np.percentile(latitude, [low, high])
        room = max(0.5, 0.12 * max(east - west, north - south))
        return Box(
            max(-180.0, float(west) - room), max(-85.0, float(south) - room),
            min(180.0, float(east) + room), min(85.0, float(north) + room),
        )  # fmt: skip


def view_of(request: HttpRequest, selection: Selection) -> View:
    """Return what of a selection who asks may see; the box of the selection is where the map begins, and narrows nothing."""
    unseen = hidden(request)
    chosen = index().select(selection.having(box=None, sort="date"), unseen)
    held = points(chosen.columns)
    rows = chosen.rows[~np.isnan(held.longitude[chosen.rows])]
    if unseen.documents:
        rows = rows[~np.isin(rows, veiled(chosen.columns, unseen))]
    return View(held, chosen.total, rows)


def drawn(view: View, asked: Asked) -> dict[str, Any]:
    """Return what a map draws: marks and areas, as plain lists, and their numbers."""
    held = view.points
    found = view.within(asked)
    groups = GRADES if asked.by == "grade" else GROUPS
    number = held.grade if asked.by == "grade" else held.group
    reach = held.reach[found]
    wide = 2 * spread(reach, held.latitude[found], asked.zoom)
    is_area = wide >= _VISIBLE
    areas = _areas(held, found[is_area])
    marks = []
    some = found[~is_area]
    for one in cells(
        held.longitude[some], held.latitude[some], number[some], len(groups), box=asked.box, zoom=asked.zoom
    ):
        first = some[one.first]
        is_single = one.count == 1
        marks.append(
            [
                one.longitude, one.latitude, one.count, one.groups, [round(edge, 5) for edge in one.box], int(one.is_spread),
                int(held.group[first]) if is_single else -1, float(held.reach[first]) if is_single else 0,
            ]
        )  # fmt: skip
    return {"marks": marks, "areas": areas, "seen": len(found), "vague": int((reach > 0).sum())}


def _areas(held: Points, found: NDArray[np.int64]) -> list[Any]:
    """Return areas, the widest first so that smaller ones lie above: point, kilometres, precision, how many."""
    if not len(found):
        return []
    places = np.column_stack(
        (held.longitude[found], held.latitude[found], held.reach[found], held.precision[found])
    )
    places, counts = np.unique(places, axis=0, return_counts=True)
    most = np.argsort(-counts, kind="stable")[:_MOST_AREAS]
    order = most[np.argsort(-places[most, 2], kind="stable")]
    return [[*places[one, :3].tolist(), int(places[one, 3]), int(counts[one])] for one in order]


def _box(text: str) -> Box:
    if not text:
        return WORLD
    try:
        west, south, east, north = (float(piece) for piece in text.split(","))
    except ValueError:
        raise MapError("seeing.wrong.box", text) from None
    if not all(math.isfinite(one) for one in (west, south, east, north)):
        raise MapError("seeing.wrong.box", text)
    if west > east and abs(west) <= 180 and abs(east) <= 180:
        raise MapError("seeing.wrong.antimeridian", text)
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise MapError("seeing.wrong.box", text)
    if west >= east or south >= north:
        raise MapError("seeing.wrong.empty", text)
    return Box(west, south, east, north)


def _zoom(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        raise MapError("seeing.wrong.zoom", text) from None
    if not 0 <= found <= _FINEST:
        raise MapError("seeing.wrong.zoom", text)
    return found


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MapError("seeing.wrong.day", text) from None
