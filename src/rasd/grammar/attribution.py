"""Who says it: verbs of saying, "according to", relays ("نقلت رويترز عن…"), headline colons.

Each source is typed by the codebook's list; words are in ``words/speech.yaml`` and the packs' ``sources.yaml``.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from rasd.grammar.actors import ActorMention
from rasd.grammar.passage import Passage
from rasd.lexicon import Match, cues

__all__ = ["SourceMention", "read_sources"]

_NOT_SPEAKERS = cues("not_speakers")
_FORCE_STEMS = cues("force_stems")

_STOPS = frozenset('.,:;?!|()"\n') | cues("source_stops")
_PREPOSITIONS = cues("source_prepositions")
_QUOTED = cues("quoted_bodies")
_HAPPENED = cues("happened")
_MEMBER_OF = cues("member_of")
_TOLD = frozenset({"", "strike", "bombard", "launch", "blast", "fight", "shoot", "capture", "chemical"})
_REACH = 12


@dataclass(slots=True, eq=False)
class SourceMention:
    """A source at tokens ``start:end``."""

    start: int
    end: int
    type: str
    rule: str
    trigger: int
    """Token of the word of saying."""
    actor: str | None = None
    """The belligerent whose statement it is."""
    skip: int = 0
    """Characters of proclitics to leave out at the start."""
    owner: int = -1
    """First token of the actor that the speaker belongs to, where he is not named as the actor itself."""


def read_sources(
    passage: Passage, actors: list[ActorMention], theatres: tuple[str, ...] = ()
) -> list[SourceMention]:
    """Return the sources that a passage names, in text order."""
    reader = _Reader(passage, actors, theatres)
    return reader.read()


def _is_body(actor: ActorMention) -> bool:
    """A belligerent under a name of its own speaks as a body does: "بيان لحركة كذا"."""
    return actor.rule == "actors.name" and not actor.force and actor.prefix.strip("ولب") == ""


@dataclass(frozen=True, slots=True)
class _Body:
    """Somebody who speaks: a body of the packs, or a belligerent under its own name."""

    start: int
    end: int
    type: str
    actor: str | None
    prefix: str
    skip: int

    @classmethod
    def of(cls, match: Match) -> _Body:
        value = match.value
        return cls(match.start, match.end, str(value["type"]), value.get("actor"), match.prefix, match.skip)

    @classmethod
    def named(cls, mention: ActorMention) -> _Body:
        return cls(mention.start, mention.end, "party", mention.actor, mention.prefix, mention.skip)


class _Reader:
    def __init__(self, passage: Passage, actors: list[ActorMention], theatres: tuple[str, ...]) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        speaking = {match.start for match in passage.layer("speech") if match.cls == "head"}
        self.bodies = {
            mention.start: _Body.named(mention)
            for mention in actors
            if _is_body(mention) and mention.start not in speaking  # "الحكومة كذا" is an official
        }
        named = {(mention.start, mention.end) for mention in actors}
        theatre_of: dict[int, str] = {}
        for match in passage.layer("body"):
            if match.value["type"] == "party" and (match.start, match.end) in named:
                continue  # a belligerent speaks under its own name: all are read alike
            # One body may speak for different sides in different theatres.
            theatre = str(match.value["theatre"])
            if match.start not in theatre_of or (
                theatre_of[match.start] not in theatres and theatre in theatres
            ):
                theatre_of[match.start] = theatre
                self.bodies[match.start] = _Body.of(match)
        self.heads: dict[int, Match] = {}
        self.triggers: list[Match] = []
        self.speech_at: dict[int, Match] = {}
        for match in passage.layer("speech"):
            if match.cls in ("head", "platform"):
                self.heads.setdefault(match.start, match)
            elif match.cls in ("says", "according", "relays"):
                self.triggers.append(match)
                self.speech_at.setdefault(match.start, match)
        self.actors = {mention.start: mention for mention in actors}
        self.actor_ends = {mention.end: mention for mention in actors}
        self.trigger_starts = [trigger.start for trigger in self.triggers]
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
        self.within = {at for match in self.bodies.values() for at in range(match.start + 1, match.end)}
        self.found: dict[tuple[int, str], SourceMention] = {}

    def read(self) -> list[SourceMention]:
        for trigger in self.triggers:
            if trigger.cls == "according":
                self._phrase(trigger.end, trigger, "sources.according")
            elif trigger.cls == "relays":
                self._phrase(trigger.end, trigger, "sources.relays")
                self._quoted(trigger)
            else:
                before = len(self.found)
                self._phrase(trigger.end, trigger, "sources.says")
                self._told_to(trigger)
                if len(self.found) == before:
                    self._before(trigger)
        self._colons()
        self._platforms()
        return sorted(self.found.values(), key=lambda mention: mention.start)

    def _add(self, mention: SourceMention) -> None:
        self.found.setdefault((mention.start, mention.type), mention)

    def _end(self, index: int) -> int:
        """End of the noun phrase that starts at `index`."""
        first = index
        while index < len(self.tokens) and index - first < _REACH:
            token = self.tokens[index]
            if token.text == '"' and index > first:
                closing = next(
                    (
                        at
                        for at in (index + 2, index + 3, index + 4)
                        if at < len(self.tokens) and self.tokens[at].text == '"'
                    ),
                    None,
                )
                if closing is not None and self.tokens[index - 1].text in _QUOTED:
                    index = closing + 1
                    continue
            if token.text in _STOPS or token.kind == "newline" or (index > first and index in self.acts):
                break
            if index > first and (token.text in _PREPOSITIONS or index in self.speech_at):
                break
            index += 1
        return index

    def _phrase(self, index: int, trigger: Match, rule: str) -> bool:
        """Read the sources named in the phrase that starts at `index`."""
        for _ in range(2):
            if index < len(self.tokens) and (
                self.tokens[index].text == '"' or self.tokens[index].text in _NOT_SPEAKERS
            ):
                index += 1
        # "وقال، في بيان، مصدر": the phrase may stand behind one aside.
        end = self._end(index)
        if end == index:
            return False
        at = index
        any_found = False
        while at < end:
            step = self._at(at, end, trigger, rule, first=at == index)
            if step is None:
                at += 1
                if at in self.objects:
                    break
                if at - index > 4 and not any_found:
                    break
                continue
            any_found = True
            at = step
        return any_found

    def _at(self, index: int, end: int, trigger: Match, rule: str, *, first: bool) -> int | None:
        body = self.bodies.get(index)
        if body is not None and not body.prefix.strip("ولب"):
            type_ = body.type
            self._add(SourceMention(index, body.end, type_, rule, trigger.start, body.actor, skip=body.skip))
            return body.end
        head = self.heads.get(index)
        if head is not None and (
            first or head.prefix == "و" or head.cls == "platform" or self.tokens[index - 1].text == "و"
        ):
            type_ = str(head.value["type"])
            reach = self._end(head.end) if head.end < end else head.end
            actor = next(
                (self.actors[at] for at in range(head.start, min(reach, end)) if at in self.actors), None
            )
            if (
                type_ in ("official", "outlet")
                and actor is not None
                and any(
                    word
                    in self.passage.folded.text[
                        self.tokens[head.start].start : self.tokens[min(reach, end) - 1].end
                    ]
                    for word in _FORCE_STEMS
                )
            ):
                type_ = "party"
            stop = self._name_end(head.end, min(max(reach, head.end), end))
            if type_ == "correspondent":
                stop = max(reach, head.end)
            if actor is None and stop < len(self.tokens) and self.tokens[stop].text in _MEMBER_OF:
                actor = self.actors.get(stop + 1)  # "قيادي في حركة كذا"
            self._add(
                SourceMention(
                    head.start,
                    stop,
                    type_,
                    rule,
                    trigger.start,
                    actor.actor if actor else None,
                    skip=head.skip,
                    owner=actor.start if actor else -1,
                )
            )
            return stop
        actor = self.actors.get(index)
        if actor is not None and (first or actor.prefix.startswith("و") or actor.leader):
            self._add(
                SourceMention(index, actor.end, "party", rule, trigger.start, actor.actor, skip=actor.skip)
            )
            return actor.end
        return None

    def _name_end(self, index: int, end: int) -> int:
        """Let a head take the words that qualify it, up to the next source."""
        first = index
        while (
            index < end
            and index not in self.bodies
            and index not in self.objects
            and not (index in self.heads and self.heads[index].prefix == "و")
        ):
            index += 1
        while index > first and self.tokens[index - 1].text in ("ل", "ب", "و", "(", '"'):
            index -= 1
        return index

    def _quoted(self, trigger: Match) -> None:
        """نقلت … عن X: X is the source behind the agency."""
        for index in range(trigger.end, min(trigger.end + 10, len(self.tokens))):
            if self.tokens[index].text == "عن":
                self._phrase(index + 1, trigger, "sources.quoted")
                return
            if self.tokens[index].text in (".", "\n"):
                return

    def _told_to(self, trigger: Match) -> None:
        """قال X لوكالة Y: the medium that was spoken to."""
        for index in range(trigger.end, min(trigger.end + 14, len(self.tokens))):
            text = self.tokens[index].text
            if text in (".", "\n", "ان", "بان"):
                return
            body = self.bodies.get(index)
            if body is not None and body.prefix.endswith("ل") and body.type != "party":
                self._add(
                    SourceMention(
                        index,
                        body.end,
                        body.type,
                        "sources.told_to",
                        trigger.start,
                        body.actor,
                        skip=body.skip,
                    )
                )
            head = self.heads.get(index) if index not in self.within else None
            if head is not None and head.prefix.endswith("ل") and head.value["type"] in ("agency", "outlet"):
                following = self.bodies.get(head.end)
                self._add(
                    SourceMention(
                        index,
                        following.end if following else head.end,
                        str(head.value["type"]),
                        "sources.told_to",
                        trigger.start,
                        skip=head.skip,
                    )
                )

    def _before(self, trigger: Match) -> None:
        """Subject before the verb: "الجيش اللبناني يعلن", "مصدر طبي أكد"."""
        start = trigger.start
        for end in (start, start - 1):
            actor = self.actor_ends.get(end)
            if actor is not None and all(self.tokens[at].text == "قد" for at in range(end, start)):
                self._add(
                    SourceMention(
                        actor.start, actor.end, "party", "sources.before", start, actor.actor, skip=actor.skip
                    )
                )
                return
        for index in range(max(0, start - 8), start):
            if any(self.tokens[at].text in (".", "\n", ":", "|") for at in range(index, start)):
                continue
            head, body, actor = self.heads.get(index), self.bodies.get(index), self.actors.get(index)
            edge = index == 0 or self.tokens[index - 1].text in (".", "\n", ":", "|", ",", '"')
            if not edge:
                continue
            if body is not None:
                self._add(
                    SourceMention(
                        index,
                        body.end,
                        body.type,
                        "sources.before",
                        start,
                        body.actor,
                        skip=body.skip,
                    )
                )
                return
            if head is not None:
                self._add(
                    SourceMention(
                        index, head.end, str(head.value["type"]), "sources.before", start, skip=head.skip
                    )
                )
                return
            if actor is not None and actor.end <= start:
                self._add(
                    SourceMention(
                        index, actor.end, "party", "sources.before", start, actor.actor, skip=actor.skip
                    )
                )
                return

    def _platforms(self) -> None:
        """The platform of a statement stands beside its author: "في حسابه على تويتر"."""
        for head in self.heads.values():
            if head.cls == "platform" and any(
                0 < abs(trigger.start - head.start) <= 14
                and not any(
                    self.tokens[at].kind == "newline"
                    for at in range(min(trigger.start, head.start), max(trigger.start, head.start))
                )
                for trigger in self.triggers[
                    bisect_left(self.trigger_starts, head.start - 14) : bisect_left(
                        self.trigger_starts, head.start + 15
                    )
                ]
            ):
                self._add(
                    SourceMention(
                        head.start, head.end, "social_media", "sources.platform", head.start, skip=head.skip
                    )
                )

    def _colons(self) -> None:
        """ "هيئة كذا: …" at the head of a line or behind عاجل |."""
        for index, token in enumerate(self.tokens):
            if token.text != ":" or (index + 1 < len(self.tokens) and self.tokens[index + 1].text in "/"):
                continue
            start = index
            while (
                start > 0
                and index - start < 9
                and self.tokens[start - 1].text not in (".", "\n", "|", ":", "-", ",")
            ):
                start -= 1
            line_head = start == 0 or self.tokens[start - 1].text in ("\n", "|", ".", "-")
            if not line_head or any(self.tokens[at].kind == "number" for at in range(start, index)):
                continue
            for at in range(start, index):
                body, head, actor = self.bodies.get(at), self.heads.get(at), self.actors.get(at)
                if body is not None:
                    self._add(
                        SourceMention(
                            at,
                            body.end,
                            body.type,
                            "sources.colon",
                            index,
                            body.actor,
                            skip=body.skip,
                        )
                    )
                    break
                if head is not None and at == start:
                    self._add(
                        SourceMention(
                            at, index, str(head.value["type"]), "sources.colon", index, skip=head.skip
                        )
                    )
                    break
                if actor is not None and at - start <= 1:
                    self._add(
                        SourceMention(
                            at, actor.end, "party", "sources.colon", index, actor.actor, skip=actor.skip
                        )
                    )
                    break
