"""What one sentence tells of a statement: its speaker, who would act, whom it meets, where and when it was said."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.coding.frame import Role
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.dates import DateMention
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare

__all__ = ["NOBODY", "Utterance", "Utterances", "nation", "nisba_of", "role"]

_AGAINST = cues("against")
_BEFORE_OTHERS = cues("threat_prepositions")
_ENDS = cues("threat_ends")
_MEETING = cues("said_during")
_CONTINUES = tuple(sorted(cues("continues")))
_LED = cues("led")
NOBODY = frozenset({"CIVILIANS", "UNIDENTIFIED"})
_BY = cues("by")
_GAP = 3  # tokens between a subject and the verb behind it
_AFTER_VERB = 5  # tokens between a verb and its subject
_CARRIES = 3  # sentences over which "سنرد" keeps its speaker


def role(mention: ActorMention, rule: str) -> Role:
    """Return an actor in a role that a statement gives it."""
    return Role(mention, rule)


def nation(mentions: Mentions, start: int, end: int) -> ActorMention | None:
    """Return the state whose adjective stands in tokens ``start:end``: "وزير الدفاع التركي" speaks for it."""
    for match in mentions.within("nisba", start, end):
        if not match.value.get("theatre"):
            return nisba_of(match)
    return None


def nisba_of(match: Match) -> ActorMention:
    """Return the state that an adjective names."""
    return ActorMention(
        match.start,
        match.end,
        match.start,
        str(match.value["actor"]),
        "actors.nisba",
        match.prefix,
        adjective=True,
        skip=match.skip,
    )


@dataclass(slots=True, init=False)
class Utterance:
    """A sentence with its sources and who speaks in it."""

    sentence: Sentence
    sources: list[SourceMention]
    speaker: ActorMention | None
    actors: list[ActorMention]

    def __init__(
        self,
        sentence: Sentence,
        sources: list[SourceMention],
        speaker: ActorMention | None,
        actors: list[ActorMention],
    ) -> None:
        self.sentence = sentence
        self.sources = sources
        self.speaker = speaker
        self.actors = actors


class Utterances:
    """The sentences of one document, each with its speaker."""

    def __init__(self, mentions: Mentions, states: frozenset[str] = frozenset()) -> None:
        self.a = mentions
        self.states = states
        self.tokens = mentions.passage.tokens
        self.texts = mentions.passage.texts
        self.named = {at for source in mentions.sources for at in range(source.start, source.end)}

    def read(self) -> list[Utterance]:
        """Return the unmasked sentences; a speaker is carried to the sentences that go on with it."""
        found: list[Utterance] = []
        carried: tuple[int, list[SourceMention], ActorMention | None] | None = None
        for sentence in self.a.structure.sentences:
            if sentence.start in self.a.structure.masked:
                continue
            own = between(self.a.sources, sentence.start, sentence.end)
            actors = [
                mention
                for mention in between(self.a.actors, sentence.start, sentence.end)
                if mention.actor not in NOBODY
            ]
            speaker = self._speaker(own, actors)
            goes_on = self.tokens[sentence.start].text.startswith(_CONTINUES)
            if not own and carried is not None and sentence.index - carried[0] <= _CARRIES and goes_on:
                own, speaker = carried[1], carried[2]
            elif speaker is None and carried is not None and sentence.index - carried[0] <= _CARRIES:
                # "وشدد البيان": the statement is that of the speaker before.
                statement = self.word(sentence.start + 1).removeprefix("ال") in _STATEMENTS
                speaker = carried[2] if goes_on or not own or statement else None
            if own and (
                speaker is not None
                or carried is None
                or self.word(sentence.start + 1).removeprefix("ال") not in _STATEMENTS
            ):
                carried = (sentence.index, own, speaker)
            found.append(Utterance(sentence, own, speaker, actors))
        return found

    def _speaker(self, sources: list[SourceMention], actors: list[ActorMention]) -> ActorMention | None:
        for source in sources:
            if source.type not in ("party", "official") or source.rule == "sources.told_to":
                continue
            if source.rule == "sources.before" and self.word(source.trigger).startswith("و"):
                continue  # "وقال" goes on with who spoke before
            for mention in actors:
                belongs = mention.start == source.end + 1 and self.word(source.end) in _BELONGS
                inside = source.start <= mention.start <= source.end
                if inside or belongs or mention.start <= source.start < mention.end:
                    return mention
            # The office in front of a name carries the state: "وزير الدفاع الإسرائيلي، فلان".
            of_state = nation(self.a, source.start, source.end + 1)
            if of_state is not None:
                return of_state
            if (
                source.actor is not None and source.type == "party"
            ):  # "الإعلام الحربي": a body of its own name
                first = source.start
                return ActorMention(first, source.end, first, source.actor, "actors.name", skip=source.skip)
        return None

    def word(self, index: int) -> str:
        """Return a token's folded text, empty outside the text."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def among(self, index: int, words: frozenset[str]) -> bool:
        """Say whether a token is one of `words`, with or without a conjunction, a preposition and the article."""
        text = self.word(index)
        forms = {text}
        for proclitics in ("وف", "بلك"):
            forms |= {form[1:] for form in forms if len(form) > 3 and form[0] in proclitics}
        forms |= {bare(form) for form in forms}
        return not forms.isdisjoint(words)

    def oblique(self, mention: ActorMention) -> bool:
        """Say whether an actor stands behind a preposition, a word of support or an object's mark."""
        before = self.word(mention.start - 1)
        at = mention.start - 1
        if before in ('"', "("):
            at -= 1
            before = self.word(at)
        if before in _BELONGS and self.among(at - 1, _OFFICERS):
            return False  # "قائد في قوات كذا" speaks and acts for it
        return (
            mention.prefix.lstrip("وف") != ""
            or before in _BEFORE_OTHERS
            or before.removeprefix("و") in _LED
            or mention.on_event
        )

    def beside(self, said: Utterance, verb: Match) -> ActorMention | None:
        """Return who stands right beside a verb as its subject, else None."""
        for at in (verb.start - 1, verb.start - 2):
            for mention in said.actors:
                if mention.end == at + 1 and not self.oblique(mention):
                    return mention
            if self.word(at) not in _WILL | {"كانت", "كان"}:
                break
        for at in range(verb.end, min(verb.end + 3, said.sentence.end)):
            found = self.a.actor_at.get(at)
            if found is not None:
                return found if found in said.actors and not self.oblique(found) else None
            if self.word(at) in _BEFORE_OTHERS or self.word(at) in (".", ":", ","):
                break
        return None

    def subject(self, said: Utterance, verb: Match) -> ActorMention | None:
        """Return who would do what `verb` says: behind it, in front of it, or who speaks."""
        text = self.word(verb.start).lstrip("وفس")
        if text.startswith("ن") and verb.entry.part == "present":
            return said.speaker
        if any(self.word(at) in _HOMELAND for at in range(verb.start - 3, verb.end + 3)):
            return said.speaker
        end = said.sentence.end
        at = verb.start - 1 - (self.word(verb.start - 1) in _WILL)
        front = next((m for m in said.actors if m.end == at + 1 and not self.oblique(m)), None)
        if front is not None and not verb.prefix.startswith(("و", "ف")):
            return front
        forces = {match.start for match in self.a.every("threat", verb.end, end) if match.cls == "force"}
        for at in range(verb.end, min(verb.end + _AFTER_VERB, end)):
            word = self.word(at)
            mention = self.a.actor_at.get(at)
            if mention is not None and mention.actor not in NOBODY:
                # "ستلاحق مسلحي كذا": a feminine verb has no men for its subject.
                men = "many" in (mention.person, mention.force_number) and text.startswith("ت")
                if not self.oblique(mention) and not men:
                    return mention
                break
            if at in forces:
                break
            if word in _BEFORE_OTHERS or word in (".", ":", ",") or word.startswith(("ب", "ل")):
                break
        before = self.word(verb.start - 1)
        if before == "سوف" or before == "لن" or before == "قد":
            before = self.word(verb.start - 2)
        if before in _PRONOUNS:
            return said.speaker or self._first(said, verb.start)
        ahead = [
            mention for mention in said.actors if mention.end <= verb.start and not self.oblique(mention)
        ]
        goes_on = verb.prefix.startswith(("و", "ف"))
        if ahead and (goes_on or verb.start - ahead[-1].end <= _GAP):
            return ahead[-1]
        return said.speaker if goes_on else None

    def _first(self, said: Utterance, before: int) -> ActorMention | None:
        return next(
            (mention for mention in said.actors if mention.end <= before and not self.oblique(mention)),
            None,
        )

    def reach(self, said: Utterance, start: int) -> int:
        """Return where what a statement says ends: at the reason, the occasion or the next news."""
        ends = {
            match.start
            for match in self.a.within("connector", start + 1, said.sentence.end)
            if match.cls == "split"
        }
        for at in range(start + 1, said.sentence.end):
            word = self.tokens[at].text
            if at in ends or word in _ENDS or word.removeprefix("و") in _ENDS or word in _MEETING:
                return at
        return said.sentence.end

    def met(self, said: Utterance, start: int, end: int, doers: set[str]) -> list[ActorMention]:
        """Return the actors against whom force is announced in tokens ``start:end``."""
        found: list[ActorMention] = []
        last = -1
        spans = self.a.within("threat", start, end)
        ends = {match.end for match in spans if match.cls in ("force", "uses", "threatens")}
        sites = {match.end for match in self.a.within("site", start, end)}
        for mention in between(self.a.actors, start, end):
            if mention.actor in doers or mention.actor in NOBODY:
                continue
            before = self.word(mention.start - 1)
            prefix = mention.prefix.lstrip("وف")
            gap = [self.word(at) for at in range(last, mention.start)] if last >= 0 else []
            listed = 0 < len(gap) <= 3 and "و" in gap and all(word in _MARKS for word in gap)
            joined = listed or (
                mention.start == last
                and mention.prefix.startswith("و")
                or (before in (",", "و") and mention.start - 1 == last)
            )
            behind = self._against(mention.start, start)
            behind = (
                behind
                or before == "من"
                and any(
                    self.word(at).removeprefix("ل") in _FREED
                    for at in range(mention.start - 8, mention.start)
                )
            )
            struck = mention.start in ends or mention.start in sites or before in _ANSWERED
            if before in _BY or before in _LED or self.helps(mention):
                continue
            if mention.start in self.named and not behind:
                continue
            if (
                joined
                or behind
                or struck
                or prefix.endswith(("ب", "ل"))
                and (mention.start in ends or mention.start in sites)
                or mention.on_event
            ):
                found.append(mention)
                last = mention.end
        return found

    def helps(self, mention: ActorMention) -> bool:
        """ "بدعم جوي روسي", "بإسناد من أ": who stands behind it acts along."""
        return any(self.word(at) in _HELP for at in range(mention.start - 3, mention.start))

    def _against(self, at: int, start: int) -> bool:
        """ "ضد أ", "على تمادي أ", "ضد المنظمات الإرهابية أ": few words behind the preposition, no other between."""
        for index in range(at - 1, max(start, at - 5), -1):
            word = self.word(index)
            if word in _AGAINST:
                return True
            if word in _BEFORE_OTHERS or word in (".", ":", ",") or self.a.actor_at.get(index) is not None:
                return False
        return False

    def places(self, start: int, end: int) -> list[PlaceMention]:
        """Return the places in tokens ``start:end`` that no source and no meeting holds."""
        return [
            mention
            for mention in between(self.a.places, start, end)
            if not mention.is_region and mention.start not in self.named
        ]

    def near(self, said: Utterance, start: int, end: int) -> list[DateMention]:
        """Return the times beside tokens ``start:end``, else those at the head of the sentence or of the saying."""
        every = [
            mention
            for mention in between(self.a.dates, said.sentence.start, said.sentence.end)
            if mention.kind == "point" and mention.first is not None
        ]
        near = [
            mention
            for mention in every
            if max(start - mention.end, mention.start - end) <= _TIME
            and not any(
                self.word(at) in _CUTS
                for at in range(min(mention.end, end), max(mention.start, start))
                if at < start or at >= end
            )
        ]
        return near or [m for m in every if m.start - said.sentence.start <= 3] or self.times(said, start)

    def times(self, said: Utterance, before: int) -> list[DateMention]:
        """Return the times of the saying: behind its verb, before what was said."""
        verbs = [source.trigger for source in said.sources] + [
            match.start
            for match in self.a.every("threat", said.sentence.start, before)
            if match.cls == "threatens"
        ]
        found = []
        for mention in between(self.a.dates, said.sentence.start, before):
            if mention.kind != "point" or mention.first is None:
                continue
            verb = max((at for at in verbs if at < mention.start), default=-1)
            head = mention.start - said.sentence.start <= 3 and any(0 < at - mention.end <= 3 for at in verbs)
            told = (
                verb >= 0
                and mention.start - verb <= _SAYING
                and not any(
                    self.word(at) in _THAT or self.word(at) in (":", '"') for at in range(verb, mention.start)
                )
            )
            if told or head:
                found.append(mention)
        return found


_BELONGS = frozenset({"في", "باسم", "من"})
_OFFICERS = cues("officers")
_STATEMENTS = frozenset({"بيان"})
_FREED = frozenset({"تحرير", "تطهير", "استعاده", "انتزاع"})
_MARKS = frozenset({"و", ",", "(", ")", chr(34)})
_HELP = cues("helping")
_WILL = frozenset({"سوف", "لن", "قد"})
_THAT = cues("that") - {"عن"}
_TIME = 10  # tokens between what is told and its time
_CUTS = frozenset({".", ";", ":"})
_SAYING = 12  # tokens between a verb of saying and its time
_PRONOUNS = cues("said_pronouns")
_HOMELAND = cues("homeland")
_ANSWERED = cues("answered")
