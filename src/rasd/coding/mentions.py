"""All mentions of one document, read once, with look-ups by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from operator import attrgetter

from rasd.coding.locating import Locator, PlaceMention, read_places
from rasd.coding.rows import Item, Phrase, Row
from rasd.coding.structure import Structure
from rasd.grammar.actors import ActorMention, Setting, read_actors
from rasd.grammar.anaphors import resolve_bodies
from rasd.grammar.attribution import SourceMention, read_sources
from rasd.grammar.dates import DateMention, read_dates
from rasd.grammar.harm import HarmMention, read_harm
from rasd.grammar.numerals import Quantity, read_numbers, read_quantities
from rasd.grammar.passage import Passage
from rasd.grammar.people import People, read_people
from rasd.grammar.shapes import Grammar
from rasd.lexicon import Lexicon, Match, cues

__all__ = ["Grammars", "Mentions", "between", "read_mentions"]

_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Grammars:
    """The compiled shapes of the dimensions that have them."""

    numerals: Grammar
    dates: Grammar

    @classmethod
    def of(cls, lexicon: Lexicon) -> Grammars:
        return cls(
            Grammar("numerals", lexicon.shapes("numerals")),
            Grammar("dates", lexicon.shapes("dates")),
        )


@dataclass(slots=True)
class Mentions:
    """One document, read once."""

    passage: Passage
    structure: Structure
    theatres: tuple[str, ...]
    published: Day | None
    quantities: list[Quantity]
    dates: list[DateMention]
    people: list[People]
    harm: list[HarmMention]
    actors: list[ActorMention]
    places: list[PlaceMention]
    sources: list[SourceMention]
    subjectless: list[int] = field(default_factory=list)
    """Verbs of saying that carry on with the speaker before: وأضاف أن."""
    addressed: list[int] = field(default_factory=list)
    """Actors that only hear what was said: "روسيا حذرت كذا"."""
    credit: SourceMention | None = None
    """The agency that the whole document is credited to."""
    layers: dict[str, Row[Match]] = field(default_factory=dict)
    readings: dict[str, Row[Match]] = field(default_factory=dict)
    """What `every` found, by name."""
    breaks: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Where the clauses of a sentence begin, by its number."""
    actor_at: dict[int, ActorMention] = field(default_factory=dict)
    named: frozenset[int] = frozenset()
    """Tokens of the words that name actors."""
    inside: frozenset[int] = frozenset()
    """Tokens of actors without the first of each: a distance counts an actor as one word, however long its name."""
    placed: frozenset[int] = frozenset()
    """Tokens of place phrases, nouns and directions included."""
    counts: dict[int, Quantity] = field(default_factory=dict)
    """Counts by the token behind them."""
    people_ends: dict[int, People] = field(default_factory=dict)
    harm_triggers: list[int] = field(default_factory=list)
    """Trigger tokens of `harm`, sorted beside `harm_by_trigger`."""
    harm_by_trigger: list[HarmMention] = field(default_factory=list)
    games: bool | None = None
    answers: bool | None = None
    """Whether any word of the document answers an act or measures the time since: asked first, when one is judged."""
    dated: frozenset[int] = frozenset()
    """Tokens of dates: فجر اليوم is no verb."""

    def has(self, name: str) -> bool:
        """Say whether the passage has any word of a layer."""
        return bool(self.passage.matches.get(name))

    def layer(self, name: str) -> list[Match]:
        """Return the unmasked matches of one layer, one a start."""
        held = self.layers.get(name)
        if held is None:
            found: list[Match] = []
            last = -1
            masked, dated = self.structure.masked, self.dated
            for match in self.passage.layer(name):
                start = match.start
                if start != last and start not in masked and start not in dated:
                    found.append(match)
                    last = start
            held = self.layers[name] = Row(found)
        return held

    def every(self, name: str, start: int, end: int) -> list[Match]:
        """Return all readings of a layer in tokens ``start:end``, several a start: اتهم says and accuses."""
        held = self.readings.get(name)
        if held is None:
            masked, dated = self.structure.masked, self.dated
            found = [
                match
                for match in self.passage.layer(name)
                if match.start not in masked and match.start not in dated
            ]
            held = self.readings[name] = Row(found)
        return between(held, start, end)

    def within(self, name: str, start: int, end: int) -> list[Match]:
        """Return the matches of a layer that start in tokens ``start:end``."""
        items = self.layers.get(name)
        if items is None:
            self.layer(name)
            items = self.layers[name]
        starts = items.starts
        if not starts or starts[0] >= end or starts[-1] < start:
            return []
        first = bisect_left(starts, start)
        return items[first : bisect_left(starts, end, first)]


_NAMED_AFTER = frozenset({"part", "settlement", "quarter"})
_NAMES = frozenset({"actors.name"})
_GENERIC_FORCES = cues("generic_forces")


def _owned_by_context(
    passage: Passage, shape: Structure, actors: list[ActorMention], lexicon: Lexicon
) -> list[ActorMention]:
    """A bare "القوات المسلحة" behind "الرئاسة التركية" is Turkey's: the foreign owner named in the sentence decides."""
    nisbas = [
        match
        for match in passage.matches.get("nisba", ())
        if match.article and not match.value.get("theatre")
    ]
    if not nisbas:
        return actors
    starts = [sentence.start for sentence in shape.sentences]
    firsts = [match.start for match in nisbas]
    out: list[ActorMention] = []
    for mention in actors:
        if mention.rule == "actors.here":
            begin = starts[max(0, bisect_right(starts, mention.start) - 1)] if starts else 0
            reach = bisect_left(firsts, max(begin, mention.start - 14))
            near = [
                match
                for match in nisbas[reach : bisect_left(firsts, mention.start)]
                if begin <= match.start and mention.start - match.end <= 10
            ]
            if near and mention.prefix.startswith("و") and near[-1].end == mention.start:
                near = []  # "بين القوات الروسية والجيش": joined to the other, it is not the other's
            words = " ".join(passage.tokens[at].text for at in range(mention.start, mention.end)).lstrip("و")
            if near and words in _GENERIC_FORCES:
                actor = lexicon.actors.get(str(near[-1].value["actor"]))
                if actor is not None and actor.type == "foreign_state":
                    mention = replace(mention, actor=actor.id, rule="actors.owned")
        out.append(mention)
    return out


def _named_before(passage: Passage, actors: list[ActorMention]) -> list[ActorMention]:
    """ "وزارة الدفاع الأمريكية" named in full: a bare "وزارة الدفاع" behind it is the same one."""
    full: dict[str, str] = {}
    out: list[ActorMention] = []
    for mention in actors:
        words = [passage.tokens[at].text for at in range(mention.start, mention.end)]
        words[0] = words[0].removeprefix(mention.prefix)
        owner = full.get(" ".join(words)) if mention.rule == "actors.here" else None
        out.append(mention if owner is None else replace(mention, actor=owner, rule="actors.named_before"))
        if not mention.adjective:
            words = words[mention.core - mention.start :]  # "مقاتلي الجيش كذا" names an army, no fighters
        if len(words) > 2 and mention.rule != "actors.here":
            full[" ".join(words[:-1])] = mention.actor
    return out


def _tokens_of(items: Sequence[Phrase]) -> frozenset[int]:
    """Return the tokens of some phrases."""
    return frozenset().union(*[range(item.start, item.end) for item in items])


def _outside_names(
    people: list[People], harm: list[HarmMention], actors: list[ActorMention]
) -> tuple[list[People], list[HarmMention]]:
    """Leave out people who are only part of a name: nobody is counted in "حزب العمال"."""
    inside = {
        index
        for mention in actors
        if mention.rule in _NAMES and not (mention.force or mention.person)
        for index in range(mention.core + 1, mention.end)
    }
    return (
        [one for one in people if one.start not in inside],
        [one for one in harm if one.people is None or one.people[0] not in inside],
    )


def between(items: Sequence[Item], start: int, end: int) -> list[Item]:
    """Return the items that start in tokens ``start:end``; `items` are in text order, so a look-up is logarithmic."""
    if not items:
        return []
    if isinstance(items, Row):
        starts = items.starts
        if starts[0] >= end or starts[-1] < start:
            return []
        first = bisect_left(starts, start)
        return items[first : bisect_left(starts, end, first)]
    if items[0].start >= end or items[-1].start < start:
        return []
    return list(items[bisect_left(items, start, key=_START) : bisect_left(items, end, key=_START)])


def read_mentions(
    passage: Passage,
    shape: Structure,
    lexicon: Lexicon,
    grammars: Grammars,
    locator: Locator,
    *,
    published: Day | None,
    outlet: str,
    theatres: tuple[str, ...],
    before: Mentions | None = None,
) -> Mentions:
    """Read every dimension of a passage; `theatres` come most likely first.

    `before` is an earlier reading of the same passage on the same day: what no theatre changes is taken from it.
    """
    setting = Setting(
        theatres,
        published.isoformat() if published else None,
        outlet,
        lexicon.sides(outlet) if outlet else frozenset(),
    )
    if before is not None and before.published == published:
        dates, quantities, people, harm = before.dates, before.quantities, before.people, before.harm
        blocked = set(before.dated)
    else:
        numbers = read_numbers(passage)
        dates = read_dates(passage, numbers, published, grammars.dates)
        blocked = set(_tokens_of(dates))
        quantities = read_quantities(passage, numbers, grammars.numerals)
        people = read_people(passage, quantities, blocked)
        harm = [item for item in read_harm(passage, people, set()) if item.trigger not in shape.masked]
    named = {
        match.end
        for match in passage.layer("place_noun")
        if match.cls in _NAMED_AFTER and not match.article and not match.suffix
    }
    actors = [
        mention
        for mention in resolve_bodies(passage, read_actors(passage, setting), lexicon.first_words)
        if mention.start not in shape.masked
        # "جبل الأكراد", "حي الجيش" are places.
        and not (
            mention.start in named and mention.rule == "actors.here" and mention.end - mention.start == 1
        )
    ]
    countries = tuple(dict.fromkeys(code for name in theatres for code in lexicon.theatres[name].countries))
    taken = {*_tokens_of(actors), *_tokens_of(passage.layer("body")), *blocked}
    people, harm = _outside_names(people, harm, actors)
    actors = _named_before(passage, _owned_by_context(passage, shape, actors, lexicon))
    soft = {
        mention.start
        for mention in actors
        if mention.end - mention.start == 1
        and any(
            place.kind == "country"
            for _, key, _, _ in locator.forms(passage.tokens[mention.start].text)
            for place in locator.gazetteer.find(key)
        )
    }
    places = read_places(passage, locator, taken, countries, shape.masked, soft)
    # "مستوطنة كذا" is a place, and no settler.
    placed = {at for mention in places for at in (mention.start, mention.noun_start)}
    actors = [mention for mention in actors if mention.start not in placed]
    spoken = read_sources(passage, actors, theatres, blocked)
    sources = [mention for mention in spoken.sources if mention.start not in shape.masked]
    # "مراسل #الجزيرة" speaks; what it is named after is no place here.
    media = [(s.start, s.end) for s in sources if s.type in ("correspondent", "outlet", "agency")]
    if media:
        places = [p for p in places if not any(first < p.start < last for first, last in media)]
    by_trigger = sorted(harm, key=lambda mention: mention.trigger)
    return Mentions(
        passage,
        shape,
        theatres,
        published,
        Row(quantities),
        Row(dates),
        Row(people),
        Row(harm),
        Row(actors),
        Row(places),
        Row(sources),
        spoken.subjectless,
        spoken.addressed,
        spoken.credit,
        actor_at={mention.start: mention for mention in actors},
        inside=frozenset().union(*[range(actor.start + 1, actor.end) for actor in actors]),
        named=frozenset().union(*[range(actor.core, actor.end) for actor in actors]),
        placed=frozenset().union(*[range(mention.phrase_start, mention.end) for mention in places]),
        counts={quantity.end: quantity for quantity in quantities},
        people_ends={group.end: group for group in people},
        harm_triggers=[mention.trigger for mention in by_trigger],
        harm_by_trigger=by_trigger,
        dated=frozenset(blocked),
    )
