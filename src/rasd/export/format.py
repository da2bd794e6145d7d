"""What an output format is: a name, an extension, a media type and one `write`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol, TextIO, runtime_checkable

from rasd.model import Document, Record

__all__ = ["Format", "LineFormat", "Pair"]

Pair = tuple[Document, Record]
"""A document and the record that was read from it."""


class Format(Protocol):
    """Writes pairs of document and record to a text stream; the stream stays open."""

    name: ClassVar[str]
    extension: ClassVar[str]
    media_type: ClassVar[str]
    lossless: ClassVar[bool]
    """Whether the records can be read back from what was written."""

    def write(self, pairs: Iterable[Pair], stream: TextIO) -> None:
        """Write all `pairs` in their order, taking each from the iterable only when it is its turn."""
        ...


@runtime_checkable
class LineFormat(Protocol):
    """A format whose records are lines of JSON: they may be written where they are read, in other processes."""

    def write_lines(self, lines: Iterable[str], stream: TextIO) -> None:
        """Write records that are lines of JSON (see `one_line`), taking each only when it is its turn."""
        ...
