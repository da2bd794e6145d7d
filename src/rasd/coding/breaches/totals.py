"""Totals that somebody claims: so many breaches over a period ("سجّلت الغرفة 67 خرقاً خلال 24 ساعة").

A statement with its words: never a report, and nothing that incidents are counted by.
"""

from __future__ import annotations

from bisect import bisect_left

from rasd.coding.breaches.claiming import breach_words
from rasd.coding.breaches.naming import agreement_behind, is_untold, name_of
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.dates import DateMention
from rasd.grammar.numerals import Quantity
from rasd.lexicon import Match, cues
from rasd.model import ClaimedTotal

__all__ = ["read_totals"]

_CASES = cues("cases_of_breach")
_COUNTED = cues("number_of_breaches")
_AMOUNTS = cues("amounts_to")
_COMMITS = cues("commits_breaches")
_REGISTERS = cues("registers_breaches")
_OTHER = cues("other_breaches")
_NOT_HERE = cues("no_breach_of_agreement")
_BY = cues("by_whom")
_NAME_ENDS = cues("ends_name_of_register")
_BROAD = ("انتهاك", "مخالف", "تجاوز")
"""Words that count much besides breaches of an agreement: it must be named."""
_AGREEMENTS = ("truce", "accord")
_BACK = 3  # sentences in which the agreement was named
_REACH = 14  # tokens between a number and "عدد الخروقات"
_SUBJECT = 12  # tokens between who commits and the count
_OWNER = 4  # tokens between the breaches and whose they are
_NAME = 9  # words of the name of who registers
_TIME = 8  # tokens between a count and a day on which it was so
_PAUSES = frozenset({".", ",", "،", ":", "؛"})


def read_totals(mentions: Mentions, version: str) -> list[ClaimedTotal]:
    """Return the totals of breaches that a document's sources claim, one a count."""
    found: dict[tuple[int, int], ClaimedTotal] = {}
    sentences = mentions.structure.sentences
    starts = [sentence.start for sentence in sentences]
    known = False  # a total of an agreement's breaches was read: the next counts the same
    for match in breach_words(mentions):
        if match.entry.part != "noun" or match.cls != "breaches":
            continue
        sentence = sentences[max(0, bisect_left(starts, match.start + 1) - 1)]
        quantity = _quantity(mentions, match, sentence)
        if quantity is None or (quantity.start, quantity.end) in found:
            continue
        total = _total(mentions, match, sentence, quantity, version, known=known)
        if total is not None:
            found[quantity.start, quantity.end] = total
            known = True
    return list(found.values())


def _quantity(mentions: Mentions, match: Match, sentence: Sentence) -> Quantity | None:
    """The count in front of the word, or the one that "عدد الخروقات" amounts to."""
    texts = mentions.passage.texts
    direct = mentions.counts.get(match.start)
    if direct is None and match.start and texts[match.start - 1] in _CASES:
        direct = mentions.counts.get(match.start - 1)
    if direct is not None:
        return direct
    if match.start == 0 or texts[match.start - 1].lstrip("وب").removeprefix("ال") not in _COUNTED:
        return None
    for quantity in between(mentions.quantities, match.end, min(match.end + _REACH, sentence.end)):
        if any(
            texts[at].lstrip("و") in _AMOUNTS
            for at in range(max(match.end, quantity.start - 3), quantity.start)
        ):
            return quantity
        return None
    return None


def _total(
    mentions: Mentions, match: Match, sentence: Sentence, quantity: Quantity, version: str, *, known: bool
) -> ClaimedTotal | None:
    texts, passage = mentions.passage.texts, mentions.passage
    start, end = min(quantity.start, match.start), max(quantity.end, match.end)
    behind = [text for text in texts[match.end : min(match.end + 3, sentence.end)]]
    if any(text.lstrip("ل").removeprefix("ال") in _OTHER or text in _OTHER for text in behind):
        return None
    if any(text in _NOT_HERE for text in behind[:2]) or is_untold(mentions, match, sentence.start):
        return None
    agreement = agreement_behind(mentions, match, sentence.end)
    near = agreement is not None or known or _is_about_one(mentions, sentence)
    if texts[match.start].lstrip("وبل").removeprefix("ال").startswith(_BROAD) and not near:
        return None
    committed = any(_is(texts[at], _COMMITS) for at in range(max(sentence.start, start - _SUBJECT), start))
    register = _register(mentions, sentence, start)
    period = _period(mentions, sentence, start, end)
    if not (
        agreement
        or committed
        or (near and (register is not None or period))
        or (register is not None and period)
    ):
        return None
    against = _against(mentions, match, sentence, start, committed=committed)
    doers = {mention.start for mention in against}
    sources = [s for s in between(mentions.sources, sentence.start, sentence.end) if s.start not in doers]
    names = [_name(mentions, source) for source in sources]
    spans = [passage.span(start, end)]
    if not sources and register is not None:
        own = _registrar(mentions, register, start)
        if own is not None:
            names = [passage.surface(*own)]
            spans.append(passage.span(*own))
    spans += [passage.span(source.start, _name_end(mentions, source)) for source in sources]
    speaking = [source.actor for source in sources if source.actor]
    if agreement is not None:
        spans.append(passage.span(*agreement))
    if period is not None:
        spans.append(passage.span(period.start, period.end))
    places = [
        place for place in between(mentions.places, end, sentence.end) if place.start - end <= _REACH
    ] or [p for p in between(mentions.places, sentence.start, start) if start - p.end <= _REACH]
    return ClaimedTotal(
        min=quantity.min,
        max=quantity.max,
        approximate=quantity.approximate,
        of=passage.surface(match.start, match.end)[len(match.prefix) :],
        agreement=_named(mentions, agreement),
        against=list(dict.fromkeys(mention.actor for mention in against)),
        claimed_by=list(dict.fromkeys(name for name in names if name)),
        claimed_by_actors=list(dict.fromkeys(speaking)),
        since=period.first if period else None,
        until=None if period is None or period.since_only else period.last,
        place=passage.surface(places[0].start, places[0].end) if places else None,
        phrase=passage.surface(start, end),
        evidence=sorted(set(spans)),
        rule="breach.total",
        data_version=version,
    )


def _is(text: str, words: frozenset[str]) -> bool:
    return text in words or text[:1] in "وبف" and text[1:] in words


def _is_about_one(mentions: Mentions, sentence: Sentence) -> bool:
    """A truce or an agreement is named in the sentence or shortly before it."""
    first = mentions.structure.sentences[max(0, sentence.index - _BACK)].start
    return any(match.cls in _AGREEMENTS for match in mentions.every("accord", first, sentence.end))


def _register(mentions: Mentions, sentence: Sentence, start: int) -> int | None:
    """The verb of recording in front of a count."""
    texts = mentions.passage.texts
    for at in range(start - 1, max(sentence.start, start - _SUBJECT) - 1, -1):
        if _is(texts[at], _REGISTERS):
            return at
    return None


def _registrar(mentions: Mentions, verb: int, start: int) -> tuple[int, int] | None:
    """The words between a verb of recording and the count: "سجلت غرفة العمليات 67 خرقاً"."""
    texts = mentions.passage.texts
    last = verb + 1
    while (
        last < start
        and texts[last] not in _PAUSES
        and not _is(texts[last], _NAME_ENDS)
        and last not in mentions.dated
    ):
        last += 1
    return (verb + 1, last) if 0 < last - verb - 1 <= _NAME else None


def _against(
    mentions: Mentions, match: Match, sentence: Sentence, start: int, *, committed: bool
) -> list[ActorMention]:
    """Whose breaches they are: named behind them ("خرقاً لقوات كذا"), or the subject of the verb of committing."""
    texts = mentions.passage.texts
    for mention in between(mentions.actors, match.end, sentence.end):
        gap = texts[match.end : mention.start]
        if any(text in _PAUSES for text in gap):
            break
        by = any(text in _BY for text in gap[-3:])
        if by or len(gap) <= _OWNER and (mention.prefix.endswith("ل") or not gap and not mention.prefix):
            return [mention]
        break
    if not committed:
        return []
    ahead = [
        mention
        for mention in between(mentions.actors, sentence.start, start)
        if not any(
            source.start <= mention.start < max(source.end, source.until) for source in mentions.sources
        )
        and mention.prefix.lstrip("وف") == ""
    ]
    return ahead[-1:]


def _period(mentions: Mentions, sentence: Sentence, start: int, end: int) -> DateMention | None:
    """The stretch that a count covers, else the day right behind it."""
    dates = between(mentions.dates, sentence.start, sentence.end)
    stretches = [mention for mention in dates if mention.kind == "period"]
    if stretches:
        return min(stretches, key=lambda mention: max(mention.start - end, start - mention.end))
    return next(
        (
            mention
            for mention in dates
            if mention.kind == "point" and mention.first is not None and 0 <= mention.start - end <= _TIME
        ),
        None,
    )


def _name_end(mentions: Mentions, source: SourceMention) -> int:
    """A source's name ends before what it counts: "المركز ارتكاب …"."""
    texts = mentions.passage.texts
    for at in range(source.start + 1, source.end):
        if _is(texts[at], _NAME_ENDS):
            return at
    return source.end


def _name(mentions: Mentions, source: SourceMention) -> str:
    return mentions.passage.surface(source.start, _name_end(mentions, source))[source.skip :].strip(' "«»،,')


def _named(mentions: Mentions, agreement: tuple[int, int] | None) -> str | None:
    """The agreement as named, without its preposition."""
    if agreement is None:
        return None
    return name_of(mentions, agreement)
