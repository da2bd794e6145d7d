"""Names of persons: where one begins, and how far it reaches.

A name begins with a given name of the list, or a title and whatever word follows it, or a teknonym (أبو حمزة); it ends
at the first word that another list claims.
"""

from __future__ import annotations

from rasd.grammar.passage import Passage
from rasd.grammar.people.group import People
from rasd.lexicon import Match, Path, cues

__all__ = ["Naming"]

_WORDED = (
    "function", "place_noun", "event", "harm", "speech", "connector", "weapon", "munition", "light", "numeral", "date", "force", "person", "site",
)  # fmt: skip
_ENUMERATING = cues("enumerating")
_TITLES = cues("titles")
_TEKNONYMS = cues("teknonyms")
_THEIRS = ("ها", "هم", "هما")
_AGES = cues("ages")
_MOST = 5  # words of one name


class Naming:
    """Finds names in one passage."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.given = {
            match.start: match
            for match in passage.layer("given_name")
            if match.prefix in ("", "و") and not match.suffix and not self._is_preposition(match.start)
        }
        self.enumerated = {at for at in self.given if at and self.tokens[at - 1].text in _ENUMERATING}
        self.leaders = {match.start for match in passage.layer("actor") if match.cls == "leader"}
        self._taken: set[int] | None = None

    def _is_preposition(self, at: int) -> bool:
        """على is folded to the name علي; its last letter tells them apart."""
        return self.tokens[at].text == "علي" and self.passage.spelled(at, at + 1).endswith("ى")

    def read(self, at: int, *, least: int = 1) -> tuple[int, int] | None:
        """Return the tokens of the name at `at`, its title left out; None when it has fewer than `least` words.

        One word is enough where an age in brackets follows.
        """
        tokens = self.tokens
        titled = False
        while at < len(tokens) and tokens[at].text in _TITLES:
            at, titled = at + 1, True
        if at >= len(tokens) or tokens[at].kind != "word":
            return None
        first = tokens[at].text.removeprefix("و")
        given = self.given.get(at)
        teknonym = first in _TEKNONYMS
        if (
            given is None
            and not (teknonym or titled or self._is_aged(at))
            or (titled and not self._is_plain(at))
        ):
            return None
        end = given.end if given is not None else at + 1
        while end < len(tokens) and end - at < _MOST and tokens[end].kind == "word" and self._is_plain(end):
            if end in self.given and self.given[end].prefix == "و":
                break  # the next name of a list
            end += 1
        if teknonym and end < at + 2:
            return None
        aged = end + 1 < len(tokens) and tokens[end].text == "(" and tokens[end + 1].kind == "number"
        return (at, end) if end - at >= least or aged else None

    def _is_aged(self, at: int) -> bool:
        """A word that no list knows is a name where an age in brackets follows: "… (41 عاماً)"."""
        return (
            at + 2 < len(self.tokens)
            and self.tokens[at + 1].text == "("
            and self.tokens[at + 2].kind == "number"
            and any(token.text in _AGES for token in self.tokens[at + 3 : at + 5])
            and self._is_plain(at)
        )

    def _is_plain(self, at: int) -> bool:
        """The word belongs to no layer that could end a name."""
        if self._taken is None:
            self._taken = self.passage.matches.covered("no name", _ends_name)
        return at not in self._taken or (at in self.given and self.given[at].prefix == "")

    def name_one(self, people: People, nouns: dict[int, Match]) -> None:
        """Read the name behind a person: "الشاب …", "الصحفية الفلسطينية …", "القائد الميداني أبو …"."""
        at = people.end
        while at < people.end + 3 and at < len(self.tokens):
            given = self.given.get(at)
            if given is not None and given.prefix == "و" or at in self.leaders:
                return
            name = self.read(at)
            if name is not None:
                people.names, people.end = (name,), name[1]
                return
            noun = nouns.get(at)
            if noun is None and at == people.end and self.tokens[at].text.startswith("ال"):
                at += 1
                continue
            if noun is None or not noun.article or noun.prefix:
                return
            part = noun.value.get("part")
            if part:
                people.parts.setdefault(str(part), 1)
            at = noun.end

    def name_several(self, people: People) -> None:
        """ "الصحفيين فلان وفلان": the names behind a plural say how many they are."""
        names: list[tuple[int, int]] = []
        at = people.end
        while at < len(self.tokens):
            given = self.given.get(at)
            if given is None or bool(names) != (given.prefix == "و" or self.tokens[at - 1].text == ","):
                break
            name = self.read(at)
            if name is None:
                break
            names.append(name)
            at = name[1]
            if at < len(self.tokens) and self.tokens[at].text == ",":
                at += 1
        if len(names) > 1:
            people.names, people.end = tuple(names), names[-1][1]
            people.min = people.max = len(names)
            if people.part:
                people.parts[people.part] = len(names)


def _ends_name(path: Path) -> int:
    """Return how many of some words are claimed by a list that could end a name."""
    return max(
        (
            path.depths[layer]
            for layer in _WORDED
            for match in path.patterns.get(layer, ())
            if match.cls != "office"
            and (not match.suffix or match.prefix == "و" or (layer == "person" and match.suffix in _THEIRS))
        ),
        default=0,
    )
