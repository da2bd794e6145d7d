"""Rows that name their fields (JSON, JSON Lines, CSV): one row, one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasd.collection.collected import Collected, Defaults, iso_date, plain_characters, too_long
from rasd.collection.columns import mapped_row
from rasd.errors import DocumentError
from rasd.model import Document

__all__ = ["collect_row", "document_of"]

_STRINGS = ("id", "published", "published_from", "outlet", "title", "url", "theatre")
_TYPES = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    str: "a text",
}
_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no", "")


def document_of(row: Mapping[str, Any], where: str, defaults: Defaults) -> Document:
    """Return the document of one row; keys that are no field of a document are ignored.

    Raises DocumentError naming `where` when `text` is missing or a field has the wrong type.
    """
    text = row.get("text")
    if not isinstance(text, str):
        fact = (
            'no field "text"' if text is None else f'field "text" is {_TYPES.get(type(text), "not a text")}'
        )
        raise DocumentError(
            f"{where}: {fact}. A row needs text; it may have id, published, outlet, title, url, theatre, synthetic."
        )
    if not text.strip("\ufeff \t\r\n\x00"):
        raise DocumentError(f'{where}: empty: field "text" holds no characters. Give the document\'s text.')
    if len(text) > defaults.max_bytes:
        raise too_long(where, defaults.max_bytes)
    values: dict[str, str] = {}
    for name in _STRINGS:
        value = row.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise DocumentError(
                f'{where}: field "{name}" is {_TYPES.get(type(value), "not a text")}. Write it as text, in quotes.'
            )
        values[name] = plain_characters(value)
    published, published_from = _published(values, where, defaults)
    return Document(
        id=values.get("id"),
        text=plain_characters(text),
        title=values.get("title"),
        outlet=values.get("outlet", defaults.outlet),
        published=published,
        published_from=published_from,
        url=values.get("url"),
        theatre=values.get("theatre", defaults.theatre),
        synthetic=_truth(row.get("synthetic"), where),
    )


def collect_row(row: Any, where: str, defaults: Defaults, note: str = "") -> Collected:
    """Return what one row yields: its document, or why there is none."""
    try:
        if not isinstance(row, dict):
            raise DocumentError(f'{where}: {_TYPES.get(type(row), "null")}, not an object {{"text": …}}.')
        if defaults.columns:
            row = mapped_row(row, defaults.columns, where)
        return Collected(where, document_of(row, where, defaults), note=note)
    except DocumentError as error:
        return Collected(where, error=error)


def _published(values: dict[str, str], where: str, defaults: Defaults) -> tuple[str | None, str | None]:
    if "published" not in values:
        return defaults.published, "option --published" if defaults.published is not None else None
    published = iso_date(values["published"])
    if published is None:
        raise DocumentError(
            f'{where}: field "published" is "{values["published"][:40]}", not a date. Write an ISO 8601 day or moment'
            " (2019-04-28 or 2019-04-28T09:30:00+03:00), or null when it is not known."
        )
    return published, values.get("published_from", "field published")


def _truth(value: Any, where: str) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in _TRUE + _FALSE:
        return value.strip().lower() in _TRUE
    raise DocumentError(f'{where}: field "synthetic" is not true or false. Write true or false.')
