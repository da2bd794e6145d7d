"""From frames to what can be reported: attribution, details, kind, factuality, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Day
from itertools import pairwise

from rasd.coding.attributing import attribute, take_up
from rasd.coding.building import is_historical
from rasd.coding.claims import blame_each_other, claim_roles, own_acts, suspect_doers
from rasd.coding.detail import add_details, judge_factuality
from rasd.coding.frame import FROM_AIR, Anchor, Frame, Reason
from rasd.coding.kinds import bombards, decide_kind
from rasd.coding.mentions import Mentions, between
from rasd.coding.roles import assign_roles, carry_roles
from rasd.coding.screening import refuse
from rasd.coding.times import when
from rasd.coding.tolls import is_toll, toll_words
from rasd.lexicon import Lexicon, cues

__all__ = ["judge"]

_GROUND = frozenset({"clash", "capture"})
_ALIKE = cues("alike")
_WAR = frozenset({"strike", "bombard", "launch", "blast", "suicide", "fight", "chemical"})
_LOOK = 12  # frames that a clause may point back


def _goes_on(frame: Frame, tolled: Frame | None) -> bool:
    """A count without a time of its own right behind a toll is part of the toll."""
    return (
        tolled is not None
        and bool(frame.harm)
        and 0 <= frame.sentence.index - tolled.sentence.index <= 1
        and not frame.is_dated
        and not (frame.has_event and frame.places)
        and any((harm.min or 0) >= 20 for harm in frame.harm)
    )


def judge(
    mentions: Mentions,
    frames: list[Frame],
    published: Day | None,
    lexicon: Lexicon,
    countries: frozenset[str],
    threatened: frozenset[int] = frozenset(),
) -> list[Frame]:
    """Complete the frames, drop what is no incident, and return the rest.

    `threatened` are the tokens of announced force: what is told there has not happened.
    """
    if not frames:
        return []
    attribute(mentions, frames)
    speakers = {source.start: source.type for source in mentions.sources}
    for source in mentions.sources:  # whom a speaker belongs to does not act thereby
        for mention in between(mentions.actors, source.start + 1, max(source.end, source.until)):
            speakers.setdefault(mention.start, source.type)
    speakers.update((at, "addressed") for at in mentions.addressed)
    war = False
    for number, frame in enumerate(frames):
        add_details(mentions, frame)
        assign_roles(mentions, frame, speakers)
        claim_roles(mentions, frame)
        carry_roles(mentions, frame, frames[max(0, number - _LOOK) : number])
        frame.kind, frame.basis = decide_kind(frame, lexicon.actors, published)
        if frame.kind in _GROUND:
            # Aircraft that support or are driven off are no weapon of the fighting (codebook, "Kinds").
            frame.weapons = [pair for pair in frame.weapons if pair[1] not in FROM_AIR]
        judge_factuality(mentions, frame)
        _background(mentions, frame, published)
        take_up(frame)
        war = (
            war
            or bool(frame.perpetrators or frame.targets)
            or (bool(mentions.theatres) and bool(set(frame.acts) & _WAR))
        )
    blame_each_other(mentions, frames)
    suspect_doers(mentions, frames)
    for frame in frames:
        own_acts(mentions, frame)
    _borrow(mentions, frames)
    _settle_method(frames)
    kept: list[Frame] = []
    tolled: Frame | None = None
    for frame in frames:
        if frame.kind and not frame.harm and all(_announced(anchor, threatened) for anchor in frame.anchors):
            frame.kind = ""
            frame.reason = Reason("unrealized", frame.start, frame.end)
    for frame in frames:
        if not frame.kind:
            continue
        if is_toll(mentions, frame) or _goes_on(frame, tolled):
            frame.reason = Reason("toll", *toll_words(mentions, frame))
            tolled = frame
            continue
        reason = refuse(mentions, frame, war, countries)
        if reason is not None:
            frame.reason = reason
            continue
        if frame.kind == "arrest" and any(anchor.act == "fight" for anchor in frame.anchors):
            frame.kind = "clash"
        if frame.factuality == "unrealized" and frame.kind != "protest":
            frame.reason = Reason("unrealized", frame.start, frame.end)
            continue
        if frame.kind == "protest":
            frame.perpetrators, frame.targets = [], []  # who stands beside it is not who protests
        kept.extend(_fighting_for(frame))
    return kept


def _fighting_for(frame: Frame) -> list[Frame]:
    """Ground taken after fighting that has a toll of its own is two reports: the capture and the clash."""
    fought = [anchor for anchor in frame.anchors if anchor.act == "fight" or anchor.harm is not None]
    if frame.kind != "capture" or not frame.harm or "fight" not in frame.acts:
        return [frame]
    clash = replace(
        frame,
        kind="clash",
        anchors=fought,
        perpetrators=[*frame.perpetrators, *frame.targets],
        targets=[],
        weapons=[],
        munitions=[],
        sites=[],
    )
    frame.anchors = [anchor for anchor in frame.anchors if anchor not in fought]
    frame.harm = []
    return [frame, clash]


def _announced(anchor: Anchor, threatened: frozenset[int]) -> bool:
    """Say whether an act lies in announced force; a verb in the past tells what happened even there."""
    match = anchor.match
    past = match is not None and match.entry.part == "past" and not match.prefix.lstrip("وف")
    return anchor.position in threatened and not past


def _borrow(mentions: Mentions, frames: list[Frame]) -> None:
    """ "قصف مماثل" and a verb without a subject take perpetrator and weapons from the frame before."""
    for before, frame in pairwise(frames):
        if frame.sentence.index - before.sentence.index > 1:
            continue
        texts = set(mentions.passage.texts[frame.start : frame.end])
        similar = texts & _ALIKE
        if similar and any(act in ("bombard", "strike", "assault") for act in frame.acts):
            if not frame.perpetrators:
                frame.perpetrators = list(before.perpetrators)
            if not frame.weapons:
                frame.weapons = list(before.weapons)
            if frame.kind == "shelling" and frame.basis == "inferred":
                frame.kind, frame.basis = (
                    before.kind if before.kind in ("shelling", "air_strike") else frame.kind,
                    before.basis,
                )
        elif not frame.perpetrators and frame.sentence.index == before.sentence.index and frame.anchors:
            match = frame.anchors[0].match
            goes_on = match is not None and (
                "كما" in texts or (match.entry.part in ("past", "present") and match.prefix.startswith("و"))
            )
            if frame.listed or (match is not None and match.cls == "verb" and goes_on):
                frame.perpetrators = list(before.perpetrators)


def _settle_method(frames: list[Frame]) -> None:
    """Open strikes (ضربات, استهداف) are from the air when their doer only strikes from the air in this document.

    Codebook, "Kinds": `air_strike` when aircraft are named anywhere for it; the basis is then `inferred`.
    """
    methods: dict[frozenset[str], set[str]] = {}
    every: set[str] = set()
    for frame in frames:
        if frame.kind in ("air_strike", "shelling") and frame.basis == "stated":
            actors = frozenset(role.mention.actor for role in frame.perpetrators)
            every.add(frame.kind)
            if actors:
                methods.setdefault(actors, set()).add(frame.kind)
    for frame in frames:
        if frame.basis != "inferred" or not (frame.kind == "shelling" or frame.hand_to_hand):
            continue
        actors = frozenset(role.mention.actor for role in frame.perpetrators)
        told = methods.get(actors) if actors else every if _counts_strikes(frame) else None
        if told == {"air_strike"} and not bombards(frame):
            frame.kind = "air_strike"


def _counts_strikes(frame: Frame) -> bool:
    """ "ثماني ضربات نفذت", "ضربة دمرت": the noun names what the document tells elsewhere."""
    return any(
        anchor.match is not None
        and anchor.match.entry.part == "noun"
        and anchor.match.entry.words[0].startswith("ضرب")
        for anchor in frame.anchors
    )


def _background(mentions: Mentions, frame: Frame, published: Day | None) -> None:
    """Mark what the text tells as background: before "منذ", behind its openers, or long ago."""
    sentence = frame.sentence
    openers = [
        match
        for match in mentions.within("connector", sentence.start, sentence.end)
        if match.cls == "background"
    ]
    anchor = frame.anchors[0]
    at = anchor.match.start if anchor.match is not None else anchor.start
    before = mentions.passage.tokens[at - 1].text if at else ""
    if before == "منذ" or any(match.end == at for match in openers):
        frame.factuality = "historical"  # "منذ أن استولت"
    first, last, _, _ = when(frame)
    if is_historical(first, last, published):
        frame.factuality = "historical"
    elif openers and openers[0].start <= sentence.start + 4 and first is None and not frame.inherited_date:
        if frame.factuality == "asserted":
            frame.factuality = "historical"
