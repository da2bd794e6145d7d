"""A body named by its bare noun behind its name: "تنظيم كذا … التنظيم", "جماعة كذا … الجماعة"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rasd.grammar.actors import ActorMention
from rasd.grammar.passage import Passage
from rasd.lexicon import cues

__all__ = ["resolve_bodies"]

_NOUNS = {noun: cues(f"noun_{noun}") for noun in ("group", "movement", "militia", "party", "organisation")}
_BY_FORM = {form: noun for noun, forms in _NOUNS.items() for form in forms}
_ARTICLES = (("لل", "ل", 2), ("بال", "ب", 1), ("ال", "", 0))
_BARE = {
    conjunction + article + form: (noun, conjunction + prefix, len(conjunction) + skip)
    for form, noun in _BY_FORM.items()
    for article, prefix, skip in _ARTICLES
    for conjunction in ("", "و", "ف")
}
"""The noun, the proclitics and the letters to leave out of the evidence, of every definite noun of a body."""
_EPITHETS = cues("epithets")
_REACH = 300  # tokens that a bare noun may stand behind the name


def resolve_bodies(
    passage: Passage, actors: list[ActorMention], names: Mapping[str, frozenset[str]]
) -> list[ActorMention]:
    """Return `actors` with the bare nouns that stand for one of them; `names` has the first words of each actor's names."""
    tokens = passage.tokens
    nouns = passage.at(_BARE.keys())
    if not nouns:
        return actors
    last: dict[str, ActorMention] = {}
    known: dict[str, frozenset[str]] = {}
    out: list[ActorMention] = []
    position = 0
    reach = 0
    for index in sorted({*nouns, *(mention.start for mention in actors)}):
        if index < reach:
            continue
        mention = actors[position] if position < len(actors) else None
        if mention is not None and mention.start == index:
            position += 1
            bare = _BARE.get(tokens[index].text) if mention.end - mention.start == 1 else None
            named = last.get(bare[0]) if bare is not None and mention.rule == "actors.here" else None
            if named is not None and index - named.start <= _REACH:
                mention.actor, mention.rule = named.actor, "actors.anaphor"
            elif mention.rule != "actors.here" or mention.end - mention.start > 1:
                if mention.actor not in known:
                    known[mention.actor] = _nouns_of(names.get(mention.actor, ()))
                for noun in known[mention.actor] | _nouns_of(passage.texts[mention.start : mention.end]):
                    last[noun] = mention
            out.append(mention)
            reach = mention.end
            continue
        bare = _BARE.get(tokens[index].text) if last else None
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
                reach = end
    return out


def _nouns_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(noun for word in words if (noun := _BY_FORM.get(word.lstrip("وبل").removeprefix("ال"))))
