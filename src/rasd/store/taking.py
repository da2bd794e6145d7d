"""Decisions that come from another store: with the names, times and reasons that they had, and the same undoing.

An empty store keeps their numbers; where decisions were made already they get new ones, and the caller is told which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connections, transaction

from rasd.store import models
from rasd.store.custody import Custody, canonical
from rasd.store.judgement import Judgement
from rasd.store.judging import document_of, shown

__all__ = ["take_judgements"]

_MANY = 400


def take_judgements(
    alias: str, custody: Custody, given: Sequence[Judgement], *, origin: Mapping[str, Any]
) -> tuple[dict[int, int], int]:
    """Keep decisions in one transaction; return the number of each by the one it had, and how many were new here."""
    with transaction.atomic(using=alias):
        custody.lock()
        rows = models.Judgement.objects.using(alias)
        is_first = not rows.exists()
        numbers = _known(alias, given)
        new = [one for one in given if one.number not in numbers]
        for one in new:
            row = rows.create(
                id=one.number if is_first else None, action=one.action, value=canonical(one.value), by=one.by, at=one.at,
                why=one.why, spans=canonical(one.spans),
            )  # fmt: skip
            numbers[one.number] = row.pk
            models.JudgementSubject.objects.using(alias).bulk_create(
                [
                    models.JudgementSubject(
                        judgement_id=row.pk, subject=subject, document_key=document_of(subject)
                    )
                    for subject in one.subjects
                ]
            )
            custody.append(
                "judgement.made", one.subjects[0], {**shown(row), "subjects": list(one.subjects), **origin}
            )
        if is_first:
            _go_on_counting(alias)
        for one in new:  # behind all decisions, so that none of their numbers is taken
            if one.undone is not None:
                undoing = rows.create(
                    action="undo", by=one.undone.by, at=one.undone.at, why=one.undone.why,
                    undoes_id=numbers[one.number],
                )  # fmt: skip
                custody.append(
                    "judgement.undone",
                    one.subjects[0],
                    {**shown(undoing), "undoes": numbers[one.number], **origin},
                )
    return numbers, len(new)


def _known(alias: str, given: Sequence[Judgement]) -> dict[int, int]:
    """Return the numbers of those that are here: the same decision of the same person at the same moment."""
    moments = sorted({one.at for one in given})
    here: dict[tuple[Any, ...], int] = {}
    for start in range(0, len(moments), _MANY):
        rows = models.Judgement.objects.using(alias).filter(
            at__in=moments[start : start + _MANY], undoes__isnull=True
        )
        here |= {(row.at, row.by, row.action, row.value): row.pk for row in rows}
    found = ((one, here.get((one.at, one.by, one.action, canonical(one.value)))) for one in given)
    return {one.number: number for one, number in found if number is not None}


def _go_on_counting(alias: str) -> None:
    """Let the database count on behind numbers that were given."""
    connection = connections[alias]
    statements = connection.ops.sequence_reset_sql(no_style(), [models.Judgement])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
