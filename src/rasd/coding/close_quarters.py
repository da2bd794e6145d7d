"""Whether an open strike is one of people on people: an attack, and no shelling (codebook, "Settled questions")."""

from __future__ import annotations

from rasd.coding.frame import Frame
from rasd.lexicon import cues
from rasd.text import Token

__all__ = ["is_hand_to_hand"]

_NEARBY = 6  # tokens
_GATHERED = cues("gathered")
_ON_FOOT = cues("on_foot")
_SHOULDER = cues("shoulder_arms")


def is_hand_to_hand(tokens: list[Token], frame: Frame) -> bool:
    """Say whether people strike, and no guns: "استهدف قوة مشاة", "استهدف حاجزا", "دبابة بقذيفة مضادة للدروع"."""
    for anchor in frame.anchors:
        if anchor.match is None or anchor.act != "bombard" or "قصف" in anchor.match.entry.words[0]:
            continue
        for at in range(anchor.end, min(anchor.end + _NEARBY, frame.end)):
            if tokens[at].text in _GATHERED:
                break  # "تجمعا لجنود", "مبنى يستخدمه جنود"
            if tokens[at].text in _ON_FOOT:
                return True
        rest = [tokens[at].text for at in range(anchor.end, frame.end)]
        if any(text in _SHOULDER for text in rest):
            return True
    return False
