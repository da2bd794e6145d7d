"""Plain text with heads (``العنوان:``, ``التاريخ:``, ``From:``): fields out of heads, and several posts in one text.

Two heads that belong together are asked for, so that an article whose first line holds a colon stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr

from rasd.collection.collected import Collected, Defaults, plain_characters, too_long
from rasd.collection.written import stated
from rasd.errors import DocumentError
from rasd.model import Document

__all__ = ["collect_headed", "has_heads"]

_NAMES = {
    "title": ("العنوان", "عنوان", "عنوان الخبر", "الموضوع", "title", "subject", "headline"),
    "published": ("التاريخ", "تاريخ", "تاريخ النشر", "نشر في", "نشر بتاريخ", "date", "published", "sent"),
    "outlet": ("المصدر", "مصدر", "الناشر", "الوكالة", "source", "outlet", "publisher"),
    "from": ("من", "المرسل", "from"),
    "url": ("الرابط", "رابط", "رابط الخبر", "url", "link"),
    "author": ("الكاتب", "المراسل", "بقلم", "author", "by"),
    "to": ("الى", "إلى", "to", "cc", "bcc", "reply-to", "message-id"),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}
_HEAD = re.compile(
    r"[ \t\u200e\u200f\ufeff]{0,8}(?P<name>[^\s:：][^\n:：]{0,28}?)[ \t]{0,4}[:：][ \t\u200e\u200f]*(?P<value>[^\n]*)"
)
_RULE = re.compile(r"[ \t]*(?:[-=*_~#•—–]{3,}|[-=*_~#•—–](?:[ \t][-=*_~#•—–]){2,})[ \t]*\r?")
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")
_MOST_HEADS = 30


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of heads: where it begins and ends in the text, its first line's number and what it says."""

    start: int
    end: int
    line: int
    first: str
    fields: dict[str, str]


def _field(line: str) -> tuple[str, str] | None:
    found = _HEAD.match(line)
    if found is None:
        return None
    name = _HARAKAT.sub("", found["name"].strip("*_ \t")).lower()
    return (_FIELDS[name], found["value"].strip(" \t\r*_\u200e\u200f")) if name in _FIELDS else None


def _belong(fields: dict[str, str]) -> bool:
    """Tell whether these are the heads of one post: two at least, one of them what only heads hold."""
    if len(fields) < 2:
        return False
    is_dated = stated(fields.get("published", "")) is not None
    is_linked = fields.get("url", "").lower().startswith(("http://", "https://"))
    is_titled = bool(fields.get("title")) and any(fields.get(name) for name in ("outlet", "from", "author"))
    return is_dated or is_linked or is_titled


def _blocks(text: str, *, only_first: bool = False) -> Iterator[_Block]:
    """Yield the runs of heads that stand at the start or behind an empty or a ruled line, from the start on."""
    at = 0
    is_open = True  # heads may begin here
    first = ""
    start, line, fields = -1, 0, dict[str, str]()
    for number, piece in enumerate((text[:8000] if only_first else text).splitlines(keepends=True), start=1):
        found = _field(piece) if (is_open or start >= 0) and len(piece) < 2000 else None
        if found is not None and (start >= 0 or not first or found[0] == first):
            if start < 0:
                start, line, fields = at, number, {}
            if found[1]:
                fields.setdefault(found[0], found[1])
        elif start >= 0:
            if _belong(fields):
                first = first or next(iter(fields))
                yield _Block(start, at, line, first, fields)
                if only_first:
                    return
            start = -1
        is_blank = not piece.strip("\ufeff \t\r\n\u200e\u200f")
        if not first and not is_blank and start < 0:
            return  # the text begins with something else
        is_open = is_blank or _RULE.fullmatch(piece.rstrip("\n")) is not None
        at += len(piece)
    if start >= 0 and _belong(fields):
        yield _Block(start, at, line, first, fields)


def has_heads(text: str) -> bool:
    """Tell whether a text begins with heads that belong together."""
    return next(_blocks(text, only_first=True), None) is not None


def collect_headed(text: str, name: str, defaults: Defaults, note: str = "") -> Iterator[Collected]:
    """Yield one document for each run of heads with the text below it."""
    blocks = list(_blocks(text))
    for index, block in enumerate(blocks):
        is_last = index + 1 == len(blocks)
        body = _body(text[block.end : len(text) if is_last else blocks[index + 1].start])
        where = name if len(blocks) == 1 else f"{name}:{block.line}"
        if not body.strip("\ufeff \t\r\n\x00"):
            fact = f"{where}: empty: no text stands below these heads. Put the text behind an empty line."
            yield Collected(where, error=DocumentError(fact))
        elif len(body) > defaults.max_bytes:
            yield Collected(where, error=too_long(where, defaults.max_bytes))
        else:
            yield _collected(body, block.fields, where, defaults, note)
            note = ""


def _body(text: str) -> str:
    lines = text.split("\n")
    while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1])):
        lines.pop()
    while lines and (not lines[0].strip() or _RULE.fullmatch(lines[0])):
        lines.pop(0)
    return "\n".join(lines)


def _collected(body: str, fields: dict[str, str], where: str, defaults: Defaults, note: str) -> Collected:
    published, published_from = defaults.published, "option --published"
    if written := fields.get("published"):
        if found := stated(written):
            published, published_from = found, "head of the text"
        else:
            note = f"{note} " if note else ""
            note += f'{where}: the date "{written[:60]}" is not read. Write it as 2024-03-14.'
    sender = fields.get("from", "")
    outlet = fields.get("outlet") or (parseaddr(sender)[0] or sender if sender else None)
    details = tuple(
        (key, plain_characters(fields[key])) for key in ("author", "from", "to") if fields.get(key)
    )
    document = Document(
        id=None,
        text=plain_characters(body),
        title=plain_characters(fields["title"]) if fields.get("title") else None,
        outlet=plain_characters(outlet) if outlet else defaults.outlet,
        published=published,
        published_from=published_from if published is not None else None,
        url=plain_characters(fields["url"]) if fields.get("url") else None,
        theatre=defaults.theatre,
    )
    return Collected(where, document, note=note, method="mail" if sender else "file", details=details)
