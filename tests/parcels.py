"""A small evidence folder, its documents and its custody log, made without a store: what packages are made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rasd.model import Document
from rasd.preservation.evidence import Answer, Batch, Payload
from rasd.preservation.package import Contents
from rasd.store import EvidenceRef, Sighting, StoredDocument

AT = datetime(2024, 3, 14, 9, 30, 15, tzinfo=UTC)
PAGE = "<html><body><p>أصيب مزارع بقصف مدفعي على أطراف البلدة.</p></body></html>".encode()


@dataclass(frozen=True, slots=True)
class Entry:
    seq: int
    at: str
    action: str
    subject: str
    details: dict[str, Any]
    previous: str
    hash: str


def chain(*facts: tuple[str, str, dict[str, Any]]) -> list[Entry]:
    """A custody log of these actions, subjects and details."""
    entries: list[Entry] = []
    previous = "0" * 64
    for seq, (action, subject, details) in enumerate(facts, 1):
        at = AT.isoformat(timespec="microseconds")
        words = {"seq": seq, "at": at, "action": action, "subject": subject, "details": details}
        words["previous"] = previous
        written = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(written.encode()).hexdigest()
        entries.append(Entry(seq, at, action, subject, details, previous, digest))
        previous = digest
    return entries


def stored(number: int, text: str, evidence: EvidenceRef | None, **facts: Any) -> StoredDocument:
    document = Document(id=f"d{number}", text=text, outlet="وكالة المثال", published="2024-03-14", **facts)
    sighting = Sighting("place", "web", AT, extractor="reader 1", evidence=evidence)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return StoredDocument(number, document, digest, sightings=(sighting,))


def evidence(folder: Path, *, pages: int = 2) -> list[EvidenceRef]:
    """Some pages of a web site and one file, in one WARC file."""
    batch = Batch(folder, at=AT)
    kept = []
    for number in range(pages):
        address = f"https://www.example.org/{'أخبار'}/{number}?b=2&a=1"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        request = b"GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n"
        payload = Payload(PAGE + str(number).encode())
        answer = Answer(target_uri=address, at=AT, request=request, head=head, fields=[("via", "web")])
        kept.append(batch.response(payload, answer))
    payload = Payload("سقطت قذيفة في البلدة\n".encode())
    kept.append(batch.resource(payload, target_uri="urn:rasd:file", at=AT, media_type="text/plain"))
    batch.close()
    return kept


def contents(folder: Path, **changed: Any) -> Contents:
    """A selection of three documents out of a log of six entries."""
    kept = evidence(folder)
    log = chain(
        ("added", "other", {"text_sha256": "1" * 64}),
        ("added", "d0", {"text_sha256": "2" * 64}),
        ("added", "d1", {"text_sha256": "3" * 64}),
        ("added", "secret", {"where": "folder of a witness"}),
        ("added", "d2", {"text_sha256": "4" * 64}),
        ("coded", "", {"documents": 5}),
    )
    documents = [(stored(number, f"نص الوثيقة {number}", one), None) for number, one in enumerate(kept)]
    facts: dict[str, Any] = {
        "documents": documents,
        "evidence": folder,
        "entries": [entry for entry in log if entry.subject in {"d0", "d1", "d2"}],
        "hashes": [entry.hash for entry in log],
        "at": AT,
        "described": "d0, d1, d2",
    }
    return Contents(**(facts | changed))
