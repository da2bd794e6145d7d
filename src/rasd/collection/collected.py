"""What collecting yields: a document or the reason why there is none, with the place that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from rasd.errors import DocumentError
from rasd.model import Document

__all__ = ["MAX_DOCUMENT_BYTES", "Collected", "Defaults", "iso_date", "plain_characters", "too_long"]

MAX_DOCUMENT_BYTES = 20_000_000
"""A longer text is refused by name: a document of news is a thousand times shorter, and memory must stay bounded."""

_EXTENDED = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Collected:
    """One input: its place (file, or file:line), and either its document or the error that names the reason."""

    where: str
    document: Document | None = None
    error: DocumentError | None = None
    note: str = ""
    """Something a person should know though the document was read, such as replaced bytes."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the caller knows of documents that do not say it themselves."""

    published: str | None = None
    outlet: str | None = None
    theatre: str | None = None
    max_bytes: int = MAX_DOCUMENT_BYTES


def iso_date(written: str) -> str | None:
    """Return an ISO 8601 day or moment in extended form, or None when `written` is neither.

    >>> iso_date("2019-04-28"), iso_date("20190428"), iso_date("28/4/2019")
    ('2019-04-28', '2019-04-28', None)
    """
    written = written.strip()
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if _EXTENDED.fullmatch(written):
        return written
    day_only = len(written) <= len("2019-W17-7")
    return date(moment.year, moment.month, moment.day).isoformat() if day_only else moment.isoformat()


def plain_characters(text: str) -> str:
    """Replace lone surrogates (a JSON ``\\ud800``), which no encoding can write, one for one by U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def too_long(where: str, limit: int) -> DocumentError:
    """Return the error for a text above the limit."""
    return DocumentError(
        f"{where}: longer than {limit / 1e6:g} MB, the limit for one document. Split it into its documents,"
        " or raise the limit with --limit-mb."
    )
