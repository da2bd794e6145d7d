"""How newsrooms, keyboards and copy machines disturb a text without changing what it says.

Each disturbance maps one character to what stands in its place, so that the place of the evidence is known after it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

__all__ = ["NOISE", "disturb", "variants"]

Span = tuple[int, int]
Change = Callable[[str, int], tuple[str, str, str]]
"""From the text and an index to (what is put before the character, the character, what is put after it)."""

_HAMZA = {**dict.fromkeys("أإآٱ", "ا"), "ؤ": "و", "ئ": "ي", "ء": ""}
_JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهيئ")
_ISOLATED = {
    plain: chr(code)
    for code in range(0xFEFC, 0xFE80, -1)
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}


def _map(table: dict[str, str]) -> Change:
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


def _digits(zero: int) -> Change:
    return lambda text, at: ("", chr(zero + int(text[at])) if text[at] in "0123456789" else text[at], "")


NOISE: dict[str, Change] = {
    "hamza": _map(_HAMZA),
    "ta_marbuta": _map({"ة": "ه"}),
    "alef_maqsura": _map({"ى": "ي"}),
    "tatweel": _tatweel,
    "harakat": _marks,
    "arabic_digits": _digits(0x0660),
    "persian_digits": _digits(0x06F0),
    "presentation": _map(_ISOLATED),
    "farsi": _map({"ي": "ی", "ى": "ی", "ك": "ک"}),
    "direction": _direction,
    "spaces": _map({" ": "  "}),
    "hard_spaces": _map({" ": "\u00a0"}),
}


def disturb(text: str, spans: list[Span], change: Change) -> tuple[str, list[Span]]:
    """Return the disturbed text and where its evidence stands: what is put after a character belongs to it."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    length = 0
    for at in range(len(text)):
        before, here, after = change(text, at)
        starts.append(length + len(before))
        pieces.append(before + here + after)
        length += len(pieces[-1])
        ends.append(length)
    return "".join(pieces), [(starts[start], ends[end - 1]) for start, end in spans]


def variants(text: str, spans: list[Span]) -> Iterator[tuple[str, str, list[Span]]]:
    """Yield (name, text, spans) for every disturbance that changes something."""
    for name, change in NOISE.items():
        noisy, moved = disturb(text, spans, change)
        if noisy != text:
            yield name, noisy, moved
