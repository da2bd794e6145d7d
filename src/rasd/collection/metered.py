"""A stream under a reader that is not ours: what was read, how much more may be, and whether it failed itself."""

from __future__ import annotations

from typing import BinaryIO

__all__ = ["UNBOUND", "Metered"]

UNBOUND = 1 << 62
"""More bytes than any stream has."""


class Metered:
    """A stream as FastWARC wants it: counted from where it stands, with its own failure remembered, and bounded.

    FastWARC passes over blank lines without end, which a packed member may hold for hours: once `left` bytes were read
    and it was not set anew, reading fails.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self.left = UNBOUND
        self.failure: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises ValueError once too many were asked for."""
        if self.left <= 0:
            raise ValueError("no record begins where one should")
        try:
            data = self._stream.read(size)
        except OSError as error:
            self.failure = error
            raise
        self.left -= len(data)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """Return how many bytes were read: places are counted from where reading began, in every version of FastWARC."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse: who reads through this reads on."""
        raise ValueError("this stream cannot be moved in")

    def close(self) -> None:
        """Leave the stream open: it is the caller's."""
