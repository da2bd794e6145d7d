"""What every reader of archives gives: pages and what was set aside, with counts of what was neither."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from rasd.collection import MAX_DOCUMENT_BYTES, Defaults
from rasd.scale.page import Page, SetAside
from rasd.scale.slices import Slice

__all__ = ["Limits", "Pages"]


_MOST_REASONS = 200
_MOST_ASIDES = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one record may cost."""

    max_bytes: int = MAX_DOCUMENT_BYTES
    """Of a page without its encodings; twice as much of a record as it is stored. Longer ones are never held."""

    @property
    def record(self) -> int:
        """Most bytes of a record that are held at once."""
        return 2 * self.max_bytes


class Pages(ABC):
    """The pages of one slice, read once, in their order; the counts are right when the last was given."""

    def __init__(self, part: Slice, stream: BinaryIO, limits: Limits, defaults: Defaults) -> None:
        self.left_out: Counter[str] = Counter()
        """Why records were no pages: ``status 404``, ``image/png``, ``request``."""
        self.records = 0
        """Records met, whatever they held."""
        self.bytes_read = 0
        """Of records, unpacked."""
        self._part = part
        self._stream = stream
        self._limits = limits
        self._most = limits.record
        self._defaults = defaults

    def _leave_out(self, reason: str) -> None:
        """Count why a record is no page: a few hundred reasons, however many a hostile archive thinks of."""
        known = reason in self.left_out or len(self.left_out) < _MOST_REASONS
        self.left_out[reason if known else "another reason"] += 1

    def __iter__(self) -> Iterator[Page | SetAside]:
        """Yield pages and what was set aside, each by name up to a thousand, then one that counts the rest.

        Raises DocumentError where the input is not what it seemed, OSError where its bytes cannot be had.
        """
        asides = 0
        for found in self._found():
            if isinstance(found, SetAside):
                asides += 1
                if asides > _MOST_ASIDES:
                    continue
            yield found
        if asides > _MOST_ASIDES:
            where = f"{self._part.input}: from {self._part.start} to {self._part.end}"
            more = asides - _MOST_ASIDES
            yield SetAside(where, f"{more} more records could not be read: is this what its name says?")

    @abstractmethod
    def _found(self) -> Iterator[Page | SetAside]:
        """Yield pages and what was set aside, however much that is."""
