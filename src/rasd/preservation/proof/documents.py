"""Proves the working copies: each text against its hash, each document against what the custody log says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rasd.preservation.proof.finding import Finding, Progress, failure
from rasd.preservation.rows import DocumentRow, document_rows, document_total, lost_documents

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["prove_documents"]

_STEP = "working copies"
_AGAIN = "Restore the database from a backup, or extract the text again from its evidentiary copy"


def prove_documents(store: Store, progress: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the documents of a store."""
    total = document_total(store)
    for done, row in enumerate(document_rows(store), start=1):
        yield from _prove(f"{store.address}: document {row.key}", row)
        progress(_STEP, done, total)
    for key, seq in lost_documents(store):
        yield failure(
            f"{store.address}: document {key}",
            f"custody entry {seq} says that it was added, and no such document is there",
            "a document was taken out of the database, or its id was altered",
            "Restore the database from a backup",
        )


def _prove(place: str, row: DocumentRow) -> Iterator[Finding]:
    if row.text is None:
        yield failure(place, "its text cannot be read: its bytes are no characters", "it was altered", _AGAIN)
    else:
        digest = sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest()
        if digest != row.text_sha256:
            fact = f"its text has SHA-256 {digest[:12]}…, its row says {row.text_sha256[:12]}…"
            yield failure(place, fact, "the text or its hash was altered after it was stored", _AGAIN)
    entries = [(entry, _details(entry.details)) for entry in row.entries]
    added = [entry for entry, _ in entries if entry.action == "document.added"]
    if not added:
        yield failure(
            place,
            "no custody entry says that it was added",
            "the document came in past the log, or its id was altered",
            "Restore the database from a backup, or collect the document again",
        )
        return
    for name, found, what in (
        ("text_sha256", row.text_sha256, "the hash of its text"),
        ("facts_sha256", row.facts_sha256, "title, outlet, dates or address of it"),
    ):
        told = [(entry, details[name]) for entry, details in entries if name in details]
        if told and found and told[-1][1] != found:
            entry, said = told[-1]
            fact = f"{what}: SHA-256 {found[:12]}…, custody entry {entry.seq} says {str(said)[:12]}…"
            yield failure(place, fact, "the row was altered after that entry", _AGAIN)
    yield from _sightings(place, row, [details for _, details in entries])


def _sightings(place: str, row: DocumentRow, told: list[dict[str, Any]]) -> Iterator[Finding]:
    """Yield the sightings that no entry tells of as they stand."""
    known = {
        (said.get("where"), said.get("method"), said.get("part") or "", _copy(said.get("evidence")))
        for said in told
    }
    for met in row.met:
        ref = met.evidence
        copy = (ref.warc, ref.offset, ref.length, ref.sha256) if ref is not None else None
        if (met.where, met.method, met.part, copy) not in known:
            where = f"the copy in {ref.warc} at byte {ref.offset}" if ref is not None else "no copy"
            yield failure(
                place,
                f"its row says that it came from {met.where[:120]} with {where}, and no custody entry says the same",
                "where the document came from was altered",
                "Restore the database from a backup",
            )


def _copy(said: Any) -> tuple[Any, ...] | None:
    if not isinstance(said, dict):
        return None
    return said.get("warc"), said.get("offset"), said.get("length"), said.get("sha256")


def _details(written: str) -> dict[str, Any]:
    try:
        details = json.loads(written)
    except (ValueError, RecursionError):
        return {}  # the proof of the chain names this entry
    return details if isinstance(details, dict) else {}
