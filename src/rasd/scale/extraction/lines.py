"""Lines of text out of the little markup that the fast parser leaves: a paragraph a line, as careful extraction gives them.

Left out are lines that are mostly links, and headings with nothing under them: they name other pages. A line of running
text is never left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from rasd.collection.page import is_mostly_links

__all__ = ["lines_of", "text_of_markup"]

_TAG = re.compile(r'<(/?)(a|h[1-6]|p|br|li|ul|ol|pre)(?:\s[^">]*(?:"[^"]*"[^">]*)*)?>')
_HEADING = ("h1", "h2", "h3", "h4", "h5", "h6")
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
    linked = length = at = 0
    for tag in (*_TAG.finditer(line), None):
        if piece := line[at : tag.start() if tag else None]:
            size = len(piece.strip())
            pieces.append(piece)
            length += size
            linked += size if state.is_link else 0
        name, closes = (tag[2], bool(tag[1])) if tag else ("br", False)
        at = tag.end() if tag else at
        if name == "a" and tag:
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
