"""Who is alleged to have done it and who was struck, as other tools ask for them.

A person's decision on the perpetrator comes before what reports name. Where sources name different sides and nobody has
decided, there is no first among them: a tool with room for one actor gets none, and the row's notes name them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from rasd.export.exchange.tables import country_of
from rasd.export.page.labels import countries_of, known_actor
from rasd.model import Incident

__all__ = ["CIVILIANS", "Sides", "country_of_actor", "sides_of", "sort_of_actor"]

CIVILIANS = "CIVILIANS"


@dataclass(frozen=True, slots=True)
class Sides:
    """Actor ids."""

    alleged: tuple[str, ...]
    """Everybody whom a report names, or whom a person decided on."""
    struck: tuple[str, ...]
    """`CIVILIANS` among them where civilians are named or harmed."""
    is_contested: bool
    is_decided: bool

    @property
    def agreed(self) -> tuple[str, ...]:
        """Those alleged, none where sources contradict each other."""
        return () if self.is_contested else self.alleged

    @property
    def armed_struck(self) -> tuple[str, ...]:
        """Those struck who are no civilians."""
        return tuple(one for one in self.struck if one != CIVILIANS)


def sides_of(incident: Incident) -> Sides:
    """Return both sides of an incident."""
    decided = tuple(dict.fromkeys(str(one.value) for one in incident.decided if one.about == "perpetrator"))
    struck = [one.actor for one in incident.targets]
    if not struck and any(
        harm.victim_status == "civilian"
        or any(part.victim_status == "civilian" and (part.min or part.max) for part in harm.by_status)
        for harm in incident.harm
    ):
        struck = [CIVILIANS]
    return Sides(
        alleged=decided or tuple(dict.fromkeys(one.actor for one in incident.perpetrators)),
        struck=tuple(dict.fromkeys(struck)),
        is_contested=not decided and "perpetrator" in incident.contested_over,
        is_decided=bool(decided),
    )


def sort_of_actor(identity: str) -> str | None:
    """Return an actor's type (data/vocab/actor_types.yaml), ``civilians`` for civilians, None when it is not known."""
    if identity == CIVILIANS:
        return "civilians"
    found = known_actor(identity)
    return found.type if found else None


def country_of_actor(identity: str) -> str | None:
    """Return the alpha-3 code of the country whose actor it is: a state's own, else that of its theatre.

    >>> country_of_actor("TUR"), country_of_actor("SYR_OPP"), country_of_actor("ISIS")
    ('TUR', 'SYR', None)
    """
    found = known_actor(identity)
    if found is None:
        return None
    if found.type == "foreign_state":
        return identity
    countries = countries_of(found.theatre)
    return country_of(countries[0]).alpha3 if countries else None
