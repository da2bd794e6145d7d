"""What of the desk's own tables quotes documents goes with a redaction: drafts that people were typing on them."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["forget"]

_MANY = 400


def forget(documents: Sequence[str]) -> int:
    """Delete the drafts on these documents; return how many there were."""
    from rasd.desk.verifying.models import Draft

    gone = 0
    for start in range(0, len(documents), _MANY):
        gone += Draft.objects.filter(document__in=documents[start : start + _MANY]).delete()[0]
    return gone
