"""From frames to reports: the lead and its detail are one report, and so is an incident told twice.

A frame joins an earlier report when kind, place, time and perpetrator agree and something says that it is the
same incident (the same place, a definite "القصف", harm told without a new place). What conflicts stays apart:
two reports to merge later beat one wrong merge.
"""

from __future__ import annotations

from datetime import date as Day

from rasd.coding.counts import add_harm
from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Reason
from rasd.coding.locating import PlaceMention
from rasd.grammar.dates import DateMention

__all__ = ["merge_frames", "when"]

_NEAR = {
    frozenset(pair)
    for pair in (
        ("air_strike", "shelling"),
        ("explosion", "suicide_bombing"),
        ("attack", "explosion"),
        ("attack", "suicide_bombing"),
        ("attack", "clash"),
        ("explosion", "air_strike"),
        ("attack", "air_strike"),
        ("attack", "shelling"),
        ("attack", "abduction"),
        ("clash", "capture"),
    )
}
_WINDOW = 60  # reports looked back on: keeps the work linear in a text of any length
_COARSE = frozenset({"country", "governorate", "region", "sea"})


def when(frame: Frame) -> tuple[Day | None, Day | None, str | None, list[DateMention]]:
    """Return the window of a frame: the first time that can be its own, with the part of day told beside it."""
    first = last = None
    part = None
    used: list[DateMention] = []
    for mention in frame.dates:
        if mention.kind != "point":
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


def _place_keys(places: list[PlaceMention]) -> set[str]:
    return {mention.key for mention in places}


def _is_coarse(mention: PlaceMention) -> bool:
    best = mention.best
    if mention.noun_class in ("countryside", "governorate"):
        return True
    return best is not None and best.kind in _COARSE


def _contains(coarse: PlaceMention, fine: PlaceMention) -> bool:
    a, b = coarse.best, fine.best
    if a is None:
        return False
    if fine.region is not None and coarse.key and b is None:
        return True
    if b is None:
        return coarse.is_region
    if a.kind == "country":
        return a.country == b.country
    return bool(
        a.country == b.country
        and a.admin1
        and a.admin1 == b.admin1
        and (_is_coarse(coarse) or a.kind in ("city", "town", "district"))
        and a.kind != b.kind
    )


def _places_agree(frame: Frame, draft: Draft) -> str:
    """`same`, `within`, `open` (one side has none) or `apart`."""
    mine, theirs = frame.places, draft.places
    if not mine or not theirs:
        return "open"
    shared = _place_keys(mine) & _place_keys(theirs)
    if shared:
        coarse = all(_is_coarse(mention) for mention in mine if mention.key in shared)
        return "within" if coarse else "same"
    fine_mine = [place for place in mine if not _is_coarse(place)]
    fine_theirs = [place for place in theirs if not _is_coarse(place)]
    # Two towns of one governorate are two places, whatever coarse name stands beside them.
    if fine_theirs:
        theirs = fine_theirs
    if fine_mine:
        mine = fine_mine
    loose = all(not place.candidates for place in mine) and all(_is_coarse(place) for place in theirs)
    if loose and {r.mention.actor for r in frame.perpetrators} & {
        r.mention.actor for r in draft.perpetrators
    }:
        return "within"  # names that no list holds, right behind their governorate
    for a in mine:
        for b in theirs:
            if a.key in b.region_keys or b.key in a.region_keys:
                return "within"
            if (_is_coarse(a) and _contains(a, b)) or (_is_coarse(b) and _contains(b, a)):
                return "within"
            if b.noun_class == "quarter" and _contains(a, b) or a.noun_class == "quarter" and _contains(b, a):
                return "within"
    return "apart"


def _kinds_agree(frame: Frame, draft: Draft) -> bool:
    if frame.kind == draft.kind:
        return True
    pair = frozenset((frame.kind, draft.kind))
    if pair not in _NEAR:
        return False
    # A near kind is the same incident only when one of the two is loosely told.
    acts, held = set(frame.acts), {act for other in draft.frames for act in other.acts}
    if acts <= {"harm"} or held <= {"harm"}:
        return True
    if pair in (frozenset(("air_strike", "shelling")), frozenset(("explosion", "suicide_bombing"))):
        return "inferred" in (frame.basis, draft.basis) or "suicide_bombing" in pair
    named = all(
        anchor.match is None or anchor.match.entry.part == "noun"
        for other in draft.frames
        for anchor in other.anchors
    )
    return (acts <= {"harm", "assault"} and _definite(frame)) or (held <= {"harm", "assault"} and named)


def _weak(frame: Frame) -> bool:
    """The only time of the frame is that of the saying."""
    return bool(frame.said) and all(
        mention in frame.said for mention in frame.dates if mention.kind == "point"
    )


def _dates_agree(frame: Frame, draft: Draft) -> bool:
    first, last, part, _ = when(frame)
    if first is None or draft.date[0] is None or draft.weak_date or _weak(frame):
        return True
    last = last or first
    other_last = draft.date[1] or draft.date[0]
    if first > other_last or last < draft.date[0]:
        return False
    held = draft.date[2]
    return part is None or held is None or frame.inherited_date or part == held or {part, held} in _SAME_HOURS


# Two outlets call one hour by two names.
_SAME_HOURS = ({"dawn", "morning"}, {"noon", "afternoon"}, {"evening", "night"}, {"night", "dawn"})


def _actors_agree(frame: Frame, draft: Draft) -> bool:
    mine = {role.mention.actor for role in frame.perpetrators}
    theirs = {role.mention.actor for role in draft.perpetrators}
    if mine and theirs and not mine & theirs:
        return False
    struck, held = (
        {role.mention.actor for role in frame.targets},
        {role.mention.actor for role in draft.targets},
    )
    if struck and held and not struck & held:
        return False
    if draft.kind == "clash":
        return True  # both sides act and are struck
    return not (mine & held and not mine & theirs) and not (struck & theirs and not mine)


def _figures_agree(frame: Frame, draft: Draft) -> bool:
    for new in frame.harm:
        if new.rule == "harm.updated" or new.other:
            continue
        for old in draft.harm:
            if (
                new.effect == old.effect
                and not new.vague
                and not old.vague
                and (new.min, new.max) != (old.min, old.max)
            ):
                if new.status != old.status and "unknown" not in (new.status, old.status):
                    continue
                # A floor that the figure fits is no conflict.
                if new.max is None and new.min is not None and old.min is not None and old.min >= new.min:
                    continue
                if old.max is None and old.min is not None and new.min is not None and new.min >= old.min:
                    continue
                return False
    return True


def _definite(frame: Frame) -> bool:
    for anchor in frame.anchors:
        if (
            anchor.match is not None
            and anchor.match.entry.part in ("noun", "phrase")
            and (anchor.match.article or anchor.match.suffix or anchor.definite)
        ):
            return True
    return False


def _in_one_breath(frame: Frame, draft: Draft) -> bool:
    """Several places struck alike in one sentence are one report, unless harm or munitions are told place by place."""
    last = draft.last
    if frame.sentence is not last.sentence or frame.kind != draft.kind or frame.kind not in _FIRE_KINDS:
        return False
    if frame.harm or last.harm or frame.munitions or last.munitions:
        return False
    mine = {role.mention.actor for role in frame.perpetrators}
    theirs = {role.mention.actor for role in draft.perpetrators}
    arms, held = {weapon for _, weapon in frame.weapons}, {weapon for _, weapon in last.weapons}
    return (mine == theirs or not mine) and bool(theirs) and (not arms or not held or arms == held)


_FIRE_KINDS = frozenset({"air_strike", "shelling"})


def _strikes(frame: Frame) -> int:
    """Return how many strikes the frame counts, all its counts together."""
    return sum(count for _, item, count, _ in frame.munitions if item == "strike")


def _is_part_of_total(frame: Frame, draft: Draft) -> bool:
    """ "29 ضربة في العراق وسوريا … 21 منها قرب كفروما": a part with a place of its own stays apart from the total."""
    part, total = _strikes(frame), max((_strikes(other) for other in draft.frames), default=0)
    return bool(frame.places) and 0 < part and 0 < total and part != total


def _share_totals(drafts: list[Draft]) -> list[Draft]:
    """Strikes counted in all and then place by place: the parts stay, with the sides and times of the total."""
    kept = list(drafts)
    for at, total in enumerate(drafts):
        whole = max((_strikes(frame) for frame in total.frames), default=0)
        wide = [place for frame in total.frames for place in frame.places if _is_coarse(place)]
        if not whole or total.harm or not wide:
            continue
        parts: list[Draft] = []
        left = whole
        for draft in drafts[at + 1 :]:
            count = max((_strikes(frame) for frame in draft.frames), default=0)
            near = draft.frames[0].sentence.index - total.last.sentence.index <= _PARTS_REACH
            if draft.kind == total.kind and near and 0 < count <= left and _lies_in(draft, wide):
                parts.append(draft)
                left -= count
        countries = any(place.best is not None and place.best.kind == "country" for place in wide)
        if not parts or (left and not countries):
            continue  # "44 غارة على المحافظة" beside two on one of its towns: both are told
        for part in parts:
            part.perpetrators = part.perpetrators or list(total.perpetrators)
            part.targets = part.targets or list(total.targets)
            part.sources = part.sources or list(total.sources)
            if part.date[0] is None:
                part.date, part.date_mentions = total.date, list(total.date_mentions)
        kept.remove(total)
    return kept


_PARTS_REACH = 6  # sentences


def _lies_in(part: Draft, wide: list[PlaceMention]) -> bool:
    return any(coarse.key == fine.key or _contains(coarse, fine) for coarse in wide for fine in part.places)


def _same(frame: Frame, draft: Draft, distance: int) -> bool:
    if frame.factuality != draft.factuality and not (
        # One side tells it, the other denies it: one report, told.
        {frame.factuality, draft.factuality} == {"asserted", "denied"}
        and frame.kind == draft.kind
        and frame.places
        and draft.places
    ):
        return False
    if not _kinds_agree(frame, draft) or not _dates_agree(frame, draft) or not _actors_agree(frame, draft):
        return False
    where = _places_agree(frame, draft)
    if where == "apart" and _in_one_breath(frame, draft):
        return True
    if where == "apart" or _is_part_of_total(frame, draft):
        return False
    agree = _figures_agree(frame, draft)
    if distance <= 1 and not frame.places and frame.harm and all(harm.other for harm in frame.harm):
        return True  # "وقتل جنديان آخران": others of the incident just told
    if frame.same and distance <= 6 and where != "apart":
        return True  # "القصف نفسه": another source on the same incident, figures become a range
    counted = not frame.has_event and bool(frame.harm) and not frame.places and not frame.fresh
    if counted and distance <= 2 and draft.harm and any(source.type in _COUNTERS for source in frame.sources):
        return True  # a hospital's own count beside the first one
    if where == "same":
        return agree or (frame.sentence.index != draft.last.sentence.index and frame.kind == draft.kind)
    if not agree:
        return False
    if where == "within":
        lead = draft.frames[0].sentence.index <= 2
        return not frame.fresh and distance <= 12 and (lead or _definite(frame) or not frame.has_event)
    refers = _definite(frame) and frame.kind == draft.kind == "clash" and not frame.places
    if frame.fresh and (frame.places or frame.harm) and not refers:
        return False
    if frame.places:  # the draft has no place yet
        lead = draft.frames[0].sentence.index <= 1
        return distance <= (4 if lead else 2) and (frame.kind == draft.kind)
    harm_only = not frame.has_event
    if distance <= 1 and (harm_only or _definite(frame) or (frame.kind == draft.kind and not frame.harm)):
        return True
    return distance <= 4 and (_definite(frame) and frame.kind == draft.kind) or (harm_only and distance <= 2)


_COUNTERS = frozenset({"medical", "civil_defence", "monitor"})


def _extend(draft: Draft, frame: Frame) -> None:
    first, last, part, used = when(frame)
    if first is not None and (draft.date[0] is None or (draft.weak_date and not _weak(frame))):
        draft.weak_date = _weak(frame)
        draft.date = (first, last, part or draft.date[2])
        draft.date_mentions = used
    elif draft.date[2] is None and part is not None and (first is None or first == draft.date[0]):
        draft.date = (draft.date[0], draft.date[1], part)
        draft.date_mentions = [*draft.date_mentions, *used]
    keys = _place_keys(draft.places)
    for mention in frame.places:
        if mention.key not in keys:
            draft.places.append(mention)
            keys.add(mention.key)
    actors = {role.mention.actor for role in draft.perpetrators}
    draft.perpetrators += [role for role in frame.perpetrators if role.mention.actor not in actors]
    struck = {role.mention.actor for role in draft.targets}
    actors = {role.mention.actor for role in draft.perpetrators}
    draft.targets += [role for role in frame.targets if role.mention.actor not in struck | actors]
    add_harm(draft, frame)
    known = {(source.start, source.type) for source in draft.sources}
    draft.sources += [source for source in frame.sources if (source.start, source.type) not in known]


def _holds(coarse: PlaceMention, fine: PlaceMention) -> bool:
    """Say whether `fine` is named inside `coarse`: a village of the governorate, a quarter of the city."""
    if _is_coarse(coarse) and not _is_coarse(fine) and _contains(coarse, fine):
        return True
    best, inner = coarse.best, fine.best
    if best is None or best.kind not in ("city", "town"):
        return False
    if inner is None:
        return fine.noun_class in ("quarter", "site") or (
            fine.noun_class == "region" and fine.rule == "places.announced"
        )
    return (
        inner.kind in ("quarter", "site", "street")
        and inner.country == best.country
        and inner.admin1 == best.admin1
    )


def _listed_with(mention: PlaceMention, other: PlaceMention) -> bool:
    """The two stand in one list: "في كفروما وريف حماة"."""
    first, second = sorted((mention, other), key=lambda place: place.start)
    return second.phrase_start - first.end <= 1 and (
        second.prefix.startswith("و") or second.rule == "places.list" or second.joined
    )


def _settle(draft: Draft) -> None:
    """Drop what a more exact value replaces: coarse places beside fine ones, joint totals beside split ones."""
    draft.places = [
        mention
        for mention in draft.places
        if not any(
            other is not mention and (mention.key in other.region_keys or _holds(mention, other))
            for other in draft.places
        )
    ]
    fine = [mention for mention in draft.places if not _is_coarse(mention)]
    if fine:
        draft.places = [
            mention
            for mention in draft.places
            if not _is_coarse(mention) or any(_listed_with(mention, other) for other in fine)
        ]
    effects = {harm.effect for harm in draft.harm}
    if {"killed", "injured"} <= effects or (
        "casualties" in effects
        and "killed" in effects
        and not all(h.vague for h in draft.harm if h.effect == "killed")
    ):
        draft.harm = [harm for harm in draft.harm if harm.effect != "casualties"]
    zero = [harm for harm in draft.harm if harm.max == 0]
    if zero and any(harm.effect == "injured" and harm.max != 0 for harm in draft.harm):
        draft.harm = [harm for harm in draft.harm if harm.max != 0]


def merge_frames(frames: list[Frame]) -> list[Draft]:
    """Return the reports that the frames make, in text order."""
    drafts: list[Draft] = []
    for frame in frames:
        home: Draft | None = None
        for draft in reversed(drafts[-_WINDOW:]):
            distance = frame.sentence.index - draft.last.sentence.index
            if _same(frame, draft, distance):
                home = draft
                break
        if home is None:
            draft = Draft([frame], frame.kind, frame.basis, frame.factuality)
            _extend(draft, frame)
            drafts.append(draft)
        else:
            if frame.factuality == "asserted" and home.factuality == "denied":
                home.factuality = "asserted"
            if (
                home.basis == "inferred"
                and frame.basis == "stated"
                or (set(home.frames[0].acts) <= {"harm", "assault"} and set(frame.acts) - {"harm", "assault"})
            ):
                home.kind, home.basis = frame.kind, frame.basis
            home.frames.append(frame)
            _extend(home, frame)
    for draft in drafts:
        _settle(draft)
    return _share_totals([draft for draft in drafts if not _sums_up(draft, drafts)])


def _sums_up(draft: Draft, drafts: list[Draft]) -> bool:
    """A lead that only adds up the reports behind it ("47 قتيلاً في الانفجارين") is no report of its own."""
    total = next((harm.min for harm in draft.harm if harm.effect == "killed"), None)
    if not total or draft.last.sentence.index > 2:
        return False
    parts = [
        next((harm.min for harm in other.harm if harm.effect == "killed"), None)
        for other in drafts
        if other is not draft and other.kind == draft.kind and other.frames[0].start > draft.frames[0].start
    ]
    counted = [part for part in parts if part]
    if len(counted) < 2 or sum(counted) != total:
        return False
    for frame in draft.frames:
        harm = draft.harm[0]
        frame.reason = Reason("summed_up", harm.start, harm.end)
    return True
