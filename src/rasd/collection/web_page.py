"""A page of the web as a document: its main text by trafilatura, its own statements, and what is known from outside.

Where the library finds no article, or the page is too long for it, the reader of saved pages (`page`) takes over; the
document's extractor says which one made the text. This module opens no connection: WARC files are read with it too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from rasd import __version__
from rasd.collection.collected import Defaults, MediaLink, plain_characters
from rasd.collection.datelines import address_date, dateline_date
from rasd.collection.decode import decode
from rasd.collection.page import MIN_LETTERS, article_of, declared_charset
from rasd.collection.page_facts import Facts, facts_of
from rasd.collection.tree import Element, parse
from rasd.errors import DocumentError
from rasd.model import Document

__all__ = [
    "MOST_ELEMENTS",
    "OWN_EXTRACTOR",
    "Outside",
    "ReadPage",
    "document_of",
    "is_text",
    "library_extractor",
    "read_web_page",
]

OWN_EXTRACTOR = f"rasd.collection.page {__version__}"
_MOST_FOR_LIBRARY = 2_000_000
"""Characters; a longer page costs the library minutes, ours stays linear."""
_MOST_FOR_ALL = 2_000
"""Elements; of a longer page the library leaves out its second opinion, which costs their square."""
MOST_ELEMENTS = 20_000
"""A page of more is read by our own reader alone."""
_FRESH = timedelta(minutes=10)
"""A Last-Modified as young as this is the moment of the answer, not of the article."""
_JANUARY = re.compile(r"\d{4}-01-01")


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known of a page beside its bytes."""

    address: str
    fetched_at: datetime | None = None
    charset: str | None = None
    """As the server declares it; believed only where the bytes agree."""
    last_modified: str = ""
    entry_published: str | None = None
    """The date that a feed or sitemap gives this address."""
    entry_from: str = ""
    entry_title: str | None = None
    outlet: str | None = None
    """The outlet's name as the feed gives it, where the page gives none."""
    defaults: Defaults = field(default_factory=Defaults)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A document with what goes beside it."""

    document: Document
    media: tuple[MediaLink, ...]
    extractor: str
    note: str = ""


@cache
def library_extractor() -> str:
    """Return the name and version of the library that takes texts out of pages."""
    return f"trafilatura {version('trafilatura')}"


def read_web_page(data: bytes, where: str, outside: Outside) -> ReadPage:
    """Return the document of a page; raises DocumentError where the page holds no article."""
    decoded = decode(data, where, outside.charset or declared_charset(data))
    html = decoded.text
    tree = _library_tree(html)
    elements, scripts = _elements_of(tree) if tree is not None else _own_elements(html)
    facts = facts_of(elements, scripts, base=outside.address, latest=outside.fetched_at)
    text, extractor = _library_text(tree, len(elements)) if tree is not None else ("", "")
    if not is_text(text):
        text, extractor = article_of(parse(html)[0], facts), OWN_EXTRACTOR
    return ReadPage(document_of(text, facts, where, outside, html), facts.media, extractor, decoded.note)


def document_of(text: str, facts: Facts, where: str, outside: Outside, html: str = "") -> Document:
    """Return the document of a page with this text that says this of itself; raises DocumentError where it is no article.

    `html` is the page, for a guess at the date where nothing else gives one; empty: no guess.
    """
    title = facts.title or outside.entry_title
    text = plain_characters(_without_title(text, title))
    if not is_text(text):
        raise DocumentError(
            f"{where}: no article text found in this page ({len(text)} characters of running text). A page that"
            " scripts fill in must be saved from a browser."
        )
    published, published_from = _published(facts, outside, text, html)
    return Document(
        id=None,
        text=text,
        title=title,
        outlet=facts.outlet or outside.outlet or outside.defaults.outlet or _host_name(outside.address),
        published=published,
        published_from=published_from,
        url=outside.address,
        theatre=outside.defaults.theatre,
    )


def _own_elements(html: str) -> tuple[list[Element], list[str]]:
    root, scripts = parse(html)
    return list(root), scripts


def _library_tree(html: str) -> Any:
    """Return the library's tree of a page; None where the page is too long for it, or it makes none."""
    if len(html) > _MOST_FOR_LIBRARY or html.count("<") > 2 * MOST_ELEMENTS:
        return None
    import trafilatura

    try:
        return trafilatura.load_html(html.replace("\0", "\ufffd"))
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return None


def _elements_of(tree: Any) -> tuple[list[Element], list[str]]:
    """Return the elements of the library's tree, in the order of the page, and the bodies of its JSON-LD scripts."""
    root = Element("#page")
    elements = [root]
    scripts: list[str] = []
    holders: dict[Any, Element] = {}
    for node in tree.iter():
        above = node.getparent()
        parent = holders.get(above, root) if above is not None else root
        if isinstance(node.tag, str):
            tag = node.tag.lower()
            if tag in ("script", "style"):
                if tag == "script" and "ld+json" in node.get("type", "").lower():
                    scripts.append(node.text or "")
            else:
                element = holders[node] = Element(tag, dict(node.items()), parent)
                elements.append(element)
                parent.children.append(element)
                if node.text:
                    element.children.append(node.text)
        if node.tail and above is not None:
            parent.children.append(node.tail)
    return elements, scripts


def _library_text(tree: Any, elements: int) -> tuple[str, str]:
    """Return the text that the library finds, empty where it finds none, and what to name as its extractor."""
    import trafilatura

    is_long = elements > _MOST_FOR_ALL
    try:
        found = trafilatura.extract(tree, include_comments=False, fast=is_long)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return "", ""  # a page that the library stumbles over; ours reads any characters
    lines = (" ".join(line.split()) for line in (found or "").split("\n"))
    return "\n".join(line for line in lines if line), library_extractor() + (" fast" if is_long else "")


def is_text(text: str) -> bool:
    """Tell whether there are words enough for an article; the beginning shows it."""
    begun = text[: 2 * MIN_LETTERS]  # which nearly always settles it
    if sum(map(str.isalpha, begun)) >= MIN_LETTERS:
        return True
    return sum(map(str.isalpha, text[: 8 * MIN_LETTERS])) >= MIN_LETTERS


def _without_title(text: str, title: str | None) -> str:
    """Drop the headline where the text begins with it: it is the document's title, not news twice."""
    first, _, rest = text.partition("\n")
    return rest if title is not None and first.strip() == title.strip() and rest else text


def _host_name(address: str) -> str | None:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    return host.removeprefix("www.") or None


def _published(facts: Facts, outside: Outside, text: str, html: str) -> tuple[str | None, str | None]:
    """Return the publication date and its place: what the page says first, what surrounds it last."""
    if facts.published is not None:
        return facts.published, facts.published_from
    later: tuple[tuple[Callable[[], str | None], str], ...] = (
        (lambda: dateline_date(text), "dateline of the text"),
        (lambda: outside.entry_published, outside.entry_from or "entry of the feed"),
        (lambda: address_date(outside.address), "address of the page"),
        (lambda: outside.defaults.published, "option --published"),
        (lambda: _guessed(html), "htmldate"),
        (lambda: _last_modified(outside), "HTTP header Last-Modified (last resort)"),
    )
    for read, place in later:
        found = read()
        if found is not None and not _is_future(found, outside.fetched_at):
            return found, place
    return None, None


def _is_future(written: str, fetched_at: datetime | None) -> bool:
    return fetched_at is not None and written[:10] > (fetched_at + timedelta(days=1)).date().isoformat()


def _guessed(html: str) -> str | None:
    """Return the day that htmldate finds in the markup; the first of January stands for a month it could not read."""
    if not html or len(html) > _MOST_FOR_LIBRARY:
        return None
    import htmldate

    find: Any = htmldate.find_date
    try:
        found: str | None = find(html, original_date=True, extensive_search=False)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return None
    if found is None or _JANUARY.fullmatch(found):
        return None
    is_change = re.search(rf"(?:modif|updat)[^<>{{}}]{{0,80}}?{re.escape(found)}", html, re.IGNORECASE)
    return None if is_change else found


def _last_modified(outside: Outside) -> str | None:
    try:
        moment = parsedate_to_datetime(outside.last_modified)
    except (TypeError, ValueError, IndexError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    if outside.fetched_at is not None and outside.fetched_at - moment < _FRESH:
        return None
    return moment.isoformat()
