"""One agreement in a brief: both sides beside each other, each incident with its five answers, and what is said beside it.

Reviewers' names and reasons stay out: that a person decided is told, not who.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rasd.agreements import NOBODY, Ledger, Tally, force_words
from rasd.export.brief.facts import Brief
from rasd.export.brief.markup import figure, listing, said, section, table
from rasd.export.charts import Gap, ledger_charts
from rasd.export.page.labels import isolated
from rasd.export.phrases import Phrases
from rasd.export.sheet.words import Words
from rasd.model import Facet, LedgerEntry, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ledger_section", "masked_name", "parties_named"]


def ledger_section(
    number: int, ledger: Ledger, brief: Brief, phrases: Phrases, *, gaps: Sequence[Gap]
) -> str:
    """Return the section of one agreement."""
    return _Part(number, ledger, brief, phrases).section(gaps)


class _Part:
    def __init__(self, number: int, ledger: Ledger, brief: Brief, phrases: Phrases) -> None:
        self._number, self._ledger, self._brief, self._phrases = number, ledger, brief, phrases
        self._words = Words(phrases.language, "ledger.yaml")
        self._agreement = ledger.agreement
        self._by_id = {one.id: one for one in brief.incidents}

    def section(self, gaps: Sequence[Gap]) -> str:
        phrases, agreement, ledger = self._phrases, self._agreement, self._ledger
        first, last = self._brief.days() or (None, None)
        charts = [
            figure(one.svg(alone=False, prefix=f"l{self._number}-{one.name}"))
            for one in ledger_charts(
                ledger, language=phrases.language, first=first, last=last, gaps=gaps, watermark=False
            )
            if ledger.entries and one.name != "harm"
        ]
        breaches = list(ledger.breaches())
        performed = [one for one in ledger.sorted() if one.bearing == "performance"]
        inside = [
            f"<p>{said(self._about())}</p>",
            f'<p class="note">{said(self._words("caution"))}</p>',
            f"<h3>{said(phrases('side_by_side'))}</h3>{self._parties()}",
            f'<p class="note">{said(phrases("rows_note"))}</p>',
            *charts,
            f"<h3>{said(phrases('entries'))}</h3>" if breaches else f"<p>{said(phrases('no_entries'))}</p>",
            *map(self._entry, breaches),
            f"<h3>{said(phrases('performance'))}</h3>" if performed else "",
            *map(self._entry, performed),
            *self._beside(),
            *self._foot(),
        ]
        title = phrases("ledger_title", title=phrases.text(agreement.title))
        return section(f"ledger-{self._number}", title, "".join(inside))

    # --- parts -------------------------------------------------------------------------------------------------

    def _about(self) -> str:
        phrases, agreement = self._phrases, self._agreement
        told = phrases(
            "agreement_facts",
            class_=phrases(f"class_{agreement.agreement_class}"),
            form=phrases(f"declared_{agreement.form.declared}"),
            window=phrases.text(force_words(agreement)),
            zone=agreement.zone,
        )
        unchecked = sum(one.wording == "unchecked" for one in agreement.terms)
        if unchecked:
            told += " " + phrases("terms_unchecked", n=unchecked, of=len(agreement.terms))
        return told

    def _parties(self) -> str:
        """Return the table of parties, those with nothing reported too."""
        phrases = self._phrases
        heads = (
            "party_head", "within_head", "possibly_head", "boundary_head", "unverified_head", "corroborated_head",
            "attributed_head", "answered_head",
        )  # fmt: skip
        rows = []
        for row in self._ledger.rows("party"):
            one = row.all
            unverified = self._unverified(row.key)
            counts = (
                one.in_scope,
                one.possibly,
                one.boundary,
                unverified,
                one.corroborated,
                one.attributed,
                one.answered,
            )
            rows.append((said(phrases.actor(row.key)), *map(str, counts)))
        return table([phrases(head) for head in heads], rows, name="counts")

    def _unverified(self, party: str) -> int:
        """Return the breach entries against a party on which nobody decided anything."""
        return sum(
            not any(one.judgement is not None for one in entry.facets)
            for entry in self._ledger.breaches()
            if party in ((one or NOBODY) for one in entry.parties)
        )

    def _entry(self, entry: LedgerEntry) -> str:
        phrases, words = self._phrases, self._words
        when = phrases.days(entry.date.start, entry.date.end)
        if entry.date.part_of_day:
            when = phrases.listed((when, phrases.term("parts_of_day", entry.date.part_of_day)))
        kind = phrases.term("kinds", entry.kind)
        where = phrases.listed(one.name for one in entry.places) or phrases("no_place")
        outcome = words(entry.outcome) + (f" · {words('boundary')}" if entry.boundary else "")
        harm = phrases.listed(
            f"{phrases.term('effects', one.effect)} {phrases.range(one.min, one.max, is_open=one.open)}"
            for one in entry.harm
            if one.unit == "people"
        )
        grade = phrases.term("grades", entry.grade_decided or entry.grade)
        grade += f" ({phrases('decided' if entry.grade_decided else 'proposed')})"
        terms = {one.id: one for one in self._agreement.terms}
        texts = [
            phrases.text(terms[one].text)
            + (f" ({words('term_unchecked')})" if terms[one].wording == "unchecked" else "")
            for one in entry.terms
            if one in terms
        ]
        answers = "".join(
            f'<tr class="{one.value}"><th scope="row">{said(self._question(one.question))}</th>'
            f"<td>{said(words(one.value))}</td><td>{said(self._brief.cited(phrases.text(one.reason)))}</td></tr>"
            for one in entry.answers
        )
        return (
            f'<article class="entry {entry.outcome}"><header><h4><a href="#i-{entry.incident_id}">{said(when)}</a> · '
            f"{said(kind)} · {isolated(where)}</h4>"
            f'<p><b class="outcome">{said(outcome)}</b> · {said(self._against(entry))} · {said(self._standing(entry))}</p>'
            f"<p>{said(phrases.listed(one for one in (harm, grade) if one))}</p></header>"
            f'{listing(said(one) for one in texts)}<table class="answers"><tbody>{answers}</tbody></table>'
            f"{listing(self._claims(entry))}</article>"
        )

    def _question(self, question: str) -> str:
        return self._words("area_question" if question == "area" else question)

    def _against(self, entry: LedgerEntry) -> str:
        who = parties_named(entry, self._phrases)
        return self._words("against", who=who) if who else self._words("against_nobody")

    def _standing(self, entry: LedgerEntry) -> str:
        decided = [one for one in entry.facets if one.judgement is not None]
        if not decided:
            return self._phrases("facet_alleged")
        return self._phrases.listed(map(self._facet, decided))

    def _facet(self, facet: Facet) -> str:
        phrases = self._phrases
        key = f"facet_{facet.value if facet.facet == 'answered' else facet.facet}"
        told = phrases(key if phrases.known(key) else f"facet_{facet.facet}")
        if facet.actor:
            told += f" ({phrases.actor(facet.actor)})"
        return phrases("facet_unset", facet=told) if facet.value == "unset" else told

    def _claims(self, entry: LedgerEntry) -> Iterator[str]:
        """Yield breach claims; who makes them comes from the incident's public form."""
        incident = self._by_id.get(entry.incident_id)
        public = {
            (one.agreement, tuple(one.reports)): one.claimed_by
            for one in (incident.breach_claims if incident else ())
        }
        for claim in entry.claims:
            who = public.get((claim.agreement, tuple(claim.reports)), [])
            told = (
                self._words(
                    "claim", agreement=claim.agreement, who=self._phrases.listed(map(self._name, who))
                )
                if who
                else self._words("claim_outlet", agreement=claim.agreement)
            )
            names = {"yes": "claim_this", "possible": "claim_possible", "no": "claim_no"}[claim.is_this]
            yield said(self._phrases.listed((told, self._words(names))))

    def _name(self, name: str) -> str:
        """Return a name that may be told; a masked one as its sort of source."""
        return masked_name(name, self._phrases)

    # --- beside ------------------------------------------------------------------------------------------------

    def _beside(self) -> Iterator[str]:
        phrases, words, ledger = self._phrases, self._words, self._ledger
        total: Tally = ledger.total()
        if total.munitions:
            listed = phrases.listed(
                f"{phrases.term('munitions', item)} {phrases.range(low, high)}"
                for item, (low, high) in total.munitions.items()
            )
            yield f"<p>{said(words('strikes', list=listed))}</p>"
        statements = [one for one in ledger.statements if one.is_this != "no" and self._is_within(one)]
        terms = {one.id: phrases.text(one.text) for one in self._agreement.terms}
        observed = [
            _said(
                phrases(
                    "observation",
                    days=phrases.days(one.start, one.end),
                    term=terms.get(one.term, one.term),
                    count="–" if one.count is None else one.count,
                    required="–" if one.required is None else one.required,
                    source="@source",
                ),
                source=one.source,
            )
            for one in ledger.observations
        ]
        reserved = [
            said(f"{phrases.text(one.label)}: {phrases.text(one.text)}")
            for one in self._agreement.reservations
        ]
        for title, lines in (
            ("statements", [self._statement(one) for one in statements]),
            ("observations", observed),
            ("reservations", reserved),
        ):
            if lines:
                yield f"<h3>{said(phrases(title))}</h3>{listing(lines)}"

    def _is_within(self, one: Statement) -> bool:
        """Tell whether a statement was published in the period, or covers some of it."""
        days = [one.total.since, one.total.until]
        if one.published:
            days.append(date.fromisoformat(one.published[:10]))
        known = [day for day in days if day is not None]
        if not known:
            return True
        first, last = self._brief.first, self._brief.last
        return (first is None or max(known) >= first) and (last is None or min(known) <= last)

    def _statement(self, one: Statement) -> str:
        """Return a claimed total; the claimant by actor, of others only that the outlet quotes somebody."""
        phrases, words, total = self._phrases, self._words, one.total
        who = phrases.listed(map(phrases.actor, total.claimed_by_actors))
        if not who:
            who = phrases("quoted_by") if total.claimed_by else words("outlet_itself")
        against = (
            words("statement_against", who=phrases.listed(map(phrases.actor, total.against)))
            if total.against
            else ""
        )
        since = words("statement_since", since=total.since, until=total.until or "…") if total.since else ""
        told = words(
            "statement", outlet="@outlet", published=(one.published or "–")[:10], count=phrases.range(total.min, total.max),
            of="@of", who=who, against=against, since=since,
        )  # fmt: skip
        return _said(told, outlet=one.outlet or phrases("unknown_outlet"), of=total.of)

    def _foot(self) -> Iterator[str]:
        phrases, ledger = self._phrases, self._ledger
        lines = []
        if ledger.failing:
            reasons = phrases.listed(
                f"{self._question(question)} {count}" for question, count in sorted(ledger.failing.items())
            )
            number = sum(ledger.failing.values())
            lines.append(
                said(phrases("left_out", incidents=phrases.counted("incidents", number), reasons=reasons))
            )
        if ledger.no_acts:
            lines.append(said(phrases("no_acts", incidents=phrases.counted("incidents", ledger.no_acts))))
        if lines:
            yield listing(lines)
        references = [
            f"{isolated(one.title)}{f' – {isolated(one.publisher)}' if one.publisher else ''}"
            + (f" <b>({said(phrases('primary'))})</b>" if one.is_primary else "")
            for one in self._agreement.references
        ]
        yield f'<h3>{said(phrases("references"))}</h3><div class="fine">{listing(references)}</div>'


def _said(text: str, **apart: str) -> str:
    """Return a sentence as HTML with words from outside put into it (`@name`), each in its own direction."""
    told = said(text)
    for name, given in apart.items():
        told = told.replace(f"@{name}", isolated(given), 1)
    return told


def masked_name(name: str, phrases: Phrases) -> str:
    """Return a name as a brief tells it: a masked one (in square brackets) as its sort of source."""
    if not (name.startswith("[") and name.endswith("]")):
        return name
    sort = name[1:-1]
    known = sort in ("witness", "local", "social_media")
    return phrases("masked", sort=phrases.term("source_types", sort) if known else phrases("some_source"))


def parties_named(entry: LedgerEntry, phrases: Phrases) -> str:
    """Return whom an entry is alleged against, with the certainty where it is not stated; empty where nobody is named."""
    certainty = {one.actor: one.certainty for one in reversed(entry.allegations)}
    named = []
    for one in entry.parties:
        if one is not None:
            told = certainty.get(one)
            mark = f" ({phrases.term('certainty', told).lower()})" if told not in (None, "stated") else ""
            named.append(phrases.actor(one) + mark)
    return phrases.listed(named)
