"""The perpetrators and targets of a frame."""

from __future__ import annotations

from rasd.coding.frame import Frame, Role
from rasd.coding.mentions import Mentions
from rasd.coding.roles.reader import Reader

__all__ = ["assign_roles"]


def assign_roles(mentions: Mentions, frame: Frame, speakers: dict[int, str]) -> None:
    """Fill the perpetrators and targets of `frame`; `speakers` are tokens of actors that only speak."""
    roles = Reader(mentions, frame, speakers)
    roles.read()
    _leave_preface(roles)
    if roles.parties and "capture" in frame.acts and roles.perpetrators:
        # "سيطرت أ على كذا بعد اشتباكات مع ب": a capture is one side's, and the other one lost.
        roles.targets += [Role(role.mention, "roles.target") for role in roles.parties]
    elif roles.parties and (roles.fight or len({role.mention.actor for role in roles.parties}) > 1):
        roles.perpetrators = [*roles.perpetrators, *roles.parties]
    elif roles.parties:
        roles.perpetrators = roles.perpetrators or roles.parties
    struck = {role.mention.actor for role in roles.targets}
    frame.perpetrators = _distinct([role for role in roles.perpetrators])
    frame.targets = _distinct(
        [
            role
            for role in roles.targets
            if role.mention.actor not in {r.mention.actor for r in frame.perpetrators}
        ]
    )
    if any(act == "fight" for act in frame.acts) and struck and "capture" not in frame.acts:
        frame.perpetrators = _distinct([*frame.perpetrators, *roles.targets])
        frame.targets = []


def _leave_preface(roles: Reader) -> None:
    """ "وعلى إثر قصف أ، شن ب غارة": who is named before the comma did something else, when the act has its own doer."""
    edge = roles.preface_end()
    if edge is None or not any(role.mention.start > edge for role in roles.perpetrators):
        return
    roles.perpetrators = [role for role in roles.perpetrators if role.mention.start > edge]
    roles.targets = [role for role in roles.targets if role.mention.start > edge]
    roles.parties = [role for role in roles.parties if role.mention.start > edge]


def _distinct(roles: list[Role]) -> list[Role]:
    kept: dict[str, Role] = {}
    for role in roles:
        kept.setdefault(role.mention.actor, role)
    return list(kept.values())
