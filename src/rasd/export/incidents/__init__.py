"""Incidents go out: one file a format, one line in `INCIDENT_FORMATS`, as records do in `rasd.export`."""

from __future__ import annotations

from rasd.errors import OutputError
from rasd.export.incidents.csv import IncidentCsv
from rasd.export.incidents.format import IncidentFormat
from rasd.export.incidents.jsonl import IncidentJson, IncidentJsonl
from rasd.export.incidents.table import IncidentTable

__all__ = ["INCIDENT_FORMATS", "IncidentFormat", "incident_format_named"]

INCIDENT_FORMATS: tuple[type[IncidentFormat], ...] = (IncidentJsonl, IncidentJson, IncidentCsv, IncidentTable)


def incident_format_named(name: str) -> IncidentFormat:
    """Return the format called `name`.

    Raises OutputError that lists the formats when there is none.
    """
    for candidate in INCIDENT_FORMATS:
        if candidate.name == name:
            return candidate()
    names = ", ".join(sorted(candidate.name for candidate in INCIDENT_FORMATS))
    raise OutputError(f'Unknown format "{name}". Formats: {names}.')
