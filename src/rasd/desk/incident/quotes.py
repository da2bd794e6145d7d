"""A quote in its sentence: the words around the evidence, with the evidence itself marked off. Never a paraphrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasd.export.page.labels import direction

__all__ = ["Piece", "Quote", "quote_of"]

_AROUND = 90
_LONGEST_GAP = 160
_ENDS = ".!?؟…\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, marked where it is the evidence."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """Some words of a document."""

    pieces: tuple[Piece, ...]
    direction: str


def quote_of(text: str, spans: Sequence[tuple[int, int]], phrase: str = "") -> Quote | None:
    """Return the evidence in its sentence; `phrase` alone where the text is not at hand, None where there is neither."""
    valid = sorted({(start, end) for start, end in spans if 0 <= start < end <= len(text)})
    if not valid:
        return Quote((Piece(phrase, True),), direction(phrase)) if phrase else None
    pieces: list[Piece] = []
    at = _start(text, valid[0][0])
    pieces.append(Piece("… " if at and text[at - 1] not in _ENDS else "", False))
    for start, end in valid:
        if start > at:
            between = text[at:start]
            if len(between) > _LONGEST_GAP:
                between = f"{between[: _LONGEST_GAP // 2]} … {between[-_LONGEST_GAP // 2 :]}"
            pieces.append(Piece(_one_line(between), False))
        if end > at:
            pieces.append(Piece(_one_line(text[max(at, start) : end]), True))
            at = end
    last = _end(text, at)
    pieces.append(Piece(_one_line(text[at:last]) + ("" if _is_end(text, last) else " …"), False))
    return Quote(tuple(piece for piece in pieces if piece.text), direction(text[valid[0][0] : last]))


def _start(text: str, at: int) -> int:
    """Return where the sentence begins, or a word not too far before."""
    low = max(0, at - _AROUND)
    found = max(text.rfind(mark, low, at) for mark in _ENDS)
    if found >= 0:
        start = found + 1
    elif low == 0:
        start = 0
    else:
        space = text.find(" ", low, at)
        start = space + 1 if space >= 0 else low
    while start < at and text[start].isspace():
        start += 1
    return start


def _end(text: str, at: int) -> int:
    high = min(len(text), at + _AROUND)
    ends = [found for mark in _ENDS if (found := text.find(mark, at, high)) >= 0]
    if ends:
        return min(ends) + 1
    if high == len(text):
        return high
    space = text.rfind(" ", at, high)
    return space if space > at else high


def _is_end(text: str, at: int) -> bool:
    return at >= len(text) or at == 0 or text[at - 1] in _ENDS


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and words else ""
    return f"{before}{words}{after}"
