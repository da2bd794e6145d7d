"""Which wording of one actor stands for a wording of the other: of the same grammatical sort, and read as that actor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rasd.grammar.actors import ActorMention, Setting, read_actors
from rasd.grammar.passage import Passage
from rasd.lexicon import Framing, Lexicon, cues
from rasd.places import Gazetteer
from rasd.text import fold, tokenize

__all__ = ["TELLING", "Framings"]

TELLING = ("event", "harm", "munition", "person", "site", "weapon")
"""Layers whose words say more than who: a name that holds one of them is no plain name."""


_KEPT = 8
_SORTS = {
    "name": ("name", "here"),
    "country": ("name",),
    "official": ("name", "here"),
    "police": ("name", "here"),
    "air": ("name", "here"),
    "unowned": ("name", "here"),
}
_AIR = cues("air_force_words")
_ARMIES = ("الجيش", "جيش", "القوات", "قوات")


def _speaks_as(passage: Passage) -> str:
    """Return what a name speaks as by its first word or as a body of the packs, else `party`."""
    types = (
        str(match.value.get("type", "party"))
        for layer in ("speech", "body")
        for match in passage.matches.get(layer, ())
        if match.start == 0
    )
    return next((type_ for type_ in types if type_ != "party"), "party")


class Framings:
    """The wordings that the reader understands in one setting."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, setting: Setting) -> None:
        self.setting = setting
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._chosen: dict[tuple[str, str], list[str]] = {}

    def of(self, actor: str, sort: str, place: int = 0, *, strict: bool = False) -> str | None:
        """Return the wording of `actor` for a sort, or None where its packs have none in this setting.

        `place` asks for the second, third … one, so that two names of a text stay two; when there are fewer, the
        last one is given, or none where `strict`.

        Sorts: `name` (plain), `unowned` (one that lends no owner to a bare "الجيش" behind it), `country` (a name that
        is a country too), `official` (one that speaks as an official), `police`, `air` (a force that only flies), `adjective` and `person` (their masculine singular), `leader`, `body` (who speaks for it under
        another name).
        """
        key = (actor, sort)
        if key not in self._chosen:
            fitting = list(islice(self._fitting(actor, sort), _KEPT))
            short = [text for text in fitting if len(text.split()) <= 2]
            self._chosen[key] = short or fitting  # a long name lends its owner to short ones behind it
        found = self._chosen[key]
        if strict and place >= len(found):
            return None
        return found[min(place, len(found) - 1)] if found else None

    def is_country(self, name: str) -> bool:
        """Tell whether a name is also that of a country."""
        words = fold(name).text.split()
        keys = {" ".join(words), " ".join(words).removeprefix("ال")}
        return any(place.kind == "country" for key in keys for place in self._gazetteer.find(key))

    def is_official(self, name: str) -> bool:
        """Tell whether a name speaks as an official."""
        return _speaks_as(Passage.of(name, self._lexicon)) != "party"

    def is_state(self, base: str) -> bool:
        """Say whether an adjective is that of a state everywhere, as the one of وزير الدفاع التركي is."""
        found = self._lexicon.scanner.scan(tokenize(fold(base).text)).get("nisba", ())
        return any(not match.value.get("theatre") for match in found)

    def names_by_itself(self, base: str) -> bool:
        """Say whether a masculine adjective with its article is a name too: الحوثي."""
        found = self._lexicon.scanner.scan(tokenize(fold("ال" + base).text)).get("actor", ())
        return any(match.cls in ("name", "here", "leader") for match in found)

    def _fitting(self, actor: str, sort: str) -> Iterator[str]:
        sorts = _SORTS.get(sort, (sort,))
        wanted: Iterator[Framing] = (
            framing
            for one in sorts
            for framing in self._lexicon.framings.get(actor, ())
            if framing.sort == one and framing.theatre in ("", *self.setting.theatres)
        )
        if sort in ("name", "official", "unowned"):
            wanted = iter(sorted(wanted, key=self._oddity))
        for framing in wanted:
            if self._is_read(actor, sort, framing.text):
                yield framing.text

    def _oddity(self, framing: Framing) -> tuple[bool, bool, bool]:
        """Order plain names: those of every text before bare words, short ones and those of a force first."""
        words = framing.text.split()
        plain = [word for word in words[1:] if not word.endswith(("ي", "ية"))]
        is_place = any(self._gazetteer.find(fold(part).text) for part in (framing.text, *plain))
        return framing.sort == "here", len(words) > 2 or is_place, words[0] not in _ARMIES

    def _is_read(self, actor: str, sort: str, text: str) -> bool:
        if sort == "adjective":
            return self._read_as(f"الطائرات ال{text}ة", actor) is not None
        if sort == "person":
            mention = self._read_as(f"ال{text}ين", actor)
            return mention is not None and bool(mention.person)
        if sort == "body":
            passage = Passage.of(text, self._lexicon)
            return any(
                match.value.get("actor") == actor
                and match.value["type"] == "party"
                and match.end == len(passage.tokens)
                for match in passage.matches.get("body", ())
            ) and not read_actors(passage, self.setting)
        mention = self._read_as(text, actor)
        if (sort == "police") != ("شرط" in text) and sort in _SORTS:
            return False
        if mention is None or mention.person or mention.leader != (sort == "leader"):
            return False
        passage = Passage.of(text, self._lexicon)
        if (sort == "air") != any(token.text in _AIR for token in passage.tokens) and sort in _SORTS:
            return False
        if sort in ("leader", "police", "air"):
            return True
        if sort == "unowned" and (text.split()[0] in _ARMIES or passage.matches.get("nisba")):
            return False
        if self.is_country(text) != (sort == "country"):
            return False
        if _speaks_as(passage) != ("official" if sort == "official" else "party"):
            return False
        return (
            sort not in ("name", "unowned")
            or not passage.matches.get("body")
            and not any(passage.matches.get(layer) for layer in TELLING)
        )

    def _read_as(self, text: str, actor: str) -> ActorMention | None:
        passage = Passage.of(text, self._lexicon)
        mentions = read_actors(passage, self.setting)
        whole = len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (0, len(passage.tokens))
        return mentions[0] if whole and mentions[0].actor == actor else None
