"""What a selection narrows, one mask for each field; the counts of a facet leave its own mask out."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from rasd.desk.selection.agreements import within
from rasd.desk.selection.columns import MANY, ONE, Columns
from rasd.desk.selection.names import outside_names
from rasd.desk.selection.selection import Selection
from rasd.desk.selection.unseen import Seen
from rasd.store.words import folded, matching, wanted

__all__ = ["Looked", "masks_of"]

Array = npt.NDArray[Any]
_KEPT = 64


class Looked:
    """Rows that the database was asked for by words or by a name of a place, remembered until the store changes."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str, int], Array] = OrderedDict()
        """Numbers of documents or of incidents, not rows: people see different columns."""

    def words(self, columns: Columns, words: str, *, is_masked: bool = False) -> Array:
        """Return a mask of incidents of which a document holds all `words`; for those who see names masked, outside of names."""
        name = "open words" if is_masked else "words"
        return _masked(columns, columns.rows_of_documents(self._numbers(name, columns.mark, words)))

    def place(self, columns: Columns, place: str) -> Array:
        """Return a mask of incidents that name a place, its district, governorate or country, in any spelling."""
        return _masked(columns, columns.rows_of_ids(self._numbers("place", columns.mark, place)))

    def _numbers(self, name: str, mark: int, value: str) -> Array:
        key = (name, value, mark)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        found = self._place(value) if name == "place" else self._words(value)
        if name == "open words":
            found = outside_names(self._alias, found, value)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _words(self, words: str) -> Array:
        from django.db import connections

        inside = matching(self._alias, wanted(words))
        with connections[self._alias].cursor() as cursor:
            cursor.execute(inside.sql, inside.params)
            return np.fromiter((row[0] for row in cursor.fetchall()), np.int64)

    def _place(self, place: str) -> Array:
        from rasd.store import models

        facets = models.IncidentFacet.objects.using(self._alias).filter(
            name="place", value__in=[folded(place), place]
        )
        return np.array(list(facets.values_list("incident_id", flat=True)), np.int64)


def _masked(columns: Columns, rows: Array) -> Array:
    mask = np.zeros(len(columns.keys), bool)
    mask[rows] = True
    return mask


def masks_of(
    selection: Selection, seen: Seen, looked: Looked, *, is_masked: bool = False
) -> dict[str, Array]:
    """Return what each field that is chosen leaves over."""
    found: dict[str, Array] = {}
    columns = seen.columns
    values = columns.values
    for name in ONE:
        chosen = getattr(selection, name)
        if chosen:
            codes = columns.names[name].known((chosen,) if isinstance(chosen, str) else chosen)
            found[name] = np.isin(values[name], codes)
    for name in MANY:
        chosen = getattr(selection, name)
        if chosen:
            found[name] = _having(columns, name, chosen)
    if selection.agreement:
        found["agreement"] = within(columns, selection.agreement, seen.places)
    if selection.since:
        found["since"] = values["last_day"] >= selection.since.toordinal()
    if selection.until:
        found["until"] = (values["first_day"] <= selection.until.toordinal()) & (values["first_day"] > 0)
    for name in ("killed", "injured"):
        least = getattr(selection, name)
        if least is not None:
            high, low = values[f"{name}_max"], values[f"{name}_min"]
            found[name] = (high >= least) | ((high < 0) & (low >= 0))
    if selection.synthetic:
        found["synthetic"] = values["synthetic"] == (selection.synthetic == "yes")
    if selection.box is not None:
        found["box"] = _inside(columns, *selection.box)
    if selection.place:
        found["place"] = seen.corrected(looked.place(columns, selection.place), selection.place)
    if selection.words:
        found["words"] = looked.words(columns, selection.words, is_masked=is_masked)
    return found


def _having(columns: Columns, name: str, chosen: tuple[str, ...]) -> Array:
    pairs = columns.pairs[name]
    mask = np.zeros(len(columns.keys), bool)
    mask[pairs.rows[np.isin(pairs.codes, columns.names[name].known(chosen))]] = True
    return mask


def _inside(columns: Columns, west: float, south: float, east: float, north: float) -> Array:
    longitude, latitude = columns.values["longitude"], columns.values["latitude"]
    across = (longitude >= west), (longitude <= east)
    wide = across[0] & across[1] if west <= east else across[0] | across[1]
    return np.asarray((latitude >= south) & (latitude <= north) & wide)
