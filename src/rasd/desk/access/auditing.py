"""The audit log: who saw or changed what, each entry chained to the one before by its hash, as the custody log of the store is.

An entry is appended inside the transaction at hand, so the log and what it tells of never disagree. The triggers of the
database forbid altering and deleting entries; whoever rewrites the database itself breaks the chain.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any, Literal

from django.db import connection, transaction
from django.http import HttpRequest

from rasd.errors import StoreError

__all__ = ["AuditLine", "append", "audit", "entries_in", "lines", "verified"]

_LONGEST = 600
_AGAIN_AFTER = 15 * 60
"""Seconds in which the same person's seeing the same is written once."""
_REMEMBERED = 5_000
_PAGE = 1_000
_seen: OrderedDict[tuple[str, str, str], float] = OrderedDict()
_seen_lock = Lock()


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the log."""

    seq: int
    at: str
    """ISO 8601, UTC."""
    by: str
    action: str
    subject: str
    details: dict[str, Any]
    previous: str
    hash: str

    def computed(self) -> str:
        """Return the hash that this entry must have."""
        return _digest(self.seq, self.at, self.by, self.action, self.subject, self.details, self.previous)


def audit(request: HttpRequest, action: str, subject: str, **details: Any) -> None:
    """Append who did `action` ("document.seen", "incident.merged") to `subject`, in the transaction at hand.

    The same person's seeing the same (`*.seen`) is written once in a quarter of an hour.
    """
    person: Any = getattr(request, "user", None)
    by = str(person.username) if person is not None and person.is_authenticated else ""
    if not action.endswith(".seen"):
        append(action, subject, by=by, details=details)
        return
    key = (by, action, subject)
    with _seen_lock:
        if monotonic() - _seen.get(key, -_AGAIN_AFTER) < _AGAIN_AFTER:
            return
    append(action, subject, by=by, details=details)
    transaction.on_commit(partial(_remember, key))


def append(action: str, subject: str, *, by: str = "", details: Mapping[str, Any] | None = None) -> None:
    """Append one entry; for what happens outside of a request. `details` must be JSON."""
    from rasd.desk.access.models import AuditEntry, AuditHead
    from rasd.store.custody import canonical

    with transaction.atomic(savepoint=False):
        heads = AuditHead.objects.filter(id=1)
        if connection.vendor == "postgresql":
            heads = heads.select_for_update()
        found = heads.values_list("seq", "hash").first()
        if found is None:
            raise StoreError("The audit log has lost its head. Restore the store from a backup.")
        seq, previous = found[0] + 1, found[1]
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        subject = subject.replace("\x00", "\ufffd")[:_LONGEST]
        kept = json.loads(canonical(dict(details or {})).replace("\\u0000", "\\ufffd"))
        digest = _digest(seq, at, by, action, subject, kept, previous)
        AuditEntry.objects.bulk_create(
            [
                AuditEntry(
                    seq=seq, at=at, by=by, action=action, subject=subject, details=canonical(kept),
                    previous=previous, hash=digest,
                )
            ]
        )  # fmt: skip
        AuditHead.objects.filter(id=1).update(seq=seq, hash=digest)


def lines(rows: Any) -> Iterator[AuditLine]:
    """Yield the entries of a query of `AuditEntry`."""
    for row in rows.iterator(chunk_size=_PAGE):
        yield AuditLine(
            row.seq, row.at, row.by, row.action, row.subject, json.loads(row.details), row.previous, row.hash
        )


def entries_in(log: Literal["audit", "custody"]) -> int:
    """Return how many entries the audit log, or the custody log of the store, must have."""
    return _head(log)[0]


def verified(log: Literal["audit", "custody"] = "audit") -> tuple[int, str]:
    """Walk a whole log: how many entries stand, and the number and kind of the first fault; empty when the chain is whole."""
    from rasd.desk.access.models import AuditEntry
    from rasd.desk.site.shelf import store
    from rasd.store.custody import FIRST

    number, previous = 0, FIRST
    entries: Iterable[Any] = (
        store().custody.entries() if log == "custody" else lines(AuditEntry.objects.order_by("seq"))
    )
    for line in entries:
        if line.seq != number + 1:
            return number, f"{number + 1}: missing"
        if line.previous != previous or line.computed() != line.hash:
            return number, f"{line.seq}: altered"
        number, previous = line.seq, line.hash
    head = _head(log)
    if head[0] > number:
        return number, f"{number + 1}: missing"
    return number, "" if head == (number, previous) else f"{number}: altered"


def _head(log: Literal["audit", "custody"]) -> tuple[int, str]:
    from rasd.desk.access.models import AuditHead
    from rasd.desk.site.shelf import store

    if log == "custody":
        return store().custody.head()
    found = AuditHead.objects.filter(id=1).values_list("seq", "hash").first()
    return (int(found[0]), str(found[1])) if found is not None else (1, "")


def _digest(
    seq: int, at: str, by: str, action: str, subject: str, details: dict[str, Any], previous: str
) -> str:
    from rasd.store.custody import entry_hash

    return entry_hash(seq, at, action, subject, {"by": by, "details": details}, previous)


def _remember(key: tuple[str, str, str]) -> None:
    with _seen_lock:
        _seen[key] = monotonic()
        _seen.move_to_end(key)
        while len(_seen) > _REMEMBERED:
            _seen.popitem(last=False)
