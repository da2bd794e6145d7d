"""Threats: force that an actor announces, plans or makes depend on a condition; never an incident.

A threat needs who would use the force; whom it would meet, where, and who says so are kept when the sentence tells.
"""

from __future__ import annotations

from rasd.coding.frame import Anchor, Frame, Role
from rasd.coding.mentions import Mentions
from rasd.coding.political.announcing import Trigger, triggers_of
from rasd.coding.political.utterance import Utterance, Utterances, nation, role
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.lexicon import cues

__all__ = ["read_threats"]

_CONDITION = 8  # tokens behind "إذا" in which somebody acts
_CONDITIONS = cues("conditions")
_THEM = cues("on_them")
_OBJECT = 12  # tokens in front of "أهداف مشروعة" in which they are named


def read_threats(mentions: Mentions, spoken: Utterances, read: list[Utterance]) -> list[Frame]:
    """Return a frame for each actor's threat in each sentence."""
    frames: list[Frame] = []
    if not mentions.has("threat"):
        return frames
    for said in read:
        sentence = said.sentence
        words = mentions.every("threat", sentence.start, sentence.end)
        if not words:
            continue
        held: dict[str, Frame] = {}
        for trigger in triggers_of(mentions, spoken, said, words):
            frame = _frame(mentions, spoken, said, trigger)
            if frame is None:
                continue
            name = frame.perpetrators[0].mention.actor if frame.perpetrators else ""
            first = held.get(name)
            if first is None:
                held[name] = frame
                frames.append(frame)
                continue
            first.end = max(first.end, frame.end)
            first.anchors += frame.anchors
            known = {one.mention.actor for one in first.targets}
            first.targets += [one for one in frame.targets if one.mention.actor not in known]
            keys = {place.key for place in first.places}
            first.places += [place for place in frame.places if place.key not in keys]
    return frames


def _frame(mentions: Mentions, spoken: Utterances, said: Utterance, trigger: Trigger) -> Frame | None:
    if trigger.doer is None and not trigger.war:
        return None
    end = max(spoken.reach(said, trigger.end - 1), trigger.end)
    anchor = Anchor(trigger.match.start, trigger.match.end, "threaten", match=trigger.match)
    frame = Frame(said.sentence, trigger.start, end, [anchor], kind="threat", factuality="unrealized")
    doers: set[str] = set()
    if trigger.doer is not None:
        frame.perpetrators = [role(trigger.doer, "roles.threatens")]
        frame.perpetrators += _joined(said, trigger.doer)
        frame.perpetrators += [
            role(mention, "roles.threatens")
            for mention in said.actors
            if trigger.start <= mention.start < end and spoken.helps(mention)
        ]
        doers = {one.mention.actor for one in frame.perpetrators}
    if trigger.war:
        if said.speaker is None:
            return None
        frame.targets = [role(said.speaker, "roles.threatened")]
    else:
        seen: dict[str, ActorMention] = {}
        for mention in spoken.met(said, trigger.start, end, doers):
            seen.setdefault(mention.actor, mention)
        if not seen and any(
            spoken.word(at) in _THEM for at in range(trigger.match.end, min(trigger.end + 2, end))
        ):
            # "سيبدأون الهجوم عليها": whom the pronoun means was named before.
            others = [m for m in said.actors if m.start < trigger.start and m.actor not in doers]
            for mention in others[:1]:
                seen[mention.actor] = mention
        if not seen and trigger.match.cls == "fair_game":
            before = [m for m in said.actors if m.end <= trigger.start and m.actor not in doers]
            near = before[-1] if before and trigger.start - before[-1].end <= _OBJECT else None
            near = near or nation(mentions, trigger.start - _OBJECT, trigger.start)
            if near is not None and near.actor in doers:
                return None  # whose things are struck does not strike them
            if near is not None:
                seen[near.actor] = near
        if not seen:
            # "إذا لم توقف أ عدوانها": whose act would bring it
            seen = {m.actor: m for m in _conditions(spoken, said) if m.actor not in doers}
        frame.targets = [role(mention, "roles.threatened") for mention in seen.values()]
    fair = trigger.match.cls == "fair_game"
    frame.places = spoken.places(max(said.sentence.start, trigger.start - _OBJECT * fair), end)
    frame.dates = spoken.times(said, trigger.end)
    frame.sources = said.sources or _own_words(mentions, trigger)
    return frame


def _conditions(spoken: Utterances, said: Utterance) -> list[ActorMention]:
    """The actor named in the condition, if there is one."""
    for at in range(said.sentence.start, said.sentence.end):
        if {spoken.word(at), spoken.word(at).removeprefix("و")} & _CONDITIONS:
            near = [m for m in said.actors if at < m.start <= at + _CONDITION]
            return near[:1]
    return []


def _own_words(mentions: Mentions, trigger: Trigger) -> list[SourceMention]:
    """ "هدد أ بقصف ب": who threatens is who says so."""
    doer = trigger.doer
    if doer is None or trigger.match.cls not in ("threatens", "launches") or doer.adjective:
        return []
    heads = [
        match
        for match in mentions.within("speech", trigger.match.end, doer.start + 1)
        if match.cls == "head" and trigger.match.cls == "threatens"
    ]
    kind = str(heads[0].value["type"]) if heads else "party"
    return [
        SourceMention(
            doer.start, doer.end, kind, "sources.says", trigger.match.start, doer.actor, skip=doer.skip
        )
    ]


def _joined(said: Utterance, doer: ActorMention) -> list[Role]:
    """The others of one list: "المقاومة والجيش سيبدأون"."""
    found: list[Role] = []
    row = said.actors
    if doer not in row:
        return []
    at = row.index(doer)
    before = at - 1
    while before >= 0 and row[before].end == row[before + 1].start and row[before + 1].prefix == "و":
        found.append(role(row[before], "roles.threatens"))
        before -= 1
    after = at + 1
    while after < len(row) and row[after].start == row[after - 1].end and row[after].prefix == "و":
        found.append(role(row[after], "roles.threatens"))
        after += 1
    return [one for one in found if one.mention.actor != doer.actor]
