"""Incidents as columns of numbers in memory: what a selection is counted on without asking the database.

A value of a list is a code, the place of its name in a `Names`; codes are given once and never change, so columns that are
renewed share them. Columns are never written to once they are made: whoever reads them sees one moment of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from rasd.store import Order

__all__ = ["MANY", "ONE", "STORED_AS", "Columns", "Names", "Pairs", "newest", "read", "renewed", "replaced"]

Array = npt.NDArray[Any]

ONE = ("kind", "factuality", "occurrence", "grade", "decided")
"""Facets of which an incident has one value."""
MANY = ("theatre", "admin1", "actor", "weapon", "harm")
"""Facets of which an incident has any number of values."""
STORED_AS = {name: {"harm": "effect"}.get(name, name) for name in MANY}
"""The name of each facet in the store."""
_FIELDS = (
    "id", "key", "kind", "factuality", "occurrence", "proposed", "decided", "first_day", "last_day", "latitude", "longitude",
    "contested", "synthetic", "independent_sources", "reports", "killed_min", "killed_max", "injured_min", "injured_max",
    "changed_at",
)  # fmt: skip
_NUMBERS = ("independent_sources", "reports", "killed_min", "killed_max", "injured_min", "injured_max")
_SORTED_BY: dict[Order, tuple[str, ...]] = {
    "date": (),
    "killed": ("killed_max", "killed_min"),
    "injured": ("injured_max", "injured_min"),
    "sources": ("independent_sources", "reports"),
    "reports": ("reports",),
    "changed": ("changed",),
}
_CHUNK = 5000
_MANY_KEYS = 400


def _models() -> Any:
    from rasd.store import models  # there once Django is set up, which importing a room comes before

    return models


class Names:
    """Names and their codes."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: list[str] = []
        self._codes: dict[str, int] = {}
        for name in names:
            self.code(name)

    def code(self, name: str) -> int:
        """Return the code of a name, a new one when it has none. Only whoever makes columns asks this."""
        found = self._codes.get(name)
        if found is None:
            found = self._codes[name] = len(self.names)
            self.names.append(name)
        return found

    def known(self, names: Iterable[str]) -> list[int]:
        """Return the codes of those names that have one."""
        return [self._codes[name] for name in names if name in self._codes]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which incidents have which values: rows and codes beside each other, each pair once."""

    rows: Array
    codes: Array


@dataclass(frozen=True, slots=True)
class Columns:
    """Incidents side by side; a row number means the same in every array, and in columns renewed from these."""

    mark: int
    """The last change of the store that is in them."""
    keys: Array
    row_of: dict[str, int]
    """Row by key; shared with the columns that come after."""
    live: Array
    """False: the incident is gone."""
    values: dict[str, Array]
    """Numbers by column: `id`, `first_day` and `last_day` (ordinal, 0: none), `latitude` and `longitude` (NaN: none), bounds of harm
    (-1: none), `independent_sources`, `reports`, `changed` (seconds), `contested`, `synthetic`, and codes of `ONE`."""
    names: dict[str, Names]
    pairs: dict[str, Pairs]
    documents: Pairs
    """Row of the incident and number of the document of each report, in order of documents."""
    orders: dict[str, Array] = field(default_factory=dict)
    """Rows in the order of each sort that was asked for."""

    def order(self, sort: Order) -> Array:
        """Return all rows, the latest or most first, those without it last: as `Store.incidents` lists them."""
        found = self.orders.get(sort)
        if found is None:
            names = (*_SORTED_BY[sort], "first_day")
            found = np.lexsort([-self.values["id"], *(-self.values[name] for name in reversed(names))])
            self.orders[sort] = found
        return found

    def rows_of_ids(self, numbers: Array) -> Array:
        """Return the rows of incidents by their numbers in the store; those that are not here are left out."""
        by_id = self.orders.get("_id")
        if by_id is None:
            by_id = self.orders["_id"] = np.argsort(self.values["id"], kind="stable")
        return _found(self.values["id"][by_id], by_id, numbers)

    def rows_of_documents(self, numbers: Array) -> Array:
        """Return the rows of incidents that a report of these documents belongs to."""
        if not len(numbers) or not len(self.documents.codes):
            return np.zeros(0, np.int64)
        wanted = np.zeros(max(int(numbers.max()), int(self.documents.codes[-1])) + 1, bool)
        wanted[numbers] = True
        return self.documents.rows[wanted[self.documents.codes]]


def read(alias: str, told: Callable[[int, int], None] | None = None) -> Columns:
    """Return all incidents of a store. `told` hears how many of how many are read."""
    mark = newest(alias)
    rows = _models().Incident.objects.using(alias)
    of = rows.count()
    taken: list[tuple[Any, ...]] = []
    for row in rows.order_by("id").values_list(*_FIELDS).iterator(chunk_size=_CHUNK):
        taken.append(row)
        if told is not None and not len(taken) % _CHUNK:
            told(len(taken), of)
    names = {name: Names() for name in (*ONE, *MANY)}
    values = _values(taken, names)
    keys = np.array([row[1] for row in taken], dtype=object)
    places = {int(row[0]): number for number, row in enumerate(taken)}
    pairs, documents = _pairs(alias, places, names, None)
    return Columns(
        mark, keys, {row[1]: number for number, row in enumerate(taken)}, np.ones(len(taken), bool), values, names, pairs, documents
    )  # fmt: skip


def newest(alias: str) -> int:
    """Return the number of the last change of any incident."""
    found = _models().IncidentChange.objects.using(alias).order_by("-id").values_list("id", flat=True).first()
    return int(found or 0)


def changed(alias: str, since: int) -> set[str]:
    """Return the keys of incidents that were founded, changed or removed after a mark."""
    rows = _models().IncidentChange.objects.using(alias).filter(id__gt=since)
    return set(rows.values_list("incident_key", flat=True))


def renewed(alias: str, before: Columns) -> Columns:
    """Return the columns as the store is now; only what changed is read."""
    mark = newest(alias)
    touched = sorted(changed(alias, before.mark))
    taken: list[tuple[Any, ...]] = []
    for start in range(0, len(touched), _MANY_KEYS):
        rows = _models().Incident.objects.using(alias).filter(key__in=touched[start : start + _MANY_KEYS])
        taken += rows.values_list(*_FIELDS)
    old = len(before.keys)
    fresh = [row for row in taken if row[1] not in before.row_of]
    for number, row in enumerate(fresh, old):
        before.row_of[row[1]] = number
    at = np.array([before.row_of[row[1]] for row in taken], dtype=np.int64)
    part = _values(taken, before.names)
    values = {}
    for name, array in before.values.items():
        values[name] = np.concatenate([array, np.zeros(len(fresh), array.dtype)])
        values[name][at] = part[name]
    keys = np.concatenate([before.keys, np.array([row[1] for row in fresh], dtype=object)])
    live = np.concatenate([before.live, np.ones(len(fresh), bool)])
    dropped = np.zeros(len(keys), bool)
    dropped[[before.row_of[key] for key in touched if key in before.row_of]] = True
    live[dropped] = False
    live[at] = True
    more, linked = _pairs(alias, dict(zip((int(row[0]) for row in taken), map(int, at), strict=True)), before.names, [int(row[0]) for row in taken])  # fmt: skip
    pairs = {name: _joined(before.pairs[name], dropped, more[name]) for name in MANY}
    documents = _joined(before.documents, dropped, linked)
    order = np.argsort(documents.codes, kind="stable")
    documents = Pairs(documents.rows[order], documents.codes[order])
    return replace(
        before, mark=mark, keys=keys, live=live, values=values, pairs=pairs, documents=documents, orders={}
    )


def replaced(
    before: Columns, dropped: Sequence[int], rows: Sequence[tuple[int, Any]], pairs: dict[str, Pairs]
) -> Columns:
    """Return columns without the rows `dropped`, and with rows of `store_incident` that were never saved in place of some."""
    gone = np.zeros(len(before.keys), bool)
    gone[list(dropped)] = True
    at = np.array([row for row, _ in rows], np.int64)
    taken = [
        tuple(before.values["id"][row] if name == "id" else getattr(one, name) for name in _FIELDS)
        for row, one in rows
    ]
    part = _values(taken, before.names)
    values = {name: array.copy() for name, array in before.values.items()}
    for name, array in values.items():
        array[at] = part[name]
    live = before.live & ~gone
    live[at] = before.live[at]
    joined = {name: _joined(before.pairs[name], gone, pairs[name]) for name in MANY}
    return replace(before, live=live, values=values, pairs=joined, orders={})


def _joined(before: Pairs, dropped: Array, more: Pairs) -> Pairs:
    kept = ~dropped[before.rows]
    return Pairs(
        np.concatenate([before.rows[kept], more.rows]), np.concatenate([before.codes[kept], more.codes])
    )


def _values(rows: Sequence[tuple[Any, ...]], names: dict[str, Names]) -> dict[str, Array]:
    columns = (
        dict(zip(_FIELDS, zip(*rows, strict=True), strict=True)) if rows else {name: () for name in _FIELDS}
    )
    found: dict[str, Array] = {"id": np.array(columns["id"], np.int64)}
    for name in ("kind", "factuality", "occurrence"):
        found[name] = np.array([names[name].code(one) for one in columns[name]], np.int16)
    grades = [one or other for one, other in zip(columns["decided"], columns["proposed"], strict=True)]
    found["grade"] = np.array([names["grade"].code(one) for one in grades], np.int16)
    whose = ["people" if one else "machine" for one in columns["decided"]]
    found["decided"] = np.array([names["decided"].code(one) for one in whose], np.int16)
    for name in ("first_day", "last_day"):
        found[name] = np.array(
            [one.toordinal() if isinstance(one, date) else 0 for one in columns[name]], np.int32
        )
    for name in ("latitude", "longitude"):
        found[name] = np.array([np.nan if one is None else one for one in columns[name]], np.float64)
    for name in ("contested", "synthetic"):
        found[name] = np.array(columns[name], bool)
    for name in _NUMBERS:
        found[name] = np.array([-1 if one is None else one for one in columns[name]], np.int32)
    found["changed"] = np.array([one.timestamp() for one in columns["changed_at"]], np.float64)
    return found


def _pairs(
    alias: str, places: dict[int, int], names: dict[str, Names], only: Sequence[int] | None
) -> tuple[dict[str, Pairs], Pairs]:
    """Return the pairs of incidents, and the documents of their reports."""
    in_store = {STORED_AS[name]: name for name in MANY}
    rows: dict[str, list[int]] = {name: [] for name in MANY}
    codes: dict[str, list[int]] = {name: [] for name in MANY}
    linked: list[tuple[int, int]] = []
    some_ids = (
        [None]
        if only is None
        else [only[start : start + _MANY_KEYS] for start in range(0, len(only), _MANY_KEYS)]
    )
    for some in some_ids:
        facets = _models().IncidentFacet.objects.using(alias).filter(name__in=list(in_store))
        if some is not None:
            facets = facets.filter(incident_id__in=some)
        for number, stored, value in facets.values_list("incident_id", "name", "value").iterator(
            chunk_size=_CHUNK
        ):
            place = places.get(number)
            if place is not None:
                name = in_store[stored]
                rows[name].append(place)
                codes[name].append(names[name].code(value))
        linked += _linked(alias, places, some)
    linked.sort(key=lambda pair: pair[1])
    found = {name: Pairs(np.array(rows[name], np.int32), np.array(codes[name], np.int32)) for name in MANY}
    both = np.array(linked, np.int32).reshape(-1, 2)
    return found, Pairs(both[:, 0].copy(), both[:, 1].copy())


def _linked(alias: str, places: dict[int, int], some: Sequence[int] | None) -> list[tuple[int, int]]:
    from django.db import connections

    where, values = "", []
    if some is not None:
        where, values = f" WHERE r.incident_id IN ({','.join(['%s'] * len(some))})", list(some)
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT r.incident_id, d.id FROM store_incidentreport r JOIN store_document d ON d.key = r.document_key"
            + where,  # nosec B608: placeholders only
            values,
        )
        return [(places[number], document) for number, document in cursor.fetchall() if number in places]


def _found(sorted_values: Array, rows: Array, wanted: Array) -> Array:
    if not len(sorted_values):
        return np.zeros(0, np.int64)
    at = np.minimum(np.searchsorted(sorted_values, wanted), len(sorted_values) - 1)
    found: Array = rows[at[sorted_values[at] == wanted]]
    return found
