"""The perpetrators and targets of a frame."""

from __future__ import annotations

from rasd.coding.frame import Frame, Role
from rasd.coding.mentions import Mentions, between
from rasd.coding.roles.reader import Reader

__all__ = ["assign_roles"]


def _threatens(mentions: Mentions, frame: Frame, roles: Reader) -> None:
    """Who threatens: the actor that the speaker belongs to ("هدد قائد في قوات كذا بقصف …")."""
    anchor = frame.anchors[0]
    near = between(mentions.actors, max(frame.sentence.start, anchor.end - 6), anchor.end + 10)
    speaker = next(
        (source.actor for source in frame.sources if source.actor and source.type == "party"), None
    )
    chosen = next((m for m in near if m.actor == speaker), None) or next(
        (m for m in near if m.start >= anchor.end), None
    )
    if chosen is not None:
        roles.perpetrators.append(Role(chosen, "roles.threatens"))
        roles.targets[:] = [role for role in roles.targets if role.mention.actor != chosen.actor]


def assign_roles(mentions: Mentions, frame: Frame, speakers: dict[int, str]) -> None:
    """Fill the perpetrators and targets of `frame`; `speakers` are tokens of actors that only speak."""
    roles = Reader(mentions, frame, speakers)
    roles.read()
    if roles.parties and (roles.fight or len({role.mention.actor for role in roles.parties}) > 1):
        roles.perpetrators = [*roles.perpetrators, *roles.parties]
    elif roles.parties:
        roles.perpetrators = roles.perpetrators or roles.parties
    if frame.acts and frame.acts[0] == "threaten" and not roles.perpetrators:
        _threatens(mentions, frame, roles)
    struck = {role.mention.actor for role in roles.targets}
    frame.perpetrators = _distinct([role for role in roles.perpetrators])
    frame.targets = _distinct(
        [
            role
            for role in roles.targets
            if role.mention.actor not in {r.mention.actor for r in frame.perpetrators}
        ]
    )
    if any(act == "fight" for act in frame.acts) and struck:
        frame.perpetrators = _distinct([*frame.perpetrators, *roles.targets])
        frame.targets = []


def _distinct(roles: list[Role]) -> list[Role]:
    kept: dict[str, Role] = {}
    for role in roles:
        kept.setdefault(role.mention.actor, role)
    return list(kept.values())
