"""The ledger of one agreement: entries, and beside them, never among them, observations and statements.

Three counts that are never mixed: incidents; counted strikes and rounds of those incidents; totals that somebody claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, get_args

from rasd.agreements.holding import Holder, is_act
from rasd.agreements.naming import claim_answer
from rasd.lexicon import Lexicon
from rasd.model import Agreement, Facet, Incident, LedgerEntry, Observation, Question, Statement

__all__ = ["GROUPINGS", "Grouping", "Ledger", "Row", "Tally", "together"]

Grouping = Literal["term", "party", "area", "day", "week"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
NOBODY = ""
"""The column of entries for which no report names a perpetrator, and the row of those without a day or an area."""


@dataclass(slots=True)
class Tally:
    """Entries of one row and one party; an entry alleged against two parties stands with both."""

    in_scope: int = 0
    possibly: int = 0
    boundary: int = 0
    """Of these, entries whose time straddles a start or an end."""
    performance: int = 0
    """Beside these, entries that report what a term requires."""
    corroborated: int = 0
    """Of these, entries that a person called corroborated."""
    attributed: int = 0
    answered: int = 0
    contested: int = 0
    munitions: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By munition: sums of the lowest and of the highest counts of these entries; a count of its own, no incidents."""

    @property
    def entries(self) -> int:
        """Entries in scope and possibly in scope."""
        return self.in_scope + self.possibly

    @property
    def any(self) -> bool:
        """Whether anything is counted."""
        return bool(self.entries or self.performance)

    def add(self, entry: LedgerEntry, *, term: str | None = None, party: str | None = None) -> None:
        """Count one entry that is not out of scope, with the outcome that it has for a term and a party."""
        if entry.bearing == "performance":
            self.performance += 1
            return
        if entry.outcome_for(term=term, party=party) == "in_scope":
            self.in_scope += 1
        else:
            self.possibly += 1
        self.boundary += entry.boundary
        self.contested += entry.contested
        decided = {one.facet for one in entry.facets if one.judgement is not None and one.value != "unset"}
        self.corroborated += "corroborated" in decided
        self.attributed += "attributed" in decided
        self.answered += "answered" in decided
        for munition in entry.munitions:
            low, high = self.munitions.get(munition.item, (0, 0))
            self.munitions[munition.item] = (low + munition.min, high + munition.max)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grouping: its key (term, actor, area, day or first day of a week) and a tally for each party."""

    key: str
    all: Tally
    by_party: Mapping[str, Tally]


class Ledger:
    """Incidents held against one agreement.

    Adding an incident that is invented to the ledger of a real agreement leaves it out and counts it; there is no way in.
    """

    def __init__(
        self,
        agreement: Agreement,
        lexicon: Lexicon,
        *,
        facets: Mapping[str, Sequence[Facet]] | None = None,
        observations: Iterable[Observation] = (),
        statements: Iterable[Statement] = (),
        keep_outside: bool = False,
    ) -> None:
        self.agreement = agreement
        self.entries: list[LedgerEntry] = []
        """In scope or possibly so, in order of time; those without a day last."""
        self.outside: list[LedgerEntry] = []
        """Out of scope; kept only on demand, counted always."""
        self.failing: Counter[Question] = Counter()
        """Of those out of scope: by the first question that is answered no."""
        self.invented = 0
        self.real = 0
        """Real incidents that were offered to the ledger of an invented agreement."""
        self.no_acts = 0
        self._lexicon = lexicon
        self._facets = facets or {}
        self._keep_outside = keep_outside
        self.observations = [one for one in observations if one.synthetic == agreement.synthetic]
        self.statements = [self._stated(one) for one in statements if one.synthetic == agreement.synthetic]

    @cached_property
    def _holder(self) -> Holder:
        """The agreement ready to hold against; a ledger of entries that were held elsewhere never asks for it."""
        return Holder(self.agreement, self._lexicon)

    def add(self, incidents: Iterable[Incident], facets: Mapping[str, Sequence[Facet]] | None = None) -> None:
        """Hold incidents against the agreement; `facets` are people's, by incident id."""
        for incident in incidents:
            if incident.synthetic != self.agreement.synthetic:
                self.invented += incident.synthetic
                self.real += not incident.synthetic
                continue
            if not is_act(incident):
                self.no_acts += 1
                continue
            entry = self._holder.hold(incident) if self._keep_outside else self._holder.hold_within(incident)
            if not isinstance(entry, LedgerEntry):
                self.failing[entry] += 1
                continue
            entry.facets = together(entry.facets, (facets or self._facets).get(incident.id, ()))
            if entry.outcome != "out_of_scope":
                self.entries.append(entry)
                continue
            self.failing[entry.allegations[0].failing[0]] += 1
            if self._keep_outside:
                self.outside.append(entry)

    def sorted(self) -> list[LedgerEntry]:
        """Return the entries by day, then part of day as told, then id; those without a day last."""
        return sorted(self.entries, key=_when)

    def breaches(self) -> Iterator[LedgerEntry]:
        """Yield entries that are alleged to be against a term, in order of time."""
        return (one for one in self.sorted() if one.bearing == "breach")

    def parties(self) -> list[str]:
        """Return the columns of a table: the parties as the agreement names them, others that are alleged, nobody last."""
        named = [one.actor for one in self.agreement.parties]
        alleged = {party for one in self.entries for party in one.parties if party is not None}
        found = [*dict.fromkeys(named), *sorted(alleged - set(named))]
        if any(party is None for one in self.entries for party in one.parties):
            found.append(NOBODY)
        return found

    def columns(self) -> list[str]:
        """Return the parties that are plainly bound, and whoever else something is alleged against, nobody last."""
        bound = {one.actor for one in self.agreement.parties if one.certainty == "yes"}
        alleged = {party or NOBODY for one in self.entries for party in one.parties}
        return [one for one in self.parties() if one in bound | alleged]

    def rows(self, grouping: Grouping) -> list[Row]:
        """Return the entries tallied by `grouping`, each row with both sides beside each other.

        An entry stands in each of its terms or areas; rows therefore do not add up. Days and weeks begin on the first day
        of an entry; a week begins on Monday (ISO 8601).
        """
        rows: dict[str, tuple[Tally, dict[str, Tally]]] = {key: (Tally(), {}) for key in self._keys(grouping)}
        for entry in self.sorted():
            for key in self._keys_of(entry, grouping):
                total, by_party = rows.setdefault(key, (Tally(), {}))
                term = key if grouping == "term" else None
                total.add(entry, term=term, party=key if grouping == "party" else None)
                for party in entry.parties:
                    name = party or NOBODY
                    if grouping == "party" and name != key:
                        continue
                    if entry.outcome_for(term=term, party=name) != "out_of_scope":
                        by_party.setdefault(name, Tally()).add(entry, term=term, party=name)
        return [Row(key, total, by_party) for key, (total, by_party) in rows.items()]

    def total(self) -> Tally:
        """Return the tally of all entries, each counted once."""
        tally = Tally()
        for entry in self.entries:
            tally.add(entry)
        return tally

    def _keys(self, grouping: Grouping) -> list[str]:
        """Return rows that are shown even without an entry: a party or term with nothing reported is worth a row."""
        if grouping == "term":
            return [one.id for one in self.agreement.terms]
        if grouping == "area":
            return [one.id for one in self.agreement.areas]
        return self.parties() if grouping == "party" else []

    def _keys_of(self, entry: LedgerEntry, grouping: Grouping) -> list[str]:
        if grouping == "term":
            return entry.terms
        if grouping == "party":
            return [party or NOBODY for party in entry.parties]
        if grouping == "area":
            return entry.areas or [NOBODY]
        day = entry.date.start
        if day is None:
            return [NOBODY]
        return [(day if grouping == "day" else _monday(day)).isoformat()]

    def _stated(self, statement: Statement) -> Statement:
        """Return a statement with whether its words name this agreement."""
        published = statement.published[:10] if statement.published else None
        on = (
            statement.total.until
            or statement.total.since
            or (date.fromisoformat(published) if published else None)
        )
        value = claim_answer(self.agreement, statement.total.agreement or "", on=on, same_theatre=True)
        return statement.model_copy(update={"is_this": value})


def together(proposed: Sequence[Facet], decided: Sequence[Facet]) -> list[Facet]:
    """Return people's facets with those of the software on which nobody decided."""
    names = {one.facet for one in decided}
    return [*(one for one in proposed if one.facet not in names), *decided]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _when(entry: LedgerEntry) -> tuple[date, date, str]:
    first = entry.date.start or date.max
    return first, entry.date.end or first, entry.incident_id
