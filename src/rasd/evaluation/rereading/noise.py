"""How newsrooms, keyboards and copy machines disturb a text without changing what it says.

Each disturbance maps one character to what stands in its place, so that the place of the evidence is known after it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from rasd.coding import Coder
from rasd.evaluation.rereading.alignment import Alignment, Segment, Span
from rasd.evaluation.rereading.comparing import Rereading, mismatches
from rasd.model import Document, Record

__all__ = ["NOISE", "Disturbed", "disturb", "reread_disturbed"]

Disturbance = Callable[[str, int], tuple[str, str, str]]
"""From the text and an index to (what is put before the character, the character, what is put after it)."""

_HAMZA = {**dict.fromkeys("أإآٱ", "ا"), "ؤ": "و", "ئ": "ي", "ء": ""}
_JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهيئ")
_ISOLATED = {
    plain: chr(code)
    for code in range(0xFEFC, 0xFE80, -1)
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}
_LAM_ALEF = {"لا": "\ufefb", "لأ": "\ufef7", "لإ": "\ufef9", "لآ": "\ufef5"}


def _map(table: dict[str, str]) -> Disturbance:
    return lambda text, at: ("", table.get(text[at], text[at]), "")


def _arabic(character: str) -> bool:
    return "\u0620" <= character <= "\u064a"


def _tatweel(text: str, at: int) -> tuple[str, str, str]:
    follows = at + 1 < len(text) and _arabic(text[at + 1])
    return "", text[at], "ـ" if follows and text[at] in _JOINING else ""


def _marks(text: str, at: int) -> tuple[str, str, str]:
    return "", text[at], "\u064e" if _arabic(text[at]) and text[at] != "ء" else ""


def _direction(text: str, at: int) -> tuple[str, str, str]:
    head = at == 0 or text[at - 1].isspace()
    return "\u200f" if head and not text[at].isspace() else "", text[at], ""


def _isolates(text: str, at: int) -> tuple[str, str, str]:
    """Wrap each word in an isolate, as web pages do with names in a line of another direction."""
    if text[at].isspace():
        return "", text[at], ""
    head = at == 0 or text[at - 1].isspace()
    tail = at + 1 == len(text) or text[at + 1].isspace()
    return "\u2068" if head else "", text[at], "\u2069" if tail else ""


def _digits(zero: int) -> Disturbance:
    return lambda text, at: ("", chr(zero + int(text[at])) if text[at] in "0123456789" else text[at], "")


def _ligatures(text: str, at: int) -> tuple[str, str, str]:
    """Write lam with alef as one character, and the two of them as presentation forms of a PDF are."""
    if text[at : at + 2] in _LAM_ALEF:
        return "", _LAM_ALEF[text[at : at + 2]], ""
    if at and text[at - 1 : at + 1] in _LAM_ALEF:
        return "", "", ""
    return "", text[at], ""


def _joined_waw(text: str, at: int) -> tuple[str, str, str]:
    """Leave out the space behind a lone و: "و قال" is "وقال"."""
    lone = at >= 1 and text[at - 1] == "و" and (at == 1 or text[at - 2].isspace())
    follows = at + 1 < len(text) and _arabic(text[at + 1])
    return "", "" if text[at] == " " and lone and follows else text[at], ""


NOISE: dict[str, Disturbance] = {
    "hamza": _map(_HAMZA),
    "ta_marbuta": _map({"ة": "ه"}),
    "alef_maqsura": _map({"ى": "ي"}),
    "tatweel": _tatweel,
    "harakat": _marks,
    "arabic_digits": _digits(0x0660),
    "persian_digits": _digits(0x06F0),
    "presentation": _map(_ISOLATED),
    "ligatures": _ligatures,
    "farsi": _map({"ي": "ی", "ى": "ی", "ك": "ک"}),
    "direction": _direction,
    "isolates": _isolates,
    "spaces": _map({" ": "  "}),
    "hard_spaces": _map({" ": "\u00a0"}),
    "joined_waw": _joined_waw,
}
"""The disturbances by name."""


@dataclass(frozen=True, slots=True)
class Disturbed:
    """A disturbed text, and where each character of the first one stands in it."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """End of each character with what was put after it."""
    alignment: Alignment

    def ahead(self, span: Span) -> Span:
        """Return where a span of the first text stands now; what is put after a character belongs to it."""
        return self.starts[span[0]], self.ends[span[1] - 1]


def disturb(text: str, disturbance: Disturbance) -> Disturbed:
    """Return the text with every character disturbed."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    segments: list[Segment] = []
    length = 0
    for at, character in enumerate(text):
        before, here, after = disturbance(text, at)
        piece = before + here + after
        starts.append(length + len(before))
        if not piece and pieces:  # what is left out goes with the character before it
            first = segments.pop() if segments and segments[-1].before[1] == at else None
            begun, stood = (first.before[0], first.after[0]) if first else (at - 1, length - len(pieces[-1]))
            segments.append(Segment((begun, at + 1), (stood, length)))
        elif piece != character:
            segments.append(Segment((at, at + 1), (length, length + len(piece))))
        pieces.append(piece)
        length += len(piece)
        ends.append(length)
    return Disturbed("".join(pieces), tuple(starts), tuple(ends), Alignment(segments))


def reread_disturbed(coder: Coder, document: Document, record: Record, name: str) -> Rereading | None:
    """Read `document` with the noise `name`, against its `record`; None when the noise changes nothing in it."""
    noisy = disturb(document.text, NOISE[name])
    if noisy.text == document.text:
        return None
    again = coder.code(document.model_copy(update={"text": noisy.text}))
    return Rereading(
        record.id,
        record.theatre or "none",
        name,
        noisy.text,
        noisy.alignment,
        tuple(mismatches(record, again, noisy.alignment)),
    )
