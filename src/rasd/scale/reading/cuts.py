"""Where inputs can be cut.

A WARC file with one gzip member a record, and JSON Lines, are cut at any byte: the reader of a slice finds the first record in
it. A plain WARC is cut at records that are found by their lengths, for a page may hold what looks like the head of another.
Not cut: a file that is one gzip member (nothing in it can be found without unpacking what stands before), gzip JSON Lines (the
same), zstd (its frames need the dictionary at its head), WACZ (its files are checked against their hashes whole).
A gzip record that is itself a .warc.gz and is cut through may give its inner records too.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from rasd.collection.breaks import GZIP, next_record
from rasd.errors import DocumentError
from rasd.scale.reading.jsonl import is_wide

__all__ = ["line_starts", "record_starts", "row_groups"]

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")
_HEAD = 1 << 12
_LONGEST_HEAD = 1 << 17
_LOOK = 1 << 26
_STEP = 1 << 16


def line_starts(stream: BinaryIO, size: int, target: int) -> Iterator[int]:
    """Yield where slices of JSON Lines start: any byte will do, unless the file is packed or in UTF-16."""
    head = stream.read(1 << 16)
    yield 0
    if not head.startswith(GZIP[:2]) and not is_wide(head):
        yield from range(target, size, target)


def record_starts(stream: BinaryIO, size: int, target: int) -> Iterator[int]:
    """Yield where slices of a WARC file start."""
    head = stream.read(8)
    yield 0
    if head.startswith(GZIP):
        if _is_one_record(stream):
            yield from range(target, size, target)
    elif head.startswith(b"WARC/"):
        yield from _hopped(stream, size, target)


def _is_one_record(stream: BinaryIO) -> bool:
    """Tell whether the first gzip member ends with its first record."""
    stream.seek(0)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    start, seen = b"", 0
    wanted: int | None = None
    try:
        while not unpacker.eof and seen <= _LOOK and (chunk := stream.read(_STEP)):
            while chunk and not unpacker.eof:
                piece = unpacker.decompress(chunk, _STEP)
                chunk = unpacker.unconsumed_tail
                seen += len(piece)
                if wanted is None:
                    start += piece
                    wanted = _behind(start)
                    if wanted is None and len(start) > _LONGEST_HEAD:
                        return False
                if wanted is not None and seen > wanted + 16:
                    return False
    except zlib.error:
        return True  # broken: there may be whole members behind
    return unpacker.eof


def _behind(start: bytes) -> int | None:
    """Return how long the record is that begins with these bytes; None when its head is not whole."""
    begin = len(start) - len(start.lstrip(b"\r\n"))
    end = _END.search(start, begin, _LONGEST_HEAD)
    if end is None:
        return None
    length = _LENGTH.search(start, begin, end.start() + 1)
    return end.end() + int(length[1]) if length else end.end()


def _hopped(stream: BinaryIO, size: int, target: int) -> Iterator[int]:
    """Yield the first record at or behind each multiple of `target`, going from head to head."""
    at: int | None = 0
    wanted = target
    while at is not None and at < size - 8:
        stream.seek(at)
        head = stream.read(_HEAD)
        blank = len(head) - len(head.lstrip(b"\r\n"))
        if not head.startswith(b"WARC/", blank):  # lengths lie: the next that can be found
            at = next_record(stream, at)
            continue
        if at >= wanted:
            yield at + blank
            wanted = (at // target + 1) * target
        behind = _behind(head)
        if behind is None and len(head) == _HEAD:
            behind = _behind(head + stream.read(_LONGEST_HEAD - _HEAD))
        if behind is None or at + behind > size:
            at = next_record(stream, at + blank + 1)
        else:
            at += behind


def row_groups(stream: BinaryIO, name: str, target: int) -> Iterator[tuple[int, int]]:
    """Yield first and behind the last row group of each slice of a Parquet file; raises DocumentError."""
    from rasd.collection.parquet_table import BrokenTable, ParquetTable

    try:
        sizes = ParquetTable(stream).sizes
    except (BrokenTable, OSError) as error:
        raise DocumentError(f"{name}: no Parquet that can be read ({error}). Get it again.") from None
    if not sizes:
        raise DocumentError(f"{name}: empty: it has no rows. Get it again.")
    start = taken = 0
    for index, size in enumerate(sizes):
        if taken and taken + size > target:
            yield start, index
            start, taken = index, 0
        taken += max(size, 1)
    yield start, len(sizes)
