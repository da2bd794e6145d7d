"""Protests and flights that a text only speaks of: who is displaced already, a square named after a sit-in.

"14 ألف نازح في المستشفى" counts people, "نزح 14 ألف شخص" tells that they fled; "مقر الاعتصام" names a place.
"""

from __future__ import annotations

from rasd.coding.frame import Anchor, Frame, Reason
from rasd.coding.mentions import Mentions, between
from rasd.lexicon import cues

__all__ = ["refuse_gathering"]

_MOVING = cues("moving")
_STATUS = tuple(sorted(cues("displaced_people")))
_PLACES_OF = cues("places_of_flight")
_SPOKEN_OF = cues("protest_spoken_of")
_WHO = cues("who_fled")
_CAUSED = cues("to_force_out")
_NEAR = 8  # tokens around people on the move
_TOTAL = 1_000_000  # as many flee over a period, not in one incident


def refuse_gathering(mentions: Mentions, frame: Frame) -> Reason | None:
    """Return why a protest or a displacement is only spoken of, or None."""
    if frame.kind == "protest":
        passing = [anchor for anchor in frame.anchors if anchor.act == "protest"]
        if passing and all(_is_spoken_of(mentions, anchor) for anchor in passing):
            return Reason("retold", passing[0].start, passing[0].end)
        return None
    for harm in frame.harm:
        if harm.effect == "displaced" and (harm.min or 0) >= _TOTAL:
            return Reason("toll", harm.start, harm.end)
    told = [anchor for anchor in frame.anchors if anchor.act == "displace"]
    if frame.factuality == "unrealized" and not any(harm.max for harm in frame.harm):
        return Reason("unrealized", frame.start, frame.end)
    if told and not any(_flees(mentions, frame, anchor) for anchor in told):
        return Reason("retold", told[0].start, told[0].end)
    return None


def _word(mentions: Mentions, at: int) -> str:
    tokens = mentions.passage.tokens
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _is_spoken_of(mentions: Mentions, anchor: Anchor) -> bool:
    """A protest named for a place, a time or a reason: "مقر الاعتصام", "احتجاجاً على", "دعماً للتظاهرات"."""
    match = anchor.match
    if match is None or match.entry.part not in ("noun", "phrase"):
        return False
    before, two = _word(mentions, anchor.start - 1), _word(mentions, anchor.start - 2)
    bare = before.lstrip("وبلف").removeprefix("ال")
    reason = _word(mentions, anchor.start).endswith("ا") and _word(mentions, anchor.end) in ("علي", "ضد")
    return bare in _SPOKEN_OF or two in _SPOKEN_OF or match.prefix.endswith("ل") or reason


def _flees(mentions: Mentions, frame: Frame, anchor: Anchor) -> bool:
    """Say whether an anchor tells that people went, rather than who has gone before."""
    at = anchor.position
    text = _word(mentions, at).lstrip("وبلف").removeprefix("ال")
    before = _word(mentions, at - 1)
    counted = anchor.harm is not None and anchor.harm.max is not None
    if anchor.harm is not None and anchor.harm.status == "combatant":
        return False
    people = anchor.harm.people if anchor.harm is not None else None
    if any(
        mention.actor != "CIVILIANS" and not mention.adjective
        for mention in between(mentions.actors, max(frame.start, at - 3), at + 3)
        if people is None or people[0] <= mention.start < people[1]
    ):
        return False  # fighters who run
    if text.startswith(_STATUS):
        near = range(max(frame.sentence.start, at - _NEAR), min(at + _NEAR, frame.sentence.end))
        return any(_word(mentions, index).lstrip("وف") in _MOVING for index in near)
    if before.lstrip("وبلف").removeprefix("ال") in _PLACES_OF or before in _CAUSED:
        return False
    return counted or before not in _WHO
