"""Parts of a total: "بينهم طفلان وامرأة", "ثلاثة منهم أطفال", "جميعهم أطفال"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from rasd.grammar.harm.mention import HarmMention
from rasd.grammar.people import People
from rasd.lexicon import Match
from rasd.text import Token

__all__ = ["BREAKS", "Parts", "name_those"]

BREAKS = frozenset({".", "\n", ";", "?", "!", "|"})
"""Marks that no phrase of harm crosses."""
_REACH = 8  # tokens from a total to the word that opens its parts


class Parts:
    """Adds the parts that a text tells to a total; the total stays."""

    def __init__(
        self, tokens: list[Token], people: list[People], words: dict[int, Match], used: set[int]
    ) -> None:
        self.tokens = tokens
        self.people = people
        self.words = words
        self.used = used
        self.ends = {group.end: position for position, group in enumerate(people)}
        self.starts = [group.start for group in people]

    def of(self, total: People) -> People:
        """Return the total with the parts behind it; the groups that tell them are used up."""
        index = total.end
        for ahead in range(index, min(index + _REACH, len(self.tokens))):
            word = self.words.get(ahead)
            if word is not None and word.cls in ("parts", "parts_all"):
                return self._fill(total, word)
            if self.tokens[ahead].text in BREAKS or (word is not None and word.cls in ("verb", "masdar")):
                break
        return total

    def _fill(self, total: People, word: Match) -> People:
        parts = dict(total.parts)
        names = list(total.names)
        end = total.end
        index = word.end
        civilians = total.civilians
        share = self._share(total, word)
        for position in range(bisect_left(self.starts, index), len(self.people)):
            group = self.people[position]
            if group.start > index + 1:
                break
            if position in self.used:
                continue
            if group.bare:
                if self._share_of(position) is None:
                    break
                index = group.end + 1  # "بينهم ثلاثة منهم أطفال"
                continue
            if group.victim and group.joined:
                break  # "أربعة شهداء بينهم طفلان، وعدد من الجرحى"
            self.used.add(position)
            if group.victim:
                break
            counts = group.parts
            if not counts and group.part and share is not None:
                counts = {group.part: share}
            share = None
            for part, count in counts.items():
                parts[part] = parts.get(part, 0) + count
            names += group.names
            civilians = civilians or group.civilians
            index, end = group.end, group.end
        return replace(total, parts=parts, end=end, civilians=civilians, names=tuple(names))

    def _share(self, total: People, word: Match) -> int | None:
        """How many of the total an unnumbered plural tells: "ثلاثة منهم أطفال" three, "جميعهم أطفال" all."""
        if word.cls == "parts_all":
            return total.max if total.max == total.min else None
        position = self.ends.get(word.start)
        return None if position is None else self._share_of(position)

    def _share_of(self, position: int) -> int | None:
        """The number of a bare count in front of منهم."""
        group = self.people[position]
        word = self.words.get(group.end)
        if not group.bare or position in self.used or word is None or word.cls != "parts":
            return None
        self.used.add(position)
        return group.max if group.max == group.min else None


def name_those(found: list[HarmMention], people: list[People], position: int) -> None:
    """Add names to the count of those told before: "والقتلى هم فلان وفلان", `position` being those of القتلى."""
    victims = people[position]
    told = [item for item in found if item.effect == victims.victim and item.end <= victims.start]
    at = victims.end + 1
    for group in people[position + 1 :] if told else ():
        if group.start > at + 1 or not group.names:
            break
        told[-1].names = (*told[-1].names, *group.names)
        told[-1].others = (*told[-1].others, *group.names)
        at = group.end
