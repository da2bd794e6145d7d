"""How groups of people add up."""

from __future__ import annotations

from dataclasses import replace

from rasd.grammar.people import People

__all__ = ["add_up", "is_construct"]


def add_up(groups: list[People]) -> People:
    """Return one group of people that stands for a list of them: "مدني وطفلان" are three."""
    total = groups[0]
    for group in groups[1:]:
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


def is_construct(group: People, following: People) -> bool:
    """Say whether people stand in construct behind a noun of bodies: "جثة طفل"."""
    return (
        following.start == group.end
        and not following.joined
        and not following.bare
        and not following.national
        and (group.max != 1 or following.min == 1 or following.max is None)
    )
