"""What a page says of itself: title, outlet, address, pictures and publication date, and where it says it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasd.collection.collected import MediaLink, plain_characters
from rasd.collection.page_dates import Later, is_article_node, page_date
from rasd.collection.page_media import media_of
from rasd.collection.tree import Element

__all__ = ["Facts", "facts_of", "stated_body"]

_MAX_NODES = 2000


@dataclass(frozen=True, slots=True)
class Facts:
    """The page's own statements; `published_from` names the place that gave the date."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    published_from: str | None = None
    media: tuple[MediaLink, ...] = ()


def _clean(text: str | None) -> str | None:
    return plain_characters(" ".join(text.split())) or None if text else None


def _metas(elements: Sequence[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in elements:
        if element.tag == "meta":
            attributes = element.attributes
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            if attributes.get("content", "").strip():
                found.setdefault(name.strip().lower(), attributes["content"])
    return found


def _nodes(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects of the JSON-LD scripts, whatever holds them."""
    seen = 0
    for script in scripts:
        try:
            stack: list[Any] = [json.loads(script)]
        except (ValueError, RecursionError):
            continue
        while stack and seen < _MAX_NODES:
            node = stack.pop()
            seen += 1
            if isinstance(node, dict):
                yield node
                stack.extend(value for value in node.values() if isinstance(value, dict | list))
            elif isinstance(node, list):
                stack.extend(reversed(node))


def _headline(elements: Sequence[Element]) -> str | None:
    for element in elements:
        if element.tag == "h1" and (text := _clean(element.text())):
            return text
    return None


def _outlet(metas: dict[str, str], nodes: list[dict[str, Any]]) -> str | None:
    if "og:site_name" in metas:
        return _clean(metas["og:site_name"])
    for wanted in (True, False):
        for node in nodes:
            publisher = node.get("publisher")
            publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
            name = publisher.get("name") if isinstance(publisher, dict) else None
            if isinstance(name, str) and is_article_node(node) is wanted and (cleaned := _clean(name)):
                return cleaned
    return None


def stated_body(scripts: list[str]) -> str:
    """Return the longest text that JSON-LD gives as an article's body, as written: it may hold markup."""
    bodies = [node.get("articleBody") for node in _nodes(scripts) if is_article_node(node)]
    return max((body for body in bodies if isinstance(body, str)), key=len, default="")


def facts_of(
    elements: Sequence[Element],
    scripts: list[str],
    *,
    base: str = "",
    latest: datetime | None = None,
    later: Later | None = None,
) -> Facts:
    """Return what a page of these elements, in their order, says of itself.

    `base` is the address that links start from. `latest` is when the page was fetched: no page is from the future.
    `later` is given where `elements` are only those that state something (<meta>, <title>, <h1>, `itemprop`): it makes
    others, and is asked only where none of these states a date. Pictures are then not looked for.
    """
    metas = _metas(elements)
    nodes = list(_nodes(scripts))
    published, published_from = page_date(elements, metas, nodes, latest, later)
    title = _clean(metas.get("og:title")) or _headline(elements)
    if title is None:
        title = next((_clean(element.text()) for element in elements if element.tag == "title"), None)
    url = next(
        (
            e.attributes.get("href")
            for e in elements
            if e.tag == "link" and e.attributes.get("rel") == "canonical"
        ),
        None,
    )
    return Facts(
        title,
        _outlet(metas, nodes),
        _clean(metas.get("og:url") or url),
        published,
        published_from,
        media_of(elements, metas, nodes, base) if later is None else (),
    )
