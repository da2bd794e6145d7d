"""What lies under FastWARC's iterator: members of gzip, frames of zstd, and one member unpacked by itself."""

from __future__ import annotations

import contextlib
import tempfile
import zlib
from typing import Any, BinaryIO

from fastwarc.stream_io import GzipReader, ZstdReader

from rasd.collection.breaks import GZIP, ZSTD
from rasd.collection.metered import Metered
from rasd.collection.packed import MOST_RATIO

__all__ = ["is_dictionary", "reader_of", "unpacked_member"]

_STEP = 1 << 16
_IN_MEMORY = 1 << 22
_FREE = 100_000_000
_MOST_UNPACKED = 20_000_000_000


def reader_of(stream: Metered, head: bytes) -> Any:
    """Return FastWARC's reader for a stream that begins with `head`; its frames can be asked for where it is packed."""
    if head.startswith(GZIP):
        return GzipReader(stream)
    if head.startswith(ZSTD) or is_dictionary(head):
        return ZstdReader(stream)
    return stream


def is_dictionary(head: bytes) -> bool:
    """Tell whether a file begins with the frame in which .warc.zst keep their dictionary."""
    return len(head) >= 4 and head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50


def unpacked_member(stream: BinaryIO, at: int) -> tuple[BinaryIO, bool]:
    """Return a temporary file of what the gzip member at `at` holds, as far as it unpacks, and whether it is a bomb.

    A bomb is unpacked as far as it is no worse than text could be.
    """
    stream.seek(at)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    copy: Any = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    came = gave = 0
    with contextlib.suppress(zlib.error):
        while not unpacker.eof and (chunk := stream.read(_STEP)):
            came += len(chunk)
            while chunk and not unpacker.eof:
                piece = unpacker.decompress(chunk, _STEP)
                gave += len(piece)
                if gave > min(_MOST_UNPACKED, _FREE + MOST_RATIO * came):
                    return copy, True
                copy.write(piece)
                chunk = unpacker.unconsumed_tail
    return copy, False
