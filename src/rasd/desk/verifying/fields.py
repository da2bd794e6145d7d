"""What a report's fields are asked by: one declaration a field, from which forms, colours and checks come.

Options are the closed lists of ``data/vocab`` and of the record's model; nothing is listed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from rasd.model import (
    BreachClaim,
    DateWindow,
    Harm,
    Munition,
    Party,
    Perpetrator,
    Place,
    Source,
    Target,
    TargetSite,
    Value,
    Weapon,
    ids,
)

__all__ = ["FIELDS", "SLOTS", "Field", "Input", "Sort", "options_of", "usual"]

Sort = Literal["term", "actor", "choice", "text", "names", "count", "degrees", "day", "check"]
"""How an input is typed: `names` are several, one a line; `choice` a closed list of the model itself."""


@dataclass(frozen=True, slots=True)
class Input:
    """One part of a value."""

    name: str
    sort: Sort
    options: str = ""
    """The vocabulary of a `term`; the words' key of a `choice`."""
    is_required: bool = False
    is_rare: bool = False
    """Shown folded away until it is asked for."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a report."""

    name: str
    slot: str
    """Its colour and its line under the text."""
    inputs: tuple[Input, ...]
    model: type[Value] | None = None
    """None: a plain word of a vocabulary, whose evidence is the report's."""
    is_list: bool = True
    asks_why: tuple[str, ...] = ()
    """Decisions that need a reason: those that change who was harmed or who is alleged to have done it."""

    def named(self, name: str) -> Input:
        """Return one of its inputs."""
        return next(one for one in self.inputs if one.name == name)


def _counts(*names: str) -> tuple[Input, ...]:
    return tuple(Input(name, "count", is_rare=True) for name in names)


_ACTOR = Input("actor", "actor", is_required=True)
_CLAIMED_BY = Input("claimed_by", "names", is_rare=True)
_CHANGES = ("correct", "reject", "add")

FIELDS: dict[str, Field] = {
    one.name: one
    for one in (
        Field("kind", "kind", (Input("kind", "term", "kinds", is_required=True),), is_list=False),
        Field(
            "factuality",
            "kind",
            (Input("factuality", "term", "factuality", is_required=True),),
            is_list=False,
            asks_why=("correct",),
        ),
        Field(
            "date",
            "date",
            (Input("start", "day"), Input("end", "day"), Input("part_of_day", "term", "parts_of_day")),
            DateWindow,
            is_list=False,
        ),
        Field(
            "places",
            "place",
            (
                Input("name", "text", is_required=True),
                Input("region", "text"),
                Input("precision", "term", "precision"),
                Input("country", "text", is_rare=True),
                Input("admin1", "text", is_rare=True),
                Input("admin2", "text", is_rare=True),
                Input("latitude", "degrees", is_rare=True),
                Input("longitude", "degrees", is_rare=True),
                Input("gazetteer_id", "text", is_rare=True),
            ),
            Place,
        ),
        Field(
            "perpetrators",
            "actor",
            (_ACTOR, Input("certainty", "term", "certainty", is_required=True), _CLAIMED_BY),
            Perpetrator,
            asks_why=_CHANGES,
        ),
        Field("parties", "actor", (_ACTOR, Input("certainty", "term", "certainty", is_required=True)), Party),
        Field("targets", "target", (_ACTOR,), Target),
        Field(
            "target_sites", "target", (Input("site", "term", "target_sites", is_required=True),), TargetSite
        ),
        Field("weapons", "weapon", (Input("weapon", "term", "weapons", is_required=True),), Weapon),
        Field(
            "munitions",
            "weapon",
            (
                Input("item", "term", "munitions", is_required=True),
                Input("count", "count", is_required=True),
            ),
            Munition,
        ),
        Field(
            "harm",
            "harm",
            (
                Input("effect", "term", "effects", is_required=True),
                Input("min", "count"),
                Input("max", "count"),
                Input("approximate", "check"),
                Input("victim_status", "choice", "status", is_required=True),
                Input("status_basis", "choice", "basis", is_rare=True),
                Input("unit", "choice", "unit", is_required=True, is_rare=True),
                *_counts("children", "women", "men", "medics", "journalists", "aid_workers"),
                Input("victims", "names", is_rare=True),
            ),
            Harm,
            asks_why=_CHANGES,
        ),
        Field(
            "sources",
            "source",
            (
                Input("name", "text", is_required=True),
                Input("type", "term", "source_types", is_required=True),
            ),
            Source,
        ),
        Field(
            "breach_claims",
            "breach_claim",
            (Input("agreement", "text", is_required=True), _CLAIMED_BY),
            BreachClaim,
        ),
    )
}
"""By the name that the record gives them, in the order of the form."""

SLOTS = tuple(dict.fromkeys(field.slot for field in FIELDS.values()))


def usual(field: Field, asked: Input) -> str:
    """Return what the record's model takes an input for when nothing is said; empty where it takes nothing."""
    found = field.model.model_fields[asked.name].default if field.model is not None else None
    return found if asked.sort in ("term", "choice") and isinstance(found, str) else ""


def options_of(field: Field, asked: Input) -> tuple[str, ...]:
    """Return the ids that an input may have, empty for those that are typed freely and for actors."""
    if asked.sort == "term":
        return ids(asked.options)
    if asked.sort == "choice" and field.model is not None:
        return tuple(_literals(field.model.model_fields[asked.name].annotation))
    return ()


def _literals(annotation: Any) -> list[str]:
    """Return the words of a Literal, also of one that may be missing.

    >>> _literals(Literal["stated", "presumed"] | None)
    ['stated', 'presumed']
    """
    found: list[str] = []
    for one in get_args(annotation):
        found += [one] if isinstance(one, str) else _literals(one)
    return found
