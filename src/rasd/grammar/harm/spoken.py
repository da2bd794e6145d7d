"""Victims who are only spoken of, and harm that no force did."""

from __future__ import annotations

from rasd.grammar.harm.mention import HarmMention
from rasd.grammar.people import People
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["is_ailment", "is_attempted", "is_hit", "is_spoken_of"]

_NOT_HARMED = cues("not_harmed")
_RESULTS = tuple(sorted(cues("result_verbs")))
_CARRIED = cues("carried_away")
_MOURNED = tuple(sorted(cues("mourned")))
_HOSPITALS = cues("hospitals")
_BODIES = cues("bodies_of_the_dead")
_SCORED = tuple(sorted(cues("scoring")))
_BEFELL = cues("befell")
_ACCURATE = cues("hits_on_target")
_NO_FORCE = cues("not_by_force")
_FEARS = cues("fears")
_ATTEMPTED = cues("attempted")
_THROUGH = cues("tried_through")


def is_spoken_of(tokens: list[Token], group: People) -> bool:
    """ "ذوي الشهداء", "جثامين الشهداء", "تشييع الشهيد" speak of the dead; they count nobody."""
    before = tokens[group.start - 1].text if group.start else ""
    singular = group.min == 1 and group.max == 1 and group.rule == "people.one"
    after = tokens[group.end].text if group.end < len(tokens) else ""
    return (
        (
            before in _NOT_HARMED
            and not _came_of(tokens, group)
            and not (
                before in _CARRIED
                and not group.definite
                and group.max is not None
                and _is_near(tokens, group)
            )
        )
        or any(
            token.text.removeprefix("و").startswith(_MOURNED)
            for token in tokens[max(0, group.start - (8 if group.noun in _BODIES else 4)) : group.start]
        )
        or any(
            token.text.removeprefix("و").startswith(_SCORED)
            for token in tokens[max(0, group.start - 2) : group.start]
        )
        or after in _ACCURATE  # "إصابات دقيقة" are hits
        or (group.definite and singular)
        or (singular and group.victim == "casualties" and before not in _BEFELL)
        or (group.definite and group.rule == "people.many")
    )


def _is_near(tokens: list[Token], group: People) -> bool:
    """Say whether the injured are carried to a hospital, rather than abroad."""
    ahead = tokens[group.end : group.end + 6]
    return not ahead or any(stem in token.text for token in ahead for stem in _HOSPITALS)


def _came_of(tokens: list[Token], group: People) -> bool:
    """ "أسفر عن قتلى": what came of an act is new."""
    lead = tokens[group.start - 2].text if group.start > 1 else ""
    return tokens[group.start - 1].text == "عن" and lead.removeprefix("و").startswith(_RESULTS)


def is_ailment(tokens: list[Token], mention: HarmMention) -> bool:
    """ "بفيروس", "بالكوليرا", "بالذعر": no force did this harm."""
    return any(token.text in _NO_FORCE for token in tokens[mention.start : mention.end + 2]) or any(
        token.text in _FEARS for token in tokens[max(0, mention.start - 2) : mention.start]
    )


def is_attempted(tokens: list[Token], act: Match) -> bool:
    """Say whether an act was only tried, planned or called for: "محاولة اغتيال", "فشلوا في اعتقال"."""
    before = [token.text.removeprefix("و") for token in tokens[max(0, act.start - 4) : act.start]]
    if not before:
        return False
    if before[-1] in _ATTEMPTED:
        return True
    hangs = before[-1] in _THROUGH or tokens[act.start].text.startswith("ب")
    return act.cls == "masdar" and hangs and not _ATTEMPTED.isdisjoint(before)


def is_hit(tokens: list[Token], at: int) -> bool:
    """Say whether the word of injury before `at` tells a hit on a target: "إصابة مباشرة"."""
    return at < len(tokens) and tokens[at].text in _ACCURATE
