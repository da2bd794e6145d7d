"""The form of one value: which inputs it has, what stands in them, what is wrong with what was typed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasd.desk.site import Words
from rasd.desk.verifying.fields import FIELDS, Input, options_of, usual
from rasd.desk.verifying.reading import label_of, namesakes, read_spans
from rasd.desk.verifying.saying import named
from rasd.export.page.labels import admin1
from rasd.lexicon import Lexicon

__all__ = [
    "Editor",
    "Shown",
    "as_typed",
    "choices_of",
    "datalists",
    "editor",
    "form_name",
    "report_editor",
    "written",
]

_FEW = 9
"""A list up to this long is a menu; a longer one is typed and searched."""


@dataclass(slots=True)
class Shown:
    """One input as the page shows it."""

    name: str
    label: str
    sort: str
    value: str
    options: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    list_id: str = ""
    error: str = ""
    is_required: bool = False
    is_rare: bool = False


@dataclass(slots=True)
class Editor:
    """One open form."""

    name: str
    """The same for the same value of the same document: drafts go by it."""
    report: str
    field: str
    key: str
    """Of the value that is corrected; empty when one is added."""
    title: str
    inputs: list[Shown]
    evidence: str
    quote: str
    before: str
    """JSON of the value as it was shown."""
    base: int
    asks_why: bool = False
    why: str = ""
    errors: dict[str, str] = dataclasses.field(default_factory=dict)
    has_words: bool = True
    """Whether the value has words of its own in the text."""
    choices: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """Places that bear the name."""
    namesake: str = ""
    wanted: str = ""
    """`reject` when it was opened to give the reason for one."""
    others: list[dict[str, str]] = dataclasses.field(default_factory=list)
    """What stands now in place of `before`, and who put it there."""

    @property
    def usual(self) -> list[Shown]:
        """Return the inputs that are always seen."""
        return [one for one in self.inputs if not one.is_rare]

    @property
    def rare(self) -> list[Shown]:
        """Return those that are folded away."""
        return [one for one in self.inputs if one.is_rare]

    @property
    def is_rare_open(self) -> bool:
        """Whether something folded away is wrong, or tells how many of whom."""
        return any(one.error or (one.value and one.sort == "count") for one in self.rare)


def form_name(report: str, field_: str, key: str) -> str:
    """Return under which name a form's draft is kept."""
    return key or f"{report}+{field_}"


def editor(
    field_: str, words: Words, text: str, *, report: str, key: str = "", before: Any = None, base: int = 0,
    typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
) -> Editor:  # fmt: skip
    """Return the form of a value: with what was typed, else with the value as it stands."""
    asked = FIELDS[field_]
    wrong = dict(errors or {})
    value = before if isinstance(before, dict) else {field_: before}
    given = typed if typed is not None else written(field_, value, words)
    spans = given.get("evidence", "")
    inputs = [
        Shown(
            one.name, words(f"verifying.input.{one.name}"), one.sort, given.get(one.name, ""),
            _menu(field_, one, words), _list_id(field_, one), wrong.get(one.name, ""), one.is_required, one.is_rare,
        )
        for one in asked.inputs
    ]  # fmt: skip
    made = Editor(
        form_name(report, field_, key), report, field_, key, named(words, field_), inputs, spans,
        given.get("quote") or " … ".join(text[start:end] for start, end in read_spans(spans, len(text))),
        json.dumps(before, ensure_ascii=False), base, bool(asked.asks_why), given.get("why", ""), wrong,
        asked.model is not None,
    )  # fmt: skip
    if field_ == "places":
        made.namesake = given.get("namesake", "")
        made.choices = choices_of(given.get("name", ""), value, words)
    return made


def report_editor(
    words: Words,
    text: str,
    base: int,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Editor:
    """Return the form of a report that the machine missed: what sort of incident, told how, in which words."""
    given, wrong = typed or {}, dict(errors or {})
    inputs = [
        Shown(
            name, words(f"verifying.input.{name}"), "term",
            given.get(name, words.term("factuality", "asserted") if name == "factuality" else ""),
            _menu(name, FIELDS[name].inputs[0], words), _list_id(name, FIELDS[name].inputs[0]),
            wrong.get(name, ""), True,
        )
        for name in ("kind", "factuality")
    ]  # fmt: skip
    spans = given.get("evidence", "")
    return Editor(
        "+report", "", "report", "", words("verifying.add_report"), inputs, spans,
        given.get("quote") or " … ".join(text[start:end] for start, end in read_spans(spans, len(text))),
        "null", base, False, given.get("why", ""), wrong,
    )  # fmt: skip


def written(field_: str, value: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Return a value as a person would type it."""
    asked = FIELDS[field_]
    found = {
        one.name: as_typed(
            field_, one, usual(asked, one) if value.get(one.name) is None else value[one.name], words
        )
        for one in asked.inputs
    }
    found["evidence"] = " ".join(f"{start}-{end}" for start, end in value.get("evidence") or [])
    return found


def as_typed(field_: str, one: Input, value: Any, words: Words) -> str:
    """Return a part of a value as a person would type it: the label where a list is searched, else the id."""
    if value is None or value is False:
        return ""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if one.sort in ("term", "actor", "choice") and value:
        return label_of(FIELDS[field_], one, str(value), words) if _list_id(field_, one) else str(value)
    return "1" if value is True else str(value)


def _list_id(field_: str, one: Input) -> str:
    """Return the id of the list that an input searches; empty where it is a menu or typed freely."""
    if one.sort == "actor":
        return "options-actors"
    return (
        f"options-{one.options}" if one.sort == "term" and len(options_of(FIELDS[field_], one)) > _FEW else ""
    )


def _menu(field_: str, one: Input, words: Words) -> list[tuple[str, str]]:
    if _list_id(field_, one):
        return []
    asked = FIELDS[field_]
    return [(option, label_of(asked, one, option, words)) for option in options_of(asked, one)]


def datalists(words: Words) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Yield the long lists of options once for the page: id, and options with what is said beside each."""
    yield "options-actors", [(words.term("actor", actor), actor) for actor in Lexicon.load().actors]
    seen = set()
    for asked in FIELDS.values():
        for one in asked.inputs:
            found = _list_id(asked.name, one)
            if found and one.sort == "term" and found not in seen:
                seen.add(found)
                yield (
                    found,
                    [(label_of(asked, one, option, words), option) for option in options_of(asked, one)],
                )


def choices_of(name: str, value: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """Return the places that bear a name, and the namesakes that were left open: id, and what tells them apart."""
    found: dict[str, tuple[str, str, str, str]] = {
        one.id: (one.name, one.country, one.admin1, one.kind) for one in namesakes(name)
    }
    for other in value.get("candidates") or []:
        found.setdefault(
            other["gazetteer_id"], (other["name"], other.get("country") or "", other.get("admin1") or "", "")
        )
    return [
        (identity, words.listed(part for part in (called, words.term("place_classes", kind), _unit(country, unit, words), country) if part))
        for identity, (called, country, unit, kind) in found.items()
    ]  # fmt: skip


def _unit(country: str | None, unit: str | None, words: Words) -> str:
    if not unit:
        return ""
    label = admin1(country, unit)
    return label.ar if words.is_arabic else label.en
