"""An entry without its sentences: what lists, tallies and charts need, its parts shared between entries that are alike."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar

from rasd.model import Allegation, LedgerEntry

__all__ = ["Slimmer"]

_Part = TypeVar("_Part")


class Slimmer:
    """Makes entries small: 100,000 of them stand in memory."""

    def __init__(self) -> None:
        self._parts: dict[Hashable, Any] = {}

    def __call__(self, entry: LedgerEntry) -> LedgerEntry:
        """Return the entry without answers, facets and reports; nothing may be changed in it, since parts are shared."""
        return entry.model_copy(
            update={
                "agreement": self._one(entry.agreement, entry.agreement),
                "date": self._one(("date", entry.date.start, entry.date.end, entry.date.part_of_day), entry.date.model_copy(update={"reports": []})),
                "places": [
                    self._one(("place", one.name, one.country), one.model_copy(update={"reports": []}))
                    for one in entry.places[:1]
                ],
                "areas": self._list(entry.areas),
                "targets": self._list(entry.targets),
                "harm": [self._one(("harm", one.effect, one.min, one.max, one.open, one.unit), one) for one in entry.harm],
                "munitions": [
                    self._one(("munition", one.item, one.min, one.max), one.model_copy(update={"reports": []}))
                    for one in entry.munitions
                ],
                "documents": [],
                "terms": self._list(entry.terms),
                "allegations": self._allegations(entry.allegations),
                "claims": [
                    self._one(("claim", one.agreement, one.is_this), one.model_copy(update={"reports": [], "claimed_by": []}))
                    for one in entry.claims
                ],
                "facets": [],
            }
        )  # fmt: skip

    def _one(self, key: Hashable, made: _Part) -> _Part:
        found: _Part = self._parts.setdefault(key, made)
        return found

    def _list(self, values: list[str]) -> list[str]:
        return self._one(("list", *values), values)

    def _allegations(self, given: list[Allegation]) -> list[Allegation]:
        made = [
            self._one(
                ("allegation", one.term, one.bearing, one.actor, one.certainty, one.role, one.through, one.outcome, *one.failing),
                one.model_copy(update={"answers": []}),
            )
            for one in given
        ]  # fmt: skip
        return self._one(("allegations", *map(id, made)), made)
