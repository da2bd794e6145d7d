"""The charts of a selection, each with its numbers as a table: what is drawn can be read, and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rasd.desk.charts.gathering import EFFECTS, GROUPS, Gathered
from rasd.desk.site.words import Words
from rasd.export.charts import (
    Chart,
    CountRow,
    Gap,
    HarmRange,
    HarmRow,
    TimelineRow,
    draw_counts,
    draw_harm,
    draw_timeline,
)
from rasd.export.charts.alleged import short_name
from rasd.export.charts.scales import Period, period_for
from rasd.export.charts.styles import Style
from rasd.export.charts.timeline import GRADES
from rasd.export.phrases import Phrases
from rasd.model import Incident

__all__ = ["Drawing", "Drawn"]

_VOCABULARIES = {"kind": "kinds", "weapon": "weapons", "actor": "actor", "theatre": "theatre"}
_MOST_INCIDENTS = 24


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its table."""

    chart: Chart
    heads: list[str]
    rows: list[list[str | int]]
    caption: str = ""


class Drawing:
    """Draws what is gathered, in one language."""

    def __init__(
        self,
        found: Gathered,
        words: Words,
        gaps: Sequence[Gap],
        *,
        first: date | None,
        last: date | None,
        period: Period | None,
    ) -> None:
        self._found, self._words, self._gaps = found, words, gaps
        self._phrases = Phrases(words.language)
        span = found.span()
        self.first = first or (span[0] if span else None)
        self.last = last or (span[1] if span else None)
        self.period: Period = period or (
            period_for(self.first, self.last) if self.first and self.last else "day"
        )

    def timeline(self, lanes: str) -> Drawn | None:
        """Return incidents over time, a lane for each value of a facet; None where none has a day."""
        if self.first is None or self.last is None or self.last < self.first:
            return None
        words, found = self._words, self._found
        rows = [
            TimelineRow(
                name, self.first if day is not None and day < self.first else day, grade, decided, count
            )
            for name, day, grade, decided, count in found.by_time(lanes, self.period)
        ]
        chart = draw_timeline(
            rows, first=self.first, last=self.last, phrases=self._phrases, name="timeline", gaps=self._gaps,
            is_synthetic=found.is_invented, title=words(f"charts.timeline.{lanes}"), label=lambda one: short_name(self._name(lanes, one)),
            period=self.period, notes=[] if lanes == "kind" else [self._phrases("several_note")],
        )  # fmt: skip
        heads = [words(f"charts.period.{self.period}"), *self._grade_heads()]
        table: list[list[str | int]] = [
            [words.day(slot), *self._grade_cells(counts)] for slot, counts in found.by_slot(self.period)
        ]
        return Drawn(chart, heads, table, words("charts.once"))

    def groups(self, name: str) -> Drawn:
        """Return incidents by the values of a facet."""
        words, found = self._words, self._found
        given = found.by_group(name)
        title = words(f"charts.by.{name}")
        chart = draw_counts(
            [CountRow(short_name(self._name(name, one)), counts) for one, counts in given],
            title=title, phrases=self._phrases, name=f"by-{name}", is_synthetic=found.is_invented,
            notes=[self._phrases(one) for one in ("frame_note", "several_note")[: 1 if name == "kind" else 2]],
        )  # fmt: skip
        rows: list[list[str | int]] = [
            [self._name(name, one), *self._grade_cells(counts)] for one, counts in given
        ]
        return Drawn(chart, [words(f"charts.{name}"), *self._grade_heads()], rows)

    def harm(self) -> Drawn:
        """Return the ranges by grade, what people decided first."""
        words, phrases, found = self._words, self._phrases, self._found
        rows, table = [], []
        for decided, grade, count, ranges in found.sums():
            label = phrases.term("grades", grade)
            rows.append(
                HarmRow(
                    label, "decided" if decided else "proposed",
                    {effect: HarmRange(one.low, one.high, bool(one.without_ceiling)) for effect, one in ranges.items()},
                )
            )  # fmt: skip
            cells: list[str | int] = [f"{label} ({phrases('decided' if decided else 'proposed')})", count]
            for effect in EFFECTS:
                one = ranges.get(effect)
                cells += (
                    ["–", 0]
                    if one is None
                    else [phrases.range(one.low, one.high, is_open=bool(one.without_ceiling)), one.told]
                )
            table.append(cells)
        chart = draw_harm(
            rows, EFFECTS, title=words("charts.harm"), phrases=phrases, name="harm", is_synthetic=found.is_invented,
            notes=[words("charts.harm_note")],
        )  # fmt: skip
        heads = [words("charts.grade"), words("charts.incidents")]
        for effect in EFFECTS:
            heads += [phrases.term("effects", effect), words("charts.told")]
        return Drawn(chart, heads, table, words("charts.no_total"))

    def incidents(self, given: Sequence[Incident]) -> Drawn:
        """Return the ranges of single incidents, those with the highest figures."""
        words, phrases = self._words, self._phrases
        rows, table = [], []
        for one in given:
            ranges = {
                harm.effect: HarmRange(harm.min, harm.max, harm.open, harm.best)
                for harm in one.harm
                if harm.effect in EFFECTS and harm.unit == "people"
            }
            where = one.places[0].name if one.places else ""
            when = one.date.start.isoformat() if one.date.start else ""
            kind = phrases.term("kinds", one.kind)
            label = phrases.listed(piece for piece in (f"{when} {kind}".strip(), where) if piece)
            basis: Literal["decided", "proposed"] = "decided" if one.grade.decided else "proposed"
            rows.append(HarmRow(label, basis, ranges))
            cells: list[str | int] = [
                when,
                kind,
                where,
                phrases.term("grades", one.grade.decided or one.grade.proposed),
                phrases(basis),
            ]
            for effect in EFFECTS:
                harm = ranges.get(effect)
                cells.append(phrases.range(harm.min, harm.max, is_open=harm.is_open) if harm else "–")
            table.append(cells)
        chart = draw_harm(
            rows, EFFECTS, title=words("charts.most"), phrases=phrases, name="incidents", is_synthetic=self._found.is_invented,
        )  # fmt: skip
        heads = [words(f"charts.{one}") for one in ("day", "kind", "place", "grade", "basis")]
        return Drawn(chart, [*heads, *(phrases.term("effects", one) for one in EFFECTS)], table)

    def all(self, lanes: str, most: Sequence[Incident]) -> list[Drawn]:
        """Return every chart that has something to draw."""
        if not self._found.count:
            return []
        timeline = self.timeline(lanes)
        found = [timeline] if timeline is not None else []
        found += [made for made in map(self.groups, GROUPS) if made.rows]
        found += [made for made in (self.harm(), self.incidents(most)) if made.rows]
        return found

    def _name(self, facet: str, value: str) -> str:
        return self._words.term(_VOCABULARIES[facet], value)

    def _grade_heads(self) -> list[str]:
        phrases = self._phrases
        heads = [self._words("charts.all")]
        for is_decided in (True, False):
            basis = phrases("decided" if is_decided else "proposed")
            heads += [f"{phrases.term('grades', grade)} ({basis})" for grade in self._grades(is_decided)]
        return heads

    def _grade_cells(self, counts: dict[tuple[Style, bool], int]) -> list[str | int]:
        cells: list[str | int] = [sum(counts.values())]
        for is_decided in (True, False):
            cells += [counts.get((grade, is_decided), 0) for grade in self._grades(is_decided)]
        return cells

    def _grades(self, is_decided: bool) -> list[Style]:
        """Return the grades that people decide, or that the software proposes: it confirms nothing."""
        return list(GRADES if is_decided else GRADES[1:])
