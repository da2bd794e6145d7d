"""Telegram Desktop exports: what JSON and HTML ones have in common, one message to one document."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

from rasd.collection.collected import Collected, Defaults, plain_characters, too_long
from rasd.model import Document, MediaKind, MediaLink

__all__ = ["Chat", "Message", "address_kind", "moment", "stable_id"]

_FILMS = (".mp4", ".mov", ".webm", ".avi", ".mkv", ".m4v")
_PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_MOST_HOURS = 14 * 60


@dataclass(slots=True)
class Message:
    """One message as an export gives it, before it becomes a document."""

    id: str
    text: str = ""
    published: str | None = None
    published_from: str | None = None
    details: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    media: list[MediaLink] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    """The chat being read: whose messages these are, and what was left out of it."""

    where: str
    defaults: Defaults
    name: str = ""
    id: str = ""
    counts: Counter[str] = field(default_factory=Counter)

    def collected(self, message: Message) -> Collected | None:
        """Return the document of a message; None, and counted, when it holds no words."""
        where = f"{self.where}: message {message.id}"
        text = plain_characters(message.text)
        if not text.strip("\ufeff \t\r\n\x00"):
            self.counts["without words"] += 1
            return None
        if len(text) > self.defaults.max_bytes:
            return Collected(where, error=too_long(where, self.defaults.max_bytes), method="telegram")
        self.counts["read"] += 1
        published, published_from = message.published, message.published_from
        if published is None:
            self.counts["without a date"] += 1
            if self.defaults.published is not None:
                published, published_from = self.defaults.published, "option --published"
        media = list(message.media)
        for link in message.links:
            if kind := address_kind(link):
                media.append(MediaLink(plain_characters(link), kind))
            else:
                message.details.append(("link", link))
        document = Document(
            id=f"telegram-{self.id or stable_id(self.name)}-{message.id}",
            text=text,
            outlet=plain_characters(self.name) or self.defaults.outlet,
            published=published,
            published_from=published_from,
            theatre=self.defaults.theatre,
        )
        return Collected(
            where,
            document,
            part=f"message {message.id}",
            method="telegram",
            media=tuple(dict.fromkeys(media)),
            details=tuple((name, plain_characters(value)) for name, value in message.details),
        )

    def summary(self) -> str:
        """Return what was read and what was left out, in one sentence; empty when all was read."""
        others = [f"{count} {what}" for what, count in self.counts.items() if what != "read" and count]
        if not others:
            return ""
        name = f" of “{self.name}”" if self.name else ""
        return f"{self.where}: {self.counts['read']} messages{name} read; {', '.join(others)}."


def stable_id(name: str) -> str:
    """Return what stands for a chat whose number the export does not give."""
    return hashlib.sha256(name.encode("utf-8", errors="replace")).hexdigest()[:12]


def address_kind(link: str) -> MediaKind | None:
    """Return `photo` or `video` for an address that ends like one, else None.

    >>> address_kind("https://pictures.example/1.JPG?w=100"), address_kind("https://news.example/1")
    ('photo', None)
    """
    try:
        path = urlsplit(link).path.lower()
    except ValueError:  # an address with half a bracket
        return None
    return "video" if path.endswith(_FILMS) else "photo" if path.endswith(_PHOTOS) else None


def moment(local: str, seconds: str) -> tuple[str | None, str | None]:
    """Return a message's moment and where it was read.

    `local` is the clock of the machine that exported, without its zone; `seconds` (since 1970) give the moment, and the
    difference of the two gives the zone back.

    >>> moment("2024-03-14T12:30:00", "1710408600")
    ('2024-03-14T12:30:00+03:00', 'date_unixtime')
    """
    try:
        clock = datetime.fromisoformat(local) if local else None
    except ValueError:
        clock = None
    try:
        at = datetime.fromtimestamp(int(seconds), UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        at = None
    if at is None:
        return (clock.isoformat(), "date (no zone)") if clock is not None else (None, None)
    minutes = (
        round((clock.replace(tzinfo=UTC) - at).total_seconds() / 60) if clock and not clock.tzinfo else 0
    )
    if minutes % 15 or abs(minutes) > _MOST_HOURS:
        minutes = 0
    zone = timezone(timedelta(minutes=minutes))
    return at.astimezone(zone).isoformat(), "date_unixtime"
