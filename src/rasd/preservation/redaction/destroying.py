"""Destroys the evidentiary copy of documents that were taken out whole, leaving its tombstone in the file.

The record is replaced by another of the same length, so every other record of the file stays where it is and proves
itself as before. This is the one act that changes an evidence file; the custody log tells of it, with the new hash.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasd.errors import PreservationError
from rasd.preservation.disk import sync_folder, told
from rasd.preservation.redaction.redacting import Order, Outcome, redact
from rasd.preservation.redaction.tombstones import DESTROYED

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["destroy", "tombstone_record"]

_BLOCK = 65_535
_HEADING = 200
"""A first guess at what a record needs beside its body; corrected to the byte."""
_WORDS = (
    b"The record that stood here was destroyed by order; the custody log tells by whom, when and why.\r\n"
)


@dataclass(slots=True)
class _Doomed:
    """One record to destroy."""

    row: Any
    documents: list[str]
    new_sha256: str = ""


def destroy(store: Store, order: Order) -> Outcome:
    """Redact documents whole and destroy their evidentiary records; raises PreservationError when others share them."""
    replaced: list[tuple[Path, Path]] = []
    try:
        outcome = redact(store, order, then=lambda ids: _destroy(store, order, ids, replaced))
    except BaseException:
        for part, _ in replaced:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise
    outcome.sealed = []
    outcome.notes.append(
        "The disk may hold the destroyed bytes until they are written over; so do backups and copies of the folder."
    )
    return outcome


def _destroy(store: Store, order: Order, ids: Sequence[str], replaced: list[tuple[Path, Path]]) -> None:
    doomed = _doomed(store, [*order.documents, *ids])
    by_file: dict[str, list[_Doomed]] = {}
    for one in doomed:
        by_file.setdefault(one.row.warc, []).append(one)
    for name, some in by_file.items():
        path = store.evidence / name
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        replaced.append((part, path))
        size, digest = _rewrite(path, part, some)
        details = {
            "bytes": size,
            "sha256": digest,
            "by": order.by,
            "destroyed": [one.row.offset for one in some],
        }
        store.custody.append("evidence.redacted", name, details)
        for one in some:
            _tell(store, one, order)
    _drop_media(store, [*order.documents, *ids], order)
    for part, path in replaced:  # just before the log's transaction ends: it and the files agree
        try:
            os.replace(part, path)
            sync_folder(path.parent)
        except OSError as error:
            raise _failed(path, error) from None


def _drop_media(store: Store, ids: Sequence[str], order: Order) -> None:
    """Delete the photos and videos that were fetched for these documents and for no other."""
    from rasd.store import models

    rows = models.Media.objects.using(store.alias)
    for row in rows.filter(document__key__in=ids, sha256__isnull=False).select_related("document"):
        sha256, path = row.sha256, row.path
        row.path = row.sha256 = row.size = row.media_type = None
        row.save(using=store.alias, update_fields=["path", "sha256", "size", "media_type"])
        store.custody.append("media.destroyed", row.document.key, {"by": order.by, "sha256": sha256})
        if path and not rows.filter(sha256=sha256).exists():
            with suppress(FileNotFoundError):
                (store.evidence.parent / path).unlink()


def _doomed(store: Store, ids: Sequence[str]) -> list[_Doomed]:
    from rasd.store import models

    wanted = sorted(set(ids))
    sightings = models.Sighting.objects.using(store.alias)
    numbers = sightings.filter(document__key__in=wanted, evidence__isnull=False).values_list(
        "evidence_id", flat=True
    )
    found = []
    for row in models.Evidence.objects.using(store.alias).filter(id__in=set(numbers)).order_by("id"):
        keys = set(sightings.filter(evidence_id=row.pk).values_list("document__key", flat=True))
        others = sorted(keys - set(wanted))
        if others:
            raise PreservationError(
                f"{row.warc}: the record behind {', '.join(sorted(keys & set(wanted))[:3])} also holds {len(others)} other"
                f" documents ({', '.join(others[:3])}). Nothing was changed. Name them too, or redact without"
                " --destroy-evidence."
            )
        found.append(_Doomed(row, sorted(keys)))
    return found


def _rewrite(path: Path, part: Path, doomed: Sequence[_Doomed]) -> tuple[int, str]:
    """Write the file anew beside itself; return its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    places = {one.row.offset: one for one in doomed}
    try:
        with path.open("rb") as source, part.open("xb") as target:
            while True:
                following = min((at for at in places if at >= size), default=None)
                if following == size:
                    one = places[size]
                    piece, one.new_sha256 = tombstone_record(one.row.length, one.row.record_id)
                    source.seek(one.row.length, os.SEEK_CUR)
                else:
                    left = 1 << 20 if following is None else min(1 << 20, following - size)
                    piece = source.read(left)
                if not piece:
                    break
                target.write(piece)
                digest.update(piece)
                size += len(piece)
            target.flush()
            os.fsync(target.fileno())
        os.chmod(part, 0o400)
    except OSError as error:
        raise _failed(path, error) from None
    return size, digest.hexdigest()


def _failed(path: Path, error: OSError) -> PreservationError:
    return PreservationError(f"{path}: cannot be written anew: {told(error)}. Nothing was destroyed.")


def _tell(store: Store, one: _Doomed, order: Order) -> None:
    """Write the new hash into the tables, and for each meeting the entry that says so."""
    from rasd.store import models

    row = one.row
    before, row.sha256 = row.sha256, one.new_sha256
    row.save(using=store.alias, update_fields=["sha256"])
    for met in (
        models.Sighting.objects.using(store.alias).filter(evidence_id=row.pk).select_related("document")
    ):
        evidence = {
            "warc": row.warc,
            "offset": row.offset,
            "length": row.length,
            "sha256": row.sha256,
            "record_id": row.record_id,
        }
        store.custody.append(
            DESTROYED,
            met.document.key,
            {
                "by": order.by,
                "where": met.where,
                "method": met.method,
                "part": met.part,
                "evidence": evidence,
                "destroyed_sha256": before,
            },
        )


def tombstone_record(length: int, record_id: str) -> tuple[bytes, str]:
    """Return a whole WARC record in a gzip member of exactly this length, and the SHA-256 of its payload.

    Raises PreservationError when the place is too small for one.
    """
    size = max(length - _HEADING, 0)
    while True:
        body = _WORDS[:size] if size < len(_WORDS) else _WORDS.ljust(size)
        data, digest = _record(record_id, body)
        member = _member(data, length, stored=size > 0)
        if member is not None:
            return member, digest
        if size == 0:
            raise PreservationError(
                f"A record of {length} bytes is too small for a tombstone. Nothing was destroyed."
            )
        over = 18 + len(data) + 5 * -(-len(data) // _BLOCK) - length
        size = max(size - over, 0)


def _record(record_id: str, body: bytes) -> tuple[bytes, str]:
    digest = hashlib.sha256(body).hexdigest()
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: {record_id}\r\n"
        f"WARC-Date: {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\r\nContent-Type: text/plain\r\n"
        f"WARC-Block-Digest: sha256:{digest}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n", digest


def _member(data: bytes, length: int, *, stored: bool) -> bytes | None:
    """Return `data` as a gzip member of exactly `length` bytes, a comment taking up the rest; None when it is too long."""
    if stored:
        blocks = []
        for start in range(0, len(data), _BLOCK):
            piece = data[start : start + _BLOCK]
            last = b"\x01" if start + _BLOCK >= len(data) else b"\x00"
            size = len(piece).to_bytes(2, "little")
            blocks.append(last + size + bytes(255 - one for one in size) + piece)
        packed = b"".join(blocks)
    else:
        deflate = zlib.compressobj(9, wbits=-15)
        packed = deflate.compress(data) + deflate.flush()
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    left = length - (10 + len(packed) + len(tail))
    if left < 0:
        return None
    flags = b"\x10" if left else b"\x00"
    comment = b"." * (left - 1) + b"\x00" if left else b""
    return b"\x1f\x8b\x08" + flags + b"\x00\x00\x00\x00\x00\xff" + comment + packed + tail
