"""Who did it and who was struck: the roles of the actors of a frame, by grammar and never by side.

Prepositions, construct state and verb order decide: "قصف لقوات أ على مواقع ب", "استهدفت أ موقعاً لـب",
"اشتباكات بين أ وب". An actor that only speaks has no role, unless what it tells is its own act.
"""

from __future__ import annotations

from rasd.coding.frame import Frame, Role
from rasd.coding.mentions import Mentions, between
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["assign_roles"]

_OWN_ACTS = cues("own_acts")
_SUPPORT = cues("support")
_CREWED = cues("crewed")
_FIGHTER = cues("fighter_words")
_NEAR = cues("place_prepositions")

_AGAINST = cues("against")
_BY = cues("by")
_FIRE = cues("fire")
_OWNED = cues("owned")
_INNER = cues("ranks")
_LED = cues("led")
_OPERATIONS = cues("operations")
_CALLED = tuple(sorted(cues("called")))
_CONSULTED = cues("consulted")
_OPPOSED = cues("opposed")
_OBJECT_NOUNS = cues("verbal_nouns_of_harm")


class _Roles:
    def __init__(self, mentions: Mentions, frame: Frame, speakers: dict[int, str]) -> None:
        self.a = mentions
        self.frame = frame
        self.tokens = mentions.passage.tokens
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
        self.fight = any(act == "fight" for act in frame.acts)
        self.parties: list[Role] = []

    def read(self) -> None:
        verb: Match | None = None
        taken = False  # the verb already has its subject
        topic: ActorMention | None = None
        topics: list[ActorMention] = []
        last: tuple[ActorMention, str] | None = None
        index = self.frame.start
        while index < self.frame.end:
            mention = self.a.actor_at.get(index)
            if mention is not None:
                role = self._role(mention, verb, taken, last)
                if role == "subject":
                    taken = True
                    role = "perpetrator"
                if role == "topic":
                    if topic is not None and self._joined_to(mention, topics[-1]):
                        topics.append(mention)
                    elif topic is None:
                        topic, topics = mention, [mention]
                elif role:
                    self._give(mention, role)
                    last = (mention, role)
                index = max(mention.end, index + 1)
                continue
            killing = self.killings.get(index)
            if killing is not None and topic is not None:
                # "الإمارات صفت فلانا": the actor in front of an active verb that governs people behind it.
                for member in topics:
                    self._give(member, "perpetrator")
                topic, topics = None, []
            match = self.events.get(index) or self.lights.get(index)
            if match is not None and not (match.entry.part == "noun" and match.entry.layer == "event"):
                if match.cls in ("verb", "launch", "destroy", "weak", "agent") and match.entry.part in (
                    "past",
                    "present",
                    "phrase",
                ):
                    verb, taken = match, False
                    if match.entry.layer == "event" and self._told_by_noun(match):
                        taken = True  # "انفجار استهدف …": the act is the subject, what follows is struck
                    elif topic is not None:
                        for member in topics:
                            self._give(member, "perpetrator")
                        last = (topic, "perpetrator")
                        topic, topics, taken = None, [], True
                elif match.cls == "against":
                    verb, taken = match, True
                elif match.cls == "passive":
                    verb, taken = match, False
                    if topic is not None and topic.force:
                        self._give(topic, "target")
                    topic = None
                elif match.cls in ("arise", "happened"):
                    verb = None
            index += 1
        self._topic(topic)
        self._speaker()

    def _joined_to(self, mention: ActorMention, other: ActorMention) -> bool:
        """Two actors of one list: "أ وب", "أ، وب"."""
        between = [self._word(at) for at in range(other.end, mention.start)]
        return mention.prefix == "و" and all(text in (",", '"') for text in between) or between == ["و"]

    def _told_by_noun(self, verb: Match) -> bool:
        """The verb's subject is the act itself: غارة استهدفت, انفجار هز."""
        if verb.entry.lemma not in _HITS:
            return False
        return any(
            match.entry.part == "noun" and 0 <= verb.start - end <= 7 and match.cls in ("noun", "weak")
            for end, match in self.event_ends.items()
        )

    def _give(self, mention: ActorMention, role: str) -> None:
        if role == "fight":
            self.parties.append(Role(mention, "roles.fight"))
        elif role == "perpetrator":
            self.perpetrators.append(Role(mention, "roles.perpetrator"))
        else:
            self.targets.append(Role(mention, "roles.target"))

    def _word(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def _role(
        self, mention: ActorMention, verb: Match | None, taken: bool, last: tuple[ActorMention, str] | None
    ) -> str:
        start = mention.start
        before = self._word(start - 1)
        if before in '"(' and before:
            start -= 1
            before = self._word(start - 1)
        if before.startswith(_CALLED) and self._word(start - 2) in ("ما", "من"):
            start -= 2  # "على ما يسمى كذا"
            before = self._word(start - 1)
        two = self._word(start - 2)
        prefix = mention.prefix.lstrip("وف")
        joined = mention.prefix.startswith("و") or before in ("و", ",")
        if mention.on_event:
            return "perpetrator"
        if before in _LED or two in _LED and before in ("من", "ال"):
            return ""
        # Lists keep the role of their first member.
        if last is not None and joined and not prefix and start - last[0].end <= 1 + (before == ","):
            return last[1]
        event_before = self.event_ends.get(start)
        if mention.start in self.speakers:
            return ""
        if prefix.endswith("ل") or before == "ل":
            at = start if prefix else start - 1
            if self._word(at - 1).removeprefix("ال") in _OPPOSED:
                return ""  # "جماعة مناهضة للحكومة": only says whom it is against
            if self._word(at - 1) in _OWNED and self._arms_before(at - 1):
                return "perpetrator" if taken or verb is None else "subject"  # "طيران مسير تابع لقوات كذا"
            if self._word(at - 1) in _OWNED or at in self.sites or self._word(at - 1) in _INNER:
                return "target"
            owner = self.event_ends.get(at)
            if owner is not None and owner.value["act"] not in ("capture",):
                return "perpetrator" if owner.entry.words[0] not in _OBJECT_NOUNS else "target"
            if self._near_site(at):
                return "target"
            if any(word in ("تعرض", "تعرضت") for word in (self._word(at - 1), self._word(at - 2))):
                return "target"
            close = verb is not None and verb.entry.layer == "event" and 0 < at - verb.end <= 3
            if close and (taken or self._word(at - 1).endswith("ا")):
                return "target"  # "استهدفت كذا تجمعاً لجنود كذا"
            return "perpetrator" if self._near_event(at) else ""
        if prefix.endswith("ب") and mention.force:
            return "perpetrator"
        if before in _BY or (before in ("قبل", "يد") and two in ("من", "علي")):
            return "perpetrator"
        if before.removeprefix("ب") in _FIRE or before in _FIRE:
            return "perpetrator"
        if before in ("في", "بين", "من") and mention.force in ("", "عنصر") and two in ("صفوف",):
            return "target"
        if before in _INNER or before.removeprefix("ب") in ("صفوف", "صفوفهم"):
            return "target"
        if before == "مع" and two in _CONSULTED:
            return ""  # "بالتنسيق مع الحكومة": told to, not done by
        if before in ("بين",) or before == "مع":
            if self.fight or before == "بين":
                return "fight"
            return "perpetrator" if last is not None and last[1] == "perpetrator" else ""
        if before == "من":
            people = self.people_ends.get(start - 1)
            if people is not None or (start - 1) in self.harms:
                return "target"
            if any(act == "capture" for act in self.frame.acts):
                return "target"
            if mention.force in _PIECES or any(
                0 <= start - 1 - end <= 2
                and match.entry.part in ("noun", "phrase")
                and match.value["act"] in ("shoot", "bombard", "strike", "launch")
                for end, match in self.event_ends.items()
            ):
                return "perpetrator"  # "إطلاق نار من قوات كذا", "من راجمات كذا"
            if two in _SUPPORT:
                # "14 جنديا مدعوما من كذا" tells whose soldiers were hit, not who hit them.
                return "" if (start - 2) in self.people_ends else "perpetrator"
            if mention.person or mention.force in _FIGHTER:
                return "target"
            return (
                "subject"
                if verb is not None and verb.cls in ("agent", "verb") and not taken and start - verb.end <= 6
                else ""
            )
        if before in _AGAINST:
            return "target"
        if start in self.sites and self.sites[start].cls in ("military", "site"):
            return "target"
        people = self.people_ends.get(start)
        if people is not None and people.end == start:
            return "target"
        if mention.force in _MEMBERS and (start in self.harms or self._counted(mention)):
            return "target"
        if mention.person and self._counted(mention):
            return "target"
        if event_before is not None and event_before.value["act"] == "none":
            return ""
        if before == "في" and mention.force == "" and (start - 1) in self.people_ends:
            return "target"  # "عنصرا في حماس"
        if event_before is not None and event_before.entry.part in ("noun", "phrase"):
            word = event_before.entry.words[0]
            if word in _OBJECT_NOUNS and self._has_object(mention):
                return "perpetrator"  # "استهداف المقاومة آلية": the doer, then what was struck
            if word in _OBJECT_NOUNS:
                return "target" if event_before.cls != "noun" or word != "قصف" else "perpetrator"
            if event_before.value["act"] == "fight":
                return "fight"
            return "perpetrator"
        harm_before = self.harms.get(start)
        if harm_before is not None:
            if harm_before.cls == "verb" and harm_before.entry.part in ("past", "present"):
                return "subject" if self._governs_more(mention) else "target"
            return "target"
        if mention.force in _CREWED and taken:
            return "target"
        if verb is not None:
            if verb.cls in ("passive", "against"):
                return "target"
            if not taken and not verb.suffix and start - verb.end <= 8:
                return "subject"
            if not taken and verb.suffix:
                return "subject"
            if taken and verb.entry.layer == "event" and start - verb.end <= 12:
                return "target"
            return ""
        return "topic"

    def _counted(self, mention: ActorMention) -> bool:
        """The mention is itself counted among the harmed."""
        return any(
            harm.people is not None and harm.start - 1 <= mention.start <= max(harm.end, harm.people[1]) + 1
            for harm in self.frame.harm
        )

    def _governs_more(self, mention: ActorMention) -> bool:
        """ "قتل الجيش خمسة": people follow the actor, so the actor is the subject."""
        return any(
            harm.people is not None and harm.people[0] >= mention.end and harm.trigger < mention.start
            for harm in self.frame.harm
        )

    def _arms_before(self, index: int) -> bool:
        """What is owned is a weapon or a force that acts, not a position that is struck."""
        return any(
            0 <= index - match.end <= 2
            and str(match.value["weapon"])
            in ("warplane", "drone", "helicopter", "artillery", "tank", "naval_gun")
            for match in self.a.within("weapon", max(0, index - 5), index)
        )

    def _has_object(self, mention: ActorMention) -> bool:
        """Another struck thing follows, bare of prepositions, so that the actor behind the verbal noun is its doer."""
        for match in self.a.within("site", mention.end, min(mention.end + 9, self.frame.end)):
            if not match.prefix and self._word(match.start - 1) not in _NEAR:
                return True
            break
        # "عملية استهداف أ بتاريخ كذا دبابة لـب": an operation is its doer's, and the other side follows.
        if self._word(mention.start - 2).removeprefix("ال") not in _OPERATIONS:
            return False
        others = between(self.a.actors, mention.end, min(mention.end + 14, self.frame.end))
        return any(
            other.actor != mention.actor and self._word(other.start - 1) not in _BY for other in others
        )

    def _near_site(self, index: int) -> bool:
        return any(end <= index and index - end <= 4 for end in self.sites)

    def _near_event(self, index: int) -> bool:
        return any(
            end <= index and index - end <= 3 and match.entry.part in ("noun", "phrase")
            for end, match in self.event_ends.items()
        )

    def _topic(self, topic: ActorMention | None) -> None:
        """An actor at the head of a clause whose act is told by a noun: "الاحتلال يواصل…", "المقاومة: استهداف…"."""
        if topic is None or self.perpetrators or "any" in self.frame.acts:
            return
        if self.fight:
            self.parties.append(Role(topic, "roles.topic"))
        elif topic.start <= self.frame.start + 3 and any(
            act in ("bombard", "strike", "capture", "assault", "demolish", "arrest", "raid")
            for act in self.frame.acts
        ):
            passive = any(light.cls == "passive" for light in self.lights.values())
            if not passive and not topic.person:
                self.perpetrators.append(Role(topic, "roles.topic"))

    def _speaker(self) -> None:
        """A belligerent that tells of an act without naming who did it tells of its own."""
        if self.perpetrators or self.parties or "any" in self.frame.acts:
            return
        acts = {
            anchor.act
            for anchor in self.frame.anchors
            if anchor.match is not None and self._own(anchor.match)
        }
        if not acts & {
            "bombard",
            "strike",
            "capture",
            "launch",
            "destroy",
            "assault",
            "intercept",
            "demolish",
            "blast",
            "arrest",
            "fight",
        }:
            return
        for source in self.frame.sources:
            if (
                source.actor
                and source.type == "party"
                and source.rule in ("sources.says", "sources.before", "sources.colon")
            ):
                if any(role.mention.actor == source.actor for role in self.targets):
                    continue
                mention = self.a.actor_at.get(source.start)
                if mention is None:
                    mention = next(
                        (
                            m
                            for m in between(self.a.actors, source.start, source.end)
                            if m.actor == source.actor
                        ),
                        None,
                    )
                if mention is not None:
                    self.perpetrators.append(Role(mention, "roles.speaker"))
                    return

    @staticmethod
    def _own(match: Match) -> bool:
        """Words whose doer is left out because the speaker did it: استهداف, السيطرة على, استهدفنا, and bare verbs."""
        if match.entry.part in ("past", "present"):
            return match.cls in ("verb", "launch", "destroy")
        return match.entry.words[0] in _OWN_ACTS


_MEMBERS = cues("members")
_PIECES = cues("pieces")
_HITS = cues("hits")


def _threatens(mentions: Mentions, frame: Frame, roles: _Roles) -> None:
    """Who threatens: the actor that the speaker belongs to ("هدد قائد في قوات كذا بقصف …")."""
    anchor = frame.anchors[0]
    near = between(mentions.actors, max(frame.sentence.start, anchor.end - 6), anchor.end + 10)
    speaker = next(
        (source.actor for source in frame.sources if source.actor and source.type == "party"), None
    )
    chosen = next((m for m in near if m.actor == speaker), None) or next(
        (m for m in near if m.start >= anchor.end), None
    )
    if chosen is not None:
        roles.perpetrators.append(Role(chosen, "roles.threatens"))
        roles.targets[:] = [role for role in roles.targets if role.mention.actor != chosen.actor]


def assign_roles(mentions: Mentions, frame: Frame, speakers: dict[int, str]) -> None:
    """Fill the perpetrators and targets of `frame`; `speakers` are tokens of actors that only speak."""
    roles = _Roles(mentions, frame, speakers)
    roles.read()
    if roles.parties and (roles.fight or len({role.mention.actor for role in roles.parties}) > 1):
        roles.perpetrators = [*roles.perpetrators, *roles.parties]
    elif roles.parties:
        roles.perpetrators = roles.perpetrators or roles.parties
    if frame.acts and frame.acts[0] == "threaten" and not roles.perpetrators:
        _threatens(mentions, frame, roles)
    struck = {role.mention.actor for role in roles.targets}
    frame.perpetrators = _distinct([role for role in roles.perpetrators])
    frame.targets = _distinct(
        [
            role
            for role in roles.targets
            if role.mention.actor not in {r.mention.actor for r in frame.perpetrators}
        ]
    )
    if any(act == "fight" for act in frame.acts) and struck:
        frame.perpetrators = _distinct([*frame.perpetrators, *roles.targets])
        frame.targets = []


def _distinct(roles: list[Role]) -> list[Role]:
    kept: dict[str, Role] = {}
    for role in roles:
        kept.setdefault(role.mention.actor, role)
    return list(kept.values())
