"""What is kept beside the store: drafts of people, and whether a second reader approves."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

__all__ = ["LARGEST_DRAFT", "draft_of", "drop_draft", "keep_draft", "needs_second", "set_second"]

LARGEST_DRAFT = 300_000
"""Characters of what one person may have typed and not kept on one document."""


def needs_second() -> bool:
    """Tell whether a second person must approve what the first one verified."""
    from rasd.desk.verifying.models import Workspace

    return bool(Workspace.objects.order_by("id").values_list("needs_second", flat=True).first())


def set_second(wanted: bool, *, by: str) -> bool:
    """Set whether a second reader approves; return whether that is a change."""
    from rasd.desk.verifying.models import Workspace

    if needs_second() == wanted:
        return False
    Workspace.objects.update_or_create(id=1, defaults={"needs_second": wanted, "by": by})
    return True


def draft_of(person: str, document: str) -> tuple[dict[str, Any], int, datetime] | None:
    """Return what a person typed on a document, on which revision and when; None when there is nothing."""
    from rasd.desk.verifying.models import Draft

    row = Draft.objects.filter(by=person, document=document).first()
    if row is None:
        return None
    typed = json.loads(row.typed)
    return (typed, row.revision, row.at) if typed else None


def keep_draft(person: str, document: str, typed: dict[str, Any], revision: int) -> None:
    """Keep what a person typed, in place of what they typed before; nothing takes the draft away."""
    from rasd.desk.verifying.models import Draft

    if not typed:
        drop_draft(person, document)
        return
    Draft.objects.update_or_create(
        by=person,
        document=document,
        defaults={"typed": json.dumps(typed, ensure_ascii=False), "revision": revision},
    )


def drop_draft(person: str, document: str, form: str | None = None) -> None:
    """Take away what was typed: of one form, else all of it."""
    from rasd.desk.verifying.models import Draft

    rows = Draft.objects.filter(by=person, document=document)
    if form is not None:
        row = rows.first()
        typed = json.loads(row.typed) if row else {}
        if row is None or form not in typed:
            return
        typed.pop(form)
        if typed:
            rows.update(typed=json.dumps(typed, ensure_ascii=False))
            return
    rows.delete()
