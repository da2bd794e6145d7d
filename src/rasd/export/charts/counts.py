"""How many incidents name each actor, kind or weapon: one bar each, filled by grade; what a person decided is framed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rasd.export.charts.canvas import INK, LINE, SOFT, Canvas, shortened
from rasd.export.charts.chart import EDGE, Chart, Key, foot_of, foot_size, head_of, marked
from rasd.export.charts.scales import steps
from rasd.export.charts.styles import Style, drawn
from rasd.export.charts.timeline import GRADES
from rasd.export.phrases import Phrases

__all__ = ["CountRow", "draw_counts"]

_WIDTH = 820.0
_GUTTER = 250.0
_ROW = 24.0
_MOST_ROWS = 16


@dataclass(frozen=True, slots=True)
class CountRow:
    """One bar: incidents by grade, and whether a person decided it."""

    label: str
    counts: Mapping[tuple[Style, bool], int]

    @property
    def total(self) -> int:
        """How many incidents."""
        return sum(self.counts.values())


def draw_counts(
    rows: Sequence[CountRow],
    *,
    title: str,
    phrases: Phrases,
    name: str,
    above: str = "",
    is_synthetic: bool = False,
    notes: Sequence[str] = (),
) -> Chart:
    """Return a bar for each row, in the order given; of many the first are drawn, and how many more there are is said."""
    shown = rows[:_MOST_ROWS]
    said = list(notes)
    if len(rows) > len(shown):
        said.append(phrases.counted("more_groups", len(rows) - len(shown)))
    present = {grade for row in shown for (grade, _), count in row.counts.items() if count}
    key = [Key(phrases.term("grades", grade), grade) for grade in GRADES if grade in present]
    if any(decided and count for row in shown for (_, decided), count in row.counts.items()):
        key.append(Key(phrases("decided"), is_framed=True))
    measure = Canvas(_WIDTH, 100, language=phrases.language, title=title)
    top = head_of(measure, title, key, above=above) + 10
    bottom = top + _ROW * max(1, len(shown)) + 6
    canvas = Canvas(_WIDTH, bottom + 24 + foot_size(said, _WIDTH), language=phrases.language, title=title)
    head_of(canvas, title, key, above=above)
    left = EDGE + _GUTTER
    ticks = steps(max((row.total for row in shown), default=0), 5)
    unit = (_WIDTH - EDGE - left - 56) / ticks[-1]
    for tick in ticks:
        x = left + tick * unit
        canvas.line(x, top - 2, x, bottom, stroke="#b9b5ab" if tick == 0 else LINE, width=0.8)
        canvas.text(x, bottom + 14, f"{tick:,}", size=10.5, fill=SOFT, anchor="middle")
    if not shown:
        canvas.text(EDGE, top + 16, phrases("nothing_drawn"), size=12, fill=SOFT)
    for number, row in enumerate(shown):
        _bar(canvas, row, left, top + number * _ROW, unit, phrases)
    foot_of(canvas, said, bottom + 24)
    marked(canvas, phrases, is_synthetic=is_synthetic)
    return Chart(name, title, canvas)


def _bar(canvas: Canvas, row: CountRow, left: float, y: float, unit: float, phrases: Phrases) -> None:
    canvas.text(left - 8, y + 15, shortened(row.label, (_GUTTER - 16) / 12.5), size=12.5, anchor="end")
    x = left
    for grade in GRADES:
        for is_decided in (True, False):
            count = row.counts.get((grade, is_decided), 0)
            if not count:
                continue
            look = drawn(canvas, grade, is_decided=is_decided)
            basis = phrases("decided" if is_decided else "proposed")
            says = f"{row.label}, {phrases.term('grades', grade)} ({basis}): {phrases.counted('incidents', count)}"
            canvas.rect(
                x, y + 3, count * unit, _ROW - 8, fill=look.fill, stroke=INK if is_decided else look.stroke,
                line=1.8 if is_decided else 0.8, dash="" if is_decided else look.dash, says=says,
            )  # fmt: skip
            x += count * unit
    canvas.text(x + 6, y + 15.5, f"{row.total:,}", size=11.5)
