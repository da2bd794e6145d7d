"""Incidents as a table for spreadsheets: one row each, ranges as two columns, nothing that a spreadsheet would run.

A place of an area is marked `approximate`: its point must not be drawn as if something had happened there. Names of
victims are not in it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import ClassVar, TextIO

from rasd.export.escaping import safe_cell
from rasd.model import Incident

__all__ = ["COLUMNS", "IncidentCsv", "row_of", "safe_row"]

_EFFECTS = ("killed", "injured", "casualties", "missing", "abducted", "detained", "displaced")
COLUMNS = (
    "id", "kind", "factuality", "start", "end", "part_of_day", "places", "country", "admin1", "latitude", "longitude",
    "precision", "approximate", "perpetrators", "targets", "target_sites", "weapons",
    *(f"{effect}_{bound}" for effect in _EFFECTS for bound in ("min", "max")),
    "killed_best", "injured_best", "perpetrators_decided",
    "grade_proposed", "grade_decided", "occurrence", "occurrence_decided", "contested", "independent_sources", "reports", "documents",
    "theatres", "synthetic",
)  # fmt: skip


class IncidentCsv:
    """CSV with a header, UTF-8, for spreadsheets and R."""

    name: ClassVar[str] = "csv"
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    lossless: ClassVar[bool] = False

    def write(self, incidents: Iterable[Incident], stream: TextIO) -> None:
        """Write a row an incident."""
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for incident in incidents:
            writer.writerow(safe_row(row_of(incident)))


def row_of(incident: Incident) -> dict[str, object]:
    """Return the row of an incident, not yet safe for spreadsheets; several values are joined by ``; ``."""
    first = incident.places[0] if incident.places else None
    row: dict[str, object] = dict.fromkeys(COLUMNS, "")
    row |= {
        "id": incident.id,
        "kind": incident.kind,
        "factuality": incident.factuality,
        "start": incident.date.start or "",
        "end": incident.date.end or "",
        "part_of_day": incident.date.part_of_day or "",
        "places": _join(place.name for place in incident.places),
        "perpetrators": _join(
            f"{one.actor} ({one.certainty})" if one.certainty != "stated" else one.actor
            for one in incident.perpetrators
        ),
        "targets": _join(one.actor for one in incident.targets),
        "target_sites": _join(one.site for one in incident.target_sites),
        "weapons": _join(one.weapon for one in incident.weapons),
        "grade_proposed": incident.grade.proposed,
        "grade_decided": incident.grade.decided or "",
        "occurrence": incident.occurrence,
        "occurrence_decided": incident.occurrence_decided or "",
        "perpetrators_decided": _join(
            str(one.value) for one in incident.decided if one.about == "perpetrator"
        ),
        "contested": _yes(incident.contested),
        "independent_sources": incident.independent_sources,
        "reports": len(incident.reports),
        "documents": len({report.document_id for report in incident.reports}),
        "theatres": _join(incident.theatres),
        "synthetic": _yes(incident.synthetic),
    }
    if first is not None:
        row |= {
            "country": first.country or "",
            "admin1": first.admin1 or "",
            "latitude": "" if first.latitude is None else first.latitude,
            "longitude": "" if first.longitude is None else first.longitude,
            "precision": first.precision or "",
            "approximate": _yes(first.approximate),
        }
    for harm in incident.harm:
        if harm.unit == "people" and harm.effect in _EFFECTS:
            row[f"{harm.effect}_min"] = "" if harm.min is None else harm.min
            row[f"{harm.effect}_max"] = "" if harm.max is None else harm.max
            if f"{harm.effect}_best" in row:
                row[f"{harm.effect}_best"] = "" if harm.best is None else harm.best
    return row


def safe_row(row: Mapping[str, object]) -> dict[str, object]:
    """Return the row with every cell made safe for spreadsheets."""
    return {name: safe_cell(_yes(value) if isinstance(value, bool) else value) for name, value in row.items()}


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
