"""What an output format of a ledger is, and what of the ledger a person asked to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, TextIO

from rasd.agreements import Grouping, Ledger

__all__ = ["LedgerFormat", "LedgerView"]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """How a ledger is shown: entries one by one, or rows of a grouping; in which language."""

    grouping: Grouping | None = None
    language: str = "en"
    outside: bool = False
    """Whether entries out of scope are listed too."""


class LedgerFormat(Protocol):
    """Writes a ledger to a text stream; the stream stays open."""

    name: ClassVar[str]
    extension: ClassVar[str]
    media_type: ClassVar[str]

    def write(self, ledger: Ledger, stream: TextIO, view: LedgerView) -> None:
        """Write the ledger as `view` asks."""
        ...
