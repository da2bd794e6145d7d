"""What commands need of the reader, and how they load it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from rasd.model import Document, Record

__all__ = [
    "ClauseOutcome",
    "ClauseTrace",
    "Explainer",
    "Explanation",
    "Mention",
    "Reader",
    "Token",
    "load_reader",
]


class Reader(Protocol):
    """Reads a document into its record."""

    def code(self, document: Document) -> Record:
        """Return the record of `document`."""
        ...


class Token(Protocol):
    """One word, number or mark of folded text."""

    @property
    def text(self) -> str:
        """The characters."""
        ...

    @property
    def start(self) -> int:
        """Offset in the folded text."""
        ...

    @property
    def end(self) -> int:
        """Offset behind it."""
        ...


class Mention(Protocol):
    """One value that a dimension read."""

    @property
    def dimension(self) -> str:
        """Name of the dimension."""
        ...

    @property
    def span(self) -> tuple[int, int]:
        """Where, in code points of the document's text."""
        ...

    @property
    def value(self) -> dict[str, Any]:
        """What was read."""
        ...

    @property
    def rule(self) -> str:
        """What read it."""
        ...


class ClauseTrace(Protocol):
    """One clause and what became of it."""

    @property
    def span(self) -> tuple[int, int]:
        """Where, in code points of the document's text."""
        ...

    @property
    def text(self) -> str:
        """Its characters."""
        ...

    @property
    def status(self) -> str:
        """What became of it, such as "report 2" or "background"."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Why."""
        ...


class ClauseOutcome(Protocol):
    """One clause of force, and whether it was read."""

    @property
    def span(self) -> tuple[int, int]:
        """Where, in code points of the document's text."""
        ...

    @property
    def text(self) -> str:
        """Its characters."""
        ...

    @property
    def outcome(self) -> str:
        """`read`, `reason` or `unread`."""
        ...

    @property
    def outline(self) -> str:
        """Its words with people, places, actors, numbers and dates named by dimension."""
        ...

    @property
    def reports(self) -> Sequence[int]:
        """Numbers of the reports that it gave or lent to."""
        ...

    @property
    def reason(self) -> str | None:
        """Id of the reason that its words state."""
        ...

    @property
    def reason_span(self) -> tuple[int, int] | None:
        """Where the reason is stated."""
        ...


class Explanation(Protocol):
    """How a document was read."""

    @property
    def folded(self) -> str:
        """The text that rules matched on."""
        ...

    @property
    def tokens(self) -> Sequence[Token]:
        """Its tokens."""
        ...

    @property
    def mentions(self) -> Sequence[Mention]:
        """What each dimension read."""
        ...

    @property
    def clauses(self) -> Sequence[ClauseTrace]:
        """The clauses in order."""
        ...

    @property
    def record(self) -> Record:
        """The record that came of it."""
        ...

    @property
    def theatres(self) -> Sequence[str]:
        """The theatres that were recognised, the likeliest first."""
        ...


class Explainer(Protocol):
    """Tells how it read a document."""

    def explain(self, document: Document) -> Explanation:
        """Return how `document` was read."""
        ...


def load_reader(packs: Sequence[Path] = (), *, core: bool = False) -> Any:
    """Return the coder with all its data loaded, on request with the core list of places alone.

    `packs` are theatre packs from elsewhere. Raises DataError when the data is broken.
    """
    from rasd.coding import Coder
    from rasd.places import Gazetteer

    return Coder.load(Gazetteer.core() if core else None, packs)
