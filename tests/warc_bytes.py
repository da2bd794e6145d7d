"""WARC records made by hand, whole and otherwise, and the pages that a slice of them gives."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from typing import Any

from rasd.collection import Defaults
from rasd.scale.page import Page, SetAside
from rasd.scale.reading import Limits, Pages, open_pages
from rasd.scale.slices import Slice, cut

BODY = "<html><head><title>t</title></head><body><p>قُتل مدنيان في قصف على بلدة الزيتونية</p></body></html>"


def http(body: bytes, *fields: str, status: str = "200 OK", media: str = "text/html; charset=UTF-8") -> bytes:
    head = "".join(f"{field}\r\n" for field in ((f"Content-Type: {media}",) if media else ()) + fields)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def record(
    number: int,
    block: bytes | None = None,
    *,
    kind: str = "response",
    media: str = "application/http; msgtype=response",
    length: object = None,
    date: str = "2024-06-01T00:00:00Z",
    ending: bytes = b"\r\n\r\n",
) -> bytes:
    block = http(f"{BODY}<!-- {number} -->".encode()) if block is None else block
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/{number}\r\n"
            f"WARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nContent-Type: {media}\r\n"
            f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
        ).encode()
        + block
        + ending
    )


def packed(records: Sequence[bytes]) -> bytes:
    """Return a .warc.gz with one member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def slices(data: bytes, *, target: int = 1 << 40, name: str = "a.warc.gz", kind: str = "warc") -> list[Slice]:
    cuts = cut(io.BytesIO(data), name, kind, target=target)
    return [Slice(name, kind, start, end, "1-1") for start, end in cuts]


def opened(
    data: bytes, one: Slice | None = None, *, limits: Limits | None = None, **more: Any
) -> tuple[list[Page], list[SetAside], Pages]:
    """Return the pages of a slice, what was set aside, and the reader with its counts."""
    pages = open_pages(one or slices(data)[0], io.BytesIO(data), limits=limits, defaults=Defaults(**more))
    found = list(pages)
    return (
        [page for page in found if isinstance(page, Page)],
        [aside for aside in found if isinstance(aside, SetAside)],
        pages,
    )


def numbers(pages: Sequence[Page]) -> list[int]:
    return [int(page.address.rpartition("/")[2]) for page in pages]
