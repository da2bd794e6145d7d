"""What of an incident this person may see: without the reports of hidden documents, with names masked for readers.

Reports of hidden documents leave nothing behind: the incident is described anew from those that are left, so neither a bound,
a grade nor a group tells of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from rasd.desk.access import MASK, Hidden, hidden, masked_incident, masked_record, masked_text, masks
from rasd.export.sheet import SheetEntry
from rasd.model import Document, Incident, Record, Report
from rasd.store import IncidentPast, Store
from rasd.store.standing import with_decisions

__all__ = ["Eyes", "eyes_of"]


@dataclass(slots=True)
class Eyes:
    """How one person sees incidents of the store."""

    store: Store
    hidden: Hidden
    is_masked: bool
    _records: dict[str, Record] = field(default_factory=dict)

    def incident(self, key: str) -> Incident | None:
        """Return the incident as this person sees it, by its present id or a former one; None where there is none for them."""
        if key in self.hidden.incidents:
            return None
        found = self.store.incident(key)
        return None if found is None else self.seen(found)

    def seen(self, found: Incident) -> Incident | None:
        """Return what this person sees of an incident; None where nothing."""
        if found.id in self.hidden.incidents:
            return None
        reports = [link.report_id for link in found.reports if link.document_id not in self.hidden.documents]
        if not reports:
            return None
        shown = found if len(reports) == len(found.reports) else self._anew(found, reports)
        if shown is None or not self.is_masked:
            return shown
        return masked_incident(shown)

    def _anew(self, found: Incident, reports: list[str]) -> Incident | None:
        from rasd.store.deciding import standing_of
        from rasd.store.linking import described

        left = described(self.store, reports)
        if left is None:
            return None
        numbers = {one.judgement for one in found.decided}
        about = [
            one
            for one in standing_of(self.store, documents={link.document_id for link in found.reports})
            if one.judgement.number in numbers
        ]
        return with_decisions(left.model_copy(update={"id": found.id}), about)

    # --- what the incident rests on -------------------------------------------------------------------------------

    def texts(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return documents by id with their words, as far as this person sees them."""
        wanted = [one for one in dict.fromkeys(ids) if one not in self.hidden.documents]
        cited = {key: document for key, (document, _) in self.store.cited(wanted, with_text=True).items()}
        if not self.is_masked:
            return cited
        records = self._read(wanted)
        return {
            key: document.model_copy(
                update={
                    "text": masked_text(document.text, records.get(key)),
                    "title": masked_record(records[key]).title if key in records else document.title,
                }
            )
            for key, document in cited.items()
        }

    def states(self, ids: Iterable[str]) -> dict[str, str]:
        """Return by document where people are with its record; those that nobody has begun may be missing."""
        from rasd.store.failing import told
        from rasd.store.review_models import ReviewStanding

        with told(self.store.address):
            rows = ReviewStanding.objects.using(self.store.alias).filter(document__key__in=list(ids))
            return dict(rows.values_list("document__key", "state"))

    def reports(self, ids: Iterable[str]) -> dict[str, Report]:
        """Return reports of current records by id, as far as this person sees them."""
        wanted = [one for one in ids if one.rpartition("#")[0] not in self.hidden.documents]
        read = self.store.reports(wanted)
        if not self.is_masked:
            return read
        records = self._read(one.rpartition("#")[0] for one in wanted)
        masked = {key: masked_record(record) for key, record in records.items()}
        found: dict[str, Report] = {}
        for key in read:
            document, _, name = key.rpartition("#")
            for index, report in enumerate(masked[document].reports if document in masked else (), 1):
                if (report.id or f"r{index}") == name:
                    found[key] = report
        return found

    def _read(self, ids: Iterable[str]) -> Mapping[str, Record]:
        missing = [one for one in dict.fromkeys(ids) if one not in self._records]
        if missing:
            self._records.update(self.store.records(missing))
        return self._records

    # --- what became of it ----------------------------------------------------------------------------------------

    def entries(self, given: Iterable[SheetEntry]) -> list[SheetEntry]:
        """Return lines of a history without hidden reports, notes and reasons masked where they are.

        Where a hidden report was ever here, what values were before is left out: they may rest on it.
        """
        lines = [entry for entry in given if entry.incident_id not in self.hidden.incidents]
        is_whole = all(self._is_open(report) for entry in lines for report in _reports_in(entry.details))
        kept = []
        for entry in lines:
            if not is_whole:
                left = self._without(entry.details)
                if left is None:
                    continue
                entry = replace(entry, details=left, orphaned=())
            if self.is_masked and entry.judgement is not None:
                undone = None if entry.undone is None else {**entry.undone, "by": MASK, "why": MASK}
                entry = replace(entry, why=MASK if entry.why else "", by=MASK, undone=undone)
            elif self.is_masked and entry.by not in ("", "link"):
                entry = replace(entry, by=MASK)
            kept.append(entry)
        return kept

    def _without(self, details: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return details without reports of hidden documents; None where nothing is left to tell of."""
        left: dict[str, Any] = {}
        for name, value in details.items():
            if name in ("added", "removed", "reports"):
                left[name] = [report for report in value if self._is_open(report)]
            elif name == "sides":
                sides = [[report for report in side if self._is_open(report)] for side in value]
                left[name] = [side for side in sides if side]
            elif name not in ("changed", "before"):
                left[name] = value
        return left if any(left.values()) else None

    def _is_open(self, report: str) -> bool:
        return report.rpartition("#")[0] not in self.hidden.documents

    def past(self, shown: Incident) -> list[IncidentPast]:
        """Return the changes of an incident and of those that became part of it."""
        return [one for one in self.store.past(shown.id) if one.incident_id not in self.hidden.incidents]


def _reports_in(details: Mapping[str, Any]) -> Iterator[str]:
    for name in ("added", "removed", "reports"):
        yield from details.get(name, ())


def eyes_of(request: HttpRequest) -> Eyes:
    """Return how who asks sees incidents."""
    from rasd.desk.site import store

    return Eyes(store(), hidden(request), masks(request))
