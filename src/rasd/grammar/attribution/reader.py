"""Who says it: verbs of saying, "according to", relays ("نقلت رويترز عن…"), headline colons, credit lines.

Each source is typed by the codebook's list; words are in ``words/speech.yaml`` and the packs' ``sources.yaml``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass

from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution.heard import Heard
from rasd.grammar.attribution.marks import Marks
from rasd.grammar.attribution.sources import SourceMention
from rasd.grammar.attribution.speakers import Speakers
from rasd.grammar.passage import Passage
from rasd.lexicon import Match, cues

__all__ = ["Speech", "read_sources"]

_OPENS_SPEECH = frozenset({"ان", "بان", "انه", "انها", ":", '"', ",", "الي", "علي"})
_THAT = frozenset({".", "\n", "ان", "بان"})
_GOES_ON = cues("before_carried_verb")
_ADDING = cues("adding")
_OWN_VOICE = cues("own_voice")
_EDGES = frozenset({".", "\n", ":", "|", ",", '"', "ان", "بان"}) | cues("before_a_subject")
_FULL_STOPS = frozenset({".", "\n", ":", "|"})
_LABELS = cues("form_labels")
_UNTOLD = cues("untold")
_MEDIA = ("agency", "outlet", "social_media")
_RELAYED = 16  # tokens from a verb of relaying to whom it quotes
_HEADING = 5  # tokens of a line that only says who speaks
_LABEL = 14  # tokens before the colon of a label
_SUBJECT = 12  # tokens of a subject before its verb
_CREDIT = 8  # tokens of a credit line


@dataclass(slots=True)
class Speech:
    """The sources of a passage, and the verbs of saying that carry on with the source before."""

    sources: list[SourceMention]
    subjectless: list[int]
    addressed: list[int]
    """Tokens of actors behind a verb of saying whose subject stands before it."""
    credit: SourceMention | None = None
    """The one agency that the whole text is credited to."""


def read_sources(
    passage: Passage,
    actors: list[ActorMention],
    theatres: tuple[str, ...] = (),
    dated: Collection[int] = frozenset(),
) -> Speech:
    """Return the sources that a passage names, in text order; `dated` are the tokens of dates."""
    return _Reader(passage, actors, theatres, set(dated)).read()


class _Reader:
    def __init__(
        self, passage: Passage, actors: list[ActorMention], theatres: tuple[str, ...], dated: set[int]
    ) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.marks = Marks(passage, actors, theatres, dated)
        self.who = Speakers(self.marks)
        self.head_ends = {head.end: head for head in self.marks.heads.values() if head.cls == "head"}
        self.bodies, self.heads, self.actors = self.who.bodies, self.who.heads, self.who.actors
        self.triggers = [
            match
            for match in passage.layer("speech")
            if match.cls in ("says", "according", "relays") and not match.article  # البث is no verb
        ]
        self.trigger_starts = [trigger.start for trigger in self.triggers]
        self.found: dict[tuple[int, str], SourceMention] = {}
        self.by_trigger: dict[int, list[SourceMention]] = {}
        self.unsaid: list[int] = []
        self.addressed: list[int] = []

    def read(self) -> Speech:
        for trigger in self.triggers:
            if trigger.start and self.tokens[trigger.start - 1].text in _UNTOLD:
                continue
            if trigger.cls == "according":
                self._phrase(self._behind_what(trigger.end), trigger, "sources.according")
            elif trigger.cls == "relays":
                self._phrase(trigger.end, trigger, "sources.relays")
                self._quoted(trigger)
            elif not trigger.prefix.strip("وفل"):
                self._says(trigger)  # "بزعم اختراق": a pretext, no saying
        self._colons()
        self._platforms()
        self.unsaid += self.passage.at(_ADDING)
        sources = sorted(self.found.values(), key=lambda mention: mention.start)
        self.unsaid += Heard(self.passage, self.who).resolve(sources)
        self.unsaid.sort()
        named = {mention.trigger for mention in sources}
        return Speech(sources, [at for at in self.unsaid if at not in named], self.addressed, self._credit())

    def _behind_what(self, index: int) -> int:
        """ "وفق ما أحصاه مراسلنا", "بحسب ما وثقه مرصد كذا": who counted stands behind the verb."""
        if index + 1 >= len(self.tokens) or self.tokens[index].text != "ما":
            return index
        verb = self.marks.saying.get(index + 1)
        return index if verb is None else verb.end + (self.passage.texts[verb.end : verb.end + 1] == ["به"])

    def _says(self, trigger: Match) -> None:
        """Read who stands behind a verb of saying, else who stands before it, else it carries on."""
        if trigger.suffix:  # "نشرته وكالة كذا": the medium of what was said
            for mention in self.who.phrase(trigger.end, trigger.start, "sources.relays"):
                if mention.type in _MEDIA:
                    self._add(mention)
            return
        before = len(self.found)
        actor = self.marks.actor_ends.get(trigger.start)
        if (
            actor is not None
            and not trigger.prefix
            and (actor.start == 0 or self.tokens[actor.start - 1].text in _EDGES)
        ):
            self._add(self._named(actor, trigger.start))
            heard = range(trigger.end, self.marks.end(trigger.end))
            self.addressed += [at for at in heard if at in self.actors]
            return
        stated = trigger.entry.part not in ("past", "present")
        if stated and trigger.entry.words[0] == "في" and not self._owns_statement(trigger.end):
            return
        self._phrase(trigger.end, trigger, "sources.says")
        self._told_to(trigger)
        self._reported(trigger)
        if len(self.found) == before:
            self._before(trigger)
        if (
            len(self.found) == before
            and not trigger.suffix
            and (not stated or trigger.end - trigger.start > 2)
        ):
            text = self.tokens[trigger.start].text
            ahead = self.tokens[trigger.start - 1].text if trigger.start else "\n"
            if text in _OWN_VOICE:
                return
            name = self._bare_name(trigger.end)
            if name is not None:
                self._add(SourceMention(*name, "local", "sources.named_again", trigger.start, until=name[1]))
            elif trigger.prefix[:1] in ("و", "ف") or ahead in _GOES_ON or stated:
                self.unsaid.append(trigger.start)

    def _owns_statement(self, index: int) -> bool:
        """ "في بيان لقيادة كذا": whose statement it is."""
        found = self.bodies.get(index) or self.heads.get(index) or self.actors.get(index)
        return found is not None and found.prefix.endswith("ل")

    def _bare_name(self, index: int) -> tuple[int, int] | None:
        """Return one or two words between a verb of saying and what was said: the name of a person."""
        end = index
        while end < len(self.tokens) and end - index < 3 and self.marks.is_name(end):
            end += 1
        if end == index or end - index > 2 or end >= len(self.tokens):
            return None
        return (index, end) if self.tokens[end].text in _OPENS_SPEECH else None

    def _add(self, mention: SourceMention) -> None:
        if (mention.start, mention.type) not in self.found:
            self.found[mention.start, mention.type] = mention
            self.by_trigger.setdefault(mention.trigger, []).append(mention)

    def _phrase(self, index: int, trigger: Match, rule: str) -> None:
        for mention in self.who.phrase(index, trigger.start, rule):
            self._add(mention)

    def _quoted(self, trigger: Match) -> None:
        """نقلت … عن X: X is the source behind the agency."""
        for index in range(trigger.end, min(trigger.end + _RELAYED, len(self.tokens))):
            if self.tokens[index].text == "عن":
                self._phrase(index + 1, trigger, "sources.quoted")
                return
            if self.tokens[index].text in (".", "\n"):
                return

    def _reported(self, trigger: Match) -> None:
        """أوردت وكالة كذا عن X أن: X is the source behind the medium."""
        medium = next(
            (
                mention
                for mention in self.by_trigger.get(trigger.start, ())
                if mention.type in _MEDIA and mention.start > trigger.start
            ),
            None,
        )
        if medium is None:
            return
        at = medium.end
        while at < len(self.tokens) and self.tokens[at].text == '"':
            at += 1
        if at < len(self.tokens) and self.tokens[at].text == "عن":
            self._phrase(at + 1, trigger, "sources.quoted")

    def _told_to(self, trigger: Match) -> None:
        """قال X لوكالة Y: the agency, or another outlet named by what it is, that was spoken to."""
        hearing = self.marks.hearing
        if not hearing:
            return
        for index in range(trigger.end, min(trigger.end + 14, len(self.tokens))):
            if self.tokens[index].text in _THAT:
                return
            if index not in hearing:
                continue
            if any(mention.start < index < mention.end for mention in self.by_trigger.get(trigger.start, ())):
                continue
            body = self.bodies.get(index)
            head = self.heads.get(index) if index not in self.marks.within else None
            if body is not None and body.prefix.endswith("ل"):
                # The outlet itself is no source of its own talks: "قال لـ«كذا»"; "لقناة كذا" is another one.
                if body.type == "agency" or (head is not None and body.type == "outlet"):
                    self._add(self.who.of_body(body, trigger.start, "sources.told_to"))
            elif (
                head is not None and head.prefix.endswith("ل") and head.value["type"] in ("agency", "outlet")
            ):
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

    def _named(self, actor: ActorMention, trigger: int) -> SourceMention:
        """An office of a state speaks as an official, whatever it is called: "الشرطة الألمانية تعلن"."""
        head = self.heads.get(actor.start)
        if head is not None and head.value["type"] == "official":
            return self.who.of_head(head, trigger, "sources.before", actor.end)
        return self.who.of_actor(actor, trigger, "sources.before")

    def _before(self, trigger: Match) -> None:
        """Subject before the verb: "الجيش اللبناني يعلن", "مصدر طبي أكد"."""
        start = trigger.start
        if trigger.prefix[:1] in ("و", "ف"):
            return  # "وقال": its subject stands behind it
        for end in (start, start - 1):
            actor = self.marks.actor_ends.get(end)
            if actor is not None and all(self.tokens[at].text == "قد" for at in range(end, start)):
                noun = self.head_ends.get(actor.start)
                body = self.bodies.get(noun.start) if noun is not None else None
                if body is not None and body.end >= actor.end:
                    self._add(self.who.of_body(body, start, "sources.before"))
                elif noun is not None and str(noun.value["type"]) in ("outlet", "agency"):
                    self._add(self.who.of_head(noun, start, "sources.before"))  # "إعلام العدو يتحدث"
                else:
                    self._add(self._named(actor, start))
                return
        first = start
        while first > max(0, start - _SUBJECT) and self.tokens[first - 1].text not in _FULL_STOPS:
            first -= 1
        for index in range(first, start):
            if index and self.tokens[index - 1].text not in _EDGES:
                continue
            head, body, actor = self.heads.get(index), self.bodies.get(index), self.actors.get(index)
            if body is not None:
                self._add(self.who.of_body(body, start, "sources.before"))
                return
            if head is not None:
                self._add(self.who.of_head(head, start, "sources.before"))
                return
            if actor is not None and actor.end <= start:
                self._add(self.who.of_actor(actor, start, "sources.before"))
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
        for index in self.passage.where.get(":", ()):
            if index + 1 < len(self.tokens) and self.tokens[index + 1].text in "/":
                continue
            start = index
            if start and self.tokens[start - 1].kind == "newline":
                start -= 1  # some set the colon on a line of its own
            while (
                start > 0
                and index - start < _LABEL
                and self.tokens[start - 1].text not in (".", "\n", "|", ":", "-", ",")
            ):
                start -= 1
            if index - start == 1 and self.tokens[start].text in _LABELS:
                continue  # "الموقع: مديرية كذا" is a form
            line_head = start == 0 or self.tokens[start - 1].text in ("\n", "|", ".", "-")
            if not line_head or any(
                self.tokens[at].kind == "number" or at in self.marks.saying for at in range(start, index)
            ):
                continue
            for at in range(start, index):
                body, head, actor = self.bodies.get(at), self.heads.get(at), self.actors.get(at)
                if body is not None:
                    self._add(self.who.of_body(body, index, "sources.colon"))
                    break
                if head is not None and at == start:
                    self._add(self.who.of_head(head, index, "sources.colon", index))
                    break
                if actor is not None and at - start <= 1:
                    self._add(self.who.of_actor(actor, index, "sources.colon"))
                    break
            about = next((at for at in range(start + 1, index) if self.tokens[at].text == "عن"), None)
            if about is not None:  # "رويترز عن مصادر طبية:"
                for mention in self.who.phrase(about + 1, index, "sources.quoted"):
                    self._add(mention)
        self._headings()

    def _headings(self) -> None:
        """ "مصدر أمني لقناة كذا" on a line of its own, without a colon: who told the outlet what stands below."""
        start = 0
        for index in self.passage.where.get("\n", ()):
            head = self.heads.get(start)
            last = self.tokens[index - 1].text if index else ""
            if (
                head is not None
                and head.cls == "head"
                and not head.prefix
                and head.end < index <= start + _HEADING
                and last.startswith("ل")
                and len(last) > 2
            ):
                self._add(self.who.of_head(head, index - 1, "sources.colon", head.end))
            start = index + 1

    def _credit(self) -> SourceMention | None:
        """The one agency that a text is credited to: "واس - المدينة:" at its head, "(رويترز)", "(أ ف ب)" at its end."""
        last = len(self.tokens)
        while last and self.tokens[last - 1].text in (".", "\n"):
            last -= 1
        if last > 2 and self.tokens[last - 1].text == ")":
            first = last - 2
            while first and last - first < _CREDIT and self.tokens[first].text != "(":
                first -= 1
            inside = [token for token in self.tokens[first + 1 : last - 1] if token.text != "."]
            body = self.bodies.get(first + 1)
            if body is not None and body.type == "agency" and body.end == last - 1:
                return self.who.of_body(body, first + 1, "sources.credit")
            # Initials in brackets at the end are an agency's.
            if len(inside) > 1 and all(token.kind == "word" and len(token.text) == 1 for token in inside):
                return SourceMention(first + 1, last - 1, "agency", "sources.credit", first + 1)
        body = self.bodies.get(0)
        if body is not None and body.type == "agency" and body.end < last:
            if self.tokens[body.end].text in ("-", "/", ":"):
                return self.who.of_body(body, 0, "sources.credit")
        return None
