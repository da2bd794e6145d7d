"""Proves the custody log: every hash recomputed, every entry behind the one before it, the head at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rasd.preservation.proof.finding import Finding, Progress, failure
from rasd.preservation.rows import custody_rows, custody_total
from rasd.preservation.witness import witnessed

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["entry_hash", "prove_chain"]

_FIRST = "0" * 64
_STEP = "custody log"
_REMEDY = "Restore the database from a backup; compare the head with one that was printed or time-stamped"


def prove_chain(store: Store, progress: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the log of a store; every entry is looked at, also behind a broken one."""
    total = custody_total(store)
    witness = witnessed(store)
    before = store.custody.head()  # others may go on writing while this runs
    seq, previous, seen_witness = 0, _FIRST, witness is None
    seen_head = before == (seq, previous)
    for done, row in enumerate(custody_rows(store), start=1):
        place = f"{store.address}: custody entry {row.seq}"
        if row.seq != seq + 1:
            gap = f"entry {seq + 1} is" if row.seq == seq + 2 else f"entries {seq + 1} to {row.seq - 1} are"
            yield failure(place, f"{gap} missing before it", "entries were taken out of the log", _REMEDY)
        elif row.previous != previous:
            yield failure(
                place,
                f"it names {row.previous[:12]}… as the hash before it, which is {previous[:12]}…",
                "this entry or the one before it was altered",
                _REMEDY,
            )
        computed = _computed(row.seq, row.at, row.action, row.subject, row.details, row.previous)
        if computed != row.hash:
            yield failure(
                place,
                f"its hash is {row.hash[:12]}… and must be {computed[:12]}…"
                if computed
                else "its details are not as they were written",
                f"what it says ({row.action} {row.subject[:60]}) was altered after it was written",
                _REMEDY,
            )
        if witness is not None and row.seq == witness.seq:
            seen_witness = True
            if row.hash != witness.hash:
                yield failure(
                    place,
                    f"its hash is {row.hash[:12]}…, and {witness.path} saw {witness.hash[:12]}…",
                    "the log was written anew after that moment",
                    _REMEDY,
                )
        seq, previous = row.seq, row.hash
        seen_head = seen_head or (seq, previous) == before
        progress(_STEP, done, max(total, done))
    if not seen_head or store.custody.head()[0] < seq:
        yield failure(
            f"{store.address}: custody head",
            f"it names entry {before[0]} ({before[1][:12]}…), and the last one is {seq} ({previous[:12]}…)",
            "entries at the end of the log are missing, or the head was altered",
            _REMEDY,
        )
    if witness is not None and not seen_witness:
        yield failure(
            f"{store.address}: custody log",
            f"it ends with entry {seq}, and {witness.path} saw entry {witness.seq} ({witness.hash[:12]}…)",
            "entries that were acknowledged are gone, and the documents that they tell of: the database is older than"
            " its evidence, or its write-ahead log was damaged",
            _REMEDY,
        )


def entry_hash(seq: int, at: str, action: str, subject: str, details: Any, previous: str) -> str:
    """Return SHA-256 of the canonical JSON of an entry; reckoned here apart from the code that wrote it."""
    entry = {
        "action": action,
        "at": at,
        "details": details,
        "previous": previous,
        "seq": seq,
        "subject": subject,
    }
    written = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _computed(seq: int, at: str, action: str, subject: str, details: str, previous: str) -> str:
    """Return the hash that an entry must have; empty when its details are not the JSON that was written."""
    try:
        said = json.loads(details)
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        return ""
    return entry_hash(seq, at, action, subject, said, previous) if canonical == details else ""
