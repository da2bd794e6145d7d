"""JSON Lines to pages: a line belongs to the slice in which its first byte lies; a broken one costs no other."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from rasd.collection.decode import decode, detect
from rasd.collection.packed import gunzipped
from rasd.collection.stream import Peeked, lines
from rasd.errors import DocumentError
from rasd.scale.page import Page, SetAside
from rasd.scale.reading.pages import Pages
from rasd.scale.reading.row_pages import row_page

__all__ = ["JsonlPages", "is_wide"]

_GZIP = b"\x1f\x8b"
_BLANK = b" \t\r\n\x00\xef\xbb\xbf"


def is_wide(head: bytes) -> bool:
    """Tell whether a file is in an encoding in which a byte 0A need not be the end of a line."""
    return detect(head)[0].startswith(("utf-16", "utf-32"))


class JsonlPages(Pages):
    """The rows of a slice of a file with one JSON object a line; places are bytes, in packed files lines."""

    def _found(self) -> Iterator[Page | SetAside]:
        """Yield the rows; raises DocumentError when the whole file holds nothing that could be a row."""
        self._stream.seek(0)
        head = self._stream.read(1 << 16)
        name = self._part.input
        if self._part.start == 0:
            if not head.strip(_BLANK) and len(head) < 1 << 16:
                raise DocumentError(f"{name}: empty: no line. Give one JSON object a line.")
        self._stream.seek(0)
        if head.startswith(_GZIP):
            yield from self._packed(name)
        elif is_wide(head):
            yield from self._numbered(Peeked(self._stream), name)
        else:
            yield from self._lines(name)

    def _packed(self, name: str) -> Iterator[Page | SetAside]:
        unpacked = gunzipped(self._stream, name)
        count = 0
        try:
            stream = Peeked(unpacked)
            if is_wide(stream.head):
                yield from self._numbered(stream, name)
                return
            buffered: io.BufferedIOBase = io.BufferedReader(stream, 1 << 20)
            for count, line in enumerate(self._bounded(buffered), start=1):
                found = self._row(line, f"{name}: line {count}")
                if found is not None:
                    yield found
        except DocumentError as error:  # broken gzip data, a bomb: what came before it is read
            yield SetAside(f"{name}: line {count + 1}", str(error).removeprefix(f"{name}: "))

    def _numbered(self, stream: Peeked, name: str) -> Iterator[Page | SetAside]:
        for line in lines(stream, name, self._limits.record):
            where = f"{name}: line {line.number}"
            if line.error is not None:
                self.records += 1
                yield SetAside(where, str(line.error).removeprefix(f"{name}:{line.number}: "))
            else:
                found = self._row(line.text.encode("utf-8", "replace"), where)
                if found is not None:
                    yield found

    def _lines(self, name: str) -> Iterator[Page | SetAside]:
        position = self._part.start
        raw: Any = self._stream
        stream = raw if isinstance(raw, io.BufferedIOBase) else io.BufferedReader(raw, 1 << 20)
        if position:
            stream.seek(position - 1)
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                position += len(rest)
            position += len(rest) - 1
        else:
            stream.seek(0)
        while position < self._part.end:
            line = stream.readline(self._limits.record + 1)
            if not line:
                return
            where, offset = f"{name}: byte {position}", position
            position += len(line)
            if len(line) > self._limits.record and not line.endswith(b"\n"):
                line = b""
                while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                    position += len(rest)
                position += len(rest)
                self.records += 1
                self.bytes_read += position - offset
                yield SetAside(where, self._too_long(position - offset), offset)
                continue
            found = self._row(line, where)
            if isinstance(found, SetAside):
                found.offset = offset
            if found is not None:
                yield found

    def _bounded(self, stream: io.BufferedIOBase) -> Iterator[bytes]:
        """Yield lines, empty ones in place of those above the limit."""
        while line := stream.readline(self._limits.record + 1):
            if len(line) > self._limits.record and not line.endswith(b"\n"):
                while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                    pass
                line = b'"too long"'
            yield line

    def _too_long(self, size: int) -> str:
        return f"a line of {size} bytes, above the {self._limits.record / 1e6:g} MB that are read of one"

    def _row(self, line: bytes, where: str) -> Page | SetAside | None:
        if not line.strip(_BLANK):
            return None
        self.records += 1
        self.bytes_read += len(line)
        try:
            row = json.loads(self._text(line, where))
        except DocumentError as error:
            return SetAside(where, str(error).removeprefix(f"{where}: "))
        except json.JSONDecodeError as error:
            return SetAside(where, f"not JSON: {error.msg} at column {error.colno}")
        except (ValueError, RecursionError) as error:
            return SetAside(where, f"not read as JSON ({str(error)[:100]})")
        found = row_page(row, where, self._limits, self._defaults)
        if found is None:
            self.left_out["empty row"] += 1
        return found

    def _text(self, line: bytes, where: str) -> str:
        try:
            return line.decode("utf-8").lstrip("\ufeff")
        except UnicodeDecodeError:
            return decode(line, where).text
