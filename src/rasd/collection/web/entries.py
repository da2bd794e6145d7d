"""Feeds and sitemaps to the addresses that they name, with what they say of each; bytes in, nothing is fetched here.

XML that declares entities is refused before anything reads it: a few lines of them unfold to gigabytes, or name files
of this machine. What is merely malformed is read as far as it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import defusedxml
import feedparser
from defusedxml.ElementTree import iterparse

from rasd.collection.collected import plain_characters
from rasd.collection.datelines import stated_date
from rasd.collection.web.addresses import joined
from rasd.collection.web.unpacking import unpack
from rasd.errors import FetchError

__all__ = ["Entry", "Listed", "read_list"]

MOST_BYTES = 50_000_000
"""Of a sitemap, as its standard says; a feed is a hundredth."""
_MOST_FEED_BYTES = 10_000_000
_MOST_ENTRIES = 50_000
_ENTITY = re.compile(rb"<\s{0,8}!\s{0,8}E\s{0,8}N\s{0,8}T\s{0,8}I\s{0,8}T\s{0,8}Y", re.IGNORECASE)
_MOST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that a list names."""

    address: str
    title: str | None = None
    published: str | None = None
    published_from: str = ""
    changed: str | None = None
    """When the list says that it changed; no publication date."""
    outlet: str | None = None

    def moment(self) -> datetime | None:
        """Return when it was published, as far as the list tells, as a moment of UTC."""
        return _moment(self.published)

    def day(self) -> str:
        """Return the day that the list dates it to, by publication or else by change; empty where it does not."""
        return (self.published or self.changed or "")[:10]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds."""

    kind: str
    """`rss`, `atom`, `sitemap` or `sitemap index`."""
    title: str
    entries: tuple[Entry, ...]
    note: str = ""


def _moment(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)


def read_list(data: bytes, address: str, media_type: str = "") -> Listed:
    """Return the entries of a feed or sitemap; raises FetchError where it is neither, or a bomb."""
    if data.startswith(b"\x1f\x8b"):
        data = unpack(data, "gzip", address, MOST_BYTES)
    _refuse_entities(data, address)
    head = data[:4_000].lower()
    if b"\0" in head:
        head = head.replace(b"\0", b"")  # UTF-16
    if b"<urlset" in head or b"<sitemapindex" in head:
        return _read_sitemap(data, address)
    return _read_feed(data, address, media_type)


def _refuse_entities(data: bytes, address: str) -> None:
    plain = data.replace(b"\0", b"") if b"\0" in data[:1_000] else data
    if _ENTITY.search(plain):
        raise FetchError(
            f"{address}: declares XML entities, which no feed needs and bombs are made of; not read."
        )


def _read_feed(data: bytes, address: str, media_type: str) -> Listed:
    if len(data) > _MOST_FEED_BYTES:
        raise FetchError(f"{address}: a feed longer than {_MOST_FEED_BYTES / 1e6:g} MB is not read.")
    headers = {"content-type": media_type, "content-location": address}
    try:
        parsed: Any = feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=False)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise FetchError(
            f"{address}: a feed that cannot be read ({type(error).__name__}: {error})."
        ) from None
    version = str(parsed.get("version", ""))
    found = tuple(
        entry
        for entry in (_entry(one, address) for one in parsed.get("entries", [])[:_MOST_ENTRIES])
        if entry is not None
    )
    if not version and not found:
        why = " ".join(str(parsed.get("bozo_exception", "")).split())[:200]
        raise FetchError(
            f"{address}: no feed and no sitemap{f' ({why})' if why else ''}. Give the address of an RSS or Atom feed or of"
            " a sitemap."
        )
    note = ""
    if parsed.get("bozo") and "CharacterEncodingOverride" not in type(parsed.bozo_exception).__name__:
        why = " ".join(str(parsed.bozo_exception).split())[:200]
        note = f"{address}: malformed ({why}); read as far as it goes: {len(found)} entries."
    kind = "atom" if version.startswith("atom") else "rss"
    return Listed(kind, _short(parsed.get("feed", {}).get("title")) or "", found, note)


def _entry(one: Any, base: str) -> Entry | None:
    target = joined(base, one.get("link") or "") if one.get("link") else ""
    if not target and str(one.get("id", "")).startswith(("http://", "https://")):
        target = joined(base, one["id"])
    if not target:
        return None
    published = changed = None
    if isinstance(dict.get(one, "published"), str):
        published = stated_date(one["published"])
    if isinstance(dict.get(one, "updated"), str):
        changed = stated_date(one["updated"])
    return Entry(
        target, _short(one.get("title")), published, "entry of the feed" if published else "", changed
    )


def _short(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    return plain_characters(" ".join(text.split()))[:_MOST_TITLE] or None


def _read_sitemap(data: bytes, address: str) -> Listed:
    found: list[Entry] = []
    note = kind = ""
    try:
        for _, element in iterparse(BytesIO(data), events=("end",)):
            name = _local(element)
            if name in ("urlset", "sitemapindex"):
                kind = kind or name
            if name not in ("url", "sitemap"):
                continue
            kind = kind or ("sitemapindex" if name == "sitemap" else "urlset")
            if len(found) < _MOST_ENTRIES and (entry := _place(element, address)) is not None:
                found.append(entry)
            element.clear()
    except defusedxml.DefusedXmlException:
        raise FetchError(f"{address}: declares XML entities, which no sitemap needs; not read.") from None
    except (ParseError, ValueError, LookupError) as error:
        if not found:
            raise FetchError(f"{address}: a sitemap that cannot be read ({error}).") from None
        note = f"{address}: malformed ({error}); read as far as it goes: {len(found)} entries."
    return Listed("sitemap index" if kind == "sitemapindex" else "sitemap", "", tuple(found), note)


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _place(element: Element, base: str) -> Entry | None:
    told: dict[str, str] = {}
    for inner in element.iter():
        if inner.text and inner.text.strip():
            told.setdefault(_local(inner), inner.text.strip())
    target = joined(base, told.get("loc", ""))
    if not told.get("loc") or not target:
        return None
    published = stated_date(told["publication_date"]) if "publication_date" in told else None
    changed = stated_date(told["lastmod"]) if "lastmod" in told else None
    return Entry(
        target,
        _short(told.get("title")),
        published,
        "entry of the sitemap" if published else "",
        changed,
        _short(told.get("name")),
    )
