"""Which agreement a text names behind a word of breach, and whether the breach is only feared, denied or asked about."""

from __future__ import annotations

from collections.abc import Callable

from rasd.coding.mentions import Mentions
from rasd.lexicon import Match, cues

__all__ = ["agreement_behind", "is_untold", "name_of"]

_HEADS = cues("agreement_heads")
_AFTER = cues("not_in_agreement_name")
_TERMS = cues("terms_of_agreement")
_OPENS = cues("opens_agreement_name")
_STOPPED = cues("what_an_agreement_stops")
_UNTOLD = cues("no_breach")
_UNTOLD_BESIDE = cues("no_breach_beside")
_REACH = 8  # words between the breach and what was breached: its doer and adjectives
_LONGEST = 7  # words of an agreement's name
_FEARED = 6  # words in front of a breach in which it is denied, feared or warned of
_PAUSES = frozenset({"،", ",", ".", ":", "؛", ";", "(", ")"})
_STOP = "وقف"
_RESOLUTION = "قرار"
_REGIME = "نظام"


def agreement_behind(mentions: Mentions, match: Match, end: int) -> tuple[int, int] | None:
    """Return the tokens of the agreement that the word of breach `match` governs, else None.

    "خرقاً واضحاً للاتفاق", "خروقات قوات كذا للهدنة", "انتهكت قوات كذا اتفاق كذا"; not "خرق الصوت".
    """
    tokens = mentions.passage.tokens
    verb = match.entry.part in ("past", "present")
    reach = _REACH + sum(at in mentions.dated for at in range(match.end, min(match.end + _REACH, end)))
    for at in range(match.end, min(match.end + reach, end)):
        text = tokens[at].text
        if text in _PAUSES:
            if verb and text in ("،", ","):
                continue  # "خرقت قوات كذا، أمس الخميس، الهدنة"
            return None
        governed = verb or at == match.end or text.startswith(("ل", "ب")) or tokens[at - 1].text in _TERMS
        if _bare(text) in _TERMS or not governed:
            continue
        last = _name_end(mentions, at, end)
        if last is not None:
            return at, last
    return None


def _bare(text: str) -> str:
    """A word without the prepositions and the article that may stand in front of an agreement."""
    for head in ("لل", "بال", "ال"):
        if text.startswith(head) and len(text) > len(head) + 2:
            return text.removeprefix(head)
    return text


def _head(text: str) -> str:
    bare = _bare(text)
    known = _HEADS | {_STOP, _RESOLUTION, _REGIME}
    return bare if bare in known else bare[1:] if bare[:1] in "لب" else bare


def _name_end(mentions: Mentions, at: int, end: int) -> int | None:
    """Return the token behind an agreement's name that begins at a token, None where none begins."""
    tokens = mentions.passage.tokens
    head = _head(tokens[at].text)
    limit = min(at + _LONGEST, end)

    def word(index: int) -> str:
        return tokens[index].text if index < limit else ""

    if head == _STOP:
        return _stopped(word, at)
    if head in (_RESOLUTION, _REGIME) and word(at + 1) == _STOP:
        return _stopped(word, at + 1)
    if head == _RESOLUTION:  # "القرار الأممي 1701"
        number = next((n for n in range(at + 1, min(at + 4, limit)) if tokens[n].kind == "number"), None)
        return None if number is None else number + 1
    if head not in _HEADS:
        return None
    if word(at + 1) in _HEADS:  # "هدنة اتفاق وقف إطلاق النار"
        return _name_end(mentions, at + 1, end)
    definite = tokens[at].text.startswith(("لل", "ال", "بال"))
    last = at + 1
    if not definite and word(last) in _OPENS:
        return _stopped(word, last) if word(last) == _STOP else _closed(word, last)
    while last < limit and tokens[last].kind == "word":
        text = word(last)
        article = text.startswith("ال")
        if text in _AFTER or (definite and not article):
            break
        definite = True  # "اتفاق سوتشي": one name, then only adjectives
        last += 1
    return last


def _stopped(word: Callable[[int], str], at: int) -> int | None:
    """ "وقف إطلاق النار", "وقف الأعمال العدائية", "وقف النار": what is stopped makes it a truce."""
    if word(at + 1) == "اطلاق" and word(at + 2) in ("النار", "نار"):
        return at + 3
    if word(at + 1) in _STOPPED:
        return at + 3 if word(at + 2).startswith("ال") else at + 2
    return None


def _closed(word: Callable[[int], str], at: int) -> int:
    """ "اتفاق خفض التصعيد", "اتفاق تعزيز وقف إطلاق النار": the article closes the construct."""
    last = at
    while word(last) and word(last) not in _AFTER:
        last += 1
        if word(last - 1).startswith("ال"):
            break
    while word(last).startswith("ال") and word(last) not in _AFTER:
        last += 1
    return last


def is_untold(mentions: Mentions, match: Match, start: int) -> bool:
    """Say whether a breach is denied, feared, conditional or only asked about in tokens ``start:match.start``."""
    tokens = mentions.passage.tokens
    if match.entry.part == "present" and match.prefix.endswith("س"):
        return True
    near = {tokens[at].text for at in range(max(start, match.start - _FEARED), match.start)}
    if {text.removeprefix("و") for text in near} & _UNTOLD:
        return True
    beside = {tokens[at].text for at in range(max(start, match.start - 2), match.start)}
    if {text.removeprefix("و") for text in beside} & _UNTOLD_BESIDE:
        return True
    return any(
        tokens[at].text in _ANY_ACT for at in range(max(start, match.start - 2 * _FEARED), match.start)
    )


_ANY_ACT = cues("any_act")


def name_of(mentions: Mentions, agreement: tuple[int, int]) -> str:
    """Return an agreement as named, without its preposition: "للاتفاق الروسي" names الاتفاق الروسي."""
    start, end = agreement
    text = mentions.passage.tokens[start].text
    if text.startswith("لل"):
        return "ال" + mentions.passage.surface(start, end)[2:]
    taken = text[:1] in ("ل", "ب") and text[1:].removeprefix("ال") in _HEADS | {_STOP, _RESOLUTION, _REGIME}
    return mentions.passage.surface(start, end)[1 if taken else 0 :]
