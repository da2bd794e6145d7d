"""The tables that quote documents: records of every run, reports, incidents, people's notes; and what deletion leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from rasd.preservation.redaction.scrubbing import Scrubber

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = [
    "drop_records",
    "scrub_incidents",
    "scrub_judgements",
    "scrub_observations",
    "scrub_records",
    "wipe_traces",
]

_PAGE = 200


def scrub_records(store: Store, number: int, scrubber: Scrubber) -> None:
    """Scrub the records of a document, of every run, and have it coded anew from what is left of its text."""
    from rasd.store import models

    for row in models.CodedRecord.objects.using(store.alias).filter(document_id=number):
        row.record = _again(row.record, scrubber.scrub)
        row.verified = None if row.verified is None else _again(row.verified, scrubber.scrub)
        row.save(update_fields=["record", "verified"], using=store.alias)
    for row in models.Report.objects.using(store.alias).filter(document_id=number):
        row.report = _again(row.report, scrubber.scrub)
        row.save(update_fields=["report"], using=store.alias)
    _scrub_reviews(store, number, scrubber)
    for row in models.ClaimedTotal.objects.using(store.alias).filter(document_id=number):
        row.total = _again(row.total, scrubber.scrub)
        row.save(update_fields=["total"], using=store.alias)
    _link_anew(store, number, scrubber)


def _scrub_reviews(store: Store, number: int, scrubber: Scrubber) -> None:
    """Scrub what people decided on the values of a document, and tell of each as it stands now."""
    from rasd.store import models
    from rasd.store.reviewing import said_of_review

    columns = ("before", "after", "machine", "why")
    rows = models.Review.objects.using(store.alias).filter(document_id=number).select_related("document")
    for row in rows:
        then = [getattr(row, name) for name in columns]
        now = [*(_again(written, scrubber.scrub) for written in then[:-1]), str(scrubber.scrub(row.why))]
        if now == then:
            continue
        for name, written in zip(columns, now, strict=True):
            setattr(row, name, written)
        row.save(update_fields=list(columns), using=store.alias)
        store.custody.append("review.redacted", f"{row.document.key}#{row.report}", said_of_review(row))


def drop_records(store: Store, number: int) -> None:
    """Take away all records and reports of a document that was taken out whole."""
    from rasd.store import models

    _link_anew(store, number, None)
    models.Report.objects.using(store.alias).filter(document_id=number).delete()
    models.ClaimedTotal.objects.using(store.alias).filter(document_id=number).delete()
    reviews = models.Review.objects.using(store.alias).filter(document_id=number)
    reviews.filter(undoes__isnull=False).delete()
    reviews.delete()
    models.ReviewStanding.objects.using(store.alias).filter(document_id=number).delete()
    models.CodedRecord.objects.using(store.alias).filter(document_id=number).delete()


def _link_anew(store: Store, number: int, scrubber: Scrubber | None) -> None:
    """Have the linker look at the reports of a document again; what it keeps of them is scrubbed, or goes."""
    from rasd.store import models

    reports = models.Report.objects.using(store.alias).filter(document_id=number)
    store.links.mark_pending(reports.values_list("key", flat=True))
    document = models.Document.objects.using(store.alias).filter(pk=number).values_list("key", flat=True)
    for row in models.LinkReport.objects.using(store.alias).filter(document_key__in=list(document)):
        row.traits = _again(row.traits, scrubber.scrub) if scrubber is not None else row.traits
        row.save(update_fields=["traits"], using=store.alias)


def scrub_incidents(store: Store, document_ids: Iterable[str], scrubber: Scrubber) -> None:
    """Scrub the incidents that these documents report, their history, and people's decisions about them."""
    from rasd.store import models

    keys = list(document_ids)
    linked = models.IncidentReport.objects.using(store.alias).filter(document_key__in=keys)
    numbers = set(linked.values_list("incident_id", flat=True))
    incidents = list(models.Incident.objects.using(store.alias).filter(id__in=numbers))
    for row in incidents:
        row.incident = _again(row.incident, scrubber.scrub)
        row.save(update_fields=["incident"], using=store.alias)
    facets = models.IncidentFacet.objects.using(store.alias).filter(incident_id__in=numbers)
    for facet in facets:  # the next linking writes them anew
        if scrubber.scrub(facet.value) != facet.value:
            facet.delete(using=store.alias)
    names = [row.key for row in incidents]
    changes = models.IncidentChange.objects.using(store.alias).filter(incident_key__in=names)
    _scrub_column(store, changes, "details", lambda written: _again(written, scrubber.scrub))


def scrub_judgements(store: Store, scrub: Callable[[Any], Any]) -> None:
    """Scrub what people wrote beside their decisions, and tell of each as it stands now."""
    from rasd.store import models

    rows = models.Judgement.objects.using(store.alias).all()
    for row in rows.iterator(chunk_size=_PAGE):
        before = (row.why, row.value, row.spans)
        row.why, row.value, row.spans = scrub(row.why), _again(row.value, scrub), _again(row.spans, scrub)
        if (row.why, row.value, row.spans) == before:
            continue
        row.save(update_fields=["why", "value", "spans"], using=store.alias)
        for subject, details in _entries_of(store, row):
            hashes = "value" in details and row.action in ("note", "best")
            value = _sha256(row.value) if hashes else json.loads(row.value)
            told = {**details, "value": value, "why_sha256": _sha256(row.why)}
            store.custody.append("judgement.redacted", subject, told)


def scrub_observations(store: Store, scrub: Callable[[Any], Any]) -> None:
    """Scrub the reasons of observations and of their undoings; their words are those of the document as it is now."""
    from rasd.store import models
    from rasd.store.observing import said_of, said_of_undoing, subject_of

    tables: tuple[tuple[Any, Callable[[Any], dict[str, Any]], str, str], ...] = (
        (models.Observation, said_of, "document__key", "observation.redacted"),
        (
            models.ObservationUndoing,
            said_of_undoing,
            "observation__document__key",
            "observation.undoing_redacted",
        ),
    )
    for table, said, column, action in tables:
        rows = table.objects.using(store.alias)
        for row in rows.iterator(chunk_size=_PAGE):
            after = scrub(row.why)
            if after != row.why:
                row.why = after
                row.save(update_fields=["why"], using=store.alias)
                key = rows.filter(pk=row.pk).values_list(column, flat=True).get()
                store.custody.append(action, subject_of(key, said(row)["observation"]), said(row))


def _entries_of(store: Store, row: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return the last custody entry that tells of a decision."""
    from rasd.store import models

    named = models.JudgementSubject.objects.using(store.alias).filter(judgement_id=row.undoes_id or row.pk)
    subject = named.order_by("id").values_list("subject", flat=True).first()
    entries = models.CustodyEntry.objects.using(store.alias).filter(
        subject=subject, action__startswith="judgement."
    )
    told = [json.loads(written) for written in entries.order_by("seq").values_list("details", flat=True)]
    return [(str(subject), one) for one in told if one.get("judgement") == row.pk][-1:]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _scrub_column(store: Store, rows: Any, column: str, scrub: Callable[[str], Any]) -> None:
    for row in rows.iterator(chunk_size=_PAGE):
        before = getattr(row, column)
        after = scrub(before)
        if after != before:
            setattr(row, column, after)
            row.save(update_fields=[column], using=store.alias)


def _again(written: str, scrub: Callable[[Any], Any]) -> str:
    try:
        value = json.loads(written)
    except ValueError:
        return str(scrub(written))
    after = scrub(value)
    return written if after == value else json.dumps(after, ensure_ascii=False)


def wipe_traces(store: Store) -> list[str]:
    """Overwrite what changed rows left in the database file; return what could not be done, in words.

    SQLite keeps old pages in its file and its log until they are used again; PostgreSQL keeps old rows until a vacuum.
    """
    from django.db import DatabaseError, connections

    connection = connections[store.alias]
    is_sqlite = connection.vendor == "sqlite"
    statements = (
        (
            "INSERT INTO store_documentwords(store_documentwords) VALUES('optimize')",
            "VACUUM",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        )
        if is_sqlite
        else ("VACUUM FULL",)
    )
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                if statement.startswith("PRAGMA") and (cursor.fetchone() or (0,))[0]:
                    return [
                        f"{store.address}: another program reads the database, so old pages stay in its log for now."
                    ]
    except DatabaseError as error:
        reason = str(error).strip()
        told = f"the words are out of every table, but old pages could not be overwritten ({reason})"
        return [f"{store.address}: {told}. End other programs and run VACUUM."]
    return (
        []
        if is_sqlite
        else [f"{store.address}: the server's write-ahead log and backups may still hold the words."]
    )
