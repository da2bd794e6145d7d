"""What the API takes and gives. Records and incidents have the schema that `rasd schema` prints; nothing is typed twice."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from rasd.model import Incident, Record

__all__ = [
    "Conclusion",
    "DecisionIn",
    "DocumentIn",
    "DocumentOut",
    "DocumentsPage",
    "ErrorOut",
    "IncidentsPage",
    "JudgementIn",
    "MergeIn",
    "Outcome",
    "QueuePage",
    "ReviewIn",
    "ReviewedOut",
    "SplitIn",
    "Undoing",
]


class Body(Schema):
    """What is sent: exactly what is described, no other field and nothing that only looks like it."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Error(Schema):
    """What went wrong."""

    code: str
    message: str


class ErrorOut(Schema):
    """Every error has this form."""

    error: Error


class IncidentsPage(Schema):
    """One page of a selection."""

    count: int
    """Incidents of the whole selection."""
    page: int
    pages: int
    query: str
    """The canonical query string of the selection: the same on the pages of the desk."""
    facets: dict[str, dict[str, int]]
    complaints: list[str]
    """Names of parameters that were not understood and left out."""
    incidents: list[Incident]


class DocumentOut(Schema):
    """A document; `text` only where it was asked for by its id."""

    id: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    theatre: str | None = None
    synthetic: bool = False
    text_sha256: str = ""
    text: str | None = None


class DocumentsPage(Schema):
    """One page of documents."""

    documents: list[DocumentOut]
    next: str | None
    """What `after` is on the next page."""


class DocumentIn(Body):
    """A text that comes in."""

    text: str = Field(min_length=1, max_length=5_000_000)
    id: str | None = Field(None, max_length=300)
    title: str | None = Field(None, max_length=2_000)
    outlet: str | None = Field(None, max_length=300)
    published: str | None = Field(
        None, max_length=40, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}", description="ISO 8601 day or moment."
    )
    url: str | None = Field(None, max_length=4_000)
    theatre: str | None = Field(None, max_length=40)
    synthetic: bool = False


class ValueOut(Schema):
    """One value of a record: what the machine read, what stands, who decided."""

    key: str
    report: str
    field: str
    state: Literal["proposed", "accepted", "corrected", "rejected", "added"]
    machine: Any
    value: Any
    by: str | None
    review: int | None
    outdated: bool


class ReviewedOut(Schema):
    """A record as the machine read it and as it stands."""

    document: str
    revision: int
    state: Literal["waiting", "in_work", "verified", "approved", "returned"]
    state_by: str
    machine: Record
    record: Record
    values: list[ValueOut]


class DecisionIn(Body):
    """One decision on one value: see docs/store.md, Reviews."""

    report: str = Field("", max_length=60)
    field: str = Field(max_length=40)
    action: Literal["accept", "correct", "reject", "add", "doubt"]
    before: Any = None
    after: Any = None
    why: str = Field("", max_length=4_000)


class ReviewIn(Body):
    """Decisions that are kept all or none; `base` is the revision that they were made on."""

    base: int = Field(ge=0)
    decisions: list[DecisionIn] = Field(min_length=1, max_length=500)


class Conclusion(Body):
    """Where a document stands."""

    state: Literal["waiting", "in_work", "verified", "approved", "returned"]
    why: str = Field("", max_length=4_000)


class QueueLine(Schema):
    """A document that waits, and why it stands where it stands."""

    document: str
    state: str
    by: str
    weight: float
    reports: int
    killed: int
    injured: int
    doubts: int
    outdated: int
    is_novel: bool
    kinds: list[str]
    title: str | None
    outlet: str | None
    theatre: str | None
    published_on: date | None


class QueuePage(Schema):
    """One page of the queue."""

    documents: list[QueueLine]
    next: str | None


class JudgementIn(Body):
    """A value that a person sets for an incident."""

    about: Literal["grade", "occurrence", "best", "perpetrator", "victim_status", "note"]
    value: str | int
    effect: str | None = None
    why: str = Field("", max_length=4_000)


class MergeIn(Body):
    """Incidents that are one."""

    incidents: list[str] = Field(min_length=2, max_length=50)
    why: str = Field(min_length=1, max_length=4_000)


class SplitIn(Body):
    """Reports that leave an incident."""

    reports: list[str] = Field(min_length=1, max_length=500)
    each: bool = False
    why: str = Field(min_length=1, max_length=4_000)


class Undoing(Body):
    """A decision that is taken back."""

    number: int = Field(ge=1, lt=2**63)
    why: str = Field(min_length=1, max_length=4_000)


class Outcome(Schema):
    """What became of a decision."""

    judgements: list[int]
    incidents: list[str]
    told: list[str]
