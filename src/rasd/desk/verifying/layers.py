"""The text, cut into pieces that hold all of it, and the values laid over them.

A piece is a paragraph or a stretch of one; it carries where it starts, so that a browser can turn a selection back into code
points. What is shown as something else (a badge for a control character) says how many code points it stands for.
Put together again the pieces are the text, character for character.
"""

from __future__ import annotations

import html
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from rasd.export.page.labels import attribute, direction, is_control
from rasd.export.page.marks import Mark, Segment, segments

__all__ = ["PART", "Piece", "cut", "parts_of", "pieces", "shown_counted"]

PART = 60_000
"""Code points of one part of a long text, about: a part ends with a piece."""
_LONGEST = 2_000
"""Code points of a piece: a paragraph that is longer is cut at a space."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the text, as HTML."""

    start: int
    end: int
    direction: str
    inside: SafeString


def cut(text: str) -> list[tuple[int, int]]:
    """Return the bounds of all pieces: at each end of a line, else at a space, else where it gets too long.

    >>> cut("a\\nbc")
    [(0, 2), (2, 4)]
    """
    bounds: list[tuple[int, int]] = []
    start, length = 0, len(text)
    while start < length:
        line = text.find("\n", start, start + _LONGEST)
        if line >= 0:
            end = line + 1
        elif length - start <= _LONGEST:
            end = length
        else:
            space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            end = space + 1 if space > 0 else start + _LONGEST
        bounds.append((start, end))
        start = end
    return bounds


def parts_of(bounds: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return which pieces make up each part: first and behind last.

    >>> parts_of([(0, 40_000), (40_000, 70_000), (70_000, 80_000)])
    [(0, 2), (2, 3)]
    """
    found: list[tuple[int, int]] = []
    first = 0
    for index, (_, end) in enumerate(bounds):
        if end - bounds[first][0] >= PART:
            found.append((first, index + 1))
            first = index + 1
    if first < len(bounds):
        found.append((first, len(bounds)))
    return found


def pieces(text: str, marks: Sequence[Mark], bounds: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Yield pieces with the values that are laid over each."""
    ordered = sorted(
        (mark for mark in marks if 0 <= mark.start < mark.end <= len(text)), key=lambda m: m.start
    )
    starts = [mark.start for mark in ordered]
    longest = max((mark.end - mark.start for mark in ordered), default=0)
    for start, end in bounds:
        near = ordered[bisect_right(starts, start - longest - 1) : bisect_right(starts, end - 1)]
        over = [
            Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.slot, mark.value, mark.says)
            for mark in near
            if mark.end > start
        ]
        inside = "".join(_shown(text, start, segment) for segment in segments(end - start, over))
        yield Piece(start, end, direction(text[start:end]), mark_safe(inside))  # nosec B308 B703: escaped below


def _shown(text: str, start: int, segment: Segment) -> str:
    inside = shown_counted(text[start + segment.start : start + segment.end])
    if not segment.marks or not inside:
        return inside
    values = list(dict.fromkeys(mark.value for mark in segment.marks))
    says = list(dict.fromkeys(mark.says for mark in segment.marks))
    slots = list(dict.fromkeys(mark.slot for mark in segment.marks))
    # The keyboard stops at a value once, at its first words.
    stop = "" if any(mark.start == segment.start for mark in segment.marks) else ' tabindex="-1"'
    others = "".join(f" in-{slot}" for slot in slots[1:]) + (" several" if len(values) > 1 else "")
    return (
        f'<a class="m {slots[0]}{others}" id="c{start + segment.start}" href="#{attribute(values[0])}"'
        f' data-v="{attribute(" ".join(values))}" title="{attribute(" · ".join(says))}"{stop}>{inside}</a>'
    )


def shown_counted(text: str) -> str:
    """Return text as HTML: markup escaped, control characters as badges that count as what they stand for.

    >>> shown_counted("a<\\u202e")
    'a&lt;<span class="control" data-n="1">U+202E</span>'
    """
    if not any(map(is_control, text)):
        return html.escape(text)
    shown = []
    for index, character in enumerate(text):
        if character == "\r" and text[index + 1 : index + 2] in ("\n", ""):
            shown.append('<span data-n="1"></span>')  # the end of a line as some systems write it
        elif is_control(character):
            shown.append(f'<span class="control" data-n="1">U+{ord(character):04X}</span>')
        else:
            shown.append(html.escape(character))
    return "".join(shown)
