"""One record of a WARC file to a page: the HTTP answer in it, taken out of its encodings, or why it is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from fastwarc import warc

from rasd.collection.bodies import decoded_body, joined_chunks
from rasd.collection.http_head import Head
from rasd.errors import DocumentError
from rasd.scale.page import Page
from rasd.scale.reading.members import unpacked

__all__ = ["Declared", "declared", "page_of"]

_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_ADDRESS, _DATE, _TYPE = (
    getattr(getattr(warc, "WarcHeader", None), name.upper().replace("-", "_"), name)
    for name in ("WARC-Target-URI", "WARC-Date", "Content-Type")
)
"""Keys of fields: FastWARC from version 2 on finds its own ten times as fast as names."""
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body")

Declared = tuple[str, str, str, Head | None]
"""Why a record is no page (empty: it is one), media type, charset, HTTP head."""


def declared(record: Any, block: bytes) -> Declared:
    """Return what a record says of itself; `block` is at least its beginning."""
    head = None
    if block.startswith(b"HTTP/"):
        head = Head.of(block)
        content_type = head.field("content-type")
        if head.status != 200:
            return f"status {head.status}" if head.status else "no status", "", "", head
    else:
        content_type = record.headers.get(_TYPE) or ""
        if content_type[:16].lower() == "application/http":
            content_type = ""  # a head is promised and is not there
    media_type, charset = _parted(content_type)
    if media_type in _PAGES:
        return "", media_type, charset, head
    if media_type:
        return media_type[:60], media_type, charset, head
    start = block[head.size if head else 0 :][:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "" if start.startswith(_MARKUP) else "no media type", "", charset, head


@lru_cache(maxsize=256)
def _parted(content_type: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type: an archive has few that differ."""
    media_type, _, rest = content_type.partition(";")
    found = _CHARSET.search(rest)
    return media_type.strip().lower(), found[1] if found else ""


def page_of(record: Any, block: bytes, said: Declared, where: str, limit: int) -> Page:
    """Return the page of a record; raises DocumentError where its body does not unpack, or to more than `limit` bytes."""
    _, media_type, charset, head = said
    body, modified = block, ""
    if head is not None:
        body = block[head.size :]
        if "chunked" in head.field("transfer-encoding").lower():
            body = joined_chunks(body)
        if coding := head.field("content-encoding"):
            whole = unpacked(body, limit) if coding == "gzip" else b""
            body = whole or decoded_body(body, coding, where, limit)
        modified = head.field("last-modified")
    if len(body) > limit:
        raise DocumentError(
            f"{where}: longer than {limit / 1e6:g} MB, the limit for one page. Raise --limit-mb."
        )
    get = record.headers.get
    address = get(_ADDRESS) or ""
    if not address.startswith(("https://", "http://")):
        address = address.strip("<> ")  # as some writers have it
        if not address[:8].lower().startswith(("http://", "https://")):
            address = ""
    try:
        fetched_at = datetime.fromisoformat(get(_DATE) or "")
        if fetched_at.tzinfo is None:
            fetched_at = fetched_at.replace(tzinfo=UTC)
    except ValueError:
        return Page(where, body, address, media_type, charset, None, modified)
    return Page(where, body, address, media_type, charset, fetched_at, modified)
