"""The rows of both tabs: what stands there, and in words why it stands where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from rasd.desk.access import Hidden
from rasd.desk.overview.changes import Headline, headline
from rasd.desk.overview.marking import place_of
from rasd.desk.site import Words, store
from rasd.desk.waiting.alike import alike_ones
from rasd.desk.waiting.asking import Asked
from rasd.desk.waiting.holding import opened_by
from rasd.store import QueueFilter, models

__all__ = [
    "MOST",
    "PAGE",
    "DocumentLine",
    "IncidentLine",
    "Page",
    "document_page",
    "incident_page",
    "queue_filter",
]

PAGE = 30
MOST = 1_000
_RARE = 2_000
_NEW_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that waits."""

    key: str
    title: str
    outlet: str
    theatre: str
    published_on: date | None
    kinds: str
    state: str
    by: str
    opened_by: str
    """Who else has it open; empty: nobody."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident that waits."""

    headline: Headline
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a tab."""

    lines: tuple[Any, ...]
    next: str
    """What `after` is on the page behind; empty: there is none."""
    count: int
    """At most one more than `MOST`."""

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > MOST

    @property
    def most(self) -> int:
        """The bound of counting."""
        return MOST


def queue_filter(asked: Asked, hidden: Hidden) -> QueueFilter:
    """Return what the store's queue is asked for."""
    return QueueFilter(
        states=asked.states,
        outlet=asked.typed.get("outlet"),
        theatre=asked.typed.get("theatre"),
        kind=asked.typed.get("kind"),
        by=asked.typed.get("by"),
        hidden=hidden.documents,
    )


def document_page(asked: Asked, hidden: Hidden, words: Words, person: Any) -> Page:
    """Return a page of documents, the weightiest first."""
    held, wanted = store(), queue_filter(asked, hidden)
    rows = held.queue(wanted, after=asked.after, limit=PAGE + 1)
    shown = rows[:PAGE]
    opened = opened_by([row.document for row in shown])
    lines = tuple(
        DocumentLine(
            row.document, row.title or "", row.outlet or "", row.theatre or "", row.published_on,
            words.listed(words.term("kinds", kind) for kind in row.kinds), row.state, row.by,
            opened.get(row.document, "") if opened.get(row.document) != person.username else "",
            tuple(_document_reasons(row, words)),
        )
        for row in shown
    )  # fmt: skip
    following = f"{shown[-1].weight!r}_{shown[-1].document}" if len(rows) > PAGE else ""
    return Page(lines, following, held.count_queue(wanted, most=MOST + 1))


def _document_reasons(row: Any, words: Words) -> Iterator[str]:
    if row.killed:
        yield words.counted("waiting.why.killed", row.killed)
    if row.injured:
        yield words.counted("waiting.why.injured", row.injured)
    if row.doubts:
        yield words.counted("waiting.why.doubts", row.doubts)
    if row.outdated:
        yield words.counted("waiting.why.outdated", row.outdated)
    if row.is_novel:
        yield words("waiting.why.novel")


def incident_page(asked: Asked, hidden: Hidden, words: Words, person: Any) -> Page:
    """Return a page of incidents, the weightiest first."""
    rows = _waiting(asked, hidden, person)
    count = rows.order_by()[: MOST + 1].count()
    if asked.after is not None and asked.after[1].isascii() and asked.after[1].isdigit():
        weight, number = asked.after[0], int(asked.after[1][:18])
        rows = rows.filter(weight__lte=weight).filter(Q(weight__lt=weight) | Q(id__gt=number))
    # Of few that are known by number the index of weights is not walked: a sum has no index.
    order = (F("weight") + 0.0).desc() if asked.typed.get("reason") == "new" else F("weight").desc()
    found = list(rows.order_by(order, "id").values_list("id", "key", "weight", "incident")[: PAGE + 1])
    shown = [(number, weight, json.loads(text)) for number, _, weight, text in found[:PAGE]]
    novel = _novel([incident for _, _, incident in shown])
    alike = alike_ones([incident for _, _, incident in shown], hidden)
    lines = tuple(
        IncidentLine(
            headline(incident, words),
            tuple(
                _incident_reasons(
                    incident, words, is_novel=incident["id"] in novel, alike=alike.get(incident["id"], 0)
                )
            ),
        )
        for _, _, incident in shown
    )
    following = f"{shown[-1][1]!r}_{shown[-1][0]}" if len(found) > PAGE else ""
    return Page(lines, following, count)


def _waiting(asked: Asked, hidden: Hidden, person: Any) -> Any:
    rows = models.Incident.objects.filter(is_waiting__in=(True,))  # SQLite finds no index for a bare truth
    if hidden.incidents:
        rows = rows.exclude(key__in=hidden.incidents)
    kind, reason = asked.typed.get("kind"), asked.typed.get("reason")
    if kind:
        rows = rows.filter(kind=kind)
    if reason == "contested":
        rows = rows.filter(contested__in=(True,))
    if reason == "new":
        rows = rows.filter(id__in=_changed_since(person))
    for name in ("theatre", "outlet"):
        value = asked.typed.get(name)
        if value:
            rows = _with_facet(rows, name, value)
    return rows


def _changed_since(person: Any) -> list[int]:
    changes = models.IncidentChange.objects.filter(id__gt=place_of(person).change).order_by("-id")
    keys = set(changes.values_list("incident_key", flat=True)[:MOST])
    return list(models.Incident.objects.filter(key__in=keys).values_list("id", flat=True))


def _with_facet(rows: Any, name: str, value: str) -> Any:
    """Narrow to a facet: a rare one is looked up, of a common one each incident is asked in order of weight."""
    facets = models.IncidentFacet.objects.filter(name=name, value=value)
    if facets[: _RARE + 1].count() <= _RARE:
        return rows.filter(id__in=facets.values("incident_id"))
    return rows.filter(Exists(facets.filter(incident=OuterRef("pk"))))


def _incident_reasons(
    incident: Mapping[str, Any], words: Words, *, is_novel: bool, alike: int
) -> Iterator[str]:
    is_harmed = False
    for harm in incident["harm"]:
        if harm["effect"] not in ("killed", "injured") or harm.get("unit", "people") != "people":
            continue
        low, high = harm.get("min"), harm.get("max")
        most = high if high is not None else low
        if most:
            is_harmed = True
            yield words.counted(f"waiting.why.{harm['effect']}", most)
        if low is not None and high is not None and low != high:
            yield words(
                "waiting.why.range",
                effect=words.term("effects", harm["effect"]),
                range=words.range(low, high),
            )
    for over in incident["contested_over"]:
        yield words(f"waiting.why.contested.{over}")
    if is_harmed and incident["independent_sources"] <= 1:
        yield words("waiting.why.one_source")
    joined = sum(one.get("joined", 0) for one in incident["decided"] if one["about"] == "grade")
    if joined:
        yield words.counted("waiting.why.joined", joined)
    if alike:
        yield words.counted("waiting.why.alike", alike)
    if not incident["places"]:
        yield words("waiting.why.no_place")
    if not incident["date"].get("start") and not incident["date"].get("end"):
        yield words("waiting.why.no_day")
    if is_novel:
        yield words("waiting.why.novel")


def _novel(incidents: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the incidents before which none was in one of their places for thirty days."""
    wanted: dict[str, tuple[date, set[str]]] = {}
    for incident in incidents:
        start = incident["date"].get("start") or incident["date"].get("end")
        places = {place["gazetteer_id"] for place in incident["places"] if place.get("gazetteer_id")}
        if start and places:
            wanted[incident["id"]] = (date.fromisoformat(start), places)
    if not wanted:
        return set()
    days: dict[str, set[date]] = {}
    met = models.IncidentFacet.objects.filter(
        name="place", value__in=set().union(*(places for _, places in wanted.values()))
    ).filter(
        incident__first_day__gte=min(day for day, _ in wanted.values()) - _NEW_AFTER,
        incident__first_day__lt=max(day for day, _ in wanted.values()),
    )
    for place, day in met.values_list("value", "incident__first_day"):
        days.setdefault(place, set()).add(day)
    return {
        key
        for key, (day, places) in wanted.items()
        if not any(day - _NEW_AFTER <= other < day for place in places for other in days.get(place, ()))
    }
