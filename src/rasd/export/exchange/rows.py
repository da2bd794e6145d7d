"""One row a place: how an incident is told to formats that know one place and one day a row.

The harm stands on the first row only, so that a sum over the file counts nobody twice. An uncertain day stays uncertain: the
window's middle, with a code for how wide the window is. A point that stands for an area is marked so on every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day

from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.tables import Country, country_of
from rasd.export.page.labels import countries_of
from rasd.model import Incident, IncidentHarm, IncidentPlace

__all__ = ["Row", "day_of", "days_wide", "harm_of", "is_area", "place_class", "rows_of"]

_FINEST = ("site", "settlement", "district", "governorate", "country")
_AREAS = frozenset(_FINEST[2:])


@dataclass(frozen=True, slots=True)
class Row:
    """One place of an incident; None where reports name none."""

    dossier: Dossier
    place: IncidentPlace | None
    number: int
    of: int

    @property
    def incident(self) -> Incident:
        return self.dossier.incident

    @property
    def id(self) -> str:
        """The incident's id, with the number of the row where it has several."""
        return self.incident.id if self.of == 1 else f"{self.incident.id}/{self.number}"

    @property
    def carries_harm(self) -> bool:
        """Whether the people harmed are counted on this row."""
        return self.number == 1

    @property
    def country(self) -> Country | None:
        """The country of the place; where none is told, that of the theatre, if it is of one only."""
        if self.place is not None and self.place.country:
            return country_of(self.place.country)
        named = {one for theatre in self.incident.theatres for one in countries_of(theatre)[:1]}
        return country_of(named.pop()) if len(named) == 1 else None

    @property
    def first_id(self) -> str:
        """The id of the row that carries the harm."""
        return self.incident.id if self.of == 1 else f"{self.incident.id}/1"


def rows_of(dossier: Dossier) -> Iterator[Row]:
    """Yield a row for each place, the most exactly named first; one row without place where none is named."""
    places = sorted(dossier.incident.places, key=lambda place: (place.latitude is None, _rank(place)))
    if not places:
        yield Row(dossier, None, 1, 1)
    for number, place in enumerate(places, start=1):
        yield Row(dossier, place, number, len(places))


def _rank(place: IncidentPlace) -> int:
    return _FINEST.index(place.precision) if place.precision in _FINEST else len(_FINEST)


def is_area(place: IncidentPlace | None) -> bool:
    """Tell whether the point of a place stands for an area: nothing may be drawn there as if it had happened there."""
    return place is not None and (place.approximate or place.precision in _AREAS or place.precision is None)


def day_of(incident: Incident) -> Day | None:
    """Return the day, or the middle of the window of days; None where reports give no day."""
    start, end = incident.date.start, incident.date.end
    if start is None or end is None:
        return start or end
    return start + (end - start) // 2


def days_wide(incident: Incident) -> int | None:
    """Return how many days the window has, None where one of its ends is not known."""
    start, end = incident.date.start, incident.date.end
    return None if start is None or end is None else (end - start).days + 1


def harm_of(incident: Incident, effect: str) -> IncidentHarm | None:
    """Return the harm of one effect, counted in people."""
    return next((one for one in incident.harm if one.effect == effect and one.unit == "people"), None)


def place_class(dossier: Dossier, place: IncidentPlace) -> str | None:
    """Return what sort of place the gazetteer knows it as, where a report at hand tells."""
    if place.gazetteer_id is None:
        return None
    return _classes(dossier).get(place.gazetteer_id)


def _classes(dossier: Dossier) -> Mapping[str, str]:
    return {
        place.gazetteer_id: place.place_class
        for report in dossier.reports.values()
        for place in report.places
        if place.gazetteer_id and place.place_class
    }
