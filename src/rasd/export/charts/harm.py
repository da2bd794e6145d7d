"""Harm as it is known: a bar from the lowest credible figure to the highest, fading where nobody gives a ceiling.

What people decided stands in a block of its own, apart from what is only proposed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rasd.export.charts.canvas import INK, LINE, PAPER, SOFT, Canvas, letters, shortened
from rasd.export.charts.chart import EDGE, Chart, Key, foot_of, foot_size, head_of, marked
from rasd.export.charts.scales import steps
from rasd.export.phrases import Phrases

__all__ = ["HarmRange", "HarmRow", "draw_harm"]

_WIDTH = 820.0
_LABEL = 236.0
_ROW = 25.0
_MOST_ROWS = 24
_ROOT_ABOVE = 40
_FADE = 34.0
_DARK, _MIDDLE, _TINT = "#14283c", "#56789a", "#c3d2e0"


@dataclass(frozen=True, slots=True)
class HarmRange:
    """The range of one effect; both bounds None: no figure, or not told."""

    min: int | None
    max: int | None
    is_open: bool = False
    best: int | None = None
    """Set by a person."""


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One line: an incident or a grade, with its ranges by effect."""

    label: str
    basis: Literal["decided", "proposed"]
    ranges: dict[str, HarmRange]
    note: str = ""


def draw_harm(
    rows: Sequence[HarmRow],
    effects: Sequence[str],
    *,
    title: str,
    phrases: Phrases,
    name: str = "harm",
    above: str = "",
    is_synthetic: bool = False,
    notes: Sequence[str] = (),
) -> Chart:
    """Return ranges with one panel an effect beside the other; of many rows those with the most harm are drawn."""
    drawn_rows = _chosen(rows, effects)
    said = [phrases("harm_note"), *notes]
    if len(rows) > len(drawn_rows):
        said.append(phrases.counted("more_rows", len(rows) - len(drawn_rows)))
    panel = (_WIDTH - EDGE * 2 - _LABEL) / len(effects)
    axes = {effect: _Axis(drawn_rows, effect, panel - _FADE - 76) for effect in effects}
    if any(axis.is_root for axis in axes.values()):
        said.append(phrases("root_axis"))
    blocks = [(basis, [row for row in drawn_rows if row.basis == basis]) for basis in ("decided", "proposed")]
    blocks = [(basis, found) for basis, found in blocks if found]
    key = (
        [Key(phrases("best") + " ◇")]
        if any(r.best is not None for row in rows for r in row.ranges.values())
        else []
    )
    measure = Canvas(_WIDTH, 100, language=phrases.language, title=title)
    top = head_of(measure, title, key, above=above) + 26
    bottom = top + sum(30 + _ROW * len(found) for _, found in blocks) + (30 if not blocks else 6)
    canvas = Canvas(_WIDTH, bottom + 26 + foot_size(said, _WIDTH), language=phrases.language, title=title)
    head_of(canvas, title, key, above=above)
    starts = {effect: EDGE + _LABEL + number * panel for number, effect in enumerate(effects)}
    for effect, start in starts.items():
        canvas.text(start, top - 8, phrases.term("effects", effect), size=13)
        _grid(canvas, axes[effect], start, top, bottom)
    y = top
    if not blocks:
        canvas.text(EDGE, top + 20, phrases("nothing_drawn"), size=12, fill=SOFT)
    for basis, found in blocks:
        canvas.text(EDGE, y + 20, phrases(basis), size=12.5, fill=SOFT)
        canvas.line(EDGE, y + 26, _WIDTH - EDGE, y + 26, stroke=LINE)
        y += 30
        for row in found:
            note = f" {row.note}" if row.note else ""
            canvas.text(EDGE, y + 16, shortened(row.label + note, (_LABEL - 12) / 12), size=12)
            for effect, start in starts.items():
                range_ = row.ranges.get(effect)
                if range_ is not None and (range_.min, range_.max) != (None, None):
                    _range(canvas, axes[effect], range_, start, y, phrases, is_decided=basis == "decided")
                else:
                    canvas.text(start, y + 16, "–", size=12, fill=SOFT)
            y += _ROW
    foot_of(canvas, said, bottom + 26)
    marked(canvas, phrases, is_synthetic=is_synthetic)
    return Chart(name, title, canvas)


class _Axis:
    """From counts to the paper; by square root where a few are far above the rest."""

    def __init__(self, rows: Sequence[HarmRow], effect: str, room: float) -> None:
        found = [
            max(one.max or 0, one.min or 0, one.best or 0)
            for row in rows
            if (one := row.ranges.get(effect)) is not None
        ]
        most = max(found, default=0)
        self.is_root = most > _ROOT_ABOVE
        self.ticks = steps(most, 4)
        if self.is_root:
            self.ticks = [0, *(tick for tick in _rounds(most) if tick <= most)]
        self._scale = room / self._measure(max(most, self.ticks[-1], 1))

    def at(self, count: int) -> float:
        return self._measure(count) * self._scale

    def _measure(self, count: float) -> float:
        return math.sqrt(count) if self.is_root else float(count)


def _rounds(most: int) -> list[int]:
    """Return round counts that stand apart on an axis by square root.

    >>> _rounds(300)
    [20, 80, 180, 300]
    """
    step = max(1, round(most / 16 / 5) * 5) if most > 80 else max(1, round(most / 16))
    return [step * number * number for number in (1, 2, 3)] + [most]


def _chosen(rows: Sequence[HarmRow], effects: Sequence[str]) -> list[HarmRow]:
    told = [
        row
        for row in rows
        if any((one := row.ranges.get(effect)) and (one.min, one.max) != (None, None) for effect in effects)
    ]
    if len(told) <= _MOST_ROWS:
        return told

    def most(row: HarmRow) -> tuple[int, ...]:
        found = (row.ranges.get(effect) for effect in effects)
        return tuple(-max(one.max or 0, one.min or 0) if one else 0 for one in found)

    kept = sorted(told, key=most)[:_MOST_ROWS]
    return [row for row in told if row in kept]


def _grid(canvas: Canvas, axis: _Axis, start: float, top: float, bottom: float) -> None:
    before = -99.0
    for tick in axis.ticks:
        x = start + axis.at(tick)
        canvas.line(x, top, x, bottom, stroke="#b9b5ab" if tick == 0 else "#efede8")
        if x - before > 26:
            canvas.text(x, bottom + 15, f"{tick}", size=10.5, fill=SOFT, anchor="middle")
            before = x


def _range(
    canvas: Canvas,
    axis: _Axis,
    given: HarmRange,
    start: float,
    y: float,
    phrases: Phrases,
    *,
    is_decided: bool,
) -> None:
    """Draw one range: from least to most, a short upright bar where both are one, a fading tail where it is open."""
    ink = _DARK if is_decided else _MIDDLE
    words = phrases.range(given.min, given.max, is_open=given.is_open)
    low = given.min if given.min is not None else 0
    high = given.max if given.max is not None else low
    x1, x2 = start + axis.at(low), start + axis.at(high)
    top, height = y + 7.0, 10.0
    if given.min is None:
        canvas.rect(x1, top, x2 - x1, height, fill=PAPER, stroke=ink, dash="3 2", says=words)
    elif x2 - x1 < 1:
        canvas.rect(x1 - 2.5, top - 2, 5, height + 4, fill=ink, says=words)
    else:
        canvas.rect(x1, top, x2 - x1, height, fill=ink if is_decided else _TINT, stroke=ink, says=words)
        canvas.rect(x1 - 1, top - 2, 2, height + 4, fill=ink)
        canvas.rect(x2 - 1, top - 2, 2, height + 4, fill=ink)
    end = max(x2, x1) + 3
    if given.is_open or given.max is None:
        canvas.rect(x2 + 2, top, _FADE, height, fill=canvas.fade(f"fade-{'d' if is_decided else 'p'}", ink))
        tip = x2 + _FADE + 3
        canvas.polygon([(tip, top + 1), (tip + 6, top + 5), (tip, top + 9)], fill=ink)
        end = tip + 8
    if given.best is not None:
        x = start + axis.at(given.best)
        canvas.polygon(
            [(x, top - 3), (x + 6, top + 5), (x, top + 13), (x - 6, top + 5)],
            fill=PAPER,
            stroke=INK,
            line=1.5,
        )
        end = max(end, x + 8)
    room = 10 * letters(words)
    canvas.text(end + 4, y + 16, words if room < 90 else shortened(words, 9), size=10.5, fill=SOFT)
