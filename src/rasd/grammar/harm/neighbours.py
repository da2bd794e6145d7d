"""Groups of people side by side: lists, and victims told behind the people whom they are."""

from __future__ import annotations

from rasd.grammar.passage import Passage
from rasd.grammar.people import People
from rasd.lexicon import Match, cues

__all__ = ["Neighbours"]

_OF_THEM = cues("of_them")
_ADDED = cues("added")
_RELATIVES = cues("relatives")
_ACTING = cues("acting")
_DAYS = cues("today_words")
_SUBJECT = 9  # tokens from a plural verb back to its subject
_DESCRIBED = 3  # words that may describe one group of a list


class Neighbours:
    """Says how groups of people that follow one another belong together."""

    def __init__(self, passage: Passage, people: list[People], words: dict[int, Match]) -> None:
        self.tokens = passage.tokens
        self.people = people
        self.words = words
        self.ends = {group.end: position for position, group in enumerate(people)}
        self.actors = {at for match in passage.layer("actor") for at in range(match.start, match.end)}
        self.nationals = {match.start for match in passage.layer("person") if match.cls == "national"}

    def adjoins(self, position: int) -> bool:
        """Say whether the next group is joined to this one by و alone, or by a word of addition."""
        following, end = self.people[position + 1], self.people[position].end
        if following.end in self.words and self.words[following.end].entry.part == "past":
            both = following.max == 1 and self.tokens[following.end].text.endswith("ا")  # "أم وابنها قتلا"
            if not both:
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

    def listed(self, position: int) -> list[int]:
        """Return the positions of the list that begins at `position`: "جثامين أم وطفليها"."""
        groups = [position]
        for at in range(position + 1, len(self.people)):
            following = self.people[at]
            if following.victim or not following.joined or not self.adjoins(at - 1):
                break
            groups.append(at)
        return groups

    def whole_of(self, position: int, used: set[int]) -> int:
        """Return the count in front of one who is told of apart ("مدنيين اثنين أحدهما طفل قتلا"), else `position`."""
        start = self.people[position].start
        if not position or self.tokens[start - 1].text not in _OF_THEM:
            return position
        if self.people[position - 1].end != start - 1 or position - 1 in used:
            return position
        used.add(position)
        return position - 1

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

    def does_it(self, match: Match, group: People, position: int, limit: int) -> bool:
        """ "خطف مسلحون راعيين": gunmen right behind an active verb act, when other people follow."""
        if (
            match.cls != "verb"
            or group.noun not in _ACTING
            or group.rule != "people.many"
            or position + 1 >= len(self.people)
        ):
            return False
        following = self.people[position + 1]
        return (
            following.start < limit
            and not following.joined
            and not following.preposition
            and following.start not in self.words
        )

    def is_adjective(self, group: People) -> bool:
        """A nationality behind a noun is its adjective, not a person."""
        before = self.tokens[group.start - 1] if group.start else None
        return (
            before is not None
            and before.kind == "word"
            and before.text not in _DAYS
            and group.start - 1 not in self.words
            and not group.rule.endswith(("plain", "at_least"))
        )

    def subject_of(self, verb: int, used: set[int]) -> int | None:
        """Return the people whom a plural verb speaks of: "30 من ميليشيا … وقوات … قتلوا"."""
        for at in range(verb - 1, max(-1, verb - _SUBJECT), -1):
            if self.tokens[at].kind != "word" or at in self.words:
                return None
            position = self.ends.get(at)
            if position is not None:
                group = self.people[position]
                free = position not in used and not group.victim and not group.preposition
                return position if free and group.max != 1 else None
        return None


def _is_relative(word: str) -> bool:
    """Say whether a word ends as an adjective of origin or rank does: تركي, سوريا, إسرائيليين."""
    return (
        len(word) > 3
        and word[0] != "و"
        and word not in _RELATIVES
        and word.endswith(("ي", "يه", "يا", "يين", "يان", "يون"))
    )
