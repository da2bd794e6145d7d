"""Reports for tests of incidents: short texts of our own, coded by hand where the test needs a value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rasd.linking import Member
from rasd.model import (
    DateWindow,
    Harm,
    Incident,
    IncidentHarm,
    Perpetrator,
    Place,
    Record,
    Report,
    Source,
    Target,
)


def member(
    document: str,
    text: str = "نص الخبر.",
    *,
    outlet: str = "",
    hour: int = 8,
    day: int = 1,
    kind: str = "shelling",
    kind_basis: str = "stated",
    factuality: str = "asserted",
    killed: Any = None,
    injured: Any = None,
    by: Sequence[tuple[str, str]] | str = (),
    sources: Sequence[tuple[str, str]] = (),
    targets: Sequence[str] = (),
    places: Sequence[Place] = (),
    days: tuple[int, int] | None = (1, 1),
    part: str | None = None,
    harm: Sequence[Harm] = (),
    report_id: str = "r1",
) -> Member:
    """Return one report of a document of its own; `killed` is a number, a pair of bounds or a list of harms' fields."""
    perpetrators = [(by, "stated")] if isinstance(by, str) else list(by)
    report = Report(
        id=report_id,
        kind=kind,
        kind_basis=kind_basis,  # type: ignore[arg-type]
        factuality=factuality,
        date=DateWindow(
            start=date(2024, 5, days[0]) if days else None,
            end=date(2024, 5, days[1]) if days else None,
            part_of_day=part,
        ),
        places=list(places),
        perpetrators=[Perpetrator(actor=actor, certainty=certainty) for actor, certainty in perpetrators],
        targets=[Target(actor=actor) for actor in targets],
        harm=[*_harm("killed", killed, text), *_harm("injured", injured, text), *harm],
        sources=[Source(name=name, type=kind) for name, kind in sources],
    )
    record = Record(
        id=document,
        outlet=outlet or f"موقع {document}",
        published=f"2024-05-{day:02d}T{hour:02d}:00:00Z",
        theatre="sudan",
        reports=[report],
    )
    return Member(f"{document}#{report_id}", document, report, record, text)


def _harm(effect: str, given: Any, text: str) -> list[Harm]:
    if given is None:
        return []
    rows = given if isinstance(given, list) else [given]
    return [_row(effect, row, text) for row in rows]


def _row(effect: str, row: Any, text: str) -> Harm:
    if isinstance(row, dict):
        return Harm(effect=effect, **row)
    low, high = row[:2] if isinstance(row, tuple) else (row, row)
    phrase = row[2] if isinstance(row, tuple) and len(row) > 2 else ""
    at = text.find(phrase) if phrase else -1
    return Harm(
        effect=effect,
        min=low,
        max=high,
        phrase=phrase or "عدد",
        evidence=[(at, at + len(phrase))] if at >= 0 else [],
    )


def only(incident: Incident, effect: str = "killed", unit: str = "people") -> IncidentHarm:
    """Return the one row of an effect."""
    (row,) = [row for row in incident.harm if (row.effect, row.unit) == (effect, unit)]
    return row


def bounds(incident: Incident, effect: str = "killed") -> tuple[int | None, int | None]:
    row = only(incident, effect)
    return row.min, row.max
