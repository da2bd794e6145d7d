"""Records of documents: every run of the coder is kept, the latest is current, its reports are laid out for the linker.

Decisions of people name reports by key and quote their evidence, so a new coding leaves them untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce

from rasd.errors import StoreError
from rasd.model import Record, Report, terms
from rasd.store import models
from rasd.store.arrival import CodingRun
from rasd.store.custody import Custody
from rasd.store.effective import Effective
from rasd.store.links import Links
from rasd.store.queueing import Standing, put_standing, standing_for
from rasd.store.review import Review
from rasd.store.reviewing import reviews_of
from rasd.store.statements import drop_totals, put_totals

__all__ = ["STANDS", "begin_coding", "family_of", "keep_records", "record_of", "reports_of", "stand"]

_MANY = 400
STANDS = Coalesce("verified", "record")
"""The record that stands: after people's decisions where there are any."""


def begin_coding(alias: str, data_version: str, rasd_version: str) -> CodingRun:
    """Return a new run."""
    at = datetime.now(UTC)
    row = models.Coding.objects.using(alias).create(
        data_version=data_version, rasd_version=rasd_version, at=at
    )
    return CodingRun(row.pk, data_version, rasd_version, at)


def keep_records(
    alias: str, custody: Custody, place: str, run: CodingRun, pairs: Sequence[tuple[str, Record]]
) -> None:
    """Keep the records of one batch in one transaction and make them current."""
    by_key = dict(pairs)
    with transaction.atomic(using=alias):
        custody.lock()
        found = {
            row.key: row
            for start in range(0, len(by_key), _MANY)
            for row in models.Document.objects.using(alias)
            .filter(key__in=list(by_key)[start : start + _MANY])
            .only("id", "key", "published_on", "outlet", "theatre")
        }
        missing = [key for key in by_key if key not in found]
        if missing:
            raise StoreError(f"{place}: no document {missing[0]}. Add it before its record.")
        numbers = [row.id for row in found.values()]
        gone = _retire(alias, run, numbers)
        histories = reviews_of(alias, numbers)
        standing = [
            standing_for(alias, found[key], record, histories.get(found[key].id, []))
            for key, record in by_key.items()
        ]
        records = models.CodedRecord.objects.using(alias).bulk_create(
            [
                models.CodedRecord(
                    document_id=one.document.id,
                    coding_id=run.number,
                    record=record.model_dump_json(),
                    verified=one.effective.record.model_dump_json() if one.history else None,
                )
                for one, record in zip(standing, by_key.values(), strict=True)
            ],
            batch_size=_MANY,
        )
        laid = _lay_out(
            alias,
            [(one.document, row, one.effective.record) for one, row in zip(standing, records, strict=True)],
        )
        put_standing(alias, standing)
        put_totals(alias, [(found[key], record) for key, record in by_key.items()])
        Links(alias, place).mark_pending([*gone, *laid])
        for start in range(0, len(numbers), _MANY):
            models.Document.objects.using(alias).filter(id__in=numbers[start : start + _MANY]).update(
                coding_id=run.number
            )


def _retire(alias: str, run: CodingRun, numbers: Sequence[int]) -> list[str]:
    """Make way for new records; return the keys of the reports that were laid out."""
    gone: list[str] = []
    for start in range(0, len(numbers), _MANY):
        some = numbers[start : start + _MANY]
        reports = models.Report.objects.using(alias).filter(document_id__in=some)
        gone += reports.order_by("id").values_list("key", flat=True)
        reports._raw_delete(alias)
        drop_totals(alias, some)
        rows = models.CodedRecord.objects.using(alias).filter(document_id__in=some)
        rows.filter(coding_id=run.number)._raw_delete(alias)  # the same run again, after an interruption
        rows.filter(current=True).update(current=False)
    return gone


def stand(
    alias: str,
    place: str,
    document: Any,
    row: Any,
    before: Effective,
    now: Effective,
    history: Sequence[Review],
) -> None:
    """Lay out what stands after a decision of a person: only reports that it changes are linked again."""
    row.verified = now.record.model_dump_json() if history else None
    row.save(update_fields=["verified"], using=alias)
    then, after = (
        {report.id: report.model_dump_json() for report in one.record.reports} for one in (before, now)
    )
    changed = [key for key in {**then, **after} if then.get(key) != after.get(key)]
    keys = [f"{document.key}#{key}" for key in changed]
    models.Report.objects.using(alias).filter(key__in=keys)._raw_delete(alias)
    models.Report.objects.using(alias).bulk_create(
        [
            _report_row(document, row, report, index)
            for index, report in enumerate(now.record.reports, 1)
            if report.id in changed
        ]
    )
    Links(alias, place).mark_pending(keys)
    put_standing(alias, [Standing(document, now, history)])


def _lay_out(alias: str, coded: Sequence[tuple[Any, Any, Record]]) -> list[str]:
    rows = [
        _report_row(document, record_row, report, index)
        for document, record_row, record in coded
        for index, report in enumerate(record.reports, 1)
    ]
    models.Report.objects.using(alias).bulk_create(rows, batch_size=_MANY)
    return [row.key for row in rows]


def _report_row(document: Any, record_row: Any, report: Report, index: int) -> Any:
    first, last = _days(report, document.published_on)
    return models.Report(
        key=f"{document.key}#{report.id or f'r{index}'}",
        document_id=document.id,
        record_id=record_row.pk,
        report=report.model_dump_json(),
        kind=report.kind,
        family=family_of(report.kind),
        factuality=report.factuality,
        first_day=first,
        last_day=last,
        dated=report.date.start is not None or report.date.end is not None,
    )


def _days(report: Report, published: date | None) -> tuple[date | None, date | None]:
    first, last = report.date.start or report.date.end, report.date.end or report.date.start
    if first is None and published is not None:
        return published - timedelta(days=1), published
    return first, last


@cache
def _families() -> dict[str, str]:
    return {name: term.family or name for name, term in terms("kinds").items()}


def family_of(kind: str) -> str:
    """Return the family of a kind."""
    return _families().get(kind, kind)


def record_of(alias: str, key: str, run: int | None = None) -> Record | None:
    """Return the record of a document that stands, or what the machine read in one run."""
    rows = models.CodedRecord.objects.using(alias).filter(document__key=key)
    if run is None:
        text = rows.filter(current=True).values_list(STANDS, flat=True).first()
    else:
        text = rows.filter(coding_id=run).values_list("record", flat=True).first()
    return None if text is None else Record.model_validate_json(text)


def reports_of(alias: str, keys: Sequence[str]) -> dict[str, Report]:
    """Return reports of current records by id."""
    found: dict[str, Report] = {}
    for start in range(0, len(keys), _MANY):
        rows = models.Report.objects.using(alias).filter(key__in=keys[start : start + _MANY])
        found.update(
            (key, Report.model_validate_json(text)) for key, text in rows.values_list("key", "report")
        )
    return found
