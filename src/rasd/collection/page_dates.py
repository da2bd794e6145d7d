"""When a page was published, as the page says it, and where it says it.

Places in the order in which they are believed: JSON-LD of an article, other JSON-LD, meta fields, `itemprop`, <time>,
then the date that a reader sees by the headline. Dates of change are no publication dates, and neither is the date of
today that many pages carry above the headline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rasd.collection.datelines import stated_date, written_date
from rasd.collection.tree import BLOCKS, Element

__all__ = ["Later", "is_article_node", "is_named_date", "page_date"]

# Most specific first; modification dates are no publication dates.
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish_date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
_ARTICLES = re.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|AnalysisNewsArticle)$"
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|dates|datetime|time|times|published|publish|posted|pubdate|timestamp|dateline|byline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SAID_PUBLISHED = re.compile(r"publish|posted|pubdate|(?:^|[\s_-])entry-date", re.IGNORECASE)
_CHANGED = re.compile(r"modif|updat", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|sidebar|related|comments?|latest|most|widget|ticker|more|popular|recommended)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE = ("nav", "aside", "footer", "form")
_MOST_SHOWN = 160
_MOST_NEAR = 80
_MOST_NODES = 30
_NEAR = 12  # blocks below the headline
_EARLIEST = "1990"
_Usable = Callable[[str | None], bool]


@dataclass(frozen=True, slots=True)
class Later:
    """Elements of a page that are made only where nothing that is believed before them states a date."""

    timed: Callable[[], Sequence[Element]]
    """Every <time>."""
    shown: Callable[[], Iterable[Element]]
    """All of the page; where it has no <h1>, those with the name of a date are enough."""


def is_article_node(node: Mapping[str, Any]) -> bool:
    """Tell whether a JSON-LD object speaks of an article rather than of the site or a list."""
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLES.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def page_date(
    elements: Sequence[Element],
    metas: Mapping[str, str],
    nodes: list[dict[str, Any]],
    latest: datetime | None,
    later: Later | None = None,
) -> tuple[str | None, str | None]:
    """Return the publication date and the place that gave it; dates after `latest` are somebody's mistake.

    Where `elements` are not all of the page, `later` has what else may state its date.
    """

    def is_usable(found: str | None) -> bool:
        return found is not None and _EARLIEST <= found and not _is_after(found, latest)

    for found, place in _statements(elements, metas, nodes, is_usable, later):
        if is_usable(found):
            return found, place
    return None, None


def _is_after(written: str, latest: datetime | None) -> bool:
    if latest is None:
        return False
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return True
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    # A day for zones, and for a server whose clock is fast.
    return moment > latest + timedelta(days=1)


def _statements(
    elements: Sequence[Element],
    metas: Mapping[str, str],
    nodes: list[dict[str, Any]],
    is_usable: _Usable,
    later: Later | None,
) -> Iterator[tuple[str | None, str]]:
    for wanted in (True, False):
        for node in nodes:
            value = node.get("datePublished")
            if isinstance(value, str) and is_article_node(node) is wanted:
                yield stated_date(value), "JSON-LD datePublished"
    for name in _DATE_METAS:
        if name in metas:
            yield stated_date(metas[name]), f"meta {name}"
    for element in elements:
        if _is_published(element):
            yield stated_date(_value(element) or element.text()), "itemprop datePublished"
    # The first <time> of a page is its own: those of related pages come below it.
    for element in elements if later is None else later.timed():
        if element.tag == "time" and not _is_published(element):
            value = _value(element)
            if value and not _CHANGED.search(_names(element)):
                yield stated_date(value), "time datetime"
    yield _shown(elements if later is None else later.shown(), is_usable), "date shown on the page"


def _is_published(element: Element) -> bool:
    return element.attributes.get("itemprop", "").lower() == "datepublished"


def _value(element: Element) -> str:
    return element.attributes.get("datetime") or element.attributes.get("content") or ""


def _names(element: Element) -> str:
    attributes = element.attributes
    return f"{attributes.get('class', '')[:200]} {attributes.get('id', '')[:80]} {attributes.get('itemprop', '')[:40]}"


def is_named_date(element: Element) -> bool:
    """Tell whether an element is one for dates, by its tag or its names."""
    return element.tag == "time" or _DATED.search(_names(element)) is not None


def _shown(elements: Iterable[Element], is_usable: _Usable) -> str | None:
    """Return the date beside the headline: first where a name of the element says so, then near below it."""
    below = -1
    near: list[str] = []
    for element in elements:
        if element.tag == "h1" and below < 0 and element.text().strip():
            below = 0
            continue
        is_named = is_named_date(element)
        if not is_named and (element.tag not in BLOCKS or below < 0 or below > _NEAR):
            continue
        text = _short_text(element)
        if not text:
            continue
        below += below >= 0 and element.tag in BLOCKS
        if not any(character.isdigit() for character in text) or _is_elsewhere(element):
            continue
        if is_named and not _CHANGED.search(_names(element)) and (below >= 0 or _is_own(element)):
            found = written_date(text)
            if is_usable(found):
                return found
        elif not is_named and len(text) <= _MOST_NEAR and not text.endswith("."):
            near.append(text)
    for text in near:
        found = written_date(text)
        if is_usable(found):
            return found
    return None


def _short_text(element: Element) -> str:
    """Return the text of an element in one line; empty where it is more than a date could be."""
    pieces: list[str] = []
    length = 0
    stack: list[Element | str] = [element]
    for _ in range(_MOST_NODES):
        if not stack:
            return " ".join(" ".join(pieces).split())
        node = stack.pop()
        if isinstance(node, str):
            length += len(node.strip())
            if length > _MOST_SHOWN:
                return ""
            pieces.append(node)
        else:
            stack.extend(reversed(node.children))
    return ""


def _is_elsewhere(element: Element | None) -> bool:
    while element is not None:
        if element.tag in _ASIDE or _ELSEWHERE.search(_names(element)):
            return element.tag not in ("body", "html")
        element = element.parent
    return False


def _is_own(element: Element) -> bool:
    """Tell whether a date above the headline is the article's: it stands in the article or says "published"."""
    if _SAID_PUBLISHED.search(_names(element)):
        return True
    parent = element.parent
    while parent is not None:
        if parent.tag == "article":
            return True
        parent = parent.parent
    return False
