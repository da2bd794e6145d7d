"""What a proof finds: one line a fact, with what it means and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = ["Finding", "Progress", "failure", "notice", "some"]

Progress = Callable[[str, int, int], None]
"""Called with the step in words, how much of it is done, and how much there is (0: not known)."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A place, a fact, what it means, what to do."""

    level: Literal["failure", "notice"]
    """A notice is worth knowing and proves nothing wrong."""
    place: str
    fact: str
    meaning: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """Return the finding as one line."""
        sentences = (self.fact, self.meaning, self.remedy)
        return f"{self.place}: " + " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)

    def as_row(self) -> dict[str, str]:
        """Return the finding for a machine."""
        return asdict(self)


def failure(place: str, fact: str, meaning: str, remedy: str) -> Finding:
    """Return what proves that something is not as it was kept."""
    return Finding("failure", place, fact, meaning, remedy)


def notice(place: str, fact: str, meaning: str = "", remedy: str = "") -> Finding:
    """Return what a person should know."""
    return Finding("notice", place, fact, meaning, remedy)


def some(names: list[str], total: int) -> str:
    """Return a few names and how many more there are.

    >>> some(["a", "b", "c"], 5)
    'a, b, c and 2 more'
    """
    shown = names[:_NAMED]
    more = total - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
