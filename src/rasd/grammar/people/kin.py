"""Kin and families, and two nouns for one person: who of them is counted."""

from __future__ import annotations

from rasd.grammar.numerals import Quantity
from rasd.grammar.people.group import People
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["family_of", "has_apposition", "is_apposition", "is_family", "is_kin", "members_of"]

_FAMILY = cues("one_family")


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


def is_family(noun: Match | None) -> bool:
    """Say whether a noun names one family: عائلة, أسرة."""
    return noun is not None and noun.number != "many" and noun.entry.words[-1] in _FAMILY


def members_of(
    quantity: Quantity, tokens: list[Token], quantities: dict[int, Quantity], nouns: dict[int, Match]
) -> People | None:
    """ "أربعة من عائلة واحدة": four of its members, whose family is counted by nobody."""
    at = quantity.end
    if at >= len(tokens) or tokens[at].text != "من" or not is_family(nouns.get(at + 1)):
        return None
    only = quantities.get(at + 2)
    end = only.end if only is not None and only.min == only.max == 1 else at + 2
    rule = "people." + quantity.rule.partition(".")[2]
    people = People(
        quantity.start, end, quantity.min, quantity.max, rule, approximate=quantity.approximate, bare=False
    )
    people.joined = tokens[quantity.start].text.startswith("و") or quantity.joined
    return people


def has_apposition(nouns: dict[int, Match], at: int) -> bool:
    """ "مدير المشفى الطبيب …": the person stands behind his post."""
    return any(
        noun.article and noun.number == "one" and noun.cls == "person" and not noun.prefix
        for noun in (nouns.get(index) for index in range(at, at + 4))
        if noun is not None
    )


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
