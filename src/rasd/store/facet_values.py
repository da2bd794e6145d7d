"""What a person may set for an entry of a ledger, and what of several decisions holds. Pure.

Of decisions on one facet (for one term and one actor) the latest holds and names the earlier ones that it contradicts. A
suggestion of the software is no decision and is never among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from rasd.model import FACETS, Facet, FacetName, FacetValue

if TYPE_CHECKING:
    from rasd.store.standing import Standing

__all__ = ["ANSWERS", "FacetChoice", "facets_from", "key_of", "wrong_facet"]

ANSWERS = tuple(value for value in get_args(FacetValue) if value not in ("set", "unset"))
_NEEDED = {"agreement", "facet", "value"}
_ALLOWED = _NEEDED | {"actor", "term"}


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """What a person sets: `unset` takes away what software or a person set; `answered` takes the answer."""

    facet: FacetName
    value: FacetValue = "set"
    actor: str | None = None
    """attributed: to whom; answered: who answers, where that is known."""
    term: str | None = None
    """The term that it is about; None: the entry as a whole."""

    def recorded(self, agreement_id: str) -> dict[str, str]:
        """Return it as the judgement keeps it."""
        given = {
            "agreement": agreement_id,
            "facet": self.facet,
            "value": self.value,
            "actor": self.actor,
            "term": self.term,
        }
        return {name: value for name, value in given.items() if value is not None}


def wrong_facet(value: Any) -> str:
    """Return in words what is wrong with the value of a decision on a facet; empty where nothing is."""
    if not isinstance(value, dict) or not _NEEDED <= set(value) <= _ALLOWED:
        return f'facet: takes agreement, facet and value, and may take actor and term, not "{value}".'
    blank = [name for name, given in value.items() if not (isinstance(given, str) and given.strip())]
    if blank:
        return f"facet: {blank[0]} is empty."
    facet, given = value["facet"], value["value"]
    if facet not in FACETS:
        return f'No facet is called "{facet}". There are: {", ".join(FACETS)}.'
    options = (*ANSWERS, "unset") if facet == "answered" else ("set", "unset")
    if given not in options:
        return f'{facet}: "{given}" is none of them. There are: {", ".join(options)}.'
    if facet == "attributed" and "actor" not in value:
        return "attributed: names nobody to whom. Give --actor."
    if facet in ("alleged", "corroborated") and "actor" in value:
        return f"{facet}: names an actor, {value['actor']}; only attributed and answered do."
    return ""


def key_of(value: dict[str, str]) -> tuple[str, str, str]:
    """Return what two decisions must share to be on the same thing."""
    return value["facet"], value.get("term", ""), value.get("actor", "")


def facets_from(about: Iterable[Standing], here: Collection[str]) -> list[Facet]:
    """Return the facets that hold for one incident under one agreement; `here` are the incident's reports."""
    latest: dict[tuple[str, str, str], Facet] = {}
    for one in sorted(about, key=lambda one: one.judgement.number):
        made, value = one.judgement, one.judgement.value
        facet = Facet(
            facet=value["facet"],
            value=value["value"],
            actor=value.get("actor"),
            term=value.get("term"),
            by=made.by,
            at=made.at.isoformat(timespec="seconds"),
            why=made.why,
            judgement=made.number,
            joined=len(set(here) - set(one.reports)),
            reports=[report for report in one.reports if report in here],
        )
        before = latest.get(key_of(value))
        if before is not None and before.value != facet.value:
            assert before.judgement is not None
            facet.earlier = [*before.earlier, before.judgement]
        latest[key_of(value)] = facet
    return sorted(latest.values(), key=lambda one: (FACETS.index(one.facet), one.judgement or 0))
