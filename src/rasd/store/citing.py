"""What incidents rest on, many at once: documents without their words, current records, incidents in the order of ids.

Each is a query a batch, never one an incident, and what has been read is not held: a million incidents take no more memory
than a thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rasd.model import Document, Incident, Record
from rasd.store import models
from rasd.store.failing import told
from rasd.store.incident_filter import IncidentFilter
from rasd.store.incident_list import narrowed
from rasd.store.records import STANDS

__all__ = ["documents_cited", "incidents_by_id", "records_of"]

_PAGE = 500
_MANY = 400
_FACTS = ("key", "title", "outlet", "published", "published_from", "url", "theatre", "synthetic")


def incidents_by_id(alias: str, place: str, asked: IncidentFilter) -> Iterator[Incident]:
    """Yield incidents by their ids: the same order in every store that has the same ones."""
    last = ""
    while True:
        with told(place):
            rows = narrowed(alias, asked).filter(key__gt=last).order_by("key")
            page = list(rows.values_list("key", "incident")[:_PAGE])
        for _, text in page:
            yield Incident.model_validate_json(text)
        if len(page) < _PAGE:
            return
        last = page[-1][0]


def documents_cited(
    alias: str, place: str, keys: Sequence[str], *, with_text: bool
) -> dict[str, tuple[Document, str]]:
    """Return documents by id with the hash of their text; the text itself only where it is asked for."""
    columns = (*_FACTS, "text_sha256", *(("text",) if with_text else ()))
    found: dict[str, tuple[Document, str]] = {}
    for start in range(0, len(keys), _MANY):
        with told(place):
            rows = models.Document.objects.using(alias).filter(key__in=keys[start : start + _MANY])
            page: list[dict[str, Any]] = list(rows.values(*columns))
        for row in page:
            key, digest = row.pop("key"), row.pop("text_sha256")
            found[key] = Document(id=key, **{"text": "", **row}), digest
    return found


def records_of(alias: str, place: str, keys: Sequence[str]) -> dict[str, Record]:
    """Return the records of documents that stand, by document id."""
    found: dict[str, Record] = {}
    for start in range(0, len(keys), _MANY):
        with told(place):
            rows = models.CodedRecord.objects.using(alias).filter(
                current=True, document__key__in=keys[start : start + _MANY]
            )
            page = list(rows.values_list("document__key", STANDS))
        found.update((key, Record.model_validate_json(text)) for key, text in page)
    return found
