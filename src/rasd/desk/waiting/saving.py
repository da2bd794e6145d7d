"""Views of the queue under names: saved, opened by default, shared, taken away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from rasd.desk.waiting.models import SavedView

__all__ = ["default_of", "drop", "keep", "set_default", "views_of"]

_MOST = 50
LONGEST_NAME = 80


def views_of(person: Any) -> list[Any]:
    """Return the views of a person and those that others share, by name."""
    rows = SavedView.objects.filter(Q(person_id=person.pk) | Q(is_shared=True)).select_related("person")
    return list(rows.order_by("name", "id")[: 2 * _MOST])


def default_of(person: Any) -> str:
    """Return the query that the queue opens with; empty: none."""
    row = (
        SavedView.objects.filter(person_id=person.pk, is_default=True).values_list("query", flat=True).first()
    )
    return str(row or "")


def keep(person: Any, name: str, query: str, *, is_shared: bool, is_default: bool) -> str:
    """Save a view, in place of one's own of that name. Return what is wrong, as a key of words; empty: kept."""
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        return "waiting.wrong.name"
    if len(name) > LONGEST_NAME:
        return "waiting.wrong.long"
    with transaction.atomic():
        mine = SavedView.objects.filter(person_id=person.pk)
        if mine.count() >= _MOST and not mine.filter(name=name).exists():
            return "waiting.wrong.many"
        if is_default:
            mine.update(is_default=False)
        SavedView.objects.update_or_create(
            person_id=person.pk,
            name=name,
            defaults={"query": query, "is_shared": is_shared, "is_default": is_default},
        )
    return ""


def set_default(person: Any, number: int, *, is_default: bool) -> bool:
    """Let the queue open with one of one's own views, or with it no more; False when it is not one's own."""
    with transaction.atomic():
        mine = SavedView.objects.filter(person_id=person.pk)
        if not mine.filter(id=number).exists():
            return False
        mine.update(is_default=False)
        if is_default:
            mine.filter(id=number).update(is_default=True)
    return True


def drop(person: Any, number: int, *, may_drop_shared: bool) -> bool:
    """Take a view away: one's own, and where one may those that are shared."""
    allowed = Q(person_id=person.pk)
    if may_drop_shared:
        allowed |= Q(is_shared=True)
    gone, _ = SavedView.objects.filter(allowed, id=number).delete()
    return bool(gone)
