"""Lines of text out of the little markup that the fast parser leaves: a paragraph a line, as careful extraction gives them.

Left out are lines that are mostly links, and headings with nothing under them: they name other pages. A line of running
text is never left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import unescape

from rasd.collection.datelines import bare_date
from rasd.collection.page import is_mostly_links

__all__ = ["lines_of", "text_of_markup", "without_heads"]

_TAG = re.compile(r'<(/?)(a|h[1-6]|p|br|li|ul|ol|pre)(?:\s[^">]*(?:"[^"]*"[^">]*)*)?>')
_HEADING = ("h1", "h2", "h3", "h4", "h5", "h6")
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_NEAR = 3
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_MOST_SHOWN = 60
_MOST_DATES = 10
_NONE = 9
"""The level of a line that is no heading."""


@dataclass(slots=True)
class _State:
    """What goes on from line to line."""

    level: int = _NONE
    is_link: bool = False
    begins_item: bool = False


def text_of_markup(markup: str) -> str:
    """Return the text of a piece of HTML that is an article's body."""
    from resiliparse.extract.html2text import extract_plain_text

    lines = extract_plain_text(markup, alt_texts=False, list_bullets=False).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def lines_of(markup: str) -> str:
    """Return the text of what the fast parser gives as ``minimal_html``."""
    found: list[tuple[int, str]] = []
    state = _State()
    for line in markup.split("\n"):
        if not line:  # every other one
            continue
        if line.startswith("<p>") and line.find("<", 3) == len(line) - 4 and not state.is_link:
            _add(found, line[3:-4], _NONE, state)  # what most lines are
        elif "<" not in line:
            if not state.is_link:
                _add(found, line, state.level, state)
        else:
            _add_marked(found, line, state)
    return "\n".join(_without_bare_headings(found))


def _add(found: list[tuple[int, str]], written: str, level: int, state: _State) -> None:
    if words := written.split():
        line = " ".join(words)
        if state.begins_item:
            line = "- " + line
            state.begins_item = False
        found.append((level, unescape(line) if "&" in line else line))


def _add_marked(found: list[tuple[int, str]], line: str, state: _State) -> None:
    """Add what a line with tags says."""
    pieces: list[str] = []
    linked = length = 0
    parts = _TAG.split(line)
    parts += ("", "br")  # the end of a line
    for at in range(0, len(parts), 3):
        piece, closes, name = parts[at : at + 3]
        if piece:
            size = len(piece.strip())
            pieces.append(piece)
            length += size
            if state.is_link:
                linked += size
        if name == "a":
            state.is_link = not closes
            continue
        if length and not is_mostly_links(linked, length):
            _add(found, "".join(pieces), state.level, state)
        pieces, linked, length = [], 0, 0
        if name == "li":
            state.begins_item = not closes
        elif name in _HEADING:
            state.level = _NONE if closes else int(name[1])


def _without_bare_headings(lines: list[tuple[int, str]]) -> list[str]:
    """Leave out headings with nothing under them, but not the first: a page's own headline may stand alone."""
    kept: list[str] = []
    under = 0  # the level of the line below; the end of the page is above all headings
    for level, line in reversed(lines):
        if level in (1, _NONE) or under > level:
            kept.append(line)
            under = level
    kept.reverse()
    return kept


def without_heads(text: str, title: str | None, published: str | None) -> str:
    """Leave out the headline near the beginning, and lines that say the day of publication and nothing else.

    Read as text, the one is news twice, the other dates what has no date. A day to either side counts too: a page may show
    it in another zone.
    """
    lines = text.split("\n")
    if title is not None and title in lines[:_NEAR] and len(lines) > 1:
        lines.remove(title)
    if published is None:
        return "\n".join(lines)
    years = (published[:4], published[:4].translate(_DIGITS))
    if years[0] not in text and years[1] not in text:
        return "\n".join(lines)
    day = date.fromisoformat(published[:10])
    left = _MOST_DATES
    kept = []
    for line in lines:
        if len(line) <= _MOST_SHOWN and left and (years[0] in line or years[1] in line):
            left -= 1
            shown = _day_of(_CLOCK.sub(" ", line).strip())
            if shown is not None and abs((shown - day).days) <= 1:
                continue
        kept.append(line)
    return "\n".join(kept)


@lru_cache(maxsize=4096)
def _day_of(line: str) -> date | None:
    """Read a line without its hour: pages of one day show the same one."""
    return bare_date(line)
