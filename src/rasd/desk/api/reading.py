"""Operations that read: incidents, documents, records, the queue. What somebody may not see is not there."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from rasd.desk.access import audit, masked_record
from rasd.desk.api.answering import Refused, scoped
from rasd.desk.api.routes import router
from rasd.desk.api.shapes import (
    DocumentOut,
    DocumentsPage,
    ErrorOut,
    IncidentsPage,
    QueueLine,
    QueuePage,
    ReviewedOut,
    ValueOut,
)
from rasd.desk.incident.seeing import Eyes, eyes_of
from rasd.desk.selection import FACETS, Selection, index
from rasd.model import Incident
from rasd.store import OPEN_STATES, QueueFilter, Reviewed
from rasd.store import Selection as Documents

__all__ = ["reviewed_out"]

_MOST = 200
_ERRORS = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 422: ErrorOut, 429: ErrorOut}
Limit = Annotated[int, Query(ge=1, le=_MOST)]
Key = Annotated[str, Query(max_length=400)]


@router.get("/incidents", response={200: IncidentsPage, **_ERRORS}, summary="Incidents of a selection")
@scoped("read")
def incidents(request: HttpRequest, limit: Limit = 50) -> Any:
    """Return a page of incidents. The selection is the query string of the desk's own list: kind, theatre, since, words …"""
    selection = Selection.from_query(request.GET)
    eyes = eyes_of(request)
    chosen = index().select(selection, eyes.hidden)
    pages = max(1, -(-chosen.total // limit))
    page = min(selection.page, pages)
    found = index().incidents(chosen, (page - 1) * limit, page * limit)
    return IncidentsPage(
        count=chosen.total,
        page=page,
        pages=pages,
        query=selection.query,
        facets={name: chosen.counts(name) for name in FACETS},
        complaints=[one.field for one in selection.complaints],
        incidents=[seen for one in found if (seen := eyes.seen(one)) is not None],
    )


@router.get("/incidents/{key}", response={200: Incident, **_ERRORS}, summary="One incident")
@scoped("read")
def incident(request: HttpRequest, key: str) -> Any:
    """Return one incident by its id or a former one."""
    found = eyes_of(request).incident(key)
    if found is None:
        raise Refused(404, "missing", "No such incident.")
    audit(request, "incident.seen", found.id)
    return found


@router.get(
    "/documents", response={200: DocumentsPage, **_ERRORS}, summary="Documents, in the order of arrival"
)
@scoped("read")
def documents(
    request: HttpRequest,
    outlet: Key = "",
    theatre: Key = "",
    after: Annotated[int, Query(ge=0, lt=2**63)] = 0,
    limit: Limit = 50,
) -> Any:
    """Return a page of documents without their texts."""
    eyes = eyes_of(request)
    wanted = Documents(outlet=outlet or None, theatre=theatre or None, after=after)
    found: list[DocumentOut] = []
    last: int | None = None
    for one in eyes.store.documents(wanted):
        if len(found) == limit:
            return DocumentsPage(documents=found, next=str(last))
        last = one.number
        if one.id not in eyes.hidden.documents:
            found.append(_document(eyes, one.id, one.document, one.text_sha256))
    return DocumentsPage(documents=found, next=None)


@router.get(
    "/documents/{path:key}", response={200: DocumentOut, **_ERRORS}, summary="One document with its text"
)
@scoped("read")
def document(request: HttpRequest, key: str) -> Any:
    """Return one document with its text; for readers names of victims and witnesses are masked in it."""
    eyes = eyes_of(request)
    found = _seen(eyes, key)
    audit(request, "document.seen", key)
    return _document(eyes, key, eyes.texts([key])[key], found.text_sha256, with_text=True)


@router.get("/records/{path:key}", response={200: ReviewedOut, **_ERRORS}, summary="The record of a document")
@scoped("read")
def record(request: HttpRequest, key: str) -> Any:
    """Return the record as the machine read it, as it stands, and who decided what."""
    eyes = eyes_of(request)
    if _seen(eyes, key).coded_with is None:
        raise Refused(404, "uncoded", "This document is not coded yet.")
    audit(request, "document.seen", key)
    return reviewed_out(eyes.store.reviewed(key), is_masked=eyes.is_masked)


@router.get(
    "/queue", response={200: QueuePage, **_ERRORS}, summary="Documents to look at, the weightiest first"
)
@scoped("read")
def queue(
    request: HttpRequest,
    theatre: Key = "",
    outlet: Key = "",
    kind: Key = "",
    after: Annotated[str, Query(max_length=500, description="`next` of the page before.")] = "",
    limit: Limit = 50,
) -> Any:
    """Return coded documents that wait, are in work or came back."""
    eyes = eyes_of(request)
    wanted = QueueFilter(
        states=OPEN_STATES, theatre=theatre or None, outlet=outlet or None, kind=kind or None,
        hidden=eyes.hidden.documents,
    )  # fmt: skip
    rows = eyes.store.queue(wanted, after=_after(after), limit=limit)
    lines = [
        QueueLine(
            document=row.document, state=row.state, by="" if eyes.is_masked else row.by, weight=row.weight,
            reports=row.reports, killed=row.killed, injured=row.injured, doubts=row.doubts, outdated=row.outdated,
            is_novel=row.is_novel, kinds=list(row.kinds), title=None if eyes.is_masked else row.title,
            outlet=row.outlet, theatre=row.theatre, published_on=row.published_on,
        )
        for row in rows
    ]  # fmt: skip
    return QueuePage(
        documents=lines, next=f"{rows[-1].weight!r}:{rows[-1].document}" if len(rows) == limit else None
    )


def _after(given: str) -> tuple[float, str] | None:
    if not given:
        return None
    weight, _, key = given.partition(":")
    try:
        return float(weight), key
    except ValueError:
        raise Refused(422, "invalid", "after: give `next` of the page before, as it came.") from None


def _seen(eyes: Eyes, key: str) -> Any:
    found = None if key in eyes.hidden.documents else eyes.store.document(key)
    if found is None:
        raise Refused(404, "missing", "No such document.")
    return found


def _document(eyes: Eyes, key: str, document: Any, digest: str, *, with_text: bool = False) -> DocumentOut:
    title = document.title
    if eyes.is_masked and not with_text:
        title = None  # a title may name somebody; it is masked where the record is read too
    return DocumentOut(
        id=key, title=title, outlet=document.outlet, published=document.published, url=document.url,
        theatre=document.theatre, synthetic=document.synthetic, text_sha256=digest,
        text=document.text if with_text else None,
    )  # fmt: skip


def reviewed_out(found: Reviewed, *, is_masked: bool) -> ReviewedOut:
    """Return a reviewed record as the API gives it; masked, it tells no single values."""
    machine, record = (
        (masked_record(found.machine), masked_record(found.record))
        if is_masked
        else (found.machine, found.record)
    )
    values = (
        []
        if is_masked
        else [
            ValueOut(
                key=one.key, report=one.report, field=one.field, state=one.state, machine=one.machine, value=one.value,
                by=one.review.by if one.review else None, review=one.review.number if one.review else None,
                outdated=one.is_outdated,
            )
            for one in found.values
        ]
    )  # fmt: skip
    return ReviewedOut(
        document=found.document, revision=found.revision, state=found.state,
        state_by="" if is_masked else found.state_by, machine=machine, record=record, values=values,
    )  # fmt: skip
