"""Bodies of HTTP answers as archives keep them: chunks joined and content codings undone, within bounds."""

from __future__ import annotations

import io
import zlib
from typing import Any

from fastwarc.stream_io import BrotliReader, GzipReader, ZstdReader

from rasd.collection.breaks import GZIP
from rasd.collection.packed import MOST_RATIO
from rasd.errors import DocumentError

__all__ = ["decoded_body", "joined_chunks"]

_READERS: dict[str, Any] = {"br": BrotliReader, "zstd": ZstdReader}
_INFLATED = {
    "gzip": (16 + zlib.MAX_WBITS,),
    "x-gzip": (16 + zlib.MAX_WBITS,),
    "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),
}
_MOST_CODINGS = 2
_STEP = 1 << 20
_PIECE = 1 << 16
_BEGIN = 1 << 10


def decoded_body(body: bytes, codings: str, where: str, limit: int) -> bytes:
    """Return `body` without its content codings, the last applied first.

    Raises DocumentError naming `where` for an unknown coding, a broken body, or one above `limit` bytes.
    """
    names = [name for part in codings.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if len(names) > _MOST_CODINGS:
        raise DocumentError(f"{where}: compressed {len(names)} times over; at most {_MOST_CODINGS} are read.")
    for name in reversed(names):
        body = _decoded(body, name, where, limit)
    return body


def _decoded(body: bytes, name: str, where: str, limit: int) -> bytes:
    if name in _INFLATED:
        return _inflated(body, name, where, limit)
    if name not in _READERS:
        known = ", ".join(sorted((*_READERS, *_INFLATED)))
        raise DocumentError(f'{where}: content coding "{name[:40]}" is not known. Known: {known}.')
    pieces: list[bytes] = []
    size = 0
    try:
        reader = _READERS[name](io.BytesIO(body))
        while size <= limit and (piece := reader.read(_STEP)):
            pieces.append(piece)
            size += len(piece)
    except (OSError, EOFError, ValueError) as error:
        if not size:
            return body  # archives often keep the body decoded and the head as it was
        raise DocumentError(f"{where}: its {name} body is broken ({str(error)[:80]}).") from None
    if size > limit:
        raise _bomb(where, name, len(body), limit)
    return b"".join(pieces)


def _inflated(body: bytes, name: str, where: str, limit: int) -> bytes:
    if name.endswith("gzip"):
        if whole := _whole_member(body, limit):
            return whole
        if _is_bomb(body, limit):
            raise _bomb(where, name, len(body), limit)
    for bits in _INFLATED[name]:  # servers send deflate with and without the head of zlib
        unpacker = zlib.decompressobj(bits)
        try:
            data = unpacker.decompress(body, limit + 1)
        except zlib.error as error:
            if name.endswith("gzip") and body.startswith(b"\x1f\x8b"):
                raise DocumentError(f"{where}: its {name} body is broken ({error}).") from None
            continue
        if len(data) > limit:
            raise _bomb(where, name, len(body), limit)
        if not unpacker.eof and name.endswith("gzip"):
            raise DocumentError(f"{where}: its {name} body is cut short.")
        return data
    return body  # archives often keep the body decoded and the head as it was


def _whole_member(body: bytes, limit: int) -> bytes:
    """Return what a body holds that is one gzip member and nothing else; nothing where it is not, is broken or too long.

    FastWARC takes two thirds of the time of zlib, checks the sum, and is silent where the end is cut off: the length that
    stands there is compared.
    """
    if not body.startswith(GZIP) or body.find(GZIP, len(GZIP)) > 0 or _stated(body) > limit:
        return b""
    pieces: list[bytes] = []
    size = 0
    try:
        read = GzipReader(io.BytesIO(body)).read
        while size <= limit and (piece := read(_PIECE)):
            pieces.append(piece)
            size += len(piece)
    except (OSError, EOFError, ValueError, RuntimeError):
        return b""
    if size > limit or size & 0xFFFF_FFFF != _stated(body):
        return b""
    return b"".join(pieces)


def _is_bomb(body: bytes, limit: int) -> bool:
    """Tell a bomb without unpacking it: its last bytes say that it holds too much, and its first ones unpack as no text does.

    The last bytes alone may be anything, where something stands behind the packed data.
    """
    if _stated(body) <= limit:
        return False
    most = MOST_RATIO * _BEGIN
    try:
        return len(zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body[:_BEGIN], most)) == most
    except zlib.error:
        return False


def _stated(body: bytes) -> int:
    """Return how many bytes a gzip member says that it holds, modulo 2^32 (RFC 1952, ISIZE)."""
    return int.from_bytes(body[-4:], "little")


def _bomb(where: str, name: str, size: int, limit: int) -> DocumentError:
    return DocumentError(
        f"{where}: {size} bytes of {name} unpack to more than {limit / 1e6:g} MB, the limit for one document. Left"
        " out; raise --limit-mb if it is meant."
    )


def joined_chunks(body: bytes) -> bytes:
    """Return a body that was sent in chunks in one piece; as it is, where it is not in chunks (any more)."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 100)
        try:
            size = int(body[at:end].split(b";")[0].strip(), 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(pieces) if pieces and at >= len(body) else body
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
