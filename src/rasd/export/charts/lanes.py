"""Lanes: one row for each party or kind over the same days and to the same height, so that none looks larger than it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rasd.export.charts.canvas import INK, LINE, SOFT, Canvas, wrapped
from rasd.export.charts.chart import EDGE, Chart, Key, foot_of, foot_size, head_of, marked
from rasd.export.charts.scales import Span, first_of, steps
from rasd.export.charts.styles import Style, drawn
from rasd.export.phrases import Phrases

__all__ = ["Gap", "Lane", "Marker", "Segment", "draw_lanes"]

_WIDTH = 820.0
_GUTTER = 168.0
_FEW = 4
_BLOCKS = 14
"""Up to so many, each incident is a block that can be counted."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: a party, a kind."""

    key: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Incidents of one lane and day that look alike."""

    lane: str
    day: date
    style: Style
    is_decided: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Days for which a feed shows nothing."""

    first: date
    last: date
    label: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A day that matters to all lanes: an agreement's start or end."""

    day: date
    label: str


def draw_lanes(
    name: str,
    title: str,
    lanes: Sequence[Lane],
    segments: Iterable[Segment],
    span: Span,
    *,
    phrases: Phrases,
    styles: Sequence[Style],
    key: Sequence[Key],
    notes: Sequence[str] = (),
    gaps: Sequence[Gap] = (),
    markers: Sequence[Marker] = (),
    framed: bool = False,
    above: str = "",
    is_synthetic: bool = False,
) -> Chart:
    """Return the chart; `styles` is the order from the bottom of a bar, `framed` puts a dark frame on what people decided."""
    counts: dict[tuple[str, date], Counter[tuple[Style, bool]]] = {}
    for one in segments:
        slot = first_of(one.day, span.period)
        counts.setdefault((one.lane, slot), Counter())[one.style, one.is_decided] += one.count
    most = max((sum(found.values()) for found in counts.values()), default=0)
    ticks = steps(most, 3)
    high = max(34.0, min(96.0 if len(lanes) <= _FEW else 58.0, 13.0 * ticks[-1]))
    shown_gaps = [gap for gap in gaps if gap.last >= span.slots()[0] and gap.first <= span.last]
    key = [*key, *([Key(phrases("gap"), "gap")] if shown_gaps else [])]
    measure = Canvas(_WIDTH, 100, language=phrases.language, title=title)
    top = head_of(measure, title, key, above=above) + (22 if markers else 8)
    bottom = top + len(lanes) * (high + 26)
    canvas = Canvas(_WIDTH, bottom + 34 + foot_size(notes, _WIDTH), language=phrases.language, title=title)
    head_of(canvas, title, key, above=above)
    plot = _Plot(canvas, span, EDGE + _GUTTER, _WIDTH - EDGE, high, ticks, framed, tuple(styles))
    for gap in shown_gaps:
        plot.gap(gap, top, bottom)
    for number, lane in enumerate(lanes):
        base = top + (number + 1) * (high + 26) - 14
        plot.lane(
            lane, base, {slot: found for (key_, slot), found in counts.items() if key_ == lane.key}, phrases
        )
    plot.axis(bottom - 6, top)
    for marker in markers:
        plot.marker(marker, top, bottom - 6)
    foot_of(canvas, notes, bottom + 34)
    marked(canvas, phrases, is_synthetic=is_synthetic)
    return Chart(name, title, canvas)


class _Plot:
    """Where days and counts stand on the canvas."""

    def __init__(
        self,
        canvas: Canvas,
        span: Span,
        left: float,
        right: float,
        high: float,
        ticks: Sequence[int],
        framed: bool,
        styles: tuple[Style, ...],
    ) -> None:
        self._canvas = canvas
        self._span = span
        self._left, self._right = left, right
        self._slots = span.slots()
        self._slot = (right - left) / len(self._slots)
        self._unit = high / ticks[-1]
        self._ticks = ticks
        self._framed = framed
        self._styles = styles

    def lane(
        self,
        lane: Lane,
        base: float,
        counts: Mapping[date, Counter[tuple[Style, bool]]],
        phrases: Phrases,
    ) -> None:
        canvas = self._canvas
        for tick in self._ticks:
            y = base - tick * self._unit
            canvas.line(self._left, y, self._right, y, stroke="#b9b5ab" if tick == 0 else "#efede8")
            canvas.text(self._left - 6, y + 4, f"{tick}", size=10.5, fill=SOFT, anchor="end")
        total = sum(sum(found.values()) for found in counts.values())
        lines = wrapped(lane.label, (_GUTTER - 34) / 13, 3)
        middle = base - self._ticks[-1] * self._unit / 2 - 8 * (len(lines) - 1)
        for number, line in enumerate(lines):
            canvas.text(EDGE, middle + 17 * number, line, size=13)
        canvas.text(
            EDGE,
            middle + 17 * len(lines),
            lane.note or phrases.counted("incidents", total),
            size=11,
            fill=SOFT,
        )
        for slot, found in counts.items():
            if slot in self._slots:
                self._bar(self._slots.index(slot), base, found, f"{lane.label}, {slot.isoformat()}", phrases)

    def _bar(
        self, number: int, base: float, found: Counter[tuple[Style, bool]], says: str, phrases: Phrases
    ) -> None:
        width = min(26.0, self._slot * 0.78)
        x = self._left + (number + 0.5) * self._slot - width / 2
        top = base
        as_blocks = self._ticks[-1] <= _BLOCKS
        says = f"{says}: {phrases.counted('incidents', sum(found.values()))}"
        order = [(style, is_decided) for style in self._styles for is_decided in (True, False)]
        for style, is_decided in sorted(found, key=order.index):
            look = drawn(self._canvas, style, is_decided=is_decided)
            count = found[style, is_decided]
            stroke, line = (INK, 1.8) if self._framed and is_decided else (look.stroke, 0.8)
            pieces, each = (count, 1) if as_blocks else (1, count)
            for _ in range(pieces):
                height = each * self._unit
                gap = 1.5 if as_blocks else 0.0
                self._canvas.rect(
                    x, top - height + gap / 2, width, height - gap, fill=look.fill, stroke=stroke, line=line,
                    dash="" if self._framed and is_decided else look.dash, says=says,
                )  # fmt: skip
                top -= height

    def gap(self, gap: Gap, top: float, bottom: float) -> None:
        x1 = self._x(gap.first)
        x2 = max(x1 + 3, self._x(gap.last + timedelta(days=1)))
        self._canvas.rect(
            x1, top, x2 - x1, bottom - top - 6, fill=drawn(self._canvas, "gap").fill, says=gap.label
        )

    def marker(self, marker: Marker, top: float, bottom: float) -> None:
        if not self._slots[0] <= marker.day <= self._span.last:
            return
        x = self._x(marker.day)
        self._canvas.line(x, top - 6, x, bottom, stroke=INK, width=1.2, dash="5 3")
        near_end = x > (self._left + self._right) / 2
        self._canvas.text(
            x + (-4 if near_end else 4), top - 8, marker.label, size=11, anchor="end" if near_end else "start"
        )

    def axis(self, y: float, top: float) -> None:
        every = max(1, -(-len(self._slots) * 84 // int(self._right - self._left)))
        for number, slot in enumerate(self._slots):
            if number % every == 0:
                x = self._left + number * self._slot
                self._canvas.line(x, y, x, y + 5, stroke=LINE)
                words = f"{slot:%Y-%m}" if self._span.period == "month" else slot.isoformat()
                self._canvas.text(x, y + 18, words, size=10.5, fill=SOFT)

    def _x(self, day: date) -> float:
        return self._left + self._span.share(day) * (self._right - self._left)
