"""How groups of people add up."""

from __future__ import annotations

from dataclasses import replace

from rasd.grammar.people import People

__all__ = ["add_up", "is_construct"]


def add_up(groups: list[People]) -> People:
    """Return one group of people that stands for a list of them: "مدني وطفلان" are three."""
    total = groups[0]
    for group in groups[1:]:
        if _is_same_count(total, group):
            status = total.status if total.status == group.status else "unknown"
            total = replace(total, end=group.end, status=status)
            continue
        parts = dict(total.parts)
        for part, count in group.parts.items():
            parts[part] = parts.get(part, 0) + count
        total = replace(
            total,
            end=group.end,
            min=None if total.min is None or group.min is None else total.min + group.min,
            max=None if total.max is None or group.max is None else total.max + group.max,
            status=total.status if total.status == group.status else "unknown",
            parts=parts,
            rule="people.list",
            civilians=total.civilians or group.civilians,
            approximate=total.approximate or group.approximate,
            names=(*total.names, *group.names),
        )
    return total


def _is_same_count(counted: People, group: People) -> bool:
    """ "24 ضابطاً وجندياً", "مئات الشرطيين والجنود": the number counts both nouns."""
    if counted.bare or not counted.noun or counted.rule == "people.list":
        return False
    if group.rule == "people.one" and group.noun.endswith("ا"):
        return counted.noun.endswith("ا") and (counted.min or counted.max or 0) > 10
    if group.rule != "people.many" or counted.definite != group.definite or group.victim:
        return False
    return counted.rule == "people.vague" or (
        counted.rule != "people.many" and counted.status == group.status and (counted.min or 0) > 2
    )


def is_construct(group: People, following: People) -> bool:
    """Say whether people stand in construct behind a noun of bodies: "جثة طفل"."""
    return (
        following.start == group.end
        and not following.joined
        and not following.bare
        and not following.national
        and (group.max != 1 or following.min == 1 or following.max is None)
    )
