"""``messages.html``, ``messages2.html`` … of Telegram Desktop: one file, the messages of one chat, each by itself.

The page is cut where messages begin, so a broken one costs itself, and one that the end of the file cuts is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from rasd.collection.collected import Collected, Defaults
from rasd.collection.decode import decode
from rasd.collection.telegram import Chat, Message, address_kind
from rasd.collection.tree import BLOCKS, Element, parse
from rasd.errors import DocumentError
from rasd.model import MediaKind, MediaLink

__all__ = ["collect_telegram_html", "is_telegram_html"]

_MARK = re.compile(r"<title>\s*Exported Data\s*</title>|<div class=\"message (?:default|service)\b")
_BEGIN = re.compile(r"<div class=\"message (?P<classes>[^\"]{0,200})\"(?: id=\"message(?P<id>-?\d{1,20})\")?")
_DATE = re.compile(
    r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2}):(\d{2})(?: UTC([+-])(\d{2}):(\d{2}))?"  # the time of the exporter
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_REPLY = re.compile(r"#go_to_message(\d{1,20})")
_END = re.compile(r"</html>\s*\Z")
_KINDS: dict[str, MediaKind] = {
    "photo_wrap": "photo",
    "video_file_wrap": "video",
    "animated_wrap": "video",
    "media_video": "video",
}
_NO_FILE = (
    "media_call",
    "media_contact",
    "media_location",
    "media_live_location",
    "media_venue",
    "media_poll",
)
_MOST_LINKS = 50


def is_telegram_html(text: str) -> bool:
    """Tell whether this is the beginning of a page of an export."""
    return _MARK.search(text) is not None


def collect_telegram_html(data: bytes, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield one document a message, then a note on what was left out."""
    decoded = decode(data, name)
    html = decoded.text
    begins = list(_BEGIN.finditer(html))
    chat = Chat(name, defaults, name=_chat_name(html[: begins[0].start()] if begins else html[:100_000]))
    if decoded.note:
        yield Collected(name, note=decoded.note, method="telegram")
    author = ""
    is_whole = _END.search(html[-200:]) is not None
    for index, begin in enumerate(begins):
        is_last = index + 1 == len(begins)
        piece = html[begin.start() : len(html) if is_last else begins[index + 1].start()]
        if "default" not in begin["classes"].split():
            chat.counts["service"] += 1
            continue
        where = f"{name}: message {begin['id'] or index + 1}"
        if is_last and not is_whole and piece.count("<div") > piece.count("</div>"):
            chat.counts["broken"] += 1
            fact = f"{where}: broken export: the file ends in the middle of this message."
            error = DocumentError(f"{fact} What stands before it was read; export it again for the rest.")
            yield Collected(where, error=error, method="telegram")
            break
        message, author = _message(piece, begin["id"] or f"n{index + 1}", author, chat)
        if (collected := chat.collected(message)) is not None:
            yield collected
    else:
        if not is_whole:
            fact = f"{name}: broken export: the page has no end. {chat.counts['read']} messages were read;"
            yield Collected(
                name, error=DocumentError(f"{fact} export it again for the rest."), method="telegram"
            )
    if note := chat.summary():
        yield Collected(name, note=note, method="telegram")
    elif not begins and is_whole:
        yield Collected(name, note=f"{name}: a page of an export without messages.", method="telegram")


def _chat_name(head: str) -> str:
    root, _ = parse(head)
    for element in root:
        if "page_header" in _classes(element):
            return _SPACE.sub(" ", element.text()).strip()
    return ""


def _classes(element: Element) -> list[str]:
    return element.attributes.get("class", "").split()


def _message(piece: str, number: str, author: str, chat: Chat) -> tuple[Message, str]:
    """Return the message of a piece of the page, and its author: a joined one has that of the one before."""
    root, _ = parse(piece)
    message = Message(number)
    is_forwarded = False
    for element in root:
        classes = _classes(element)
        if "from_name" in classes:
            name = _own_text(element)
            if "forwarded" in _classes(element.parent) if element.parent is not None else False:
                message.details.append(("forwarded_from", name))
                is_forwarded = True
            elif name:
                author = name
        elif "date" in classes and not is_forwarded and message.published is None:
            message.published = _moment(element.attributes.get("title", ""))
            message.published_from = "title of the date" if message.published else None
        elif "reply_to" in classes:
            if found := _REPLY.search(piece):
                message.details.append(("reply_to", found[1]))
        elif "signature" in classes:
            message.details.append(("author", _own_text(element)))
        elif "text" in classes and element.tag == "div" and "bold" not in classes and not message.text:
            message.text = _lines(element)
            message.links.extend(_addresses(element))
        elif link := _media(element, classes, chat):
            message.media.append(link)
    if author and author != chat.name:
        message.details.insert(0, ("author", author))
    return message, author


def _own_text(element: Element) -> str:
    """Return the text of an element without that of elements in it (a name, without the date beside it)."""
    return _SPACE.sub(" ", "".join(child for child in element.children if isinstance(child, str))).strip()


def _moment(title: str) -> str | None:
    found = _DATE.search(title)
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(found[group]) for group in range(1, 7))
    zone = None
    if found[7]:
        offset = timedelta(hours=int(found[8]), minutes=int(found[9]))
        zone = timezone(-offset if found[7] == "-" else offset) if offset < timedelta(hours=24) else None
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).isoformat()
    except ValueError:
        return None


def _lines(element: Element) -> str:
    pieces: list[str] = []
    stack: list[Element | str] = list(reversed(element.children))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(_SPACE.sub(" ", node))
        elif node.tag == "br":
            pieces.append("\n")
        else:
            if node.tag in BLOCKS:
                pieces.append("\n")
            stack.extend(reversed(node.children))
    return "\n".join(line.strip(" ") for line in "".join(pieces).split("\n")).strip("\n")


def _addresses(element: Element) -> list[str]:
    found = [inner.attributes.get("href", "") for inner in element if inner.tag == "a"]
    return [link for link in found if link.startswith(("http://", "https://"))][:_MOST_LINKS]


def _media(element: Element, classes: list[str], chat: Chat) -> MediaLink | None:
    kind = next((_KINDS[name] for name in classes if name in _KINDS), None)
    is_media = bool(kind) or any(name.startswith("media_") and name != "media_wrap" for name in classes)
    if not is_media or any(name in _NO_FILE for name in classes):
        return None
    address = element.attributes.get("href", "")
    if element.tag != "a" or not address:
        chat.counts["with media that was not exported"] += "media" in classes
        return None
    return MediaLink(address, kind or address_kind(address) or "file")
