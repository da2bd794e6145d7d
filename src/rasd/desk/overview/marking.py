"""The mark of a person: read for the page, moved by the button only, and never beyond what the page had shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from rasd.desk.overview.models import Mark
from rasd.store import models

__all__ = ["Place", "last_rows", "mark", "place_of"]

_FIELDS = ("document", "change", "judgement", "review")


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where somebody has looked; all zero: nothing yet."""

    at: datetime | None = None
    document: int = 0
    change: int = 0
    judgement: int = 0
    review: int = 0


def place_of(person: Any) -> Place:
    """Return the mark of a person."""
    row = Mark.objects.filter(person_id=person.pk).first()
    if row is None:
        return Place()
    return Place(row.at, row.document, row.change, row.judgement, row.review)


def last_rows() -> Place:
    """Return the newest rows of the store: what a page shows reaches up to them."""
    return Place(
        None,
        document=_last(models.Document),
        change=_last(models.IncidentChange),
        judgement=_last(models.Judgement),
        review=_last(getattr(models, "Review", None)),
    )


def mark(person: Any, shown: Mapping[str, str]) -> None:
    """Move the mark of a person to what their page had shown; backwards never, and not beyond what is there."""
    was, last = place_of(person), last_rows()
    moved = {}
    for name in _FIELDS:
        given = shown.get(name, "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
        moved[name] = max(getattr(was, name), min(number, getattr(last, name)))
    Mark.objects.update_or_create(person_id=person.pk, defaults={**moved, "at": timezone.now()})


def _last(model: Any) -> int:
    if model is None:
        return 0
    return int(model.objects.aggregate(last=Max("id"))["last"] or 0)
