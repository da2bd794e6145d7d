"""Finding entries of the audit log and of the store's custody log: newest first, page by page, by what has an index."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import QueryDict

__all__ = ["LOGS", "AuditSearch", "Log", "ShownEntry", "known_actions"]

Log = Literal["audit", "custody"]
LOGS: tuple[Log, ...] = ("audit", "custody")
_PAGE = 50
_BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry, as the page and the exports give it."""

    seq: int
    at: str
    by: str
    action: str
    subject: str
    details: dict[str, Any]
    previous: str
    hash: str

    @property
    def said(self) -> str:
        """Return the details in one line."""
        return json.dumps(self.details, ensure_ascii=False, sort_keys=True) if self.details else ""


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """What is looked for. Days are inclusive."""

    log: Log = "audit"
    by: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    before: int = 0
    """Only entries before this number: the page that follows."""

    @classmethod
    def from_query(cls, query: QueryDict) -> AuditSearch:
        """Return what an address asks for; what cannot be read is left out."""
        number = query.get("before", "")
        return cls(
            log="custody" if query.get("log") == "custody" else "audit",
            by=_plain(query.get("by", "")),
            action=_plain(query.get("action", "")),
            subject=_plain(query.get("subject", "")),
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
            before=int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0,
        )

    def query(self, **changes: Any) -> str:
        """Return the query string of this search, with changes."""
        one = replace(self, **changes)
        parts = {
            "log": one.log, "by": one.by, "action": one.action, "subject": one.subject,
            "since": one.since and one.since.isoformat(), "until": one.until and one.until.isoformat(),
            "before": one.before,
        }  # fmt: skip
        return urlencode({name: value for name, value in parts.items() if value})

    def page(self) -> tuple[list[ShownEntry], bool]:
        """Return a page of entries, newest first, and whether older ones follow."""
        found = [_shown(row, self.log) for row in self._rows().order_by("-seq")[: _PAGE + 1]]
        return found[:_PAGE], len(found) > _PAGE

    def all(self) -> Iterator[ShownEntry]:
        """Yield every entry that is looked for, oldest first; blocks are asked for one by one."""
        after = 0
        while True:
            block = list(replace(self, before=0)._rows().filter(seq__gt=after).order_by("seq")[:_BLOCK])
            yield from (_shown(row, self.log) for row in block)
            if len(block) < _BLOCK:
                return
            after = block[-1].seq

    def _rows(self) -> Any:
        entries = _entries(self.log)
        rows = entries.all()
        for name in ("subject", "action"):
            if getattr(self, name):
                rows = rows.filter(**{name: getattr(self, name)})
        if self.by and self.log == "audit":
            rows = rows.filter(by=self.by)
        if self.since is not None:
            rows = rows.filter(seq__gte=_first_at(entries, self.since))
        if self.until is not None and self.until < date.max:
            rows = rows.filter(seq__lt=_first_at(entries, self.until + timedelta(days=1)))
        return rows.filter(seq__lt=self.before) if self.before else rows


def known_actions(log: Log) -> list[str]:
    """Return the actions of a log, each found by one step in its index."""
    if log == "custody":
        return []
    found: list[str] = []
    while True:
        rows = _entries(log).order_by("action").values_list("action", flat=True)
        latest = (rows.filter(action__gt=found[-1]) if found else rows).first()
        if latest is None:
            return found
        found.append(latest)


def _entries(log: Log) -> Any:
    if log == "custody":
        from rasd.store import models

        return models.CustodyEntry.objects
    from rasd.desk.access.models import AuditEntry

    return AuditEntry.objects


def _first_at(entries: Any, day: date) -> int:
    """Return the number of the first entry of a day or after it: moments rise with the numbers, which have no gaps."""
    last = entries.order_by("-seq").values_list("seq", flat=True).first() or 0

    def at(seq: int) -> str:
        return entries.filter(seq__gte=seq).order_by("seq").values_list("at", flat=True).first() or "~"

    return 1 + bisect_left(range(1, last + 1), day.isoformat(), key=at)


def _shown(row: Any, log: Log) -> ShownEntry:
    details = json.loads(row.details)
    by = row.by if log == "audit" else str(details.get("by", ""))
    return ShownEntry(row.seq, row.at, by, row.action, row.subject, details, row.previous, row.hash)


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()[:600]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
