"""What comes into a store and what it answers, as plain values: no database is imported for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from rasd.errors import StoreError
from rasd.model import Document, MediaLink

__all__ = ["Added", "Arrival", "CodingRun", "EvidenceRef", "Found", "Selection", "Sighting", "StoredDocument"]


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """Where the bytes of a document lie, as they came: one record of one WARC file, proved by its hash."""

    warc: str
    """Path of the file, relative to the evidence folder of the store, with forward slashes."""
    offset: int
    length: int
    """Bytes of the (compressed) record in the file."""
    sha256: str
    """Of the payload, hexadecimal."""
    record_id: str = ""
    target_uri: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document on its way into the store, with where it came from."""

    document: Document
    where: str
    """As a person would look for it: file:line, an address."""
    method: str
    """file, web, feed, sitemap, telegram, warc, mail."""
    collected_at: datetime
    """Aware."""
    evidence: EvidenceRef | None = None
    part: str = ""
    """Row, message or page inside the evidence."""
    extractor: str = ""
    """Name and version of what made the text from the bytes."""
    media: tuple[MediaLink, ...] = ()

    def __post_init__(self) -> None:
        if self.collected_at.tzinfo is None:
            raise StoreError(f"{self.where}: collected_at has no time zone. Give an aware moment in UTC.")

    @property
    def collected_utc(self) -> datetime:
        """Return the moment of collection in UTC."""
        return self.collected_at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one arrival."""

    document_id: str
    outcome: Literal["added", "seen", "version"]
    """`seen`: the store has it; the sighting is noted once per evidence. `version`: the same id or address with another
    text, kept beside the earlier one under an id of its own."""
    version_of: str | None = None
    """Id of the document that it is another version of."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time that a document was met: the first is its arrival."""

    where: str
    method: str
    collected_at: datetime
    part: str = ""
    extractor: str = ""
    evidence: EvidenceRef | None = None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the store: its working copy and where it came from."""

    number: int
    """Order of arrival; grows, never reused."""
    document: Document
    text_sha256: str
    """Of the working copy as it was extracted."""
    version_of: str | None = None
    sightings: tuple[Sighting, ...] = ()
    media: tuple[MediaLink, ...] = ()
    coded_with: str | None = None
    """Data version of its current record; None: not coded yet."""

    @property
    def id(self) -> str:
        """Return the id under which the store knows it."""
        assert self.document.id is not None
        return self.document.id

    @property
    def arrival(self) -> Sighting:
        """Return how it came first."""
        return self.sightings[0]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents: each field that is given narrows it; the default is all of them."""

    ids: tuple[str, ...] | None = None
    outlet: str | None = None
    theatre: str | None = None
    published_from: date | None = None
    """First day of publication; documents without a date are left out when a bound is given."""
    published_until: date | None = None
    method: str | None = None
    url: str | None = None
    is_synthetic: bool | None = None
    is_coded: bool | None = None
    after: int = 0
    """Only documents that arrived after the one with this number: how a reader of the store goes on where it was."""
    before: int | None = None
    """Only documents that arrived before the one with this number: how a list of the newest goes on."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search found, with an excerpt of its original text."""

    document: StoredDocument
    excerpt: str
    spans: tuple[tuple[int, int], ...]
    """Where in the excerpt the words stand."""


@dataclass(frozen=True, slots=True)
class CodingRun:
    """One run of the coder over documents of a store."""

    number: int
    data_version: str
    rasd_version: str
    at: datetime
