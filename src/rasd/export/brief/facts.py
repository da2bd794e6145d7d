"""What a brief is made of, before any word is chosen: public incidents, the ledgers, numbered documents, gaps.

The ledgers are held against incidents as they are; everything that is shown comes from their public form. Invented and real
incidents never meet in one brief.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rasd.agreements import Ledger
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.privacy import made_public
from rasd.export.incidents.sums import Sums
from rasd.export.page.labels import Label
from rasd.model import Facet, Incident, LinkedReport

__all__ = ["Brief", "BriefDocument", "SilentFeed", "brief_of"]

_REPORT = re.compile(r"[^\s(),،;]+#r\d+")
_AGAIN = re.compile(r"(\[\d+\])(?:[,،] \1)+")

FacetsOf = Callable[[str, Sequence[str]], Mapping[str, Sequence[Facet]]]


@dataclass(frozen=True, slots=True)
class SilentFeed:
    """A feed that shows nothing from a day on."""

    outlet: str
    since: date
    why: str


@dataclass(frozen=True, slots=True)
class BriefDocument:
    """A document under the number by which the brief cites it."""

    number: int
    id: str
    outlet: str | None
    published: str | None
    is_copy: bool
    is_party: bool


@dataclass(slots=True)
class Brief:
    """The facts of a brief."""

    incidents: list[Incident]
    """In order of time, undated ones last; in their public form."""
    documents: dict[str, BriefDocument]
    ledgers: list[Ledger] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    filters: list[Label] = field(default_factory=list)
    title: str = ""
    written: date | None = None
    is_synthetic: bool = False
    coarse: set[str] = field(default_factory=set)
    """Ids of incidents that are placed roughly on purpose."""
    undated: int = 0
    """Incidents that would fit, have no day and were not published in the period either: left out."""
    other_kind: int = 0
    """Invented ones left out of a real brief, or the other way round."""
    feeds: int | None = None
    """Feeds that are watched; None where that is not known."""
    silent: list[SilentFeed] = field(default_factory=list)
    issues: int | None = None
    """Things met and not understood in the documents' texts; None where that is not known."""

    def sums(self) -> Sums:
        """Return the sums by grade; those of an invented brief are over its invented incidents."""
        sums = Sums()
        for one in self.incidents:
            sums.add(one.model_copy(update={"synthetic": False}))
        return sums

    def numbers(self, reports: Iterable[str], incident: Incident) -> list[int]:
        """Return the numbers of the documents that hold these reports."""
        by_report = {one.report_id: one.document_id for one in incident.reports}
        found = {by_report[one] for one in reports if one in by_report}
        return sorted(self.documents[one].number for one in found)

    def cited(self, text: str) -> str:
        """Return a sentence of reason with the numbers of documents where it names reports by id."""

        def number(found: re.Match[str]) -> str:
            document = self.documents.get(found[0].rpartition("#")[0])
            return f"[{document.number}]" if document else found[0]

        return _AGAIN.sub(r"\1", _REPORT.sub(number, text))

    def days(self) -> tuple[date, date] | None:
        """Return the days of the charts: those asked for, else from the first incident to the last."""
        days = [day for one in self.incidents for day in (one.date.start, one.date.end) if day is not None]
        first, last = self.first or min(days, default=None), self.last or max(days, default=None)
        return (first, last) if first and last and first <= last else None


def brief_of(
    dossiers: Iterable[Dossier],
    ledgers: Sequence[Ledger] = (),
    *,
    first: date | None = None,
    last: date | None = None,
    is_synthetic: bool = False,
    filters: Sequence[Label] = (),
    title: str = "",
    written: date | None = None,
    facets_of: FacetsOf | None = None,
) -> Brief:
    """Return the brief of incidents between two days, both included; the ledgers take those that are in it.

    An incident without a day is in the period in which a report of it was published.

    `facets_of` gives what people decided, by incident, for an agreement and incidents by id.
    """
    brief = Brief([], {}, first=first, last=last, is_synthetic=is_synthetic, title=title, written=written)
    brief.filters = list(filters)
    chosen: list[Dossier] = []
    for dossier in dossiers:
        incident = dossier.incident
        if incident.synthetic != is_synthetic:
            brief.other_kind += 1
        elif not _is_within(incident, first, last):
            brief.undated += incident.date.start is None and incident.date.end is None
        else:
            chosen.append(dossier)
    chosen.sort(key=lambda one: _when(one.incident))
    for dossier in chosen:
        public = made_public(dossier).incident
        brief.incidents.append(public)
        if [_point(one) for one in public.places] != [_point(one) for one in dossier.incident.places]:
            brief.coarse.add(public.id)
    brief.documents = _numbered(brief.incidents)
    for ledger in ledgers:
        ids = [one.incident.id for one in chosen]
        ledger.add(
            (one.incident for one in chosen), facets_of(ledger.agreement.id, ids) if facets_of else None
        )
        brief.ledgers.append(ledger)
    return brief


def _is_within(incident: Incident, first: date | None, last: date | None) -> bool:
    start, end = incident.date.start, incident.date.end
    if start is None and end is None:  # told in the period, without a word of when
        days = [one.published[:10] for one in incident.reports if one.published]
        return (first is None and last is None) or any(
            (first is None or day >= first.isoformat()) and (last is None or day <= last.isoformat())
            for day in days
        )
    start, end = start or end, end or start
    assert start is not None and end is not None
    return (first is None or end >= first) and (last is None or start <= last)


def _when(incident: Incident) -> tuple[date, date, str]:
    first = incident.date.start or incident.date.end or date.max
    return first, incident.date.end or first, incident.id


def _point(place: object) -> tuple[object, ...]:
    return tuple(getattr(place, name) for name in ("latitude", "longitude", "precision"))


def _numbered(incidents: Sequence[Incident]) -> dict[str, BriefDocument]:
    links: dict[str, list[LinkedReport]] = {}
    for incident in incidents:
        for link in incident.reports:
            links.setdefault(link.document_id, []).append(link)
    ordered = sorted(links.values(), key=lambda one: (one[0].published or "9999", one[0].document_id))
    return {
        found[0].document_id: BriefDocument(
            number,
            found[0].document_id,
            found[0].outlet,
            found[0].published,
            any(one.copy_of for one in found),
            any(one.is_party for one in found),
        )
        for number, found in enumerate(ordered, 1)
    }
