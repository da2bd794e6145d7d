"""What a page says of itself: title, outlet, address and publication date, and where it says it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rasd.collection.collected import iso_date, plain_characters
from rasd.collection.tree import Element

__all__ = ["Facts", "facts_of"]

_SPACE = re.compile(r"\s+")
# Most specific first; modification dates are no publication dates.
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
_MAX_NODES = 2000


@dataclass(frozen=True, slots=True)
class Facts:
    """The page's own statements; `published_from` names the place that gave the date."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    published_from: str | None = None


def _clean(text: str | None) -> str | None:
    return plain_characters(_SPACE.sub(" ", text or "").strip()) or None


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root:
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


def _published(root: Element, metas: dict[str, str], scripts: list[str]) -> tuple[str | None, str | None]:
    for node in _nodes(scripts):
        value = node.get("datePublished")
        if isinstance(value, str) and (found := iso_date(value)):
            return found, "JSON-LD datePublished"
    for name in _DATE_METAS:
        if name in metas and (found := iso_date(metas[name])):
            return found, f"meta {name}"
    others: list[str] = []
    for element in root:
        if element.tag != "time" and "itemprop" not in element.attributes:
            continue
        attributes = element.attributes
        value = attributes.get("datetime") or attributes.get("content") or ""
        if not (found := iso_date(value)):
            continue
        if attributes.get("itemprop", "").lower() == "datepublished":
            return found, "itemprop datePublished"
        if element.tag == "time":
            others.append(found)
    # The first <time> of a page is its own: those of related pages come below it.
    return (others[0], "time datetime") if others else (None, None)


def _headline(root: Element) -> str | None:
    for element in root:
        if element.tag == "h1" and (text := _clean(element.text())):
            return text
    return None


def _outlet(metas: dict[str, str], scripts: list[str]) -> str | None:
    if "og:site_name" in metas:
        return _clean(metas["og:site_name"])
    for node in _nodes(scripts):
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return _clean(publisher["name"])
    return None


def facts_of(root: Element, scripts: list[str]) -> Facts:
    """Return what the page says of itself."""
    metas = _metas(root)
    published, published_from = _published(root, metas, scripts)
    title = _clean(metas.get("og:title")) or _headline(root)
    if title is None:
        title = next((_clean(element.text()) for element in root if element.tag == "title"), None)
    url = next(
        (
            e.attributes.get("href")
            for e in root
            if e.tag == "link" and e.attributes.get("rel") == "canonical"
        ),
        None,
    )
    return Facts(
        title, _outlet(metas, scripts), _clean(metas.get("og:url") or url), published, published_from
    )
