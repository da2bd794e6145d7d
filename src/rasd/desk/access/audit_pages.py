"""The page of the audit log and of custody: who saw and changed what, whether the chains are whole, and both as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rasd.desk.access import audit, needs
from rasd.desk.access.audit_search import LOGS, AuditSearch, ShownEntry, known_actions
from rasd.desk.access.auditing import entries_in, verified
from rasd.desk.access.models import User
from rasd.export.exchange import safe_cell

__all__ = ["audit_export", "audit_page"]

_AT_ONCE = 5_000
"""Entries that are verified on every look; of longer logs the page verifies when asked."""
_COLUMNS = ("seq", "at", "by", "action", "subject", "details", "previous", "hash")


@require_GET
@needs("administer")
def audit_page(request: HttpRequest) -> HttpResponse:
    """Show entries, and whether each chain is whole."""
    search = AuditSearch.from_query(request.GET)
    found, more = search.page()
    is_asked = "verify" in request.GET
    chains = [_chain(log, is_asked=is_asked) for log in LOGS]
    filling = {
        "search": search,
        "entries": found,
        "older": search.query(before=found[-1].seq) if more else "",
        "newest": search.query(before=0) if search.before else "",
        "logs": [{"id": log, "words": f"access.audit.{log}", "query": f"log={log}"} for log in LOGS],
        "chains": chains,
        "is_partly_verified": any(not chain["is_known"] for chain in chains),
        "verify": search.query() + "&verify=1",
        "csv": search.query(before=0) + "&format=csv",
        "jsonl": search.query(before=0) + "&format=jsonl",
        "actions": known_actions(search.log),
        "people": User.objects.order_by("username").values_list("username", flat=True),
    }
    return render(request, "access/audit.html", filling)


def _chain(log: Any, *, is_asked: bool) -> dict[str, Any]:
    number = entries_in(log)
    if number > _AT_ONCE and not is_asked:
        return {"words": f"access.audit.{log}", "number": number, "is_known": False, "fault": ""}
    number, fault = verified(log)
    return {"words": f"access.audit.{log}", "number": number, "is_known": True, "fault": fault}


@require_GET
@needs("administer")
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """Give all entries of a search as CSV or JSON Lines; that it was taken is an entry itself."""
    kind = request.GET.get("format", "")
    if kind not in ("csv", "jsonl"):
        raise Http404
    search = AuditSearch.from_query(request.GET)
    audit(request, "audit.exported", search.log, format=kind, search=search.query())
    rows = _as_csv(search.all()) if kind == "csv" else _as_lines(search.all())
    content = "text/csv; charset=utf-8" if kind == "csv" else "application/jsonl; charset=utf-8"
    response = StreamingHttpResponse(rows, content_type=content)
    response.headers["Content-Disposition"] = f'attachment; filename="rasd-{search.log}.{kind}"'
    return response


def _as_csv(entries: Iterator[ShownEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(_COLUMNS))
    for one in entries:
        cells = (one.seq, one.at, one.by, one.action, one.subject, one.said, one.previous, one.hash)
        yield str(writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells]))


class _Line:
    """Gives back what is written: `csv` then returns each line."""

    def write(self, text: str) -> str:
        return text


def _as_lines(entries: Iterator[ShownEntry]) -> Iterator[str]:
    for one in entries:
        told = {name: getattr(one, name) for name in _COLUMNS}
        yield json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n"
