"""Which characters of a changed text stand for which of the one it was made from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Alignment", "Segment", "Span"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that was written anew: where it stood, and where it stands now."""

    before: Span
    after: Span


class Alignment:
    """The segments of one changed text in order; what lies between them only moved."""

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self.segments = tuple(segments)
        self._starts = {
            "before": [segment.before[0] for segment in self.segments],
            "after": [segment.after[0] for segment in self.segments],
        }

    def whole(self, span: Span) -> Span:
        """Return a span of the text before, widened to whole segments: it cannot end within one."""
        return self._widened(span, "before")

    def back(self, span: Span) -> Span:
        """Return where a span of the changed text stood before, widened to whole segments.

        >>> Alignment([Segment((2, 5), (2, 9))]).back((4, 12))
        (2, 8)
        """
        return self._widened(span, "after")

    def _widened(self, span: Span, side: str) -> Span:
        start, end = span
        return self._place(start, side, is_end=False), self._place(end, side, is_end=True)

    def _place(self, at: int, side: str, *, is_end: bool) -> int:
        """Return the offset in the text before; within a segment, its edge on the span's outer side."""
        starts = self._starts[side]
        index = (bisect_left if is_end else bisect_right)(starts, at) - 1
        if index < 0:
            return at
        segment = self.segments[index]
        stood = segment.before if side == "before" else segment.after
        if at < stood[1] or (is_end and at == stood[1]):
            return segment.before[1] if is_end else segment.before[0]
        return segment.before[1] + at - stood[1]
