"""The second question: did it happen where the agreement holds?

A place is held against units, places and polygons at the precision at which it is named: a governorate that is named alone
is not inside a district, a village near an edge that is known to ten kilometres is possible, and an area that the text left
to later delimitation is never more than possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any

from rasd.agreements.reasons import Verdict, rank, verdict
from rasd.model import (
    Agreement,
    AgreementArea,
    AgreementTerm,
    AgreementUnit,
    AnswerValue,
    Incident,
    IncidentPlace,
    Text,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Areas", "Look"]

_REACH = {"site": 1.0, "settlement": 3.0, "district": 20.0, "governorate": 60.0, "country": 400.0}
"""Kilometres around a point within which what happened at a place of this precision may lie."""
_KM = 111.195
"""Kilometres of one degree of latitude on a sphere of 6,371 km."""
_WIDE = ("governorate", "country")

Found = tuple[AnswerValue, str, dict[str, Text | str | float]]


@dataclass(frozen=True, slots=True)
class Look:
    """What the places of one incident come to, area by area, in the agreement's order."""

    verdicts: Mapping[str, Verdict]

    def answer(self, areas: Iterable[str]) -> Verdict:
        """Return the answer for some areas: that of the first which speaks most for it."""
        return max((self.verdicts[one] for one in areas), key=lambda one: rank(one.value))

    @property
    def whole(self) -> Verdict:
        """The answer for all areas."""
        return self.answer(self.verdicts)

    @property
    def inside(self) -> list[str]:
        """The areas in which places lie or may lie."""
        return [area for area, one in self.verdicts.items() if one.value != "no"]


class Areas:
    """The areas of one agreement; their polygons are read once."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._ids = [area.id for area in agreement.areas]
        self._shapes: dict[str, tuple[BaseGeometry, float]] = {}
        for area in agreement.areas:
            if area.geometry is not None:
                self._shapes[area.id] = _shape(area.geometry)

    def of(self, term: AgreementTerm) -> list[str]:
        """Return the ids of the areas in which a term holds."""
        return [one for one in self._ids if term.area in (None, one)]

    def look(self, incident: Incident) -> Look:
        """Hold every place of an incident against every area, once."""
        theatre = self._agreement.theatre
        is_elsewhere = bool(theatre and incident.theatres and theatre not in incident.theatres)
        reports = [one.report_id for one in incident.reports]
        # A name that no gazetteer locates is sought where its report's theatre is.
        if is_elsewhere and all(place.country is None for place in incident.places):
            return Look(dict.fromkeys(self._ids, verdict("area", "no", "other_theatre", reports)))
        if not incident.places:
            return Look(dict.fromkeys(self._ids, verdict("area", "possible", "none_named", reports)))
        return Look({area.id: self._best(incident.places, area) for area in self._agreement.areas})

    def _best(self, places: Sequence[IncidentPlace], area: AgreementArea) -> Verdict:
        """Return the answer of the place that speaks most for one area."""
        best: Verdict | None = None
        for place in places:
            value, sentence, given = self._held(place, area)
            if value == "yes" and not area.is_delimited:
                value, sentence = "possible", "undelimited"
            if best is None or rank(value) > rank(best.value):
                best = verdict(
                    "area", value, sentence, place.reports, place=place.name,
                    area=Text(ar=area.label.ar, en=area.label.en), **given,
                )  # fmt: skip
        assert best is not None
        return best

    def _held(self, place: IncidentPlace, area: AgreementArea) -> Found:
        """Return what one place and one area come to: the best of units, places and polygon."""
        found: list[Found] = [_in_unit(place, unit) for unit in area.units]
        found += [
            (
                "yes" if one.certainty == "yes" else "possible",
                "inside" if one.certainty == "yes" else "possible_unit",
                {},
            )
            for one in area.places
            if place.gazetteer_id is not None and one.id == place.gazetteer_id
        ]
        if area.id in self._shapes:
            found.append(self._in_shape(place, area))
        if not found and place.country is None:
            return "possible", "unlocated", {}
        return max(found, key=lambda one: rank(one[0]), default=("no", "outside", {}))

    def _in_shape(self, place: IncidentPlace, area: AgreementArea) -> Found:
        from shapely.geometry import Point

        if place.latitude is None or place.longitude is None:
            return ("possible", "unlocated", {}) if _may_be_near(place, area) else ("no", "outside", {})
        shape, narrow = self._shapes[area.id]
        point = Point(place.longitude * narrow, place.latitude)
        reach = _REACH.get(place.precision or "settlement", 3.0) + area.uncertainty_km
        distance = shape.boundary.distance(point) * _KM
        if shape.contains(point) and distance >= reach:
            return "yes", "inside", {}
        if shape.contains(point) or distance < reach:
            if place.precision in _WIDE:
                return "possible", "imprecise", {}
            said = {"distance": max(1, round(distance + 0.5)), "uncertainty": round(area.uncertainty_km)}
            return "possible", "near_edge" if area.uncertainty_km else "imprecise", dict(said)
        return "no", "outside", {}


def _in_unit(place: IncidentPlace, unit: AgreementUnit) -> Found:
    sure: Found = ("yes", "inside", {}) if unit.certainty == "yes" else ("possible", "possible_unit", {})
    if place.country is None:
        return "possible", "unlocated", {}
    if place.country != unit.country:
        return "no", "outside", {}
    if unit.admin1 is None:
        return sure
    if place.admin1 is None:
        return "possible", "imprecise" if place.precision == "country" else "unlocated", {}
    if place.admin1 != unit.admin1:
        return "no", "outside", {}
    if unit.admin2 is None or place.admin2 == unit.admin2:
        return sure
    if place.admin2 is None or place.precision in _WIDE:
        return "possible", "imprecise", {}
    return "no", "outside", {}


def _may_be_near(place: IncidentPlace, area: AgreementArea) -> bool:
    """Whether a place without a point may lie in a polygon: unless its country is none of the area's."""
    countries = {unit.country for unit in area.units}
    return place.country is None or not countries or place.country in countries


def _shape(geometry: dict[str, Any]) -> tuple[BaseGeometry, float]:
    """Return a polygon with longitudes shrunk to the scale of its latitude, and by how much: one unit is 111 km both ways.

    The error of one scale for a whole polygon is below 1 % for those a few hundred kilometres high.
    """
    from shapely.affinity import scale
    from shapely.geometry import shape

    polygon = shape(geometry)
    narrow = cos(radians(polygon.centroid.y))
    return scale(polygon, xfact=narrow, origin=(0, 0)), narrow
