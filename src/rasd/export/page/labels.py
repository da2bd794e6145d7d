"""Both languages side by side, and safe characters: everything that the page shows goes through here.

Texts and names are hostile input. `shown` and `attribute` are the only two ways from a string to HTML: they escape
markup and make control characters visible, so that no text can turn the page's direction or forge another value.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from importlib.resources import files

import yaml

from rasd.lexicon import Actor, Lexicon
from rasd.model.vocabulary import terms
from rasd.text import fold

__all__ = [
    "Label",
    "actor",
    "admin1",
    "admin1_named",
    "asset",
    "attribute",
    "both",
    "count_range",
    "countries_of",
    "day_window",
    "direction",
    "is_control",
    "isolated",
    "known_actor",
    "name_by",
    "shown",
    "term",
    "theatre",
    "units",
    "word",
]

# Embeddings, overrides and isolates act at a distance; the plain marks (LRM, RLM, ALM, joiners) do not and stay.
_DIRECTING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LAYOUT = frozenset("\n\t")


@dataclass(frozen=True, slots=True)
class Label:
    """One thing's name in both languages, not yet escaped."""

    ar: str
    en: str


def asset(name: str) -> str:
    """Return the text of one packaged file of the report."""
    return (files("rasd.export") / "templates" / name).read_text("utf-8")


def is_control(character: str) -> bool:
    """Tell whether `character` must be shown as a badge instead of being obeyed."""
    if character in _LAYOUT:
        return False
    return character in _DIRECTING or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def shown(text: str) -> str:
    """Return `text` as HTML: markup escaped, control characters as visible badges with their code point."""
    if not any(map(is_control, text)):
        return html.escape(text, quote=True)
    return "".join(
        f'<span class="control">U+{ord(c):04X}</span>' if is_control(c) else html.escape(c, quote=True)
        for c in text.replace("\r\n", "\n")
    )


def attribute(text: str) -> str:
    """Return `text` fit for a quoted attribute or a title; control characters become U+FFFD."""
    return html.escape("".join("\ufffd" if is_control(c) else c for c in text), quote=True)


def isolated(text: str) -> str:
    """Return a name that comes from outside, in its own direction."""
    return f'<bdi dir="auto">{shown(text)}</bdi>'


def both(label: Label) -> str:
    """Return both languages; the page shows the one that is switched on."""
    if label.ar == label.en:
        return f"<bdi>{shown(label.ar)}</bdi>"
    return f'<span class="ar" lang="ar">{shown(label.ar)}</span><span class="en" lang="en">{shown(label.en)}</span>'


@cache
def _words() -> dict[str, Label]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: dict[str, dict[str, str]] = yaml.load(asset("words.yaml"), Loader=loader)
    return {key: Label(entry["ar"], entry["en"]) for key, entry in entries.items()}


def word(key: str) -> Label:
    """Return an interface word."""
    return _words()[key]


def term(vocabulary: str, identity: str) -> Label:
    """Return the label of a coded word."""
    found = terms(vocabulary)[identity]
    return Label(found.ar, found.en)


_named_by: list[Lexicon] = []


def name_by(lexicon: Lexicon) -> None:
    """Let pages written from now on name actors and theatres as `lexicon` does, which holds packs from outside."""
    _named_by[:] = [lexicon]


def _lexicon() -> Lexicon:
    return _named_by[0] if _named_by else Lexicon.load()


def known_actor(identity: str) -> Actor | None:
    """Return an actor as the packs describe it, None when no loaded pack has it."""
    return _lexicon().actors.get(identity)


def countries_of(theatre_id: str) -> tuple[str, ...]:
    """Return the alpha-2 codes of a theatre's countries, its own first; none when no loaded pack has it."""
    found = _lexicon().theatres.get(theatre_id)
    return tuple(found.countries) if found else ()


def actor(identity: str) -> Label:
    """Return an actor's label from the packs; an actor of a pack that is not loaded goes by its id."""
    found = _lexicon().actors.get(identity)
    return (
        Label(found.label_ar, found.label_en) if found else _words().get(identity, Label(identity, identity))
    )


@cache
def _units() -> dict[tuple[str, str], str]:
    lines = (files("rasd.data") / "places" / "admin1.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    country, name, arabic = (rows[0].index(column) for column in ("country", "admin1", "name_ar"))
    return {(row[country], row[name]): row[arabic] for row in rows[1:]}


def units() -> Iterable[tuple[str, str]]:
    """Return country and name of all first-level units that the gazetteer writes."""
    return _units().keys()


def admin1(country: str | None, name: str) -> Label:
    """Return a first-level unit as the gazetteer writes it, with its Arabic name where one is known."""
    return Label(_units().get((country or "", name)) or name, name)


def admin1_named(name: str) -> str | None:
    """Return the first-level unit that bears an Arabic name, in any spelling."""
    wanted = fold(name).text.strip().removeprefix("ال")
    found = (unit for (_, unit), arabic in _units().items() if fold(arabic).text.removeprefix("ال") == wanted)
    return next(found, None)


def theatre(identity: str | None) -> Label:
    """Return a theatre's title."""
    if identity is None:
        return word("other")
    found = _lexicon().theatres.get(identity)
    return Label(found.title_ar, found.title_en) if found else Label(identity, identity)


def count_range(low: int | None, high: int | None) -> Label:
    """Return a range in words; a bound that is missing is said, so that nobody reads a floor as a figure.

    >>> count_range(2, 2).en, count_range(4, None).en, count_range(None, 9).en
    ('2', '4 or more', 'up to 9')
    """
    if low is None and high is None:
        return word("unspecified")
    if high is None:
        return Label(f"{low} {word('at_least').ar}", f"{low} {word('at_least').en}")
    if low is None:
        return Label(f"{word('up_to').ar} {high}", f"{word('up_to').en} {high}")
    counted = f"{low}" if low == high else f"{low}–{high}"
    return Label(counted, counted)


def day_window(start: Day | None, end: Day | None) -> str:
    """Return ISO days, one when both are the same.

    >>> day_window(Day(2020, 1, 14), Day(2020, 1, 15))
    '2020-01-14 – 2020-01-15'
    """
    days = [day.isoformat() for day in (start, end) if day is not None]
    return " – ".join(dict.fromkeys(days))


def direction(text: str) -> str:
    """Return the direction that most letters of `text` have; a leading emoji or hashtag decides nothing."""
    right = left = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        right += kind in {"R", "AL"}
        left += kind == "L"
    return "ltr" if left > right else "rtl"
