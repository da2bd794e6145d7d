"""Aircraft that are told of without their having fired: no weapon of what is told beside them."""

from __future__ import annotations

from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions
from rasd.lexicon import Match

__all__ = ["only_flies"]

_FIRING = frozenset({"strike", "bombard", "launch", "weak", "destroy", "demolish", "assault"})
_NEAR = 3  # tokens from an aircraft to its verb of flying


def only_flies(mentions: Mentions, frame: Frame, aircraft: Match) -> bool:
    """ "انفجار عبوة … وطيران التحالف يحلق": aircraft overhead, in a frame that tells no fire of aircraft."""
    if _FIRING & set(frame.acts):
        return False
    near = mentions.within("monitor", max(frame.start, aircraft.start - 1), aircraft.end + _NEAR)
    return any(word.cls == "flies" for word in near)
