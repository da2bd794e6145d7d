"""A report on its way into an incident, with the document that it stands in.

Its id is the same wherever it is named: the document's id and the report's, joined by ``#``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from rasd.model import Record, Report

__all__ = ["Member", "members_of"]


@dataclass(frozen=True, slots=True)
class Member:
    """One report, its document's record, and the text that both were read from."""

    id: str
    document_id: str
    report: Report
    record: Record
    text: str

    @property
    def moment(self) -> datetime | None:
        """When its document was published, in UTC; a day without an hour or a zone is its first moment there."""
        if not self.record.published:
            return None
        try:
            moment = datetime.fromisoformat(self.record.published)
        except ValueError:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)

    @property
    def order(self) -> tuple[bool, datetime, str]:
        """By publication, then by id: the one order in which members are ever looked at."""
        moment = self.moment
        return moment is None, moment or datetime.max.replace(tzinfo=UTC), self.id


def members_of(record: Record, text: str) -> list[Member]:
    """Return the reports of one document as members, in the document's order."""
    return [Member(f"{record.id}#{report.id}", record.id, report, record, text) for report in record.reports]
