"""E-mail: one message (``.eml``) or a box of them (mbox), each to one document; the library's parser does the work.

The text is the plain part, else the HTML part without its markup. Attached files are named, attached messages are
read as documents of their own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr

from rasd.collection.collected import Collected, Defaults, plain_characters, too_long
from rasd.collection.decode import decode
from rasd.collection.packed import MAX_DEPTH
from rasd.collection.stream import Peeked
from rasd.collection.tree import BLOCKS, Element, parse
from rasd.collection.written import stated
from rasd.errors import DocumentError
from rasd.model import Document

__all__ = ["collect_box", "collect_mail", "is_box", "is_mail"]

_FIRST = re.compile(
    rb"\A\s{0,20}(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,50}){2,}"
)
_MARK = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Content-Transfer-Encoding):",
    re.IGNORECASE | re.MULTILINE,
)
_BOX = re.compile(rb"\AFrom \S[^\r\n]{0,300}\r?\n[A-Za-z][A-Za-z-]{1,40}:")
_MOST_PARTS = 200
_FACTOR = 2  # base64 and the other parts
_SPACE = re.compile(r"[ \t\r\n\f]+")


def is_mail(head: bytes) -> bool:
    """Tell whether these bytes begin with the heads that only mail programs write."""
    found = _FIRST.match(head)
    return found is not None and _MARK.search(found[0]) is not None


def is_box(head: bytes) -> bool:
    """Tell whether these bytes begin like an mbox file."""
    return _BOX.match(head) is not None


def collect_box(stream: Peeked, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of all messages of an mbox file; a broken message costs itself."""
    number = 0
    for data in _messages(stream, _FACTOR * defaults.max_bytes):
        number += 1
        where = f"{name}: message {number}"
        if data is None:
            yield Collected(where, error=too_long(where, defaults.max_bytes), method="mail")
            continue
        try:
            yield from collect_mail(data, where, defaults)
        except DocumentError as error:
            yield Collected(where, error=error, method="mail")


def _messages(stream: Peeked, limit: int) -> Iterator[bytes | None]:
    """Yield the bytes of each message; None for one above the limit."""
    lines: list[bytes] = []
    size, is_open, is_first = 0, True, True
    reader = io.BufferedReader(stream, 1 << 18)
    while line := reader.readline(1 << 20):
        if is_open and line.startswith(b"From "):
            if not is_first:
                yield b"".join(lines) if size <= limit else None
            lines, size, is_first = [], 0, False
        else:
            size += len(line)
            if size <= limit:
                lines.append(line[1:] if line.startswith(b">From ") else line)
            else:
                lines = []
        is_open = not line.strip()
    if not is_first:
        yield b"".join(lines) if size <= limit else None


def collect_mail(data: bytes, where: str, defaults: Defaults, depth: int = 1) -> Iterator[Collected]:
    """Yield the document of one message, then those of messages attached to it.

    Raises DocumentError when the message holds no text, or is nested or cut into parts beyond the limits.
    """
    if data.lower().count(b"boundary=") > _MOST_PARTS:
        raise DocumentError(f"{where}: more than {_MOST_PARTS} groups of parts. No mail program writes that.")
    try:
        message = BytesParser().parsebytes(data)
        parts = list(_leaves(message, where))
    except RecursionError:
        raise DocumentError(f"{where}: its parts are nested too deeply. Save its text as .txt.") from None
    yield _document(message, parts, where, defaults)
    for index, part in enumerate(parts, start=1):
        if part.get_content_type() != "message/rfc822":
            continue
        inner = f"{where}: attached message {index}"
        content = part.get_payload()
        try:
            if depth >= MAX_DEPTH:
                raise DocumentError(f"{inner}: nested more than {MAX_DEPTH} deep. Save it by itself.")
            if isinstance(content, list) and content and isinstance(content[0], Message):
                yield from collect_mail(content[0].as_bytes(), inner, defaults, depth + 1)
        except (DocumentError, RecursionError, UnicodeError, LookupError, KeyError) as error:
            fact = error if isinstance(error, DocumentError) else DocumentError(f"{inner}: broken ({error}).")
            yield Collected(inner, error=fact, method="mail")


def _leaves(message: Message, where: str) -> Iterator[Message]:
    """Yield the parts that hold something, in order; an attached message is one of them and is not entered."""
    stack: list[Message] = [message]
    seen = 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > _MOST_PARTS:
            raise DocumentError(f"{where}: more than {_MOST_PARTS} parts. Save its text as .txt.")
        content = part.get_payload()
        if part.get_content_type() != "message/rfc822" and part.is_multipart() and isinstance(content, list):
            stack.extend(inner for inner in reversed(content) if isinstance(inner, Message))
        else:
            yield part


def _document(message: Message, parts: list[Message], where: str, defaults: Defaults) -> Collected:
    notes: list[str] = []
    text = _text(parts, "text/plain", where, notes) or _text(parts, "text/html", where, notes)
    if not text.strip("\ufeff \t\r\n\x00"):
        raise DocumentError(f"{where}: empty: no part of this message holds text. Save its text as .txt.")
    if len(text) > defaults.max_bytes:
        raise too_long(where, defaults.max_bytes)
    published, published_from = stated(_field(message, "Date")), "field Date"
    if published is None:
        published, published_from = defaults.published, "option --published"
    sender = _field(message, "From")
    details = [
        (name.lower(), value) for name in ("From", "To", "Message-ID") if (value := _field(message, name))
    ]
    for part in parts:
        if name := part.get_filename():
            details.append(("attachment", _decoded(str(name))))
    document = Document(
        id=None,
        text=plain_characters(text),
        title=plain_characters(_field(message, "Subject")) or None,
        outlet=plain_characters(parseaddr(sender)[0] or parseaddr(sender)[1]) or defaults.outlet,
        published=published,
        published_from=published_from if published is not None else None,
        theatre=defaults.theatre,
    )
    told = tuple((name, plain_characters(value)) for name, value in details)
    return Collected(where, document, note=" ".join(notes), method="mail", details=told)


def _text(parts: list[Message], media_type: str, where: str, notes: list[str]) -> str:
    found: list[str] = []
    for part in parts:
        if part.get_content_type() != media_type or part.get_content_disposition() == "attachment":
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or not data.strip():
            continue
        decoded = decode(data, where, part.get_content_charset())
        if decoded.note:
            notes.append(decoded.note)
        text = decoded.text.replace("\r\n", "\n")
        found.append(_without_markup(text) if media_type == "text/html" else text.strip("\n"))
    return "\n\n".join(found)


def _without_markup(html: str) -> str:
    root, _ = parse(html)
    pieces: list[str] = []
    stack: list[Element | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(_SPACE.sub(" ", node) if node != "\n" else node)
        elif node.tag == "br":
            pieces.append("\n")
        elif node.tag not in ("head", "title", "template"):
            if node.tag in BLOCKS:
                stack.append("\n")
                pieces.append("\n")
            stack.extend(reversed(node.children))
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _field(message: Message, name: str) -> str:
    """Return a head of the message in plain characters, whatever it is written in; empty where there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return _decoded(str(value))[:2000]
    return ""


def _decoded(value: str) -> str:
    if not value.isascii():  # eight bit characters without a declaration
        data = value.encode("utf-8", errors="surrogateescape")
        try:
            value = decode(data, "head").text
        except DocumentError:
            value = data.decode("utf-8", errors="replace")
    value = _SPACE.sub(" ", value).strip()
    if "=?" not in value:
        return value
    pieces: list[str] = []
    try:
        for content, charset in decode_header(value[:20_000]):
            if isinstance(content, bytes):
                pieces.append(decode(content, "head", charset).text if charset else content.decode("latin-1"))
            else:
                pieces.append(content)
    except (DocumentError, ValueError, LookupError):
        return value
    return _SPACE.sub(" ", "".join(pieces)).strip()
