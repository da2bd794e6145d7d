"""Values in their text: overlapping spans cut into flat segments, each of which knows all values that it belongs to.

Segments are flat because links cannot stand inside links; a segment links to its innermost value and names the rest,
and its classes carry every slot, so that nothing that was read is hidden under something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rasd.export.page.labels import attribute, shown

__all__ = ["SLOTS", "Mark", "Marks", "Segment", "segments"]

# Innermost gives the colour; between equals the earlier slot.
SLOTS = (
    "harm",
    "date",
    "place",
    "weapon",
    "actor",
    "target",
    "source",
    "breach_claim",
    "toll",
    "kind",
    "issue",
    "keyword",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value at one place of the text."""

    start: int
    end: int
    slot: str
    value: str
    """Id of the element that shows the value."""
    says: str
    """What a reader sees on pointing at it; not yet escaped."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which the set of marks does not change; `marks` from innermost to outermost."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def _inner_first(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Order the marks over one segment: the shortest first, but what repeats another value's words comes after it.

    A keyword repeats any value; the struck side is read from the words that count the victims.
    """
    found = list(marks)
    repeats = {"keyword", "target"} if any(mark.slot == "harm" for mark in found) else {"keyword"}
    return tuple(
        sorted(
            found,
            key=lambda m: (m.slot == "keyword", m.slot in repeats, m.end - m.start, SLOTS.index(m.slot)),
        )
    )


def segments(length: int, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Cut ``0:length`` at every bound of a mark; each position is in exactly one segment.

    >>> [(s.start, s.end, len(s.marks)) for s in segments(9, [Mark(0, 5, "harm", "a", ""), Mark(3, 7, "date", "b", "")])]
    [(0, 3, 1), (3, 5, 2), (5, 7, 1), (7, 9, 0)]
    """
    ordered = sorted(marks, key=lambda mark: mark.start)
    bounds = sorted({0, length, *(m.start for m in ordered), *(m.end for m in ordered)})
    alive: list[Mark] = []
    coming = 0
    for start, end in pairwise(bounds):
        alive = [mark for mark in alive if mark.end > start]
        while coming < len(ordered) and ordered[coming].start == start:
            alive.append(ordered[coming])
            coming += 1
        yield Segment(start, end, _inner_first(alive))


@dataclass(slots=True)
class Marks:
    """Collects the values of one document; gives each an id and a link to its words, then renders the text."""

    text: str
    prefix: str
    """Id of the document's element."""
    marks: list[Mark] = field(default_factory=list)
    _count: int = 0

    def add(self, slot: str, evidence: Sequence[tuple[int, int]], says: str, value: str | None = None) -> str:
        """Register a value with its spans and return its id; spans outside the text are left out."""
        if value is None:
            self._count += 1
            value = f"{self.prefix}v{self._count}"
        for start, end in evidence:
            if 0 <= start < end <= len(self.text):
                self.marks.append(Mark(start, end, slot, value, says))
        return value

    def href(self, evidence: Sequence[tuple[int, int]]) -> str | None:
        """Return the link to the first words of `evidence`, None when it has none in this text."""
        for start, end in evidence:
            if 0 <= start < end <= len(self.text):
                return f"#{self.prefix}c{start}"
        return None

    def words(self, evidence: Sequence[tuple[int, int]]) -> list[str]:
        """Return the words under each valid span."""
        return [self.text[start:end] for start, end in evidence if 0 <= start < end <= len(self.text)]

    def render(self) -> Iterator[str]:
        """Yield the text as HTML with every registered span highlighted."""
        for segment in segments(len(self.text), self.marks):
            inside = shown(self.text[segment.start : segment.end])
            yield self._linked(segment, inside) if segment.marks else inside

    def _linked(self, segment: Segment, inside: str) -> str:
        values = list(dict.fromkeys(mark.value for mark in segment.marks))
        says = list(dict.fromkeys(mark.says for mark in segment.marks))
        slots = list(dict.fromkeys(mark.slot for mark in segment.marks))
        # A link to a value is a stop for the keyboard once, at the value's first words.
        starts = any(mark.start == segment.start for mark in segment.marks)
        stop = "" if starts else ' tabindex="-1"'
        return (
            f'<a class="m {slots[0]}{"".join(" in-" + slot for slot in slots[1:])}"'
            f' id="{self.prefix}c{segment.start}" href="#{segment.marks[0].value}"'
            f' data-v="{" ".join(values)}" title="{attribute(" · ".join(says))}"'
            f"{stop}>{inside}</a>"
        )
