"""Kin and families, and two nouns for one person: who of them is counted."""

from __future__ import annotations

from rasd.grammar.numerals import Quantity
from rasd.grammar.people.group import People
from rasd.lexicon import Match
from rasd.text import Token

__all__ = ["family_of", "is_apposition", "is_kin"]


def is_kin(noun: Match, nouns: dict[int, Match]) -> bool:
    """أم وطفلها, وابنها: kin are people beside kin, or with a pronoun behind a person."""
    following = nouns.get(noun.end)
    beside = (
        following is not None
        and following.prefix == "و"
        and (bool(following.suffix) or following.cls == "kin")
    )
    before = [nouns[at] for at in range(max(0, noun.start - 2), noun.start) if at in nouns]
    behind = noun.prefix == "و" and (
        bool(before) if noun.suffix else bool(before) and before[-1].cls == "kin"
    )
    return noun.number in ("two", "many") or beside or behind


def family_of(
    noun: Match, tokens: list[Token], quantities: dict[int, Quantity], nouns: dict[int, Match]
) -> People | None:
    """ "عائلة كاملة من سبعة أفراد", "أسرة مكونة من خمسة أشخاص": the family is counted by its members."""
    if noun.number != "one":
        return None
    for at in range(noun.end, min(noun.end + 3, len(tokens) - 1)):
        if tokens[at].text != "من":
            continue
        quantity = quantities.get(at + 1)
        members = nouns.get(quantity.end) if quantity is not None else None
        if quantity is None or members is None:
            return None
        people = People(
            noun.start,
            members.end,
            quantity.min,
            quantity.max,
            "people.family",
        )
        people.joined = noun.prefix.startswith("و")
        people.status, people.basis, people.civilians = "civilian", "presumed", True
        return people
    return None


def is_apposition(before: People, people: People, nouns: dict[int, Match]) -> bool:
    """ "قائد عسكري", "شاب مدني": two singular nouns for one person; an accusative is somebody else."""
    noun, other = nouns.get(before.start), nouns.get(people.start)
    return (
        before.end == people.start
        and before.rule == people.rule == "people.one"
        and noun is not None
        and other is not None
        and noun.cls == other.cls == "person"
        and not (noun.suffix or other.suffix or other.prefix)
        and noun.article == other.article
        and noun.entry.words[0].endswith("ه") == other.entry.words[0].endswith("ه")
        and not other.entry.words[0].endswith("ا")
    )
