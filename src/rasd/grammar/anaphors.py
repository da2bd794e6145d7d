"""A body named by its bare noun behind its name: "تنظيم كذا … التنظيم", "جماعة كذا … الجماعة"."""

from __future__ import annotations

from collections.abc import Mapping

from rasd.grammar.actors import ActorMention
from rasd.grammar.passage import Passage
from rasd.lexicon import cues

__all__ = ["resolve_bodies"]

_NOUNS = {noun: cues(f"noun_{noun}") for noun in ("group", "movement", "militia", "party", "organisation")}
_BY_FORM = {form: noun for noun, forms in _NOUNS.items() for form in forms}
_DEFINITE = ("ال", "لل", "بال", "وال", "ولل", "وبال", "فال", "فلل", "فبال")
_EPITHETS = cues("epithets")
_REACH = 300  # tokens that a bare noun may stand behind the name


def resolve_bodies(
    passage: Passage, actors: list[ActorMention], names: Mapping[str, frozenset[str]]
) -> list[ActorMention]:
    """Return `actors` with the bare nouns that stand for one of them; `names` has the first words of each actor's names."""
    tokens = passage.tokens
    last: dict[str, ActorMention] = {}
    out: list[ActorMention] = []
    position = 0
    index = 0
    while index < len(tokens):
        mention = actors[position] if position < len(actors) else None
        if mention is not None and mention.start == index:
            position += 1
            bare = _bare_noun(tokens[index].text) if mention.end - mention.start == 1 else None
            named = last.get(bare[0]) if bare is not None and mention.rule == "actors.here" else None
            if named is not None and index - named.start <= _REACH:
                mention.actor, mention.rule = named.actor, "actors.anaphor"
            elif mention.rule != "actors.here" or mention.end - mention.start > 1:
                for noun in _nouns_of(passage, mention, names):
                    last[noun] = mention
            out.append(mention)
            index = max(index + 1, mention.end)
            continue
        text = tokens[index].text
        bare = _bare_noun(text) if last and text.startswith(_DEFINITE) else None
        named = last.get(bare[0]) if bare is not None else None
        if bare is not None and named is not None and index - named.start <= _REACH:
            end = index + 1
            while end < len(tokens) and tokens[end].text in _EPITHETS:
                end += 1
            free = mention is None or mention.start >= end
            nisba = end < len(tokens) and tokens[end].text.startswith("ال") and end == index + 1
            if free and not nisba:
                out.append(
                    ActorMention(
                        index,
                        end,
                        index,
                        named.actor,
                        "actors.anaphor",
                        bare[1],
                        skip=bare[2],
                        adjective=False,
                    )
                )
                index = end
                continue
        index += 1
    return out


def _bare_noun(text: str) -> tuple[str, str, int] | None:
    """Return the noun, the proclitics and the letters to leave out of the evidence, of a definite noun of a body."""
    prefix = text[:1] if text[:1] in "وف" else ""
    rest = text[len(prefix) :]
    if rest.startswith("لل"):
        noun, more, skip = _BY_FORM.get(rest[2:]), "ل", 2
    elif rest.startswith("بال"):
        noun, more, skip = _BY_FORM.get(rest[3:]), "ب", 1
    elif rest.startswith("ال"):
        noun, more, skip = _BY_FORM.get(rest[2:]), "", 0
    else:
        return None
    return None if noun is None else (noun, prefix + more, len(prefix) + skip)


def _nouns_of(passage: Passage, mention: ActorMention, names: Mapping[str, frozenset[str]]) -> set[str]:
    words = [passage.tokens[at].text for at in range(mention.start, mention.end)]
    words += names.get(mention.actor, ())
    return {noun for word in words if (noun := _BY_FORM.get(word.lstrip("وبل").removeprefix("ال")))}
