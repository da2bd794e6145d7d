"""HTML pages: the article of a page, its title, outlet and publication date.

A modest extractor without a dependency: menus, footers, forms and boxes are dropped, the article is taken
from where the page marks it (articleBody, <article>, <main>), else from the element that holds most running text.
The document's text is its paragraphs, one a line; offsets in the record count the characters of that text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from rasd.collection.collected import Collected, Defaults, plain_characters
from rasd.collection.decode import decode
from rasd.collection.page_facts import Facts, facts_of
from rasd.collection.tree import BLOCKS, Element, parse
from rasd.errors import DocumentError
from rasd.model import Document

__all__ = [
    "MARKS",
    "MIN_LETTERS",
    "article_of",
    "collect_page",
    "declared_charset",
    "is_box",
    "is_mostly_links",
]

_BOX_TAGS = ("nav", "footer", "aside", "form", "menu", "button", "label", "dialog", "figcaption", "header")
_UNREAD_TAGS = ("head", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "video", "audio")
_DROPPED = frozenset((*_BOX_TAGS, *_UNREAD_TAGS, "select", "textarea"))
_KEPT = frozenset(("html", "body", "main", "article", "#page"))
# Whole words of class and id, so that "article-with-sidebar" is dropped only when it holds no article.
_BOXES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|sidebar|breadcrumbs?|share|sharing|social|related|comments?|cookies?|"
    r"newsletter|subscribe|advert|ads?|banner|promo|widget|tags?|pagination|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
MIN_LETTERS = 60
_MIN_PARAGRAPH = 25


def is_box(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element is a menu, a form, a hidden part or the like; it may still hold the article."""
    return tag not in _KEPT and bool(
        tag in _DROPPED
        or "hidden" in attributes
        or _HIDDEN.search(attributes.get("style", "")[:400])
        or attributes.get("role") in ("navigation", "banner", "contentinfo", "search", "complementary")
        or _BOXES.search(f"{attributes.get('class', '')[:400]} {attributes.get('id', '')[:200]}")
    )


def _is_dropped(element: Element) -> bool:
    return is_box(element.tag, element.attributes) and not any(
        inner.tag in ("article", "main") for inner in element
    )


def _prune(root: Element) -> None:
    stack = [root]
    while stack:
        element = stack.pop()
        element.children = [
            child for child in element.children if isinstance(child, str) or not _is_dropped(child)
        ]
        stack.extend(child for child in element.children if isinstance(child, Element))


def _walk(root: Element) -> Iterator[tuple[str, str, Element]]:
    """Yield pieces of text and the breaks between blocks, with the element that holds them."""
    stack: list[tuple[Element | str, Element]] = [(root, root)]
    end = Element("#end")
    while stack:
        node, holder = stack.pop()
        if isinstance(node, str):
            yield "text", node, holder
        elif node is end:
            yield "break", "", holder
        else:
            is_block = node.tag in BLOCKS
            if is_block or node.tag == "br":
                yield "break", "", node
            if is_block:
                stack.append((end, node))
            stack.extend((child, node) for child in reversed(node.children))


def _paragraphs(root: Element) -> list[tuple[str, Element]]:
    """Return the paragraphs below an element, white space as a browser shows it, with their innermost block.

    A paragraph that is mostly links (a list of other pages) is left out.
    """
    found: list[tuple[str, Element]] = []
    pieces: list[str] = []
    linked = 0
    block = root
    for what, text, holder in chain(_walk(root), [("break", "", root)]):
        if what == "text":
            if not pieces:
                block = holder
            pieces.append(text)
            if _is_link(holder):
                linked += len(text.strip())
            continue
        paragraph = _SPACE.sub(" ", "".join(pieces)).strip()
        if paragraph and not is_mostly_links(linked, len(paragraph)):
            found.append((paragraph, block))
        pieces, linked = [], 0
    return found


def is_mostly_links(linked: int, length: int) -> bool:
    """Tell whether a paragraph, by its characters within links, is a list of other pages."""
    return linked >= 0.6 * length


def _is_link(element: Element | None) -> bool:
    for _ in range(4):
        if element is None or element.tag in BLOCKS:
            return False
        if element.tag == "a":
            return True
        element = element.parent
    return False


def _letters(paragraphs: list[tuple[str, Element]]) -> int:
    return sum(len(text) for text, _ in paragraphs)


MARKS: tuple[Callable[[Element], bool], ...] = (
    lambda element: element.attributes.get("itemprop", "").lower() == "articlebody",
    lambda element: element.tag == "article",
    lambda element: element.tag == "main" or element.attributes.get("role") == "main",
)
"""How a page marks its article, the surest way first."""


def _marked(root: Element) -> list[tuple[str, Element]]:
    """Return the paragraphs of the article where the page marks one; the longest of several."""
    for is_article in MARKS:
        candidates = [element for element in root if is_article(element)][:50]
        outermost = [element for element in candidates if not _inside(element, candidates)]
        best = max((_paragraphs(element) for element in outermost), key=_letters, default=[])
        if _letters(best) >= MIN_LETTERS:
            return best
    return []


def _inside(element: Element, others: list[Element]) -> bool:
    parent = element.parent
    while parent is not None:
        if parent in others:
            return True
        parent = parent.parent
    return False


def _densest(root: Element) -> list[tuple[str, Element]]:
    """Return the paragraphs of the element that holds most running text, for pages that mark no article."""
    weight: dict[int, int] = {}
    elements: dict[int, Element] = {}
    for text, block in _paragraphs(root):
        if len(text) < _MIN_PARAGRAPH:
            continue
        while block.tag not in BLOCKS and block.parent is not None:
            block = block.parent
        parent = (
            block.parent if block.tag in ("p", "li", "blockquote") and block.parent is not None else block
        )
        for element, share in ((parent, len(text)), (parent.parent, len(text) // 2)):
            if element is not None:
                weight[id(element)] = weight.get(id(element), 0) + share
                elements[id(element)] = element
    if not weight:
        return []
    return _paragraphs(elements[max(weight, key=lambda key: weight[key])])


def article_of(root: Element, facts: Facts) -> str:
    """Return the text of the article, a paragraph a line; prunes the tree."""
    _prune(root)
    paragraphs = _marked(root) or _densest(root)
    lines = [text for text, _ in paragraphs]
    # The headline is the document's title; where the article repeats it, it is not news twice.
    while lines and facts.title is not None and lines[0] == facts.title:
        lines.pop(0)
    return "\n".join(lines)


def declared_charset(data: bytes) -> str | None:
    """Return the charset that a page's head declares."""
    declared = _CHARSET.search(data[:4096])
    return declared.group(1).decode("ascii") if declared else None


def collect_page(data: bytes, where: str, defaults: Defaults) -> Collected:
    """Return the document of an HTML page; raises DocumentError when the page holds no article."""
    decoded = decode(data, where, declared_charset(data))
    root, scripts = parse(decoded.text)
    facts = facts_of(list(root), scripts)
    text = plain_characters(article_of(root, facts))
    if sum(character.isalpha() for character in text) < MIN_LETTERS:
        raise DocumentError(
            f"{where}: no article text found in this page ({len(text)} characters of running text). Save the page"
            " with its article, or give the text as .txt."
        )
    published, published_from = facts.published, facts.published_from
    if published is None and defaults.published is not None:
        published, published_from = defaults.published, "option --published"
    document = Document(
        id=None,
        text=text,
        title=facts.title,
        outlet=facts.outlet or defaults.outlet,
        published=published,
        published_from=published_from,
        url=facts.url,
        theatre=defaults.theatre,
    )
    return Collected(where, document, note=decoded.note)
