"""Plain text: one file, one document, its characters unchanged."""

from __future__ import annotations

from rasd.collection.collected import Collected, Defaults
from rasd.collection.decode import decode
from rasd.errors import DocumentError
from rasd.model import Document

__all__ = ["collect_plain", "title_of"]

_TITLE_LENGTH = 150


def title_of(text: str) -> str | None:
    """Return the first line when it is short and a blank line parts it from the text that follows."""
    first, _, rest = text[: 4 * _TITLE_LENGTH].partition("\n")
    second, _, after = rest.partition("\n")
    first = first.strip()
    if not first or len(first) > _TITLE_LENGTH or second.strip() or not after.strip():
        return None
    return first


def collect_plain(data: bytes, where: str, defaults: Defaults) -> Collected:
    """Return the document of a text file; offsets in its record count the characters of this very text."""
    decoded = decode(data, where)
    if not decoded.text.strip("\ufeff \t\r\n\x00"):
        raise DocumentError(f"{where}: empty: the file holds no text. Give a file with the document's text.")
    document = Document(
        id=None,
        text=decoded.text,
        title=title_of(decoded.text),
        outlet=defaults.outlet,
        published=defaults.published,
        published_from="option --published" if defaults.published is not None else None,
        theatre=defaults.theatre,
    )
    return Collected(where, document, note=decoded.note)
