"""What a ledger is made from, out of a store: incidents that may lie in its days, people's facets, observations, totals.

Narrowing leaves nothing out that could be within the terms: an incident without a day, without a theatre or without a
country always comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day
from typing import TYPE_CHECKING

from rasd.model import Facet, Incident, Observation, Statement
from rasd.store.incident_filter import IncidentFilter

if TYPE_CHECKING:
    from rasd.store.store import Store

__all__ = ["LedgerStore"]

_EVERY = IncidentFilter()


class LedgerStore:
    """A store as a ledger reads it; nothing is remembered between calls."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def incidents(
        self,
        first_day: Day | None = None,
        last_day: Day | None = None,
        theatres: Sequence[str] = (),
        *,
        countries: Sequence[str] = (),
        wanted: IncidentFilter = _EVERY,
    ) -> Iterator[Incident]:
        """Yield incidents whose days meet the window, the earliest first, those without a day last; page by page.

        One that names theatres (or countries) and none of those given is left out; one that names none comes. `wanted`
        narrows as in `Store.incidents`: leave its days empty, since they would drop incidents without a day.
        """
        from rasd.store.incident_list import about

        return about(
            self._store.alias,
            self._store.address,
            wanted,
            first_day,
            last_day,
            theatres=theatres,
            countries=countries,
        )

    def facets(self, agreement_id: str, incident_ids: Sequence[str]) -> dict[str, list[Facet]]:
        """Return what people decided on these incidents under an agreement, by incident; most have nothing."""
        from rasd.store.facets import facets_of

        return facets_of(self._store, agreement_id, incident_ids)

    def observations(self, agreement_id: str) -> list[Observation]:
        """Return the observations in force, in the order of their days."""
        from rasd.store.observing import observations

        made = [one.observation for one in observations(self._store, agreement_id)]
        return sorted(made, key=lambda one: (one.start, one.end, one.number))

    def statements(
        self, first_day: Day | None = None, last_day: Day | None = None, theatres: Sequence[str] = ()
    ) -> Iterator[Statement]:
        """Yield the totals that current records claim for days of the window, in the order of their days."""
        from rasd.store.statements import statements

        return statements(self._store, first_day, last_day, theatres)
