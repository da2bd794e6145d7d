"""Where the clauses of a sentence begin, and why: connectors, verbs, nouns of an act in a list."""

from __future__ import annotations

from bisect import bisect_left

from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.coding.tolls import rises
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["breaks"]

_TIMES = cues("times")
_ADDING = cues("adding")
_AFTER = frozenset({"بعد", "غداه", "عقب"})


def breaks(mentions: Mentions, sentence: Sentence) -> list[tuple[int, str]]:
    """Return where clauses begin, and why: `split`, `cause`, `and`, `that`, `rise`."""
    known = mentions.breaks.get(sentence.index)
    if known is None:
        known = mentions.breaks[sentence.index] = _breaks(mentions, sentence)
    return known


def _breaks(mentions: Mentions, sentence: Sentence) -> list[tuple[int, str]]:
    tokens = mentions.passage.tokens
    found: dict[int, str] = {sentence.start: "head"}
    for match in mentions.within("connector", sentence.start, sentence.end):
        if match.cls in ("split", "cause"):
            if (
                match.cls == "split"
                and match.entry.words[0] == "كما"
                and match.end < len(tokens)
                and tokens[match.end].text in ("ان",)
            ):
                continue
            if match.entry.words == ("في", "وقت") and _is_time(tokens, match.end, sentence.end):
                continue  # "في وقت متأخر": a time
            found[match.start] = match.cls
    for mention in between(mentions.dates, sentence.start + 1, sentence.end):
        if mention.kind == "relative":
            found[mention.start] = "split"  # "بعد أربعة أيام على هجوم": another incident
    nouns = {
        match.start
        for match in mentions.within("event", sentence.start, sentence.end)
        if match.entry.part == "noun"
        and match.value["act"] != "fight"  # "سيطر على … بعد معارك" is one
        and not (match.article or match.suffix or match.prefix)
    }
    rest = mentions.passage.texts[sentence.start + 1 : sentence.end]
    for index, text in enumerate(rest if not _TURNING.isdisjoint(rest) else (), sentence.start + 1):
        if text in _ADDING:
            found.setdefault(index, "that")  # "… مضيفا أن": what is added may be another incident
        elif text in _AND_THAT and _tells_again(mentions, sentence, index):
            found[index] = "next"  # "أن أربعة قتلوا في أ، وأن اثنين قتلا في ب"
        elif text in _AFTER and index + 1 in nouns:
            found.setdefault(index, "after")  # "… بعد تفجير انتحاري": an earlier one
    verbs: set[int] = set()
    for layer in ("event", "light", "harm"):
        for match in mentions.within(layer, sentence.start, sentence.end):
            if _is_next_act(tokens, match):
                found.setdefault(match.start, "noun")  # "استهداف قوة في أ، واستهداف أخرى في ب"
            if match.entry.part in ("past", "present") and not match.article:
                verbs.add(match.start)
            if match.entry.part == "phrase" and match.prefix.startswith("و"):
                verbs.add(match.start)
    for match in mentions.within("speech", sentence.start, sentence.end):
        if match.cls == "says" and match.prefix.startswith("و"):
            verbs.add(match.start)
    for actor in between(mentions.actors, sentence.start + 1, sentence.end):
        if actor.prefix.startswith("و") and actor.end in verbs:
            found.setdefault(actor.start, "and")  # "وطائرات كذا تقصف": the doer stands before its verb
    for index in verbs:
        text = tokens[index].text
        before = tokens[index - 1].text if index > sentence.start else ""
        if text[:1] in "وف" and index not in found:
            found[index] = "and"
        elif before in (",", ";", "-") and index not in found:
            found[index] = "comma"
    for start in rises(mentions, sentence):
        found[start] = "rise"
    return sorted(found.items())


def _tells_again(mentions: Mentions, sentence: Sentence, at: int) -> bool:
    """Say whether harm of one sort is counted on both sides of a token."""
    first, middle, last = (
        bisect_left(mentions.harm_triggers, edge) for edge in (sentence.start, at, sentence.end)
    )
    before = {harm.effect for harm in mentions.harm_by_trigger[first:middle]}
    return any(harm.effect in before for harm in mentions.harm_by_trigger[middle:last])


_AND_THAT = frozenset({"وان", "وانه", "وانها", "وبان"})
_TURNING = _ADDING | _AND_THAT | _AFTER


def _is_time(tokens: list[Token], end: int, limit: int) -> bool:
    """ "في وقت متأخر", "في الوقت الراهن" are times; "في وقت قصف كذا" turns to what another did."""
    return tokens[end - 1].text != "وقت" or end >= limit or tokens[end].text in _TIMES


def _is_next_act(tokens: list[Token], match: Match) -> bool:
    """A noun of force behind a comma and "و", without an article: the next in a list of acts."""
    return (
        match.entry.layer == "event"
        and match.entry.part == "noun"
        and match.prefix == "و"
        and not match.article
        and match.value["act"] in ("bombard", "strike", "assault", "launch")
        and match.start > 0
        and tokens[match.start - 1].text == ","
    )
