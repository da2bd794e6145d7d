"""What a package takes out of a store, and what it leaves behind.

Of a redacted document only the tombstone goes out: its working copy without the words, and no evidentiary record that
a redacted document shares, for that still holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from rasd.store import EvidenceRef, StoredDocument

__all__ = ["Contents", "KeptStamp", "LogEntry", "Tombstone"]

SELF_MADE = frozenset({"package.written"})
"""Entries that tell of a package: they come after it, and do not change what the next one holds."""


class LogEntry(Protocol):
    """An entry of the custody log."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def details(self) -> dict[str, Any]: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a redacted document, or of a part of it."""

    name: str
    """Its id; another one where the id was made from the text, so that nobody can try words against it."""
    at: str
    is_whole: bool
    """The whole document was taken out, not some words of it."""
    removed: tuple[dict[str, Any], ...] = ()
    """Spans, each with the keyed hash of the characters that stood there."""
    is_destroyed: bool = False
    """Its evidentiary copy was destroyed too."""


@dataclass(frozen=True, slots=True)
class KeptStamp:
    """A time-stamp of the log's head, as it lies in the evidence folder."""

    seq: int
    """Number of the last entry that it covers."""
    files: tuple[Path, ...]
    """Statement, request, answer, certificates."""


@dataclass(slots=True)
class Contents:
    """A selection, ready to be written."""

    documents: Iterable[tuple[StoredDocument, Tombstone | None]]
    evidence: Path
    """The evidence folder of the store."""
    entries: list[LogEntry] = field(default_factory=list)
    """Those that concern the selection, in full."""
    hashes: list[str] = field(default_factory=list)
    """Of all entries of the log, first to last."""
    is_whole_log: bool = False
    stamps: list[KeptStamp] = field(default_factory=list)
    withheld: Callable[[EvidenceRef], str] = lambda _evidence: ""
    """Why a record must not go out; empty when it may."""
    at: datetime = datetime(1980, 1, 1, tzinfo=UTC)
    """Moment of the last entry: the package's own date, so that the clock does not change it."""
    described: str = ""
    """The selection in words."""
