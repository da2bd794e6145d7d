"""What is known of the tokens of a passage that may name a speaker, and where a phrase ends."""

from __future__ import annotations

from functools import lru_cache

from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution.sources import Body, is_body
from rasd.grammar.passage import Passage
from rasd.lexicon import Match, cues

__all__ = ["STATEMENTS", "STOPS", "Marks"]

_ADDING = cues("adding")
STOPS = frozenset('.,:;?!|()"\n') | cues("source_stops")
"""A search for who speaks ends here."""
STATEMENTS = frozenset({"بيان", "تقرير", "تقارير", "لبيان", "لتقرير"})
"""A medium behind one of these gave it out, and is not whom somebody spoke to."""
_PREPOSITIONS = cues("source_prepositions")
_BEHIND = cues("behind_speaker")
_QUOTED = cues("quoted_bodies")
_HEARING = frozenset({"agency", "outlet", "correspondent"})
_HAPPENED = cues("happened")
_TOLD = frozenset(
    {"", "strike", "bombard", "launch", "blast", "fight", "shoot", "capture", "chemical"}
    | {"assault", "intercept", "destroy", "demolish", "raid"}
)
_REACH = 12


class Marks:
    """The bodies, heads, actors and verbs of saying of a passage by their tokens."""

    def __init__(
        self, passage: Passage, actors: list[ActorMention], theatres: tuple[str, ...], dated: set[int]
    ) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.dated = dated
        self.theatres = theatres
        self.bodies = self._read_bodies(actors)
        self.heads: dict[int, Match] = {}
        self.saying: dict[int, Match] = {}
        self.services: dict[int, Match] = {}
        for match in passage.layer("speech"):
            if match.cls in ("head", "platform"):
                if not match.suffix or match.cls == "platform":
                    self.heads.setdefault(match.start, match)
            elif match.cls in ("says", "according", "relays"):
                self.saying.setdefault(match.start, match)
            elif match.cls == "service":
                self.services.setdefault(match.start, match)
        self.actors = {mention.start: mention for mention in actors}
        self.actor_ends = {mention.end: mention for mention in actors}
        self.acts = {
            match.start
            for layer in ("harm", "event")
            for match in passage.matches.get(layer, ())
            if match.prefix.endswith("ب")
        }
        # What a verb of saying governs is no part of who says it: "أكد شهود وقوع القصف".
        self.objects = {
            match.start
            for layer in ("harm", "event")
            for match in passage.matches.get(layer, ())
            if not match.article and match.value.get("act", "") in _TOLD and match.cls != "victim"
        }.union(passage.at(_HAPPENED))
        places = [match for match in passage.layer("place_noun") if match.cls != "locative"]
        self.place_nouns = {match.start for match in places if match.prefix == "ب"}
        self.in_places = {
            match.start for match in places if not match.article and match.prefix in ("", "ب")
        }.union(passage.where.get("دوله", ()))
        self.hearing = {at for at, body in self.bodies.items() if body.prefix.endswith("ل")}.union(
            at for at, head in self.heads.items() if head.prefix.endswith("ل")
        )
        """Bodies and heads to whom something may be told: لوكالة كذا."""
        self._reaches: dict[int, int] = {}
        self.within = {at for match in self.bodies.values() for at in range(match.start + 1, match.end)}

    def _read_bodies(self, actors: list[ActorMention]) -> dict[int, Body]:
        heads = {match.start for match in self.passage.layer("speech") if match.cls == "head"}
        bodies = {
            mention.start: Body.named(mention)
            for mention in actors
            if is_body(mention) and mention.start not in heads  # "الحكومة كذا" is an official
        }
        named = {at: mention.end for mention in actors for at in range(mention.start, mention.end)}
        theatre_of: dict[int, str] = {}
        for match in self.passage.layer("body"):
            if match.value["type"] == "party" and match.end <= named.get(match.start, 0):
                continue  # a belligerent speaks under its own name: all are read alike
            # One body may speak for different sides in different theatres.
            theatre = str(match.value["theatre"])
            if match.start not in theatre_of or (
                theatre_of[match.start] not in self.theatres and theatre in self.theatres
            ):
                theatre_of[match.start] = theatre
                bodies[match.start] = Body.of(match)
        return bodies

    def end(self, index: int) -> int:
        """Return the end of the noun phrase that starts at `index`."""
        first = index
        reach = self._reaches.get(first)
        if reach is not None:
            return reach
        while index < len(self.tokens) and index - first < _REACH:
            token = self.tokens[index]
            if token.text == '"' and index > first:
                closing = self.closing(index)
                told = index + 1 in self.objects  # "وزارة كذا «تحييد» عنصرين": what it did, in its word
                if (
                    closing is not None
                    and not told
                    and (self.tokens[index - 1].text in _QUOTED or closing - index <= 3)
                ):
                    index = closing + 1
                    continue
            if token.text in STOPS or token.kind == "newline" or (index > first and self.breaks(index)):
                break
            if index > first and (token.text == "ل" or self._hears(index)):
                break
            index += 1
        self._reaches[first] = index
        return index

    def _hears(self, index: int) -> bool:
        """Say whether a medium stands here to whom somebody spoke: "المصدر لوكالة كذا"."""
        if index not in self.hearing:
            return False
        found = self.bodies.get(index) or self.heads.get(index)
        return (
            found is not None
            and found.prefix.endswith("ل")
            and (found.type if isinstance(found, Body) else str(found.value["type"])) in _HEARING
            and self.tokens[index - 1].text.removeprefix("و") not in STATEMENTS
        )

    def closing(self, index: int) -> int | None:
        """Return where a short quotation that opens here closes."""
        return next(
            (
                at
                for at in (index + 2, index + 3, index + 4)
                if at < len(self.tokens) and self.tokens[at].text == '"'
            ),
            None,
        )

    def breaks(self, index: int) -> bool:
        """A phrase ends before what was told, before a time and before another verb of saying."""
        return (
            index in self.acts
            or index in self.saying
            or (index in self.dated and index not in self.within)
            or _breaks(self.tokens[index].text)
        )

    def is_name(self, index: int) -> bool:
        """Say whether a token may be a word of a person's name: nothing else is known of it."""
        token = self.tokens[index]
        return (
            token.kind == "word"
            and token.text not in STOPS
            and not self.breaks(index)
            and index not in self.objects
            and index not in self.heads
            and index not in self.bodies
            and index not in self.actors
        )


@lru_cache(maxsize=16_384)
def _breaks(text: str) -> bool:
    """Say whether a word ends the phrase before it, whatever stands around it."""
    return (
        text in _ADDING
        or (text.endswith("وا") and len(text) > 4)
        or text in _PREPOSITIONS
        or text in _BEHIND
        or (text.startswith("ب") and text[1:] in _HAPPENED)
    )
