"""What a report says, as comparable values per slot, and which report of one coding is which of another.

The rules are those of the shared scorer: names fold away spelling, harm is summed per effect, munitions need a count,
``UNIDENTIFIED`` names nobody. Two reports pair when they are at least half alike; the most alike pair first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

__all__ = [
    "MONITORING",
    "POLITICAL",
    "SLOTS",
    "Slots",
    "fold_name",
    "group_of",
    "is_background",
    "likeness",
    "pair_reports",
    "slots_of",
]

SLOTS = (
    "kind",
    "factuality",
    "date",
    "place",
    "perpetrator",
    "target",
    "site",
    "weapon",
    "munition",
    "harm",
    "harm_detail",
    "source",
)
POLITICAL = frozenset(("agreement", "talks", "threat", "displacement", "protest"))
MONITORING = frozenset(
    ("overflight", "incursion", "deployment", "siege", "aid_obstruction", "withdrawal", "release")
)
"""Kinds that no gold holds yet: left out on both sides."""

Slots = Mapping[str, frozenset[Hashable]]
_Report = Mapping[str, Any]

_HIDDEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u064b-\u065f\u0670]")
_LETTERS = str.maketrans("أإآٱىةؤئگکیھہ", "اااايهويككيهه", "ـ")
_COMMON_NOUN = re.compile(
    r"(?:مدينة|بلدة|بلدتي|قرية|قريتي|مخيم|معسكر|محافظة|منطقة|ريف|ناحية|حي|ولاية|قضاء)\s+"
)
_BETWEEN_WORDS = re.compile(r"[\s\-–]+")
_ARTICLE = re.compile(r"ال(?=\S{2})")
_QUOTES = '"“”«»()[] '

_NEIGHBOURS = frozenset(
    frozenset(pair)
    for pair in (
        ("air_strike", "shelling"),
        ("attack", "clash"),
        ("explosion", "shelling"),
        ("explosion", "suicide_bombing"),
        ("explosion", "air_strike"),
        ("abduction", "arrest"),
        ("agreement", "talks"),
        ("clash", "capture"),
    )
)
_KIND_WEIGHT = 0.3
_WEIGHTS = {"place": 0.3, "date": 0.15, "harm": 0.2, "perpetrator": 0.05}
_ALIKE = 0.5


def fold_name(name: object) -> str:
    """Return a name without hamza seats, ta marbuta, marks, article, common noun and spaces.

    >>> fold_name("مدينة الدّانا") == fold_name("دانا")
    True
    """
    plain = _HIDDEN.sub("", unicodedata.normalize("NFKC", str(name or ""))).strip().strip(_QUOTES)
    noun = _COMMON_NOUN.match(plain)
    words = _BETWEEN_WORDS.split((plain[noun.end() :] if noun else plain).translate(_LETTERS))
    return "".join(_without_article(word) for word in words).lower()


def _without_article(word: str) -> str:
    article = _ARTICLE.match(word)
    return word[article.end() :] if article else word


def _named(entries: Iterable[_Report], key: str, *, but: Sequence[str] = ()) -> frozenset[Hashable]:
    return frozenset(value for entry in entries if (value := entry.get(key)) is not None and value not in but)


def _rows(report: _Report, field: str) -> list[_Report]:
    return report.get(field) or []


def slots_of(report: _Report) -> Slots:
    """Return the values of a report (as JSON holds it), per slot."""
    date = report.get("date") or {}
    start = date.get("start")
    harm, detail = _harm(_rows(report, "harm"))
    return {
        "kind": frozenset((report.get("kind"),)),
        "factuality": frozenset((report.get("factuality") or "asserted",)),
        "date": frozenset(((start, date.get("end") or start),)) if start else frozenset(),
        "place": frozenset(
            folded for place in _rows(report, "places") if (folded := fold_name(place.get("name")))
        ),
        "perpetrator": _named(
            [*_rows(report, "perpetrators"), *_rows(report, "parties")], "actor", but=("UNIDENTIFIED",)
        ),
        "target": _named(_rows(report, "targets"), "actor"),
        "site": _named(_rows(report, "target_sites"), "site", but=("other",)),
        "weapon": _named(_rows(report, "weapons"), "weapon"),
        "munition": frozenset(
            (entry.get("item"), entry["count"]) for entry in _rows(report, "munitions") if entry.get("count")
        ),
        "harm": harm,
        "harm_detail": detail,
        "source": _named(_rows(report, "sources"), "type"),
    }


def _harm(entries: Iterable[_Report]) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    """Sum the entries of each effect: its range, and the children and women in it."""
    by_effect: dict[Any, list[_Report]] = {}
    for entry in entries:
        by_effect.setdefault(entry.get("effect"), []).append(entry)
    ranges: set[Hashable] = set()
    details: set[Hashable] = set()
    for effect, rows in by_effect.items():
        highs = [row.get("max") for row in rows]
        high = None if None in highs else sum(value for value in highs if value is not None)
        ranges.add((effect, sum(row.get("min") or 0 for row in rows), high))
        for who in ("children", "women"):
            count = sum(row.get(who) or 0 for row in rows)
            if count:
                details.add((effect, who, count))
    return frozenset(ranges), frozenset(details)


def group_of(slots: Slots) -> str:
    """Return the group that a report is counted in."""
    return "political" if slots["kind"] & POLITICAL else "incidents"


def is_background(report: _Report) -> bool:
    """Tell whether a report is left out of the score: a historical incident or a monitoring kind."""
    kind = report.get("kind")
    return kind in MONITORING or (report.get("factuality") == "historical" and kind not in POLITICAL)


def likeness(gold: Slots, predicted: Slots) -> float:
    """Return how alike two reports are, 0 to 1: kind, then the slots that either of them fills."""
    kinds = gold["kind"] | predicted["kind"]
    kind = 1.0 if len(kinds) == 1 else 0.5 if kinds in _NEIGHBOURS else 0.0
    parts = [(_KIND_WEIGHT, kind)]
    for slot, weight in _WEIGHTS.items():
        either = gold[slot] | predicted[slot]
        if either:
            parts.append((weight, len(gold[slot] & predicted[slot]) / len(either)))
    return sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)


def pair_reports(golds: Sequence[Slots], predictions: Sequence[Slots]) -> dict[int, int]:
    """Return which prediction belongs to which gold report, one to one, the most alike first."""
    candidates = sorted(
        (-likeness(gold, predicted), i, j)
        for i, gold in enumerate(golds)
        for j, predicted in enumerate(predictions)
    )
    mates: dict[int, int] = {}
    taken: set[int] = set()
    for unlikeness, i, j in candidates:
        if -unlikeness >= _ALIKE and i not in mates and j not in taken:
            mates[i] = j
            taken.add(j)
    return mates
