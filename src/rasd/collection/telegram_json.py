"""``result.json`` of Telegram Desktop: one chat, or all chats of an account, read as a stream.

A broken message costs itself: reading goes on at the next one. A file that ends in the middle gives what came before.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from rasd.collection.collected import Collected, Defaults
from rasd.collection.decode import detect
from rasd.collection.json_stream import JsonBreak, JsonText
from rasd.collection.stream import Peeked
from rasd.collection.telegram import Chat, Message, moment
from rasd.errors import DocumentError
from rasd.model import MediaKind, MediaLink

__all__ = ["collect_telegram_json", "is_telegram_json"]

_MARKS = re.compile(r'"(?:messages"\s*:\s*\[|date_unixtime"|chats"\s*:\s*\{|personal_information"\s*:)')
_TYPES = re.compile(
    r'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|replies|(?:private|public)_(?:group|supergroup|channel))"'
)
_ACCOUNT = re.compile(r'^\s*\{\s*"(?:about"\s*:\s*"|personal_information"\s*:)')
# Telegram writes the number of a message first and its type second.
_NEXT = re.compile(r'\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:')
_NEXT_OR_CHAT = re.compile(_NEXT.pattern + r'|\{\s*"name"\s*:')
_ABSENT = "(File "  # "(File not included. Change data exporting settings to download.)"
_FILE_KINDS: dict[str, MediaKind] = {"video_file": "video", "video_message": "video", "animation": "video"}
_MOST_LINKS = 50


class _Told(JsonBreak):
    """A break that was yielded already: nothing more can be read."""


class _NextChat(Exception):
    """Behind a break the next thing to read is not a message but another chat."""


def is_telegram_json(text: str) -> bool:
    """Tell whether this is the beginning of a ``result.json``."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    if _TYPES.search(text) and _MARKS.search(text):
        return True
    return bool(_ACCOUNT.match(text.lstrip("\ufeff")) and _MARKS.search(text))


def collect_telegram_json(stream: Peeked, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield one document a message, then a note on what was left out of each chat."""
    encoding, mark = detect(stream.head)
    binary = io.BufferedReader(stream, 1 << 18)
    binary.read(mark)
    text = JsonText(io.TextIOWrapper(binary, encoding=encoding, errors="replace"), 2 * defaults.max_bytes)
    try:
        yield from _account(text, name, defaults)
    except _Told:
        pass
    except JsonBreak as error:
        yield _break(error, name)


def _break(error: JsonBreak, name: str) -> Collected:
    where = f"{name}:{error.line}"
    rest = "What stands before it was read" if error.is_end else "The messages around it were read"
    fact = f"{where}: broken export: {error}. {rest}; export it again for the rest."
    return Collected(where, error=DocumentError(fact), method="telegram")


def _account(text: JsonText, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Read the top level: a chat itself, or an account whose `chats.list` and `left_chats.list` hold chats."""
    chat = Chat(name, defaults)
    for key in text.members():
        if key in ("chats", "left_chats") and text.peek() == "{":
            for inner in text.members():
                if inner == "list" and text.peek() == "[":
                    yield from _chats(text, name, defaults)
                else:
                    text.value()
        else:
            yield from _member(text, key, chat)
    yield from _end(chat)


def _chats(text: JsonText, name: str, defaults: Defaults) -> Iterator[Collected]:
    items = text.items()
    while True:
        try:
            if next(items, "end") == "end":
                return
            yield from _chat(text, name, defaults)
        except _NextChat:
            items = _resumed(text)


def _chat(text: JsonText, name: str, defaults: Defaults) -> Iterator[Collected]:
    chat = Chat(name, defaults)
    if text.peek() != "{":
        text.value()
        return
    for key in text.members():
        yield from _member(text, key, chat, _NEXT_OR_CHAT)
    yield from _end(chat)


def _end(chat: Chat) -> Iterator[Collected]:
    if note := chat.summary():
        yield Collected(chat.where, note=note, method="telegram")


def _member(text: JsonText, key: str, chat: Chat, begin: re.Pattern[str] = _NEXT) -> Iterator[Collected]:
    if key == "messages" and text.peek() == "[":
        yield from _messages(text, chat, begin)
        return
    value = text.value()
    if key == "name" and isinstance(value, str):
        chat.name = " ".join(value.split())
    elif key == "id" and isinstance(value, int | str):
        chat.id = re.sub(r"[^0-9A-Za-z_-]", "", str(value))[:40]


def _messages(text: JsonText, chat: Chat, begin: re.Pattern[str]) -> Iterator[Collected]:
    """Read the messages of a chat; `begin` is what may stand behind a break."""
    items = text.items()
    while True:
        try:
            if next(items, "end") == "end":
                return
            row = text.value()
        except JsonBreak as error:
            yield _break(error, chat.where)
            chat.counts["broken"] += 1
            if error.is_end or not text.skip_to(begin):
                yield from _end(chat)
                raise _Told(str(error), error.line) from None
            if not text.stands_at(_NEXT):
                yield from _end(chat)
                raise _NextChat from None
            items = _resumed(text)
            continue
        try:
            message = _message(row, chat)
        except DocumentError as error:
            yield Collected(chat.where, error=error, method="telegram")
            continue
        if message is not None and (collected := chat.collected(message)) is not None:
            yield collected


def _resumed(text: JsonText) -> Iterator[None]:
    """Yield for the items of a list in whose middle the cursor stands."""
    while True:
        yield None
        if text.take(",]") == "]":
            return


def _message(row: Any, chat: Chat) -> Message | None:
    """Return what a row of `messages` tells; None, and counted, for what is no message."""
    if not isinstance(row, dict):
        chat.counts["that are no object"] += 1
        return None
    if row.get("type") != "message":
        chat.counts["service"] += 1
        return None
    number = row.get("id")
    if not isinstance(number, int):
        raise DocumentError(f"{chat.where}: a message without its number (id). Export it again.")
    text, links = _text(row.get("text"), f"{chat.where}: message {number}")
    published, published_from = moment(_string(row, "date"), _string(row, "date_unixtime"))
    message = Message(str(number), text, published, published_from, links=links)
    sender = _string(row, "from")
    if sender and sender != chat.name:
        message.details.append(("author", sender))
    for field in ("author", "forwarded_from", "saved_from"):
        if value := _string(row, field):
            message.details.append((field, value))
    if "edited" in row or "edited_unixtime" in row:
        edited, _ = moment(_string(row, "edited"), _string(row, "edited_unixtime"))
        message.details.append(("edited", edited or "yes"))
    if isinstance(reply := row.get("reply_to_message_id"), int):
        message.details.append(("reply_to", str(reply)))
    message.media.extend(_media(row, chat))
    return message


def _media(row: dict[str, Any], chat: Chat) -> Iterator[MediaLink]:
    photo, file = _string(row, "photo"), _string(row, "file")
    is_film = _string(row, "mime_type").startswith("video/")
    kind = _FILE_KINDS.get(_string(row, "media_type"), "video" if is_film else "file")
    given: tuple[tuple[str, MediaKind], ...] = ((photo, "photo"), (file, kind))
    for path, what in given:
        if path.startswith(_ABSENT):
            chat.counts["with media that was not exported"] += 1
        elif path:
            yield MediaLink(path, what)


def _string(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _text(value: Any, where: str) -> tuple[str, list[str]]:
    """Return the words of a message and the addresses in it: a text, or a list of texts and entities."""
    if value is None or isinstance(value, str):
        return value or "", []
    pieces: list[str] = []
    links: list[str] = []
    for piece in value if isinstance(value, list) else [None]:
        if isinstance(piece, str):
            pieces.append(piece)
        elif isinstance(piece, dict) and isinstance(piece.get("text"), str):
            pieces.append(piece["text"])
            address = piece["text"] if piece.get("type") == "link" else piece.get("href")
            if isinstance(address, str) and len(links) < _MOST_LINKS:
                links.append(address)
        else:
            raise DocumentError(
                f"{where}: its text is neither a text nor a list of texts and entities. Export it again."
            )
    return "".join(pieces), links
