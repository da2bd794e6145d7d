"""What a person typed, as a value of the record: words become ids, wrong ones are told beside their input.

Evidence comes as code points ("12-20 33-40"), else as the words themselves, which are looked for in the text: so a form
without a script can give it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from rasd.desk.site import Words
from rasd.desk.verifying.fields import Field, Input, options_of, usual
from rasd.lexicon import Lexicon
from rasd.places import Gazetteer, Place
from rasd.places import key as place_key
from rasd.text import fold

__all__ = ["Typed", "find_words", "label_of", "namesakes", "parse", "read_spans"]

_LARGEST = 10_000_000
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_KEPT = ("figures", "phrase", "decided_by", "candidates", "place_class")
_MOST_NAMESAKES = 12
_POINT = ("country", "admin1", "admin2", "latitude", "longitude", "precision")
Span = tuple[int, int]


@dataclass(slots=True)
class Typed:
    """What became of a form: a value, or what is wrong, by the name of the input."""

    value: Any = None
    errors: dict[str, str] = field(default_factory=dict)
    """Keys of phrases."""

    @property
    def is_good(self) -> bool:
        """Whether the value may be decided on."""
        return not self.errors


def parse(
    asked: Field, typed: Mapping[str, str], words: Words, text: str, before: Mapping[str, Any] | None = None
) -> Typed:
    """Read a form. `before` is the value that is corrected: parts that the form does not show stay as they were."""
    found = Typed()
    parts: dict[str, Any] = {}
    for one in asked.inputs:
        given = typed.get(one.name, "").strip() or usual(asked, one)
        try:
            parts[one.name] = _part(asked, one, given, words)
        except ValueError as error:
            found.errors[one.name] = str(error)
            continue
        if one.is_required and parts[one.name] in (None, ""):
            found.errors[one.name] = "verifying.error.missing"
    if asked.model is None:
        found.value = parts.get(asked.name)
        return found
    kept = {name: (before or {}).get(name) for name in _KEPT if name in asked.model.model_fields}
    parts |= {name: value for name, value in kept.items() if value is not None}
    parts["evidence"] = [list(span) for span in _evidence(typed, text)]
    if not parts["evidence"] and not (
        asked.name == "date" and not any(parts.get(n) for n in ("start", "end", "part_of_day"))
    ):
        found.errors["evidence"] = "verifying.error.evidence"
    if asked.name == "places" and "name" not in found.errors:
        _place(parts, typed.get("namesake", ""), before, found)
    if asked.name == "harm":
        parts["phrase"] = " … ".join(text[start:end] for start, end in parts["evidence"])
        if parts.get("min") is None and parts.get("max") is None and not {"min", "max"} & set(found.errors):
            found.errors["min"] = "verifying.error.no_count"
    if found.errors:
        return found
    try:
        made = asked.model.model_validate(parts)
    except ValidationError as error:
        for fault in error.errors():
            where = str(fault["loc"][0]) if fault["loc"] else asked.inputs[0].name
            found.errors[where] = (
                "verifying.error.order" if "lies be" in fault["msg"] else "verifying.error.wrong"
            )
        return found
    found.value = made.model_dump(mode="json")
    return found


# --- one input ---------------------------------------------------------------------------------------------------------


def _part(asked: Field, one: Input, given: str, words: Words) -> Any:
    """Return one part of the value. Raises ValueError with the key of a phrase."""
    if one.sort == "check":
        return given not in ("", "0", "false")
    if one.sort == "names":
        names = [line.strip() for line in given.replace("،", "\n").replace(";", "\n").splitlines()]
        return [name for name in names if name]
    if not given:
        return None
    readers: dict[str, Callable[[], Any]] = {
        "actor": lambda: _actor(given, words),
        "term": lambda: _option(asked, one, given, words),
        "choice": lambda: _option(asked, one, given, words),
        "count": lambda: _count(given),
        "degrees": lambda: _degrees(given, 90 if one.name == "latitude" else 180),
        "day": lambda: _day(given),
    }
    return readers[one.sort]() if one.sort in readers else given


def label_of(asked: Field, one: Input, identity: str, words: Words) -> str:
    """Return what an option is called in the language of the page."""
    if one.sort == "choice":
        return words(f"verifying.choice.{one.options}.{identity}")
    return words.term("actor" if one.sort == "actor" else one.options, identity)


def _option(asked: Field, one: Input, given: str, words: Words) -> str:
    options = options_of(asked, one)
    return _chosen(given, {option: label_of(asked, one, option, words) for option in options})


def _actor(given: str, words: Words) -> str:
    return _chosen(given, {identity: words.term("actor", identity) for identity in Lexicon.load().actors})


def _chosen(given: str, options: Mapping[str, str]) -> str:
    """Return the option that is meant: by its id, else by its label in any spelling."""
    if given in options:
        return given
    if given.upper() in options:
        return given.upper()
    wanted = fold(given).text.strip().casefold()
    found = [identity for identity, label in options.items() if fold(label).text.strip().casefold() == wanted]
    if len(found) != 1:
        raise ValueError("verifying.error.option")
    return found[0]


def _count(given: str) -> int:
    plain = given.translate(_DIGITS).replace(",", "").replace("٬", "")
    if not plain.isascii() or not plain.isdigit() or int(plain[:12]) > _LARGEST or len(plain) > 8:
        raise ValueError("verifying.error.count")
    return int(plain)


def _degrees(given: str, most: int) -> float:
    try:
        number = float(given.translate(_DIGITS).replace("٫", "."))
    except ValueError:
        raise ValueError("verifying.error.degrees") from None
    if not -most <= number <= most:
        raise ValueError("verifying.error.degrees")
    return number


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given.translate(_DIGITS))
    except ValueError:
        raise ValueError("verifying.error.day") from None


# --- evidence ----------------------------------------------------------------------------------------------------------


def _evidence(typed: Mapping[str, str], text: str) -> list[Span]:
    spans = read_spans(typed.get("evidence", ""), len(text))
    quote = typed.get("quote", "").strip()
    if quote and quote != " … ".join(text[start:end].strip() for start, end in spans).strip():
        near = spans[0][0] if spans else 0
        found = [find_words(text, piece.strip(), near) for piece in quote.split("…")]
        return [span for span in found if span is not None] if all(found) else []
    return spans


def read_spans(given: str, length: int) -> list[Span]:
    """Return spans in code points, in the order of the text; what lies outside of it is left out.

    >>> read_spans("7-9 0-3 5-99 x", 10)
    [(0, 3), (7, 9)]
    """
    spans = set()
    for piece in given.split():
        start, _, end = piece.partition("-")
        if start.isascii() and end.isascii() and start.isdigit() and end.isdigit() and len(start + end) < 20:
            if 0 <= int(start) < int(end) <= length:
                spans.add((int(start), int(end)))
    return sorted(spans)


def find_words(text: str, wanted: str, near: int = 0) -> Span | None:
    """Return where words stand in a text: as written, nearest to a place; else in another spelling."""
    if not wanted:
        return None
    before, behind = text.rfind(wanted, 0, near + len(wanted)), text.find(wanted, near)
    found = [start for start in (before, behind) if start >= 0]
    if found:
        start = min(found, key=lambda at: abs(at - near))
        return start, start + len(wanted)
    folded = fold(text)
    start = folded.text.find(fold(wanted).text)
    if start < 0 or not fold(wanted).text:
        return None
    return folded.span(start, start + len(fold(wanted).text))


# --- places ------------------------------------------------------------------------------------------------------------


def namesakes(name: str) -> list[Place]:
    """Return the places that bear a name, the best known first."""
    if not name.strip():
        return []
    found = Gazetteer.default().find(place_key(name))
    return sorted(found, key=lambda place: (not place.core, -place.population))[:_MOST_NAMESAKES]


def _place(parts: dict[str, Any], wanted: str, before: Mapping[str, Any] | None, found: Typed) -> None:
    """Settle which place of the gazetteer a name means: the one that was chosen, else the only one that bears it."""
    same_name = before is not None and before.get("name") == parts["name"]
    if wanted == "none":
        parts |= dict.fromkeys(("gazetteer_id", "place_class"))
        parts["candidates"], parts["decided_by"] = [], []
        return
    known = namesakes(parts["name"])
    if before is not None and before.get("candidates"):
        ids = {one["gazetteer_id"] for one in before["candidates"]}
        known += [one for one in namesakes(before["name"]) if one.id in ids and one not in known]
    chosen = next((one for one in known if one.id == wanted), None) if wanted else None
    if chosen is None and not wanted and not same_name and _is_old_point(parts, before):
        if len(known) > 1:
            found.errors["namesake"] = "verifying.error.namesake"
            return
        chosen = known[0] if known else None
        if chosen is None:  # a place of another name is not where the first one lies
            parts |= dict.fromkeys((*_POINT, "gazetteer_id", "place_class"))
            parts |= {"candidates": [], "decided_by": []}
    if chosen is None:
        return
    parts |= {
        "gazetteer_id": chosen.id, "country": chosen.country or None, "admin1": chosen.admin1 or None,
        "admin2": chosen.admin2 or None, "latitude": chosen.latitude, "longitude": chosen.longitude,
        "precision": chosen.precision, "place_class": chosen.kind, "candidates": [], "decided_by": [],
    }  # fmt: skip


def _is_old_point(parts: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Tell whether nobody typed a point: there is none, or it is that of the value before."""
    return parts.get("latitude") is None or (
        before is not None and all(parts.get(name) == before.get(name) for name in ("latitude", "longitude"))
    )
