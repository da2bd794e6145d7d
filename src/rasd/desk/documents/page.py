"""What the page of one document tells: gathered from the store, less what this person may not see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rasd.desk.access import Hidden, masked_record, masked_text
from rasd.desk.site import Words, store
from rasd.model import Incident, Report
from rasd.store import StoredDocument, models
from rasd.store.custody import CustodyEntry

__all__ = ["PART", "DocumentPage", "Met", "Nearby", "Told", "page_of"]

PART = 60_000
"""Characters of a text on one page: one of five million is read in parts."""
_MOST = 100
"""Sightings, versions, media, entries of custody: the rest is counted."""


@dataclass(frozen=True, slots=True)
class Met:
    """One time that the document was met, and where its bytes lie."""

    where: str
    method: str
    part: str
    extractor: str
    at: Any
    evidence: Any
    """A row of `models.Evidence`, or None."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A document whose words are those of this one, as the linker found."""

    key: str
    outlet: str
    published: str
    is_copy: bool
    """True: it repeats this one; False: this one repeats it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report of the record in a few words."""

    id: str
    kind: str
    factuality: str
    days: str
    places: str
    harm: str
    perpetrators: str
    weapons: str
    incident: str
    """Key of its incident; empty: none, or none that this person may see."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything that the page shows."""

    key: str
    number: int
    title: str
    text: str
    """The part that is shown."""
    part: int
    parts: int
    outlet: str
    published: str
    published_from: str
    url: str
    theatre: str
    is_synthetic: bool
    text_sha256: str
    length: int
    coded_with: str
    is_masked: bool
    sightings: tuple[Met, ...]
    media: tuple[Any, ...]
    versions: tuple[tuple[str, bool], ...]
    """Keys of other versions; True: this one is a later version of it."""
    custody: tuple[tuple[CustodyEntry, str], ...]
    """With its details as JSON; empty for who sees names masked."""
    reports: tuple[Told, ...]
    tolls: int
    issues: int
    incidents: tuple[tuple[str, str], ...]
    """Key and kind."""
    nearby: tuple[Nearby, ...]


def page_of(key: str, hidden: Hidden, words: Words, *, is_masked: bool, part: int = 1) -> DocumentPage | None:
    """Return the page of a document; None where there is none for this person."""
    held = store()
    found = held.document(key) if key not in hidden.documents else None
    if found is None:
        return None
    document = found.document
    record = held.record(key)
    text = masked_text(document.text, record) if is_masked else document.text
    title = document.title or ""
    if is_masked:
        title = masked_text(title, record)
        record = masked_record(record) if record is not None else None
    parts = max(1, -(-len(text) // PART))
    part = min(max(1, part), parts)
    incidents = _incidents(key, hidden)
    homes = held.incidents_of([f"{key}#{one.id}" for one in record.reports]) if record is not None else {}
    return DocumentPage(
        key=key,
        number=found.number,
        title=title,
        text=text[(part - 1) * PART : part * PART],
        part=part,
        parts=parts,
        outlet=document.outlet or "",
        published=document.published or "",
        published_from=document.published_from or "",
        url=document.url or "",
        theatre=document.theatre or "",
        is_synthetic=document.synthetic,
        text_sha256=found.text_sha256,
        length=len(text),
        coded_with=found.coded_with or "",
        is_masked=is_masked,
        sightings=tuple(_sightings(found.number)),
        media=tuple(models.Media.objects.filter(document_id=found.number).order_by("id")[:_MOST]),
        versions=tuple(_versions(found, hidden)),
        custody=tuple(_custody(key, is_masked=is_masked)),
        reports=tuple(
            _told(one, words, homes.get(f"{key}#{one.id}", ""), hidden) for one in record.reports
        ) if record is not None else (),
        tolls=len(record.tolls) + len(record.claimed_totals) if record is not None else 0,
        issues=len(record.issues) if record is not None else 0,
        incidents=tuple((one.id, one.kind) for one in incidents),
        nearby=tuple(_nearby(key, incidents, hidden)),
    )  # fmt: skip


def _sightings(number: int) -> Iterator[Met]:
    rows = models.Sighting.objects.filter(document_id=number).select_related("evidence").order_by("id")
    for row in rows[:_MOST]:
        yield Met(row.where, row.method, row.part, row.extractor, row.collected_at, row.evidence)


def _versions(found: StoredDocument, hidden: Hidden) -> Iterator[tuple[str, bool]]:
    if found.version_of and found.version_of not in hidden.documents:
        yield found.version_of, True
    others = models.Document.objects.filter(version_of_id=found.number).exclude(key__in=hidden.documents)
    for key in others.order_by("id").values_list("key", flat=True)[:_MOST]:
        yield key, False


def _custody(key: str, *, is_masked: bool) -> Iterator[tuple[CustodyEntry, str]]:
    rows = models.CustodyEntry.objects.filter(subject=key[:600]).order_by("seq")[:_MOST]
    for row in rows:
        details = json.loads(row.details)
        entry = CustodyEntry(row.seq, row.at, row.action, row.subject, details, row.previous, row.hash)
        yield entry, "" if is_masked else json.dumps(details, ensure_ascii=False, sort_keys=True, indent=1)


def _incidents(key: str, hidden: Hidden) -> list[Incident]:
    rows = models.IncidentReport.objects.filter(document_key=key).values_list("incident_id", flat=True)
    texts = (
        models.Incident.objects.filter(id__in=set(rows[: _MOST * 5]))
        .exclude(key__in=hidden.incidents)
        .order_by("id")
        .values_list("incident", flat=True)[:_MOST]
    )
    return [Incident.model_validate_json(text) for text in texts]


def _nearby(key: str, incidents: Iterable[Incident], hidden: Hidden) -> Iterator[Nearby]:
    seen = {key, *hidden.documents}
    for incident in incidents:
        links = {link.document_id: link for link in incident.reports}
        own = [link.copy_of for link in incident.reports if link.document_id == key and link.copy_of]
        pairs = [(other, False) for other in own]
        pairs += [(link.document_id, True) for link in incident.reports if link.copy_of == key]
        for other, is_copy in pairs:
            if other in seen:
                continue
            seen.add(other)
            link = links.get(other)
            yield Nearby(
                other, (link.outlet if link else "") or "", (link.published if link else "") or "", is_copy
            )


def _told(report: Report, words: Words, incident: str, hidden: Hidden) -> Told:
    day = report.date
    days = dict.fromkeys(words.day(one) for one in (day.start, day.end) if one is not None)
    harm = (f"{words.term('effects', one.effect)}: {words.range(one.min, one.max)}" for one in report.harm)
    return Told(
        id=report.id,
        kind=words.term("kinds", report.kind),
        factuality=words.term("factuality", report.factuality),
        days=" – ".join(days),
        places=words.listed(place.name for place in report.places),
        harm=words.listed(harm),
        perpetrators=words.listed(words.term("actor", one.actor) for one in report.perpetrators),
        weapons=words.listed(words.term("weapons", one.weapon) for one in report.weapons),
        incident="" if incident in hidden.incidents else incident,
    )
