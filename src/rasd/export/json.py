"""All records as one JSON array, written as they come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TextIO

from rasd.export.format import Pair
from rasd.export.jsonl import one_line

__all__ = ["Json"]


class Json:
    """One array; each record stands on a line of its own."""

    name: ClassVar[str] = "json"
    extension: ClassVar[str] = "json"
    media_type: ClassVar[str] = "application/json"
    lossless: ClassVar[bool] = True

    def write(self, pairs: Iterable[Pair], stream: TextIO) -> None:
        """Write each record as soon as it comes; the closing bracket comes last, whatever happens before it.

        So an interrupted run leaves an array that still parses.
        """
        self.write_lines((one_line(record) for _, record in pairs), stream)

    def write_lines(self, lines: Iterable[str], stream: TextIO) -> None:
        """Write records that are lines of JSON already, as `write` does."""
        stream.write("[")
        before = "\n"
        try:
            for line in lines:
                stream.write(before + line)
                before = ",\n"
        finally:
            stream.write("\n]\n")
