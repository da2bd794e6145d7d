"""The index: every incident of the store in memory, as of its last change; what is selected and how many there are of each.

One a process. Each question first asks the store for the number of its last change, by an index of the database; what
changed since is read, nothing else. Nothing here grows a query with the archive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from rasd.desk.selection.agreements import counts_within
from rasd.desk.selection.columns import ONE, Columns, newest, read, renewed
from rasd.desk.selection.narrowing import Looked, masks_of
from rasd.desk.selection.selection import Selection
from rasd.desk.selection.unseen import Seen, Unseen, Without
from rasd.model import Incident
from rasd.store import IncidentFilter, Store
from rasd.store.failing import told

__all__ = ["Chosen", "Index", "index"]

Array = npt.NDArray[Any]
_MOST_CHANGES = 20_000
"""From so many changes on, reading all anew is quicker."""
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """The incidents of a selection that a person may see."""

    columns: Columns
    rows: Array
    """Rows of the columns, in the order of the selection."""
    _masks: dict[str, Array]
    _base: Array
    _anew: Collection[int] = ()
    """Rows that are described for this person alone: of those the ledgers know too much."""
    _counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """Return ids of incidents, in order."""
        return [str(key) for key in self.columns.keys[self.rows[start:stop]]]

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many have each value of a facet, were that facet not narrowed; values that none has are left out."""
        if facet not in self._counts:
            self._counts[facet] = self._counted(facet)
        return self._counts[facet]

    def _counted(self, facet: str) -> dict[str, int]:
        mask = self._base.copy()
        for name, one in self._masks.items():
            if name != facet:
                mask &= one
        if facet in ONE:
            codes = self.columns.values[facet][mask]
        elif facet == "agreement":
            mask[list(self._anew)] = False
            return counts_within(self.columns, mask)
        else:
            pairs = self.columns.pairs[facet]
            codes = pairs.codes[mask[pairs.rows]]
        names = self.columns.names[facet].names
        counted = np.bincount(codes, minlength=len(names))
        return {names[code]: int(counted[code]) for code in np.flatnonzero(counted)}


class Index:
    """See the module. Safe for threads: columns are never written to, one thread at a time makes new ones."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._columns: Columns | None = None
        self._looked = Looked(store.alias)
        self._without = Without(store)
        self.progress: tuple[int, int] | None = None
        """How many of how many incidents are read, while all are."""

    @property
    def is_read(self) -> bool:
        """Whether a question can be answered without reading all incidents first."""
        return self._columns is not None

    def columns(self) -> Columns:
        """Return the incidents as they are now. The first call reads all of them."""
        with told(self._store.address):
            mark = newest(self._store.alias)
            found = self._columns
            if found is not None and found.mark == mark:
                return found
            with self._lock:
                found = self._columns
                if found is None or not found.mark <= mark <= found.mark + _MOST_CHANGES:
                    found = read(self._store.alias, self._tell)
                    self.progress = None
                elif found.mark < mark:
                    found = renewed(self._store.alias, found)
                self._columns = found
                return found

    def select(self, selection: Selection, hidden: Unseen | None = None) -> Chosen:
        """Return the incidents of a selection that somebody may see, of all its pages."""
        columns = self.columns()
        seen = Seen(columns, {})
        with told(self._store.address):
            if hidden is not None and hidden.documents:
                with self._lock:
                    seen = self._without.seen(columns, hidden.documents)
            is_masked = hidden is not None and hidden.is_masked
            masks = masks_of(selection, seen, self._looked, is_masked=is_masked)
        columns = seen.columns
        gone = hidden.incidents if hidden is not None else ()
        base = columns.live.copy()
        base[[row for row in (columns.row_of.get(key, len(base)) for key in gone) if row < len(base)]] = False
        mask = base.copy()
        for one in masks.values():
            mask &= one
        order = columns.order(selection.sort)
        return Chosen(columns, order[mask[order]], masks, base, seen.places.keys())

    def incidents(self, chosen: Chosen, start: int = 0, stop: int | None = None) -> Iterator[Incident]:
        """Yield the incidents themselves, in order; one that is gone meanwhile is left out."""
        keys = chosen.ids(start, stop)
        for at in range(0, len(keys), _BATCH):
            some = tuple(keys[at : at + _BATCH])
            found = {one.id: one for one in self._store.incidents(IncidentFilter(ids=some))}
            yield from (found[key] for key in some if key in found)

    def texts(self, chosen: Chosen, start: int, stop: int) -> list[str]:
        """Return the incidents of one page as JSON, in order; one that is gone meanwhile is left out."""
        from rasd.store import models

        numbers = [int(one) for one in chosen.columns.values["id"][chosen.rows[start:stop]]]
        with told(self._store.address):
            rows = models.Incident.objects.using(self._store.alias).filter(id__in=numbers)
            found = dict(rows.values_list("id", "incident"))
        return [found[number] for number in numbers if number in found]

    def _tell(self, done: int, of: int) -> None:
        self.progress = (done, of)


@cache
def index() -> Index:
    """Return the index of this desk's store."""
    from rasd.desk.site import store

    return Index(store())
