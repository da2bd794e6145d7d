"""What of a selection charts are drawn of: numbers by day, grade and group, out of the index, never incident by incident.

As in every sum of Rasd, decided stays apart from proposed, and what is denied, discounted or invented is beside, not within.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from rasd.desk.access import Hidden
from rasd.desk.selection import Chosen
from rasd.export.charts.scales import Period, first_of
from rasd.export.charts.styles import Style
from rasd.export.charts.timeline import GRADES

__all__ = ["EFFECTS", "GROUPS", "Gathered", "HarmSum", "gathered"]

Array = npt.NDArray[Any]
EFFECTS = ("killed", "injured")
GROUPS = ("kind", "actor", "weapon", "theatre")
_TOLD_AS_FACT = ("asserted", "historical")


@dataclass(frozen=True, slots=True)
class HarmSum:
    """The range of one effect over the incidents of one grade."""

    low: int
    high: int
    told: int
    """Incidents that give a figure."""
    without_ceiling: int
    """Of these, incidents for which no report gives an upper figure."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Arrays beside each other, one place an incident that is summed."""

    chosen: Chosen
    rows: Array
    """Rows of the index, in no order that matters."""
    days: Array
    """Ordinal of the first day; 0: none."""
    grades: Array
    """Place in `GRADES`."""
    decided: Array
    harm: Mapping[str, tuple[Array, Array, Array]]
    """By effect: lowest and highest figure (-1 for none), and whether nobody gives a ceiling."""
    is_invented: bool
    """Whether these are invented ones; real and invented are never in one sum."""
    discounted: int
    unrealized: int
    """Denied, threatened, or told as a habit."""
    left_out: int
    """Invented ones, where real ones are drawn."""

    @property
    def count(self) -> int:
        """How many incidents are summed."""
        return len(self.rows)

    def span(self) -> tuple[date, date] | None:
        """Return the first and the last day."""
        known = self.days[self.days > 0]
        return (
            (date.fromordinal(int(known.min())), date.fromordinal(int(known.max()))) if len(known) else None
        )

    @property
    def undated(self) -> int:
        """How many have no day."""
        return int((self.days == 0).sum())

    def groups(self, name: str) -> tuple[Array, Array, list[str]]:
        """Return places in these arrays, codes of the group beside them, and the names of codes; a place once a value."""
        columns = self.chosen.columns
        names = columns.names[name].names
        if name in columns.values:
            return np.arange(len(self.rows)), columns.values[name][self.rows], names
        place = np.full(len(columns.keys), -1, np.int64)
        place[self.rows] = np.arange(len(self.rows))
        pairs = columns.pairs[name]
        at = place[pairs.rows]
        return at[at >= 0], pairs.codes[at >= 0], names

    def by_group(self, name: str) -> list[tuple[str, dict[tuple[Style, bool], int]]]:
        """Return incidents by value of a facet, grade and basis, the most first."""
        at, codes, names = self.groups(name)
        found: dict[str, dict[tuple[Style, bool], int]] = {}
        for code, grade, decided, count in _counted(codes, self.grades[at], self.decided[at]):
            found.setdefault(names[code], {})[GRADES[grade], bool(decided)] = count
        return sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))

    def by_time(self, name: str, period: Period) -> list[tuple[str, date | None, Style, bool, int]]:
        """Return (value of a facet, first day of a slot, grade, decided, count)."""
        at, codes, names = self.groups(name)
        slots = self._slots(period)[at]
        return [
            (names[code], date.fromordinal(slot) if slot else None, GRADES[grade], bool(decided), count)
            for code, slot, grade, decided, count in _counted(codes, slots, self.grades[at], self.decided[at])
        ]

    def by_slot(self, period: Period) -> list[tuple[date, dict[tuple[Style, bool], int]]]:
        """Return incidents by slot, grade and basis, each once, in order of time."""
        found: dict[date, dict[tuple[Style, bool], int]] = {}
        for slot, grade, decided, count in _counted(self._slots(period), self.grades, self.decided):
            if slot:
                found.setdefault(date.fromordinal(slot), {})[GRADES[grade], bool(decided)] = count
        return sorted(found.items())

    def sums(self) -> list[tuple[bool, Style, int, dict[str, HarmSum]]]:
        """Return (decided, grade, incidents, ranges by effect), what people decided first; there is no grand total."""
        found = []
        for is_decided in (True, False):
            for number, grade in enumerate(GRADES):
                here = (self.grades == number) & (self.decided == is_decided)
                if here.any():
                    ranges = {effect: _sum(*self.harm[effect], here) for effect in EFFECTS}
                    found.append(
                        (is_decided, grade, int(here.sum()), {k: v for k, v in ranges.items() if v.told})
                    )
        return found

    def most_harmed(self, number: int) -> list[str]:
        """Return ids of the incidents with the highest figures: killed first, then injured."""
        killed, injured = (np.maximum(*self.harm[effect][:2]) for effect in EFFECTS)
        told = np.flatnonzero((killed >= 0) | (injured >= 0))
        order = told[np.lexsort([-injured[told], -killed[told]])][:number]
        return [str(key) for key in self.chosen.columns.keys[self.rows[order]]]

    def _slots(self, period: Period) -> Array:
        if period == "day":
            return self.days
        known, back = np.unique(self.days, return_inverse=True)
        firsts = np.array(
            [first_of(date.fromordinal(int(one)), period).toordinal() if one else 0 for one in known],
            np.int64,
        )
        return firsts[back] if len(firsts) else self.days


def gathered(
    chosen: Chosen, unseen: Hidden, document_rows: Array, open_of: Callable[[str], Collection[str]]
) -> Gathered:
    """Gather what is chosen.

    Figures of incidents in `document_rows`, of which a document is hidden, are left out. `open_of` tells for which incidents a
    source says "at least".
    """
    columns, rows = chosen.columns, chosen.rows
    invented = columns.values["synthetic"][rows]
    is_invented = bool(len(rows)) and bool(invented.all())
    if not is_invented:
        rows = rows[~invented]
    told = np.isin(columns.values["factuality"][rows], columns.names["factuality"].known(_TOLD_AS_FACT))
    codes = columns.values["grade"][rows]
    place = np.full(max(1, len(columns.names["grade"].names)), -1, np.int64)
    for number, grade in enumerate(GRADES):
        for code in columns.names["grade"].known([grade]):
            place[code] = number
    grades = place[codes] if len(codes) else np.zeros(0, np.int64)
    kept = told & (grades >= 0)
    summed = rows[kept]
    is_partly = np.isin(summed, document_rows) if not unseen.is_empty else np.zeros(len(summed), bool)
    harm = {}
    for effect in EFFECTS:
        low, high = (columns.values[f"{effect}_{bound}"][summed].copy() for bound in ("min", "max"))
        low[is_partly] = high[is_partly] = -1
        open_rows = [columns.row_of[key] for key in open_of(effect) if key in columns.row_of]
        harm[effect] = (low, high, np.isin(summed, open_rows) | (high < 0))
    people = columns.names["decided"].known(["people"])
    return Gathered(
        chosen=chosen,
        rows=summed,
        days=columns.values["first_day"][summed],
        grades=grades[kept],
        decided=np.isin(columns.values["decided"][summed], people),
        harm=harm,
        is_invented=is_invented,
        discounted=int((told & (grades < 0)).sum()),
        unrealized=int((~told).sum()),
        left_out=0 if is_invented else int(invented.sum()),
    )  # fmt: skip


def _counted(*parts: Array) -> Iterable[tuple[int, ...]]:
    """Return each combination of values that is there, with how often."""
    if not len(parts[0]):
        return []
    both, counts = np.unique(np.stack([part.astype(np.int64) for part in parts]), axis=1, return_counts=True)
    return cast(
        "list[tuple[int, ...]]", [(*map(int, both[:, n]), int(counts[n])) for n in range(len(counts))]
    )


def _sum(low: Array, high: Array, is_open: Array, here: Array) -> HarmSum:
    told = here & ((low >= 0) | (high >= 0))
    lows, highs = np.maximum(low[told], 0), high[told]
    most = np.where(highs < 0, lows, highs)
    return HarmSum(int(lows.sum()), int(most.sum()), int(told.sum()), int(is_open[told].sum()))
