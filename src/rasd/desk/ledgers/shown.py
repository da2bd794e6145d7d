"""Entries, rows and facts of a ledger in words: what templates only put in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rasd.agreements import NOBODY, Grouping, Row, Tally
from rasd.desk.ledgers.asking import NOBODY_NAMED, Asked
from rasd.desk.ledgers.seen import Seen
from rasd.desk.site.words import Words
from rasd.export.brief.ledger import parties_named
from rasd.export.page.labels import actor, admin1, day_window
from rasd.export.phrases import Phrases
from rasd.export.sheet.words import Words as LedgerWords
from rasd.model import Agreement, Answer, Facet, LedgerEntry, Observation, Statement, Text

__all__ = ["Shown"]

_CUT = 60
_LATEST: tuple[Grouping, ...] = ("day", "week")
"""Groupings whose last rows are shown first, where there are many."""


class Shown:
    """The words of one agreement's ledger for one person. `is_masked`: who decided, and quotes, are left out."""

    def __init__(self, agreement: Agreement, words: Words, *, is_masked: bool) -> None:
        self._agreement, self._words, self._is_masked = agreement, words, is_masked
        self._said = LedgerWords(words.language, "ledger.yaml")
        self._phrases = Phrases(words.language)
        self._terms = {one.id: one for one in agreement.terms}

    @property
    def caution(self) -> str:
        """What a ledger is, and is not."""
        return self._said("caution")

    # --- the table of both sides -------------------------------------------------------------------------------

    def table(self, found: Seen, asked: Asked) -> dict[str, Any]:
        """Return the rows of a grouping, a column for each party in the agreement's own order."""
        rows = found.rows(asked.by)
        cut = 0
        if len(rows) > _CUT and not asked.rows:
            cut = len(rows) - _CUT
            rows = rows[-_CUT:] if asked.by in _LATEST else rows[:_CUT]
        parties = [] if asked.by == "party" else found.columns()
        return {
            "heading": self._words(f"ledgers.heading.{asked.by}"),
            "parties": [{"key": one or NOBODY_NAMED, "name": self.party(one)} for one in parties],
            "rows": [self._row(row, parties, asked) for row in rows],
            "cut": cut,
        }

    def _row(self, row: Row, parties: Sequence[str], asked: Asked) -> dict[str, Any]:
        narrowed = {"term": "term", "area": "area", "party": "party"}.get(asked.by)
        changes: dict[str, Any] = {narrowed: row.key} if narrowed else self._days(row.key, asked.by)
        return {
            **self._heading(row.key, asked.by),
            "all": self._cell(row.all, asked.query(**changes)),
            "cells": [
                self._cell(row.by_party.get(one, Tally()), asked.query(**changes, party=one))
                for one in parties
            ],
        }

    def _days(self, key: str, by: Grouping) -> dict[str, Any]:
        from datetime import date, timedelta

        if key == NOBODY:
            return {}
        first = date.fromisoformat(key)
        return {"since": first, "until": first + timedelta(days=6 if by == "week" else 0)}

    def _heading(self, key: str, by: Grouping) -> dict[str, Any]:
        note = ""
        if by == "term":
            term = self._terms[key]
            note = self._said("term_unchecked") if term.wording == "unchecked" else ""
            return {"title": self.text(term.text), "note": note, "anchor": f"term-{key}"}
        if by == "area":
            area = next((one for one in self._agreement.areas if one.id == key), None)
            return {"title": self.text(area.label) if area else self._said("no_area")}
        if by == "party":
            return {"title": self.party(key)}
        return {"title": self._words.day(key) if key else self._said("no_day")}

    def _cell(self, tally: Tally, query: str) -> dict[str, Any]:
        parts = (
            ("within", tally.in_scope), ("maybe", tally.possibly), ("edge", tally.boundary), ("performed", tally.performance),
        )  # fmt: skip
        decided = (
            ("corroborated", tally.corroborated), ("attributed", tally.attributed), ("answered", tally.answered),
        )  # fmt: skip
        return {
            "any": tally.any,
            "query": query,
            "parts": [self._said(key, n=self._words.number(n)) for key, n in parts if n],
            "decided": [f"{self._said(key)} {self._words.number(n)}" for key, n in decided if n],
        }

    # --- entries -----------------------------------------------------------------------------------------------

    def entry(self, entry: LedgerEntry) -> dict[str, Any]:
        """Return one entry with its five answers."""
        said, words, phrases = self._said, self._words, self._phrases
        documents = {document: number for number, document in enumerate(entry.documents, 1)}
        when = day_window(entry.date.start, entry.date.end) or said("no_time")
        if entry.date.part_of_day:
            when = phrases.listed((when, phrases.term("parts_of_day", entry.date.part_of_day)))
        told = "" if entry.factuality == "asserted" else phrases.term("factuality", entry.factuality)
        decided = [one for one in entry.facets if one.judgement is not None]
        return {
            "key": entry.incident_id,
            "when": words.digits_of(when),
            "kind": phrases.term("kinds", entry.kind),
            "told": told,
            "places": [one.name for one in entry.places],
            "outcome": entry.outcome,
            "outcome_words": said(entry.outcome),
            "is_boundary": entry.boundary,
            "is_performance": entry.bearing == "performance",
            "is_contested": entry.contested,
            "against": self._against(entry),
            "harm": words.digits_of(
                phrases.listed(
                    f"{phrases.term('effects', one.effect)} {phrases.range(one.min, one.max, is_open=one.open)}"
                    for one in entry.harm
                    if one.unit == "people"
                )
            ),
            "grade": phrases.term("grades", entry.grade_decided or entry.grade),
            "grade_basis": phrases("decided" if entry.grade_decided else "proposed"),
            "sources": entry.independent_sources,
            "terms": [
                {"key": one, "text": self.text(self._terms[one].text)} for one in entry.terms if one in self._terms
            ],
            "answers": [self._answer(one, documents) for one in entry.answers],
            "decided": [self._facet(one) for one in decided],
            "unverified": not decided and any(one.facet == "alleged" for one in entry.facets),
            "suggested": [
                self.text(one.why) for one in entry.facets if one.is_suggested and isinstance(one.why, Text)
            ],
            "claims": [
                {
                    "agreement": one.agreement,
                    "who": one.claimed_by,
                    "is_this": said({"yes": "claim_this", "possible": "claim_possible", "no": "claim_no"}[one.is_this]),
                }
                for one in entry.claims
            ],
        }  # fmt: skip

    def allegations(self, entry: LedgerEntry) -> Iterator[dict[str, Any]]:
        """Yield each term held against each alleged party, with its five answers."""
        documents = {document: number for number, document in enumerate(entry.documents, 1)}
        for one in entry.allegations:
            term = self._terms.get(one.term)
            yield {
                "term": self.text(term.text) if term else one.term,
                "party": self.party(one.actor or NOBODY),
                "outcome": one.outcome,
                "outcome_words": self._said(one.outcome),
                "is_performance": one.bearing == "performance",
                "answers": [self._answer(answer, documents) for answer in one.answers],
            }

    def _answer(self, one: Answer, documents: Mapping[str, int]) -> dict[str, Any]:
        return {
            "question": self._said("area_question" if one.question == "area" else one.question),
            "value": one.value,
            "answer": self._said(one.value),
            "reason": self._words.digits_of(self.text(one.reason)),
            "documents": [
                {"key": key, "number": self._words.number(documents[key])}
                for key in dict.fromkeys(report.rpartition("#")[0] for report in one.reports)
                if key in documents
            ],
        }

    def _against(self, entry: LedgerEntry) -> str:
        who = parties_named(entry, self._phrases)
        return self._said("against", who=who) if who else self._said("against_nobody")

    def _facet(self, facet: Facet) -> dict[str, Any]:
        said, value = self._said, facet.value
        name = said(facet.facet) + ("" if value == "set" else said(value))
        if facet.actor:
            name += f" – {self.party(facet.actor)}"
        if facet.term in self._terms:
            name += f" – {self.text(self._terms[facet.term].text)}"
        return {
            "name": name,
            "number": facet.judgement,
            "at": facet.at,
            "by": "" if self._is_masked else facet.by,
            "why": "" if self._is_masked or isinstance(facet.why, Text) else facet.why,
            "joined": facet.joined,
        }

    # --- beside ------------------------------------------------------------------------------------------------

    def rounds(self, total: Tally) -> str:
        """Return the counted rounds and strikes of the entries: a count of its own."""
        phrases = self._phrases
        listed = phrases.listed(
            f"{phrases.term('munitions', munition)} {phrases.range(low, high)}"
            for munition, (low, high) in total.munitions.items()
        )
        return self._words.digits_of(self._said("strikes", list=listed)) if listed else ""

    def statement(self, one: Statement) -> dict[str, Any]:
        """Return a claimed total; readers are told who claims it by actor, and read its words in the document."""
        phrases, said, total = self._phrases, self._said, one.total
        who = phrases.listed(map(phrases.actor, total.claimed_by_actors))
        if not who:
            named = phrases.listed(total.claimed_by)
            who = (phrases("quoted_by") if self._is_masked else named) if named else said("outlet_itself")
        return {
            "document": one.document_id,
            "outlet": one.outlet or "",
            "published": (one.published or "")[:10],
            "count": self._words.digits_of(phrases.range(total.min, total.max)),
            "of": total.of,
            "who": who,
            "against": phrases.listed(map(self.party, total.against)),
            "days": self._words.digits_of(day_window(total.since, total.until)),
            "is_this": one.is_this,
            "words": "" if self._is_masked else one.words,
        }

    def observation(self, one: Observation) -> dict[str, Any]:
        """Return an observation: days, counted of required, who says so."""
        words, term = self._words, self._terms.get(one.term)
        return {
            "number": one.number,
            "days": words.digits_of(day_window(one.start, one.end)),
            "term": self.text(term.text) if term else one.term,
            "count": "–" if one.count is None else words.number(one.count),
            "required": "–" if one.required is None else words.number(one.required),
            "against": self.party(one.against) if one.against else "",
            "source": one.source,
            "document": one.document_id or "",
            "words": "" if self._is_masked else one.words,
            "by": "" if self._is_masked else one.by,
            "why": "" if self._is_masked else one.why,
            "at": one.at,
        }

    def outside(self, failing: Mapping[Any, int]) -> list[dict[str, Any]]:
        """Return how many lie outside, by the question that is answered no."""
        return [
            {
                "key": question,
                "name": self._said("area_question" if question == "area" else question),
                "number": count,
            }
            for question, count in sorted(failing.items())
        ]

    # --- the agreement -----------------------------------------------------------------------------------------

    def terms(self) -> Iterator[dict[str, Any]]:
        """Yield what the agreement forbids and requires."""
        words = LedgerWords(self._words.language, "agreement.yaml")
        areas = {one.id: self.text(one.label) for one in self._agreement.areas}
        for term in self._agreement.terms:
            quantity = term.quantity
            yield {
                "key": term.id,
                "text": self.text(term.text),
                "clause": term.clause,
                "rule": words(term.rule),
                "acts": [self._phrases.term("acts", one) for one in term.acts],
                "by": self._phrases.listed(map(self.party, term.by)) or words("every_party"),
                "against": self._phrases.listed(map(self.party, term.against)) or words("anyone"),
                "area": areas.get(term.area or "") or words("everywhere"),
                "quantity": words("quantity", count=quantity.count, of=quantity.of, per=words(quantity.per)) if quantity else "",
                "wording": words(term.wording),
                "is_checked": term.wording == "checked",
                "note": self.text(term.note) if term.note else "",
                "sources": term.sources,
                "requires": term.rule == "requires",
            }  # fmt: skip

    def bound(self) -> Iterator[dict[str, Any]]:
        """Yield the parties and guarantors in the agreement's own order."""
        words = LedgerWords(self._words.language, "agreement.yaml")
        for one in self._agreement.parties:
            role = words(one.role)
            if one.through:
                role = words.listed((role, words("through", who=self.party(one.through))))
            mark = f" ({words('possible')})" if one.certainty == "possible" else ""
            yield {
                "name": self.party(one.actor),
                "role": role + mark,
                "note": self.text(one.note) if one.note else "",
            }
        for each in self._agreement.guarantors:
            sides = words("for", who=self._phrases.listed(map(self.party, each.answers_for)))
            yield {
                "name": self.party(each.actor),
                "role": f"{words('guarantors')} {sides if each.answers_for else ''}".strip(),
                "note": self.text(each.note) if each.note else "",
            }

    def areas(self) -> Iterator[dict[str, Any]]:
        """Yield the areas, with their units and how well they are delimited."""
        words = LedgerWords(self._words.language, "agreement.yaml")
        for area in self._agreement.areas:
            units = []
            for unit in area.units:
                first = words.of(admin1(unit.country, unit.admin1)) if unit.admin1 else ""
                mark = f" ({words('possible')})" if unit.certainty == "possible" else ""
                units.append(" / ".join(filter(None, (unit.country, first, unit.admin2))) + mark)
            yield {
                "name": self.text(area.label),
                "units": units,
                "note": self.text(area.note) if area.note else "",
                "undelimited": "" if area.is_delimited else words("undelimited"),
            }

    def text(self, both: Any) -> str:
        """Return this person's language of anything that has `ar` and `en`."""
        return str(getattr(both, self._words.language))

    def party(self, party: str) -> str:
        """Return an actor's name; of nobody, that nobody is named."""
        name = actor(party) if party != NOBODY else None
        return self._said("nobody") if name is None else self._said.of(name)
