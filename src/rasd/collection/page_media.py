"""Pictures and films that a page names: their addresses are kept, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from rasd.collection.collected import MediaLink
from rasd.collection.page_dates import is_article_node
from rasd.collection.tree import Element

__all__ = ["media_of"]

_MOST = 60
_LENGTH = 2_000
_FILMS = re.compile(
    r"//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:embed|watch|shorts)|youtu\.be/|player\.vimeo\.com/|"
    r"(?:www\.)?dailymotion\.com/|t\.me/\w{1,40}/\d|rumble\.com/embed)",
    re.IGNORECASE,
)
_SMALL = re.compile(r"logo|icon|avatar|sprite|pixel|banner|emoji|placeholder|\.svg(?:$|\?)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:sidebar|related|comments?|latest|most|ads?|widget)(?:$|[\s_-])", re.IGNORECASE
)
_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")


_Kind = Literal["photo", "video", "file"]


def media_of(
    elements: Sequence[Element], metas: Mapping[str, str], nodes: list[dict[str, Any]], base: str
) -> tuple[MediaLink, ...]:
    """Return the links of photos and videos, each once, those that the page states of itself first."""
    found: dict[str, MediaLink] = {}
    for written, kind in _named(elements, metas, nodes):
        if len(found) >= _MOST:
            break
        if address := _address(base, written):
            found.setdefault(address, MediaLink(address, kind))
    return tuple(found.values())


def _address(base: str, written: str) -> str:
    written = written.strip()
    if not written or len(written) > _LENGTH or written[:5].lower() in ("data:", "blob:"):
        return ""
    try:
        address = urljoin(base, written)
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _named(
    elements: Sequence[Element], metas: Mapping[str, str], nodes: list[dict[str, Any]]
) -> Iterator[tuple[str, _Kind]]:
    stated: tuple[tuple[str, _Kind], ...] = (
        ("og:video:secure_url", "video"),
        ("og:video:url", "video"),
        ("og:video", "video"),
        ("twitter:player:stream", "video"),
        ("og:image:secure_url", "photo"),
        ("og:image", "photo"),
        ("twitter:image", "photo"),
    )
    for name, kind in stated:
        if name in metas:
            yield metas[name], kind
    for node in nodes:
        if node.get("@type") == "VideoObject":
            for key in ("contentUrl", "embedUrl"):
                yield from ((value, "video") for value in _strings(node.get(key)))
        elif is_article_node(node):
            yield from ((value, "photo") for value in _strings(node.get("image")))
    yield from _shown(elements)


def _strings(value: Any) -> Iterator[str]:
    for one in value[:20] if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and isinstance(one.get("url"), str):
            yield one["url"]


def _shown(elements: Sequence[Element]) -> Iterator[tuple[str, _Kind]]:
    within: Iterable[Element] = next(
        (element for tag in ("article", "main") for element in elements if element.tag == tag), elements
    )
    tags: dict[str, Callable[[Element], Iterator[tuple[str, _Kind]]]] = {
        "img": _photo, "video": _film, "source": _film, "iframe": _frame, "a": _link,
    }  # fmt: skip
    for element in within:
        if element.tag in tags and not _is_elsewhere(element):
            yield from tags[element.tag](element)


def _photo(element: Element) -> Iterator[tuple[str, _Kind]]:
    attributes = element.attributes
    source = next((attributes[name] for name in _SOURCES if attributes.get(name)), "")
    width = attributes.get("width", "")
    if (
        source
        and not _SMALL.search(source)
        and not (width.isascii() and width.isdecimal() and int(width[:6]) < 100)
    ):
        yield source, "photo"


def _film(element: Element) -> Iterator[tuple[str, _Kind]]:
    parent = element.parent
    if element.tag == "source" and (parent is None or parent.tag != "video"):
        return
    if source := element.attributes.get("src") or element.attributes.get("data-src"):
        yield source, "video"


def _frame(element: Element) -> Iterator[tuple[str, _Kind]]:
    source = element.attributes.get("src") or element.attributes.get("data-src") or ""
    if _FILMS.search(source):
        yield source, "video"


def _link(element: Element) -> Iterator[tuple[str, _Kind]]:
    target = element.attributes.get("href", "")
    path = target.partition("?")[0].lower()
    if _FILMS.search(target) or path.endswith((".mp4", ".webm", ".mov", ".m3u8")):
        yield target, "video"
    elif path.endswith((".jpg", ".jpeg", ".png", ".webp")):
        yield target, "photo"


def _is_elsewhere(element: Element | None) -> bool:
    while element is not None:
        if element.tag in ("nav", "aside", "footer", "header"):
            return True
        if _ELSEWHERE.search(
            f"{element.attributes.get('class', '')[:200]} {element.attributes.get('id', '')[:80]}"
        ):
            return element.tag not in ("body", "html")
        element = element.parent
    return False
