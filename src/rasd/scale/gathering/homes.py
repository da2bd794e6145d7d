"""Where a row of the output lives: its theatre and month, as the folders of a partitioned table name them."""

from __future__ import annotations

import re
from urllib.parse import quote

from rasd.model import Incident

__all__ = ["home_of", "home_of_incident"]

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def home_of(theatre: str | None, day: str | None) -> str:
    """Return the folder of a row, below its table's.

    >>> home_of("syria", "2019-04-28T10:00"), home_of(None, "soon")
    ('theatre=syria/month=2019-04', 'theatre=unknown/month=undated')
    """
    month = _MONTH.match(day or "")
    return f"theatre={quote(theatre or 'unknown', safe='')}/month={month.group() if month else 'undated'}"


def home_of_incident(incident: Incident) -> str:
    """Return the folder of an incident: by its first theatre, and the month in which it begins."""
    day = incident.date.start or incident.date.end
    return home_of(incident.theatres[0] if incident.theatres else None, day.isoformat() if day else None)
