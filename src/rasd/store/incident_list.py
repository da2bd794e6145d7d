"""Incidents out of the store: one by id, old ids too, or a filtered list, latest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import cos, pi, radians, sin
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cos, Power, Radians, Sin

from rasd.model import Incident
from rasd.store import models
from rasd.store.failing import told
from rasd.store.incident_filter import IncidentFilter, OneOf, Order
from rasd.store.words import folded, matching, wanted

__all__ = ["about", "count_incidents", "current_id", "incident", "incidents", "incidents_of", "narrowed"]

_PAGE = 200
_KILOMETRES_A_DEGREE = 111.2
_EARTH = 6371.0
_ORDERS = {
    "date": (),
    "killed": ("killed_max", "killed_min"),
    "injured": ("injured_max", "injured_min"),
    "sources": ("independent_sources", "reports"),
    "reports": ("reports",),
    "changed": ("changed_at",),
}


def current_id(alias: str, key: str) -> str | None:
    """Return the id under which an incident is kept now; None when there is none."""
    if models.Incident.objects.using(alias).filter(key=key).exists():
        return key
    leads = (
        models.IncidentFormer.objects.using(alias).filter(key=key).values_list("leads_to", flat=True).first()
    )
    return leads or None


def incident(alias: str, key: str) -> Incident | None:
    """Return one incident by its id, or by one that leads to it."""
    now = current_id(alias, key)
    text = (
        models.Incident.objects.using(alias).filter(key=now or "").values_list("incident", flat=True).first()
    )
    return None if text is None else Incident.model_validate_json(text)


def incidents(
    alias: str, place: str, wanted_ones: IncidentFilter, limit: int | None, order: Order
) -> Iterator[Incident]:
    """Yield the incidents that were there when it was called, the latest or most first, those without it last."""
    with told(place):
        columns = [F(name).desc(nulls_last=True) for name in (*_ORDERS[order], "first_day")]
        rows = narrowed(alias, wanted_ones).order_by(*columns, "-id")
        numbers = list((rows if limit is None else rows[:limit]).values_list("id", flat=True))
    yield from _read(alias, place, numbers)


def about(
    alias: str,
    place: str,
    wanted_ones: IncidentFilter,
    first_day: date | None,
    last_day: date | None,
    *,
    theatres: Sequence[str],
    countries: Sequence[str],
) -> Iterator[Incident]:
    """Yield incidents that may be of these days, theatres and countries, the earliest first, those without a day last."""
    with told(place):
        rows = narrowed(alias, wanted_ones)
        inside = Q()
        if first_day is not None:
            inside &= Q(last_day__gte=first_day)
        if last_day is not None:
            inside &= Q(first_day__lte=last_day)
        if inside:
            rows = rows.filter(inside | Q(first_day__isnull=True))
        for name, values in (("theatre", theatres), ("country", countries)):
            if values:
                named = models.IncidentFacet.objects.using(alias).filter(incident=OuterRef("pk"), name=name)
                rows = rows.filter(Exists(named.filter(value__in=list(values))) | ~Exists(named))
        rows = rows.order_by(F("first_day").asc(nulls_last=True), "id")
        numbers = list(rows.values_list("id", flat=True))
    yield from _read(alias, place, numbers)


def _read(alias: str, place: str, numbers: Sequence[int]) -> Iterator[Incident]:
    for start in range(0, len(numbers), _PAGE):
        some = numbers[start : start + _PAGE]
        with told(place):
            found = dict(
                models.Incident.objects.using(alias).filter(id__in=some).values_list("id", "incident")
            )
        for number in some:
            if number in found:
                yield Incident.model_validate_json(found[number])


def count_incidents(alias: str, wanted_ones: IncidentFilter) -> int:
    """Return how many incidents there are."""
    return int(narrowed(alias, wanted_ones).count())


def incidents_of(alias: str, reports: Sequence[str]) -> dict[str, str]:
    """Return the incident of every report that has one, by report id."""
    found: dict[str, str] = {}
    for start in range(0, len(reports), 400):
        found.update(
            models.IncidentReport.objects.using(alias)
            .filter(report_key__in=reports[start : start + 400])
            .values_list("report_key", "incident__key")
        )
    return found


def narrowed(alias: str, asked: IncidentFilter) -> Any:
    """Return a query of the incidents that are asked for."""
    rows = models.Incident.objects.using(alias)
    columns = {
        "last_day__gte": asked.day_from,
        "first_day__lte": asked.day_until,
        "kind__in": _several(asked.kind),
        "family": asked.family,
        "factuality__in": _several(asked.factuality),
        "killed_min__lte": asked.killed_until,
        "injured_min__lte": asked.injured_until,
        "occurrence__in": _several(asked.occurrence),
        "contested": asked.is_contested,
        "synthetic": asked.is_synthetic,
        "changed_at__gte": asked.changed_since,
    }
    rows = rows.filter(**{name: value for name, value in columns.items() if value is not None})
    for effect in ("killed", "injured"):
        least = getattr(asked, effect)
        if least is not None:
            is_open = Q(**{f"{effect}_max__isnull": True, f"{effect}_min__isnull": False})
            rows = rows.filter(Q(**{f"{effect}_max__gte": least}) | is_open)
    if asked.ids is not None:
        rows = rows.filter(key__in=asked.ids)
    if asked.grade is not None:
        grades = _several(asked.grade)
        rows = rows.filter(Q(decided__in=grades) | Q(decided__isnull=True, proposed__in=grades))
    if asked.is_decided is not None:
        rows = rows.filter(decided__isnull=not asked.is_decided)
    if asked.near is not None:
        rows = rows.filter(**_box(*asked.near)).annotate(chord=_chord(*asked.near[:2]))
        rows = rows.filter(chord__lte=sin(min(pi / 2, asked.near[2] / (2 * _EARTH))) ** 2)
    if asked.box is not None:
        rows = rows.filter(_inside(*asked.box))
    for name, values in _facets(asked):
        facets = models.IncidentFacet.objects.using(alias).filter(name=name, value__in=values)
        rows = rows.filter(id__in=facets.values("incident_id"))
    linked = models.IncidentReport.objects.using(alias)
    if asked.report is not None:
        rows = rows.filter(id__in=linked.filter(report_key=asked.report).values("incident_id"))
    if asked.document is not None:
        rows = rows.filter(id__in=linked.filter(document_key=asked.document).values("incident_id"))
    if asked.words is not None:
        documents = models.Document.objects.using(alias).filter(id__in=matching(alias, wanted(asked.words)))
        rows = rows.filter(
            id__in=linked.filter(document_key__in=documents.values("key")).values("incident_id")
        )
    return rows


def _facets(asked: IncidentFilter) -> Iterator[tuple[str, list[str]]]:
    if asked.place is not None:
        yield "place", [folded(asked.place), asked.place]
    if asked.admin1 is not None:
        yield "admin1", [folded(name) for name in _several(asked.admin1) or ()]
    for name in (
        "country",
        "actor",
        "perpetrator",
        "target",
        "site",
        "weapon",
        "theatre",
        "outlet",
        "effect",
    ):
        values = _several(getattr(asked, name))
        if values is not None:
            yield name, list(values)


def _several(asked: OneOf | None) -> tuple[str, ...] | None:
    return (asked,) if isinstance(asked, str) else asked


def _inside(west: float, south: float, east: float, north: float) -> Q:
    """Return the condition of lying in a box of degrees."""
    across = Q(longitude__gte=west), Q(longitude__lte=east)
    wide = across[0] & across[1] if west <= east else across[0] | across[1]
    return Q(latitude__gte=south, latitude__lte=north) & wide


def _chord(latitude: float, longitude: float) -> Any:
    """Return the square of half the chord to a point (haversine), for the database to count."""
    north = Radians(F("latitude")) - radians(latitude)
    east = Radians(F("longitude")) - radians(longitude)
    return Power(Sin(north / 2), 2) + Cos(Radians(F("latitude"))) * cos(radians(latitude)) * Power(
        Sin(east / 2), 2
    )


def _box(latitude: float, longitude: float, kilometres: float) -> dict[str, float]:
    """Return the square around a point, to look no further than needed."""
    high = kilometres / _KILOMETRES_A_DEGREE
    wide = high / max(0.01, cos(radians(latitude)))
    return {
        "latitude__gte": latitude - high,
        "latitude__lte": latitude + high,
        "longitude__gte": longitude - wide,
        "longitude__lte": longitude + wide,
    }
