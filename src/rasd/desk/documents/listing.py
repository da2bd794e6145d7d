"""One page of a list of documents: newest arrivals first, or latest publication first, never the whole archive.

What somebody may not see is left out before anything is counted. A reader finds no document by a word that is masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q
from django.db.models.functions import Substr

from rasd.desk.access import Hidden, masked_text
from rasd.desk.documents.asking import Asked
from rasd.desk.site import store
from rasd.store import models
from rasd.store.reading import narrowed
from rasd.store.searching import excerpt
from rasd.store.words import matching, wanted

__all__ = ["PAGE", "Line", "Listed", "listed"]

PAGE = 30
_MOST_COUNTED = 1_000
_BEGINNING = 240
_COLUMNS = (
    "id", "key", "title", "outlet", "published", "published_on", "theatre", "synthetic", "coding_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One document of a list."""

    number: int
    key: str
    title: str
    outlet: str
    published: str
    published_on: date | None
    theatre: str
    is_synthetic: bool
    is_coded: bool
    excerpt: tuple[tuple[str, bool], ...]
    """Pieces of the text; True: what was looked for."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page."""

    lines: tuple[Line, ...]
    next: str
    """What `before` is on the page behind this one; empty: there is none."""
    count: int | None
    """At most one more than `most`; None: not told."""
    most: int = _MOST_COUNTED

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count is not None and self.count > self.most


def listed(asked: Asked, hidden: Hidden, *, is_masked: bool) -> Listed:
    """Return the page that is asked for."""
    found = list(
        islice(
            _found(asked, hidden, is_masked) if asked.words else _newest(asked, hidden, is_masked), PAGE + 1
        )
    )
    lines = tuple(found[:PAGE])
    following = ""
    if len(found) > PAGE:
        last = lines[-1]
        following = f"{last.published_on}_{last.number}" if asked.by_day else f"_{last.number}"
    return Listed(lines, following, _count(asked, hidden, is_masked))


def _rows(asked: Asked, hidden: Hidden) -> Any:
    return narrowed(models.Document.objects.exclude(key__in=hidden.documents), asked.selection)


def _newest(asked: Asked, hidden: Hidden, is_masked: bool) -> Iterator[Line]:
    rows = _rows(asked, hidden).order_by(*(("-published_on",) if asked.by_day else ()), "-id")
    if asked.before is not None:
        day, number = asked.before
        if asked.by_day and day is not None:
            rows = rows.filter(published_on__lte=day).filter(Q(published_on__lt=day) | Q(id__lt=number))
        else:
            rows = rows.filter(id__lt=number)
    page = list(rows.annotate(beginning=Substr("text", 1, _BEGINNING)).only(*_COLUMNS)[: PAGE + 1])
    records = store().records([row.key for row in page]) if is_masked else {}
    for row in page:
        record = records.get(row.key)
        yield Line(
            row.id, row.key, masked_text(row.title or "", record), row.outlet or "", row.published or "",
            row.published_on, row.theatre or "", row.synthetic, row.coding_id is not None,
            ((_shortened(masked_text(row.beginning, record)), False),),
        )  # fmt: skip


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(text) < _BEGINNING else plain.rpartition(" ")[0] + "…"


def _found(asked: Asked, hidden: Hidden, is_masked: bool) -> Iterator[Line]:
    things = wanted(asked.words)
    selection = asked.selection
    if asked.before is not None:
        selection = replace(selection, before=asked.before[1])
    held = store()
    is_whole = hidden.is_empty and not is_masked
    for found in held.search(asked.words, selection, limit=PAGE + 1 if is_whole else None):
        if found.document.id in hidden.documents:
            continue
        document, words, spans = found.document.document, found.excerpt, found.spans
        title = document.title or ""
        if is_masked:
            record = held.record(found.document.id)
            text, title = masked_text(document.text, record), masked_text(title, record)
            if not _holds(f"{title}\n{text}", things):
                continue
            words, spans = excerpt(text, things)
        yield Line(
            found.document.number, found.document.id, title, document.outlet or "", document.published or "", None,
            document.theatre or "", document.synthetic,
            found.document.coded_with is not None, tuple(_pieces(words, spans)),
        )  # fmt: skip


def _holds(text: str, things: Sequence[Any]) -> bool:
    return all(excerpt(text, [thing])[1] for thing in things)


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    last = 0
    for start, end in sorted(spans):
        if start < last:
            continue
        if start > last:
            yield text[last:start], False
        yield text[start:end], True
        last = end
    if last < len(text):
        yield text[last:], False


def _count(asked: Asked, hidden: Hidden, is_masked: bool) -> int | None:
    """Return how many there are, up to a bound; for who sees names masked not how many hold some words."""
    rows = _rows(asked, hidden)
    if asked.words:
        if is_masked:
            return None
        rows = rows.filter(id__in=matching(store().alias, wanted(asked.words)))
    return int(rows.order_by()[: _MOST_COUNTED + 1].count())
