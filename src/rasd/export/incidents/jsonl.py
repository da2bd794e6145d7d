"""Incidents as JSON, lossless: one object a line, or one list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TextIO

from rasd.model import Incident

__all__ = ["IncidentJson", "IncidentJsonl"]


class IncidentJsonl:
    """JSON Lines: one incident a line, for other programs."""

    name: ClassVar[str] = "jsonl"
    extension: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/jsonl"
    lossless: ClassVar[bool] = True

    def write(self, incidents: Iterable[Incident], stream: TextIO) -> None:
        """Write a line an incident."""
        stream.writelines(incident.model_dump_json() + "\n" for incident in incidents)


class IncidentJson:
    """One JSON list of all incidents."""

    name: ClassVar[str] = "json"
    extension: ClassVar[str] = "json"
    media_type: ClassVar[str] = "application/json"
    lossless: ClassVar[bool] = True

    def write(self, incidents: Iterable[Incident], stream: TextIO) -> None:
        """Write the list piece by piece: memory stays bounded."""
        stream.write("[")
        for number, incident in enumerate(incidents):
            stream.write(",\n" if number else "\n")
            stream.write(incident.model_dump_json(indent=2))
        stream.write("\n]\n")
