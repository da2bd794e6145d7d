"""An incident in a few lines: name, harm, grade, how many reports. For lists, for what a decision will make, for suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.desk.incident.harms import range_of
from rasd.desk.incident.naming import Title, name_of, title_of
from rasd.desk.site import Words
from rasd.export.incidents.sums import by_effect
from rasd.model import Incident

__all__ = ["Card", "card_of"]

_MOST = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows."""

    key: str
    title: Title
    name: str
    harms: tuple[str, ...]
    grade: str
    grade_name: str
    is_decided: bool
    is_synthetic: bool
    alleged: str
    """Actors that reports name, alleged."""
    reports: int
    independent: int
    outlets: tuple[str, ...]
    outlets_left: int


def card_of(words: Words, incident: Incident) -> Card:
    """Return the card of an incident as the caller may see it."""
    grade = incident.grade.decided or incident.grade.proposed
    outlets = list(dict.fromkeys(link.outlet or words("incident.no_outlet") for link in incident.reports))
    return Card(
        key=incident.id,
        title=title_of(words, incident),
        name=name_of(words, incident),
        harms=tuple(
            f"{words.term('effects', harm.effect)} {range_of(words, harm)}"
            for harm in by_effect(list(incident.harm))
            if (harm.min, harm.max) != (None, None)
        ),
        grade=words.term("grades", grade),
        grade_name=grade,
        is_decided=incident.grade.decided is not None,
        is_synthetic=incident.synthetic,
        alleged=words.listed(words.term("actor", one.actor) for one in incident.perpetrators),
        reports=len(incident.reports),
        independent=incident.independent_sources,
        outlets=tuple(outlets[:_MOST]),
        outlets_left=max(0, len(outlets) - _MOST),
    )
