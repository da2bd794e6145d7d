"""Too many failures lock a name, and an address, for a while. Kept in the database: a restart does not lift it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from math import ceil

from django.db.models import F
from django.utils import timezone

from rasd.desk.access.models import Failure

__all__ = ["Lockout"]

_OF_NAME = 6
"""Failures on one name."""
_OF_ADDRESS = 30
"""Failures from one address, over all names."""
_MINUTES = 15


class Lockout:
    """The failures of a name and of an address. Neither is kept in the clear: an unknown name is often a password."""

    def __init__(self, name: str, address: str) -> None:
        self._limits = {
            _hashed(f"name {name.casefold()}"): _OF_NAME,
            _hashed(f"address {address}"): _OF_ADDRESS,
        }

    def minutes_left(self) -> int:
        """Return for how many more minutes nobody may try; 0: now."""
        now = timezone.now()
        since = now - timedelta(minutes=_MINUTES)
        rows = Failure.objects.filter(subject__in=list(self._limits), last_at__gt=since)
        ends = [
            row.last_at + timedelta(minutes=_MINUTES)
            for row in rows
            if row.number >= self._limits[row.subject]
        ]
        return ceil((max(ends) - now).total_seconds() / 60) if ends else 0

    def failed(self) -> None:
        """Count one failure."""
        now = timezone.now()
        Failure.objects.filter(last_at__lte=now - timedelta(minutes=_MINUTES)).delete()
        for subject in self._limits:
            Failure.objects.get_or_create(subject=subject, defaults={"last_at": now})
            Failure.objects.filter(subject=subject).update(number=F("number") + 1, last_at=now)

    def lift(self) -> None:
        """Forget the failures of the name: somebody knew the password."""
        Failure.objects.filter(subject=next(iter(self._limits))).delete()


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
