"""Cells of tables in a terminal: no character that could steer it, Arabic in logical order, columns kept apart.

A terminal that reorders whole lines mixes neighbouring columns: on a terminal, a left-to-right mark ends each Arabic
line. Files get the plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.text import Text

from rasd.export.page.labels import is_control

__all__ = ["NONE", "cell", "clean", "counted", "short"]

NONE = "—"
_LEFT_TO_RIGHT = "\u200e"
_DIGEST = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")


def clean(text: str) -> str:
    """Return `text` without characters that would drive the terminal."""
    return "".join("\ufffd" if is_control(c) else " " if c in "\n\t" else c for c in text)


def cell(lines: Iterable[str], *, on_terminal: bool) -> Text:
    """Return lines as one cell; empty ones are left out."""
    mark = _LEFT_TO_RIGHT if on_terminal else ""
    return Text(
        "\n".join(
            piece + (mark if _is_arabic(piece) else "")
            for line in lines
            if line
            for piece in map(clean, line.split("\n"))
        )
    )


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "report"), counted(2, "report")
    ('1 report', '2 reports')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def short(identity: str) -> str:
    """Return an id to be read: of a digest its beginning, by which commands find it too.

    >>> short("wire-12#r1"), short("3f2a91c0d4e7" + "0" * 52 + "#r1")
    ('wire-12#r1', '3f2a91c0d4e7…#r1')
    """
    return _DIGEST.sub(r"\1…", identity)


def _is_arabic(text: str) -> bool:
    return any("\u0590" <= c <= "\u08ff" for c in text)
