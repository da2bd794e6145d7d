"""The document of one page of an archive.

The fast way takes the main text with a parser in a compiled language; what a page says of itself (title, outlet, date) is
read by the rules of `rasd.collection` in both ways, so that they differ in the bounds of the text alone. The fast text is
the larger one where they differ: a page is not lost by it. Markup that would cost the fast parser its time falls to our own
reader of pages, whose work is linear in any markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from rasd.collection.collected import Defaults, too_long
from rasd.collection.decode import decode
from rasd.collection.page import article_of, declared_charset
from rasd.collection.page_dates import Later
from rasd.collection.page_facts import Facts, facts_of, stated_body
from rasd.collection.plain import collect_plain
from rasd.collection.tree import Element, parse
from rasd.collection.web_page import OWN_EXTRACTOR, Outside, document_of, is_text, read_web_page
from rasd.model import Document
from rasd.scale.extraction.lines import text_of_markup, without_heads
from rasd.scale.extraction.markup import Markup, controls_of, is_bearable, signs_of
from rasd.scale.extraction.shown import has_headline
from rasd.scale.page import Page

__all__ = ["Extracted", "extract"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document and what made its text."""

    document: Document
    extractor: str
    """Name and version."""


@cache
def _parser() -> str:
    return f"resiliparse {version('resiliparse')}"


def extract(page: Page, *, defaults: Defaults, careful: bool = False) -> Extracted:
    """Return the document of a page; raises DocumentError where it holds no article.

    `careful` gives what ``rasd read`` gives for the same page, at some twenty times the cost.
    """
    if page.document is not None:
        return Extracted(page.document, "none")
    if len(page.body) > defaults.max_bytes:
        raise too_long(page.where, defaults.max_bytes)
    if page.media_type == "text/plain":
        plain = collect_plain(page.body, page.where, defaults).document
        assert plain is not None  # it raises instead
        return _invented(plain.model_copy(update={"url": page.address or None}), "none", defaults)
    outside = Outside(
        page.address,
        page.fetched_at,
        page.charset or None,
        page.last_modified,
        entry_published=page.stated.get("published"),
        entry_from="field published",
        entry_title=page.stated.get("title"),
        outlet=page.stated.get("outlet"),
        defaults=defaults,
    )
    if careful:
        read = read_web_page(page.body, page.where, outside)
        return _invented(read.document, read.extractor, defaults)
    signs = signs_of(page.body)
    declared = outside.charset or declared_charset(page.body)
    html = decode(page.body, page.where, declared, controls=controls_of(signs)).text
    if is_bearable(html, signs):
        text, facts, extractor = _fast(html, signs, outside)
    else:
        text, facts, extractor = _plodding(html, outside)
    return _invented(document_of(text, facts, page.where, outside), extractor, defaults)


def _invented(document: Document, extractor: str, defaults: Defaults) -> Extracted:
    if defaults.synthetic:
        document = document.model_copy(update={"synthetic": True})
    return Extracted(document, extractor)


def _fast(html: str, signs: bytes, outside: Outside) -> tuple[str, Facts, str]:
    markup = Markup(html, signs)
    stated = markup.stating()
    later = Later(markup.timed, lambda: _shown(markup, html))
    facts = facts_of(stated.elements, stated.scripts, latest=outside.fetched_at, later=later)
    text = without_heads(markup.main_text(stated), facts.title, facts.published)
    if is_text(text):
        return text, facts, _parser()
    if given := stated_body(stated.scripts):
        return text_of_markup(given) if "<" in given else given, facts, _parser()
    return text, facts, _parser()


def _shown(markup: Markup, html: str) -> Iterable[Element]:
    named = markup.named_dates() if not has_headline(html) else None
    return parse(html)[0] if named is None else named


def _plodding(html: str, outside: Outside) -> tuple[str, Facts, str]:
    root, scripts = parse(html)
    facts = facts_of(list(root), scripts, latest=outside.fetched_at)
    return article_of(root, facts), facts, OWN_EXTRACTOR
