"""Totals that documents claim ("1,234 خرقا"), found without reading every record: rows beside the current records.

They are laid out when records are kept, so records that were made before the reader knew totals have none until the next
coding. The words come from the document's text as it is now: what is redacted there is gone here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from rasd.model import ClaimedTotal, Record, Statement
from rasd.store import models
from rasd.store.failing import told

if TYPE_CHECKING:
    from rasd.store.store import Store

__all__ = ["drop_totals", "put_totals", "statement_numbers", "statements", "statements_numbered"]

_MANY = 400
_PAGE = 200
_GAP = " … "
_MARK = "|"
"""Around each theatre in the column."""


def drop_totals(alias: str, numbers: Sequence[int]) -> None:
    """Take away the totals of these documents, by number."""
    models.ClaimedTotal.objects.using(alias).filter(document_id__in=numbers)._raw_delete(alias)


def put_totals(alias: str, coded: Sequence[tuple[Any, Record]]) -> None:
    """Lay out the totals of records, each with the row of its document."""
    rows = [_row(document, record, total) for document, record in coded for total in record.claimed_totals]
    models.ClaimedTotal.objects.using(alias).bulk_create(rows, batch_size=_MANY)


def statements(
    store: Store, first_day: Day | None, last_day: Day | None, theatres: Sequence[str]
) -> Iterator[Statement]:
    """Yield what is claimed for days of a window, the earliest first; what has no day or no theatre comes too."""
    numbers = statement_numbers(store, first_day, last_day, theatres)
    yield from (found for _, found in statements_numbered(store, numbers))


def statement_numbers(
    store: Store, first_day: Day | None, last_day: Day | None, theatres: Sequence[str]
) -> list[int]:
    """Return the numbers of what is claimed for days of a window, in the order of `statements`."""
    rows = models.ClaimedTotal.objects.using(store.alias)
    if first_day is not None:
        rows = rows.filter(Q(last_day__gte=first_day) | Q(last_day__isnull=True))
    if last_day is not None:
        rows = rows.filter(Q(first_day__lte=last_day) | Q(first_day__isnull=True))
    if theatres:
        named = [Q(theatres__contains=f"{_MARK}{one}{_MARK}") for one in theatres]
        rows = rows.filter(reduce(or_, named, Q(theatres="")))
    with told(store.address):
        days = rows.values_list("first_day", "last_day", "id")
        return [number for *_, number in sorted(days, key=_by_days)]


def statements_numbered(store: Store, numbers: Sequence[int]) -> Iterator[tuple[int, Statement]]:
    """Yield statements with their numbers, page by page; those that are there no more are left out."""
    for start in range(0, len(numbers), _PAGE):
        some = numbers[start : start + _PAGE]
        with told(store.address):
            asked = models.ClaimedTotal.objects.using(store.alias).filter(id__in=some)
            found = {row.id: row for row in asked.select_related("document")}
        yield from ((number, _statement(found[number])) for number in some if number in found)


def _by_days(one: tuple[Day | None, Day | None, int]) -> tuple[Day, Day, int]:
    first, last, number = one
    return first or Day.max, last or Day.max, number


def _row(document: Any, record: Record, total: ClaimedTotal) -> Any:
    published = document.published_on
    first = total.since or total.until or published
    last = total.until or max((day for day in (first, published) if day is not None), default=None)
    named = dict.fromkeys(one for one in (record.theatre, *record.theatres) if one)
    return models.ClaimedTotal(
        document_id=document.id,
        theatres=_MARK + _MARK.join(named) + _MARK if named else "",
        first_day=first,
        last_day=last,
        total=total.model_dump_json(),
    )


def _statement(row: Any) -> Statement:
    document, total = row.document, ClaimedTotal.model_validate_json(row.total)
    pieces = [" ".join(document.text[first:last].split()) for first, last in sorted(total.evidence)]
    return Statement(
        document_id=document.key,
        outlet=document.outlet,
        published=document.published,
        total=total,
        words=_GAP.join(piece for piece in pieces if piece),
        synthetic=document.synthetic,
    )
