"""The words of a frame that a reader of roles asks for."""

from __future__ import annotations

from rasd.coding.frame import AIRCRAFT, Frame, Role
from rasd.coding.mentions import Mentions, between
from rasd.coding.roles.answers import is_answered
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["Around"]

_OWN_ACTS = cues("own_acts")
_NEAR = cues("place_prepositions")
_BY = cues("by")
_OPERATIONS = cues("operations")
_HELD_BY = cues("held_by")
_ON_IT = frozenset({"عليها", "عليه", "عليهما", "عليهم"})
_WHICH = ("التي", "الذي", "اللذين", "اللتين")
_IN_HANDS = ("لسيطره", "لسلطه")
_HITS = cues("hits")
_BEFORE_NOUN = cues("before_verbal_noun") | {"خلال", "علي", "وسط", "ضمن"}
_FLYING = cues("flying")
_FIRED = frozenset({"bombard", "strike", "launch", "assault", "shoot"})
_AFTER = cues("after_an_act")
_IS = cues("is_one_of")
_COUNTS_AS = cues("counts_as")
_MET = 6  # tokens from a word of interception to what it met
_SOURCE = cues("origin")
_SET_OUT = cues("set_out")
_OWNED_BY = cues("owned")
_ACTORS_OF_ACTS = cues("armed_people") | cues("acting")


class Around:
    """One frame, with its events, sites, people and actors by token."""

    def __init__(self, mentions: Mentions, frame: Frame, speakers: dict[int, str]) -> None:
        self.a = mentions
        self.frame = frame
        self.tokens = mentions.passage.tokens
        self.texts = mentions.passage.texts
        self.acts = frame.acts
        self.speakers = speakers
        self.events = {match.start: match for match in mentions.within("event", frame.start, frame.end)}
        self.lights = {match.start: match for match in mentions.within("light", frame.start, frame.end)}
        self.sites = {
            match.end: match for match in mentions.within("site", max(0, frame.start - 3), frame.end)
        }
        self.harms = {
            match.end: match for match in mentions.within("harm", max(0, frame.start - 6), frame.end)
        }
        self.killings = {
            harm.trigger: harm
            for harm in frame.harm
            if harm.active and harm.people is not None and harm.people[0] > harm.trigger
        }
        self.event_ends = {match.end: match for match in self.events.values()}
        self.people_ends = mentions.people_ends
        self.perpetrators: list[Role] = []
        self.targets: list[Role] = []
        self.fight = "fight" in self.acts
        self.parties: list[Role] = []

    def _joined_to(self, mention: ActorMention, other: ActorMention) -> bool:
        """Two actors of one list: "أ وب", "أ، وب"."""
        between = [self._word(at) for at in range(other.end, mention.start)]
        return mention.prefix == "و" and all(text in (",", '"') for text in between) or between == ["و"]

    def _told_by_noun(self, verb: Match) -> bool:
        """The verb's subject is the act itself: غارة استهدفت, انفجار هز."""
        if verb.entry.lemma not in _HITS:
            return False
        if self.a.actor_at.get(verb.end) is not None and self._word(verb.start - 1) == ",":
            return False  # "وفي الرد على الاغتيال، استهدفت أ"
        return any(
            match.entry.part == "noun" and 0 <= verb.start - end <= 7 and match.cls in ("noun", "weak")
            for end, match in self.event_ends.items()
        )

    def _word(self, index: int) -> str:
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def _is_reason(self, index: int) -> bool:
        return is_answered(self.a, self.frame, index)

    def _is_origin(self, index: int, before: str, two: str) -> bool:
        """ "مصدره مواقع كذا", "انطلاقاً من مناطق سيطرة كذا": where the fire came from."""
        for at in range(index - 1, max(self.frame.start, index - 4) - 1, -1):
            word = self._word(at)
            if word in _SOURCE:
                return True
            if word == "من" and self._word(at - 1).removeprefix("و") in _SET_OUT:
                return True
            if at in self.events or word in (",", "."):
                return False
        return False

    def _acts(self, verb: Match, index: int) -> bool:
        """The people that end right before token `index` are the subject of an active verb, directly behind it."""
        if verb.cls not in ("verb", "launch", "agent") or verb.suffix or verb.entry.part == "noun":
            return False
        people = self.people_ends.get(index)
        if people is None:
            return index - verb.end == 1 and self._word(verb.end).removeprefix("ال") in _ACTORS_OF_ACTS
        return people.start == verb.end and people.status != "civilian"

    def _unnamed_subject(self, verb: Match) -> bool:
        """ "هاجم مسلحون مجهولون …": armed people behind a verb, of no actor, are its subject."""
        word = self._word(verb.end).removeprefix("ال")
        if verb.suffix or word not in _ACTORS_OF_ACTS or word.endswith("ين"):
            return False
        if any(m.start <= verb.end < m.end for m in between(self.a.actors, verb.end - 1, verb.end + 1)):
            return False
        return self._word(verb.end + 1) != "من" and self._word(verb.end + 1) not in _OWNED_BY

    def preface_end(self) -> int | None:
        """Return the token of the comma that ends a temporal clause at the head of a frame, a verb right behind it."""
        start = self.frame.start
        first = self._word(start).removeprefix("و")
        if first not in _AFTER and not (first == "علي" and self._word(start + 1) == "اثر"):
            return None
        for at in range(start + 2, min(start + 25, self.frame.end)):
            if self._word(at) != ",":
                continue
            for held in (self.events, self.lights):
                match = held.get(at + 1)
                if match is not None and match.entry.part in ("past", "present"):
                    return at
        return None

    def _nominal(self, match: Match) -> bool:
        """A noun, or a form that could be a verb behind a preposition: من خلال قصف."""
        return match.entry.part in ("noun", "phrase") or self._word(match.start - 1) in _BEFORE_NOUN

    def _bare(self, index: int) -> str:
        """The word at a token without proclitics and article."""
        word = self._word(index)
        word = word.lstrip("وف").removeprefix("ب") if len(word) > 5 else word
        return "ال" + word[2:] if word.startswith("لل") else word.removeprefix("ل")

    def _repelled(self, index: int) -> bool:
        """ "تصدت لكذا", "أسقطت كذا": what an interception met, behind its word."""
        if "intercept" not in self.acts or not self._word(index).startswith("ل"):
            return False
        return any(
            anchor.act == "intercept" and 0 <= index - anchor.end <= _MET
            for anchor in self.frame.anchors
            if anchor.match is not None
        )

    def _describes(self, site: int) -> bool:
        """ "وهي أحد معاقل كذا": tells what a place is, not what was struck."""
        return any(self._word(at) in _IS or self._word(at) in _COUNTS_AS for at in range(site - 3, site))

    def _downed(self, mention: ActorMention) -> bool:
        """ "إسقاط طائرة كذا": what an interception brought down."""
        return mention.force in _FLYING and any(
            anchor.act == "intercept"
            and anchor.match is not None
            and anchor.match.entry.part in ("noun", "phrase")
            and -1 <= mention.start - anchor.end <= 2
            for anchor in self.frame.anchors
        )

    def _in_place_clause(self, index: int) -> bool:
        """ "مدينة كذا التي استعادتها أ من ب": what was done to a place at another time."""
        for at in range(index - 1, max(self.frame.start, index - 8) - 1, -1):
            word = self.tokens[at].text
            if word in (",", "."):
                return False
            if word in _WHICH and self._word(at - 1 - (self._word(at - 1) == ",")):
                told = at - 1 - (self._word(at - 1) == ",")
                match = self.events.get(at + 1) or self.lights.get(at + 1)
                if match is None or not match.suffix or match is self.frame.anchors[0].match:
                    return False
                return told in self.a.placed and match.value.get("act", "") not in _FIRED
        return False

    def _gap(self, start: int, end: int) -> int:
        """Tokens between two words, dates left out and each actor taken as one: no side's name is too long."""
        return sum(at not in self.a.dated and at not in self.a.inside for at in range(start, end))

    def _holds_ground(self, index: int) -> bool:
        """ "بلدة تسيطر عليها كذا", "الخاضعة لسيطرة كذا": whose the ground is, not who did it."""
        near = range(index - 1, max(self.frame.start, index - 3) - 1, -1)
        if self._word(index - 1).startswith(_IN_HANDS) and self._word(index - 2) not in ("", "في"):
            return True
        for at in near:
            if self._word(at) in _HELD_BY:
                return self._word(index - 1) in _ON_IT or self._word(at - 1).startswith(_WHICH)
        return False

    def _counted(self, mention: ActorMention) -> bool:
        """The mention is itself counted among the harmed."""
        return any(
            harm.people is not None
            and harm.start - 1 <= mention.start <= max(harm.end, harm.people[1]) + 1
            # "المستوطنون يصيبون ثلاثة": who stands before the verb is not among those it counts
            and not mention.end <= harm.trigger < harm.people[0]
            for harm in self.frame.harm
        )

    def _is_people(self, mention: ActorMention) -> bool:
        """The name is itself the word for the people counted: "أربعة متمردين" where متمردين are one side."""
        people = self.people_ends.get(mention.end)
        return people is not None and people.start < mention.start

    def _governs_more(self, mention: ActorMention) -> bool:
        """ "قتل الجيش خمسة": people follow the actor, so the actor is the subject."""
        return bool(between(self.a.people, mention.end, mention.end + 1)) or any(
            harm.people is not None and harm.people[0] >= mention.end and harm.trigger < mention.start
            for harm in self.frame.harm
        )

    def _flown_by(self, index: int) -> bool:
        """ "ثلاث مقاتلات إف-16 من سلاح الجو": aircraft stand right before من at token `index`."""
        return any(
            str(match.value["weapon"]) in AIRCRAFT
            and all(
                self._word(at) in ("-", '"') or len(self._word(at)) <= 3 for at in range(match.end, index)
            )
            for match in self.a.within("weapon", max(self.frame.start, index - 5), index)
        )

    def _arms_before(self, index: int) -> bool:
        """What is owned is a weapon or a force that acts, not a position that is struck."""
        return any(
            0 <= index - match.end <= 2
            and (
                str(match.value["weapon"])
                in ("warplane", "drone", "helicopter", "artillery", "tank", "naval_gun")
                or match.entry.words[0].startswith("راجم")
            )
            for match in self.a.within("weapon", max(0, index - 5), index)
        )

    def _has_object(self, mention: ActorMention) -> bool:
        """Another struck thing follows, bare of prepositions, so that the actor behind the verbal noun is its doer."""
        for match in self.a.within("site", mention.end, min(mention.end + 9, self.frame.end)):
            if not match.prefix and self._word(match.start - 1) not in _NEAR:
                return True
            break
        if any(
            place.phrase_start == mention.end and not place.prefix
            for place in between(self.a.places, mention.end, mention.end + 3)
        ):
            return True  # "استهداف كذا بلدة كفروما"
        behind = self._word(mention.end)
        if behind.startswith("لل") and len(behind) > 4 and mention.end not in self.a.actor_at:
            return True  # "استهداف كذا للمرافق": whoever targets, then what
        for at in range(mention.end, mention.end + 2):
            other = self.a.actor_at.get(at)
            if other is not None:
                # "قنص مقاتلي أ جنوداً من ب", "استهداف مقاتلي أ، آليات ب"
                return bool(other.force) and not other.prefix and other.actor != mention.actor
            if self._word(at) != ",":
                break
        # "عملية استهداف أ بتاريخ كذا دبابة لـب": an operation is its doer's, and the other side follows.
        if self._word(mention.start - 2).removeprefix("ال") not in _OPERATIONS:
            return False
        if any(not place.prefix for place in between(self.a.places, mention.end, mention.end + 14)):
            return True  # "عملية استهداف كذا بتاريخ كذا مستوطنة كفروما"
        others = between(self.a.actors, mention.end, min(mention.end + 14, self.frame.end))
        return any(
            other.actor != mention.actor and self._word(other.start - 1) not in _BY for other in others
        )

    def _near_site(self, index: int) -> bool:
        return any(end <= index and index - end <= 4 for end in self.sites)

    def _event_near(self, index: int) -> Match | None:
        """The noun of an act that ends at most three tokens before."""
        near = [
            match
            for end, match in self.event_ends.items()
            if end <= index and index - end <= 3 and match.entry.part in ("noun", "phrase")
        ]
        return max(near, key=lambda match: match.end, default=None)

    @staticmethod
    def _own(match: Match) -> bool:
        """Words whose doer is left out because the speaker did it: استهداف, السيطرة على, استهدفنا, and bare verbs."""
        if match.entry.part in ("past", "present"):
            return match.cls in ("verb", "launch", "open", "destroy")
        # "القصف مستمر" speaks of an act told before; control is won with its article: "السيطرة على كذا".
        return match.entry.words[0] in _OWN_ACTS and (
            not match.article or match.value.get("act") == "capture"
        )
