"""Incidents of a map in words: what the list beside it, a popup and a page without a drawing say. Plain text, never HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from rasd.desk.access import Hidden
from rasd.desk.seeing.drawing import GRADES, PRECISIONS, reach_of
from rasd.desk.seeing.points import Points, place_of, seen_places
from rasd.desk.site import Words
from rasd.store import models

__all__ = ["Named", "named", "precision_words", "when"]


@dataclass(frozen=True, slots=True)
class Named:
    """One incident, in a line."""

    key: str
    url: str
    kind: str
    place: str
    precision: str
    """How exactly its place is known, in words; empty where it is a settlement or better."""
    when: str
    grade: str
    flags: Sequence[str] = field(default=())

    def plain(self) -> dict[str, Any]:
        """Return it for a script."""
        return {
            "url": self.url, "kind": self.kind, "place": self.place, "precision": self.precision, "when": self.when,
            "grade": self.grade, "flags": list(self.flags),
        }  # fmt: skip


def named(held: Points, rows: Iterable[int], words: Words, hidden: Hidden) -> list[Named]:
    """Return incidents in the order of their rows; one that has gone meanwhile is left out."""
    wanted = [(row, str(held.columns.keys[row])) for row in rows]
    kept = models.Incident.objects.filter(key__in=[key for _, key in wanted])
    told = {key: json.loads(text) for key, text in kept.values_list("key", "incident")}
    return [
        _named(key, told[key], seen_places(told[key], hidden), GRADES[int(held.grade[row])], words)
        for row, key in wanted
        if key in told
    ]


def when(first: date | None, last: date | None, words: Words) -> str:
    """Return a day or a span of days in words; that none is known is said."""
    if first is None and last is None:
        return words("seeing.no_day")
    if first is None or last is None or first == last:
        return words.day(first or last)
    return f"{words.day(first)} – {words.day(last)}"


def precision_words(place: dict[str, Any], words: Words) -> str:
    """Return how far a place may be from its point; empty where the point may be drawn as one."""
    reach = reach_of(
        place.get("precision"),
        is_approximate=bool(place.get("approximate")),
        country=place.get("country"),
    )
    if not reach:
        return ""
    known = place.get("precision")
    if known not in PRECISIONS[2:]:
        known = "district"
    return words(f"seeing.reach.{known}", km=round(reach))


def _named(
    key: str, incident: dict[str, Any], places: list[dict[str, Any]], grade: str, words: Words
) -> Named:
    drawn = place_of(places)
    days = incident.get("date") or {}
    first, last = (date.fromisoformat(days[one]) if days.get(one) else None for one in ("start", "end"))
    flags = [words("seeing.invented")] if incident.get("synthetic") else []
    return Named(
        key=key,
        url=_address(key),
        kind=words.term("kinds", incident.get("kind")),
        place=words.listed(dict.fromkeys(str(one["name"]) for one in places[:3])) or words("seeing.no_place"),
        precision=precision_words(drawn, words) if drawn else "",
        when=when(first, last, words),
        grade=words.term("grades", grade),
        flags=flags,
    )


def _address(key: str) -> str:
    try:
        return reverse("incident", args=(key,))
    except NoReverseMatch:
        return ""
