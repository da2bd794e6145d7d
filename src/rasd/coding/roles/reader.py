"""The roles of a frame, read from left to right."""

from __future__ import annotations

from rasd.coding.frame import Role
from rasd.coding.mentions import between
from rasd.coding.roles.role import Judge
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match, cues

__all__ = ["Reader"]

_FELLING = cues("felling")
_SPEAKER_SELF = cues("speaker_self")
_MEMBERS = cues("members")


class Reader(Judge):
    """Reads who did it and who was struck."""

    def read(self) -> None:
        verb: Match | None = None
        taken = False  # the verb already has its subject
        topic: ActorMention | None = None
        topics: list[ActorMention] = []
        last: tuple[ActorMention, str] | None = None
        index = self.frame.start
        actors = between(self.a.actors, self.frame.start, self.frame.end)
        told = {*self.events, *self.lights, *self.killings, *(actor.start for actor in actors)}
        for at in sorted(told):
            if not index <= at < self.frame.end:
                continue
            index = at
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
            if match is not None and not (match.entry.layer == "event" and self._nominal_verb(match)):
                if match.cls in (
                    "verb",
                    "launch",
                    "open",
                    "destroy",
                    "weak",
                    "agent",
                ) and match.entry.part in (
                    "past",
                    "present",
                    "phrase",
                ):
                    verb, taken = match, False
                    if self._unnamed_subject(match):
                        taken = True
                    elif match.entry.layer == "event" and self._told_by_noun(match):
                        taken = True  # "انفجار استهدف …": the act is the subject, what follows is struck
                    elif topic is not None and self._resumes(match, topics[-1]):
                        # "آلية لقوات كذا … استهدفها مقاتلون من كذا"
                        for member in topics:
                            self._give(member, "target")
                        topic, topics = None, []
                    elif topic is not None:
                        for member in topics:
                            self._give(member, "perpetrator")
                        last = (topic, "perpetrator")
                        topic, topics, taken = None, [], True
                elif match.cls == "against":
                    verb, taken = match, True
                elif match.cls == "passive" and not match.article:
                    verb, taken = match, False
                    if topic is not None and topic.force:
                        self._give(topic, "target")
                    topic = None
                elif match.cls in ("arise", "happened"):
                    verb = None
            index += 1
        self._topic(topics if topic is not None else [])
        self._speaker()

    def _nominal_verb(self, match: Match) -> bool:
        return match.entry.part == "noun" or (match.entry.part == "past" and self._nominal(match))

    def _resumes(self, verb: Match, topic: ActorMention) -> bool:
        """The pronoun of a verb stands for the topic: another actor follows as its subject."""
        return (
            bool(verb.suffix)
            and verb.entry.layer == "event"
            and topic.end < verb.start
            and any(m.actor != topic.actor for m in between(self.a.actors, verb.end, verb.end + 2))
        )

    def _give(self, mention: ActorMention, role: str) -> None:
        if role == "fight":
            self.parties.append(Role(mention, "roles.fight"))
        elif role == "perpetrator":
            self.perpetrators.append(Role(mention, "roles.perpetrator"))
        elif role == "origin":
            self.perpetrators.append(Role(mention, "roles.origin", "suspected"))
        else:
            self.targets.append(Role(mention, "roles.target"))

    def _topic(self, topics: list[ActorMention]) -> None:
        """An actor at the head of a clause whose act is told by a noun: "الاحتلال يواصل…", "تبادلت أ وب القصف"."""
        topic = topics[0] if topics else None
        if topic is None or self.perpetrators or "any" in self.acts:
            return
        if self.fight:
            self.parties += [Role(member, "roles.topic") for member in topics]
        elif topic.start <= self.frame.start + 3 and any(
            act in ("bombard", "strike", "capture", "assault", "demolish", "arrest", "raid", "shoot")
            for act in self.acts
        ):
            passive = any(light.cls == "passive" for light in self.lights.values())
            if not passive and not topic.person and topic.force not in _MEMBERS:
                self.perpetrators += [Role(member, "roles.topic") for member in topics]

    def _himself(self) -> bool:
        """ "قال تنظيم كذا إنه خطف": the pronoun in front of the verb is the speaker."""
        for anchor in self.frame.anchors:
            active = anchor.match is not None and anchor.match.entry.part in ("past", "present")
            if anchor.harm is not None:
                active = anchor.harm.active
            if active and self._word(anchor.position - 1) in _SPEAKER_SELF:
                return True
        return False

    def _armed(self, verb: Match) -> bool:
        """ "إن العبوتين استهدفتا": the weapon in front of a verb is its subject."""
        return verb.entry.part in ("past", "present") and any(
            verb.start - match.end <= 5 for match in self.a.within("weapon", verb.start - 6, verb.start)
        )

    def _speaker(self) -> None:
        """A belligerent that tells of an act without naming who did it tells of its own."""
        # "صده هجوماً شنته قوات كذا": who repels is the speaker, whoever attacked.
        repels = any(
            anchor.match is not None and anchor.match.value.get("act") == "repel" and anchor.match.suffix
            for anchor in self.frame.anchors
        )
        if (self.perpetrators or self.parties) and not repels or "any" in self.acts:
            return
        acts = {
            anchor.act
            for anchor in self.frame.anchors
            if (anchor.match is not None and self._own(anchor.match) and not self._armed(anchor.match))
            or (anchor.act == "arrest" and anchor.match is None and not anchor.is_passive)
        }
        fells = not _FELLING.isdisjoint(self.a.passage.texts[self.frame.start : self.frame.end])
        if (
            not fells
            and not self._himself()
            and not acts
            & {
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
            }
        ):
            return
        for source in self.frame.sources:
            if (
                source.actor
                and source.type == "party"
                and source.rule in ("sources.says", "sources.before", "sources.colon")
            ):
                if any(role.mention.actor == source.actor for role in self.targets):
                    continue
                mention = self.a.actor_at.get(source.start) or self.a.actor_at.get(source.owner)
                if mention is None:
                    mention = next(
                        (
                            m
                            for m in between(self.a.actors, source.start, source.end)
                            if m.actor == source.actor
                        ),
                        None,
                    )
                if mention is None:  # a body of its own name: "الإعلام الحربي: استهداف …"
                    mention = ActorMention(
                        source.start, source.end, source.start, source.actor, "actors.name", skip=source.skip
                    )
                self.perpetrators.append(Role(mention, "roles.speaker"))
                return
