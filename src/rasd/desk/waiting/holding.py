"""Who has a document open: who took it from the queue a while ago, who typed on it lately, who has it in work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from rasd.desk.site import store
from rasd.desk.waiting.models import Hold
from rasd.store import QueueFilter

__all__ = ["opened_by", "take"]

_TAKEN_FOR = timedelta(minutes=20)
_TYPED_WITHIN = timedelta(minutes=60)
_PAGE = 50
_MOST_PAGES = 20


def opened_by(documents: Sequence[str]) -> dict[str, str]:
    """Return who has each of these documents open, where somebody has."""
    from rasd.desk.verifying.models import Draft

    now = timezone.now()
    typed = Draft.objects.filter(document__in=documents, at__gt=now - _TYPED_WITHIN).order_by("at")
    found = dict(typed.values_list("document", "by"))
    taken = Hold.objects.filter(document__in=documents, at__gt=now - _TAKEN_FOR)
    return found | dict(taken.values_list("document", "by"))


def take(wanted: QueueFilter, person: str) -> str | None:
    """Take the first document of a filter that nobody else has open, and that this person has not just taken.

    Two who ask at once get two documents.
    """
    held = store()
    now = timezone.now()
    with held.transaction():
        Hold.objects.filter(at__lt=now - _TAKEN_FOR).delete()
        after = None
        for _ in range(_MOST_PAGES):
            rows = held.queue(wanted, after=after, limit=_PAGE)
            opened = opened_by([row.document for row in rows])
            for row in rows:
                is_others = row.state == "in_work" and row.by != person
                if is_others or row.document in opened:
                    continue
                Hold.objects.update_or_create(document=row.document, defaults={"by": person, "at": now})
                return row.document
            if len(rows) < _PAGE:
                return None
            after = (rows[-1].weight, rows[-1].document)
    return None
