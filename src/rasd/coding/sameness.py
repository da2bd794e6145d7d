"""Whether a frame tells of the incident of an earlier report: kind, place, time, sides and figures."""

from __future__ import annotations

from rasd.coding.draft import Draft
from rasd.coding.frame import Frame
from rasd.coding.locating import NOUN_AREAS, PlaceMention
from rasd.coding.times import when

__all__ = [
    "contains",
    "is_coarse",
    "is_loose",
    "is_outcome",
    "is_weak",
    "place_keys",
    "strikes",
    "tells_same",
]

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


def place_keys(places: list[PlaceMention]) -> set[str]:
    """Return the folded names of places."""
    return {mention.key for mention in places}


def is_coarse(mention: PlaceMention) -> bool:
    """Say whether a place is a country, a governorate or a region, which a finer name replaces."""
    return mention.noun_class in NOUN_AREAS or mention.is_wide


def contains(coarse: PlaceMention, fine: PlaceMention) -> bool:
    """Say whether the lists of places put `fine` inside `coarse`."""
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
        and (is_coarse(coarse) or a.kind in ("city", "town", "district"))
        and a.kind != b.kind
    )


def _places_agree(frame: Frame, draft: Draft) -> str:
    """`same`, `within`, `open` (one side has none) or `apart`."""
    mine, theirs = frame.places, draft.places
    if not mine or not theirs:
        return "open"
    shared = place_keys(mine) & place_keys(theirs)
    if shared and _are_namesakes(mine, theirs):
        return "apart"
    if shared:
        coarse = all(is_coarse(mention) for mention in mine if mention.key in shared)
        return "within" if coarse else "same"
    fine_mine = [place for place in mine if not is_coarse(place)]
    fine_theirs = [place for place in theirs if not is_coarse(place)]
    # Two towns of one governorate are two places, whatever coarse name stands beside them.
    if fine_theirs:
        theirs = fine_theirs
    if fine_mine:
        mine = fine_mine
    loose = all(not place.candidates for place in mine) and all(is_coarse(place) for place in theirs)
    if loose and {r.mention.actor for r in frame.perpetrators} & {
        r.mention.actor for r in draft.perpetrators
    }:
        return "within"  # names that no list holds, right behind their governorate
    for a in mine:
        for b in theirs:
            if a.key in b.region_keys or b.key in a.region_keys:
                return "within"
            if (is_coarse(a) and contains(a, b)) or (is_coarse(b) and contains(b, a)):
                return "within"
            if b.noun_class == "quarter" and contains(a, b) or a.noun_class == "quarter" and contains(b, a):
                return "within"
    return "apart"


def _are_namesakes(mine: list[PlaceMention], theirs: list[PlaceMention]) -> bool:
    """ "المنصورة (محافظة الرقة)", "المنصورة (محافظة حماة)": one name, two places, each told with its region."""
    return any(
        a.key == b.key
        and a.place is not None
        and b.place is not None
        and a.place.id != b.place.id
        and a.region_keys
        and b.region_keys
        and not a.region_keys & b.region_keys
        for a in mine
        for b in theirs
    )


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
    loose, vague = is_loose(frame), all(is_loose(other) for other in draft.frames)
    if loose != vague and (draft.kind if loose else frame.kind) in _FIRE_KINDS and "attack" in pair:
        # "هجوم على كذا … قصفت المدفعية كذا": the one that names the means tells how
        if place_keys(frame.places) & place_keys(draft.places) and _share_doer(frame, draft):
            return True
    named = all(
        anchor.match is None or anchor.match.entry.part == "noun"
        for other in draft.frames
        for anchor in other.anchors
    )
    return (acts <= {"harm", "assault"} and _definite(frame)) or (held <= {"harm", "assault"} and named)


_METHODS_OF_FIRE = frozenset({"air_strike", "shelling", "explosion", "attack"})
_METHODS = ("قصف", "كمين", "كماين")


def _share_doer(frame: Frame, draft: Draft) -> bool:
    """Say whether a side that acts is named in both, or the frame names none and points back: الهجوم."""
    mine = {role.mention.actor for role in frame.perpetrators}
    theirs = {role.mention.actor for role in draft.perpetrators}
    return bool(mine & theirs) or (not mine and (_definite(frame) or not frame.has_event))


def is_loose(frame: Frame) -> bool:
    """Say whether the words leave open how it was done: هجوم, استهداف, a count of harm."""
    return not frame.weapons and all(
        anchor.act == "harm"
        or anchor.act in ("assault", "bombard")
        and anchor.match is not None
        and not any(word in anchor.match.entry.words[0] for word in _METHODS)
        for anchor in frame.anchors
    )


def is_weak(frame: Frame) -> bool:
    """Say whether the only time of the frame is that of the saying."""
    return bool(frame.said) and all(
        mention in frame.said for mention in frame.dates if mention.kind == "point"
    )


def _dates_agree(frame: Frame, draft: Draft) -> bool:
    first, last, part, _ = when(frame)
    if first is None or draft.date[0] is None or draft.weak_date or is_weak(frame):
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
    if "clash" in (draft.kind, frame.kind):
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
    tallied = any(harm.rule == "harm.updated" for harm in frame.harm)  # "ارتفعت حصيلة القصف إلى"
    return any(
        (match.article or match.suffix or anchor.definite)
        and (match.entry.part in ("noun", "phrase") or match.article and tallied)
        for anchor in frame.anchors
        if (match := anchor.match) is not None
    )


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


def strikes(frame: Frame) -> int:
    """Return how many strikes the frame counts, all its counts together."""
    return sum(count for _, item, count, _ in frame.munitions if item == "strike")


def _is_part_of_total(frame: Frame, draft: Draft) -> bool:
    """ "29 ضربة في العراق وسوريا … 21 منها قرب كفروما": a part with a place of its own stays apart from the total."""
    part, total = strikes(frame), max((strikes(other) for other in draft.frames), default=0)
    return bool(frame.places) and 0 < part and 0 < total and part != total


def _is_one_of_many(frame: Frame, draft: Draft) -> bool:
    """A lead that lists towns and then the harm of one of them: told place by place."""
    mine, theirs = place_keys(frame.places), place_keys(draft.places)
    return (
        bool(frame.harm)
        and bool(frame.perpetrators)
        and frame.has_event
        and mine < theirs
        and len(theirs) >= 2
        and draft.frames[0].sentence.index <= 2
        and frame.sentence.index > draft.last.sentence.index
        and frame.kind in _FIRE_KINDS
        and not _definite(frame)
    )


def _is_headline(frame: Frame, draft: Draft, distance: int) -> bool:
    """ "تستهدف كذا قاعدة لكذا" at the head of the text, and the first sentence that says how: the same sides."""
    return (
        draft.frames[0].sentence.index == 0
        and distance == 1
        and not frame.fresh
        and bool({role.mention.actor for role in frame.perpetrators})
        and {role.mention.actor for role in frame.perpetrators}
        == {role.mention.actor for role in draft.perpetrators}
        and bool(
            {role.mention.actor for role in frame.targets} & {role.mention.actor for role in draft.targets}
        )
    )


def is_outcome(frame: Frame, draft: Draft) -> bool:
    """ "هاجمت الموقع بالصواريخ. وقالت إنها دمرت جزءا من تجهيزاته": what the fire just told destroyed, without a place."""
    return (
        frame.kind == "destruction"
        and draft.kind in _DESTROYING
        and set(frame.acts) <= {"destroy", "harm"}
        and bool(frame.perpetrators)
        and not frame.places
    )


_DESTROYING = frozenset({"air_strike", "shelling", "attack", "explosion"})


def tells_same(frame: Frame, draft: Draft, distance: int) -> bool:
    """Say whether `frame`, `distance` sentences behind the last frame of `draft`, tells of the same incident."""
    if frame.version and distance <= 2 and not frame.harm and {frame.kind, draft.kind} <= _METHODS_OF_FIRE:
        return _places_agree(frame, draft) != "apart"
    if (
        frame.factuality != draft.factuality
        and not (
            # One side tells it, the other denies it: one report, told.
            {frame.factuality, draft.factuality} == {"asserted", "denied"}
            and frame.kind == draft.kind
            and (
                frame.places
                and draft.places
                or distance <= 1
                and frame.factuality == "denied"
                and _definite(frame)
            )
        )
        and not (frame.recalled and draft.factuality == "denied" and distance <= 1)
    ):
        return False
    if frame.sentence is draft.last.sentence and any(date.kind == "relative" for date in frame.dates):
        return False  # "… بعد يوم من قصف مماثل": another day
    if not _dates_agree(frame, draft) or not _actors_agree(frame, draft):
        return False
    if is_outcome(frame, draft) and distance <= 1 and not frame.fresh and _figures_agree(frame, draft):
        return True
    if not _kinds_agree(frame, draft):
        return False
    where = _places_agree(frame, draft)
    if where == "apart" and _in_one_breath(frame, draft):
        return True
    if where == "apart" or _is_part_of_total(frame, draft):
        return False
    if frame.recalled and frame.harm and distance <= 2 and _is_updated(draft):
        return True  # "وكانت الوزارة قد أعلنت ستة قتلى": the figure before the update
    agree = _figures_agree(frame, draft)
    if distance <= 1 and not frame.places and frame.harm and all(harm.other for harm in frame.harm):
        return True  # "وقتل جنديان آخران": others of the incident just told
    if frame.same and distance <= 6 and where != "apart":
        return True  # "القصف نفسه": another source on the same incident, figures become a range
    counted = not frame.has_event and bool(frame.harm) and not frame.places and not frame.fresh
    if counted and distance <= 2 and draft.harm and any(source.type in _COUNTERS for source in frame.sources):
        return True  # a hospital's own count beside the first one
    if where == "same" and _is_one_of_many(frame, draft):
        return False
    if where == "same":
        told_later = frame.sentence.index != draft.last.sentence.index
        return agree or (told_later and not frame.fresh and frame.kind == draft.kind)
    if not agree:
        return False
    if where == "within":
        if _is_spelled_out(frame, draft, distance):
            return True
        lead = draft.frames[0].sentence.index <= 2
        return not frame.fresh and distance <= 12 and (lead or _definite(frame) or not frame.has_event)
    if _is_headline(frame, draft, distance):
        return True
    refers = _definite(frame) and frame.kind == draft.kind == "clash" and not frame.places
    if frame.fresh and (frame.places or frame.harm) and not refers:
        return False
    if frame.places:  # the draft has no place yet
        lead = draft.frames[0].sentence.index <= 1
        counted = (
            lead and all(set(other.acts) <= {"harm"} for other in draft.frames) and _same_count(frame, draft)
        )
        return distance <= (4 if lead else 2) and (frame.kind == draft.kind or counted)
    harm_only = not frame.has_event
    if distance <= 1 and (harm_only or _definite(frame) or (frame.kind == draft.kind and not frame.harm)):
        return True
    return distance <= 4 and (_definite(frame) and frame.kind == draft.kind) or (harm_only and distance <= 2)


def _same_count(frame: Frame, draft: Draft) -> bool:
    """ "ارتفاع عدد الشهداء إلى تسعة" at the head, and the sentence that tells of the nine."""
    told = {(harm.effect, harm.min, harm.max) for harm in draft.harm if not harm.vague}
    return bool(told & {(harm.effect, harm.min, harm.max) for harm in frame.harm})


def _is_updated(draft: Draft) -> bool:
    return any(harm.rule == "harm.updated" for harm in draft.harm)


def _is_spelled_out(frame: Frame, draft: Draft, distance: int) -> bool:
    """ "قصفت كذا مواقع في ريف حماة. واستهدفت قرى …": the next sentence names where in the governorate."""
    sides = {role.mention.actor for role in frame.perpetrators}
    return (
        distance == 1
        and not frame.fresh
        and frame.kind == draft.kind
        and frame.kind in _FIRE_KINDS
        and bool(sides)
        and sides == {role.mention.actor for role in draft.perpetrators}
        and not draft.harm
        and not any(other.munitions for other in draft.frames)
        and all(
            is_coarse(wide) and (wide.best is None or wide.best.kind != "region") for wide in draft.places
        )
        and any(contains(wide, fine) for wide in draft.places for fine in frame.places if fine.candidates)
    )


_COUNTERS = frozenset({"medical", "civil_defence", "monitor"})
