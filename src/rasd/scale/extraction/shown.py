"""Dates that a page without a headline shows, out of the fast parser's tree.

Without an <h1> nothing is near it: by the rules of `rasd.collection.page_dates` only an element that has the name of a date
may then show one. These are few, and the page need not be read a second time for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasd.collection.page_dates import is_named_date
from rasd.collection.tree import Element, parse

__all__ = ["attributes_of", "has_headline", "named_dates"]

_WORDS = ("date", "time", "publish", "posted", "byline")
"""One of them is in every name of a date."""
_NAMED = ", ".join(
    ("time", *(f'[{name}*="{word}" i]' for name in ("class", "id", "itemprop") for word in _WORDS))
)
_MOST_NAMED = 50
"""Nested in each other, their markup is the square of the page."""
_MOST_MARKUP = 20_000
"""Characters; what is longer shows more than a date."""
_MOST_DEPTH = 200


def has_headline(html: str) -> bool:
    """Tell whether a page may hold an <h1>."""
    return "<h1" in html or "<H1" in html


def named_dates(document: Any) -> Iterator[Element] | None:
    """Return the elements with the name of a date that show a digit, in the order of the page; None where there are too many."""
    found = document.query_selector_all(_NAMED)
    if len(found) > _MOST_NAMED:
        return None
    return (element for node in found.values() if (element := _element(node)) is not None)


def _element(node: Any) -> Element | None:
    """Return a node as the rules know it, with all above it; None where it shows no date."""
    text = node.text or ""
    if not any(map(str.isdigit, text)) or not is_named_date(_bare(node)):
        return None
    markup = node.html
    if len(markup) > _MOST_MARKUP:
        return None
    element = next((child for child in parse(markup)[0].children if isinstance(child, Element)), None)
    if element is not None:
        below = element
        above = node.parent
        for _ in range(_MOST_DEPTH):
            if above is None or above.tag is None or above.tag.startswith("#"):
                break
            below.parent = _bare(above)
            below = below.parent
            above = above.parent
    return element


def _bare(node: Any) -> Element:
    return Element(node.tag, attributes_of(node))


def attributes_of(node: Any) -> dict[str, str]:
    """Return the attributes of a node of the fast parser, as `Element` has them."""
    return {name.lower(): node.getattr(name) or "" for name in node.attrs}
