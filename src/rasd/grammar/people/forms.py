"""What the form of a word tells about who is counted: a dual, a feminine, a nationality, a unit of injury."""

from __future__ import annotations

from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["injured_unit", "is_dual", "is_relational"]

_INJURIES = cues("injuries")
_CASES = cues("cases")
_AILMENTS = cues("ailments_by_force")


def injured_unit(tokens: list[Token], index: int) -> int:
    """ "12 إصابة", "20 حالة اختناق": the end of a noun that counts injured people behind a number, else 0."""
    if index >= len(tokens):
        return 0
    if tokens[index].text in _INJURIES:
        return index + 1
    if tokens[index].text in _CASES and index + 1 < len(tokens) and tokens[index + 1].text in _AILMENTS:
        return index + 2
    return 0


def is_dual(noun: Match) -> bool:
    """ "طفلاه", "طفلاها": behind a pronoun the ا is a dual in construct, not the accusative of one."""
    return noun.entry.words[0] == noun.entry.lemma + "ا"


def is_relational(word: str) -> bool:
    """Say whether a word is a sound plural or dual of a relational adjective, as nationalities are."""
    return len(word) > 6 and not word.startswith("ال") and word.endswith(("يين", "يون", "يان"))
