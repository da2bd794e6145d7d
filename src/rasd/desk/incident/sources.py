"""The sources of one page side by side: who publishes and says it, what is told, each figure with its quote and its fate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rasd.desk.incident.naming import days_of
from rasd.desk.incident.quotes import Quote, quote_of
from rasd.desk.incident.refs import Numbers, Ref
from rasd.desk.site import Words
from rasd.export.sheet import SheetFigure, SheetSource
from rasd.export.sheet import Words as SheetWords
from rasd.model import Document, Report

__all__ = ["Figure", "Source", "sources_of"]

_COPIES = 40
"""Copies that are named one by one under the report that they repeat."""
_FATES = {"replaced": "replaced", "party": "party_figure", "denied": "denied", "copy": "copy"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report."""

    effect: str
    said: str
    status: str
    quote: Quote | None
    fate: str
    """Why it does not count; empty where it does."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that repeats another's words."""

    ref: Ref
    outlet: str
    published: str
    document: str


@dataclass(frozen=True, slots=True)
class Source:
    """One report of the page."""

    number: int
    report: str
    document: str
    outlet: str
    title: str
    url: str
    published: str
    counts_as: str
    is_party: bool
    is_read: bool
    """False: it was coded anew since, and is linked again at the next linking."""
    told: tuple[tuple[str, str], ...]
    """Label and value, each from outside or coded."""
    figures: tuple[Figure, ...]
    copies: tuple[Copy, ...]
    copies_left: int
    state: str
    """What people made of its record: verified, approved …; empty where nobody has begun."""
    is_verified: bool

    @property
    def number_of_copies(self) -> int:
        """Return how many there are."""
        return len(self.copies) + self.copies_left


def sources_of(
    numbers: Numbers,
    documents: Mapping[str, Document],
    reports: Mapping[str, Report],
    states: Mapping[str, str],
    words: Words,
) -> list[Source]:
    """Return the sources of the page at hand; `documents` with their words, `states` of their records by document."""
    teller = _Teller(numbers, documents, reports, states, words)
    return [teller.source(source) for source in numbers.sources]


class _Teller:
    def __init__(
        self,
        numbers: Numbers,
        documents: Mapping[str, Document],
        reports: Mapping[str, Report],
        states: Mapping[str, str],
        words: Words,
    ) -> None:
        self._states = states
        self._numbers = numbers
        self._documents = documents
        self._reports = reports
        self._words = words
        self._sheet = SheetWords(words.language)

    def source(self, source: SheetSource) -> Source:
        """Return one source."""
        words, link = self._words, source.link
        document = self._documents.get(link.document_id)
        report = self._reports.get(link.report_id)
        state = self._states.get(link.document_id, "waiting")
        group = "" if link.group is None else self._sheet("source_number", n=link.group + 1)
        return Source(
            number=source.number,
            report=link.report_id,
            document=link.document_id,
            outlet=link.outlet or words("incident.no_outlet"),
            title=(document.title if document else None) or "",
            url=source.url or "",
            published=link.published or "",
            counts_as=words.digits_of(self._sheet("party") if link.is_party else group),
            is_party=link.is_party,
            is_read=report is not None,
            told=tuple((label, value) for label, value in self._told(report) if value),
            figures=tuple(self._figure(one) for one in source.figures),
            copies=tuple(self._copies(source.copies[:_COPIES])),
            copies_left=max(0, len(source.copies) - _COPIES),
            state=words(f"verifying.state.{state}") if state != "waiting" else "",
            is_verified=state in ("verified", "approved"),
        )

    def _told(self, report: Report | None) -> Iterable[tuple[str, str]]:
        if report is None:
            return
        words = self._words
        says = [f"{one.name} ({words.term('source_types', one.type)})" for one in report.sources]
        yield words("incident.says"), words.listed(says) or self._sheet("outlet_itself")
        kind = words.term("kinds", report.kind)
        denied = "" if report.factuality == "asserted" else words.term("factuality", report.factuality)
        yield words("incident.tells"), words.listed(piece for piece in (kind, denied) if piece)
        day = days_of(words, report.date.start, report.date.end)
        part = words.term("parts_of_day", report.date.part_of_day)
        yield words("incident.when"), words.listed(piece for piece in (day, part) if piece)
        yield words("incident.where"), words.listed(place.name for place in report.places)
        blamed = []
        for one in report.perpetrators:
            by = f": {words.listed(one.claimed_by)}" if one.claimed_by else ""
            blamed.append(f"{words.term('actor', one.actor)} ({words.term('certainty', one.certainty)}{by})")
        yield words("incident.alleged"), words.listed(blamed)
        struck = [words.term("actor", one.actor) for one in report.targets]
        struck += [words.term("target_sites", one.site) for one in report.target_sites]
        yield words("incident.struck"), words.listed(struck)
        yield words("incident.weapons"), words.listed(words.term("weapons", w.weapon) for w in report.weapons)
        victims = [name for harm in report.harm for name in harm.victims]
        yield words("incident.victims"), words.listed(dict.fromkeys(victims))

    def _figure(self, one: SheetFigure) -> Figure:
        figure, words = one.figure, self._words
        document = self._documents.get(figure.document_id)
        fate = _FATES.get(figure.counted, "")
        if fate:
            number = self._numbers.of(figure.replaced_by) if figure.replaced_by else None
            fate = words.digits_of(self._sheet(fate, report=f"[{number}]" if number else "–"))
        unit = "" if one.unit == "people" else f" {words('incident.families')}"
        return Figure(
            words.term("effects", one.effect),
            f"{words.range(figure.min, figure.max)}{unit}",
            "" if figure.victim_status == "unknown" else self._sheet(figure.victim_status),
            quote_of(document.text if document else "", figure.evidence, figure.phrase),
            fate,
        )

    def _copies(self, given: Iterable[int]) -> Iterable[Copy]:
        for number in given:
            link = self._numbers.source(number).link
            yield Copy(
                self._numbers.ref(number),
                link.outlet or self._words("incident.no_outlet"),
                link.published or "",
                link.document_id,
            )
