"""Groups of people side by side: lists, and victims told behind the people whom they are."""

from __future__ import annotations

from rasd.grammar.passage import Passage
from rasd.grammar.people import People
from rasd.lexicon import Match, cues

__all__ = ["Neighbours"]

_ADDED = cues("added")
_RELATIVES = cues("relatives")
_DESCRIBED = 3  # words that may describe one group of a list


class Neighbours:
    """Says how groups of people that follow one another belong together."""

    def __init__(self, passage: Passage, people: list[People], words: dict[int, Match]) -> None:
        self.tokens = passage.tokens
        self.people = people
        self.words = words
        self.actors = {at for match in passage.layer("actor") for at in range(match.start, match.end)}
        self.nationals = {match.start for match in passage.layer("person") if match.cls == "national"}

    def adjoins(self, position: int) -> bool:
        """Say whether the next group is joined to this one by و alone, or by a word of addition."""
        following, end = self.people[position + 1], self.people[position].end
        if following.end in self.words and self.words[following.end].entry.part == "past":
            return False  # "قتل مدني وطفل أصيب": the next word of harm takes it
        if following.start == end:
            return following.joined
        comma = following.start - end > 1 and self.tokens[following.start - 1].text == ","
        if following.joined and self.describes(end, following.start - comma):
            return True  # "ضابط تركي وثلاثة جنود"
        text = " ".join(token.text for token in self.tokens[end : following.start])
        return text in _ADDED or (text == "," and following.joined and not following.other)

    def describes(self, start: int, end: int) -> bool:
        """Say whether tokens only describe the people before them: "تركي", "من الجيش"."""
        words = [token.text for token in self.tokens[start:end]]
        if not words or len(words) > _DESCRIBED or any(at in self.words for at in range(start, end)):
            return False
        if words[0] == "من" and len(words) > 1:
            return all(token.kind == "word" for token in self.tokens[start:end])
        return all(
            at in self.nationals or at in self.actors or _is_relative(self.tokens[at].text)
            for at in range(start, end)
        )

    def told_as(self, position: int) -> int | None:
        """ "أردت ثلاثة مدنيين قتلى", "ارتقى الشاب شهيداً": the people before whom the victim noun describes."""
        group = self.people[position]
        if not position or group.definite or group.joined or group.max != 1 and group.rule != "people.many":
            if group.rule != "people.two":
                return None
        before = self.people[position - 1]
        if before.victim or before.preposition or group.rule == "people.plain":
            return None
        if before.end != group.start and not self.describes(before.end, group.start):
            return None
        return position - 1


def _is_relative(word: str) -> bool:
    """Say whether a word ends as an adjective of origin or rank does: تركي, سوريا, إسرائيليين."""
    return (
        len(word) > 3
        and word[0] != "و"
        and word not in _RELATIVES
        and word.endswith(("ي", "يه", "يا", "يين", "يان", "يون"))
    )
