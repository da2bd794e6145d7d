"""Words that say that nobody was harmed, and words that only say that nothing is known.

"دون وقوع إصابات" and "لم ترد أنباء عن إصابات" are zeros; "دون معرفة أعداد القتلى" counts nobody at all (codebook,
"Counting people").
"""

from __future__ import annotations

from dataclasses import dataclass

from rasd.grammar.passage import Passage
from rasd.grammar.people import People
from rasd.lexicon import cues

__all__ = ["Zero", "read_zeros"]

_NEGATIONS = cues("negations_of_harm")
_OPENERS = _NEGATIONS | {lead + word for lead in ("و", "ب", "وب") for word in _NEGATIONS}
_VERBAL = cues("negations_of_verbs")
_GAP = cues("zero_gap")
_VERBS = cues("zero_verbs")
_UNKNOWN = cues("not_known")
_NEWS = cues("no_news")
_INJURIES = cues("injuries")
_REACH = 8  # tokens from the negation to what is negated: "لم ينجم عن الهجوم أي إصابات"


@dataclass(frozen=True, slots=True)
class Zero:
    """Tokens ``start:end`` deny harm of one effect, or (`known` false) only that its extent is known."""

    start: int
    end: int
    effect: str
    known: bool


def read_zeros(passage: Passage, people: list[People]) -> list[Zero]:
    """Return the denials of harm of a passage, in text order."""
    victims = {group.start: group for group in people if group.victim and group.max is None}
    acts = {at for match in passage.matches.get("event", ()) for at in range(match.start, match.end)}
    found: list[Zero] = []
    for index in passage.at(_OPENERS):
        found += _denied(passage, victims, acts, index, passage.texts[index].removeprefix("و") in _VERBAL)
    return found


def _denied(
    passage: Passage, victims: dict[int, People], acts: set[int], start: int, verbal: bool
) -> list[Zero]:
    tokens = passage.tokens
    found: list[Zero] = []
    known = True
    for at in range(start + 1, min(start + _REACH, len(tokens))):
        text = tokens[at].text
        bare = text[1:] if text[0] in "وبل" and len(text) > 3 else text
        if not verbal:
            verbal = text == "ان"  # "دون أن يسفر عن"
        group = victims.get(at)
        if group is not None or text in _INJURIES or bare in _INJURIES:
            effect, end = (group.victim, group.end) if group is not None else ("injured", at + 1)
            found.append(Zero(start, end, effect, known))
        elif found and text not in ("او", "و") and at >= found[-1].end:
            break
        elif text in _UNKNOWN or bare in _UNKNOWN:
            known = False
        elif text == "من" and not known:  # "دون التأكد من وقوع إصابات"
            continue
        elif not (
            text in _GAP
            or bare in _GAP
            or text in _NEWS
            or bare in _NEWS
            or (verbal and (text in _VERBS or at in acts))
        ):
            break
    return found
