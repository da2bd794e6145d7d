"""What collecting yields: a document or the reason why there is none, with the place that it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from rasd.errors import DocumentError
from rasd.model import Document, MediaLink

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "Collected",
    "Defaults",
    "Exchange",
    "MediaLink",
    "Raw",
    "iso_date",
    "marked",
    "plain_characters",
    "too_long",
]

MAX_DOCUMENT_BYTES = 20_000_000
"""A longer text is refused by name: a document of news is a thousand times shorter, and memory must stay bounded."""

_EXTENDED = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its response, header lines as they were sent and came.

    A response that was sent in chunks has its ``Transfer-Encoding`` under ``X-Archive-Orig-Transfer-Encoding``: the
    body kept beside it is without chunks, still compressed as its ``Content-Encoding`` says.
    """

    request: str
    """``GET /path HTTP/1.1``."""
    request_headers: tuple[tuple[str, str], ...]
    response: str
    """``HTTP/1.1 200 OK``."""
    response_headers: tuple[tuple[str, str], ...]
    peer: str = ""
    """The network address that answered."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes as they came, for the evidentiary copy; a document's text is taken from them."""

    body: bytes | Path
    media_type: str
    target_uri: str
    """The address that gave these bytes (after redirects), or the file's own."""
    fetched_at: datetime
    """Aware, UTC."""
    sha256: str = ""
    """Of `body`, as hexadecimal digits; empty for a file that nobody has read to its end yet."""
    exchange: Exchange | None = None
    earlier: tuple[Raw, ...] = ()
    """The redirects that led here, first to last."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One input: its place (file, or file:line), and either its document or the error that names the reason.

    Documents that came in one file share one `raw` object. `raw` may stand beside an error too: what came was no
    document, and the bytes show why.
    """

    where: str
    document: Document | None = None
    error: DocumentError | None = None
    note: str = ""
    """Something a person should know, such as replaced bytes; without document and error it is of the whole input."""
    raw: Raw | None = None
    part: str = ""
    """Which part of `raw` this is: row, message, record; empty for the whole."""
    method: str = "file"
    """How it came: file, web, feed, sitemap, telegram, warc, mail."""
    extractor: str = ""
    """What made the text out of the bytes, with its version."""
    media: tuple[MediaLink, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    """What the input says beside the document's fields: forwarded_from, edited, reply_to, author, links, to."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the caller knows of documents that do not say it themselves."""

    published: str | None = None
    outlet: str | None = None
    theatre: str | None = None
    max_bytes: int = MAX_DOCUMENT_BYTES
    synthetic: bool = False
    """Every document is invented, whatever it says of itself."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Which column of a row gives which field, where it has another name than the field."""


def marked(collected: Collected, defaults: Defaults) -> Collected:
    """Return what was collected, marked as invented where the caller says that all of it is."""
    if not defaults.synthetic or collected.document is None:
        return collected
    return replace(collected, document=collected.document.model_copy(update={"synthetic": True}))


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
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text


def too_long(where: str, limit: int) -> DocumentError:
    """Return the error for a text above the limit."""
    return DocumentError(
        f"{where}: longer than {limit / 1e6:g} MB, the limit for one document. Split it into its documents,"
        " or raise the limit with --limit-mb."
    )
