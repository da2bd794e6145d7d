"""Which incidents: what a person asks the list for. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

__all__ = ["ORDERS", "IncidentFilter", "IncidentPast", "OneOf", "Order"]

Order = Literal["date", "killed", "injured", "sources", "reports", "changed"]
ORDERS: tuple[Order, ...] = get_args(Order)
"""What a list is sorted by: the latest or most first, those without it last."""

OneOf = str | tuple[str, ...]
"""A value, or several of which one must be there."""


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Each field that is given narrows the list; the default is all incidents."""

    ids: tuple[str, ...] | None = None
    day_from: date | None = None
    """Incidents whose window ends on this day or later; those without a day are left out when a bound is given."""
    day_until: date | None = None
    kind: OneOf | None = None
    family: str | None = None
    factuality: OneOf | None = None
    place: str | None = None
    """A name in any spelling (of the place, its district, governorate or country), or a gazetteer id."""
    country: str | None = None
    admin1: OneOf | None = None
    """In any spelling, as records write it."""
    near: tuple[float, float, float] | None = None
    """Latitude, longitude, kilometres."""
    box: tuple[float, float, float, float] | None = None
    """West, south, east, north; one whose west lies east of its east goes over the date line."""
    actor: OneOf | None = None
    """As perpetrator or target."""
    perpetrator: str | None = None
    target: str | None = None
    site: str | None = None
    weapon: OneOf | None = None
    theatre: OneOf | None = None
    outlet: str | None = None
    effect: OneOf | None = None
    killed: int | None = None
    """At least so many by the upper bound; a range that is open reaches any number."""
    killed_until: int | None = None
    """At most so many by the lower bound."""
    injured: int | None = None
    injured_until: int | None = None
    grade: OneOf | None = None
    """As decided, else as proposed."""
    is_decided: bool | None = None
    occurrence: OneOf | None = None
    is_contested: bool | None = None
    is_synthetic: bool | None = None
    words: str | None = None
    """Words that a document of the incident holds, as in `Store.search`."""
    report: str | None = None
    document: str | None = None
    changed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncidentPast:
    """One change in the history of an incident."""

    incident_id: str
    at: datetime
    action: str
    """founded, changed, removed, merged."""
    by: str
    details: dict[str, Any]
    """`added` and `removed` reports, `changed` fields with what they were (`before`), `into` which incident it went."""
