"""What of a ledger a person asked to see: read from the address, and written back into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, cast, get_args
from urllib.parse import urlencode

from rasd.agreements import GROUPINGS, NOBODY, Grouping
from rasd.model import QUESTIONS, Agreement, Facet, LedgerEntry, Question

__all__ = ["NOBODY_NAMED", "OUTCOMES", "STANDINGS", "Asked", "Outcome", "Standing"]

NOBODY_NAMED = "-"
"""In an address: entries for which no report names who did it, or without a day or an area."""
Outcome = Literal["in_scope", "possibly_in_scope", "boundary", "performance", "out_of_scope"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Standing = Literal["undecided", "corroborated", "attributed", "answered"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's question to a ledger. What an address says wrongly is left out, and named in `strange`."""

    by: Grouping = "term"
    party: str | None = None
    term: str | None = None
    area: str | None = None
    outcome: Outcome | None = None
    standing: Standing | None = None
    failing: Question | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1
    rows: int = 0
    """1: all rows of a long table."""
    strange: tuple[str, ...] = ()

    @classmethod
    def read(
        cls, query: Mapping[str, Any], agreement: Agreement, parties: frozenset[str] | set[str]
    ) -> Asked:
        """Read what an address asks for; `parties` are those that entries may be alleged against."""
        strange: list[str] = []

        def one_of(name: str, options: Any) -> Any:
            given = str(query.get(name) or "").strip()
            if given and given not in options:
                strange.append(name)
                return None
            return given or None

        def day(name: str) -> date | None:
            given = str(query.get(name) or "").strip()
            try:
                return date.fromisoformat(given) if given else None
            except ValueError:
                strange.append(name)
                return None

        def whole(name: str, least: int) -> int:
            given = str(query.get(name) or "")
            return max(least, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else least

        since, until = day("since"), day("until")
        if since and until and until < since:
            since, until = until, since
        party, area = (
            one_of("party", {*parties, NOBODY_NAMED}),
            one_of("area", {*(one.id for one in agreement.areas), NOBODY_NAMED}),
        )
        return cls(
            by=cast("Grouping", one_of("by", GROUPINGS) or "term"),
            party=NOBODY if party == NOBODY_NAMED else party,
            term=one_of("term", {one.id for one in agreement.terms}),
            area=NOBODY if area == NOBODY_NAMED else area,
            outcome=one_of("outcome", OUTCOMES),
            standing=one_of("standing", STANDINGS),
            failing=one_of("failing", QUESTIONS),
            since=since,
            until=until,
            page=whole("page", 1),
            rows=whole("rows", 0),
            strange=tuple(strange),
        )  # fmt: skip

    def query(self, **changed: Any) -> str:
        """Return the question as an address says it, changed; without `page` the first one is meant."""
        asked = replace(self, **{"page": 1, **changed})
        said: dict[str, str] = {}
        for one in fields(asked):
            value = getattr(asked, one.name)
            if one.name == "strange" or value is None or value == one.default:
                continue
            said[one.name] = NOBODY_NAMED if value == NOBODY else str(value)
        return urlencode(said)

    @property
    def is_narrow(self) -> bool:
        """Whether entries are left out."""
        return any((
            self.party is not None, self.term, self.area is not None, self.outcome, self.standing, self.since, self.until,
        ))  # fmt: skip

    def meets(self, first: date | None, last: date | None) -> bool:
        """Tell whether days may be of the period; without a day it is never left out."""
        last = last or first
        if first is None or last is None:
            return True
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)

    def takes(self, entry: LedgerEntry, facets: list[Facet] | None) -> bool:
        """Tell whether an entry within the terms is asked for."""
        if not self.meets(entry.date.start, entry.date.end):
            return False
        if self.term is not None and self.term not in entry.terms:
            return False
        if self.area is not None and self.area not in (entry.areas or [NOBODY]):
            return False
        if self.party is not None and self.party not in [one or NOBODY for one in entry.parties]:
            return False
        if self.standing is not None and not self._stands(facets or []):
            return False
        return self.outcome is None or self._ends_so(entry)

    def _ends_so(self, entry: LedgerEntry) -> bool:
        if self.outcome == "performance":
            return entry.bearing == "performance"
        if entry.bearing == "performance":
            return False
        if self.outcome == "boundary":
            return entry.boundary
        return entry.outcome_for(term=self.term, party=self.party) == self.outcome

    def _stands(self, facets: list[Facet]) -> bool:
        decided = {one.facet for one in facets if one.judgement is not None and one.value != "unset"}
        return not decided if self.standing == "undecided" else self.standing in decided
