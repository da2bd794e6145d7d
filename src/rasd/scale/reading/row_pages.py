"""Rows of tables to pages: a row with a text is a document, one with markup is a page to be parsed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from rasd.collection import Defaults
from rasd.collection.collected import Collected, iso_date, marked, plain_characters
from rasd.collection.columns import existing, mapped_row
from rasd.collection.rows import document_of
from rasd.errors import DocumentError
from rasd.scale.page import Page, SetAside
from rasd.scale.reading.pages import Limits

__all__ = ["ALIASES", "BODIES", "is_readable", "row_page"]

BODIES = ("text", "html", "content", "body", "maintext", "plain_text", "raw_html")
"""Columns that hold the words of a row, the first that is filled."""
ALIASES: Mapping[str, tuple[str, ...]] = {
    "url": ("address", "uri", "link", "source_url"),
    "published": ("date", "published_at", "date_publish", "publish_date", "published_date"),
    "outlet": ("site", "domain", "source_domain", "hostname"),
    "title": ("headline",),
}
"""Names under which tables of others have a field; the field's own comes first."""
_FETCHED = ("fetched_at", "crawled_at", "warc_date", "date_download", "fetch_time")
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|meta|span|br|script)\b[^<>]{0,400}/?>", re.IGNORECASE
)
_LOOK = 4000


def is_readable(columns: Mapping[str, Any] | list[str], defaults: Defaults) -> bool:
    """Tell whether a table with these columns has one that can hold a text or a page."""
    wanted = defaults.columns.get("text", "").split(".")[0]
    return any(name in columns for name in (*BODIES, *([wanted] if wanted else [])))


def row_page(row: Any, where: str, limits: Limits, defaults: Defaults) -> Page | SetAside | None:
    """Return what one row gives; None for a row that is empty. Errors are set aside, never raised."""
    try:
        if not isinstance(row, dict):
            raise DocumentError(f"{where}: not an object with text, html, content or body.")
        return _page(row, where, limits, defaults)
    except DocumentError as error:
        return SetAside(where, str(error).removeprefix(f"{where}: ").removeprefix(f"{where}:"))


def _page(row: dict[str, Any], where: str, limits: Limits, defaults: Defaults) -> Page | None:
    row = mapped_row(row, {**_aliases(row), **defaults.columns}, where)
    name = next((name for name in BODIES if row.get(name)), None)
    if name is None:
        if any(column in row for column in BODIES):
            return None
        raise DocumentError(f"{where}: no column {', '.join(BODIES[:4])}. Columns: {existing(row)}.")
    body = row[name]
    if isinstance(body, bytes):
        return Page(
            where,
            _bounded(body, where, limits),
            _address(row),
            "text/html",
            fetched_at=_fetched(row),
            stated=_stated(row),
        )
    if not isinstance(body, str):
        raise DocumentError(f'{where}: column "{name}" holds no text.')
    if name in ("html", "raw_html") or (name != "text" and _MARKUP.search(body, 0, _LOOK)):
        data = plain_characters(body).encode("utf-8")
        return Page(
            where,
            _bounded(data, where, limits),
            _address(row),
            "text/html",
            "utf-8",
            fetched_at=_fetched(row),
            stated=_stated(row),
        )
    fields = {key: value for key, value in row.items() if value is not None}
    for key in ("id", "outlet", "title", "url", "theatre"):
        if key in fields and not isinstance(fields[key], str):
            fields[key] = str(fields[key])[:1000]
    fields["text"] = body
    document = marked(Collected(where, document_of(fields, where, defaults)), defaults).document
    assert document is not None
    data = document.text.encode("utf-8")
    return Page(
        where,
        _bounded(data, where, limits),
        document.url or "",
        "text/plain",
        "utf-8",
        _fetched(row),
        document=document,
    )


def _aliases(row: Mapping[str, Any]) -> dict[str, str]:
    """Return which column gives which field where the field's own is missing; dates are read wherever they stand."""
    found = {}
    for field, others in ALIASES.items():
        name = next((name for name in (field, *others) if row.get(name) not in (None, "")), None)
        if name is not None and (name != field or field == "published"):
            found[field] = name
    return found


def _stated(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what a row says of its page; a date that is none is not taken."""
    found = {}
    for name in ("title", "outlet"):
        if isinstance(row.get(name), str) and row[name].strip():
            found[name] = plain_characters(row[name].strip())[:1000]
    published = row.get("published")
    written = iso_date(published) if isinstance(published, str) else None
    return {**found, "published": written} if written is not None else found


def _bounded(body: bytes, where: str, limits: Limits) -> bytes:
    if len(body) > limits.max_bytes:
        raise DocumentError(f"{where}: longer than {limits.max_bytes / 1e6:g} MB, the limit for one page.")
    return body


def _address(row: Mapping[str, Any]) -> str:
    written = row.get("url")
    is_address = isinstance(written, str) and written[:8].lower().startswith(("http://", "https://"))
    return str(written) if is_address else ""


def _fetched(row: Mapping[str, Any]) -> datetime | None:
    value = next((row[name] for name in _FETCHED if row.get(name)), None)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
