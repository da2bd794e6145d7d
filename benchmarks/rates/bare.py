"""Bare iteration over WARC files with FastWARC, payloads read: the rate that everything else is held against."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from rasd.collection.breaks import GZIP
from rasd.collection.metered import UNBOUND


def bare(path: Path, start: int = 0, end: int = UNBOUND) -> tuple[int, int]:
    """Return how many responses begin in ``start:end`` of a file and how many bytes their payloads are."""
    pages = size = 0
    for _, record in iterated(path, start, end):
        pages += 1
        size += len(record.reader.read())
    return pages, size


def pieces(path: Path, size: int) -> Iterator[tuple[int, int]]:
    """Yield where a file can be cut into pieces of about `size` bytes, each begun by a response."""
    begin = 0
    for at, _ in iterated(path):
        if at - begin >= size:
            yield begin, at
            begin = at
    yield begin, path.stat().st_size


def iterated(path: Path, start: int = 0, end: int = UNBOUND) -> Iterator[tuple[int, ArchiveIterator]]:
    """Yield the responses that begin in ``start:end`` and where; behind a broken member, from the next one that can be read."""
    at = start
    while True:
        with path.open("rb") as stream:
            stream.seek(start)
            try:
                for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                    at = start + record.stream_pos if record.stream_pos < start else record.stream_pos
                    if at >= end:
                        return
                    yield at, record
                return
            except OSError:
                pass
            stream.seek(max(at, start) + 1)
            ahead = stream.read(8_000_000)
            found = ahead.find(GZIP)
            if found < 0:
                return
            start = max(at, start) + 1 + found


def payloads(path: Path) -> Iterator[tuple[str, bytes, str]]:
    """Yield address, body and declared media type of the responses of a file, without what cannot be decoded."""
    for _, record in iterated(path):
        body = record.reader.read()
        headers = record.http_headers
        if headers is None:
            continue
        if headers.get("Content-Encoding", "") == "gzip":
            try:
                body = gzip.decompress(body) if len(body) < 2_000_000 else b""
            except (OSError, EOFError):
                continue
        if headers.get("Transfer-Encoding", "") == "chunked":
            continue
        yield record.headers["WARC-Target-URI"], body, headers.get("Content-Type", "") or ""
