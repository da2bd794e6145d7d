"""Who a noun phrase names as a speaker: a body, a head ("مصدر طبي"), an actor, or a person with a office.

What stands behind an open head decides of what sort it is: "مصدر في مستشفى كذا" is medical, "مدير شرطة كذا" official.
"""

from __future__ import annotations

from collections.abc import Iterator

from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution.sources import Body, Office, SourceMention, is_body
from rasd.grammar.passage import Passage
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare

__all__ = ["Speakers"]

_ADDING = cues("adding")
_NOT_SPEAKERS = cues("not_speakers")
_FORCE_STEMS = cues("force_stems")
_STOPS = frozenset('.,:;?!|()"\n') | cues("source_stops")
_PREPOSITIONS = cues("source_prepositions")
_INTO_OFFICE = cues("into_office")
_NOT_OFFICES = cues("not_offices")
_SOME_OF = cues("some_of")
_ISSUED = cues("issued")
_QUOTED = cues("quoted_bodies")
_ANONYMOUS = frozenset({"مصدر", "مصادر"})
_STATEMENTS = frozenset({"بيان", "تقرير", "تقارير", "لبيان", "لتقرير"})
_HAPPENED = cues("happened")
_TOLD = frozenset({"", "strike", "bombard", "launch", "blast", "fight", "shoot", "capture", "chemical"})
_REACH = 12
_OFFICE_REACH = 9  # tokens between a name or an open head and what tells of what sort it is
_NAME = 5  # words of a person's name


class Speakers:
    """The bodies, heads and actors of a passage, and how a phrase is read that starts at one of them."""

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
        } | {index for index, token in enumerate(self.tokens) if token.text in _HAPPENED}
        self.place_nouns = {match.start for match in passage.layer("place_noun") if match.prefix == "ب"}
        self.within = {at for match in self.bodies.values() for at in range(match.start + 1, match.end)}

    def _read_bodies(self, actors: list[ActorMention]) -> dict[int, Body]:
        heads = {match.start for match in self.passage.layer("speech") if match.cls == "head"}
        bodies = {
            mention.start: Body.named(mention)
            for mention in actors
            if is_body(mention) and mention.start not in heads  # "الحكومة كذا" is an official
        }
        named = {(mention.start, mention.end) for mention in actors}
        theatre_of: dict[int, str] = {}
        for match in self.passage.layer("body"):
            if match.value["type"] == "party" and (match.start, match.end) in named:
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
        while index < len(self.tokens) and index - first < _REACH:
            token = self.tokens[index]
            if token.text == '"' and index > first:
                closing = self._closing(index)
                if closing is not None and (self.tokens[index - 1].text in _QUOTED or closing - index <= 3):
                    index = closing + 1
                    continue
            if token.text in _STOPS or token.kind == "newline" or (index > first and self._breaks(index)):
                break
            if index > first and (token.text == "ل" or self._hears(index)):
                break
            index += 1
        return index

    def _hears(self, index: int) -> bool:
        """Say whether a medium stands here to whom somebody spoke: "المصدر لوكالة كذا"."""
        found = self.bodies.get(index) or self.heads.get(index)
        return (
            found is not None
            and found.prefix.endswith("ل")
            and (found.type if isinstance(found, Body) else str(found.value["type"])) in ("agency", "outlet")
            and self.tokens[index - 1].text.removeprefix("و") not in _STATEMENTS
        )

    def _closing(self, index: int) -> int | None:
        return next(
            (
                at
                for at in (index + 2, index + 3, index + 4)
                if at < len(self.tokens) and self.tokens[at].text == '"'
            ),
            None,
        )

    def _breaks(self, index: int) -> bool:
        """A phrase ends before what was told, before a time and before another verb of saying."""
        text = self.tokens[index].text
        return (
            index in self.acts
            or index in self.saying
            or text in _ADDING
            or (text.endswith("وا") and len(text) > 4)
            or (index in self.dated and index not in self.within)
            or text in _PREPOSITIONS
            or (text.startswith("ب") and text[1:] in _HAPPENED)
        )

    def phrase(self, index: int, trigger: int, rule: str) -> Iterator[SourceMention]:
        """Yield the sources named in the phrase that starts at `index`."""
        for _ in range(2):
            if index < len(self.tokens) and (
                self.tokens[index].text == '"' or self.tokens[index].text in _NOT_SPEAKERS
            ):
                index += 1
        end = self.end(index)
        if end == index:
            return
        at = head = self._behind_quantity(index, end)
        found = False
        while at < end:
            source = self.at(at, end, trigger, rule, first=at == head)
            if source is not None and at == head != index:
                source.start, source.skip = index, 0
            if source is None:
                at += 1
                if at in self.objects or (at - index > 4 and not found):
                    break
                continue
            found = True
            yield source
            at = max(source.until, source.end)
            for told in range(source.end, min(at + 1, len(self.tokens))):
                # "أبلغ سكان وكالة كذا"
                medium, noun = self.bodies.get(told), self.heads.get(told)
                if medium is not None and not medium.prefix and medium.type == "agency":
                    yield self.of_body(medium, trigger, "sources.told_to")
                    at = max(at, medium.end)
                    break
                if noun is not None and not noun.prefix and noun.value["type"] == "agency":
                    yield self.of_head(noun, trigger, "sources.told_to", end)
                    at = max(at, noun.end)
                    break
        if not found:
            person = self.person(index, trigger, rule)
            if person is not None:
                yield person

    def _behind_quantity(self, index: int, end: int) -> int:
        """Return where the head stands behind "عدد من", "أحد", "أكثر من 20"."""
        at = index
        while at < end and (self.tokens[at].text in _SOME_OF or self.tokens[at].kind == "number"):
            at += 1
        return at if at > index and at in self.heads else index

    def at(self, index: int, end: int, trigger: int, rule: str, *, first: bool) -> SourceMention | None:
        """Return the source that is named at one token of a phrase, if any."""
        body = self.bodies.get(index)
        if body is not None and not body.prefix.strip("ولب"):
            return self.of_body(body, trigger, rule)
        head = self.heads.get(index)
        if head is not None and (
            first or head.prefix == "و" or head.cls == "platform" or self.tokens[index - 1].text == "و"
        ):
            return self.of_head(head, trigger, rule, end)
        actor = self.actors.get(index)
        if actor is not None and (first or actor.prefix.startswith("و") or actor.leader):
            return self.of_actor(actor, trigger, rule)
        return None

    def of_body(self, body: Body, trigger: int, rule: str) -> SourceMention:
        """Return the source that a named body is."""
        return SourceMention(
            body.start,
            body.end,
            body.type,
            rule,
            trigger,
            body.actor,
            skip=body.skip,
            until=body.end,
        )

    def of_actor(self, actor: ActorMention, trigger: int, rule: str) -> SourceMention:
        """Return the source that a belligerent is."""
        return SourceMention(
            actor.start, actor.end, "party", rule, trigger, actor.actor, skip=actor.skip, until=actor.end
        )

    def of_head(self, head: Match, trigger: int, rule: str, end: int | None = None) -> SourceMention:
        """Return the source that a head and its qualifiers name."""
        limit = self.end(head.start) if end is None else end
        type_ = str(head.value["type"])
        quoted = self._quoted_body(head.end)
        if quoted is not None:
            return SourceMention(
                head.start,
                quoted.end,
                quoted.type,
                rule,
                trigger,
                quoted.actor,
                skip=head.skip,
                until=quoted.end + 1,
            )
        reach = min(self.end(head.end), limit) if head.end < limit else head.end
        if type_ == "correspondent":
            stop = max(reach, head.end)
            return SourceMention(
                head.start, stop, type_, rule, trigger, skip=head.skip, until=max(stop, reach)
            )
        actor = next((self.actors[at] for at in range(head.start, reach) if at in self.actors), None)
        stop = self._name_end(head.end, max(reach, head.end))
        side: str | None = actor.actor if actor else None
        owner = actor.start if actor else -1
        until = max(stop, reach)
        if head.value.get("open"):
            word = head.entry.words[-1]
            office = self._office(
                head.end, chained=word not in _ANONYMOUS and not (head.article and word in _STATEMENTS)
            )
            if office is not None:
                type_, side, owner = office.type, office.actor, office.owner
                stop = max(stop, office.end)
                until = max(until, office.end)
        elif type_ in ("official", "outlet") and actor is not None and self._is_force(head.start, reach):
            type_ = "party"
        return SourceMention(
            head.start, stop, type_, rule, trigger, side, skip=head.skip, owner=owner, until=until
        )

    def _quoted_body(self, index: int) -> Body | None:
        """Return the body in quotes or brackets right behind its noun: وكالة "كذا", شبكة «كذا»."""
        if index + 1 >= len(self.tokens) or self.tokens[index].text not in ('"', "("):
            return None
        body = self.bodies.get(index + 1)
        closed = body is not None and body.end < len(self.tokens) and self.tokens[body.end].text in ('"', ")")
        return body if closed else None

    def _is_force(self, start: int, end: int) -> bool:
        text = self.passage.folded.text[self.tokens[start].start : self.tokens[end - 1].end]
        return any(word in text for word in _FORCE_STEMS)

    def _office(self, index: int, *, chained: bool = True) -> Office | None:
        """Return what stands behind an open head or a name and tells of what sort the speaker is.

        Without `chained` it must stand right behind, or behind a preposition.
        """
        quoted = False
        weak: Office | None = None
        linked = chained
        for at in range(index, min(index + _OFFICE_REACH, len(self.tokens))):
            token = self.tokens[at]
            if token.text == '"' and (quoted or self._closing(at) is not None):
                quoted = not quoted
                continue
            if token.text in _ISSUED or (token.text == "عن" and self.tokens[at - 1].text in _ISSUED):
                linked = True
                continue
            if token.text in _STOPS or token.kind == "newline" or token.text in _NOT_OFFICES:
                break
            if at in self.saying or at in self.acts or at in self.dated:
                break
            if token.text in _PREPOSITIONS and token.text not in _INTO_OFFICE:
                break
            linked = linked or token.text in _INTO_OFFICE or token.text.startswith(("ب", "تابع", "لل"))
            if at > index and not linked:
                continue
            office = self._office_at(at)
            if office is not None and office.type in ("agency", "outlet") and self._is_told(at, index):
                break
            if office is not None and office.type in ("outlet", "correspondent"):
                weak = weak or office
            elif office is not None:
                return office
            head = self.heads.get(at)
            decides = head is not None and head.value.get("open") and not head.value.get("rank")
            if head is not None and decides and str(head.value["type"]) != "local":
                weak = weak or Office(str(head.value["type"]), None, head.end)
            if at in self.objects:
                break
        return weak

    def _is_told(self, at: int, index: int) -> bool:
        """Say whether a medium is whom the speaker talked to, and not what he belongs to."""
        found = self.bodies.get(at) or self.heads.get(at)
        issued = self.tokens[index - 1].text.removeprefix("و") in _STATEMENTS
        return found is not None and found.prefix.endswith("ل") and not issued

    def _office_at(self, at: int) -> Office | None:
        body = self.bodies.get(at)
        if body is not None and self._speaks_here(body):
            return Office(body.type, body.actor, body.end, at if at in self.actors else -1)
        actor = self.actors.get(at)
        if actor is not None and not actor.adjective and not actor.on_event:
            return Office("party", actor.actor, actor.end, at)
        head = self.heads.get(at)
        if head is not None and head.cls == "head" and not head.value.get("open"):
            return Office(str(head.value["type"]), None, head.end)
        service = self.services.get(at)
        if service is not None:
            return Office(str(service.value["type"]), None, service.end)
        return None

    def _speaks_here(self, body: Body) -> bool:
        return not body.theatre or not self.theatres or body.theatre in self.theatres

    def _name_end(self, index: int, end: int) -> int:
        """Let a head take the words that qualify it, up to the next source."""
        first = index
        while (
            index < end
            and index not in self.bodies
            and index not in self.objects
            and not (index in self.heads and self.heads[index].prefix == "و")
            and not (self.tokens[index].text.startswith("بال") and index not in self.place_nouns)
        ):
            index += 1
        while index > first and self.tokens[index - 1].text in ("ل", "ب", "و", "(", '"'):
            index -= 1
        return index

    def person(self, index: int, trigger: int, rule: str) -> SourceMention | None:
        """Read a person who is named before his office: "علي كذا المتحدث باسم كذا", "فلان، وهو قائد ميداني"."""
        at = index
        while at < len(self.tokens) and at - index <= _NAME:
            token = self.tokens[at]
            if at > index and at in self.heads and self.heads[at].cls == "head":
                head = self.heads[at]
                if head.prefix:
                    return None
                office = self.of_head(head, trigger, rule)
                end = at
                while end > index and (
                    self.tokens[end - 1].kind != "word" or self.tokens[end - 1].text in ("وهو", "وهي")
                ):
                    end -= 1
                return SourceMention(
                    index, end, office.type, "sources.person", trigger, office.actor, until=office.until
                )
            if (
                token.text in _STOPS - {","}
                or token.kind == "newline"
                or (token.text == "," and at == index)
                or (at > index and self._breaks(at))
                or at in self.objects
                or at in self.bodies
                or token.kind == "number"
            ):
                return None
            at += 1
        return None

    def is_name(self, index: int) -> bool:
        """Say whether a token may be a word of a person's name: nothing else is known of it."""
        token = self.tokens[index]
        return (
            token.kind == "word"
            and token.text not in _STOPS
            and not self._breaks(index)
            and index not in self.objects
            and index not in self.heads
            and index not in self.bodies
            and index not in self.actors
        )

    def known_words(self, mention: SourceMention) -> frozenset[str]:
        """Return the words by which a source is known later, with its office and the name behind it."""
        start, end = mention.start, max(mention.end, mention.until)
        last = end
        while last < min(end + _NAME, len(self.tokens)) and not (
            (self.tokens[last].text in _STOPS and not (self.tokens[last].text == "," and last == end))
            or self.tokens[last].kind == "newline"
            or (self._breaks(last) and self.tokens[last].text not in _INTO_OFFICE)
            or last in self.objects
        ):
            last += 1
        return frozenset(
            bare(token.text) for token in self.tokens[start:last] if token.kind == "word"
        ) | frozenset(self.words(mention))

    def words(self, mention: SourceMention) -> list[str]:
        """Return the words of a source without article and proclitics."""
        first = self.passage.folded.text[
            self.tokens[mention.start].start + mention.skip : self.tokens[mention.start].end
        ]
        rest = [token.text for token in self.tokens[mention.start + 1 : mention.end] if token.kind == "word"]
        return [bare(first), *(bare(word) for word in rest)]
