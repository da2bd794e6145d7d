"""WARC files: the pages that an archive keeps, each with its bytes as they came; FastWARC reads the records.

A break costs the records that it damages: reading goes on at the next record that begins behind it, and the break is
named with its offset. WARC-Date is when a page was fetched, never when it was published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from rasd.collection.bodies import decoded_body, joined_chunks
from rasd.collection.breaks import GZIP, next_record, tail_fault, unpacks_to_warc
from rasd.collection.collected import Collected, Defaults, Exchange, Raw, too_long
from rasd.collection.http_head import HEAD_LIMIT, Head
from rasd.collection.metered import Metered
from rasd.collection.plain import collect_plain
from rasd.collection.web_page import Outside, read_web_page
from rasd.errors import DocumentError

__all__ = ["collect_warc", "is_warc"]

_FACTOR = 2  # markup around the text
_MOST_BREAKS = 1000
_WINDOW = 1 << 20
_READ = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


def collect_warc(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of the pages of a WARC file, its breaks, and a note on what was left out.

    Behind a break of a stream that cannot be rewound nothing more is read.
    """
    reading = _Reading(stream, name, defaults)
    yield from reading.collected()


class _Reading:
    def __init__(self, stream: BinaryIO, name: str, defaults: Defaults) -> None:
        self._stream = stream
        self._name = name
        self._defaults = defaults
        self._limit = _FACTOR * defaults.max_bytes
        self._counts: Counter[str] = Counter()
        self._pages = 0

    def collected(self) -> Iterator[Collected]:
        start: int | None = 0
        breaks = 0
        while start is not None:
            at, reason = start, ""  # where the record at hand begins
            is_cut = has_record = False
            try:
                for record in self._records(start):
                    at, has_record = start + int(record.stream_pos), True
                    found, is_cut = self._record(record)
                    if found is not None:
                        yield found
                    if is_cut:
                        reason = "the record is shorter than it says"
                        break
            except (OSError, EOFError, ValueError, RuntimeError) as error:
                reason = str(error).strip().rstrip(".") or type(error).__name__
            if not reason and not (reason := self._tail(at, has_record=has_record)):
                break
            breaks += 1
            start = self._next(at + 1) if breaks <= _MOST_BREAKS else None
            where = f"{self._name}: byte {at}"
            broken = "broken"
            if has_record and not is_cut:  # the record at hand was whole: it is the next one that is damaged
                broken = "broken behind the record that begins here"
                if start is not None and not self._is_readable(start):
                    start = self._next(start + 1)
            rest = (
                f"Reading goes on at byte {start}" if start is not None else "Nothing behind it can be read"
            )
            fact = f"{where}: {broken} ({reason}). {rest}."
            yield Collected(where, error=DocumentError(fact), method="warc")
        yield from self._end(is_told=bool(breaks))

    def _end(self, *, is_told: bool) -> Iterator[Collected]:
        if not self._pages and not self._counts and not is_told:
            fact = f"{self._name}: empty: no WARC record. Give a WARC file (.warc, .warc.gz)."
            yield Collected(self._name, error=DocumentError(fact), method="warc")
        elif self._counts:
            others = ", ".join(f"{count} {what}" for what, count in self._counts.most_common(12))
            note = f"{self._name}: {self._pages} pages read; left out: {others}."
            yield Collected(self._name, note=note, method="warc")

    def _records(self, start: int) -> Iterator[Any]:
        if start:
            self._stream.seek(start)
        yield from ArchiveIterator(Metered(self._stream), parse_http=False, max_header_len=HEAD_LIMIT)

    def _is_readable(self, start: int) -> bool:
        try:
            for record in self._records(start):
                return len(record.reader.read(_WINDOW)) == min(int(record.content_length), _WINDOW)
        except (OSError, EOFError, ValueError, RuntimeError):
            pass
        return False

    def _next(self, start: int) -> int | None:
        """Return where the next record begins at or behind `start`; None when there is none, or no way back."""
        return next_record(self._stream, start)

    def _tail(self, at: int, *, has_record: bool) -> str:
        """Return what is wrong behind the record at `at`, the last that was found; empty when nothing is."""
        return tail_fault(self._stream, at) if has_record and self._stream.seekable() else ""

    def _record(self, record: Any) -> tuple[Collected | None, bool]:
        """Return what a record yields, and whether it was cut short."""
        if not record.record_type & _READ:
            self._counts[str(record.headers.get("WARC-Type") or "of no type")[:40]] += 1
            return None, False
        block = record.reader.read(self._limit + 1)
        is_cut = len(block) <= self._limit and len(block) < record.content_length
        is_cut = is_cut or record.headers.get("Content-Length") is None  # the file ends in its head
        uri = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        where = f"{self._name}: {uri or record.record_id or 'record'}"
        if is_cut:
            self._counts["cut short"] += 1
            return None, True
        try:
            return self._page(record, block, uri, where), False
        except DocumentError as error:
            return Collected(where, error=error, method="warc"), False

    def _page(self, record: Any, block: bytes, uri: str, where: str) -> Collected | None:
        head = Head.of(block) if block.startswith(b"HTTP/") else None
        content_type = (head.field("content-type") if head else record.headers.get("Content-Type")) or ""
        media_type = content_type.split(";")[0].strip().lower()
        if head is not None and head.status != 200:
            self._counts[f"with status {head.status}"] += 1
            return None
        if media_type not in (*_PAGES, "text/plain"):
            self._counts[f"of {media_type[:60] or 'no content type'}"] += 1
            return None
        if len(block) > self._limit:
            raise too_long(where, self._defaults.max_bytes)
        raw_body = body = block[head.size :] if head else block
        if head is not None:
            if "chunked" in head.field("transfer-encoding").lower():
                body = joined_chunks(body)
            body = decoded_body(body, head.field("content-encoding"), where, self._limit)
        at = _moment(record)
        try:
            if media_type in _PAGES:
                charset = _CHARSET.search(content_type)
                modified = head.field("last-modified") if head else ""
                outside = Outside(uri, at, charset[1] if charset else None, modified, defaults=self._defaults)
                read = read_web_page(body, where, outside)
                collected = Collected(
                    where, read.document, note=read.note, extractor=read.extractor, media=read.media
                )
            else:
                collected = collect_plain(body, where, self._defaults)
        except DocumentError:
            self._counts["without an article"] += 1
            return None
        self._pages += 1
        exchange = Exchange("", (), head.status_line, head.fields) if head else None
        digest = sha256(raw_body).hexdigest()
        raw = Raw(raw_body, media_type, uri, at, digest, exchange)
        document = collected.document
        if document is not None:
            is_address = uri.lower().startswith(("http://", "https://"))
            document = document.model_copy(update={"url": uri if is_address else None})
        return replace(collected, document=document, raw=raw, method="warc")


def _moment(record: Any) -> datetime:
    written = record.headers.get("WARC-Date") or ""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return datetime.now(UTC)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def is_warc(head: bytes) -> bool:
    """Tell whether a file begins like a WARC file, compressed or not."""
    return head.startswith(b"WARC/") or (head.startswith(GZIP) and unpacks_to_warc(head))
