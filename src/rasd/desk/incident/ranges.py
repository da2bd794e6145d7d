"""A range drawn as a range: a bar from the lowest to the highest credible figure, beneath it each figure with its reports.

Colours come from the sheet of the page, so dark and print need no second drawing; right-to-left pages get it mirrored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from rasd.export.page.labels import attribute
from rasd.model import IncidentHarm, ReportedFigure

__all__ = ["drawn_range"]

_WIDTH, _EDGE, _SIGN = 420.0, 14.0, 92.0
_TOP, _BAR, _ROW = 8.0, 14.0, 20.0
_MOST_ROWS = 8
_TICKS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class _Line:
    """Figures that are the same, and whether they count."""

    low: int | None
    high: int | None
    is_counted: bool
    numbers: tuple[int, ...]


def drawn_range(
    harm: IncidentHarm,
    number: Callable[[str], int | None],
    *,
    says: str,
    is_mirrored: bool,
    digits: Callable[[str], str],
) -> SafeString:
    """Return the drawing of one harm; `number` gives a report's number on the page, `says` is read out in its place."""
    lines = _lines(harm.figures, number)
    most = max(
        [0, *(bound for bound in (harm.min, harm.max, harm.best) if bound is not None)]
        + [bound for line in lines for bound in (line.low, line.high) if bound is not None]
    )
    paper = _Paper(max(most, 1), is_mirrored=is_mirrored, digits=digits)
    left_out = len(lines) - _MOST_ROWS
    bottom = _TOP + _BAR + 8 + _ROW * min(len(lines), _MOST_ROWS)
    parts = [*paper.axis(bottom)]
    if (harm.min, harm.max) != (None, None):
        parts += paper.bar(harm)
    for row, line in enumerate(lines[:_MOST_ROWS]):
        parts += paper.line(line, _TOP + _BAR + 8 + _ROW * row + _ROW / 2)
    more = f" +{left_out}" if left_out > 0 else ""
    if more:
        parts.append(paper.text(_WIDTH - _EDGE, bottom + 16, more, "end"))
    return mark_safe(  # nosec B308 B703: numbers, and words through `attribute`
        f'<svg class="ranges" viewBox="0 0 {_WIDTH:.0f} {bottom + 22:.0f}" role="img" direction="ltr"'
        f' aria-label="{attribute(says)}">{"".join(parts)}</svg>'
    )


def _lines(figures: Iterable[ReportedFigure], number: Callable[[str], int | None]) -> list[_Line]:
    """Return the figures, those that count first, lowest first; the same ones once."""
    found: dict[tuple[int | None, int | None, bool], set[int]] = {}
    for figure in figures:
        key = (figure.min, figure.max, figure.counted == "counted")
        if (figure.min, figure.max) == (None, None):
            continue
        numbers = found.setdefault(key, set())
        told = number(figure.report_id)
        if told is not None:
            numbers.add(told)
    lines = [
        _Line(low, high, counts, tuple(sorted(numbers))) for (low, high, counts), numbers in found.items()
    ]
    return sorted(
        lines, key=lambda one: (not one.is_counted, one.low if one.low is not None else -1, one.high or 10**9)
    )


class _Paper:
    """From counts to the paper; the side where reading begins is for the numbers of the reports."""

    def __init__(self, most: int, *, is_mirrored: bool, digits: Callable[[str], str]) -> None:
        self._mirrored = is_mirrored
        self._digits = digits
        self._scale = (_WIDTH - 2 * _EDGE - _SIGN - 30) / most
        self._most = most

    def _x(self, count: float) -> float:
        return self._turned(_EDGE + _SIGN + count * self._scale)

    def _turned(self, x: float) -> float:
        return _WIDTH - x if self._mirrored else x

    def text(self, x: float, y: float, words: str, anchor: str, sort: str = "") -> str:
        if self._mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        name = f' class="{sort}"' if sort else ""
        return f'<text x="{self._turned(x):.1f}" y="{y:.1f}" text-anchor="{anchor}"{name}>{self._digits(words)}</text>'

    def axis(self, bottom: float) -> list[str]:
        step = next(
            size * 10**power for power in range(9) for size in _TICKS if self._most / (size * 10**power) <= 5
        )
        parts = []
        for tick in range(0, self._most + 1, step):
            x = self._x(tick)
            parts.append(f'<path class="grid" d="M{x:.1f} {_TOP - 4:.1f}V{bottom:.1f}"/>')
            parts.append(
                f'<text x="{x:.1f}" y="{bottom + 15:.1f}" text-anchor="middle">{self._digits(str(tick))}</text>'
            )
        return parts

    def bar(self, harm: IncidentHarm) -> list[str]:
        low, high = harm.min, harm.max if harm.max is not None else harm.min
        first, last = self._x(low or 0), self._x(high or 0)
        start, width = min(first, last), max(abs(last - first), 4.0)
        floor = "" if low is not None else " floorless"
        parts = [
            f'<rect class="bar{floor}" x="{start:.1f}" y="{_TOP:.1f}" width="{width:.1f}" height="{_BAR:.1f}"/>'
        ]
        if harm.open or harm.max is None:
            tip, way = (last - 24, -6) if self._mirrored else (last + 24, 6)
            middle = _TOP + _BAR / 2
            parts.append(f'<path class="open" d="M{last:.1f} {middle:.1f}H{tip:.1f}"/>')
            parts.append(
                f'<path class="tip" d="M{tip:.1f} {middle - 5:.1f}L{tip + way:.1f} {middle:.1f}L{tip:.1f} {middle + 5:.1f}Z"/>'
            )
        if harm.best is not None:
            x, y = self._x(harm.best), _TOP + _BAR / 2
            parts.append(
                f'<path class="best" d="M{x:.1f} {y - 9:.1f}L{x + 6:.1f} {y:.1f}L{x:.1f} {y + 9:.1f}L{x - 6:.1f} {y:.1f}Z"/>'
            )
        return parts

    def line(self, line: _Line, y: float) -> list[str]:
        low = line.low if line.low is not None else 0
        high = line.high if line.high is not None else low
        first, last = self._x(low), self._x(high)
        sort = "figure" if line.is_counted else "figure out"
        parts = []
        if first != last:
            parts.append(f'<path class="{sort} span" d="M{first:.1f} {y:.1f}H{last:.1f}"/>')
        parts += [
            f'<circle class="{sort}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
            for x in dict.fromkeys((first, last))
        ]
        if line.high is None:
            tip = last + (-18 if self._mirrored else 18)
            parts.append(f'<path class="{sort} span open" d="M{last:.1f} {y:.1f}H{tip:.1f}"/>')
        told = "".join(f"[{number}]" for number in line.numbers[:4]) + ("…" if len(line.numbers) > 4 else "")
        parts.append(self.text(_EDGE, y + 4, told, "start", "" if line.is_counted else "soft"))
        return parts
