"""A page in the fast parser's tree: the elements that state something of it, and its main text.

The tree is made and read in a compiled language; Python sees the few elements that the rules of `rasd.collection` ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rasd.collection.decode import CONTROLS
from rasd.collection.page import MARKS, is_box
from rasd.collection.tree import Element
from rasd.collection.web_page import MOST_ELEMENTS, is_text
from rasd.scale.extraction.lines import lines_of
from rasd.scale.extraction.shown import attributes_of, named_dates

__all__ = ["Markup", "Stated", "controls_of", "is_bearable", "signs_of"]

_STATING = 'meta[content], title, h1, [itemprop], article, main, [role="main"], script[type*="ld+json"]'
_NAMED = (
    "[class], [id], [role], [hidden], [style], nav, footer, aside, form, menu, button, label, dialog, figcaption, header,"
    " select, textarea"
)
_TIMES = "time:not(p time, li time)"
"""Those that the page says, not its text: comments and lists of other pages have most of them."""
_BESIDE = ("nav", "aside", "footer", "form", "select", "textarea", "button")
_READ = ("h1", "title")
_UNMARKED = ("meta", "title")
_MOST_CANDIDATES = 50
"""Elements of a kind whose text is asked for: nested in each other, their texts are the square of the page."""
_MOST_BOXES = 2_000
_MOST_SHOWN = 160
"""Characters that a <time> may show; more of them is an element that nothing closed."""
_MOST_NESTED = 3_000
"""Elements; above, telling what is main content may cost the parser the square of their depth."""
_LONG = 8_000
_LONG_TAG = re.compile(rf"<[A-Za-z][^>]{{{_LONG}}}")
# As the parser reads them, and without a step back: most of its time would go into those.
_MANY_ATTRIBUTES = re.compile(
    r"<[A-Za-z][^\s/>]*+(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+){1000}"
)
_FEW = 3_000
_SHORT = 300_000


_MARKUP = b"<="
_NO_SIGNS = bytes(set(range(256)).difference(_MARKUP, CONTROLS))


def signs_of(body: bytes) -> bytes:
    """Return the characters that are counted, of markup and `CONTROLS`, out of a page as it came: one pass for all counts."""
    return body.translate(None, _NO_SIGNS)


def controls_of(signs: bytes) -> int:
    """Return how many `CONTROLS` there are among the `signs_of` a page."""
    return len(signs.translate(None, _MARKUP))


def is_bearable(html: str, signs: bytes) -> bool:
    """Tell whether the fast parser reads a page of these `signs_of` in time: it needs the square of a tag's attributes."""
    if signs.count(b"<") > 2 * MOST_ELEMENTS:
        return False
    if signs.count(b"=") > _FEW or len(html) > _SHORT:
        return _MANY_ATTRIBUTES.search(html) is None
    return not _has_long_tag(html) or _MANY_ATTRIBUTES.search(html) is None


def _has_long_tag(html: str) -> bool:
    """Tell whether a tag goes on and on; one look in thousands of characters shows that none does."""
    begin = 0
    while begin + _LONG < len(html):
        end = html.rfind(">", begin, begin + _LONG)
        if end < 0:
            return _LONG_TAG.search(html, begin) is not None
        begin = end + 1
    return False


@dataclass(frozen=True, slots=True)
class Stated:
    """The elements that say something of the page, its JSON-LD, and those that may mark its article (surest first)."""

    elements: list[Element]
    scripts: list[str]
    marks: tuple[list[Any], ...]


class Markup:
    """One page, parsed."""

    def __init__(self, html: str, signs: bytes) -> None:
        from resiliparse.parse.html import HTMLTree

        self._tree: Any = HTMLTree.parse(html.replace("\0", "\ufffd") if b"\0" in signs else html)
        self._is_large = signs.count(b"<") > 2 * _MOST_NESTED

    def stating(self) -> Stated:
        """Return the elements that state something, in the order of the page."""
        elements: list[Element] = []
        scripts: list[str] = []
        marks: tuple[list[Any], ...] = tuple([] for _ in MARKS)
        texts = 0
        for node in self._tree.document.query_selector_all(_STATING).values():
            tag = node.tag
            if tag == "script":
                scripts.append(node.text or "")
                continue
            element = Element(tag, attributes_of(node))
            for is_mark, found in zip(MARKS, marks, strict=True) if tag not in _UNMARKED else ():
                if is_mark(element):
                    found.append(node)
            is_read = tag in _READ or element.attributes.get("itemprop", "").lower() == "datepublished"
            if is_read and texts < _MOST_CANDIDATES:
                element.children.append(node.text or "")
                texts += 1
            elements.append(element)
        return Stated(elements, scripts, marks)

    def timed(self) -> list[Element]:
        """Return every <time>, in the order of the page; ask for it before the main text."""
        return [
            Element("time", attributes_of(node))
            for node in self._tree.document.query_selector_all("time").values()
        ]

    def named_dates(self) -> Iterator[Element] | None:
        """Return the elements with the name of a date; None where there are too many. Ask for it before the main text."""
        return named_dates(self._tree.document)

    def main_text(self, stated: Stated) -> str:
        """Return the text of the article where the page marks one, else of what is not plainly something else.

        The tree is cut down to the article: this is the last that is asked of it.
        """
        body = self._tree.body
        if body is None:
            return ""
        for candidates in stated.marks:
            node = _longest(candidates)
            if node is not None:
                _prune(node)
                if is_text(node.text):
                    body.replace_children(node)
                    return self._text(is_whole=False)
        _drop_times(body)
        if not self._is_large:
            self._deepen(body)
        return self._text(is_whole=True)

    def _deepen(self, body: Any) -> None:
        """Put the page into more elements: right below <body> the parser takes any list for a menu."""
        inner = outer = self._tree.create_element("div")
        for _ in range(2):
            inner = inner.append_child(self._tree.create_element("div"))
        inner.append(*body.child_nodes.values())
        body.append_child(outer)

    def _text(self, *, is_whole: bool) -> str:
        from resiliparse.extract.html2text import extract_plain_text

        return lines_of(
            extract_plain_text(
                self._tree,
                preserve_formatting="minimal_html",
                main_content=is_whole and not self._is_large,
                list_bullets=True,
                alt_texts=False,
                links=True,
                comments=False,
                skip_elements=_BESIDE if is_whole else None,
            )
        )


def _drop_times(inside: Any) -> None:
    """Take each <time> out that the page says, not its text."""
    for node in inside.query_selector_all(_TIMES).values()[:_MOST_CANDIDATES]:
        if len(node.text or "") <= _MOST_SHOWN:
            node.remove()


def _longest(candidates: list[Any]) -> Any:
    """Return the outermost candidate with most text."""
    outermost: list[Any] = []
    for node in candidates[:_MOST_CANDIDATES]:
        if not outermost or not outermost[-1].contains(node):
            outermost.append(node)
    if len(outermost) < 2:
        return outermost[0] if outermost else None
    return max(outermost, key=lambda node: len(node.text or ""))


def _prune(article: Any) -> None:
    """Take menus, forms and boxes out of an article; what holds most of its text is none, whatever it is called."""
    most = -1
    for node in article.query_selector_all(_NAMED).values()[:_MOST_BOXES]:
        tag = node.tag
        if tag == "time" or not is_box(tag, attributes_of(node)):
            continue
        if most < 0:  # nothing is taken out yet
            most = len(article.text or "") // 2
        if len(node.text or "") <= most and node.query_selector("article, main") is None:
            node.remove()
    _drop_times(article)
