"""What ACLED calls an incident: event and sub-event type, types of actors, and what it has no code for."""

from __future__ import annotations

from typing import Any

from rasd.export.exchange.rows import harm_of
from rasd.export.exchange.sides import Sides, country_of_actor, sort_of_actor
from rasd.export.exchange.tables import country_of, kind_code, table
from rasd.model import Incident

__all__ = ["disorder_of", "event_of", "inter_of", "interaction", "sub_event_of"]

_BETWEEN = " — "


def sub_event_of(incident: Incident, sides: Sides) -> str | None:
    """Return the sub-event type, None where ACLED has none for the kind.

    The code of the kind (data/vocab/kinds.yaml) unless the tables let weapon, harm or the actors' types choose.
    """
    code = kind_code(incident.kind, "acled")
    if code is None:
        return None
    choices: list[dict[str, Any]] = table("acled")["choices"].get(incident.kind, [])
    for choice in choices:
        if _fits(choice, incident, sides):
            return str(choice["sub_event"])
    return code.split(_BETWEEN)[-1]


def _fits(choice: dict[str, Any], incident: Incident, sides: Sides) -> bool:
    if "by" in choice:
        sorts = {sort_of_actor(one) for one in sides.agreed}
        if not sorts or not sorts <= set(choice["by"]):
            return False
    if choice.get("struck") == "armed" and not (
        sides.armed_struck and len(sides.armed_struck) == len(sides.struck)
    ):
        return False
    if "weapons" in choice and not {one.weapon for one in incident.weapons} & set(choice["weapons"]):
        return False
    return "harm" not in choice or any(
        (harm := harm_of(incident, effect)) is not None and (harm.min or harm.max or harm.best)
        for effect in choice["harm"]
    )


def event_of(sub_event: str) -> str:
    """Return the event type of a sub-event type."""
    return str(table("acled")["sub_events"][sub_event]["event"])


def disorder_of(sub_event: str) -> str:
    """Return the disorder type of a sub-event type."""
    return str(table("acled")["sub_events"][sub_event]["disorder"])


def inter_of(actor: str, country: str | None) -> int:
    """Return the code of an actor's type: a state in its own country is a state force, elsewhere an external one."""
    sort = sort_of_actor(actor) or "unidentified"
    if sort == "foreign_state" and country and country_of_actor(actor) == country_of(country).alpha3:
        sort = "government"
    return int(table("acled")["inter"][sort])


def interaction(first: int | None, second: int | None) -> str:
    """Return both codes as one, the lower first; one actor alone stands before a nought.

    >>> interaction(7, 1), interaction(6, None), interaction(None, None)
    ('17', '60', '')
    """
    given = sorted(code for code in (first, second) if code)
    if not given:
        return ""
    return f"{given[0]}{given[1] if len(given) > 1 else 0}"
