"""Which theatres a text is of: guessed where it names none, and told by its reports."""

from __future__ import annotations

from collections.abc import Collection

from rasd.coding.mentions import Mentions
from rasd.lexicon import Lexicon
from rasd.model import Record

__all__ = ["guessed_theatre", "told_theatres"]

_BEGINNING = 90  # tokens; a text of no more is short


def guessed_theatre(
    mentions: Mentions, outlet: str, lexicon: Lexicon, countries: Collection[str]
) -> str | None:
    """Return the theatre of the places that a text names at its beginning, else, of a short one, that of its outlet.

    A long text that names another land, or states that have no part in the theatre, is about those. `outlet` is folded;
    `countries` are those of all theatres.
    """
    votes: dict[str, int] = {}
    is_elsewhere = False
    for mention in mentions.places:
        best = mention.best
        if best is None:
            continue
        is_elsewhere = is_elsewhere or bool(best.country) and best.country not in countries
        if mention.start >= _BEGINNING or not best.core or best.kind == "country":
            continue
        for theatre in lexicon.theatres.values():
            if best.country in theatre.countries:
                votes[theatre.id] = votes.get(theatre.id, 0) + 1
    is_short = len(mentions.passage.tokens) <= _BEGINNING
    if votes:
        guess = max(votes, key=lambda name: votes[name])
        if is_short:
            return guess
    elif is_short and (known := lexicon.outlets.get(outlet)) is not None:
        guess = str(known["theatre"])
    else:
        return None
    return None if is_elsewhere or _is_of_others(mentions, guess, lexicon) else guess


def _is_of_others(mentions: Mentions, theatre: str, lexicon: Lexicon) -> bool:
    """Say whether a text names states alone that have no part in a theatre: "الشرطة الباكستانية"."""
    states = {
        mention.actor
        for mention in mentions.actors
        if (actor := lexicon.actors.get(mention.actor)) is not None and actor.type == "foreign_state"
    }
    return bool(states) and states.isdisjoint(lexicon.theatres[theatre].uses)


def told_theatres(record: Record, mentions: Mentions, lexicon: Lexicon) -> list[str]:
    """Return every theatre that the reports of a record are of, the record's own first.

    A theatre is told of when a report's place lies in its countries, or when the text was recognised as its and one of
    its actors acts or is struck: a missile from Yemen at Israel is of both, a visit to Beirut on the way is of none.
    """
    countries = {place.country for report in record.reports for place in report.places if place.country}
    named = {
        actor
        for report in record.reports
        for actor in (
            *(one.actor for one in report.perpetrators),
            *(one.actor for one in report.targets),
            *(one.actor for one in report.parties),
        )
    }
    sides = {lexicon.actors[actor].theatre for actor in named if actor in lexicon.actors}
    told = [record.theatre] if record.theatre else []
    told += [name for name in mentions.theatres if name in sides]
    told += [theatre.id for theatre in lexicon.theatres.values() if countries & set(theatre.countries)]
    return list(dict.fromkeys(told))
