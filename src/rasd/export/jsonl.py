"""One record a line, keys in the order of the model, nulls kept: what `score.py` and the other commands read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TextIO

from rasd.export.format import Pair
from rasd.model import Record

__all__ = ["LINE_BREAKS", "Jsonl", "one_line"]

# Legal in JSON, but many readers split lines on them.
LINE_BREAKS = str.maketrans({"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def one_line(record: Record) -> str:
    """Return `record` as JSON without any character that ends a line."""
    return record.model_dump_json().translate(LINE_BREAKS)


class Jsonl:
    """JSON Lines."""

    name: ClassVar[str] = "jsonl"
    extension: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/x-ndjson"
    lossless: ClassVar[bool] = True

    def write(self, pairs: Iterable[Pair], stream: TextIO) -> None:
        """Write each record as soon as it comes."""
        self.write_lines((one_line(record) for _, record in pairs), stream)

    def write_lines(self, lines: Iterable[str], stream: TextIO) -> None:
        """Write records that are lines of JSON already."""
        stream.writelines(line + "\n" for line in lines)
