"""How near a coding is to the gold: per-slot counts over all documents, and what a newsroom would notice first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from rasd.evaluation.comparison import (
    POLITICAL,
    SLOTS,
    Slots,
    fold_name,
    group_of,
    is_background,
    pair_reports,
    slots_of,
)
from rasd.evaluation.points import FAR, NEAR, PointPair, compared_points

__all__ = ["GROUPS", "Comparison", "Difference", "Score", "Scorer", "Tally", "compare", "shown_values"]

GROUPS = ("incidents", "political")
_EVIDENCED = (
    "places",
    "perpetrators",
    "parties",
    "targets",
    "weapons",
    "munitions",
    "harm",
    "sources",
    "target_sites",
)
_NOTHING: Slots = {slot: frozenset() for slot in SLOTS}


@dataclass(slots=True)
class Tally:
    """True positives, false positives, false negatives."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, hits: int, false: int, missed: int) -> None:
        """Add counts."""
        self.hits += hits
        self.false += false
        self.missed += missed

    @property
    def precision(self) -> float:
        """Share of the predicted values that the gold holds."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold's values that were predicted."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_json(self) -> dict[str, float | int]:
        """Return the figures as the shared scorer names them."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "gold": self.hits + self.missed,
            "predicted": self.hits + self.false,
        }


def _tallies() -> dict[str, Tally]:
    return {row: Tally() for row in ("report", *SLOTS)}


@dataclass(slots=True)
class Score:
    """The figures of a set of documents."""

    documents: int = 0
    groups: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: {group: _tallies() for group in GROUPS}
    )
    harm_exact: int = 0
    harm_of: int = 0
    alarmed: int = 0
    quiet: int = 0
    evidence_good: int = 0
    evidence_of: int = 0
    points_of: int = 0
    """Places of the gold that carry a point, and of these: found at all, within 10 km, within 25 km."""
    points_found: int = 0
    points_near: int = 0
    points_about: int = 0

    def add(self, other: Score) -> None:
        """Add the figures of another set of documents."""
        for group, tallies in other.groups.items():
            for row, tally in tallies.items():
                self.groups[group][row].add(tally.hits, tally.false, tally.missed)
        for count in _COUNTS:
            setattr(self, count, getattr(self, count) + getattr(other, count))

    def rows(self, group: str) -> dict[str, Tally]:
        """Return the tallies of a group by row: report, each slot, then `all` slots together."""
        tallies = self.groups[group]
        total = Tally()
        for slot in SLOTS:
            total.add(tallies[slot].hits, tallies[slot].false, tallies[slot].missed)
        return {**tallies, "all": total}

    def as_json(self) -> dict[str, Any]:
        """Return everything in the shape of the shared scorer's --json."""
        return {
            "documents": self.documents,
            **{g: {row: tally.as_json() for row, tally in self.rows(g).items()} for g in GROUPS},
            "exact_harm": round(self.harm_exact / self.harm_of, 4) if self.harm_of else None,
            "false_alarm_documents": {"alarmed": self.alarmed, "of": self.quiet},
            "evidence": {"good": self.evidence_good, "of": self.evidence_of},
        }

    def points_as_json(self) -> dict[str, int]:
        """Return the counts of points, which the shared scorer does not know."""
        return {
            "of": self.points_of,
            "found": self.points_found,
            "within_10_km": self.points_near,
            "within_25_km": self.points_about,
        }


_COUNTS = tuple(one.name for one in fields(Score) if one.name != "groups")


@dataclass(frozen=True, slots=True)
class Difference:
    """One slot of one report where prediction and gold differ; `report` is None for a report that gold lacks."""

    document: str
    report: int | None
    slot: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document's reports side by side, background left out: (gold index, gold, predicted) and the lone ones."""

    document: str
    paired: list[tuple[int, Slots, Slots | None]]
    lone: list[tuple[Slots, Mapping[str, Any]]]
    raises_alarm: bool
    """A report of an incident where the gold holds no report at all."""
    theatre: str = "none"
    is_evidenced: bool = True
    """Every predicted value has evidence in the text."""
    points: Mapping[int, tuple[PointPair, ...]] = field(default_factory=dict)
    """By gold index: its places that carry a point."""

    @property
    def is_quiet(self) -> bool:
        """Tell whether the gold holds no report."""
        return not self.paired


def compare(
    document: str,
    golds: Sequence[Mapping[str, Any]],
    predicted: Sequence[Mapping[str, Any]],
    *,
    theatre: str | None = None,
    text: str | None = None,
) -> Comparison:
    """Pair one document's predicted reports with its gold reports; with `text`, check the evidence too."""
    good, total = (0, 0) if text is None else evidenced(text, predicted)
    first = pair_reports([slots_of(report) for report in golds], [slots_of(report) for report in predicted])
    excused = {j for i, j in first.items() if is_background(golds[i])}
    numbers = [i for i, report in enumerate(golds) if not is_background(report)]
    kept = [report for j, report in enumerate(predicted) if j not in excused and not is_background(report)]
    gold_slots = [slots_of(golds[i]) for i in numbers]
    kept_slots = [slots_of(report) for report in kept]
    mates = pair_reports(gold_slots, kept_slots)
    taken = set(mates.values())
    alarm = not numbers and any(
        report.get("kind") not in POLITICAL and (report.get("factuality") or "asserted") == "asserted"
        for report in kept
    )
    return Comparison(
        document,
        [
            (number, gold_slots[i], kept_slots[mates[i]] if i in mates else None)
            for i, number in enumerate(numbers)
        ],
        [(slots, kept[j]) for j, slots in enumerate(kept_slots) if j not in taken],
        alarm,
        theatre or "none",
        good == total,
        {
            number: compared_points(golds[number], kept[mates[i]] if i in mates else None)
            for i, number in enumerate(numbers)
        },
    )


class Scorer:
    """Adds documents up to a `Score`; `differences` lists what differs, in the order of the documents."""

    def __init__(self) -> None:
        self.score = Score()
        self.differences: list[Difference] = []

    def add(self, comparison: Comparison, text: str, predicted: Iterable[Mapping[str, Any]]) -> None:
        """Count one document: its comparison, and how much of what was predicted has evidence in `text`."""
        score = self.score
        score.documents += 1
        score.quiet += comparison.is_quiet
        score.alarmed += comparison.raises_alarm
        good, total = evidenced(text, predicted)
        score.evidence_good += good
        score.evidence_of += total
        for index, gold, mate in comparison.paired:
            self._add_report(comparison.document, index, gold, mate)
        for slots, report in comparison.lone:
            self._add_lone(comparison.document, slots, report)
        for pairs in comparison.points.values():
            score.points_of += len(pairs)
            score.points_found += sum(pair.is_found for pair in pairs)
            score.points_near += sum(pair.is_within(NEAR) for pair in pairs)
            score.points_about += sum(pair.is_within(FAR) for pair in pairs)

    def _add_report(self, document: str, index: int, gold: Slots, mate: Slots | None) -> None:
        score = self.score
        group = group_of(gold)
        tallies = score.groups[group]
        tallies["report"].add(int(mate is not None), 0, int(mate is None))
        if group == "incidents" and gold["harm"]:
            score.harm_of += 1
            score.harm_exact += mate is not None and gold["harm"] == mate["harm"]
        found = _NOTHING if mate is None else mate
        for slot in SLOTS:
            hits = len(gold[slot] & found[slot])
            tallies[slot].add(hits, len(found[slot]) - hits, len(gold[slot]) - hits)
            if gold[slot] != found[slot]:
                shown = "MISSED REPORT" if mate is None else shown_values(found[slot])
                self.differences.append(Difference(document, index, slot, shown_values(gold[slot]), shown))

    def _add_lone(self, document: str, slots: Slots, report: Mapping[str, Any]) -> None:
        tallies = self.score.groups[group_of(slots)]
        tallies["report"].add(0, 1, 0)
        for slot in SLOTS:
            tallies[slot].add(0, len(slots[slot]), 0)
        places = ", ".join(str(place.get("name")) for place in report.get("places") or [])
        extra = f"EXTRA {report.get('kind')} [{places}]"
        self.differences.append(Difference(document, None, "report", "", extra))


def shown_values(values: frozenset[Any]) -> str:
    """Return the values of a slot as one cell: sorted, parts of a value joined by `..`, values by ` | `."""
    cells = (
        "..".join("" if p is None else str(p) for p in v) if isinstance(v, tuple) else str(v) for v in values
    )
    return " | ".join(sorted(cells))


def evidenced(text: str, reports: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Return how many values have evidence that lies inside the text and holds their name, and how many there are."""
    good = total = 0
    for report in reports:
        date = report.get("date") or {}
        values = [report, *([date] if date.get("start") else [])]
        for name in _EVIDENCED:
            values.extend(report.get(name) or [])
        values = [value for value in values if value]
        total += len(values)
        good += sum(_has_evidence(text, value) for value in values)
    return good, total


def _has_evidence(text: str, value: Mapping[str, Any]) -> bool:
    spans = value.get("evidence")
    if not isinstance(spans, list) or not spans or not all(_is_inside(text, span) for span in spans):
        return False
    name = value.get("name")
    return not name or any(fold_name(name) in fold_name(text[start:end]) for start, end in spans)


def _is_inside(text: str, span: object) -> bool:
    if (
        not isinstance(span, list | tuple)
        or len(span) != 2
        or not all(type(offset) is int for offset in span)
    ):
        return False
    start, end = span
    return 0 <= start < end <= len(text) and bool(text[start:end].strip())
