"""Which incidents wait for a person, and what matters first among them: harm, then doubt.

The weight orders, it measures nothing: ``4 log2(1 + killed) + 2 log2(1 + injured)`` by the upper bounds, ``+ 5`` where sources
disagree, ``+ 3`` where people were harmed on one source's word, ``+ 1`` each where no report tells a place or a day. An incident
waits until a person decides its grade, and again when reports have joined it since.
"""

from __future__ import annotations

from math import log2

from rasd.model import Incident

__all__ = ["waits", "weight", "weight_of"]


def weight(
    *,
    killed: int | None,
    injured: int | None,
    is_contested: bool,
    independent_sources: int,
    has_place: bool,
    has_day: bool,
) -> float:
    """Return the weight of what an incident's columns tell.

    >>> weight(killed=3, injured=None, is_contested=False, independent_sources=1, has_place=True, has_day=True)
    11.0
    """
    found = 4 * log2(1 + (killed or 0)) + 2 * log2(1 + (injured or 0)) + 5 * is_contested
    found += 3 * bool((killed or injured) and independent_sources <= 1)
    return found + (not has_place) + (not has_day)


def weight_of(incident: Incident) -> float:
    """Return the weight of an incident."""
    most = {
        harm.effect: harm.max if harm.max is not None else harm.min
        for harm in incident.harm
        if harm.unit == "people"
    }
    return weight(
        killed=most.get("killed"),
        injured=most.get("injured"),
        is_contested=incident.contested,
        independent_sources=incident.independent_sources,
        has_place=bool(incident.places),
        has_day=incident.date.start is not None or incident.date.end is not None,
    )


def waits(incident: Incident) -> bool:
    """Tell whether nobody has decided its grade, or reports have joined it since somebody did."""
    grades = [one for one in incident.decided if one.about == "grade"]
    if not grades:
        return incident.grade.decided is None
    return grades[-1].joined > 0
