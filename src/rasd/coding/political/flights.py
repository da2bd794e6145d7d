"""Displacement: people who flee or are driven out, with how many, from where or to where.

"14 ألف نازح في المدرسة" counts who is there and tells no flight; millions since a war began are a toll; fighters who run
are not displaced.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from rasd.coding.frame import Anchor, Frame, Reason
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.utterance import Utterance, Utterances
from rasd.grammar.harm import HarmMention
from rasd.grammar.people import People
from rasd.lexicon import Match, cues

__all__ = ["read_flights"]

_MOVING = cues("moving")
_STATUS = tuple(sorted(cues("displaced_people")))
_PLACES_OF = cues("places_of_flight")
_WHO = cues("who_fled")
_CAUSED = cues("to_force_out")
_THOUSANDS = cues("bare_thousands")
_NEAR = 8  # tokens around people on the move
_AFTER = 4  # between a verb of flight and who flees
_BEFORE = 3
_TOTAL = 1_000_000  # as many flee over a period, not in one incident
_MANY = 20
_PLACE = 14  # tokens between a flight and where it leads
_BACK = 2  # sentences
_OWN = ("اها", "ها")
_OF_THEM = frozenset({"منهم", "منها"})
_RUNNING = cues("running")
_TIMES = {"عشرات": 20, "ميات": 200}


def read_flights(mentions: Mentions, spoken: Utterances, read: list[Utterance]) -> list[Frame]:
    """Return a frame for each flight that a sentence tells of; what only counts the displaced carries its reason."""
    frames: list[Frame] = []
    if not mentions.has("flight") and not any(harm.effect == "displaced" for harm in mentions.harm):
        return frames
    for said in read:
        sentence = said.sentence
        words = mentions.within("flight", sentence.start, sentence.end)
        first = bisect_left(mentions.harm_triggers, sentence.start)
        last = bisect_left(mentions.harm_triggers, sentence.end)
        harms = [
            _thousands(spoken, harm)
            for harm in mentions.harm_by_trigger[first:last]
            if harm.effect == "displaced"
        ]
        taken = {harm.people for harm in harms}
        for match in words:
            found = _counted(mentions, spoken, said, match)
            if found is not None and found.people not in taken:
                taken.add(found.people)
                harms.append(found)
        total = any((harm.min or 0) >= _TOTAL for harm in harms)
        for harm in sorted(harms, key=lambda harm: harm.start):
            frame = _frame(mentions, spoken, said, harm, total=total)
            if frame is not None:
                frames.append(frame)
    return frames


def _counted(mentions: Mentions, spoken: Utterances, said: Utterance, match: Match) -> HarmMention | None:
    """Who flees, behind the word of flight or in front of it."""
    if match.prefix.endswith("س"):
        return None
    last = min(match.end + _AFTER + 1, said.sentence.end)
    groups = between(mentions.people, max(said.sentence.start, match.start - 14), last)
    behind = [group for group in groups if 0 <= group.start - match.end <= _AFTER]
    ahead = [group for group in groups if 0 <= match.start - group.end <= _BEFORE]
    behind = [group for group in behind if not _parted(spoken, match.end, group.start)]
    ahead = [group for group in ahead if not _parted(spoken, group.end, match.start)]
    noun = match.entry.part == "noun"
    group = behind[0] if behind else ahead[-1] if ahead and not noun else None
    if group is not None and match.cls == "crosses" and not _on_the_run(spoken, said, group):
        group = None
    if group is not None and _may_flee(group, match) and spoken.word(group.end) not in _OF_THEM:
        return _thousands(
            spoken,
            HarmMention(
                min(match.start, group.start),
                max(match.end, group.end),
                "displaced",
                group.min,
                None if group.unit == "families" else group.max,
                "harm.fled",
                "civilian" if group.status == "civilian" else "unknown",
                unit=group.unit,
                approximate=group.approximate,
                people=(group.start, group.end),
                trigger=match.start,
            ),
        )
    if match.cls != "flees":
        return None
    for at in range(max(said.sentence.start, match.start - _BEFORE - 1), match.end + 2):
        if spoken.word(at) in _THOUSANDS:  # "فرار الآلاف": thousands without a noun
            before = spoken.word(at - 1).lstrip("وب")
            first = at - (before in _TIMES)
            return HarmMention(
                min(match.start, first),
                max(match.end, at + 1),
                "displaced",
                1000 * _TIMES.get(before, 2),
                None,
                "harm.fled",
                people=(first, at + 1),
                trigger=match.start,
            )
    return None


def _thousands(spoken: Utterances, harm: HarmMention) -> HarmMention:
    """ "الآلاف" without a number are two thousand at least."""
    people = harm.people or (harm.start, harm.end)
    if (harm.min, harm.max) == (1000, 1000) and spoken.word(people[0]).lstrip("وب") in _THOUSANDS:
        return replace(harm, min=2000, max=None)
    return harm


def _on_the_run(spoken: Utterances, said: Utterance, group: People) -> bool:
    """Who crosses or arrives is displaced when the noun or the sentence says so: نازح, "هرباً من القتال"."""
    if not group.noun or any(spoken.word(at).endswith(_OWN) for at in range(group.start, group.end)):
        return False  # a number of days; "رعاياها" are fetched home
    if group.noun.startswith(_STATUS):
        return True
    return any(spoken.among(at, _RUNNING) for at in range(said.sentence.start, said.sentence.end))


def _parted(spoken: Utterances, start: int, end: int) -> bool:
    return any(spoken.word(at) in (".", ",", ";", ":", '"') for at in range(start, end))


def _may_flee(group: People, match: Match) -> bool:
    if group.status == "combatant" or group.victim or group.names or group.other:
        return False
    if match.cls == "crosses":
        return (group.min or 0) >= _MANY
    return (group.min or 0) >= _MANY or group.status == "civilian" or group.unit == "families"


def _frame(
    mentions: Mentions, spoken: Utterances, said: Utterance, harm: HarmMention, *, total: bool
) -> Frame | None:
    start, end = harm.start, max(harm.end, harm.trigger + 1)
    frame = Frame(said.sentence, start, end, [Anchor(start, harm.end, "displace", harm=harm)])
    frame.kind = "displacement"
    frame.harm = [harm]
    frame.sources = said.sources
    if total or _over_a_period(mentions, said):
        frame.reason = Reason("toll", harm.start, harm.end)
        return frame
    if _is_unreal(mentions, spoken, said, harm):
        if harm.max is None:
            return None
        frame.factuality = "unrealized"
    if not _flees(mentions, spoken, said, harm):
        return None
    frame.places = _where(mentions, spoken, said, start, end)
    if not frame.places:
        return None
    frame.dates = spoken.near(said, start, end)
    return frame


def _over_a_period(mentions: Mentions, said: Utterance) -> bool:
    """Since a war began, over the year: a toll."""
    start, end = said.sentence.start, said.sentence.end
    if any(True for _ in mentions.within("toll", start, end)):
        return True
    return any(
        mention.kind == "period" and (mention.since_only or mention.precision in ("month", "year"))
        for mention in between(mentions.dates, start, end)
    )


def _is_unreal(mentions: Mentions, spoken: Utterances, said: Utterance, harm: HarmMention) -> bool:
    """ "600 ألف نازح قد يصلون", "بهدف تهجير السكان"."""
    near = range(max(said.sentence.start, harm.start - 2), min(harm.end + 4, said.sentence.end))
    if any(spoken.word(at) == "قد" and spoken.word(at + 1).startswith(("ي", "ت")) for at in near):
        return True
    return any(
        cue.cls in ("unrealized", "denied") and 0 <= harm.start - cue.end <= 2
        for cue in mentions.within("factuality", max(said.sentence.start, harm.start - 8), harm.start)
    )


def _flees(mentions: Mentions, spoken: Utterances, said: Utterance, harm: HarmMention) -> bool:
    """Say whether it tells that people went, rather than who has gone before."""
    if harm.status == "combatant":
        return False
    at = harm.trigger
    text = spoken.word(at).lstrip("وبلف").removeprefix("ال")
    people = harm.people or (harm.start, harm.end)
    if any(
        people[0] <= mention.start < people[1] and not mention.adjective
        for mention in between(mentions.actors, people[0], people[1])
        if mention.actor != "CIVILIANS"
    ):
        return False  # fighters who run
    status = text.startswith(_STATUS) or spoken.word(harm.start).startswith(_STATUS)
    if status or harm.rule == "harm.fled" and harm.trigger == people[0]:
        near = range(max(said.sentence.start, harm.start - _NEAR), min(harm.end + _NEAR, said.sentence.end))
        return any(spoken.among(index, _MOVING) for index in near)
    forced = range(max(said.sentence.start, harm.start - 2), at)
    if (harm.min or 0) < _MANY and any(spoken.among(index, _CAUSED) for index in forced):
        return False
    before = spoken.word(at - 1)
    if spoken.among(at - 1, _PLACES_OF) or before in _CAUSED:
        return False
    counted = (harm.min or 0) >= _MANY or harm.unit == "families"
    return counted or before not in _WHO


def _where(
    mentions: Mentions, spoken: Utterances, said: Utterance, start: int, end: int
) -> list[PlaceMention]:
    """Where they fled from, else where to, else where the news is."""
    behind = spoken.places(end, min(end + _PLACE, said.sentence.end))
    fine = [place for place in behind if not place.is_wide]
    if fine:
        first = fine[0]
        return [first, *(p for p in fine[1:] if p.start - first.end <= 2)]
    inside = spoken.places(start, end)
    ahead = [p for p in spoken.places(said.sentence.start, start) if p.locative or p.noun]
    near = [p for p in ahead if not p.is_wide]
    named = [
        place
        for place in between(mentions.places, said.sentence.start, start)
        if not place.is_region and (place.best is None or place.best.kind != "country")
    ]
    found = inside or near[-1:] or named[-1:] or behind[:1] or ahead[-1:]
    if found:
        return found
    for back in range(1, _BACK + 1):
        index = said.sentence.index - back
        if index < 0:
            break
        sentence = mentions.structure.sentences[index]
        places = {
            place.key: place
            for place in between(mentions.places, sentence.start, sentence.end)
            if not (place.is_region or place.is_wide)
        }
        if len(places) == 1:
            return list(places.values())
        if places:
            break
    return []
