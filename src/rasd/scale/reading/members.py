"""Gzip members unpacked one at a time by libdeflate, which takes half the time of what unpacks a stream.

It wants to know where a member ends and how long it is unpacked: the next member's magic number says the one, the last
bytes before it the other. Where that does not fit to the byte, reading stops before it; who unpacks a stream takes over.
"""

from __future__ import annotations

from deflate import DeflateError, crc32, gzip_decompress

from rasd.collection.breaks import GZIP
from rasd.collection.metered import UNBOUND, Metered

__all__ = ["Members", "unpacked"]

_LEAST = 18
"""Bytes of the head and the tail of a member."""
_MOST_PACKED, _MOST = 1 << 21, 1 << 22
"""Bytes of a member, packed and not: more is no page that is worth the hurry."""
_STEP, _MOST_STEP = 1 << 15, 1 << 20
"""Bytes that are asked for at first, and at most: where every other member is odd, what is read beyond it is read again."""
_TRIED = 4
"""Magic numbers that may stand by chance within a member."""
_RECORD = b"WARC/"


def unpacked(body: bytes, limit: int) -> bytes:
    """Return what a body holds that is one gzip member and nothing else, up to `limit` bytes; nothing where it is not.

    `rasd.collection.bodies` goes by FastWARC for the same, in twice the time: libdeflate is no part of the core.
    """
    if not body.startswith(GZIP) or body.find(GZIP, len(GZIP)) > 0:
        return b""
    size = int.from_bytes(body[-4:], "little")
    if not 0 < size <= limit:
        return b""
    try:
        whole = bytes(gzip_decompress(body, size))
    except (DeflateError, ValueError):
        return b""
    return whole if len(whole) == size else b""


class Members:
    """The members of a stream as FastWARC wants a stream: what one read gives lies in one member.

    A member is given only when the one behind it unpacks too: before the first that does not, and before the last of a
    file, reading ends, and `stopped` and `odd` say where.
    """

    def __init__(self, stream: Metered) -> None:
        self._stream = stream
        self._packed = b""
        self._view = memoryview(b"")
        self._base = 0  # where in the stream `_packed` begins
        self._is_all = False
        self._block = bytearray()
        self._given = 0  # of `_block`
        self._frame = 0
        self._next: bytearray | None = None
        self._next_at = 0
        self._read_to = 0
        self._behind = 0  # where the member behind the last unpacked one begins
        self.stopped = -1
        """Where the first member begins that was not given; -1 before reading ends. In bytes from where reading began."""
        self.odd = -1
        """Where the one begins that would not unpack: `stopped`, or the one behind it."""

    def read(self, size: int = -1) -> bytes | bytearray:
        """Return the next bytes of a member, at most `size`; nothing where the next one is not given."""
        if self._given == len(self._block) and not self._advance():
            return b""
        begin, end = self._given, len(self._block)
        if 0 <= size < end - begin:
            end = begin + size
        self._given = end
        self._read_to += end - begin
        return self._block if end - begin == len(self._block) else self._block[begin:end]

    def frame_start_position(self) -> int:
        """Return where the member begins of which was read last, in bytes from where reading began."""
        return self._frame

    def tell(self) -> int:
        """Return how many unpacked bytes were read."""
        return self._read_to

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse: who reads through this reads on."""
        raise ValueError("this stream cannot be moved in")

    def close(self) -> None:
        """Leave the stream open: it is the caller's."""

    def _advance(self) -> bool:
        if self.stopped >= 0:
            return False
        block, at = self._next, self._next_at
        if block is None:
            block = self._unpacked(at)
            if block is None:
                self.stopped = self.odd = at
                return False
        self._next_at = self._behind
        self._next = self._unpacked(self._next_at)
        if self._next is None:
            self.stopped, self.odd = at, self._next_at
            return False
        self._block, self._given, self._frame = block, 0, at
        return True

    def _unpacked(self, at: int) -> bytearray | None:
        """Return what the member holds that begins at `at`, None where it is better left to others."""
        end = at
        for turn in range(_TRIED):
            end = self._magic(at, max(end + 1, at + _LEAST))
            if end < 0:
                return None
            begin, close = at - self._base, end - self._base
            size = int.from_bytes(self._packed[close - 4 : close], "little")
            if not len(_RECORD) <= size <= _MOST:
                continue
            try:
                block = gzip_decompress(self._view[begin:close], size)
            except (DeflateError, ValueError):
                continue
            if len(block) != size or not block.startswith(_RECORD):
                return None
            if turn and crc32(block) != int.from_bytes(self._packed[close - 8 : close - 4], "little"):
                return None  # the tail is another member's: of as many bytes, with something between them
            self._behind = end
            return block
        return None

    def _magic(self, at: int, behind: int) -> int:
        """Return where the first magic number stands from `behind` on, -1 where the member at `at` would be too long for it."""
        last = at + _MOST_PACKED
        while True:
            found = self._packed.find(GZIP, behind - self._base, last - self._base)
            if found >= 0:
                return found + self._base
            if self._is_all or self._base + len(self._packed) >= last:
                return -1
            behind = max(behind, self._base + len(self._packed) - len(GZIP) + 1)
            self._stream.left = UNBOUND
            # As much again as was read until now.
            more = self._stream.read(min(max(self._base + len(self._packed), _STEP), _MOST_STEP))
            self._is_all = not more
            self._packed = self._packed[at - self._base :] + more
            self._base = at
            self._view = memoryview(self._packed)
