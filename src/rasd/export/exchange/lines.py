"""The lines of the native format: each says what it is, and holds one document, record, report, incident or decision.

`rasd schema --exchange` is made from these models, `rasd import` reads with them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from rasd.export.exchange.dossier import Cited
from rasd.model import SCHEMA_VERSION, Incident, Record, Report
from rasd.model.record import Model, Span
from rasd.store import Action

__all__ = [
    "EXCHANGE_VERSION",
    "DocumentLine",
    "HeaderLine",
    "IncidentLine",
    "JudgementLine",
    "Line",
    "RecordLine",
    "ReportLine",
    "Withdrawn",
    "line_schema",
    "read_line",
]

EXCHANGE_VERSION = "1.0"


class HeaderLine(Model):
    """The first line: what the file is, and what was left out of it."""

    type: Literal["header"] = "header"
    exchange_version: str = Field(
        default=EXCHANGE_VERSION, description="A reader refuses a greater first number."
    )
    schema_version: str = Field(default=SCHEMA_VERSION, description="Of documents, records and incidents.")
    generator: str = ""
    is_synthetic: bool = Field(False, description="Invented incidents only; else real ones only.")
    is_whole: bool = Field(False, description="Everything was asked for: `rasd import` can read it back.")
    include: list[str] = Field(default_factory=list, description="Classes that left beside what is public.")
    rule_set: str = "rasd-1"
    notes: list[str] = Field(default_factory=list)


class DocumentLine(Model):
    """A document; it comes before its record and before every incident that it tells of."""

    type: Literal["document"] = "document"
    document: Cited


class RecordLine(Model):
    """The current record of a document, in a whole export."""

    type: Literal["record"] = "record"
    document_id: str
    record: Record


class ReportLine(Model):
    """One report of an incident, where records do not leave as they are."""

    type: Literal["report"] = "report"
    report_id: str = Field(description="`<document id>#<report id>`.")
    report: Report


class IncidentLine(Model):
    """An incident; its documents and reports came before it."""

    type: Literal["incident"] = "incident"
    incident: Incident


class Withdrawn(Model):
    """Who took a decision back."""

    by: str
    at: datetime
    why: str = ""


class JudgementLine(Model):
    """A person's decision about reports, in a whole export; those taken back too."""

    type: Literal["judgement"] = "judgement"
    number: int = Field(description="As the incidents of the same file call it.")
    action: Action
    subjects: list[str] = Field(description="Report ids as they were when it was made.")
    value: Any = None
    by: str
    at: datetime
    why: str = ""
    spans: dict[str, list[Span]] = Field(default_factory=dict, description="Evidence of the reports then.")
    undone: Withdrawn | None = None


Line = Annotated[
    HeaderLine | DocumentLine | RecordLine | ReportLine | IncidentLine | JudgementLine,
    Field(discriminator="type"),
]
_LINES: TypeAdapter[Any] = TypeAdapter(Line)


def read_line(line: str | bytes) -> Any:
    """Return what a line holds; raises pydantic.ValidationError."""
    return _LINES.validate_json(line)


def line_schema() -> dict[str, Any]:
    """Return the JSON Schema of any line."""
    return _LINES.json_schema()
