"""Streams to documents: which format a stream is in, and which reader that format has.

The first bytes decide where the name does not; what is compressed is opened within limits and read like the rest.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO

from rasd.collection.collected import Collected, Defaults, too_long
from rasd.collection.decode import decode, detect, refuse_binary
from rasd.collection.heads import collect_headed, has_heads
from rasd.collection.json_rows import collect_json, collect_json_lines
from rasd.collection.mail import collect_box, collect_mail, is_box, is_mail
from rasd.collection.packed import (
    MAX_DEPTH,
    gunzipped,
    members,
    opened_member,
    opened_zip,
    shown,
    spooled,
)
from rasd.collection.page import collect_page
from rasd.collection.plain import collect_plain
from rasd.collection.stream import Peeked, read_whole
from rasd.collection.table import collect_table, has_text_column
from rasd.collection.telegram_html import collect_telegram_html, is_telegram_html
from rasd.collection.telegram_json import collect_telegram_json, is_telegram_json
from rasd.errors import DocumentError

__all__ = ["EXTENSIONS", "collect_stream", "format_of"]

EXTENSIONS = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".eml": "mail",
    ".mbox": "box",
    ".warc": "warc",
    ".wacz": "wacz",
    ".parquet": "parquet",
    ".gz": "gz",
    ".zip": "zip",
}
_GZIP, _ZIP, _WARC, _PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"WARC/", b"PAR1"
_PAGE_FACTOR = 2  # a page of an export holds a thousand messages, and markup
_MAIL_FACTOR = 2


def _page(data: bytes, name: str, defaults: Defaults) -> Iterator[Collected]:
    yield collect_page(data, name, defaults)


def _text(data: bytes, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the document of a plain text, or those that its heads part."""
    decoded = decode(data, name)
    if has_heads(decoded.text):
        yield from collect_headed(decoded.text, name, defaults, decoded.note)
    else:
        yield collect_plain(data, name, defaults)


_Whole = Callable[[bytes, str, Defaults], Iterator[Collected]]
_Many = Callable[[Peeked, str, Defaults], Iterator[Collected]]
_WHOLE: dict[str, tuple[_Whole, int]] = {
    "txt": (_text, 1),
    "html": (_page, 1),
    "telegram-html": (collect_telegram_html, _PAGE_FACTOR),
    "mail": (collect_mail, _MAIL_FACTOR),
}
_MANY: dict[str, _Many] = {
    "json": collect_json,
    "jsonl": collect_json_lines,
    "csv": collect_table,
    "telegram-json": collect_telegram_json,
    "box": collect_box,
}
_PACKED = ("gz", "zip", "wacz", "warc", "parquet")


def format_of(name: str) -> str | None:
    """Return the format that the name of a file tells; None when it tells none.

    >>> format_of("a/result.JSON"), format_of("crawl.warc.gz"), format_of("notes.md")
    ('json', 'warc', None)
    """
    path = PurePath(name)
    found = EXTENSIONS.get(path.suffix.lower())
    if found == "gz" and path.stem.lower().endswith(".warc"):
        return "warc"
    return found


def sniff(head: bytes, defaults: Defaults) -> str:
    """Return the format that the first bytes of a stream show; plain text when they show nothing."""
    if head.startswith((_GZIP, _ZIP)):
        return "gz" if head.startswith(_GZIP) else "zip"
    if head.startswith(_WARC):
        return "warc"
    if head.startswith(_PARQUET):
        return "parquet"
    encoding, mark = detect(head)
    text = head[mark:].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    first = text.partition("\n")[0]
    if text.startswith("<") and any(
        tag in text[:2000].lower() for tag in ("<html", "<!doctype html", "<head", "<body")
    ):
        return "html"
    if text.startswith("["):  # a list of objects; a text may begin with a bracket too
        return "json" if text[1:].lstrip()[:1] in ("{", "") else "txt"
    if text.startswith("{"):
        return "jsonl" if first.rstrip().endswith("}") or len(first) > 10_000 else "json"
    return "csv" if has_text_column(first, defaults.columns) else "txt"


def _told_apart(format: str, head: bytes) -> str:
    """Return the format itself, or which of those that share its name the first bytes show."""
    if format == "txt":
        return "box" if is_box(head) else "mail" if is_mail(head) else format
    if format not in ("json", "html"):
        return format
    encoding, mark = detect(head)
    text = head[mark:].decode(encoding, errors="ignore")
    if format == "json" and is_telegram_json(text):
        return "telegram-json"
    return "telegram-html" if format == "html" and is_telegram_html(text) else format


def collect_stream(
    binary: BinaryIO, name: str, defaults: Defaults, format: str | None = None, *, depth: int = 1
) -> Iterator[Collected]:
    """Yield the documents of an open stream; without `format` its first bytes decide.

    Raises DocumentError when the stream as a whole cannot be read; broken rows are yielded as errors. `depth` counts
    the archives that this stream lies in.
    """
    if format in _PACKED and format != "gz" and _can_seek(binary):
        yield from _unpacked(binary, name, defaults, format, depth)
        return
    stream = Peeked(binary, first_line=format is None and not _can_seek(binary))
    if not stream.head:
        raise DocumentError(f"{name}: empty: nothing to read. Give a text.")
    if format is None:
        if not stream.head.startswith((_GZIP, _ZIP, _PARQUET)):
            refuse_binary(stream.head, name)
        format = sniff(stream.head, defaults)
    elif format not in _PACKED:
        refuse_binary(stream.head, name)
    if format in _PACKED:
        yield from _unpacked(io.BufferedReader(stream), name, defaults, format, depth)
        return
    if format in ("json", "html", "txt"):  # read whole in any case
        stream.look_further()
    format = _told_apart(format, stream.head)
    if format in _MANY:
        yield from _MANY[format](stream, name, defaults)
        return
    read, factor = _WHOLE[format]
    data = read_whole(stream, factor * defaults.max_bytes)
    if data is None:
        raise too_long(name, defaults.max_bytes)
    yield from read(data, name, defaults)


def _can_seek(binary: BinaryIO) -> bool:
    try:
        return binary.seekable()
    except (OSError, ValueError):
        return False


def _unpacked(
    binary: BinaryIO, name: str, defaults: Defaults, format: str, depth: int
) -> Iterator[Collected]:
    """Yield the documents of what is compressed or an archive."""
    if depth > MAX_DEPTH:
        raise DocumentError(
            f"{name}: an archive more than {MAX_DEPTH} deep in others. Unpack the outer ones."
        )
    if format == "gz":
        inner = (
            format_of(name.removesuffix(".gz").removesuffix(".GZ")) if name.lower().endswith(".gz") else None
        )
        yield from collect_stream(gunzipped(binary, name), name, defaults, inner, depth=depth + 1)
        return
    with spooled(binary, name) as stream:
        if format == "warc":
            from rasd.collection.warc import collect_warc

            yield from collect_warc(stream, name, defaults)
        elif format == "wacz":
            from rasd.collection.wacz import collect_wacz

            yield from collect_wacz(stream, name, defaults)
        elif format == "parquet":
            from rasd.collection.parquet import collect_parquet

            yield from collect_parquet(stream, name, defaults)
        else:
            yield from _zipped(stream, name, defaults, depth)


def _zipped(stream: BinaryIO, name: str, defaults: Defaults, depth: int) -> Iterator[Collected]:
    found = 0
    with opened_zip(stream, name) as archive:
        names = {member.filename for member in archive.infolist()}
        if "datapackage.json" in names and any(inner.startswith("archive/") for inner in names):
            from rasd.collection.wacz import collect_wacz

            yield from collect_wacz(stream, name, defaults)
            return
        if "[Content_Types].xml" in names or "mimetype" in names:
            raise DocumentError(
                f"{name}: not text: this is an office document or book. Save it as txt or html."
            )
        for member, error in members(archive, name):
            format = format_of(member.filename)
            if error is not None:
                yield Collected(f"{name}: {shown(member)}", error=error)
            elif format is not None and not PurePath(member.filename).name.startswith("."):
                found += 1
                where = f"{name}: {shown(member)}"
                try:
                    with opened_member(archive, member, where) as content:
                        for one in collect_stream(content, where, defaults, format, depth=depth + 1):
                            yield _in_part(one, shown(member), where)
                except DocumentError as broken:
                    yield Collected(where, error=broken)
        if not found:
            readable = ", ".join(sorted(EXTENSIONS))
            raise DocumentError(f"{name}: no readable file in this archive. Readable: {readable}.")


def _in_part(collected: Collected, member: str, where: str) -> Collected:
    if collected.document is None or collected.raw is not None:
        return collected
    inner = collected.part or collected.where.removeprefix(where).lstrip(": ")
    return replace(collected, part=f"{member}: {inner}" if inner else member)
