"""A file or pipe whose first bytes can be looked at before it is read, and its lines, bounded in length."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from rasd.collection.decode import decode, detect
from rasd.errors import DocumentError

__all__ = ["Line", "Peeked", "lines", "read_whole"]

_HEAD = 1 << 16


class Peeked(io.RawIOBase):
    """A binary stream with its head put back: pipes cannot be rewound, and must not be read further than needed."""

    def __init__(self, stream: BinaryIO, *, first_line: bool = False) -> None:
        super().__init__()
        # A pipe is sniffed by its first line alone, so that a slow writer's first document is read at once.
        self.head = stream.readline(_HEAD) if first_line else stream.read(_HEAD)
        while first_line and self.head and not self.head.strip() and len(self.head) < _HEAD:
            more = stream.readline(_HEAD)
            if not more:
                break
            self.head += more
        self._left = self.head
        self._stream = stream

    def look_further(self) -> None:
        """Lengthen the head of a stream of which nothing was read yet; waits for a slow writer."""
        more = self._stream.read(_HEAD - len(self.head)) if len(self.head) < _HEAD else b""
        self.head += more
        self._left += more

    def readable(self) -> bool:
        """Return True: this is a stream to read from."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the head, then from the stream behind it."""
        size = len(buffer)
        if self._left:
            chunk, self._left = self._left[:size], self._left[size:]
        else:
            reader = getattr(self._stream, "read1", self._stream.read)
            chunk = reader(size)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number; `error` says why it has no text."""

    number: int
    text: str
    note: str = ""
    error: DocumentError | None = None


def read_whole(stream: Peeked, limit: int) -> bytes | None:
    """Return all bytes, or None when there are more than `limit`."""
    data = io.BufferedReader(stream, 1 << 20).read(limit + 1)
    return data if len(data) <= limit else None


def lines(stream: Peeked, name: str, limit: int) -> Iterator[Line]:
    """Yield the lines of a stream, decoded by what its head shows; the newline stays at their end.

    A line of more than `limit` characters, and one that is not text, yields an error and the rest goes on.
    """
    encoding, mark = detect(stream.head)
    if encoding in ("windows-1256", "iso-8859-6") and any(map(_is_utf8_arabic, stream.head.split(b"\n"))):
        encoding = "utf-8"  # one line in an old encoding does not speak for the file
    buffered = io.BufferedReader(stream, 1 << 16)
    buffered.read(mark)
    # Bytes that do not fit survive as lone surrogates: such a line is looked at by itself below.
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    reader = io.TextIOWrapper(buffered, encoding=encoding, errors=errors, newline="\n")
    number = 0
    while line := reader.readline(limit + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > limit and not line.endswith("\n"):
            while line and not line.endswith("\n"):
                line = reader.readline(limit)
            yield Line(
                number,
                "",
                error=DocumentError(f"{where}: line longer than {limit} characters. Raise --limit-mb."),
            )
        elif errors == "surrogateescape" and not _is_clean(line):
            yield _odd_line(line, number, where)
        else:
            yield Line(number, line)


def _is_utf8_arabic(line: bytes) -> bool:
    try:
        return not line.isascii() and len(line) - len(line.decode("utf-8")) > 4
    except UnicodeDecodeError:
        return False


def _is_clean(line: str) -> bool:
    if line.isascii():
        return True
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _odd_line(line: str, number: int, where: str) -> Line:
    try:
        decoded = decode(line.encode("utf-8", errors="surrogateescape"), where)
    except DocumentError as error:
        return Line(number, "", error=error)
    note = decoded.note or f"{where}: this line is {decoded.encoding}, unlike those before it; read as such."
    return Line(number, decoded.text, note=note)
