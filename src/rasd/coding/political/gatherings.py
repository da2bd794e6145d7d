"""Protests that a text only speaks of: a square named after a sit-in, a reason, a memory ("مقر الاعتصام")."""

from __future__ import annotations

from rasd.coding.frame import Anchor, Frame, Reason
from rasd.coding.mentions import Mentions
from rasd.lexicon import cues

__all__ = ["refuse_gathering"]

_SPOKEN_OF = cues("protest_spoken_of")


def refuse_gathering(mentions: Mentions, frame: Frame) -> Reason | None:
    """Return why a protest is only spoken of, or None."""
    if frame.kind == "protest":
        passing = [anchor for anchor in frame.anchors if anchor.act == "protest"]
        if passing and all(_is_spoken_of(mentions, anchor) for anchor in passing):
            return Reason("retold", passing[0].start, passing[0].end)
        return None
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
