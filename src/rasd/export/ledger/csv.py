"""A ledger as CSV: a row an entry, or a row a group and party; nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import ClassVar, TextIO

from rasd.agreements import Ledger, Tally
from rasd.export.incidents.csv import safe_row
from rasd.export.ledger.format import LedgerView
from rasd.model import QUESTIONS, LedgerEntry

__all__ = ["COLUMNS", "ROW_COLUMNS", "LedgerCsv"]

COLUMNS = (
    "agreement", "incident_id", "outcome", "boundary", "bearing", "start", "end", "part_of_day", "kind", "factuality", "places",
    "alleged_against", "certainty", "role", "through", "terms", "areas",
    *(f"{question}{suffix}" for question in QUESTIONS for suffix in ("", "_reason_en", "_reason_ar")),
    "killed_min", "killed_max", "injured_min", "injured_max", "munitions", "grade_proposed", "grade_decided", "contested",
    "independent_sources", "alleged", "corroborated", "attributed", "answered", "breach_claims", "documents", "synthetic",
)  # fmt: skip
ROW_COLUMNS = (
    "agreement", "by", "key", "party", "in_scope", "possibly_in_scope", "boundary", "performance", "contested",
    "corroborated", "attributed", "answered", "synthetic",
)  # fmt: skip


class LedgerCsv:
    """CSV with a header, UTF-8."""

    name: ClassVar[str] = "csv"
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"

    def write(self, ledger: Ledger, stream: TextIO, view: LedgerView) -> None:
        """Write the entries, or the rows of a grouping; what is no incident is not in a table of incidents."""
        columns = COLUMNS if view.grouping is None else ROW_COLUMNS
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        rows = _entries(ledger, view) if view.grouping is None else _rows(ledger, view)
        writer.writerows(safe_row(row) for row in rows)


def _entries(ledger: Ledger, view: LedgerView) -> Iterable[dict[str, object]]:
    for entry in (*ledger.sorted(), *(ledger.outside if view.outside else ())):
        yield _row(entry)


def _row(entry: LedgerEntry) -> dict[str, object]:
    first = entry.allegations[0]
    alleged = {one.actor: one for one in reversed(entry.allegations) if one.actor is not None}
    people = {one.effect: one for one in entry.harm if one.unit == "people"}
    row: dict[str, object] = {
        "agreement": entry.agreement,
        "incident_id": entry.incident_id,
        "outcome": entry.outcome,
        "boundary": entry.boundary,
        "bearing": entry.bearing,
        "start": entry.date.start or "",
        "end": entry.date.end or "",
        "part_of_day": entry.date.part_of_day or "",
        "kind": entry.kind,
        "factuality": entry.factuality,
        "places": "; ".join(one.name for one in entry.places),
        "alleged_against": "; ".join(one for one in entry.parties if one),
        "certainty": "; ".join(alleged[one].certainty or "" for one in entry.parties if one in alleged),
        "role": first.role or "",
        "through": first.through or "",
        "terms": "; ".join(entry.terms),
        "areas": "; ".join(entry.areas),
        "munitions": "; ".join(
            f"{one.item} {one.min}" + (f"-{one.max}" if one.max != one.min else "") for one in entry.munitions
        ),
        "grade_proposed": entry.grade,
        "grade_decided": entry.grade_decided or "",
        "contested": entry.contested,
        "independent_sources": entry.independent_sources,
        "breach_claims": "; ".join(
            f"{one.agreement} ({', '.join(one.claimed_by) or 'outlet'}; this: {one.is_this})"
            for one in entry.claims
        ),
        "documents": "; ".join(entry.documents),
        "synthetic": entry.synthetic,
    }
    for answer in entry.answers:
        row[answer.question] = answer.value
        row[f"{answer.question}_reason_en"] = answer.reason.en
        row[f"{answer.question}_reason_ar"] = answer.reason.ar
    for effect in ("killed", "injured"):
        for bound in ("min", "max"):
            value = getattr(people[effect], bound) if effect in people else None
            row[f"{effect}_{bound}"] = "" if value is None else value
    for facet in entry.facets:
        row[facet.facet] = "suggested" if facet.is_suggested else facet.value
    return row


def _rows(ledger: Ledger, view: LedgerView) -> Iterable[dict[str, object]]:
    assert view.grouping is not None
    for row in ledger.rows(view.grouping):
        for party, tally in [("(all)", row.all), *row.by_party.items()]:
            yield {
                "agreement": ledger.agreement.id,
                "by": view.grouping,
                "key": row.key,
                "party": party,
                "synthetic": ledger.agreement.synthetic,
                **_counts(tally),
            }


def _counts(tally: Tally) -> dict[str, object]:
    return {
        "in_scope": tally.in_scope,
        "possibly_in_scope": tally.possibly,
        "boundary": tally.boundary,
        "performance": tally.performance,
        "contested": tally.contested,
        "corroborated": tally.corroborated,
        "attributed": tally.attributed,
        "answered": tally.answered,
    }
