"""One long JSON text, walked member by member: memory holds one value at a time, whatever the length of the file.

The library's own parser does the work (`raw_decode`); here is only what finds out whether a value is broken or merely
not wholly read yet. After a break, reading goes on where the caller can tell that a value begins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

__all__ = ["JsonBreak", "JsonText"]

_CHUNK = 1 << 18
_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_DECODER = json.JSONDecoder(strict=False)
_NEAR = 12  # a literal, a number or an escape that the end of the buffer cuts


class JsonBreak(Exception):
    """The JSON breaks here; `line` counts from 1, `is_end` says that the text ended too early."""

    def __init__(self, fact: str, line: int, *, is_end: bool = False) -> None:
        super().__init__(fact)
        self.line = line
        self.is_end = is_end


class JsonText:
    """A cursor in a JSON text that is read piece by piece."""

    def __init__(self, stream: TextIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._text = ""
        self._at = 0
        self._lines = 1
        self._is_done = False

    @property
    def line(self) -> int:
        """Return the number of the line that the cursor stands in."""
        return self._lines + self._text.count("\n", 0, self._at)

    def _more(self, size: int = _CHUNK) -> bool:
        """Read on, forgetting what lies behind the cursor; False at the end."""
        if self._is_done:
            return False
        chunk = self._stream.read(size)
        self._is_done = not chunk
        self._lines += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return not self._is_done

    def _broken(self, fact: str) -> JsonBreak:
        return JsonBreak(fact, self.line)

    def _ended(self) -> JsonBreak:
        return JsonBreak("the file ends in the middle", self.line, is_end=True)

    def peek(self) -> str:
        """Return the next character that is no white space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, wanted: str) -> str:
        """Pass over the next character, which must be one of `wanted`."""
        found = self.peek()
        if not found:
            raise self._ended()
        if found not in wanted:
            raise self._broken(f"{found!r} where one of {' '.join(wanted)} belongs")
        self._at += 1
        return found

    def value(self) -> Any:
        """Return the next value, read whole; raises JsonBreak for a broken, too deep or too long one."""
        if not self.peek():
            raise self._ended()
        size = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                is_cut = error.pos >= len(self._text) - _NEAR or error.msg.startswith("Unterminated")
                if not is_cut:
                    raise self._broken(error.msg) from None
            except RecursionError:
                raise self._broken("nested too deeply") from None
            except ValueError as error:  # numbers of more than 4,300 digits
                raise self._broken(str(error)[:100]) from None
            else:
                # A number that touches the end of the buffer may go on behind it.
                if end < len(self._text) or self._is_done or not isinstance(value, int | float):
                    self._at = end
                    return value
            if len(self._text) - self._at > self._limit:
                raise self._broken(f"one value is longer than {self._limit / 1e6:g} million characters")
            if not self._more(size):
                raise self._ended()
            size = min(2 * size, self._limit)

    def members(self) -> Iterator[str]:
        """Yield the keys of an object; the caller reads each one's value before it asks for the next."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise self._broken("a key that is no text")
            self.take(":")
            yield key
            if self.take(",}") == "}":
                return

    def items(self) -> Iterator[None]:
        """Yield once for each item of a list; the caller reads it before it asks for the next."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield None
            if self.take(",]") == "]":
                return

    def skip_to(self, begin: re.Pattern[str]) -> bool:
        """Move on, by one character at least, to where `begin` matches; False when it does nowhere."""
        self._at += 1
        while True:
            if found := begin.search(self._text, self._at):
                self._at = found.start()
                return True
            self._at = max(self._at, len(self._text) - 200)  # `begin` may straddle two pieces
            if not self._more():
                return False

    def stands_at(self, begin: re.Pattern[str]) -> bool:
        """Tell whether `begin` matches where the cursor stands."""
        return begin.match(self._text, self._at) is not None
