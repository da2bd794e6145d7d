"""Who a noun phrase names as a speaker: a body, a head ("مصدر طبي"), an actor, or a person with an office.

What stands behind an open head decides of what sort it is: "مصدر في مستشفى كذا" is medical, "مدير شرطة كذا" official.
"""

from __future__ import annotations

from collections.abc import Iterator

from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution.marks import STATEMENTS, STOPS, Marks
from rasd.grammar.attribution.offices import Offices
from rasd.grammar.attribution.sources import Body, SourceMention
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare

__all__ = ["Speakers"]

_NOT_SPEAKERS = cues("not_speakers")
_INTO_OFFICE = cues("into_office")
_SOME_OF = cues("some_of")
_DELEGATES = cues("delegates")
_NO_NAMES = cues("no_names")
_ANONYMOUS = frozenset({"مصدر", "مصادر"})
_UNCLOSED = frozenset({"باسم", "في", "من", "محافظه", "وزاره", "مستشفي", "شرطه"})
_LONGEST = 9  # tokens of a name
_OWNER = 3  # words that close a name
_NAME = 5  # words of a person's name


class Speakers:
    """The bodies, heads and actors of a passage, and how a phrase is read that starts at one of them."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.tokens = marks.tokens
        self.bodies, self.heads, self.actors = marks.bodies, marks.heads, marks.actors
        self.offices = Offices(marks)

    def phrase(self, index: int, trigger: int, rule: str) -> Iterator[SourceMention]:
        """Yield the sources named in the phrase that starts at `index`."""
        for _ in range(2):
            if index < len(self.tokens) and (
                self.tokens[index].text == '"' or self.tokens[index].text in _NOT_SPEAKERS
            ):
                index += 1
        while index < len(self.tokens) and index in self.marks.dated and index not in self.bodies:
            index += 1  # "أفاد أمس الأربعاء مسؤول"
        end = self.marks.end(index)
        if end == index:
            return
        at = head = self._behind_quantity(index, end)
        found = False
        while at < end and not (at > head and at in self.marks.objects):
            source = self.at(at, end, trigger, rule, first=at == head)
            if source is not None and at == head != index:
                source.start, source.skip = index, 0
            if source is None:
                at += 1
                if at in self.marks.objects or (at - index > 4 and not found):
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
            joined = body.prefix.startswith("و") or self.tokens[index - 1].text in ("و", '"')
            if first or joined or body.type != "party":  # else a side that is told of
                return self.of_body(body, trigger, rule)
            return None
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
        limit = self.marks.end(head.start) if end is None else end
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
        reach = min(self.marks.end(head.end), limit) if head.end < limit else head.end
        if head.entry.words[0] in _DELEGATES and self.text_at(head.end) == '"':
            type_ = "correspondent"  # "مندوب «كذا»"
        if type_ == "correspondent":
            # The outlet right behind belongs to the name; مراسلنا needs nothing more.
            ours = self.tokens[head.end - 1].text.endswith("نا") or head.article
            body = next((self.bodies[at] for at in range(head.end, reach) if at in self.bodies), None)
            stop = head.end if ours else body.end if body else self._name_end(head.end, max(reach, head.end))
            return SourceMention(head.start, stop, type_, rule, trigger, skip=head.skip, until=stop)
        told = next((at for at in range(head.end, reach) if at in self.marks.objects), reach)
        actor = next((self.actors[at] for at in range(head.start, told) if at in self.actors), None)
        stop = self._name_end(head.end, max(reach, head.end))
        side: str | None = actor.actor if actor else None
        owner = actor.start if actor else -1
        until = stop
        if head.value.get("open"):
            word = head.entry.words[-1]
            office = self.offices.behind(
                head.end, chained=word not in _ANONYMOUS and not (head.article and word in STATEMENTS)
            )
            if office is not None:
                type_, side, owner = office.type, office.actor, office.owner
                stop = max(stop, office.end)
                until = max(until, office.end)
            stop = self._with_owner(stop)
        elif type_ in ("official", "outlet") and actor is not None and self._is_belligerent(actor):
            type_ = "party"
        if head.entry.words[0] in _ANONYMOUS:  # "مصدر عسكري للقناة": whom he told is no part of him
            stop = next((at for at in range(head.end, stop) if self.tokens[at].text.startswith("لل")), stop)
        stop = min(stop, head.start + _LONGEST)
        return SourceMention(
            head.start, stop, type_, rule, trigger, side, skip=head.skip, owner=owner, until=until
        )

    def text_at(self, index: int) -> str:
        """Return the folded text of a token, or nothing behind the last."""
        return self.tokens[index].text if index < len(self.tokens) else ""

    def _with_owner(self, stop: int) -> int:
        """Let a name that ends in "باسم", "في" take the few words that close it."""
        if self.tokens[stop - 1].text not in _UNCLOSED:
            return stop
        at = stop + 1 if stop < len(self.tokens) and self.tokens[stop].text == '"' else stop
        last = at
        while last < min(at + _OWNER, len(self.tokens)) and not (
            self.tokens[last].kind != "word" or self.tokens[last].text in STOPS or self.marks.breaks(last)
        ):
            last += 1
        return last if last > at else stop

    def _quoted_body(self, index: int) -> Body | None:
        """Return the body in quotes or brackets right behind its noun: وكالة "كذا", شبكة «كذا»."""
        if index + 1 >= len(self.tokens) or self.tokens[index].text not in ('"', "("):
            return None
        body = self.bodies.get(index + 1)
        closed = body is not None and body.end < len(self.tokens) and self.tokens[body.end].text in ('"', ")")
        return body if closed else None

    def _is_belligerent(self, actor: ActorMention) -> bool:
        """An armed body, and no government: whoever speaks for it is a party."""
        return not (actor.start in self.heads or actor.adjective or actor.leader or actor.person)

    def _name_end(self, index: int, end: int) -> int:
        """Let a head take the words that qualify it, up to the next source."""
        first = index
        while (
            index < end
            and index not in self.bodies
            and index not in self.marks.objects
            and not (index in self.heads and self.heads[index].prefix == "و")
            and not (self.tokens[index].text.startswith("بال") and index not in self.marks.place_nouns)
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
                if not self._is_person(index, at):
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
                token.text in STOPS - {","}
                or token.kind == "newline"
                or (token.text == "," and at == index)
                or (at > index and self.marks.breaks(at))
                or at in self.marks.objects
                or at in self.bodies
                or token.kind == "number"
            ):
                return None
            at += 1
        return None

    def _is_person(self, start: int, end: int) -> bool:
        """A name has two words at least, or stands apart from the office ("فلان، وهو …")."""
        words = [at for at in range(start, end) if self.tokens[at].kind == "word"]
        apart = self.tokens[end - 1].text in (",", "وهو", "وهي")
        return (len(words) > 1 or apart) and not any(
            self.marks.breaks(at) or self.tokens[at].text in _NO_NAMES for at in words if at != end - 1
        )

    def known_words(self, mention: SourceMention) -> frozenset[str]:
        """Return the words by which a source is known later, with its office and the name behind it."""
        start, end = mention.start, max(mention.end, mention.until)
        last = end
        while last < min(end + _NAME, len(self.tokens)) and not (
            (self.tokens[last].text in STOPS and not (self.tokens[last].text == "," and last == end))
            or self.tokens[last].kind == "newline"
            or (self.marks.breaks(last) and self.tokens[last].text not in _INTO_OFFICE)
            or last in self.marks.objects
        ):
            last += 1
        return frozenset(
            bare(token.text) for token in self.tokens[start:last] if token.kind == "word"
        ) | frozenset(self.words(mention))

    def words(self, mention: SourceMention) -> list[str]:
        """Return the words of a source without article and proclitics."""
        passage = self.marks.passage
        first = passage.folded.text[
            passage.starts[mention.start] + mention.skip : passage.ends[mention.start]
        ]
        rest = [token.text for token in self.tokens[mention.start + 1 : mention.end] if token.kind == "word"]
        return [bare(first), *(bare(word) for word in rest)]
