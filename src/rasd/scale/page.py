"""A page of an archive before anything of it is parsed, and a record that could not be read.

`Page` is what readers of archives yield and what the cascade throws out as early as it can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rasd.model import Document

__all__ = ["Page", "SetAside"]


@dataclass(slots=True)
class Page:
    """One page, or one row that is a document already."""

    where: str
    """Its place, unique in the archive: ``crawl.warc.gz: byte 1234``, ``rows.jsonl: line 5``, ``x.parquet: row 7``."""
    body: bytes
    """Without transfer and content encodings; of a row that is a document, its text in UTF-8."""
    address: str = ""
    media_type: str = ""
    """Lower case, as declared; empty where nothing is."""
    charset: str = ""
    """As the server declares it; believed only where the bytes agree."""
    fetched_at: datetime | None = None
    last_modified: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    """What a row says of its page beside it: published, title, outlet. The page's own word goes before it."""
    document: Document | None = None
    """Given for rows with a text: there is nothing to parse."""

    @property
    def fetched(self) -> str | None:
        """When it was fetched, in ISO 8601."""
        return self.fetched_at.isoformat() if self.fetched_at is not None else None


@dataclass(slots=True)
class SetAside:
    """A record that could not be read, kept by name with the reason."""

    where: str
    reason: str
    offset: int | None = None
    """Byte or row at which it begins, where that is known."""
