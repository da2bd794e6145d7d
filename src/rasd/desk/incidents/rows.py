"""One line of the list: what an incident is, when, where, the harm as a range, who is alleged, how well attested.

A line is read from the text of an incident as the store keeps it, only what it shows: figures and evidence, which are most of
it, are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from pydantic import BaseModel

from rasd.desk.site import Words
from rasd.export.page import labels

__all__ = ["Line", "Row", "row_of"]

_MOST = 3


class _When(BaseModel):
    start: date | None = None
    end: date | None = None


class _Where(BaseModel):
    name: str
    country: str | None = None
    admin1: str | None = None
    approximate: bool = False


class _Who(BaseModel):
    actor: str


class _Harm(BaseModel):
    effect: str
    min: int | None = None
    max: int | None = None
    open: bool = False
    unit: str = "people"


class _Grade(BaseModel):
    proposed: str
    decided: str | None = None


class Line(BaseModel):
    """What a line shows of an incident: fields of `rasd.model.Incident` with their names."""

    id: str
    kind: str
    date: _When
    places: list[_Where]
    perpetrators: list[_Who]
    harm: list[_Harm]
    grade: _Grade
    independent_sources: int
    contested: bool
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line, in words."""

    key: str
    url: str
    days: str
    kind: str
    places: str
    unit: str
    is_approximate: bool
    killed: str
    injured: str
    alleged: str
    grade: str
    grade_id: str
    is_decided: bool
    sources: str
    is_contested: bool
    is_synthetic: bool


def row_of(incident: Line, words: Words) -> Row:
    """Return the line of an incident."""
    units = dict.fromkeys((place.country, place.admin1) for place in incident.places if place.admin1)
    return Row(
        key=incident.id,
        url=reverse("incident", args=[incident.id]),
        days=_days(words, incident.date.start, incident.date.end),
        kind=words.term("kinds", incident.kind),
        places=_some(words, [place.name for place in incident.places]),
        unit=_some(words, [_unit(words, country, name or "") for country, name in units]),
        is_approximate=any(place.approximate for place in incident.places),
        killed=_range(words, incident.harm, "killed"),
        injured=_range(words, incident.harm, "injured"),
        alleged=_some(words, [words.term("actor", one.actor) for one in incident.perpetrators]),
        grade=words.term("grades", incident.grade.decided or incident.grade.proposed),
        grade_id=incident.grade.decided or incident.grade.proposed,
        is_decided=incident.grade.decided is not None,
        sources=words.number(incident.independent_sources),
        is_contested=incident.contested,
        is_synthetic=incident.synthetic,
    )


def _days(words: Words, first: date | None, last: date | None) -> str:
    return " – ".join(dict.fromkeys(words.day(day) for day in (first, last) if day is not None))


def _some(words: Words, names: Sequence[str]) -> str:
    given = list(dict.fromkeys(name for name in names if name))
    shown = words.listed(given[:_MOST])
    return shown if len(given) <= _MOST else f"{shown} +{words.number(len(given) - _MOST)}"


@lru_cache(maxsize=4096)
def _admin1(country: str | None, name: str) -> labels.Label:
    return labels.admin1(country, name)


def _unit(words: Words, country: str | None, name: str) -> str:
    label = _admin1(country, name)
    return label.ar if words.is_arabic else label.en


def _range(words: Words, harm: Sequence[_Harm], effect: str) -> str:
    """Return the range of people; a range that is open says so."""
    found = next((one for one in harm if one.effect == effect and one.unit == "people"), None)
    if found is None:
        return ""
    if not found.open or found.max is None:
        return words.range(found.min, found.max)
    if found.min == found.max:
        return words.range(found.min, None)
    return words("incidents.range_open", range=words.range(found.min, found.max))
