"""The charts of one ledger: by time, by term, by area, and the harm of what is within its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rasd.agreements import ending
from rasd.export.charts.alleged import AllegedRow, Heading, draw_alleged, draw_groups
from rasd.export.charts.harm import HarmRange, HarmRow, draw_harm
from rasd.export.charts.lanes import Gap, Marker
from rasd.export.charts.styles import Style
from rasd.export.phrases import Phrases
from rasd.model import LedgerEntry

if TYPE_CHECKING:
    from rasd.agreements import Ledger
    from rasd.export.charts.chart import Chart

__all__ = ["EFFECTS", "alleged_rows", "ledger_charts"]

EFFECTS = ("killed", "injured")


def ledger_charts(
    ledger: Ledger,
    *,
    language: str,
    first: date | None = None,
    last: date | None = None,
    period: str | None = None,
    gaps: Sequence[Gap] = (),
    watermark: bool = True,
) -> list[Chart]:
    """Return the charts of a ledger's breach entries; without bounds, from the first entry to the last.

    `period` is day, week or month; without it the finest that can be read. Without `watermark`, the page that shows them
    carries it.
    """
    phrases = Phrases(language)
    entries = list(ledger.breaches())
    agreement = ledger.agreement
    title, parties = phrases.text(agreement.title), ledger.columns()
    is_synthetic = agreement.synthetic and watermark
    days = [day for one in entries for day in (one.date.start, one.date.end) if day is not None]
    first, last = first or min(days, default=None), last or max(days, default=None)
    charts: list[Chart] = []
    by_time = [row for entry in entries for row in alleged_rows(entry)]
    if first is not None and last is not None and first <= last:
        charts.append(
            draw_alleged(
                by_time, parties, first=first, last=last, phrases=phrases, above=title, period=period, gaps=gaps,
                markers=list(_markers(ledger, phrases)), is_synthetic=is_synthetic,
            )
        )  # fmt: skip
    terms = [
        Heading(one.id, phrases.text(one.text), phrases("unchecked") if one.wording == "unchecked" else "")
        for one in agreement.terms
    ]
    charts.append(
        draw_groups(
            [row for entry in entries for row in alleged_rows(entry, by="term")], terms, parties,
            title=phrases("alleged_by_term"), phrases=phrases, above=title, is_synthetic=is_synthetic,
        )
    )  # fmt: skip
    if len(agreement.areas) > 1:
        areas = [Heading(one.id, phrases.text(one.label)) for one in agreement.areas]
        charts.append(
            draw_groups(
                [row for entry in entries for row in alleged_rows(entry, by="area")], areas, parties,
                title=phrases("alleged_by_area"), phrases=phrases, name="areas", above=title, is_synthetic=is_synthetic,
            )
        )  # fmt: skip
    harmed = list(_harm_rows(entries, phrases))
    if harmed:
        charts.append(
            draw_harm(
                harmed,
                EFFECTS,
                title=phrases("harm_ranges"),
                phrases=phrases,
                above=title,
                is_synthetic=is_synthetic,
            )
        )
    return charts


def alleged_rows(entry: LedgerEntry, *, by: str = "") -> Iterator[AllegedRow]:
    """Yield a row for each party against which an entry is alleged within the terms; `by`: term or area.

    By term, each party stands with the terms within which it is alleged and the outcome that this allegation has.
    """
    corroborated = any(
        one.facet == "corroborated" and one.judgement is not None and one.value == "set"
        for one in entry.facets
    )
    day = entry.date.start
    if by != "term":
        groups = tuple(entry.areas) if by == "area" else ()
        for party in entry.parties:
            outcomes = {one.outcome for one in entry.allegations if one.actor == party}
            style = _style("in_scope" in outcomes, entry.boundary)
            yield AllegedRow(party or "", day, style, corroborated, groups, entry.incident_id)
        return
    for one in entry.allegations:
        if one.outcome != "out_of_scope" and one.bearing == "breach":
            style = _style(one.outcome == "in_scope", entry.boundary)
            yield AllegedRow(one.actor or "", day, style, corroborated, (one.term,), entry.incident_id)


def _style(is_within: bool, is_boundary: bool) -> Style:
    return "boundary" if is_boundary else "in_scope" if is_within else "possibly"


def _markers(ledger: Ledger, phrases: Phrases) -> Iterator[Marker]:
    agreement = ledger.agreement
    yield Marker(_day(agreement.start), phrases("starts"))
    end = ending(agreement)
    if end is not None:
        yield Marker(_day(end), phrases("ends"))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _harm_rows(entries: Iterable[LedgerEntry], phrases: Phrases) -> Iterator[HarmRow]:
    for entry in entries:
        ranges = {
            one.effect: HarmRange(one.min, one.max, one.open)
            for one in entry.harm
            if one.effect in EFFECTS and one.unit == "people"
        }
        if ranges:
            where = entry.places[0].name if entry.places else ""
            kind = phrases.term("kinds", entry.kind)
            when = entry.date.start.isoformat() if entry.date.start else ""
            label = phrases.listed(piece for piece in (f"{when} {kind}".strip(), where) if piece)
            yield HarmRow(label, "decided" if entry.grade_decided else "proposed", ranges)
