"""Words of announced force, and who would use it: what a threat is made of.

"سنضرب", "ستواصل … عملياتها", "هددت … بقصف", "لن نتردد في الرد", "يستعد لشن هجوم", "أكد مواصلة العمليات ضد …".
"""

from __future__ import annotations

from dataclasses import dataclass

from rasd.coding.mentions import Mentions
from rasd.coding.political.utterance import Utterance, Utterances, nation
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["Trigger", "triggers_of"]

_LINKS = cues("threat_links")
_OTHER_ENDS = cues("threat_other_ends")
_LETTERS = cues("answered_in_words")
_NEXT = 4  # tokens that may stand between a verb and the force that it announces, besides who does it
_PHASE = 7  # between "دخول" and the force of its phase
_OBJECT = 12  # tokens in which "هدد" names what with
_FUTURE = frozenset({"سوف"})
_NEVER = frozenset({"لن"})


@dataclass(slots=True)
class Trigger:
    """A word of announced force, and where the force stands."""

    match: Match
    start: int
    end: int
    doer: ActorMention | None
    war: bool = False


def triggers_of(mentions: Mentions, spoken: Utterances, said: Utterance, words: list[Match]) -> list[Trigger]:
    """Return the threats that the words of one sentence make, in text order."""
    if not any(match.cls in _OPENING for match in words):
        return []  # a word of force alone announces nothing
    return _Reader(mentions, spoken, said, words).triggers()


_OPENING = frozenset(
    {"threatens", "menace", "uses", "acts", "stops", "spares", "intends", "launches", "keeps_on", "fair_game", "war"}
)  # fmt: skip
"""Classes of the words that make a threat, beside the force that they announce."""


class _Reader:
    def __init__(self, mentions: Mentions, spoken: Utterances, said: Utterance, words: list[Match]) -> None:
        self.a = mentions
        self.c = spoken
        self.said = said
        self.words = words
        self.end = said.sentence.end
        blocked = {at for match in words if match.cls == "none" for at in range(match.start, match.end)}
        self.forces = sorted(
            (
                match
                for match in words
                if match.cls == "force" and match.start not in blocked and match.suffix != "ي"
            ),
            key=lambda match: match.start,
        )
        self.force_at = {match.start: match for match in self.forces}

    def triggers(self) -> list[Trigger]:
        found: list[Trigger] = []
        for match in self.words:
            trigger = self._trigger(match)
            if trigger is not None:
                found.append(trigger)
        return sorted(found, key=lambda trigger: trigger.start)

    def _trigger(self, match: Match) -> Trigger | None:
        if match.cls == "threatens":
            return self._threatens(match)
        if match.cls == "menace":
            return self._menace(match)
        if match.cls in ("uses", "acts", "stops", "spares"):
            return self._future(match)
        if match.cls == "intends":
            return self._intends(match)
        if match.cls in ("launches", "keeps_on"):
            return self._announced(match)
        if match.cls == "fair_game":
            doer = self.said.speaker
            return Trigger(match, match.start, match.end, doer) if doer is not None else None
        if match.cls == "war":
            return self._war(match)
        return None

    def _tense(self, match: Match) -> str:
        """`will`, `never` or empty: how a present verb stands in time."""
        if match.entry.part != "present" and match.cls != "spares":
            return ""
        before = self.c.word(match.start - 1)
        if before.removeprefix("و").removeprefix("ف") in _NEVER:
            return "never"
        if match.prefix.endswith("س") or before.lstrip("وف") in _FUTURE:
            return "will"
        return ""

    def _future(self, match: Match) -> Trigger | None:
        tense = self._tense(match)
        if not tense or (tense == "never") != (match.cls in ("stops", "spares")):
            return None
        if match.start in self.a.placed or match.start in self.a.named:
            return None
        if self.c.word(match.start - 1) in _PRONOUNS and "لم" in (
            self.c.word(match.start - 3),
            self.c.word(match.start - 4),
        ):
            return None  # "لم تقل إنها سترد"
        if match.entry.lemma == "اوقف" and not self.c.word(match.start).startswith("ن"):
            return None  # "لن توقف المسيرة": who is not stopped threatens nobody
        force: Match | None = None
        if match.cls != "uses":
            force = self._next_force(match.end)
            if force is None and match.cls != "spares":
                force = self._subject_force(match)
            if force is None and match.cls == "acts":
                return None
            if force is None and match.cls == "stops":
                return None
        elif match.entry.lemma == "رد" and self._answers_in_words(match.end):
            return None
        elif match.entry.lemma == "لاحق" and not any(0 <= m.start - match.end <= 4 for m in self.said.actors):
            return None  # the courts pursue as well
        if match.cls == "spares" and match.entry.part == "phrase":
            # "الجريمة لن تمر دون رد": who says so would answer.
            return Trigger(match, match.start, match.end, self.said.speaker or self._leading(match))
        doer = self.c.subject(self.said, match)
        if doer is None and match.cls == "acts":
            force = self._subject_force(match) or force
        if force is not None and force.start < match.start:
            # "الضربات الروسية ستستمر": the force is the subject, its owner acts.
            doer = self._owner(force) or self.said.speaker
        elif force is not None and match.entry.lemma in _LIGHT:
            met = match.entry.lemma in _MET
            if force.start - match.end > 0 or (force.prefix and not met):
                return None  # "سيتم نقل جرحى الحرب"
            answer = force.entry.lemma in _ANSWERS or force.entry.words[0] == "برد"
            if (met or match.entry.lemma == "كان") and not answer:
                return None
            doer = self._by(force.end) or self._owner(force) or self.said.speaker
        start = min(match.start, force.start) if force is not None else match.start
        return Trigger(match, start, max(match.end, force.end if force else 0), doer)

    def _leading(self, match: Match) -> ActorMention | None:
        """The first actor of the sentence that stands free."""
        return next((m for m in self.said.actors if m.end <= match.start and not self.c.oblique(m)), None)

    def _next_force(self, at: int, most: int = _NEXT) -> Match | None:
        """The force right behind a verb: over its subject, prepositions and adverbs, and little else."""
        loose = 0
        while at < self.end:
            match = self.force_at.get(at)
            if match is not None:
                return match
            mention = self.a.actor_at.get(at)
            if mention is not None and mention.end > at:
                at = mention.end
                continue
            word = self.c.word(at)
            if self.c.among(at, _OTHER_ENDS) or word in (".", ":"):
                return None
            if not self.c.among(at, _LINKS) and word not in ('"', "("):
                loose += 1
                if loose > most:
                    return None
            at += 1
        return None

    def _subject_force(self, match: Match) -> Match | None:
        """ "العمليات العسكرية التركية سوف تستمر": a force noun that is the verb's subject."""
        reach = _NEXT + 3
        for force in reversed(self.forces):
            if force.end <= match.start and match.start - force.end <= reach:
                before = [self.c.word(at) for at in range(force.end, match.start)]
                if any(word in (".", ":", ";", ",") for word in before):
                    return None
                # A verb in front of it has it for its object.
                light = match.entry.lemma in _LIGHT and force.entry.lemma not in _ANSWERS
                return force if not force.prefix.lstrip("وف") and not light else None
        return None

    def _owner(self, force: Match) -> ActorMention | None:
        """Whose the force is: "عمليات الجيش", "الضربات الروسية", "ردنا"."""
        if force.suffix == "نا":
            return self.said.speaker
        for at in range(force.end, min(force.end + 4, self.end)):
            mention = self.a.actor_at.get(at)
            if mention is not None:
                return mention if not mention.prefix.lstrip("وف") else None
            if self.c.word(at) in (",", ".", "علي", "ضد", "في"):
                break
        state = None if force.suffix else nation(self.a, force.end, force.end + 2)
        if state is not None or not force.suffix:
            return state
        if self.said.speaker is not None:
            return self.said.speaker
        ahead = [m for m in self.said.actors if m.end <= force.start and not self.c.oblique(m)]
        return ahead[-1] if ahead else None

    def _by(self, at: int) -> ActorMention | None:
        """من قبل قوات كذا."""
        for index in range(at, min(at + 8, self.end)):
            if self.c.word(index) == "من":
                behind = self.c.word(index + 1) in ("قبل", "جانب")
                return self.a.actor_at.get(index + 1 + behind)
        return None

    def _answers_in_words(self, at: int) -> bool:
        return any(self.c.among(index, _LETTERS) for index in range(at, min(at + 6, self.end)))

    def _threatens(self, match: Match) -> Trigger | None:
        if match.entry.lemma == "هدد" and self.c.word(match.start - 1) in ("ما", "مما", "التي", "الذي"):
            return None  # "ما يهدد الاستقرار"
        doer: ActorMention | None
        if match.entry.part == "phrase":  # متوعدا
            ahead = [m for m in self.said.actors if m.end <= match.start and not self.c.oblique(m)]
            doer = self.said.speaker or (ahead[-1] if ahead else None)
        else:
            doer = self._near_subject(match)
        if doer is None:
            return None
        force = next((f for f in self.forces if 0 <= f.start - match.end <= _OBJECT), None)
        struck = [
            m
            for m in self.said.actors
            if match.end <= m.start <= match.end + _OBJECT and m.actor != doer.actor and not m.on_event
        ]
        later = any(
            w.cls in ("uses", "acts") and w.start > match.start and self._tense(w) == "will"
            for w in self.words
        )
        if force is None and not struck and not later and match.entry.lemma != "توعد":
            return None
        return Trigger(match, match.start, force.end if force else match.end, doer)

    def _near_subject(self, match: Match) -> ActorMention | None:
        """Who threatens stands beside the verb; what stands farther off only endangers."""
        front = [m for m in self.said.actors if m.end <= match.start and not self.c.oblique(m)]
        if self.c.word(match.end) in ("فيها", "فيه") and front:
            return front[-1]  # "نشرت أ رسالة تتوعد فيها ب"
        if front and front[-1].end == match.start and not match.prefix:
            return front[-1]
        for at in range(match.end, min(match.end + 6, self.end)):
            mention = self.a.actor_at.get(at)
            if mention is not None:
                if not self.c.oblique(mention):
                    return mention
                break
            if self.c.word(at) in (".", ":") or self.c.word(at) in _ON | {"ان", "بان"}:
                break
            state = nation(self.a, at, at + 1) if at <= match.end + 3 else None
            if state is not None and not state.prefix.lstrip("وف"):
                # "الفرع المصري لتنظيم كذا": the body that it is a branch of.
                return self.a.actor_at.get(state.end) or state
        if self.c.word(match.start - 1) in ("وهو", "وهي", "وهم") and front:
            return front[-1]
        back = match.start - 1
        while self.c.word(back) in ("قد", "كان", "كانت", ","):
            back -= 1
        for mention in self.said.actors:
            if mention.end == back + 1 and not self.c.oblique(mention):
                return mention
        if (
            match.prefix.startswith("و")
            or match.start == self.said.sentence.start
            or self.c.word(back) in _PRONOUNS
        ):
            ahead = [m for m in self.said.actors if m.end <= match.start and not self.c.oblique(m)]
            return self.said.speaker or (ahead[0] if ahead else None)
        return None

    def _menace(self, match: Match) -> Trigger | None:
        force = next(
            (f for f in self.forces if 0 <= f.start - match.end <= 6 and f.prefix.endswith("ب")), None
        )
        denied = any(
            self.c.word(at) in ("لا", "لم", "اي", "دون") for at in range(match.start - 4, match.start)
        )
        if force is None or denied:
            return None
        doer: ActorMention | None = None
        for at in range(match.end, force.start):
            mention = self.a.actor_at.get(at)
            if mention is not None:
                doer = mention
                break
        doer = doer or nation(self.a, match.end, force.start)
        if doer is None and match.suffix:
            ahead = [m for m in self.said.actors if m.end <= match.start and not self.c.oblique(m)]
            doer = ahead[-1] if ahead else None
        return Trigger(match, match.start, force.end, doer) if doer is not None else None

    def _intends(self, match: Match) -> Trigger | None:
        if match.entry.part != "phrase" and (match.entry.part == "past") != (match.entry.lemma == "قرر"):
            return None
        if self.c.word(match.start - 1) in ("لا", "لم", "لن", "كان", "كانت", "كانوا"):
            return None
        force = self._next_force(match.end, 1 if match.entry.part == "past" else 2)
        if force is None:
            return None
        doer = self.c.subject(self.said, match)
        if (
            match.entry.part == "phrase"
            and "يستبعد" in match.entry.words[-1]
            or match.entry.words[-1] == "تستبعد"
        ):
            # "لا يستبعد أن تشن تركيا هجوماً": who would do it stands behind.
            inner = [
                m for m in self.said.actors if match.end <= m.start <= force.end + 3 and not self.c.oblique(m)
            ]
            doer = inner[0] if inner else self._owner(force)
        return Trigger(match, match.start, force.end, doer)

    def _announced(self, match: Match) -> Trigger | None:
        """ "أكد مواصلة العمليات", "أعلن انطلاق عملية … لتحرير …": behind a verb of saying."""
        if match.cls == "keeps_on" and (match.suffix or match.prefix.endswith("ب")):
            return None  # "استمرارها في عملياتها" tells what goes on
        said = [
            s
            for s in self.a.within("speech", self.said.sentence.start, match.start)
            if s.cls == "says" and match.start - s.end <= (14 if match.cls == "launches" else 8)
        ]
        back = match.start - 1 - (self.c.word(match.start - 1) in _ON)
        participle = self.c.among(back, _AFFIRMED)
        if match.cls == "keeps_on" and said and not participle and not self._governs(said[-1], match):
            said = []
        declared = next(
            (
                at
                for at in range(max(self.said.sentence.start, match.start - 8), match.start)
                if self.c.word(at) in _DECLARED
            ),
            None,
        )
        if match.cls == "keeps_on" and self.said.speaker is None and not participle:
            return None  # a correspondent tells what goes on; only who acts announces it
        if not said and not participle and declared is None:
            return None
        opens = match.cls == "launches"
        force = self._next_force(match.end, _PHASE if opens else _NEXT)
        if force is None or force.start - match.end > (_PHASE + 2 if opens else 3):
            return None
        doer: ActorMention | None
        if match.cls == "launches":
            aim = any(
                f.start > force.end and f.start - force.end <= 10 and f.prefix.endswith("ل")
                for f in self.forces
            ) or any(self.c.word(at) in _AIMS for at in range(force.end, min(force.end + 10, self.end)))
            phase = any(self.c.word(at) == "المرحله" for at in range(match.end, force.start))
            battle = match.entry.lemma == "دخول" and force.entry.lemma == "معركه"
            told = phase or battle if match.entry.lemma == "دخول" else aim or phase
            if not told or not (phase or force.entry.lemma in _CAMPAIGNS):
                return None
            doer = self.a.actor_at.get(match.end)
            if doer is None and declared is not None:
                doer = next((m for m in self.said.actors if declared < m.start < match.start), None)
            doer = doer or self.said.speaker or self._owner(force)
        else:
            doer = self.a.actor_at.get(match.end) or (self._owner(force) if force.suffix == "" else None)
            doer = doer or self.said.speaker
            if match.suffix and doer is None:
                ahead = [m for m in self.said.actors if m.end <= match.start and not self.c.oblique(m)]
                doer = ahead[-1] if ahead else None
        return Trigger(match, match.start, force.end, doer) if doer is not None else None

    def _governs(self, verb: Match, noun: Match) -> bool:
        """Only who speaks and the occasion stand between a verb of saying and what it says."""
        words = [
            self.c.word(at)
            for at in range(verb.end, noun.start)
            if at not in self.c.named and at not in self.a.dated
        ]
        actors = {at for m in self.said.actors for at in range(m.start, m.end)}
        loose = [
            self.c.word(at)
            for at in range(verb.end, noun.start)
            if at not in self.c.named and at not in self.a.dated and at not in actors
        ]
        return len(loose) <= 4 and not any(word in _BREAKS for word in words)

    def _war(self, match: Match) -> Trigger | None:
        """ "أي عملية … بمثابة إعلان حرب": the speaker's side is whom it would strike; nobody is named."""
        if not any(w.cls == "any" and w.end <= match.start for w in self.words):
            return None
        first = next(w for w in self.words if w.cls == "any")
        return Trigger(match, first.start, match.end, None, war=True)


_MET = frozenset({"قوبل", "ووجه"})
_LIGHT = frozenset({"تم", "كان", "جري", "جاء"}) | _MET
_ANSWERS = frozenset({"رد", "ضربه", "انتقام"})
_ON = frozenset({"علي"})
_AFFIRMED = cues("affirmed")
_BREAKS = frozenset({"ان", "بان", ".", ":", ";"})
_DECLARED = frozenset({"اعلان", "اعلانه", "اعلانها"})
_PRONOUNS = cues("said_pronouns")
_AIMS = cues("campaign_aims")
_CAMPAIGNS = frozenset({"عمليه", "معركه", "حمله", "هجوم", "حرب"})
