"""Which of its namesakes a place name means, and why.

Evidence is added up in points, strongest first: the region phrase, the theatre, the class noun, nearness to the
other places of the text, then class, population and the core list. Where the best two stay close and lie far
apart, the choice is left open: the candidates are returned, never a silent guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from rasd.places.distance import between, kilometres
from rasd.places.gazetteer import Gazetteer
from rasd.places.names import key
from rasd.places.place import FAMILIES, RANKS, Place
from rasd.places.region import Region, read_region
from rasd.places.words import nouns

__all__ = ["Choice", "Context", "choose"]

_OPEN_MARGIN = 4.0
_OPEN_KM = 30.0
_UNITS = ("governorate", "district", "subdistrict")


@dataclass(frozen=True, slots=True)
class Context:
    """What the text says around a place name."""

    region: str = ""
    """The region phrase as written or folded: ريف حماة الغربي."""
    noun: str = ""
    """The common noun before the name: مدينة, مخيم, محافظة."""
    countries: tuple[str, ...] = ()
    """The theatre's countries, in order of preference."""
    others: tuple[Place, ...] = ()
    """Places of the text that are already decided."""
    article: bool | None = None
    """Whether the name was written with the article; None when the caller does not say."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision among namesakes."""

    place: Place | None
    """The place meant; None when no candidate is known or the choice stays open."""
    candidates: tuple[Place, ...]
    """All candidates, best first."""
    reasons: tuple[str, ...]
    """Why the first candidate is first, in short English phrases."""

    @property
    def is_open(self) -> bool:
        """Whether several places may be meant."""
        return self.place is None and len(self.candidates) > 0


def choose(
    candidates: Sequence[Place],
    context: Context,
    gazetteer: Gazetteer | None = None,
) -> Choice:
    """Decide which of the candidates a name means.

    `gazetteer` reads the region phrase; without it the core list does.
    """
    if not candidates:
        return Choice(None, (), ("no place has this name",))
    if len(candidates) == 1:
        only = candidates[0]
        _, reasons = _score(only, context, None)
        return Choice(only, (only,), tuple(reasons or ["only place of this name"]))
    region = (
        read_region(context.region, context.countries, gazetteer or Gazetteer.core())
        if context.region
        else None
    )
    scored = []
    for place in candidates:
        points, reasons = _score(place, context, region)
        scored.append((points, place, reasons))
    # Stable beyond the points: earlier layers first, as `find` gave them.
    scored.sort(key=lambda item: -item[0])
    scored = _seat_first(scored, context.noun)
    best, first, reasons = scored[0]
    ordered = tuple(place for _, place, _ in scored)
    for points, rival, _ in scored[1:]:
        if best - points >= _OPEN_MARGIN:
            break
        if _is_homonym(first, rival):
            continue
        apart = between(first, rival)
        if apart is None or apart > _OPEN_KM:
            distance = "" if apart is None else f", {apart:.0f} km apart"
            return Choice(
                None, ordered, (*reasons, f"open: {_described(first)} or {_described(rival)}{distance}")
            )
    runner_up = next((place for place in ordered[1:] if not _is_homonym(first, place)), None)
    if not reasons and runner_up is not None:
        reasons = [f"{first.kind} above {runner_up.kind}"]
    return Choice(first, ordered, tuple(reasons))


_Scored = tuple[float, Place, list[str]]


def _seat_first(scored: list[_Scored], noun: str) -> list[_Scored]:
    """Put the settlement before the unit around it that bears its name, unless the noun says that the unit is meant."""
    points, unit, _ = scored[0]
    kinds = nouns().get(key(noun), ()) if noun else ()
    if unit.kind not in _UNITS[1:] or (kinds and kinds[0] in _UNITS):
        return scored
    for at, (_, place, reasons) in enumerate(scored):
        if FAMILIES[place.kind] == "settlement" and (place.country, place.admin1, place.admin2) == (
            unit.country,
            unit.admin1,
            unit.admin2,
        ):
            seat = (points, place, [*reasons, f"seat of the {unit.kind}"])
            return [seat, *scored[:at], *scored[at + 1 :]]
    return scored


def _score(place: Place, context: Context, region: Region | None) -> tuple[float, list[str]]:
    reasons: list[str] = []
    points = 0.0
    if region is not None:
        gained, reason = region.points(place)
        points += gained
        if reason:
            reasons.append(reason)
    if context.countries:
        if place.country in context.countries:
            points += max(30.0, 44.0 - 4.0 * context.countries.index(place.country))
            reasons.append(f"theatre {place.country}")
        elif place.kind == "country" or place.kind in ("city", "sea") and place.core:
            # World capitals and seas are named in every theatre.
            points += 18.0
    gained, reason = _by_noun(place, context.noun)
    points += gained
    if reason:
        reasons.append(reason)
    gained, reason = _by_nearness(place, context.others)
    points += gained
    if reason:
        reasons.append(reason)
    points += RANKS[place.kind]
    if FAMILIES[place.kind] == "settlement" and place.population:
        points += 1.5 * log10(place.population)
    elif place.kind in ("country", "city"):
        points += 7.0
    if place.core:
        points += 5.0
        reasons.append(f"well-known {place.kind}")
    if context.article is not None and place.name.startswith("ال") == context.article:
        points += 1.0
    return points, reasons


def _by_noun(place: Place, noun: str) -> tuple[float, str]:
    if not noun:
        return 0.0, ""
    kinds = nouns().get(key(noun))
    if kinds is None:
        return 0.0, ""
    if place.kind in kinds:
        return 24.0 - 4.0 * min(kinds.index(place.kind), 2), f"{noun} fits {place.kind}"
    meant = {FAMILIES[kind] for kind in kinds}
    if FAMILIES[place.kind] in meant:
        return 4.0, ""
    return -12.0, ""


def _by_nearness(place: Place, others: tuple[Place, ...]) -> tuple[float, str]:
    latitude, longitude = place.latitude, place.longitude
    nearest: tuple[float, Place] | None = None
    shared: Place | None = None
    for other in others:
        if other.id == place.id:
            continue
        if latitude is not None and longitude is not None and FAMILIES[other.kind] != "area":
            other_latitude, other_longitude = other.latitude, other.longitude
            if other_latitude is not None and other_longitude is not None:
                apart = kilometres(latitude, longitude, other_latitude, other_longitude)
                if nearest is None or apart < nearest[0]:
                    nearest = (apart, other)
        if shared is None and place.admin1 and (other.country, other.admin1) == (place.country, place.admin1):
            shared = other
    points = 0.0
    reason = ""
    if nearest is not None:
        apart, other = nearest
        points = 16.0 if apart <= 10 else 13.0 if apart <= 30 else 7.0 if apart <= 75 else 0.0
        if points:
            reason = f"{apart:.0f} km from {other.name}"
    if shared is not None:
        points += 5.0
        reason = reason or f"in {place.admin1} like {shared.name}"
    return points, reason


def _is_homonym(place: Place, other: Place) -> bool:
    """Whether one is the unit around the other: إدلب the city and the governorate are no open question."""
    if place.country != other.country or not (place.kind in _UNITS or other.kind in _UNITS):
        return False
    return place.admin1 == other.admin1 or not place.admin1 or not other.admin1


def _described(place: Place) -> str:
    where = ", ".join(part for part in (place.admin2, place.admin1, place.country) if part)
    return f"{place.name} ({place.kind}{', ' if where else ''}{where})"
