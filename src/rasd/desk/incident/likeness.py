"""Which other incidents may be the same: by the likeness of their reports, by like words, and by place and day. Never by address alone.

What the linker compared is asked for first: its pairs hold copies and retellings alike. Then what lies near in place and day,
which it may have kept apart. What people hold apart is said, not suggested again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rasd.desk.incident.cards import Card, card_of
from rasd.desk.incident.seeing import Eyes
from rasd.desk.site import Words
from rasd.linking import Traits, likelihood, reasons_of
from rasd.model import Incident
from rasd.store import IncidentFilter
from rasd.store.deciding import standing_of
from rasd.store.standing import noes
from rasd.store.words import folded

__all__ = ["Hint", "held_apart", "hints_for", "is_at", "is_on"]

_REPORTS = 80
"""Reports whose pairs are asked for; of more, the first."""
_LEAST = 0.03
_KILOMETRES = 12.0
_DEGREES = 0.15
"""About as many kilometres as `_KILOMETRES`, from the point of either."""
_DAYS = 1
_LONGEST = 45
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Hint:
    """Another incident that may be the same."""

    card: Card
    share: str
    """The likelihood of its best pair in a hundred; empty where only place and day speak for it."""
    basis: str
    reasons: tuple[str, ...]
    apart: int | None
    """The decision that holds the two apart."""


def hints_for(eyes: Eyes, shown: Incident, words: Words, *, most: int = 5) -> list[Hint]:
    """Return other incidents that may be the same, the likeliest first."""
    best = _compared(eyes, shown)
    found: list[Hint] = []
    for key, (score, pair) in sorted(best.items(), key=lambda one: -one[1][0])[: most * 2]:
        share = likelihood(score)
        other = eyes.incident(key) if share >= _LEAST and len(found) < most else None
        if other is not None and other.synthetic == shown.synthetic:
            found.append(
                Hint(
                    card_of(words, other),
                    words.number(round(100 * share)),
                    words("incident.hint.likeness"),
                    _reasons(eyes, pair, words),
                    held_apart(eyes, shown, other),
                )
            )
    seen = {shown.id, *(hint.card.key for hint in found)}
    for key, basis in _near(eyes, shown):
        if len(found) >= most:
            break
        other = None if key in seen else eyes.incident(key)
        seen.add(key)
        if other is None or (eyes.hidden.documents and not _is_near(shown, other)):
            continue  # what lies near may be what a hidden document alone tells
        if other.synthetic == shown.synthetic and _may_be_one(shown, other):
            found.append(Hint(card_of(words, other), "", words(basis), (), held_apart(eyes, shown, other)))
    return sorted(found, key=lambda hint: hint.apart is not None)


def held_apart(eyes: Eyes, one: Incident, other: Incident) -> int | None:
    """Return the number of a decision in force that holds two incidents apart."""
    home = {link.report_id: 0 for link in one.reports} | {link.report_id: 1 for link in other.reports}
    documents = {report.rpartition("#")[0] for report in home}
    for standing in standing_of(eyes.store, documents=documents):
        for first, second in noes(standing):
            if first in home and second in home and home[first] != home[second]:
                return standing.judgement.number
    return None


def is_on(incident: Incident, day: date | None, *, within: int = 0) -> bool:
    """Tell whether an incident may be of a day; of any, where none is asked for."""
    first, last = incident.date.start or incident.date.end, incident.date.end or incident.date.start
    if day is None or first is None or last is None:
        return day is None
    return first - timedelta(days=within) <= day <= last + timedelta(days=within)


def is_at(incident: Incident, named: str) -> bool:
    """Tell whether an incident names a place so, in any spelling: its own name, its unit, its country, its id."""
    wanted = folded(named)
    names = (
        name
        for place in incident.places
        for name in (place.name, place.region, place.admin1, place.admin2, place.country, place.gazetteer_id)
        if name
    )
    return any(wanted in folded(name) or name == named for name in names)


def _compared(eyes: Eyes, shown: Incident) -> dict[str, tuple[float, tuple[str, str]]]:
    """Return by incident the best pair of a report of it with one of ours."""
    mine = {link.report_id for link in shown.reports}
    pairs = eyes.store.links.pairs_of([link.report_id for link in shown.reports[:_REPORTS]])
    outside: dict[str, tuple[float, tuple[str, str]]] = {}
    for pair, score in pairs.items():
        others = [report for report in pair if report not in mine]
        if len(others) != 1 or others[0].rpartition("#")[0] in eyes.hidden.documents:
            continue
        if others[0] not in outside or score > outside[others[0]][0]:
            outside[others[0]] = (score, pair)
    homes = eyes.store.incidents_of(list(outside))
    best: dict[str, tuple[float, tuple[str, str]]] = {}
    for report, home in homes.items():
        if home not in best or outside[report][0] > best[home][0]:
            best[home] = outside[report]
    return best


def _reasons(eyes: Eyes, pair: tuple[str, str], words: Words) -> tuple[str, ...]:
    lines = eyes.store.links.traits(pair)
    if len(lines) != 2:
        return ()
    one, other = (Traits.from_json(lines[report]) for report in pair)
    told = reasons_of(one, other)
    return tuple((reason.ar if words.is_arabic else reason.en) for reason in told[:5])


def _may_be_one(shown: Incident, other: Incident) -> bool:
    """Tell whether two kinds may be told of one thing: of one family, or both of force."""
    from rasd.store.records import family_of

    alone = {"agreement", "talks", "threat", "displacement", "protest"}
    return (
        shown.kind == other.kind
        or family_of(shown.kind) == family_of(other.kind)
        or not ({shown.kind, other.kind} & alone)
    )


def _is_near(shown: Incident, other: Incident) -> bool:
    day = shown.date.start or shown.date.end
    if day is not None and not is_on(other, day, within=_LONGEST):
        return False
    if not shown.places:
        return True
    return any(is_at(other, place.name) for place in shown.places) or any(
        abs(one.latitude - two.latitude) < _DEGREES and abs(one.longitude - two.longitude) < _DEGREES
        for one in shown.places
        for two in other.places
        if one.latitude is not None and one.longitude is not None
        if two.latitude is not None and two.longitude is not None
    )


def _near(eyes: Eyes, shown: Incident) -> Iterable[tuple[str, str]]:
    """Yield keys of incidents near in place and day, and in what; by place alone or day alone where the other is not told."""
    from rasd.store.failing import told
    from rasd.store.incident_list import narrowed

    place = next(
        (one for one in shown.places if one.latitude is not None and one.longitude is not None), None
    )
    first, last = shown.date.start or shown.date.end, shown.date.end or shown.date.start
    asked: dict[str, Any] = {}
    basis = "incident.hint.place_and_day"
    if first is None or last is None:
        if not shown.places:
            return
        asked = {"place": shown.places[0].name, "kind": shown.kind}
        basis = "incident.hint.place"
    elif place is not None and place.latitude is not None and place.longitude is not None:
        asked = {"near": (place.latitude, place.longitude, _KILOMETRES)}
    elif shown.places:
        asked = {"place": shown.places[0].name}
    elif shown.theatres:
        asked = {"theatre": shown.theatres[0], "kind": shown.kind}
        basis = "incident.hint.day"
    else:
        return
    with told(eyes.store.address):
        rows = narrowed(eyes.store.alias, IncidentFilter(**asked)).exclude(key=shown.id)
        if first is not None and last is not None:
            rows = rows.filter(
                first_day__range=(first - timedelta(days=_LONGEST), last + timedelta(days=_DAYS)),
                last_day__gte=first - timedelta(days=_DAYS),
            )
        keys = list(rows.order_by("-first_day", "-id").values_list("key", flat=True)[:_LOOKED_AT])
    for key in keys:
        yield key, basis
