"""The queue: where each coded document stands, and what matters first. Made anew from records and reviews at any time.

The weight orders, it measures nothing: ``4 log2(1 + killed) + 2 log2(1 + injured) + min(doubts, 6) + 3`` where a decision is
in question ``+ 2`` where a place is new. Its parts are kept beside it, so that a page can say why a document comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2
from typing import Any

from django.db.models import Q

from rasd.model import Record, Report
from rasd.store import models
from rasd.store.effective import Effective
from rasd.store.failing import told
from rasd.store.review import OPEN_STATES, QueueFilter, QueueRow, Review
from rasd.store.reviewing import effective_of, reviews_of, state_of

__all__ = ["Standing", "count_queue", "fill_queue", "put_standing", "queue", "standing_for"]

_MANY = 400
_NEW_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the place of one document in the queue is computed from."""

    document: Any
    effective: Effective
    history: Sequence[Review]


def standing_for(alias: str, document: Any, machine: Record, history: Sequence[Review]) -> Standing:
    """Return the standing of one document; where nobody decided anything the machine's record stands as it is."""
    if not history:
        return Standing(document, Effective(machine, (), frozenset(), ()), history)
    return Standing(document, effective_of(alias, document.pk, machine, history), history)


def put_standing(alias: str, found: Sequence[Standing]) -> None:
    """Write where documents stand, those with a row and those without."""
    novel = _novel(alias, found)
    rows = [_row(one, one.document.pk in novel) for one in found]
    columns = [field.name for field in models.ReviewStanding._meta.concrete_fields if not field.primary_key]
    models.ReviewStanding.objects.using(alias).bulk_create(
        rows, batch_size=_MANY, update_conflicts=True, unique_fields=["document"], update_fields=columns
    )


def fill_queue(alias: str, place: str) -> Iterator[int]:
    """Give a row to every coded document that has none (coded before there was a queue); yield how many were given one."""
    last = 0
    while True:
        with told(place):
            missing = models.CodedRecord.objects.using(alias).filter(
                id__gt=last, current=True, document__standing__isnull=True
            )
            page = list(missing.select_related("document").defer("document__text").order_by("id")[:_MANY])
            histories = reviews_of(alias, [row.document_id for row in page])
            found = [
                standing_for(
                    alias,
                    row.document,
                    Record.model_validate_json(row.record),
                    histories.get(row.document_id, []),
                )
                for row in page
            ]
            put_standing(alias, found)
        if page:
            last = page[-1].id
            yield len(page)
        if len(page) < _MANY:
            return


def queue(
    alias: str, place: str, wanted: QueueFilter, *, after: tuple[float, str] | None, limit: int
) -> list[QueueRow]:
    """Return the next documents of the queue, the weightiest first; `after`: weight and id of the last one seen."""
    with told(place):
        rows = _narrowed(alias, wanted)
        if after is not None:
            weight, key = after
            last = models.Document.objects.using(alias).filter(key=key).values_list("id", flat=True).first()
            rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, document_id__gt=last or 0))
        rows = rows.select_related("document").defer("document__text").order_by("-weight", "document_id")
        return [_shown(row) for row in rows[:limit]]


def count_queue(alias: str, place: str, wanted: QueueFilter, most: int | None = None) -> int:
    """Return how many documents a filter of the queue has; with `most` counting ends there."""
    with told(place):
        rows = _narrowed(alias, wanted)
        return int((rows if most is None else rows[:most]).count())


def _narrowed(alias: str, wanted: QueueFilter) -> Any:
    rows = models.ReviewStanding.objects.using(alias).all()
    if set(wanted.states) <= OPEN_STATES:
        rows = rows.filter(
            is_open__in=(True,)
        )  # an index in the order of the queue; a bare truth would miss it
    if set(wanted.states) != OPEN_STATES:
        rows = rows.filter(state__in=wanted.states)
    for name in ("outlet", "theatre", "by"):
        value = getattr(wanted, name)
        if value is not None:
            rows = rows.filter(**{name: value})
    if wanted.kind is not None:
        rows = rows.filter(kinds__contains=f" {wanted.kind} ")
    if wanted.is_outdated is not None:
        rows = rows.filter(outdated__gt=0) if wanted.is_outdated else rows.filter(outdated=0)
    if wanted.has_reports is not None:
        rows = rows.filter(reports__gt=0) if wanted.has_reports else rows.filter(reports=0)
    if wanted.hidden:
        rows = rows.exclude(document__key__in=wanted.hidden)
    return rows


def _shown(row: Any) -> QueueRow:
    document = row.document
    return QueueRow(
        document=document.key, state=row.state, by=row.by, at=row.at, weight=row.weight, reports=row.reports,
        killed=row.killed, injured=row.injured, doubts=row.doubts, outdated=row.outdated, is_novel=row.is_novel,
        kinds=tuple(row.kinds.split()), title=document.title, outlet=document.outlet, theatre=document.theatre,
        published_on=document.published_on,
    )  # fmt: skip


def _row(one: Standing, is_novel: bool) -> Any:
    record = one.effective.record
    reports = record.reports
    killed = max((_most(report, "killed") for report in reports), default=0)
    injured = max((_most(report, "injured") for report in reports), default=0)
    doubted = sum(1 for review in one.history if review.action == "doubt" and review.undone_by is None)
    doubts = len(record.issues) + sum(_open(report) for report in reports) + doubted
    outdated = sum(slot.is_outdated for slot in one.effective.slots) + len(one.effective.lost)
    state, by, at = state_of(one.history)
    weight = 4 * log2(1 + killed) + 2 * log2(1 + injured) + min(doubts, 6) + 3 * bool(outdated) + 2 * is_novel
    kinds = " ".join(dict.fromkeys(report.kind for report in reports))
    return models.ReviewStanding(
        document_id=one.document.pk, state=state, is_open=state in OPEN_STATES, by=by, at=at, weight=weight, reports=len(reports), killed=killed,
        injured=injured, doubts=doubts, outdated=outdated, is_novel=is_novel, kinds=f" {kinds} ",
        outlet=one.document.outlet, theatre=record.theatre or one.document.theatre,
    )  # fmt: skip


def _most(report: Report, effect: str) -> int:
    return sum(
        (harm.max or harm.min or 0) for harm in report.harm if harm.effect == effect and harm.unit == "people"
    )


def _open(report: Report) -> int:
    unsettled = sum(bool(place.candidates) for place in report.places)
    return unsettled + (report.date.start is None and report.date.end is None) + (not report.places)


def _novel(alias: str, found: Sequence[Standing]) -> set[int]:
    """Return the documents with a report from a place in which no incident of the thirty days before it was."""
    wanted: list[tuple[int, str, date]] = []
    for one in found:
        for report in one.effective.record.reports:
            day = report.date.start or report.date.end or one.document.published_on
            wanted += [
                (one.document.pk, place.gazetteer_id, day)
                for place in report.places
                if place.gazetteer_id and day is not None
            ]
    days = _days_of(alias, sorted({place for _, place, _ in wanted}))
    return {
        number
        for number, place, day in wanted
        if not any(day - _NEW_AFTER <= other < day for other in days.get(place, ()))
    }


def _days_of(alias: str, places: Sequence[str]) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for start in range(0, len(places), _MANY):
        facets = models.IncidentFacet.objects.using(alias).filter(
            name="place", value__in=places[start : start + _MANY], incident__first_day__isnull=False
        )
        for value, day in facets.values_list("value", "incident__first_day").distinct():
            found.setdefault(value, []).append(day)
    return found
