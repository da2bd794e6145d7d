"""From frames to reports: the lead and its detail are one report, and so is an incident told twice.

A frame joins an earlier report when kind, place, time and perpetrator agree and something says that it is the
same incident (the same place, a definite "القصف", harm told without a new place). What conflicts stays apart:
two reports to merge later beat one wrong merge.
"""

from __future__ import annotations

from rasd.coding.counts import add_harm
from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Reason
from rasd.coding.locating import PlaceMention
from rasd.coding.sameness import (
    contains,
    is_coarse,
    is_loose,
    is_outcome,
    is_weak,
    place_keys,
    strikes,
    tells_same,
)
from rasd.coding.times import when

__all__ = ["merge_frames"]

_WINDOW = 60  # reports looked back on: keeps the work linear in a text of any length


def _share_totals(drafts: list[Draft]) -> list[Draft]:
    """Strikes counted in all and then place by place: the parts stay, with the sides and times of the total."""
    kept = list(drafts)
    for at, total in enumerate(drafts):
        whole = max((strikes(frame) for frame in total.frames), default=0)
        wide = [place for frame in total.frames for place in frame.places if is_coarse(place)]
        if not whole or total.harm or not wide:
            continue
        parts: list[Draft] = []
        left = whole
        for draft in drafts[at + 1 :]:
            count = max((strikes(frame) for frame in draft.frames), default=0)
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
            if part.date[0] is None or (part.weak_date and not total.weak_date):
                part.date, part.date_mentions = total.date, list(total.date_mentions)
        for frame in total.frames:
            at = frame.anchors[0].position
            frame.reason = Reason("summed_up", at, at + 1)
        kept.remove(total)
    return kept


_PARTS_REACH = 6  # sentences


def _lies_in(part: Draft, wide: list[PlaceMention]) -> bool:
    return any(coarse.key == fine.key or contains(coarse, fine) for coarse in wide for fine in part.places)


def _extend(draft: Draft, frame: Frame) -> None:
    first, last, part, used = when(frame)
    if first is not None and (draft.date[0] is None or (draft.weak_date and not is_weak(frame))):
        draft.weak_date = is_weak(frame)
        draft.date = (first, last, part or draft.date[2])
        draft.date_mentions = used
    elif draft.date[2] is None and part is not None and (first is None or first == draft.date[0]):
        draft.date = (draft.date[0], draft.date[1], part)
        draft.date_mentions = [*draft.date_mentions, *used]
    keys = place_keys(draft.places)
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
    if is_coarse(coarse) and not is_coarse(fine) and contains(coarse, fine):
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
    fine = [mention for mention in draft.places if not is_coarse(mention)]
    if fine:
        draft.places = [
            mention
            for mention in draft.places
            if not is_coarse(mention) or any(_listed_with(mention, other) for other in fine)
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
            if tells_same(frame, draft, distance):
                home = draft
                break
        if home is None:
            draft = Draft([frame], frame.kind, frame.basis, frame.factuality)
            _extend(draft, frame)
            drafts.append(draft)
        else:
            if frame.factuality == "asserted" and home.factuality == "denied":
                home.factuality = "asserted"
            if not (frame.version or is_outcome(frame, home)) and _tells_how(frame, home):
                home.kind, home.basis = frame.kind, frame.basis
            told = not (frame.factuality == "denied" and home.factuality == "asserted" and not frame.places)
            home.frames.append(frame)
            if told:  # what a side denies of an act that it told adds nothing to it
                _extend(home, frame)
            else:
                frame.civilians = []
    for draft in drafts:
        _settle(draft)
        if draft.kind == "clash":
            draft.targets = []
    return _share_totals([draft for draft in drafts if not _sums_up(draft, drafts)])


def _tells_how(frame: Frame, home: Draft) -> bool:
    """Say whether the kind of `frame` is better told than that of the report it joins."""
    vague = all(is_loose(other) for other in home.frames)
    if vague != is_loose(frame):
        return vague
    if home.basis == "inferred" and frame.basis == "stated":
        return True
    return set(home.frames[0].acts) <= {"harm", "assault"} and bool(set(frame.acts) - {"harm", "assault"})


def _may_be_part(part: Draft, total: Draft) -> bool:
    """Say whether a report behind `total` may be one of the strikes that it adds up."""
    loose = all(is_loose(frame) for frame in total.frames)
    return (part.kind == total.kind or loose and part.kind in _FIRE) and (
        part.frames[0].start > total.frames[0].start
    )


_FIRE = frozenset({"air_strike", "shelling", "explosion"})


def _sums_up(draft: Draft, drafts: list[Draft]) -> bool:
    """A lead that only adds up the reports behind it ("47 قتيلاً في الانفجارين") is no report of its own."""
    total = next((harm.min for harm in draft.harm if harm.effect == "killed"), None)
    if not total or draft.last.sentence.index > 2:
        return False
    parts = [
        next((harm.min for harm in other.harm if harm.effect == "killed"), None)
        for other in drafts
        if other is not draft and _may_be_part(other, draft)
    ]
    counted = [part for part in parts if part]
    if len(counted) < 2 or sum(counted) != total:
        return False
    for other in drafts:
        if other is draft or not _may_be_part(other, draft):
            continue
        if other.date[0] is None:
            first, last, part = draft.date
            other.date = (first, last, other.date[2] or part)
            other.date_mentions = [*draft.date_mentions, *other.date_mentions]
        other.places = other.places or [place for place in draft.places if not is_coarse(place)]
        other.perpetrators = other.perpetrators or list(draft.perpetrators)
        other.sources = other.sources or list(draft.sources)
    for frame in draft.frames:
        harm = draft.harm[0]
        frame.reason = Reason("summed_up", harm.start, harm.end)
    return True
