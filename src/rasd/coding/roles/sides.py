"""The side that a report leaves unnamed because the document has named who fights whom.

"خلال المواجهات" in a text about two sides is between them, and an armed force that strikes a position, elsewhere told
to strike its one adversary, strikes that one. Only what the document itself tells counts, and only when it is plain.
"""

from __future__ import annotations

from itertools import pairwise

from rasd.coding.draft import Draft
from rasd.coding.frame import Role
from rasd.coding.mentions import Mentions
from rasd.lexicon import cues

__all__ = ["complete_sides"]

_FIRE = frozenset(
    {"shelling", "air_strike", "attack", "explosion", "suicide_bombing", "capture", "destruction"}
)
_WAR_VEHICLES = cues("war_vehicles")
_FACED = frozenset({"roles.fight", "roles.target"})
_CONFLICTS = cues("conflicts")
_REACH = 10  # sentences


def complete_sides(mentions: Mentions, drafts: list[Draft]) -> None:
    """Add the other side of a clash, and the owner of a position struck, from the nearest report that names it."""
    if not drafts:
        return
    for draft in drafts:
        if draft.kind == "riot":
            # A crowd faces a force: "مواجهات بين شبان وقوات كذا".
            draft.targets += [role for role in draft.perpetrators if role.rule in _FACED]
            draft.perpetrators = [role for role in draft.perpetrators if role.rule not in _FACED]
    pairs = [pair for draft in drafts for pair in _pairs(draft)]
    # Who only bombs from the air meets nobody on the ground.
    ground = [pair for draft in drafts if draft.kind != "air_strike" for pair in _pairs(draft)]
    fights = [pair for draft in drafts if draft.kind == "clash" for pair in _pairs(draft)]
    fights += _conflicts(mentions)
    whole = {frozenset((a.mention.actor, b.mention.actor)) for a, b in fights}
    for draft in drafts:
        if draft.factuality not in ("asserted", "recurrent"):
            continue
        acting = {role.mention.actor for role in draft.perpetrators}
        if draft.kind == "clash" and len(acting) == 1:
            other = _nearest(draft, next(iter(acting)), ground)
            if other is not None:
                draft.perpetrators.append(Role(other.mention, "roles.other_side"))
        elif draft.kind == "clash" and not acting and len(whole) == 1:
            draft.perpetrators = [Role(role.mention, "roles.other_side") for role in fights[0]]
        elif draft.kind in _FIRE and len(acting) == 1 and not draft.targets and _strikes_arms(draft):
            other = _nearest(draft, next(iter(acting)), pairs)
            if other is not None:
                draft.targets.append(Role(other.mention, "roles.adversary"))


def _conflicts(mentions: Mentions) -> list[tuple[Role, Role]]:
    """Return the two named behind "المعارك بين", "طرفي النزاع" and the like, wherever the document speaks of them."""
    tokens = mentions.passage.tokens
    found: list[tuple[Role, Role]] = []
    for first, second in pairwise(mentions.actors):
        at = first.start - 1
        while at > 0 and tokens[at].text in ('"', "("):
            at -= 1
        if tokens[at].text != "بين" or not second.prefix.startswith("و") or second.start - first.end > 2:
            continue
        before = {tokens[index].text.lstrip("و").removeprefix("ال") for index in range(max(0, at - 4), at)}
        if before & _CONFLICTS and first.actor != second.actor:
            found.append((Role(first, "roles.other_side"), Role(second, "roles.other_side")))
    return found


def _pairs(draft: Draft) -> list[tuple[Role, Role]]:
    """Return who is told to fight whom."""
    if draft.factuality not in ("asserted", "recurrent"):
        return []
    if draft.kind == "clash":
        doers = {role.mention.actor: role for role in draft.perpetrators}
        return [tuple(doers.values())] if len(doers) == 2 else []  # type: ignore[list-item]
    if draft.kind in _FIRE:
        return [
            (a, b) for a in draft.perpetrators for b in draft.targets if a.mention.actor != b.mention.actor
        ]
    return []


def _nearest(draft: Draft, actor: str, pairs: list[tuple[Role, Role]]) -> Role | None:
    """Return the one adversary of `actor` in the document, or the one told nearest among several."""
    others = [
        b if a.mention.actor == actor else a for a, b in pairs if actor in (a.mention.actor, b.mention.actor)
    ]
    if not others:
        return None
    at = draft.frames[0].start
    if len({role.mention.actor for role in others}) > 1:
        others = [role for role in others if 0 <= at - role.mention.start <= _REACH * 12]
        if len({role.mention.actor for role in others}) > 1:
            return None
    return min(others, key=lambda role: abs(at - role.mention.start), default=None)


def _strikes_arms(draft: Draft) -> bool:
    return any(
        str(site.value["site"]) == "military_site" or site.entry.lemma in _WAR_VEHICLES
        for frame in draft.frames
        for site in frame.sites
    )
