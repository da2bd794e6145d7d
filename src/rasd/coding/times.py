"""Times of frames: which one is that of the act, of the saying or of a later death, and what a time governs."""

from __future__ import annotations

from datetime import date as Day
from itertools import pairwise

from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions
from rasd.coding.structure import Sentence
from rasd.grammar.dates import DateMention
from rasd.lexicon import cues

__all__ = ["carry_dates", "dates_aftermath", "dates_announcing", "dates_saying", "inherit", "when"]


def when(frame: Frame) -> tuple[Day | None, Day | None, str | None, list[DateMention]]:
    """Return the window of a frame: the first time that can be its own, with the part of day told beside it."""
    first = last = None
    part = None
    used: list[DateMention] = []
    for mention in frame.dates:
        if mention.kind != "point":
            continue
        if first is not None and _is_finer(mention, first, last or first):
            first, last, part = mention.first, mention.last, mention.part_of_day or part
            used = [mention]
            continue
        if mention.first is not None and first is None:
            first, last = mention.first, mention.last
            used.append(mention)
            part = part or mention.part_of_day
        elif mention.part_of_day and part is None:
            part = mention.part_of_day
            used.append(mention)
    if first is None and frame.factuality == "recurrent":
        # What goes on "منذ 15 نيسان" is dated from then on.
        for mention in frame.dates:
            if mention.kind == "period" and mention.since_only and mention.first is not None:
                return mention.first, mention.last, part, [mention]
    return first, last, part, used


def _is_finer(mention: DateMention, first: Day, last: Day) -> bool:
    """ "ثاني هجوم هذا الشهر، إذ قتل كذا مساء الثالث عشر من حزيران": the day inside the month that was told first."""
    if mention.first is None or (last - first).days < _A_WEEK:
        return False
    until = mention.last or mention.first
    return first <= mention.first and until <= last and (until - mention.first).days < _A_DAY_OR_TWO


_A_WEEK, _A_DAY_OR_TWO = 6, 2


def carry_dates(mentions: Mentions, frames: list[Frame]) -> None:
    """ "وفي انفجار آخر", "كما شن أيضاً": one more of the same sort happened when the one before did."""
    dated: Frame | None = None
    for frame in frames:
        if frame.is_dated:
            dated = frame
        elif dated is not None and not frame.dates and frame.has_event:
            near = 0 < frame.sentence.index - dated.sentence.index <= _ALSO_REACH
            same = set(frame.acts) & set(dated.acts)
            words = {mentions.passage.tokens[at].text for at in range(frame.sentence.start, frame.end)}
            opening = range(frame.sentence.start, min(frame.sentence.start + 3, frame.end))
            meanwhile = any(mentions.passage.tokens[at].text in _MEANWHILE for at in opening)
            if near and (same and words & _ALSO or meanwhile):
                frame.dates = [mention for mention in dated.dates if mention.kind == "point"]
                frame.inherited_date = True


_ALSO = cues("also")
_MEANWHILE = cues("meanwhile")
_ALSO_REACH = 3  # sentences


def dates_aftermath(mentions: Mentions, mention: DateMention) -> bool:
    """ "توفي ليلا متأثرا", "بعد انتشال جثتين صباحا", "كانا قد وصلا قبل أسبوع": a later death, a recovery, an earlier time."""
    tokens = mentions.passage.tokens
    before = [tokens[at].text for at in range(max(0, mention.start - _LATER), mention.start)]
    if mention.first is None and mention.kind == "point":
        return any(text in _AFTERMATH or text[:1] in "وف" and text[1:] in _AFTERMATH for text in before)
    return mention.rule == "dates.ago" and any(
        text == "قد" and before[at - 1] in _WERE for at, text in enumerate(before) if at
    )


_LATER = 7  # tokens
_AFTERMATH = cues("aftermath")
_WERE = frozenset({"كان", "كانا", "كانت", "كانتا", "كانوا"})


def dates_saying(mentions: Mentions, sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a time stands between a verb of saying and its "أن"."""
    tokens = mentions.passage.tokens
    says = [
        match for match in mentions.within("speech", sentence.start, mention.start) if match.cls == "says"
    ]
    if not says:
        return False
    verb = says[-1]
    between = [tokens[index].text for index in range(verb.end, mention.start)]
    if any(text in _THAT or text in ('"', ":") for text in between) or len(between) > 12:
        return False
    after = [tokens[index].text for index in range(mention.end, min(mention.end + 8, sentence.end))]
    return any(text in _THAT for text in after)


def dates_announcing(mentions: Mentions, frame: Frame, dates: list[DateMention]) -> list[DateMention]:
    """ "أعلنت كذا اليوم السبت استهداف … أمس الجمعة": of two times the one beside the verb of saying is its own."""
    points = [date for date in dates if date.kind == "point"]
    if len(points) < 2:
        return []
    act = min((anchor.position for anchor in frame.anchors), default=frame.start)
    first = points[0]
    says = [
        match
        for match in mentions.within("speech", frame.sentence.start, first.start)
        if match.cls == "says" and first.start - match.end <= 8
    ]
    if not says or first.end > act or points[1].start < act:
        return []
    return [first]


_THAT = cues("that")


def inherit(frames: list[Frame]) -> None:
    """A time at the head of a sentence governs its later clauses unless they carry their own."""
    head: list[DateMention] = []
    said: list[DateMention] = []
    for frame in frames:
        said = frame.said or said
        usable = [mention for mention in frame.dates if mention.kind == "point"]
        if usable:
            head = usable
        elif head and not frame.earlier:
            frame.dates = [*frame.dates, *head]
            frame.inherited_date = True
        elif said and not frame.earlier:
            frame.said = said
            frame.dates = [*frame.dates, *said]
            frame.inherited_date = True
    for before, frame in pairwise(frames):
        if not frame.places and before.places and not frame.fresh:
            frame.places = list(before.places)
