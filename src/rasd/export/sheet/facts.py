"""What one incident's sheet holds: its reports beside one another, each figure with the words of its document.

A copy stands under the report that it repeats. Quotes are the characters of the working copy at the evidence, never a
paraphrase; where a text was redacted or is missing, there is no quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rasd.export.cells import short
from rasd.model import Document, Facet, Incident, LinkedReport, LinkReason, Report, ReportedFigure, terms

__all__ = ["Sheet", "SheetEntry", "SheetFigure", "SheetSource", "quote", "sheet_of"]

_LONGEST_QUOTE = 160
_GAP = " … "


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """One figure of one report, with its quote and what became of it."""

    effect: str
    unit: str
    figure: ReportedFigure
    quote: str


@dataclass(frozen=True, slots=True)
class SheetSource:
    """One report of the incident: who published it, who says it, what it tells."""

    number: int
    """As it is called on the sheet."""
    link: LinkedReport
    report: Report | None
    """None: the record that it was read from is no longer the current one."""
    url: str | None
    title: str | None
    figures: tuple[SheetFigure, ...]
    copies: tuple[int, ...] = ()
    """Numbers of the reports that repeat it."""
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One line of the history: a change of the incident or a decision, oldest first."""

    at: str
    by: str
    action: str
    """A change (founded, changed, removed, merged) or a decision (positive, negative, grade, …)."""
    details: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    judgement: int | None = None
    undone: dict[str, str] | None = None
    """by, at, why; None while it stands."""
    incident_id: str | None = None
    orphaned: tuple[str, ...] = ()
    """Reports that it was about and that the current records no longer hold."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An incident as a person wants to read it."""

    incident: Incident
    sources: tuple[SheetSource, ...]
    entries: tuple[SheetEntry, ...] = ()
    former: tuple[str, ...] = ()
    asked: str | None = None
    """The id that was asked for, where it is another."""
    facets: Mapping[str, Sequence[Facet]] = field(default_factory=dict)
    """What people decided under each agreement."""

    def number(self, report_id: str) -> str:
        """Return how a report is called on the sheet, its id (of a digest the beginning) where it is not on it."""
        found = next((source.number for source in self.sources if source.link.report_id == report_id), None)
        return short(report_id) if found is None else f"[{found}]"

    def as_json(self) -> dict[str, Any]:
        """Return all of it for other programs: the incident, and what its reports say."""
        ids = {source.number: source.link.report_id for source in self.sources}
        return {
            "incident": self.incident.model_dump(mode="json"),
            "asked": self.asked,
            "former_ids": list(self.former),
            "sources": [_source_json(source, ids) for source in self.sources],
            "facets": {
                agreement: [one.model_dump(mode="json") for one in facets]
                for agreement, facets in self.facets.items()
            },
            "history": [asdict(entry) for entry in self.entries],
        }


def sheet_of(
    incident: Incident,
    documents: Mapping[str, Document],
    reports: Mapping[str, Report],
    *,
    entries: Iterable[SheetEntry] = (),
    former: Iterable[str] = (),
    asked: str | None = None,
    facets: Mapping[str, Sequence[Facet]] | None = None,
) -> Sheet:
    """Return the sheet of an incident; `documents` by id, `reports` by the id that they have in an incident."""
    figures = _figures(incident, documents)
    ordered = _ordered(incident)
    numbers = {link.report_id: number for number, link in enumerate(ordered, 1)}
    first_of: dict[str, int] = {}
    for link in ordered:
        first_of.setdefault(link.document_id, numbers[link.report_id])
    copies: dict[int, list[int]] = {}
    for link in ordered:
        if link.copy_of in first_of:
            copies.setdefault(first_of[link.copy_of], []).append(numbers[link.report_id])
    sources = []
    for link in ordered:
        document = documents.get(link.document_id)
        number = numbers[link.report_id]
        sources.append(
            SheetSource(
                number,
                link,
                reports.get(link.report_id),
                document.url if document else None,
                document.title if document else None,
                tuple(figures.get(link.report_id, ())),
                tuple(copies.get(number, ())),
                first_of.get(link.copy_of) if link.copy_of else None,
            )
        )
    given = tuple(sorted(entries, key=lambda entry: entry.at))
    led_on = asked if asked != incident.id else None
    return Sheet(incident, tuple(sources), given, tuple(former), led_on, facets or {})


def quote(document: Document | None, spans: Sequence[tuple[int, int]]) -> str:
    """Return the characters at `spans`; of a long stretch its beginning."""
    if document is None:
        return ""
    pieces = [" ".join(document.text[first:last].split()) for first, last in sorted(spans)]
    words = _GAP.join(piece for piece in pieces if piece)
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"


def _figures(incident: Incident, documents: Mapping[str, Document]) -> dict[str, list[SheetFigure]]:
    found: dict[str, list[SheetFigure]] = {}
    order = list(terms("effects"))
    for harm in sorted(incident.harm, key=lambda harm: order.index(harm.effect)):
        for figure in harm.figures:
            words = quote(documents.get(figure.document_id), figure.evidence)
            found.setdefault(figure.report_id, []).append(
                SheetFigure(harm.effect, harm.unit, figure, words or figure.phrase)
            )
    return found


def _ordered(incident: Incident) -> list[LinkedReport]:
    """Return the reports source by source, as the incident numbers them; inside one by publication, copies last."""
    last = len(incident.groups)
    present = {link.document_id for link in incident.reports}
    return sorted(
        incident.reports,
        key=lambda link: (
            last if link.group is None else link.group,
            link.copy_of in present,
            link.published or "9999",
            link.report_id,
        ),
    )


def _source_json(source: SheetSource, ids: Mapping[int, str]) -> dict[str, Any]:
    report = source.report
    return {
        **source.link.model_dump(mode="json", exclude={"reasons"}),
        "url": source.url,
        "title": source.title,
        "copies": [ids[number] for number in source.copies],
        "says": [] if report is None else [{"name": one.name, "type": one.type} for one in report.sources],
        "figures": [
            {
                "effect": one.effect,
                "unit": one.unit,
                "quote": one.quote,
                **one.figure.model_dump(mode="json", exclude={"report_id", "document_id"}),
            }
            for one in source.figures
        ],
        "why_linked": [_reason_json(reason) for reason in source.link.reasons],
        "report": None if report is None else report.model_dump(mode="json"),
    }


def _reason_json(reason: LinkReason) -> dict[str, Any]:
    return reason.model_dump(mode="json")
