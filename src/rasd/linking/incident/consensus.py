"""What the sources agree on: kind by most independent sources, the narrowest common window, the most specific places."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date as Day

from rasd.lexicon import cues
from rasd.linking.incident.bodies import bare_words
from rasd.linking.incident.independence import Sources
from rasd.linking.member import Member
from rasd.model import IncidentDate, IncidentPlace, Place
from rasd.text import fold

__all__ = ["date_of", "kind_of", "places_of", "voting"]

_EXACT = ("site", "settlement", "district", "governorate", "country")
_AREAS = frozenset({"district", "governorate", "country"})
_SPECIFIC = (
    "suicide_bombing", "chemical_attack", "air_strike", "shelling", "explosion", "clash", "abduction", "arrest",
    "sexual_violence", "destruction", "capture", "interception",
)  # fmt: skip
"""Kinds that say more than `attack`, the likelier first where sources are evenly split."""
_NESTED_KM = 40.0
_KM_PER_DEGREE = 111.0


def voting(members: Sequence[Member], sources: Sources) -> list[Member]:
    """Return the reports that speak for independent sources; all of them when there is none."""
    own = [one for one in members if not sources.is_party(one) and one.report.factuality != "denied"]
    return own or [one for one in members if one.report.factuality != "denied"] or list(members)


def kind_of(members: Sequence[Member], sources: Sources) -> str:
    """Return the kind that most independent sources give; a source that gives several divides its voice."""
    voices: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    by_group: dict[int, list[Member]] = {}
    for one in voting(members, sources):
        by_group.setdefault(sources.number[one.id], []).append(one)
    for group in by_group.values():
        sure = [one for one in group if one.report.kind_basis == "stated"] or group
        kinds = Counter(kind for _, kind in sorted({(one.document_id, one.report.kind) for one in sure}))
        most = max(kinds.values())
        first = [kind for kind, count in kinds.items() if count == most]
        for kind in first:
            voices[kind] += 60 // len(first)
            stated[kind] += any(
                one.report.kind == kind and one.report.kind_basis == "stated" for one in group
            )
    rank = {kind: number for number, kind in enumerate(_SPECIFIC)}
    return min(voices, key=lambda kind: (-voices[kind], -stated[kind], rank.get(kind, len(rank)), kind))


def date_of(members: Sequence[Member], sources: Sources) -> IncidentDate:
    """Return the narrowest window that all agree on; where they do not, that of most independent sources."""
    own = voting(members, sources)
    window, agreeing = _window(own, sources)
    for one in members:  # parties may narrow a window, never move it
        if one not in own and window is not None and (given := _days(one)) is not None:
            low, high = max(window[0], given[0]), min(window[1], given[1])
            if low <= high:
                window = (low, high)
                agreeing.append(one)
    part = _part_of_day([one for one in own if one in agreeing or _days(one) is None], sources)
    if part is None:
        part = _part_of_day(members, sources)
    return IncidentDate(
        start=window[0] if window else None,
        end=window[1] if window else None,
        part_of_day=part,
        reports=[one.id for one in sorted(agreeing, key=lambda one: one.order)],
    )


def _days(member: Member) -> tuple[Day, Day] | None:
    given = member.report.date
    start, end = given.start or given.end, given.end or given.start
    return (start, end) if start and end else None


def _window(members: Sequence[Member], sources: Sources) -> tuple[tuple[Day, Day] | None, list[Member]]:
    given = [(one, days) for one in members if (days := _days(one)) is not None]
    best: tuple[tuple[int, int, int, str], tuple[Day, Day], list[Member]] | None = None
    for _, (start, _) in given:  # some window's first day lies in every common window
        agreeing = [(one, days) for one, days in given if days[0] <= start <= days[1]]
        window = (start, min(days[1] for _, days in agreeing))
        groups = len({sources.number[one.id] for one, _ in agreeing})
        rank = (-groups, -len(agreeing), (window[1] - window[0]).days, start.isoformat())
        if best is None or rank < best[0]:
            best = (rank, window, [one for one, _ in agreeing])
    return (best[1], best[2]) if best else (None, [])


def _part_of_day(members: Iterable[Member], sources: Sources) -> str | None:
    given: dict[str, set[int]] = {}
    count: Counter[str] = Counter()
    for one in members:
        if part := one.report.date.part_of_day:
            given.setdefault(part, set()).add(sources.number[one.id])
            count[part] += 1
    return min(given, key=lambda part: (-len(given[part]), -count[part], part)) if given else None


def places_of(members: Sequence[Member], sources: Sources) -> list[IncidentPlace]:
    """Return the most specific places that reports name: a quarter beats its town, a town its district."""
    named: dict[str, list[tuple[Member, Place]]] = {}
    for one in voting(members, sources):
        for place in one.report.places:
            named.setdefault(place.gazetteer_id or _name(place.name), []).append((one, place))
    for key in sorted(named):  # one place under a gazetteer's id and as a bare name, or as the road to it
        place = named[key][0][1]
        if not place.gazetteer_id:
            same = [other for other in named if other != key and _is_road_to(key, named[other][0][1])]
            if len(same) == 1:
                named[same[0]] += named.pop(key)
    kept = [
        given
        for key, given in named.items()
        if not any(_holds(given, other) for name, other in named.items() if name != key)
    ]
    kept.sort(
        key=lambda given: (
            -len({sources.number[one.id] for one, _ in given}),
            given[0][0].order,
            given[0][1].name,
        )
    )
    return [_place(given) for given in kept]


def _is_road_to(name: str, place: Place) -> bool:
    words, own = tuple(name.split()), bare_words(place.name)
    return bool(own) and words[-len(own) :] == own and len(words) <= len(own) + 1


def _name(name: str) -> str:
    return " ".join(bare_words(name))


def _is_part(given: Sequence[tuple[Member, Place]]) -> bool:
    """Whether a report calls it a quarter, a camp, a street: a part of a town."""
    for one, place in given:
        if str(getattr(place, "place_class", "")) in ("quarter", "camp", "neighbourhood"):
            return True
        for start, end in place.evidence[:1]:
            before = fold(one.text[max(0, start - 12) : start]).text.split()
            first = fold(one.text[start:end]).text.split()[:1]
            if any(
                _bare_part(word) for word in (*before[-1:], *(first if len(place.name.split()) > 1 else ()))
            ):
                return True
    return False


def _bare_part(word: str) -> bool:
    parts = cues("parts_of_towns")
    return word in parts or any(word.startswith(p) and word[1:] in parts for p in ("ب", "ل", "و"))


def _holds(wide: Sequence[tuple[Member, Place]], narrow: Sequence[tuple[Member, Place]]) -> bool:
    """Whether the first place holds the second, as far as reports and gazetteer say."""
    outer, inner = wide[0][1], narrow[0][1]
    name = _name(outer.name)
    if any(name in " ".join(bare_words(place.region or "")) for _, place in narrow):
        return True
    if any(_name(inner.name) in " ".join(bare_words(place.region or "")) for _, place in wide):
        return False
    coarse, fine = _rank(outer), _rank(inner)
    if coarse > fine and _EXACT[coarse] in _AREAS:
        units = {_name(unit) for unit in (inner.admin1, inner.admin2) if unit}
        own = {
            _name(unit) for unit in (outer.admin2 if outer.precision == "district" else outer.admin1,) if unit
        }
        return bool(units & own) if units and own else _near(outer, inner, 60.0)
    if coarse == fine and _is_part(narrow) and not _is_part(wide):
        return _near(outer, inner, _NESTED_KM) or inner.latitude is None
    return coarse == fine and _is_only_near(wide) and not _is_only_near(narrow) and _near(outer, inner, 25.0)


def _is_only_near(given: Sequence[tuple[Member, Place]]) -> bool:
    """Whether every report says "near" or "north of" it: it is a landmark, not where the thing happened."""
    near = cues("near_words")
    return all(
        any(fold(one.text[max(0, start - 12) : start]).text.split()[-1:] == [word] for word in near)
        for one, place in given
        for start, _ in place.evidence[:1]
    )


def _rank(place: Place) -> int:
    return _EXACT.index(place.precision) if place.precision in _EXACT else 1


def _near(one: Place, other: Place, km: float) -> bool:
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return False
    height = (one.latitude or 0) - (other.latitude or 0)
    width = ((one.longitude or 0) - (other.longitude or 0)) * 0.85
    return bool(math.hypot(height, width) * _KM_PER_DEGREE <= km)


def _place(given: Sequence[tuple[Member, Place]]) -> IncidentPlace:
    known = [place for _, place in given if place.latitude is not None] or [place for _, place in given]
    place = max(known, key=lambda one: (len(one.name.split()), one.name))
    names = Counter(one.name for _, one in given)
    return IncidentPlace(
        name=min(names, key=lambda name: (name != place.name, -names[name], name)),
        region=next((one.region for _, one in given if one.region), None),
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
        latitude=place.latitude,
        longitude=place.longitude,
        gazetteer_id=place.gazetteer_id,
        precision=place.precision,
        approximate=place.precision in _AREAS,
        reports=list(dict.fromkeys(one.id for one, _ in given)),
    )
