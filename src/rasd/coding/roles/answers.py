"""What an act answers ("رداً على هجوم كذا"), or stands apart from in time, is no part of it."""

from __future__ import annotations

from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions
from rasd.lexicon import cues
from rasd.text import Token

__all__ = ["is_answered"]

_ANSWER = cues("answer")
_SPANS = cues("spans_of_time")
_ANSWERING = frozenset(word for cue in _ANSWER for word in (cue, f"و{cue}")) | _SPANS
_REACH = 14  # tokens
_STOPS = frozenset({",", ".", ";", ":", '"'})


def is_answered(mentions: Mentions, frame: Frame, index: int, *, alone: bool = False) -> bool:
    """Say whether token `index` stands behind "رداً على" or "بعد يوم من", up to a comma or the next verb.

    The act that answers must be told before it in the frame, unless `alone`: then what is answered may be all of it.
    """
    if mentions.answers is None:
        mentions.answers = not _ANSWERING.isdisjoint(mentions.passage.where)
    if not mentions.answers:
        return False
    start = frame.sentence.start if alone else frame.start
    tokens = mentions.passage.tokens
    verbs = {
        match.start
        for match in mentions.within("event", max(start, index - _REACH), index)
        if match.entry.part in ("past", "present")
    }
    for at in range(index - 1, max(start, index - _REACH) - 1, -1):
        word = tokens[at].text
        before = tokens[at - 1].text if at else ""
        if word.startswith("علي") and before.removeprefix("و") in _ANSWER:
            return alone or any(anchor.position < at for anchor in frame.anchors)
        if word in ("من", "علي") and before in _SPANS and _apart(tokens, at):
            return alone or any(anchor.position < at for anchor in frame.anchors)
        if word in _STOPS or (at in verbs and before != "علي"):
            return False
    return False


def _apart(tokens: list[Token], at: int) -> bool:
    """ "قبل ساعات على …", "بعد يوم من …": what follows happened at another time."""
    return any(tokens[index].text.removeprefix("و") in ("قبل", "بعد") for index in range(max(0, at - 3), at))
