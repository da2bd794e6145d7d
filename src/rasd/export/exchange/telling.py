"""An incident in a few sentences, for the field of notes that most tools have: above all what their columns cannot carry.

Reported and alleged, never more; the watermark of an invented incident comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasd.export.exchange.notes import WATERMARK, in_language
from rasd.export.exchange.options import ExportOptions, Language
from rasd.export.exchange.rows import Row, day_of, is_area
from rasd.export.exchange.sides import Sides, sides_of
from rasd.export.exchange.tables import table
from rasd.export.page.labels import Label, actor, count_range, day_window, term
from rasd.model import Incident, IncidentHarm

__all__ = ["Words", "notes_told", "title_of"]


class Words:
    """The sentences of one language.

    >>> Words("en")("alleged", actors="RUS"), Words("ar").actor("CIVILIANS")
    ('Alleged against: RUS.', 'مدنيون')
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, **filling: object) -> str:
        """Return one sentence, filled in."""
        sentence: str = table("sentences")[key][self.language]
        return sentence.format(**filling)

    def of(self, label: Label) -> str:
        """Return the label in this language."""
        return label.ar if self.language == "ar" else label.en

    def term(self, vocabulary: str, identity: str) -> str:
        """Return a coded word."""
        return self.of(term(vocabulary, identity))

    def actor(self, identity: str) -> str:
        """Return an actor's name."""
        return self.of(actor(identity))

    def listed(self, pieces: Iterable[str]) -> str:
        """Return pieces with commas between them."""
        return ("، " if self.language == "ar" else ", ").join(pieces)

    def actors(self, identities: Iterable[str]) -> str:
        """Return the names of actors."""
        return self.listed(map(self.actor, identities))

    def harm(self, harm: IncidentHarm) -> str:
        """Return one harm as a range, with what is told of its people."""
        pieces = [self("one_harm", effect=self.term("effects", harm.effect), range=self._range(harm))]
        if harm.unit == "families":
            pieces[0] += f" {self('families')}"
        if harm.best is not None:
            pieces.append(self("best", number=harm.best))
        told = [part for part in harm.by_status if part.victim_status != "unknown" and (part.min or part.max)]
        pieces += [
            self("status", status=self(part.victim_status), range=self.of(count_range(part.min, part.max)))
            for part in told
        ]
        pieces += [
            self(who, number=number) for who in ("children", "women") if (number := getattr(harm, who))
        ]
        return self.listed(pieces)

    def _range(self, harm: IncidentHarm) -> str:
        return self.of(count_range(harm.min, harm.max))


def title_of(row: Row, language: Language) -> str:
    """Return kind, place and day, the name by which people meet an incident."""
    words, incident = Words(language), row.incident
    day = day_window(incident.date.start, incident.date.end)
    title = words(
        "title",
        kind=words.term("kinds", incident.kind),
        place=row.place.name if row.place else words("no_place"),
        day=day or words("no_day"),
    )
    return f"[{in_language(WATERMARK, language)}] {title}" if incident.synthetic else title


def notes_told(row: Row, options: ExportOptions) -> list[str]:
    """Return the sentences of a row, the most needed first; a format that is short of room takes the first of them."""
    return list(_sentences(row, Words(options.language), options))


def _sentences(row: Row, words: Words, options: ExportOptions) -> Iterator[str]:
    incident, sides = row.incident, sides_of(row.incident)
    if incident.synthetic:
        yield in_language(WATERMARK, options.language)
    yield title_of(row, options.language).removeprefix(f"[{in_language(WATERMARK, options.language)}] ") + "."
    if incident.factuality != "asserted":
        yield words(incident.factuality)
    yield from _who(incident, sides, words)
    yield from _harm(row, words)
    yield from _when_and_where(row, words)
    if incident.contested_over:
        yield words("contested", over=words.listed(words(f"over_{one}") for one in incident.contested_over))
    yield from _with_what(incident, words)
    if incident.breach_claims:
        claims = dict.fromkeys(claim.agreement for claim in incident.breach_claims)
        yield words("breach_claims", agreements=words.listed(claims))
    decided = incident.grade.decided
    grade = words.term("grades", decided or incident.grade.proposed)
    yield words("grade", grade=grade, by=words("decided" if decided else "proposed"))
    yield words("attested", reports=len(incident.reports), independent=incident.independent_sources)
    yield words("rule_set", name=options.rule_set.name)


def _who(incident: Incident, sides: Sides, words: Words) -> Iterator[str]:
    if not sides.alleged:
        if incident.kind not in ("agreement", "talks", "displacement"):
            yield words("alleged_nobody")
    elif sides.is_contested:
        yield words("alleged_contested", actors=words.actors(sides.alleged))
    elif sides.is_decided:
        yield words("alleged_by_decision", actors=words.actors(sides.alleged))
    elif incident.kind == "clash":
        yield words("together", actors=words.actors(sides.alleged))
    else:
        certainties = {one.actor: one.certainty for one in incident.perpetrators}
        yield words(
            "alleged",
            actors=words.listed(
                words.actor(one)
                if certainties[one] == "stated"
                else f"{words.actor(one)} ({words.term('certainty', certainties[one]).lower()})"
                for one in sides.alleged
            ),
        )
    if sides.struck:
        yield words("struck", actors=words.actors(sides.struck))


def _harm(row: Row, words: Words) -> Iterator[str]:
    incident = row.incident
    if not row.carries_harm:
        if incident.harm:
            yield words("counted_elsewhere", row=row.first_id)
        return
    if incident.harm:
        yield words("harm", harm="؛ ".join(map(words.harm, incident.harm)) if words.language == "ar" else "; ".join(map(words.harm, incident.harm)))  # fmt: skip
        if ceilings := [words.term("effects", one.effect) for one in incident.harm if one.open]:
            yield words("open", effects=words.listed(ceilings))
    else:
        yield words("no_harm")
    if incident.conceded:
        yield words("conceded", harm=words.listed(map(words.harm, incident.conceded)))


def _when_and_where(row: Row, words: Words) -> Iterator[str]:
    date = row.incident.date
    if date.start is not None and date.end is not None and date.start != date.end:
        yield words("window", start=date.start, end=date.end)
    elif (date.start is None) is not (date.end is None):
        yield words("window_open", day=day_of(row.incident))
    if date.part_of_day:
        yield words("part_of_day", part=words.term("parts_of_day", date.part_of_day))
    if row.place is not None and row.place.latitude is not None and is_area(row.place):
        precision = words.term("precision", row.place.precision) if row.place.precision else "?"
        yield words("approximate", precision=precision.lower())
    others = [place.name for place in row.incident.places if place is not row.place]
    if others:
        yield words("other_places", places=words.listed(others))


def _with_what(incident: Incident, words: Words) -> Iterator[str]:
    if incident.target_sites:
        sites = (words.term("target_sites", one.site) for one in incident.target_sites)
        yield words("sites", sites=words.listed(sites))
    if incident.weapons:
        weapons = (words.term("weapons", one.weapon) for one in incident.weapons)
        yield words("weapons", weapons=words.listed(weapons))
    if incident.munitions:
        counted = (
            f"{words.term('munitions', one.item)} {words.of(count_range(one.min, one.max))}"
            for one in incident.munitions
        )
        yield words("munitions", munitions=words.listed(counted))
