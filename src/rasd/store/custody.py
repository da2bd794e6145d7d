"""The custody log: what happened to documents and evidence, each entry chained to the one before by its hash.

An entry is appended inside the transaction of what it records, so the log and the store never disagree. The triggers
of the database forbid altering and deleting entries; whoever rewrites the file itself breaks the chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connections, transaction

from rasd.errors import StoreError
from rasd.store import models
from rasd.store.failing import told

__all__ = ["FIRST", "Custody", "CustodyEntry", "canonical", "entry_hash"]

FIRST = "0" * 64
"""What the first entry names as the hash before it."""
_PAGE = 1_000
_LONGEST_SUBJECT = 600


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One entry of the log."""

    seq: int
    at: str
    """ISO 8601, UTC."""
    action: str
    subject: str
    details: dict[str, Any]
    previous: str
    hash: str

    def computed(self) -> str:
        """Return the hash that this entry must have."""
        return entry_hash(self.seq, self.at, self.action, self.subject, self.details, self.previous)


def canonical(value: Any) -> str:
    """Return JSON in its one canonical form: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def entry_hash(seq: int, at: str, action: str, subject: str, details: dict[str, Any], previous: str) -> str:
    """Return SHA-256 of the canonical JSON of an entry without its hash."""
    entry = {
        "seq": seq,
        "at": at,
        "action": action,
        "subject": subject,
        "details": details,
        "previous": previous,
    }
    return sha256(canonical(entry).encode("utf-8", "surrogatepass")).hexdigest()


class Custody:
    """The log of one store."""

    def __init__(self, alias: str, place: str) -> None:
        self._alias = alias
        self._place = place

    def append(self, action: str, subject: str, details: dict[str, Any] | None = None) -> CustodyEntry:
        """Append one entry, in the transaction at hand where there is one."""
        return self.append_all([(action, subject, details or {})])[0]

    def append_all(self, entries: Sequence[tuple[str, str, dict[str, Any]]]) -> list[CustodyEntry]:
        """Append entries of (action, subject, details) in this order, in the transaction at hand or one of their own."""
        with told(self._place), transaction.atomic(using=self._alias, savepoint=False):
            seq, previous = self.lock()
            at = datetime.now(UTC).isoformat(timespec="microseconds")
            chained = []
            for action, subject, details in entries:
                seq += 1
                subject = subject.replace("\x00", "\ufffd")[:_LONGEST_SUBJECT]
                details = json.loads(canonical(details).replace("\\u0000", "\\ufffd"))
                digest = entry_hash(seq, at, action, subject, details, previous)
                chained.append(CustodyEntry(seq, at, action, subject, details, previous, digest))
                previous = digest
            models.CustodyEntry.objects.using(self._alias).bulk_create(
                [
                    models.CustodyEntry(
                        seq=e.seq, at=e.at, action=e.action, subject=e.subject, details=canonical(e.details),
                        previous=e.previous, hash=e.hash,
                    )
                    for e in chained
                ],
                batch_size=_PAGE,
            )  # fmt: skip
            models.CustodyHead.objects.using(self._alias).filter(id=1).update(seq=seq, hash=previous)
            return chained

    def lock(self) -> tuple[int, str]:
        """Hold the head until the transaction at hand ends, and return its number and hash: writers take turns."""
        heads = models.CustodyHead.objects.using(self._alias)
        if connections[self._alias].vendor == "postgresql":
            heads = heads.select_for_update()
        found: tuple[int, str] | None = heads.filter(id=1).values_list("seq", "hash").first()
        if found is None:
            raise StoreError(
                f"{self._place}: the custody log has lost its head. Restore the store from a backup."
            )
        return found

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last entry; (0, 64 zeros) while the log is empty."""
        with told(self._place):
            found = (
                models.CustodyHead.objects.using(self._alias).filter(id=1).values_list("seq", "hash").first()
            )
            return found or (0, FIRST)

    def entries(self, *, after: int = 0, subjects: Iterable[str] | None = None) -> Iterator[CustodyEntry]:
        """Yield entries in order, behind number `after`; with `subjects` only what concerns them."""
        wanted = None if subjects is None else sorted(set(subjects))
        groups: list[list[str] | None] = (
            [None] if wanted is None else [wanted[i : i + 500] for i in range(0, len(wanted), 500)]
        )
        if len(groups) > 1:  # in order over all groups: only the numbers are held
            numbers: list[int] = []
            for group in groups:
                with told(self._place):
                    numbers += self._rows(after, group).values_list("seq", flat=True)
            numbers.sort()
            for start in range(0, len(numbers), 500):
                with told(self._place):
                    page = list(self._rows(0, None).filter(seq__in=numbers[start : start + 500]))
                yield from map(_entry, page)
            return
        for group in groups:
            while True:
                with told(self._place):
                    page = list(self._rows(after, group)[:_PAGE])
                yield from map(_entry, page)
                if len(page) < _PAGE:
                    break
                after = page[-1].seq

    def _rows(self, after: int, subjects: list[str] | None) -> Any:
        rows = models.CustodyEntry.objects.using(self._alias).filter(seq__gt=after).order_by("seq")
        return rows if subjects is None else rows.filter(subject__in=subjects)


def _entry(row: Any) -> CustodyEntry:
    return CustodyEntry(
        row.seq, row.at, row.action, row.subject, json.loads(row.details), row.previous, row.hash
    )
