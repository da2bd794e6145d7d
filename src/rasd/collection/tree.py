"""A light tree of an HTML page, enough to find its article: elements, their text, nothing else.

A reader of its own: `html.parser` needs minutes for a megabyte of "<!--" (Python 3.11), and a page may hold
anything. Here work is linear in the length of the page and depth is bounded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

__all__ = ["BLOCKS", "Element", "parse"]

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SECTIONS = (
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "details",
    "div",
    "fieldset",
    "figcaption",
)
_MORE_SECTIONS = (
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "html",
    "main",
    "menu",
    "nav",
    "p",
    "pre",
    "section",
)
_LISTS = ("dd", "dl", "dt", "li", "ol", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
BLOCKS = frozenset(_HEADINGS + _SECTIONS + _MORE_SECTIONS + _LISTS)
_CLOSES_PARAGRAPH = BLOCKS - {"html", "body"}
_SIBLINGS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
}
_MAX_DEPTH = 200
_MAX_ELEMENTS = 200_000  # a page has thousands; beyond, tags are passed over and text is still read
_RAW = {name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in ("script", "style")}
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]{0,60})")
# No two alternatives begin alike and an unclosed quote is scanned once: linear on any input.
_ATTRIBUTE = re.compile(
    r"[\s/]*(?:(?P<end>>)|(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s>]*))?|=)"
)


@dataclass(slots=True, eq=False)
class Element:
    """One element; its children are elements and pieces of text in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of the page."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def text(self) -> str:
        """Return all text below, as it stands."""
        pieces: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                pieces.append(node)
            else:
                stack.extend(reversed(node.children))
        return "".join(pieces)


class _Builder:
    def __init__(self) -> None:
        self.root = Element("#page")
        self._open = [self.root]
        self._count: Counter[str] = Counter()
        self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MAX_ELEMENTS:
            return
        if tag in _CLOSES_PARAGRAPH and self._count["p"]:
            self.end("p")
        for sibling in _SIBLINGS.get(tag, ()):
            if self._open[-1].tag == sibling:
                self._pop()
        parent = self._open[-1]
        element = Element(tag, attributes, parent)
        parent.children.append(element)
        if tag not in _VOID and len(self._open) < _MAX_DEPTH:
            self._open.append(element)
            self._count[tag] += 1

    def end(self, tag: str) -> None:
        if self._count[tag]:  # else it closes nothing: no search up the tree
            while len(self._open) > 1 and self._pop() != tag:
                pass

    def text(self, written: str) -> None:
        if written:
            self._open[-1].children.append(_unescape(written) if "&" in written else written)

    def _pop(self) -> str:
        tag = self._open.pop().tag
        self._count[tag] -= 1
        return tag


def _unescape(written: str) -> str:
    try:
        return unescape(written)
    except ValueError:  # a numeric reference of thousands of digits
        return written


def _attributes(html: str, position: int) -> tuple[dict[str, str], int]:
    """Return the attributes of the tag that `position` is in, and the offset behind the tag (-1: it never ends)."""
    found: dict[str, str] = {}
    if html.startswith(">", position):  # most tags have none
        return found, position + 1
    while match := _ATTRIBUTE.match(html, position):
        position = match.end()
        end, name, value = match.groups()
        if name is None:
            if end:
                return found, position
        else:
            written = value.strip("\"'") if value else ""
            found.setdefault(name.lower(), _unescape(written) if "&" in written else written)
    return found, -1


def parse(html: str) -> tuple[Element, list[str]]:
    """Return the tree of a page and the bodies of its JSON-LD scripts; any characters give some tree."""
    builder = _Builder()
    scripts: list[str] = []
    position = 0
    while (mark := html.find("<", position)) >= 0:
        builder.text(html[position:mark])
        if html.startswith("<!--", mark):
            position = _behind(html, "-->", mark + 4)
        elif tag := _TAG.match(html, mark):
            name = tag.group("name").lower()
            if tag.group("close"):
                position = _behind(html, ">", tag.end())
                builder.end(name)
                continue
            attributes, position = _attributes(html, tag.end())
            if position < 0:
                break
            if name not in _RAW:
                builder.start(name, attributes)
                continue
            end = _RAW[name].search(html, position)
            if name == "script" and "ld+json" in attributes.get("type", "").lower():
                scripts.append(html[position : end.start() if end else len(html)])
            position = end.start() if end else len(html)
        elif html[mark + 1 : mark + 2] in ("!", "?", "/"):
            position = _behind(html, ">", mark)
        else:
            builder.text("<")
            position = mark + 1
    if position >= 0:
        builder.text(html[position:])
    return builder.root, scripts


def _behind(html: str, end: str, position: int) -> int:
    """Return the offset behind the next `end`; the end of the page when there is none."""
    found = html.find(end, position)
    return len(html) if found < 0 else found + len(end)
