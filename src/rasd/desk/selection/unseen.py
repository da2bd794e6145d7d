"""Columns for a person from whom documents are kept: incidents that rest on those too are described without them.

So neither a facet, nor a bound of harm, nor a word that is searched for tells of what such a document says. What is made is
remembered for those who may not see the same documents, until the store changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from rasd.desk.selection.columns import MANY, STORED_AS, Columns, Pairs, replaced
from rasd.model import Incident
from rasd.store import IncidentFilter, Store
from rasd.store.words import folded

__all__ = ["Seen", "Unseen", "Without"]

Array = npt.NDArray[Any]
_KEPT = 8
_MANY = 400


class Unseen(Protocol):
    """What of the store somebody must not see: `rasd.desk.access.Hidden`."""

    @property
    def documents(self) -> frozenset[str]: ...
    @property
    def incidents(self) -> frozenset[str]: ...
    @property
    def is_masked(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """The columns that somebody sees."""

    columns: Columns
    places: dict[int, frozenset[str]]
    """What the incidents that were described anew say of places, by row: what the database knows of them tells too much."""

    def corrected(self, mask: Array, place: str) -> Array:
        """Return the mask of a place, right for those incidents too."""
        if not self.places:
            return mask
        wanted = {folded(place), place}
        found = mask.copy()
        for row, names in self.places.items():
            found[row] = bool(wanted & names)
        return found


class Without:
    """Makes and remembers `Seen`; asked by one thread at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[int, frozenset[str]], Seen] = OrderedDict()

    def seen(self, columns: Columns, documents: frozenset[str]) -> Seen:
        """Return the columns without these documents."""
        key = (columns.mark, documents)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._made(columns, documents)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _made(self, columns: Columns, documents: frozenset[str]) -> Seen:
        from rasd.desk.access import Hidden
        from rasd.desk.incident.seeing import Eyes
        from rasd.store import models
        from rasd.store.incident_facets import facets_of, row_of

        numbers: list[int] = []
        touched: set[str] = set()
        for some in _parts(documents):
            rows = models.Document.objects.using(self._store.alias).filter(key__in=some)
            numbers += rows.values_list("id", flat=True)
            linked = models.IncidentReport.objects.using(self._store.alias).filter(document_key__in=some)
            touched.update(linked.values_list("incident__key", flat=True))
        eyes = Eyes(self._store, Hidden(documents, frozenset()), is_masked=False)
        known = sorted(
            key for key in touched if columns.row_of.get(key, len(columns.keys)) < len(columns.keys)
        )
        at = [columns.row_of[key] for key in known]
        described: dict[int, Incident] = {}
        for some in _parts(known):
            for one in self._store.incidents(IncidentFilter(ids=tuple(some))):
                seen = eyes.seen(one)
                if seen is not None:
                    described[columns.row_of[one.id]] = seen
        facets = {row: facets_of(one) for row, one in described.items()}
        changed = columns.values["changed"]
        taken = [
            (row, row_of(one, datetime.fromtimestamp(float(changed[row]), UTC)))
            for row, one in described.items()
        ]
        pairs = {
            name: Pairs(
                np.array([row for row, found in facets.items() for stored, _ in found if stored == STORED_AS[name]], np.int32),
                np.array(
                    [columns.names[name].code(value) for found in facets.values() for stored, value in found if stored == STORED_AS[name]],
                    np.int32,
                ),
            )
            for name in MANY
        }  # fmt: skip
        left = ~np.isin(columns.documents.codes, numbers)
        shown = replaced(columns, at, taken, pairs)
        places = {
            row: frozenset(value for stored, value in found if stored == "place")
            for row, found in facets.items()
        }
        linked_rows = Pairs(columns.documents.rows[left], columns.documents.codes[left])
        return Seen(replace(shown, documents=linked_rows), places)


def _parts(keys: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(keys)
    return (ordered[start : start + _MANY] for start in range(0, len(ordered), _MANY))
