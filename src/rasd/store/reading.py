"""Documents out of the store, page by page in the order of their arrival, so that no long read holds up a writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any

from django.db.models import Q

from rasd.model import Document, MediaLink
from rasd.store import models
from rasd.store.adding import text_hash
from rasd.store.arrival import EvidenceRef, Selection, Sighting, StoredDocument
from rasd.store.failing import told

__all__ = ["documents", "narrowed", "one_document", "stored", "uncoded"]

_PAGE = 200


def narrowed(rows: Any, selection: Selection) -> Any:
    """Return a query of documents narrowed to the selection."""
    if selection.outlet is not None:
        rows = rows.filter(outlet=selection.outlet)
    if selection.theatre is not None:
        rows = rows.filter(theatre=selection.theatre)
    if selection.published_from is not None:
        rows = rows.filter(published_on__gte=selection.published_from)
    if selection.published_until is not None:
        rows = rows.filter(published_on__lte=selection.published_until)
    if selection.method is not None:
        rows = rows.filter(method=selection.method)
    if selection.url is not None:
        rows = rows.filter(url_sha256=text_hash(selection.url))
    if selection.is_synthetic is not None:
        rows = rows.filter(synthetic__in=(selection.is_synthetic,))  # SQLite finds no index for a bare truth
    if selection.is_coded is not None:
        rows = rows.filter(coding__isnull=not selection.is_coded)
    if selection.before is not None:
        rows = rows.filter(id__lt=selection.before)
    return rows


def documents(alias: str, place: str, selection: Selection) -> Iterator[StoredDocument]:
    """Yield the documents of a selection; those that arrive meanwhile come too."""
    rows = narrowed(models.Document.objects.using(alias), selection)
    if selection.ids is not None:
        wanted = list(dict.fromkeys(selection.ids))
        numbers: list[int] = []
        for start in range(0, len(wanted), 400):
            with told(place):
                numbers += rows.filter(
                    key__in=wanted[start : start + 400], id__gt=selection.after
                ).values_list("id", flat=True)
        numbers.sort()
        for start in range(0, len(numbers), _PAGE):
            with told(place):
                page = stored(alias, rows.filter(id__in=numbers[start : start + _PAGE]).order_by("id"))
            yield from page
        return
    yield from _paged(alias, place, lambda: rows, selection.after)


def _paged(alias: str, place: str, query: Callable[[], Any], after: int) -> Iterator[StoredDocument]:
    while True:
        with told(place):
            page = stored(alias, query().filter(id__gt=after).order_by("id")[:_PAGE])
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].number


def one_document(alias: str, place: str, key: str) -> StoredDocument | None:
    """Return the document of that id."""
    with told(place):
        page = stored(alias, models.Document.objects.using(alias).filter(key=key))
    return page[0] if page else None


def uncoded(alias: str, place: str, data_version: str) -> Iterator[StoredDocument]:
    """Yield documents without a record of that data version; what is coded meanwhile is not yielded again."""

    def query() -> Any:
        others = models.Coding.objects.using(alias).exclude(data_version=data_version)
        numbers = list(others.values_list("id", flat=True))
        return models.Document.objects.using(alias).filter(Q(coding__isnull=True) | Q(coding__in=numbers))

    yield from _paged(alias, place, query, 0)


def stored(alias: str, rows: Any) -> list[StoredDocument]:
    """Return the documents of a query with their sightings and media."""
    page = list(rows.select_related("version_of", "coding").defer("version_of__text"))
    numbers = [row.id for row in page]
    sightings: dict[int, list[Sighting]] = {}
    for met in (
        models.Sighting.objects.using(alias)
        .filter(document_id__in=numbers)
        .select_related("evidence")
        .order_by("id")
    ):
        sightings.setdefault(met.document_id, []).append(_sighting(met))
    media: dict[int, list[MediaLink]] = {}
    for link in models.Media.objects.using(alias).filter(document_id__in=numbers).order_by("id"):
        media.setdefault(link.document_id, []).append(MediaLink(link.url, link.kind))
    return [
        StoredDocument(
            number=row.id,
            document=Document(
                id=row.key,
                text=row.text,
                title=row.title,
                outlet=row.outlet,
                published=row.published,
                published_from=row.published_from,
                url=row.url,
                theatre=row.theatre,
                synthetic=row.synthetic,
            ),
            text_sha256=row.text_sha256,
            version_of=row.version_of.key if row.version_of is not None else None,
            sightings=tuple(sightings.get(row.id, ())),
            media=tuple(media.get(row.id, ())),
            coded_with=row.coding.data_version if row.coding is not None else None,
        )
        for row in page
    ]


def _sighting(met: Any) -> Sighting:
    ref = met.evidence
    return Sighting(
        where=met.where,
        method=met.method,
        collected_at=met.collected_at.astimezone(UTC),
        part=met.part,
        extractor=met.extractor,
        evidence=None
        if ref is None
        else EvidenceRef(ref.warc, ref.offset, ref.length, ref.sha256, ref.record_id, ref.target_uri),
    )
