"""Whose people they are: the status that a body, or what is said behind a victim, tells."""

from __future__ import annotations

from rasd.grammar.passage import Passage
from rasd.lexicon import Match, cues

__all__ = ["Standing"]

_AMONG = cues("among")
_FORCES = cues("forces")
_SIDES = cues("sides_fighting")
_BODIES = tuple(sorted(cues("armed_bodies")))


class Standing:
    """Reads the status that stands behind a noun of people."""

    def __init__(self, passage: Passage, nouns: dict[int, Match], actors: dict[int, Match]) -> None:
        self.tokens = passage.tokens
        self.nouns = nouns
        self.actors = actors

    def body(self, noun: Match) -> tuple[str, str | None]:
        """عناصر and أفراد follow the body that they belong to."""
        index = noun.end
        whole = self.actors.get(noun.start)
        if (
            whole is not None
            and whole.end > index
            and not any("شرط" in token.text for token in self.tokens[index : whole.end])
        ):
            return "combatant", "stated"  # the members are part of a name: "عناصر القاعدة"
        for ahead in range(index, min(index + 4, len(self.tokens))):
            text = self.tokens[ahead].text
            if "دفاع" in text and ahead + 1 < len(self.tokens) and "مدني" in self.tokens[ahead + 1].text:
                return "civilian", "stated"
            if "شرط" in text or text in ("الامن", "امن"):
                return "unknown", None
            if "عايل" in text or "اسر" == text.removeprefix("ال")[:3]:
                return "unknown", None
            if ahead in self.actors or any(stem in text for stem in _BODIES):
                return "combatant", "stated"
            if self.tokens[ahead].kind != "word" and text not in ('"', "("):
                break
        return "unknown", None

    def told(self, index: int) -> tuple[str, str] | None:
        """A victim noun may name its people behind it: "7 قتلى من المدنيين", "قتلى في صفوف الجنود"."""
        if index >= len(self.tokens):
            return None
        text = self.tokens[index].text
        if text in ("من", "بين", "في") or text.startswith("بصفوف"):
            for ahead in range(index + 1, min(index + 4, len(self.tokens))):
                word = self.tokens[ahead].text
                if word in _FORCES or word in _SIDES or any(stem in word for stem in _BODIES):
                    return "combatant", "stated"
                if word in _AMONG:
                    continue
                noun = self.nouns.get(ahead)
                if (
                    noun is not None
                    and noun.cls != "family"
                    and noun.value.get("status") in ("civilian", "combatant")
                ):
                    return str(noun.value["status"]), "stated"
                if ahead in self.actors and self.actors[ahead].cls in ("name", "here", "person"):
                    return "combatant", "stated"
                break
        noun = self.nouns.get(index)
        if (
            noun is not None
            and noun.value.get("status") == "civilian"
            and noun.cls == "person"
            and not noun.prefix
        ):  # "شهداء مدنيون"
            return "civilian", "stated"
        return None
