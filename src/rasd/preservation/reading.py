"""Reads a WARC file member by member without the library that wrote it, and says of every record whether it holds.

Each gzip member is one record: its checksum, its lengths, and the SHA-256 of block and payload are proved on the way.
Memory is bounded whatever the file says. Behind a broken member the reader goes on where the next one begins.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

__all__ = ["Seen", "record_at", "records", "records_in"]

_CHUNK = 1 << 18
_OUT = 1 << 20
_HEAD_LIMIT = 1 << 16
_HTTP_LIMIT = 1 << 20
_BEGINNING = b"\x1f\x8b\x08" + bytes(5)  # as zlib writes it: no name, no time
_HTTP_TYPES = ("response", "revisit", "request")


@dataclass(slots=True)
class Seen:
    """One record as it lies in a file: where, what it says of itself, and what is wrong with it."""

    offset: int
    length: int = 0
    """In the file; 0 where its end was not found."""
    headers: dict[str, str] = field(default_factory=dict)
    """Names in lower case."""
    sha256: str = ""
    """Of the payload: the block less the head of HTTP."""
    block_sha256: str = ""
    problem: str = ""

    @property
    def record_id(self) -> str:
        """The record's own name, in angle brackets."""
        return self.headers.get("warc-record-id", "")

    @property
    def kind(self) -> str:
        """warcinfo, response, resource …"""
        return self.headers.get("warc-type", "")


class _Parser:
    """Takes the bytes of one member in pieces."""

    def __init__(self, seen: Seen, collect: list[bytes] | None = None) -> None:
        self._seen = seen
        self._collect = collect
        self._head = bytearray()
        self._in_head = True
        self._left = 0
        self._http = bytearray()
        self._in_http = False
        self._block = hashlib.sha256()
        self._payload = hashlib.sha256()
        self._tail = bytearray()

    def feed(self, data: bytes) -> str:
        """Take a piece; return what is wrong with the record, empty while nothing is."""
        if self._in_head:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                if len(self._head) > _HEAD_LIMIT:
                    return "its header never ends"
                return ""
            data = bytes(self._head[end + 4 :])
            if problem := self._begin(bytes(self._head[:end])):
                return problem
        block, rest = data[: self._left], data[self._left :]
        self._left -= len(block)
        if block:
            self._block.update(block)
            if problem := self._into_payload(block):
                return problem
        self._tail += rest[:5]
        return "it has more bytes than its Content-Length says" if len(self._tail) > 4 else ""

    def _begin(self, head: bytes) -> str:
        lines = head.decode("utf-8", "replace").split("\r\n")
        if not lines[0].startswith("WARC/"):
            return "its header does not begin with WARC/"
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if colon:
                self._seen.headers[name.strip().lower()] = value.strip()
        length = self._seen.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            return "its Content-Length is no number"
        self._left = int(length)
        self._in_head = False
        is_http = self._seen.headers.get("content-type", "").startswith("application/http")
        self._in_http = is_http and self._seen.kind in _HTTP_TYPES
        return ""

    def _into_payload(self, block: bytes) -> str:
        if self._in_http:
            self._http += block
            end = self._http.find(b"\r\n\r\n")
            if end < 0:
                if len(self._http) > _HTTP_LIMIT:
                    return "its HTTP head never ends"
                return ""
            block = bytes(self._http[end + 4 :])
            self._in_http = False
            self._http.clear()
        self._payload.update(block)
        if self._collect is not None:
            self._collect.append(block)
        return ""

    def finish(self) -> str:
        """Return what is wrong with the whole record, empty when nothing is."""
        if self._in_head:
            return "its header never ends"
        if self._left:
            return f"it has {self._left} bytes fewer than its Content-Length says"
        if bytes(self._tail) != b"\r\n\r\n":
            return "it does not end as a record ends"
        self._seen.sha256 = self._payload.hexdigest()
        self._seen.block_sha256 = self._block.hexdigest()
        headers = self._seen.headers
        block = headers.get("warc-block-digest", "")
        if block.startswith("sha256:") and block[7:].lower() != self._seen.block_sha256:
            return "its block has another SHA-256 than its WARC-Block-Digest"
        payload = headers.get("warc-payload-digest", "")
        if payload.startswith("sha256:") and self._seen.kind != "revisit":
            if payload[7:].lower() != self._seen.sha256:
                return "its payload has another SHA-256 than its WARC-Payload-Digest"
        return ""


class _Source:
    """The bytes of a file with the offset of the next one, able to put back what a member did not take."""

    def __init__(self, stream: IO[bytes], offset: int = 0) -> None:
        self._stream = stream
        if offset:
            self._stream.seek(offset)
        self._back = b""
        self.offset = offset

    def read(self) -> bytes:
        data, self._back = self._back, b""
        if not data:
            data = self._stream.read(_CHUNK)
        self.offset += len(data)
        return data

    def put_back(self, data: bytes) -> None:
        self._back = data + self._back
        self.offset -= len(data)

    def seek(self, offset: int) -> None:
        self._stream.seek(offset)
        self._back, self.offset = b"", offset


def records(path: Path) -> Iterator[Seen]:
    """Yield the records of a file, the broken ones too; raises OSError when it cannot be read."""
    with path.open("rb") as stream:
        yield from records_in(stream)


def records_in(stream: IO[bytes]) -> Iterator[Seen]:
    """Yield the records of an open file, or of a member of a package, the broken ones too."""
    source = _Source(stream)
    while True:
        data = source.read()
        if not data:
            return
        source.put_back(data)
        seen = _member(source)
        yield seen
        if not seen.length and not _find_next(source, seen.offset + 1):
            return


def record_at(path: Path, offset: int, *, payload: list[bytes] | None = None) -> Seen:
    """Return the one record that begins at `offset`; its payload is appended to `payload` in pieces."""
    with path.open("rb") as stream:
        return _member(_Source(stream, offset), payload)


def _member(source: _Source, collect: list[bytes] | None = None) -> Seen:
    seen = Seen(source.offset)
    parser = _Parser(seen, collect)
    gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        while not gzip.eof:
            data = source.read()
            if not data:
                seen.problem = "the file ends inside it"
                return seen
            while data and not gzip.eof:
                piece = gzip.decompress(data, _OUT)
                data = gzip.unconsumed_tail
                if not seen.problem:
                    seen.problem = parser.feed(piece)
    except zlib.error as error:
        seen.problem = f"its gzip member is broken ({str(error).rpartition(': ')[2]})"
        return seen
    source.put_back(gzip.unused_data)
    seen.length = source.offset - seen.offset
    seen.problem = seen.problem or parser.finish()
    return seen


def _find_next(source: _Source, offset: int) -> bool:
    """Stand at the next beginning of a member behind a broken one; False at the end of the file."""
    source.seek(offset)
    held = b""
    while True:
        data = source.read()
        if not data:
            return False
        held += data
        found = held.find(_BEGINNING)
        if found >= 0:
            source.seek(source.offset - len(held) + found)
            return True
        held = held[1 - len(_BEGINNING) :]
