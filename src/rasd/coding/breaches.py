"""Where the text itself calls an incident a breach of an agreement ("ما يعتبر خرقاً للاتفاق …").

What is recorded is the claim, with the agreement as the text names it; whether it was a breach is not judged.
"""

from __future__ import annotations

from itertools import groupby

from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions
from rasd.lexicon import cues

__all__ = ["claim_breaches"]

_BREACH = cues("breach")
_ENDS = tuple(sorted(_BREACH))
_AGREEMENT = cues("agreement_heads")
_AFTER = cues("not_in_agreement_name")
_TRUCE = ("وقف", "اطلاق", "النار")
_BETWEEN = 3  # words between the breach and what was breached: "خرقاً واضحاً وصريحاً للاتفاق"
_LONGEST = 6  # words of an agreement's name


def claim_breaches(mentions: Mentions, frames: list[Frame]) -> None:
    """Give each claim of a breach to the last act that its sentence tells before it."""
    tokens = mentions.passage.tokens
    named = mentions.passage.ending(_ENDS)
    if not named:
        return
    for _, group in groupby(frames, key=lambda frame: frame.sentence.index):
        told = list(group)
        if not told:
            continue
        sentence = told[0].sentence
        for at in named:
            if not sentence.start <= at < sentence.end:
                continue
            if tokens[at].text.removeprefix("و").removeprefix("ب").removeprefix("ال") not in _BREACH:
                continue
            agreement = _agreement(mentions, at + 1, sentence.end)
            before = [frame for frame in told if frame.anchors and frame.anchors[0].start < at]
            if agreement is not None and before:
                before[-1].breach = agreement


def _agreement(mentions: Mentions, start: int, end: int) -> tuple[int, int] | None:
    """Return the tokens of the agreement named behind a breach, else None."""
    tokens = mentions.passage.tokens
    for at in range(start, min(start + _BETWEEN, end)):
        text = tokens[at].text
        if text in ("،", ",", "."):
            return None
        definite = text.startswith(("لل", "ال"))
        head = text.removeprefix("لل") if text.startswith("لل") else text.removeprefix("ال")
        truce = tuple(token.text for token in tokens[at : at + 3])
        if truce == _TRUCE or truce == ("لوقف", *_TRUCE[1:]):
            return at, at + 3
        if head not in _AGREEMENT and head.removeprefix("ل") not in _AGREEMENT:
            continue
        last = at + 1
        while last < min(at + _LONGEST, end):
            text = tokens[last].text
            article = text.startswith("ال")
            if tokens[last].kind != "word" or text in _AFTER or (definite and not article):
                break
            definite = definite or article  # "اتفاق خفض التصعيد": the article closes the construct
            last += 1
        return at, last
    return None
