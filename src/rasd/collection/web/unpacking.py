"""Compressed bodies, unpacked within bounds: a bomb costs no more than the limit, and is named."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from rasd.errors import FetchError

__all__ = ["CODINGS", "unpack"]

CODINGS = "gzip, deflate"
"""What is asked for. Another coding is refused by name: nothing was asked in it."""

_STEP = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS


def unpack(data: bytes, coding: str, where: str, limit: int) -> bytes:
    """Return a body without its content coding.

    Raises FetchError for an unknown or nested coding, for broken data and for more than `limit` bytes.
    """
    names = [
        name.strip().lower() for name in coding.split(",") if name.strip().lower() not in ("", "identity")
    ]
    if not names:
        return data
    if len(names) > 1:
        raise FetchError(f"{where}: compressed {len(names)} times over. Nothing honest is.")
    if names[0] in ("gzip", "x-gzip"):
        return _inflate(data, lambda: zlib.decompressobj(_GZIP), where, limit, many=True)
    if names[0] == "deflate":
        # Some servers send the bare stream, some with the header that the standard wants.
        bits = zlib.MAX_WBITS if data[:1] and data[0] & 0x0F == 8 and _has_header(data) else -zlib.MAX_WBITS
        return _inflate(data, lambda: zlib.decompressobj(bits), where, limit, many=False)
    raise FetchError(
        f'{where}: compressed as "{names[0][:40]}", which was not asked for. Understood: {CODINGS}.'
    )


def _has_header(data: bytes) -> bool:
    return len(data) > 1 and (data[0] * 256 + data[1]) % 31 == 0


def _inflate(
    data: bytes, begin: Callable[[], zlib._Decompress], where: str, limit: int, *, many: bool
) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while data:
        unpacker = begin()
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, _STEP)
            except zlib.error as error:
                raise FetchError(
                    f"{where}: its compressed body is broken ({error}).", is_passing=True
                ) from None
            data = unpacker.unconsumed_tail
            size += len(piece)
            if size > limit:
                raise FetchError(
                    f"{where}: unpacks to more than {limit / 1e6:g} MB, the limit for one document; nothing of it is"
                    " kept."
                )
            pieces.append(piece)
            if not piece and not data and not unpacker.eof:
                raise FetchError(f"{where}: its compressed body is cut short.", is_passing=True)
        data = unpacker.unused_data if many else b""
        if data[:2] != b"\x1f\x8b":  # padding behind the last member
            break
    return b"".join(pieces)
