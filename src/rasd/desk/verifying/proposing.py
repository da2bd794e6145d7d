"""What the machine reads in words that a person selected, to fill the form with: a proposal that is not kept until it is saved."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from rasd.desk.site import Words
from rasd.desk.verifying.editing import as_typed
from rasd.desk.verifying.fields import FIELDS
from rasd.model import Document

if TYPE_CHECKING:
    from rasd.coding import Coder

__all__ = ["LONGEST", "proposed"]

LONGEST = 2_000
"""Code points of a selection that is read."""
_PARTS = ("children", "women", "men", "medics", "journalists", "aid_workers")
_DIMENSIONS = {
    "perpetrators": "actors",
    "parties": "actors",
    "targets": "actors",
    "weapons": "weapons",
    "target_sites": "sites",
    "places": "places",
    "date": "dates",
    "sources": "attribution",
    "munitions": "munitions",
}
_one_at_a_time = Lock()


@cache
def _coder() -> Coder:
    from rasd.coding import Coder

    return Coder()


def proposed(
    field: str, text: str, document: Document, theatres: tuple[str, ...], words: Words
) -> dict[str, str]:
    """Return what inputs of a field's form would hold for these words, as a person would type it; empty for nothing.

    Days are counted from the publication of `document`, bare names are read as in its theatres.
    """
    part = document.model_copy(update={"text": text[:LONGEST], "id": "selection", "title": None})
    with _one_at_a_time:
        read = _coder().explain(part, theatres=theatres or None)
    if field == "report":
        found = next(iter(read.record.reports), None)
        value: dict[str, Any] = {"kind": found.kind, "factuality": found.factuality} if found else {}
        return {name: as_typed(name, FIELDS[name].inputs[0], value[name], words) for name in value}
    told = [(one.dimension, dict(one.value), part.text[one.span[0] : one.span[1]]) for one in read.mentions]
    value = _value(field, told)
    return {
        one.name: as_typed(field, one, value[one.name], words)
        for one in FIELDS[field].inputs
        if value.get(one.name) is not None
    } | ({"namesake": value["gazetteer_id"]} if field == "places" and value.get("gazetteer_id") else {})


def _value(field: str, told: list[tuple[str, dict[str, Any], str]]) -> dict[str, Any]:
    if field == "harm":
        return _harm(told)
    wanted = _DIMENSIONS.get(field)
    of_field = [(value, written) for dimension, value, written in told if dimension == wanted]
    if field == "places":
        named = [(value, written) for value, written in of_field if value.get("role") != "region"]
        region = next((written for value, written in of_field if value.get("role") == "region"), None)
        first = dict((named or of_field or [({}, "")])[0][0])
        return {
            "name": first.get("name"),
            "region": region if named else None,
            "gazetteer_id": first.get("gazetteer_id"),
        }
    if not of_field:
        return {}
    value, written = of_field[0]
    if field == "sources":
        return {"name": written, "type": value.get("type")}
    if field == "munitions":
        counted = next((one for dimension, one, _ in told if dimension == "numerals"), {})
        return {"item": value.get("item"), "count": value.get("count") or counted.get("min")}
    return value


def _harm(told: list[tuple[str, dict[str, Any], str]]) -> dict[str, Any]:
    by_dimension: dict[str, list[dict[str, Any]]] = {}
    for dimension, value, _ in told:
        by_dimension.setdefault(dimension, []).append(value)
    for dimension in ("harm", "people", "numerals"):
        for value in by_dimension.get(dimension, ())[:1]:
            parts = [
                one for one in by_dimension.get("people", ())[1:] if any(one.get(name) for name in _PARTS)
            ]
            among = {name: one[name] for one in parts for name in _PARTS if one.get(name) is not None}
            return {**among, **value}
    return {}
