"""Arrivals for tests of the store and of what builds on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rasd.model import Document, Grade, Incident, LinkedReport, Record, Report
from rasd.store import Arrival, EvidenceRef

__all__ = ["ARRIVED", "arrival", "evidence", "incident", "record"]

ARRIVED = datetime(2024, 3, 15, 9, 30, tzinfo=UTC)


def arrival(text: str = "أصيب طفلان بقصف مدفعي على البلدة", **fields: Any) -> Arrival:
    """Return an arrival; fields of a Document and of an Arrival are told apart by name."""
    of_arrival = {name: fields.pop(name) for name in list(fields) if name in Arrival.__dataclass_fields__}
    return Arrival(
        **{
            "document": Document(text=text, **fields),
            "where": "articles.jsonl:1",
            "method": "file",
            "collected_at": ARRIVED,
            **of_arrival,
        }
    )


def evidence(offset: int = 0, warc: str = "2024/a.warc.gz") -> EvidenceRef:
    """Return the place of an evidentiary copy."""
    return EvidenceRef(warc, offset, 512, f"{offset:064x}", "<urn:uuid:1>", "https://news.example/1")


def incident(key: str, *reports: str, **fields: Any) -> Incident:
    """Return an incident of these reports."""
    return Incident(
        **{
            "id": key,
            "kind": "air_strike",
            "grade": Grade(proposed="weak", rule="single_source"),
            "occurrence": "single_source",
            "reports": [
                LinkedReport(document_id=report.rpartition("#")[0], report_id=report, factuality="asserted")
                for report in reports
            ],
            **fields,
        }
    )


def record(document_id: str, *evidence: tuple[int, int], data_version: str = "v1") -> Record:
    """Return a record with one report for each span."""
    return Record(
        id=document_id,
        data_version=data_version,
        reports=[
            Report(id=f"r{number}", kind="air_strike", evidence=[span])
            for number, span in enumerate(evidence, 1)
        ],
    )
