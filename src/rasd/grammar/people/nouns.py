"""Which words of a passage are nouns for people, and which only qualify one."""

from __future__ import annotations

from rasd.grammar.passage import Passage
from rasd.lexicon import Match

__all__ = ["adjectives_of", "nouns_of"]


def adjectives_of(passage: Passage) -> set[int]:
    """Tokens where a nisba qualifies what stands before it: "مسلحين حوثيين", "الطيران الحوثي" name no more people."""
    nisbas = {match.start for match in passage.matches.get("nisba") if not match.prefix}
    if not nisbas:
        return nisbas
    heads = {
        match.end
        for layer in ("event", "force", "person", "site", "weapon")
        for match in passage.matches.get(layer)
        if match.end in nisbas and match.entry.part != "past" and match.entry.part != "present"
    }
    return nisbas & heads


def nouns_of(passage: Passage) -> dict[int, Match]:
    """Return the nouns for people by their first token."""
    bodies = {at for body in passage.layer("body") for at in range(body.start + 1, body.end)}
    nouns: dict[int, Match] = {}
    for match in passage.layer("person"):
        # "عسكرية" is an adjective, and nobody's soldier; "المركز الإعلامي لكذا" is a body.
        if match.start not in bodies and (
            match.suffix != "ه" or not passage.ends_feminine(match.start, match.end)
        ):
            nouns.setdefault(match.start, match)
    return nouns
