"""From statements to drafts: one a threat, one an agreement, one a round of talks, however often it is mentioned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date as Day

from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Role
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.accords import read_accords
from rasd.coding.political.flights import read_flights
from rasd.coding.political.gatherings import read_protesters
from rasd.coding.political.monitoring import read_monitoring
from rasd.coding.political.parties import pairs_of
from rasd.coding.political.threats import read_threats
from rasd.coding.political.utterance import Utterances
from rasd.grammar.actors import ActorMention

__all__ = ["Political", "read_political"]

_WINDOW = 40  # drafts looked back on: keeps the work linear in a text of any length
_AROUND = 2  # sentences around a truce that name its country
_TURN = 6  # sentences in which the other side of a truce says yes to it
_NEAR = 2  # sentences over which a statement without a party goes on with the one before


@dataclass(slots=True)
class Political:
    """What a document states: its frames, its drafts, and the tokens that threats took."""

    frames: list[Frame] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    threatened: frozenset[int] = frozenset()


def read_political(mentions: Mentions, states: frozenset[str] = frozenset()) -> Political:
    """Return the threats, agreements, talks, flights and monitoring kinds of a document.

    `states` are the actors that sign much besides what concerns a conflict.
    """
    spoken = Utterances(mentions, states)
    read = spoken.read()
    threats = read_threats(mentions, spoken, read)
    accords = read_accords(mentions, spoken, read)
    threatened = frozenset(at for frame in threats for at in range(frame.start, frame.end))
    seen = read_monitoring(mentions, spoken, read, threatened)
    flights = [*read_flights(mentions, spoken, read), *read_protesters(mentions, spoken, read)]
    frames = sorted([*threats, *accords, *seen, *flights], key=lambda frame: frame.start)
    drafts: list[Draft] = []
    for frame in frames:
        if frame.reason is not None:
            continue
        home = next(
            (
                draft
                for draft in reversed(drafts[-_WINDOW:])
                if draft.kind == frame.kind and _SAME.get(frame.kind, _same_deed)(frame, draft)
            ),
            None,
        )
        if home is None:
            home = Draft([], frame.kind, "stated", frame.factuality)
            drafts.append(home)
        _extend(home, frame)
    if any(draft.kind == "agreement" for draft in drafts):
        _name_both(drafts, pairs_of(mentions, spoken, read))
        _name_country(mentions, drafts)
    drafts = [
        draft
        for draft in drafts
        if draft.kind != "agreement" or draft.perpetrators or draft.date[0] is not None
    ]
    return Political(frames, drafts, threatened)


def _name_both(drafts: list[Draft], pairs: list[list[ActorMention]]) -> None:
    """ "أعلن الجانبان هدنة": a truce has two sides, and the text named them together elsewhere."""
    for draft in drafts:
        held = _actors(draft.perpetrators)
        if draft.kind != "agreement" or len(held) > 1 or not any(map(_is_truce, draft.frames)):
            continue
        at = draft.frames[0].start
        often = Counter(frozenset(mention.actor for mention in pair) for pair in pairs)
        for pair in sorted(
            pairs, key=lambda pair: (-often[frozenset(m.actor for m in pair)], abs(pair[0].start - at))
        ):
            sides = {mention.actor for mention in pair}
            if held <= sides:
                draft.perpetrators += [
                    Role(mention, "roles.party") for mention in pair if mention.actor not in held
                ]
                break


def _name_country(mentions: Mentions, drafts: list[Draft]) -> None:
    """A truce told without a place holds in the country that the sentences around it name."""
    for draft in drafts:
        if draft.kind != "agreement" or draft.places or not any(map(_is_truce, draft.frames)):
            continue
        index = draft.frames[0].sentence.index
        sentences = mentions.structure.sentences
        start = sentences[max(0, index - _AROUND)].start
        end = sentences[min(len(sentences) - 1, index + _AROUND)].end
        at = draft.frames[0].start
        near = [
            place
            for place in between(mentions.places, start, end)
            if place.best is not None and place.best.kind == "country"
        ]
        if len({place.key for place in near}) == 1:
            draft.places = [min(near, key=lambda place: abs(place.start - at))]


def _is_truce(frame: Frame) -> bool:
    return any(anchor.match is not None and anchor.match.cls == "truce" for anchor in frame.anchors)


def _actors(roles: list[Role]) -> set[str]:
    return {one.mention.actor for one in roles}


def _window(frame: Frame) -> tuple[Day | None, Day | None]:
    return (
        (frame.dates[0].first, frame.dates[0].last or frame.dates[0].first) if frame.dates else (None, None)
    )


def _days_agree(frame: Frame, draft: Draft) -> bool:
    first, last = _window(frame)
    start, end = draft.date[0], draft.date[1] or draft.date[0]
    if first is None or last is None or start is None or end is None:
        return True
    return first <= end and start <= last


def _distance(frame: Frame, draft: Draft) -> int:
    return frame.sentence.index - draft.last.sentence.index


def _same_threat(frame: Frame, draft: Draft) -> bool:
    """The same actor threatens the same side: one threat, however often the text comes back to it."""
    mine, theirs = _actors(frame.perpetrators), _actors(draft.perpetrators)
    if not mine or not theirs:
        return not mine and not theirs and _distance(frame, draft) <= _NEAR
    if not mine & theirs:
        return False
    struck, held = _actors(frame.targets), _actors(draft.targets)
    if struck and held and not struck & held and _distance(frame, draft) > _NEAR:
        return False
    return _days_agree(frame, draft) or _distance(frame, draft) <= _NEAR


def _same_accord(frame: Frame, draft: Draft) -> bool:
    mine, theirs = _actors(frame.perpetrators), _actors(draft.perpetrators)
    if mine and theirs and not mine & theirs:
        # Two sides that say yes to one truce in turn are its parties.
        one = len(mine) == len(theirs) == 1 and _is_truce(frame) and _is_truce(draft.last)
        if not one or _distance(frame, draft) > _TURN:
            return False
    return _days_agree(frame, draft) or _distance(frame, draft) <= 1


def _same_talks(frame: Frame, draft: Draft) -> bool:
    keys = {place.key for place in frame.places}
    known = {place.key for place in draft.places}
    if keys and known and not keys & known and _distance(frame, draft) > _NEAR:
        return False
    return _same_accord(frame, draft)


def _same_flight(frame: Frame, draft: Draft) -> bool:
    """The same people told twice: the same figure, or the same place with one of the two uncounted."""
    mine, theirs = frame.harm[0], draft.harm[0]
    keys = {place.key for place in frame.places}
    known = {place.key for place in draft.places}
    if not _days_agree(frame, draft) or frame.factuality != draft.factuality:
        return False
    if (mine.min, mine.max) == (theirs.min, theirs.max) and (keys & known or (mine.min or 0) > 1):
        return True
    vague = mine.max is None or theirs.max is None
    if vague and _distance(frame, draft) <= 1 and (mine.max is None) != (theirs.max is None):
        low, exact = (mine, theirs) if mine.max is None else (theirs, mine)
        if (low.min or 0) <= (exact.min or 0):
            return True  # "فر عشرات الآلاف … عبر 50 ألفاً": the exact count of the same flight
    return bool(keys & known) and vague and _distance(frame, draft) <= _TURN


def _same_deed(frame: Frame, draft: Draft) -> bool:
    """A monitoring kind told twice: the same doer at the same place and time."""
    mine, theirs = _actors(frame.perpetrators), _actors(draft.perpetrators)
    if mine and theirs and not mine & theirs or not _days_agree(frame, draft):
        return False
    keys = {place.key for place in frame.places}
    known = {place.key for place in draft.places}
    return bool(keys & known) or (_distance(frame, draft) <= 1 and not (keys and known))


_SAME: dict[str, Callable[[Frame, Draft], bool]] = {
    "threat": _same_threat,
    "agreement": _same_accord,
    "talks": _same_talks,
    "displacement": _same_flight,
}


def _extend(draft: Draft, frame: Frame) -> None:
    draft.frames.append(frame)
    if frame.harm and (not draft.harm or frame.harm[0].max is not None and draft.harm[0].max is None):
        draft.harm = list(frame.harm)  # the exact count
    if draft.date[0] is None and frame.dates:
        first = frame.dates[0]
        draft.date = (first.first, first.last, first.part_of_day)
        draft.date_mentions = [first]
    keys = {place.key for place in draft.places}
    for place in frame.places:
        if place.key not in keys and (draft.kind not in ("agreement", "talks") or not draft.places):
            draft.places.append(place)
    held = _actors(draft.perpetrators)
    draft.perpetrators += [one for one in frame.perpetrators if one.mention.actor not in held]
    held = _actors(draft.perpetrators) | _actors(draft.targets)
    draft.targets += [one for one in frame.targets if one.mention.actor not in held]
    known = {(source.start, source.type) for source in draft.sources}
    draft.sources += [source for source in frame.sources if (source.start, source.type) not in known]
    fine = [place for place in draft.places if not place.is_wide]
    if fine and len(fine) < len(draft.places):
        draft.places = [
            place
            for place in draft.places
            if place in fine
            or not any(place.key in other.region_keys or _inside(other, place) for other in fine)
        ]


def _inside(fine: PlaceMention, coarse: PlaceMention) -> bool:
    """Say whether a country or governorate only says where a finer place lies."""
    a, b = coarse.best, fine.best
    if a is None or b is None:
        return False
    return a.country == b.country and (a.kind == "country" or bool(a.admin1) and a.admin1 == b.admin1)
