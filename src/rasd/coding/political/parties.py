"""Whose agreement it is, who meets whom: "بين أ وب", the subjects of the verb, "الاتفاق الروسي التركي"."""

from __future__ import annotations

from bisect import bisect_left

from rasd.coding.mentions import Mentions
from rasd.coding.political.utterance import NOBODY, Utterance, Utterances, nisba_of
from rasd.grammar.actors import ActorMention
from rasd.lexicon import Match

__all__ = ["pairs_of", "parties_of"]

_BETWEEN = 14  # tokens between an agreement and "بين"
_LIST = 4  # tokens between the members of a list, qualifiers included
_IN_FRONT = 9  # tokens between the subject and what it makes
_BEHIND = 10
_MEDIATED = 3
_WITH = frozenset({"مع", "طرف", "جانب", "قبل"})
_ITSELF = frozenset({"انتهي", "بدا", "سري", "دخل", "انهار", "سريان", "انتهاء", "بدء", "انهيار", "دخول"})


def parties_of(
    spoken: Utterances, said: Utterance, words: list[Match], deed: Match, thing: Match, *, accused: bool
) -> list[ActorMention]:
    """Return the parties of an agreement or of talks; `accused` says that one accuses the other of a breach."""
    mediated = [match.end for match in words if match.cls == "mediated"]
    actors = [
        mention
        for mention in said.actors
        if not any(0 <= mention.start - at < _MEDIATED for at in mediated) and not mention.on_event
    ]
    for at in range(min(deed.start, thing.start), min(thing.end + _BETWEEN, said.sentence.end)):
        if spoken.word(at).lstrip("و") == "بين":
            row = _row(spoken, actors, at + 1)
            if len(row) > 1:
                return row
    nisbas = _nisbas(spoken.a, thing.end)
    if len(nisbas) > 1:
        return nisbas
    if accused:
        return _unique(actors)[:2]
    start, end = min(deed.start, thing.start), max(deed.end, thing.end)
    found: list[ActorMention] = []
    itself = deed.entry.lemma in _ITSELF  # "الهدنة التي تنتهي": nobody in front of it made it so
    ahead = [mention for mention in actors if mention.end <= start and not spoken.oblique(mention)]
    if ahead and not itself and start - ahead[-1].end <= _IN_FRONT:
        found += _listed(spoken, actors, ahead[-1])
    for mention in actors:
        inside = start <= mention.start < end and not spoken.oblique(mention)
        behind = deed.start >= thing.end and 0 <= mention.start - end <= 2 and not spoken.oblique(mention)
        joined = start <= mention.start <= end + _BEHIND and spoken.word(mention.start - 1) in _WITH
        if inside or behind or joined or mention.prefix.endswith("ل") and mention.start == thing.end:
            found += _listed(spoken, actors, mention)
    found = _unique(found)
    if thing.cls == "talks" and len(found) < 2:
        rows = [_listed(spoken, actors, mention) for mention in actors if mention.start >= thing.end]
        found = max(map(_unique, rows), key=len, default=[]) or found
    return found


def pairs_of(mentions: Mentions, spoken: Utterances, read: list[Utterance]) -> list[list[ActorMention]]:
    """Return the two sides that a text names together ("بين أ وب"): those whom "الجانبان" means."""
    pairs: list[list[ActorMention]] = []
    passage = mentions.passage
    between = [at for at in passage.ending(("بين",)) if passage.texts[at].lstrip("و") == "بين"]
    for said in read if between else ():
        first, last = (bisect_left(between, edge) for edge in (said.sentence.start, said.sentence.end))
        for at in between[first:last]:
            row = _row(spoken, said.actors, at + 1)
            if len(row) == 2:
                pairs.append(row)
    return pairs


def _joined(spoken: Utterances, left: ActorMention, right: ActorMention) -> bool:
    gap = range(left.end, right.start)
    return (
        len(gap) <= _LIST
        and (right.prefix.startswith("و") or any(spoken.word(at).startswith("و") for at in gap))
        and not any(spoken.word(at) in (".", ":", ";") for at in gap)
    )


def _listed(spoken: Utterances, actors: list[ActorMention], mention: ActorMention) -> list[ActorMention]:
    """The whole list that an actor stands in, without wide gaps."""
    at = actors.index(mention)
    first = last = at
    while (
        first > 0
        and actors[first].start - actors[first - 1].end <= 2
        and _joined(spoken, actors[first - 1], actors[first])
    ):
        first -= 1
    while (
        last + 1 < len(actors)
        and actors[last + 1].start - actors[last].end <= 2
        and _joined(spoken, actors[last], actors[last + 1])
    ):
        last += 1
    return actors[first : last + 1]


def _row(spoken: Utterances, actors: list[ActorMention], at: int) -> list[ActorMention]:
    """The actors of one list from `at`, with few words between them."""
    row: list[ActorMention] = []
    for mention in actors:
        if mention.start < at:
            continue
        if row and mention.actor == row[-1].actor and mention.start - row[-1].end <= _LIST:
            row.append(mention)  # "قوات كذا التي يقودها فلان"
            continue
        if row and not _joined(spoken, row[-1], mention) or not row and mention.start - at > _LIST:
            break
        row.append(mention)
    return _unique(row)


def _nisbas(mentions: Mentions, at: int) -> list[ActorMention]:
    found: list[ActorMention] = []
    for match in mentions.within("nisba", at, at + 4):
        if match.value.get("theatre"):
            continue
        if match.start > at if not found else match.start - found[-1].end > 1:
            break
        found.append(nisba_of(match))
    return _unique(found)


def _unique(row: list[ActorMention]) -> list[ActorMention]:
    seen: dict[str, ActorMention] = {}
    for mention in row:
        if mention.actor not in NOBODY:
            seen.setdefault(mention.actor, mention)
    return list(seen.values())
