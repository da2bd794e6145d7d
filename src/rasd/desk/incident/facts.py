"""The facts of an incident in rows: label, value, and the reports that give it. Who did it is alleged, and says by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasd.desk.incident.naming import days_of
from rasd.desk.incident.refs import Numbers, Ref
from rasd.desk.site import Words
from rasd.export.page.labels import admin1
from rasd.export.sheet import Words as SheetWords
from rasd.model import Decided, Incident, IncidentPlace

__all__ = ["DecidedShown", "Fact", "Row", "decided_of", "rows_of"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value."""

    said: str
    notes: tuple[str, ...] = ()
    """What stands beside it, each from outside or coded."""
    refs: Sequence[Ref] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One field with its values; `nothing` stands where no report tells any."""

    label: str
    facts: tuple[Fact, ...]
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class DecidedShown:
    """What a person decided on a value, in force."""

    about: str
    said: str
    by: str
    at: str
    why: str
    judgement: int
    since: tuple[str, ...]
    """What has changed since: reports that joined or left, earlier decisions that it contradicts."""


def rows_of(incident: Incident, numbers: Numbers, words: Words) -> list[Row]:
    """Return the rows in the order in which people ask: when, where, who is alleged, who was struck, with what."""
    sheet = SheetWords(words.language)

    def fact(said: str, reports: Sequence[str], *notes: str) -> Fact:
        return Fact(said, notes, numbers.refs(reports), numbers.more(reports))

    date = incident.date
    when = [days_of(words, date.start, date.end), words.term("parts_of_day", date.part_of_day)]
    said = words.listed(piece for piece in when if piece)
    rows = [
        Row(words("incident.when"), (fact(said, date.reports),) if said else (), sheet("no_time")),
        Row(
            words("incident.where"),
            tuple(fact(place.name, place.reports, *_place_notes(place, words)) for place in incident.places),
            sheet("no_place"),
        ),
        Row(
            words("incident.alleged"),
            tuple(
                fact(
                    words.term("actor", one.actor),
                    one.reports,
                    words.term("certainty", one.certainty),
                    words.counted("incident.on_the_word_of", one.independent_sources),
                )
                for one in incident.perpetrators
            ),
            sheet("nobody"),
        ),
        Row(
            words("incident.struck"),
            (
                *(fact(words.term("actor", one.actor), one.reports) for one in incident.targets),
                *(fact(words.term("target_sites", one.site), one.reports) for one in incident.target_sites),
            ),
        ),
        Row(
            words("incident.weapons"),
            (
                *(fact(words.term("weapons", one.weapon), one.reports) for one in incident.weapons),
                *(
                    fact(f"{words.term('munitions', one.item)}: {words.range(one.min, one.max)}", one.reports)
                    for one in incident.munitions
                ),
            ),
        ),
        Row(
            words("incident.called_breach"),
            tuple(fact(one.agreement, one.reports, *one.claimed_by) for one in incident.breach_claims),
        ),
        Row(
            words("incident.theatre"),
            tuple(Fact(words.term("theatre", one)) for one in incident.theatres),
        ),
    ]
    return [row for row in rows if row.facts or row.nothing]


def _place_notes(place: IncidentPlace, words: Words) -> list[str]:
    precision = words.term("precision", place.precision) if place.precision else words("incident.not_found")
    notes = [place.region, _unit(place, words), precision]
    return [*dict.fromkeys(note for note in notes if note and note != place.name)]


def _unit(place: IncidentPlace, words: Words) -> str:
    """Return the first-level unit in the language of the page, else the country's code."""
    if not place.admin1:
        return place.country or ""
    label = admin1(place.country, place.admin1)
    return label.ar if words.is_arabic else label.en


def decided_of(incident: Incident, words: Words) -> list[DecidedShown]:
    """Return people's decisions in force, newest first."""
    sheet = SheetWords(words.language)

    def value(one: Decided) -> str:
        given = str(one.value)
        said = {
            "grade": lambda: words.term("grades", given),
            "occurrence": lambda: sheet(f"occurrence.{given}"),
            "perpetrator": lambda: words.term("actor", given),
            "victim_status": lambda: sheet(given) if sheet.known(given) else given,
            "best": lambda: words.digits_of(given),
        }[one.about]()
        return " ".join(piece for piece in (words.term("effects", one.effect), said) if piece)

    def since(one: Decided) -> Iterator[str]:
        if one.joined:
            yield words.counted("incident.since_joined", one.joined)
        if one.left:
            yield words.counted("incident.since_left", one.left)
        for earlier in one.earlier:
            yield words("incident.contradicts", n=earlier)

    return [
        DecidedShown(
            sheet("action." + one.about),
            value(one),
            one.by,
            one.at,
            one.why,
            one.judgement,
            tuple(since(one)),
        )
        for one in sorted(incident.decided, key=lambda one: -one.judgement)
    ]
