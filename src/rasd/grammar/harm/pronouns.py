"""Harm told of people named before: "ما أدى إلى إصابته", "فقتلوه", "وقتل في اشتباكات"."""

from __future__ import annotations

from bisect import bisect_left

from rasd.grammar.harm.mention import HarmMention
from rasd.grammar.harm.parts import BREAKS
from rasd.grammar.people import People
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["BACK", "Pronouns"]

_AS_MANY = cues("as_many")
_BESIDE = 3  # tokens from a count to the verb that counts as many
_AFTER_PASSIVE = cues("after_bare_number")
_PRONOUNS = {"ه": (1, 1), "ها": (1, 1), "هما": (2, 2), "هم": (2, 9999), "هن": (2, 9999)}
BACK = 14
"""Tokens that a pronoun may point back."""
_ENDED = 20  # tokens from لقي to مصرعه
_FAR = 16  # the same for a passive without people


class Pronouns:
    """Finds whom a word of harm without people of its own speaks of."""

    def __init__(
        self, tokens: list[Token], people: list[People], words: dict[int, Match], used: set[int]
    ) -> None:
        self.tokens = tokens
        self.people = people
        self.words = words
        self.used = used
        self.starts = [group.start for group in people]

    def as_many(self, match: Match, after: int, found: list[HarmMention]) -> People | None:
        """ "قتل أربعة وأصيب مثلهم": the second verb counts as many as the first."""
        before = found[-1] if found else None
        if before is None or after >= len(self.tokens) or self.tokens[after].text not in _AS_MANY:
            return None
        if not 0 <= match.start - before.end <= _BESIDE:
            return None
        return People(after, after + 1, before.min, before.max, "people.plain")

    def with_more(self, index: int) -> bool:
        text = self.tokens[index].text if index < len(self.tokens) else ""
        return (
            len(text) > 4 and text[0] == "و" and text.endswith(tuple(_PRONOUNS)) and index not in self.words
        )

    def referred(self, match: Match) -> int | None:
        """ "النار على شاب ما أدى إلى إصابته": the pronoun counts the people named last, unless they are counted."""
        least, most = _PRONOUNS.get(match.suffix, (0, 0))
        position = bisect_left(self.starts, match.start) - 1
        if not most or position < 0 or position in self.used:
            return None
        group = self.people[position]
        words = [token.text for token in self.tokens[group.end : match.start]]
        inside = group.start > 0 and self.tokens[group.start - 1].text == "في"
        if (
            group.victim
            or inside
            or len(words) > BACK
            or any(word in BREAKS for word in words)
            or group.min is None
        ):
            return None
        if match.suffix in ("ه", "ها") and group.noun and (match.suffix == "ها") != group.noun.endswith("ه"):
            return None  # "بعد إصابتها" speaks of no man
        return position if least <= group.min <= most and group.max is not None else None

    def subject_before(self, match: Match) -> int | None:
        """ "كان قائد كتيبة، وقتل في اشتباكات": a passive without people speaks of the one named last."""
        following = self.tokens[match.end].text if match.end < len(self.tokens) else ""
        position = bisect_left(self.starts, match.start) - 1
        if match.entry.part != "past" or following not in _AFTER_PASSIVE or position < 0:
            return None
        group = self.people[position]
        between = [token.text for token in self.tokens[group.end : match.start]]
        one = group.rule in ("people.one", "people.named") and not group.victim and position not in self.used
        return position if one and len(between) <= _FAR and not BREAKS & set(between) else None

    def ended(self, index: int) -> Match | None:
        """لقي … مصرعه: the verb needs its object."""
        for ahead in range(index, min(index + _ENDED, len(self.tokens))):
            match = self.words.get(ahead)
            if match is not None and match.cls == "ended":
                return match
            if self.tokens[ahead].text in BREAKS:
                return None
        return None
