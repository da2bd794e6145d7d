"""Protests that a text only speaks of: a square named after a sit-in, a reason, a memory ("مقر الاعتصام")."""

from __future__ import annotations

from bisect import bisect_left

from rasd.coding.frame import Anchor, Frame, Reason
from rasd.coding.mentions import Mentions
from rasd.coding.political.utterance import Utterance, Utterances
from rasd.lexicon import cues

__all__ = ["read_protesters", "refuse_gathering"]

_PROTESTERS = cues("protesters")
_CIVIL = frozenset({"protest", "riot"})
_HURT = frozenset({"shoot", "fight", "strike", "bombard", "assault", "blast"})
_REACH = 14  # tokens behind the protesters in which the place stands
_SPOKEN_OF = cues("protest_spoken_of")


def refuse_gathering(mentions: Mentions, frame: Frame) -> Reason | None:
    """Return why a protest is only spoken of, or None."""
    if frame.kind == "protest":
        passing = [anchor for anchor in frame.anchors if anchor.act == "protest"]
        if passing and all(_is_spoken_of(mentions, anchor) for anchor in passing):
            return Reason("retold", passing[0].start, passing[0].end)
        return None
    return None


def read_protesters(mentions: Mentions, spoken: Utterances, read: list[Utterance]) -> list[Frame]:
    """Return the protests told by their people alone: "لتفريق المحتجين أمام السفارة".

    A text that has a word for the protest itself is read by that word; where protesters are hurt, the harm is told.
    """
    if any(match.value["act"] in _CIVIL for match in mentions.layer("event")):
        return []
    frames: list[Frame] = []
    people = mentions.passage.at(_PROTESTERS)
    for said in read if people else ():
        sentence = said.sentence
        at = next((i for i in people if sentence.start <= i < sentence.end), None)
        if at is None:
            continue
        first, last = (bisect_left(mentions.harm_triggers, edge) for edge in (sentence.start, sentence.end))
        hurt = first < last or any(
            match.value["act"] in _HURT for match in mentions.within("event", sentence.start, sentence.end)
        )
        places = spoken.places(at, min(at + _REACH, sentence.end))
        if hurt or not places:
            continue
        frame = Frame(sentence, at, at + 1, [Anchor(at, at + 1, "protest")], kind="protest")
        frame.places = places
        frame.dates = spoken.near(said, at, at + 1)
        frame.sources = said.sources
        frames.append(frame)
    return frames


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
