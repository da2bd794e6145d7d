"""Slices: the units of work that an archive is cut into, each read by one task and counted once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

__all__ = ["Slice"]


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of one input; a record belongs to the slice in which its first byte lies."""

    input: str
    """Path, or address in an object store."""
    format: str
    """warc, wacz, parquet or jsonl."""
    start: int
    """First byte, or first row group."""
    end: int
    """Behind the last."""
    stamp: str
    """Size and time of change, or what a store gives for them: an input that changed while it was read is refused."""

    @property
    def key(self) -> str:
        """16 hexadecimal digits that name this slice in the output folder."""
        words = "\n".join((self.input, self.format, str(self.start), str(self.end), self.stamp))
        return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
