"""What incidents are filtered by, written from each incident when it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasd.model import Incident
from rasd.store import models
from rasd.store.records import family_of
from rasd.store.waiting import waits, weight_of
from rasd.store.words import folded

__all__ = ["facets_of", "row_of"]

_LONGEST = 300
_EXACT = ("site", "settlement")


def facets_of(incident: Incident) -> set[tuple[str, str]]:
    """Return (name, value) of everything that an incident is filtered by beside its columns."""
    found: set[tuple[str, str]] = set()
    for place in incident.places:
        for name in (place.name, place.region, place.admin1, place.admin2, place.country):
            if name:
                found.add(("place", folded(name)))
        if place.gazetteer_id:
            found.add(("place", place.gazetteer_id))
        if place.country:
            found.add(("country", place.country))
        if place.admin1:
            found.add(("admin1", folded(place.admin1)))
    found |= {("perpetrator", one.actor) for one in incident.perpetrators}
    found |= {("target", one.actor) for one in incident.targets}
    found |= {("actor", value) for name, value in found if name in ("perpetrator", "target")}
    found |= {("site", one.site) for one in incident.target_sites}
    found |= {("weapon", one.weapon) for one in incident.weapons}
    found |= {("effect", harm.effect) for harm in (*incident.harm, *incident.conceded)}
    found |= {("theatre", theatre) for theatre in incident.theatres}
    found |= {("outlet", report.outlet) for report in incident.reports if report.outlet}
    return {(name, value[:_LONGEST]) for name, value in found}


def row_of(incident: Incident, at: datetime) -> Any:
    """Return the row of an incident, not saved."""
    points = [
        place for place in incident.places if place.latitude is not None and place.longitude is not None
    ]
    points.sort(key=lambda place: place.precision not in _EXACT)
    killed, injured = _range(incident, "killed"), _range(incident, "injured")
    return models.Incident(
        key=incident.id,
        incident=incident.model_dump_json(),
        kind=incident.kind,
        family=family_of(incident.kind),
        factuality=incident.factuality,
        first_day=incident.date.start or incident.date.end,
        last_day=incident.date.end or incident.date.start,
        latitude=points[0].latitude if points else None,
        longitude=points[0].longitude if points else None,
        proposed=incident.grade.proposed,
        decided=incident.grade.decided,
        occurrence=incident.occurrence,
        contested=incident.contested,
        independent_sources=incident.independent_sources,
        reports=len(incident.reports),
        killed_min=killed[0],
        killed_max=killed[1],
        injured_min=injured[0],
        injured_max=injured[1],
        synthetic=incident.synthetic,
        changed_at=at,
        weight=weight_of(incident),
        is_waiting=waits(incident),
    )


def _range(incident: Incident, effect: str) -> tuple[int | None, int | None]:
    harm = next((one for one in incident.harm if one.effect == effect and one.unit == "people"), None)
    return (None, None) if harm is None else (harm.min, harm.max)
