"""What several tellings of one incident make of its harm: an update, a range, or the exact figure."""

from __future__ import annotations

from dataclasses import replace

from rasd.coding.draft import Draft
from rasd.coding.frame import Frame
from rasd.grammar.harm import HarmMention

__all__ = ["add_harm"]


def add_harm(draft: Draft, frame: Frame) -> None:
    before = list(draft.harm)
    for new in frame.harm:
        if draft.frames and frame is draft.frames[0]:
            _within(draft.harm, new)
            continue
        match = next((old for old in before if old.effect == new.effect and old in draft.harm), None)
        if match is not None and frame.recalled and match.rule == "harm.updated":
            continue  # what the update replaced
        if match is None:
            draft.harm.append(new)
        elif (match.min, match.max) == (new.min, new.max):
            if len(new.parts) > len(match.parts):
                draft.harm[draft.harm.index(match)] = new
        elif match.vague and not new.vague:
            draft.harm[draft.harm.index(match)] = new
        elif new.other or (new.status != match.status and "unknown" not in (new.status, match.status)):
            draft.harm.append(new)
        elif new.vague:
            continue
        elif new.rule == "harm.updated":
            draft.harm[draft.harm.index(match)] = _updated(match, new)
        else:
            draft.harm[draft.harm.index(match)] = _range(match, new)


def _within(held: list[HarmMention], new: HarmMention) -> None:
    """Add a count of the same sentence: vague ones yield to exact ones, equal ones are told twice."""
    for position, old in enumerate(held):
        if old.effect == new.effect:
            if old.vague and not new.vague and not new.other:
                held[position] = new
                return
            if new.vague and not new.other and not old.vague:
                return
            if old.vague and new.vague:
                return
            if old.rule == "harm.updated" and not new.other and (new.min or 0) <= (old.min or 0):
                return  # a part of the tally beside it
    held.append(new)


def _updated(old: HarmMention, new: HarmMention) -> HarmMention:
    """The newer figure, with the status and the parts that only the older telling gives ("ارتفع العدد إلى ستة")."""
    status, basis = (old.status, old.basis) if new.status == "unknown" else (new.status, new.basis)
    return replace(
        new,
        status=status,
        basis=basis,
        parts=new.parts or old.parts,
        civilians=new.civilians or old.civilians,
        others=(*new.others, (old.start, old.end)),
    )


def _range(old: HarmMention, new: HarmMention) -> HarmMention:
    """Two figures for one harm make a range; each source keeps its own (codebook, "Counting people")."""
    low = (
        min(x for x in (old.min, new.min) if x is not None)
        if old.min is not None or new.min is not None
        else None
    )
    high = None if old.max is None or new.max is None else max(old.max, new.max)
    if old.max is None or new.max is None:
        # "at least 40" beside "47": the exact figure stands.
        exact = old if old.max is not None else new
        if exact.max is not None:
            return exact
    return replace(
        old,
        min=low,
        max=high,
        rule="harm.range",
        parts=old.parts or new.parts,
        others=(*old.others, (new.start, new.end)),
    )
