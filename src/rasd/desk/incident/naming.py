"""How an incident is called in words: what, where, when. It has no other name than what its reports tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rasd.desk.site import Words
from rasd.model import Incident

__all__ = ["Title", "days_of", "name_of", "place_of", "title_of"]


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a name; `place` is a name from outside, in a direction of its own."""

    kind: str
    place: str
    day: str


def title_of(words: Words, incident: Incident) -> Title:
    """Return the parts: each is said, also where no report tells a place or a day."""
    return Title(
        words.term("kinds", incident.kind),
        place_of(incident) or words("incident.no_place"),
        days_of(words, incident.date.start, incident.date.end) or words("incident.no_day"),
    )


def name_of(words: Words, incident: Incident) -> str:
    """Return the name in one line, for a message or the title of a page."""
    title = title_of(words, incident)
    mark = "\u200f" if words.is_arabic else "\u200e"  # a place in the other script would take the day with it
    return words.listed((title.kind, f"{mark}{title.place}{mark}", title.day))


def place_of(incident: Incident) -> str:
    """Return the first place with its governorate as the text calls it; of several places the first speaks."""
    if not incident.places:
        return ""
    more = " …" if len(incident.places) > 1 else ""
    return f"{incident.places[0].name}{more}"


def days_of(words: Words, first: date | None, last: date | None) -> str:
    """Return a window of days in words, empty where there is none."""
    if first is None or last is None or first == last:
        return words.day(first or last)
    return f"{words.day(first)} – {words.day(last)}"
