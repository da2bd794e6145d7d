"""Judgements are written once. Undoing one is another row; a new coding moves neither.

A judgement names reports and keeps their evidence: after a new coding a report is found again by the words it was read
from, whatever its number in the document became.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from rasd.errors import StoreError
from rasd.store import models
from rasd.store.custody import Custody, canonical
from rasd.store.effective import overlap, report_spans
from rasd.store.failing import told
from rasd.store.judgement import ACTIONS, Judgement, Undoing
from rasd.store.standing import wrong_value

__all__ = ["document_of", "judge", "judgements", "located", "shown", "undo"]

_PAGE = 500
Span = tuple[int, int]


def judge(
    alias: str,
    custody: Custody,
    place: str,
    action: str,
    subjects: Sequence[str],
    *,
    value: Any,
    by: str,
    why: str,
) -> Judgement:
    """Record one decision."""
    if action not in ACTIONS:
        raise StoreError(f'No decision is called "{action}". Decisions: {", ".join(ACTIONS)}.')
    if not by.strip():
        raise StoreError("A decision needs the name of who decides. Give --by or set RASD_BY.")
    named = tuple(dict.fromkeys(subjects))
    if action in ("positive", "negative") and len(named) < 2:
        raise StoreError(
            f"{action}: names two different reports or more, not {len(named)}: {', '.join(named) or 'none'}."
        )
    if not named:
        raise StoreError(f"{action}: names no report. Give at least one: <document id>#<report id>.")
    wrong = wrong_value(action, value)
    if wrong:
        raise StoreError(wrong)
    if action == "facet" and not why.strip():
        raise StoreError("facet: a decision needs its reason. Give --why.")
    with transaction.atomic(using=alias):
        custody.lock()
        known = _evidence_of(alias, named)
        missing = [subject for subject in named if subject not in known]
        if missing:
            raise StoreError(
                f"{place}: no report {missing[0]}. `rasd incident ID` lists those of an incident."
            )
        row = models.Judgement.objects.using(alias).create(
            action=action,
            value=canonical(value),
            by=by,
            at=datetime.now(UTC),
            why=why,
            spans=canonical(known),
        )
        models.JudgementSubject.objects.using(alias).bulk_create(
            [
                models.JudgementSubject(
                    judgement_id=row.pk, subject=subject, document_key=document_of(subject)
                )
                for subject in named
            ]
        )
        custody.append("judgement.made", named[0], {**shown(row), "subjects": list(named)})
    return _judgement(row, named)


def undo(alias: str, custody: Custody, place: str, number: int, *, by: str, why: str) -> Judgement:
    """Take a decision back."""
    if not by.strip():
        raise StoreError("Undoing a decision needs a name. Give --by or set RASD_BY.")
    with transaction.atomic(using=alias):
        custody.lock()
        rows = models.Judgement.objects.using(alias)
        row = rows.filter(id=number).select_related("undone_by").first()
        if row is None or row.undoes_id is not None:
            raise StoreError(f"{place}: no decision has the number {number}. `rasd incident ID` lists them.")
        earlier = getattr(row, "undone_by", None)
        if earlier is not None:
            raise StoreError(
                f"{place}: decision {number} was undone by {earlier.by} on {earlier.at:%Y-%m-%d}."
            )
        undoing = rows.create(action="undo", by=by, at=datetime.now(UTC), why=why, undoes_id=number)
        named = tuple(
            models.JudgementSubject.objects.using(alias)
            .filter(judgement_id=number)
            .order_by("id")
            .values_list("subject", flat=True)
        )
        custody.append("judgement.undone", named[0], {**shown(undoing), "undoes": number})
    return _judgement(row, named, undoing)


def judgements(
    alias: str,
    place: str,
    *,
    subjects: Iterable[str] | None,
    documents: Iterable[str] | None,
    action: str | None,
    by: str | None,
    undone: bool | None,
) -> Iterator[Judgement]:
    """Yield judgements in the order in which they were made."""
    rows = models.Judgement.objects.using(alias).filter(undoes__isnull=True).select_related("undone_by")
    if action is not None:
        rows = rows.filter(action=action)
    if by is not None:
        rows = rows.filter(by=by)
    if undone is not None:
        rows = rows.filter(undone_by__isnull=not undone)
    with told(place):
        asked = [("subject", subjects), ("document_key", documents)]
        found = [_numbers(alias, rows, field, values) for field, values in asked if values is not None]
        numbers = sorted(set.intersection(*found) if found else rows.values_list("id", flat=True))
    for start in range(0, len(numbers), _PAGE):
        some = numbers[start : start + _PAGE]
        with told(place):
            named: dict[int, list[str]] = {}
            for subject in (
                models.JudgementSubject.objects.using(alias).filter(judgement__in=some).order_by("id")
            ):
                named.setdefault(subject.judgement_id, []).append(subject.subject)
            page = list(rows.filter(id__in=some).order_by("id"))
        for row in page:
            yield _judgement(row, tuple(named.get(row.pk, ())), getattr(row, "undone_by", None))


def _numbers(alias: str, rows: Any, field: str, values: Iterable[str]) -> set[int]:
    named = sorted(set(values))
    found: set[int] = set()
    for start in range(0, len(named), _PAGE):
        about = models.JudgementSubject.objects.using(alias).filter(
            **{f"{field}__in": named[start : start + _PAGE]}
        )
        found.update(rows.filter(id__in=about.values("judgement_id")).values_list("id", flat=True))
    return found


def located(alias: str, place: str, made: Sequence[Judgement]) -> list[tuple[str | None, ...]]:
    """Return for each judgement what its subjects are called in the current records; None: no longer read."""
    wanted = sorted({document_of(subject) for one in made for subject in one.subjects})
    now: dict[str, dict[str, list[Span]]] = {}
    for start in range(0, len(wanted), _PAGE):
        with told(place):
            reports = models.Report.objects.using(alias).filter(
                document__key__in=wanted[start : start + _PAGE]
            )
            for key, text in reports.values_list("key", "report"):
                now.setdefault(document_of(key), {})[key] = list(report_spans(json.loads(text)))
    return [
        tuple(
            _found_again(subject, one.spans.get(subject), now.get(document_of(subject), {}))
            for subject in one.subjects
        )
        for one in made
    ]


def document_of(report_key: str) -> str:
    """Return the document id of a report id."""
    return report_key.rpartition("#")[0]


def _found_again(subject: str, spans: Any, now: dict[str, list[Span]]) -> str | None:
    if not spans:
        return subject if subject in now else None
    then = [(first, last) for first, last in spans]
    shared = {key: overlap(then, found) for key, found in now.items()}
    best = max(shared, key=lambda key: (shared[key], key == subject, key), default=None)
    return best if best is not None and shared[best] > 0 else None


def _evidence_of(alias: str, keys: Sequence[str]) -> dict[str, list[Span]]:
    found = models.Report.objects.using(alias).filter(key__in=keys).values_list("key", "report")
    return {key: list(report_spans(json.loads(text))) for key, text in found}


def shown(row: Any) -> dict[str, Any]:
    """Return what the custody log says of a row; the reason may name people, so its hash stands for it."""
    return {
        "judgement": row.pk,
        "action": row.action,
        "value": sha256(row.value.encode()).hexdigest()
        if row.action in ("note", "best")
        else json.loads(row.value),
        "by": row.by,
        "why_sha256": sha256(row.why.encode("utf-8", "replace")).hexdigest(),
    }


def _judgement(row: Any, named: tuple[str, ...], undoing: Any = None) -> Judgement:
    undone = None if undoing is None else Undoing(undoing.by, undoing.at.astimezone(UTC), undoing.why)
    return Judgement(
        row.pk, row.action, named, json.loads(row.value), row.by, row.at.astimezone(UTC), row.why,
        json.loads(row.spans), undone,
    )  # fmt: skip
