"""An entry without its sentences: what lists, tallies and charts need, its parts shared between entries that are alike."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from copy import copy
from typing import Any, TypeVar, cast

from rasd.model import Allegation, Facet, LedgerEntry

__all__ = ["Slimmer", "decided_on"]

_Part = TypeVar("_Part")


class _Slim:
    """What `LedgerEntry` is to whoever tallies and draws; an instance takes a tenth of its room."""

    __slots__ = (
        "agreement", "allegations", "areas", "bearing", "boundary", "claims", "contested", "date", "facets", "grade_decided",
        "harm", "incident_id", "kind", "munitions", "outcome", "places", "terms",
    )  # fmt: skip
    outcome_for = LedgerEntry.outcome_for
    parties = LedgerEntry.parties


class Slimmer:
    """Makes entries small: 100,000 of them stand in memory."""

    def __init__(self) -> None:
        self._parts: dict[Hashable, Any] = {}

    def __call__(self, entry: LedgerEntry) -> LedgerEntry:
        """Return what stands for the entry; nothing may be changed in it, since parts are shared."""
        slim: Any = _Slim()
        for name in (
            "agreement",
            "incident_id",
            "kind",
            "outcome",
            "bearing",
            "boundary",
            "contested",
            "grade_decided",
        ):
            setattr(slim, name, getattr(entry, name))
        day = entry.date
        slim.date = self._one(
            ("date", day.start, day.end, day.part_of_day), day.model_copy(update={"reports": []})
        )
        slim.places = self._list(
            [
                self._one(("place", one.name), one.model_copy(update={"reports": []}))
                for one in entry.places[:1]
            ]
        )
        slim.harm = self._list(
            [self._one(("harm", one.effect, one.min, one.max, one.open, one.unit), one) for one in entry.harm]
        )
        slim.munitions = self._list(
            [
                self._one(("munition", one.item, one.min, one.max), one.model_copy(update={"reports": []}))
                for one in entry.munitions
            ]
        )
        slim.claims = self._list(
            [
                self._one(("claim", one.is_this), one.model_copy(update={"reports": [], "claimed_by": []}))
                for one in entry.claims
            ]
        )
        slim.areas = self._one(("areas", *entry.areas), entry.areas)
        slim.terms = self._one(("terms", *entry.terms), entry.terms)
        slim.allegations = self._list([self._allegation(one) for one in entry.allegations])
        slim.facets = self._list([])
        return cast("LedgerEntry", slim)

    def _allegation(self, one: Allegation) -> Allegation:
        key = (
            one.term,
            one.bearing,
            one.actor,
            one.certainty,
            one.role,
            one.through,
            one.outcome,
            *one.failing,
        )
        return self._one(("allegation", *key), one)

    def _list(self, parts: list[_Part]) -> list[_Part]:
        """Return one list of these parts, which are shared themselves."""
        return self._one(("list", *map(id, parts)), parts)

    def _one(self, key: Hashable, made: _Part) -> _Part:
        found: _Part = self._parts.setdefault(key, made)
        return found


def decided_on(entry: LedgerEntry, facets: Sequence[Facet]) -> LedgerEntry:
    """Return what stands for an entry with what people decided on it."""
    decided = copy(entry)
    decided.facets = list(facets)
    return decided
