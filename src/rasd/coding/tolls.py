"""Tolls: harm that is counted over a period ("منذ مطلع العام", "خلال 24 ساعة"), never an incident's own."""

from __future__ import annotations

from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.grammar.dates import DateMention
from rasd.lexicon import Match, cues

__all__ = ["is_toll", "rises", "toll_cues", "toll_words"]

_GRAVEST = tuple(sorted(cues("gravest")))
_OF_A_WAR = {"killed": 1000, "injured": 3000, "casualties": 3000, "displaced": 1_000_000}
"""Harm of such a size is that of a war, and no single incident's."""
_NEVER = 10**12


def rises(mentions: Mentions, sentence: Sentence) -> list[int]:
    """Return where a sentence turns from an incident to the toll that it adds to: "… ليرتفع عدد الشهداء منذ الاثنين إلى"."""
    return [
        match.start
        for match in mentions.within("toll", sentence.start + 1, sentence.end)
        if match.cls == "rise" and _counts_on(mentions, match.end, sentence.end)
    ]


def _counts_on(mentions: Mentions, start: int, end: int) -> bool:
    """Say whether a stretch counts over a period."""
    return any(match.cls == "toll" for match in mentions.within("toll", start, end)) or any(
        mention.kind == "period" for mention in between(mentions.dates, start, end)
    )


def toll_cues(mentions: Mentions, frame: Frame) -> list[Match]:
    """Return the words of a toll in the sentence of `frame`, those inside a time ("منذ بدء الحرب") among them."""
    sentence = frame.sentence
    inside = [
        cue
        for cue in between(mentions.passage.layer("toll"), sentence.start, sentence.end)
        if cue.start not in mentions.structure.masked
    ]
    rises = [cue.start for cue in inside if cue.cls == "rise" and cue.start >= frame.end - 1]
    end = rises[0] if rises else sentence.end
    single = frame.has_event and any(frame.start <= place.start < frame.end for place in frame.places)
    return [
        cue
        for cue in inside
        if cue.cls != "rise"
        and cue.start < end
        and (not single or frame.start <= cue.start < frame.end or cue.start <= sentence.start + 4)
        and (cue.cls != "war" or any(0 <= cue.start - harm.end <= 4 for harm in frame.harm))
        and (cue.cls != "so_far" or not _is_single(frame))
    ]


def _is_single(frame: Frame) -> bool:
    """A count "so far" of one act told in the singular is that of one incident: "أوقع القصف حتى الآن خمسة قتلى"."""
    told = [anchor.match for anchor in frame.anchors if anchor.match is not None]
    return (
        bool(told)
        and all(match.number != "many" for match in told)
        and "fight" not in frame.acts
        and all((harm.min or 0) < _MANY for harm in frame.harm)
    )


_MANY = 100


def _counts_up(mentions: Mentions, frame: Frame, cue: Match) -> bool:
    """A time since an event counts up the harm beside it, unless it only says how grave one incident was."""
    if cue.start not in mentions.dated:
        return True
    if _is_compared(mentions, cue.start):
        return False
    return not frame.has_event or any(0 <= cue.start - harm.end <= 6 for harm in frame.harm)


def _is_compared(mentions: Mentions, at: int) -> bool:
    """ "أعنف غارة منذ بدء الحرب": a time behind a superlative says with what one incident is compared."""
    return any(token.text.startswith(_GRAVEST) for token in mentions.passage.tokens[max(0, at - 6) : at])


def is_toll(mentions: Mentions, frame: Frame) -> bool:
    """Say whether the harm of `frame` is counted over a period ("منذ مطلع العام", "خلال 24 ساعة")."""
    if not frame.harm:
        return False
    sentence = frame.sentence
    if frame.factuality != "historical" and any(
        _counts_up(mentions, frame, cue) for cue in toll_cues(mentions, frame)
    ):
        return True
    if any((harm.min or 0) >= _OF_A_WAR.get(harm.effect, _NEVER) for harm in frame.harm) and not (
        "chemical" in frame.acts or frame.factuality == "historical"
    ):
        return True
    periods = [
        mention
        for mention in between(mentions.dates, sentence.start, sentence.end)
        if mention.kind == "period"
        and not _is_compared(mentions, mention.start)
        and (frame.start - 2 <= mention.start < frame.end + 2 or mention.start <= sentence.start + 4)
        and mention.rule not in _STREAK
        and not _is_brief(mentions, frame, mention)
        and not _lasts_of_another(mentions, frame, mention)
    ]
    if not periods:
        return False
    near = [
        mention
        for mention in periods
        if (
            mention.precision in ("month", "year", "week")
            or mention.since_only
            or any(
                abs(mention.start - harm.end) <= 8 or abs(harm.start - mention.end) <= 8
                for harm in frame.harm
            )
        )
        and (mention.resolved or mention.precision in ("week", "month", "year", "hours", "days"))
        and not (mention.since_only and not mention.resolved and mentions.published is not None)
    ]
    if not near:
        return False
    points = [
        mention
        for mention in frame.dates
        if mention.kind == "point" and mention.first is not None and not frame.inherited_date
    ]
    return not points or any(
        abs(mention.start - harm.end) <= 4 or 0 <= harm.start - mention.end <= 1
        for mention in near
        for harm in frame.harm
    )


def _is_brief(mentions: Mentions, frame: Frame, mention: DateMention) -> bool:
    """ "خلال ساعة": what an act did within the hour is one incident."""
    words = {mentions.passage.tokens[at].text for at in range(mention.start, mention.end)}
    return frame.has_event and mention.precision == "hours" and words <= _HOUR


def _lasts_of_another(mentions: Mentions, frame: Frame, mention: DateMention) -> bool:
    """A time since, cut off by a comma from every exact count of harm, counts something else: "المحاصر منذ عامين، …"."""
    if not mention.since_only or not frame.has_event or mention.start <= frame.start + 4:
        return False
    tokens = mentions.passage.tokens
    return all(
        harm.min == harm.max
        and (harm.min or 0) < _MANY
        and any(
            tokens[at].text == "," for at in range(min(mention.end, harm.end), max(mention.start, harm.start))
        )
        for harm in frame.harm
    )


_HOUR = cues("within_the_hour")

# "لليوم الثالث على التوالي" says how long something goes on, not what a count adds up.
_STREAK = frozenset({"dates.nth_day"})


def toll_words(mentions: Mentions, frame: Frame) -> tuple[int, int]:
    """Return the tokens that make the harm of `frame` a toll: its period, else its cue, else the count itself."""
    sentence = frame.sentence
    for mention in between(mentions.dates, sentence.start, sentence.end):
        if mention.kind == "period":
            return mention.start, mention.end
    for cue in toll_cues(mentions, frame):
        return cue.start, cue.end
    return frame.harm[0].start, frame.harm[0].end
