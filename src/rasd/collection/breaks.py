"""Where the next record of a damaged or divided WARC file begins, and whether its end is whole."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

__all__ = ["GZIP", "ZSTD", "next_record", "tail_fault", "unpacks_to_warc"]

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
_PLAIN = re.compile(rb"(?:\A|[\n\0])WARC/[01]\.\d+\r?\n")
_PACKED = {GZIP: re.compile(re.escape(GZIP)), ZSTD: re.compile(re.escape(ZSTD))}
_WINDOW = 1 << 20
_OVERLAP = 4096


def next_record(stream: BinaryIO, start: int, end: int | None = None) -> int | None:
    """Return where the next record begins at or behind `start` and before `end`; None when there is none, or no way back.

    In a file of packed members that is the next member that unpacks to a record; of a frame of zstd only its mark is seen.
    """
    if not stream.seekable():
        return None
    stream.seek(0)
    head = stream.read(4)
    mark = GZIP if head[:3] == GZIP else ZSTD if head == ZSTD else b""
    while end is None or start < end:
        # One byte more before a plain head: the end of the line before it.
        before = min(1, start) if not mark else 0
        stream.seek(start - before)
        window = _filled(stream, _WINDOW + before)
        for match in (_PACKED[mark] if mark else _PLAIN).finditer(window):
            begin = match.start() if mark else match.start() + match[0].index(b"WARC")
            position = start - before + begin
            if position < start:
                continue
            if end is not None and position >= end:
                return None
            if mark != GZIP or unpacks_to_warc(window[begin : begin + _OVERLAP]):
                return position
        if len(window) < _WINDOW + before:
            return None
        start += _WINDOW - _OVERLAP
    return None


def _filled(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes, fewer only at the end: a raw stream may give less at once."""
    data = stream.read(size)
    while data and len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data


def unpacks_to_warc(window: bytes) -> bool:
    """Tell whether a gzip member begins here whose first line is that of a record."""
    try:
        head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(window[:_OVERLAP], 64)
    except zlib.error:
        return False
    return head.lstrip(b"\r\n").startswith(b"WARC/")


def tail_fault(stream: BinaryIO, at: int) -> str:
    """Return what is wrong behind the record at `at`, the last that was found; empty when nothing is."""
    stream.seek(at)
    head = stream.read(3)
    if head != GZIP:
        is_cut = head == b"WAR" and next_record(stream, at + 1) is not None
        return "the last record has no whole head" if is_cut else ""
    stream.seek(at)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        while not unpacker.eof and (chunk := stream.read(_WINDOW)):
            while chunk and not unpacker.eof:
                unpacker.decompress(chunk, _WINDOW)
                chunk = unpacker.unconsumed_tail
    except zlib.error:
        return "data behind it do not unpack"
    if unpacker.eof and not unpacker.unused_data.strip(b"\0") and not stream.read(1):
        return ""
    return "the file ends in the middle of a record"
