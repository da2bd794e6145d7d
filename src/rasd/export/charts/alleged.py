"""Charts of a ledger: what is alleged against whom, by time and by term, both sides beside each other.

Solid is within the terms, hatched possibly so, dashed on the boundary; dark only what a person called corroborated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rasd.export.charts.canvas import INK, LINE, SOFT, Canvas, shortened, wrapped
from rasd.export.charts.chart import EDGE, Chart, Key, foot_of, foot_size, head_of, marked
from rasd.export.charts.lanes import Gap, Lane, Marker, Segment, draw_lanes
from rasd.export.charts.scales import Span, period_for, steps
from rasd.export.charts.styles import Style, drawn
from rasd.export.phrases import Phrases

__all__ = ["STANDING", "AllegedRow", "Heading", "draw_alleged", "draw_groups", "short_name"]

STANDING: tuple[Style, ...] = ("in_scope", "possibly", "boundary")
_WIDTH = 820.0
_GUTTER = 190.0
_BAR = 17.0


@dataclass(frozen=True, slots=True)
class AllegedRow:
    """One entry of a ledger, as alleged against one party or against nobody named."""

    party: str
    """Id of the actor; empty: nobody is named."""
    day: date | None
    style: Style
    """in_scope, possibly or boundary."""
    is_corroborated: bool = False
    groups: tuple[str, ...] = ()
    """Terms or areas in which the entry stands."""
    incident: str = ""
    """Whose it is, so that one alleged against two is counted once in notes; without it, each row is one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A term or an area with what is said of it."""

    key: str
    label: str
    note: str = ""


def draw_alleged(
    rows: Iterable[AllegedRow],
    parties: Sequence[str],
    *,
    first: date,
    last: date,
    phrases: Phrases,
    name: str = "alleged",
    above: str = "",
    period: str | None = None,
    gaps: Sequence[Gap] = (),
    markers: Sequence[Marker] = (),
    is_synthetic: bool = False,
    notes: Sequence[str] = (),
) -> Chart:
    """Return entries by day, week or month, one lane a party; all lanes have one scale."""
    chosen = next((one for one in ("day", "week", "month") if one == period), None) or period_for(first, last)
    span = Span(first, last, chosen)
    given = list(rows)
    dated = [one for one in given if one.day is not None and first <= one.day <= last]
    undated = _incidents(one for one in given if one.day is None)
    outside = _incidents(one for one in given if one.day is not None and not first <= one.day <= last)
    said = [phrases("alleged_note"), *notes]
    said += [phrases.counted("without_day", undated)] if undated else []
    said += [phrases.counted("outside_days", outside)] if outside else []
    return draw_lanes(
        name,
        phrases(f"alleged_by_{chosen}"),
        [Lane(one, short_name(phrases.actor(one))) for one in parties],
        [Segment(one.party, one.day, one.style, one.is_corroborated) for one in dated if one.day],
        span,
        phrases=phrases,
        styles=STANDING,
        key=_key(phrases),
        notes=said,
        gaps=gaps,
        markers=markers,
        above=above,
        is_synthetic=is_synthetic,
    )


def _incidents(rows: Iterable[AllegedRow]) -> int:
    """Return how many incidents rows are of."""
    return len({one.incident or number for number, one in enumerate(rows)})


def short_name(name: str) -> str:
    """Return a name without the brackets that stand after it.

    >>> short_name("Syrian government forces (until 8 December 2024)")
    'Syrian government forces'
    """
    return name.partition(" (")[0]


def _key(phrases: Phrases) -> list[Key]:
    return [
        *(Key(phrases(style), style) for style in STANDING),
        Key(phrases("corroborated"), "in_scope", is_decided=True),
    ]


def draw_groups(
    rows: Iterable[AllegedRow],
    headings: Sequence[Heading],
    parties: Sequence[str],
    *,
    title: str,
    phrases: Phrases,
    name: str = "terms",
    above: str = "",
    is_synthetic: bool = False,
    notes: Sequence[str] = (),
) -> Chart:
    """Return entries by term or area; every party has its bar, those with none too; a heading with none at all says so."""
    counts: Counter[tuple[str, str, Style, bool]] = Counter()
    for row in rows:
        for group in row.groups:
            counts[group, row.party, row.style, row.is_corroborated] += 1
    said = [phrases("alleged_note"), *notes]
    key = _key(phrases)
    blocks = [(one, wrapped(one.label, (_WIDTH - 2 * EDGE) / 13.5, 2)) for one in headings]
    measure = Canvas(_WIDTH, 100, language=phrases.language, title=title)
    top = head_of(measure, title, key, above=above) + 10
    filled = {one.key for one in headings} & {group for group, *_ in counts}
    heights = [
        18.0 * len(lines) + (15 if one.note else 0) + (_BAR * len(parties) if one.key in filled else 12) + 22
        for one, lines in blocks
    ]
    bottom = top + sum(heights) + 20
    canvas = Canvas(_WIDTH, bottom + foot_size(said, _WIDTH), language=phrases.language, title=title)
    head_of(canvas, title, key, above=above)
    sums = Counter[tuple[str, str]]()
    for (group, party, _, _), count in counts.items():
        sums[group, party] += count
    ticks = steps(max(sums.values(), default=0), 5)
    unit = (_WIDTH - 2 * EDGE - _GUTTER - 44) / ticks[-1]
    y = top
    for (heading, lines), height in zip(blocks, heights, strict=True):
        for line in lines:
            canvas.text(EDGE, y + 14, line, size=13.5)
            y += 18
        if heading.note:
            canvas.text(EDGE, y + 10, heading.note, size=11, fill=SOFT)
            y += 15
        if heading.key in filled:
            _bars(canvas, heading, parties, counts, unit, y + 4, ticks, phrases)
        else:
            canvas.text(EDGE, y + 14, phrases("nothing_alleged"), size=12, fill=SOFT)
        y += height - 18 * len(lines) - (15 if heading.note else 0)
    for tick in ticks if filled else ():
        canvas.text(
            EDGE + _GUTTER + tick * unit, bottom - 12, f"{tick}", size=10.5, fill=SOFT, anchor="middle"
        )
    foot_of(canvas, said, bottom)
    marked(canvas, phrases, is_synthetic=is_synthetic)
    return Chart(name, title, canvas)


def _bars(
    canvas: Canvas,
    heading: Heading,
    parties: Sequence[str],
    counts: Counter[tuple[str, str, Style, bool]],
    unit: float,
    top: float,
    ticks: Sequence[int],
    phrases: Phrases,
) -> None:
    left = EDGE + _GUTTER
    for tick in ticks:
        x = left + tick * unit
        canvas.line(x, top - 2, x, top + _BAR * len(parties), stroke=INK if tick == 0 else LINE, width=0.8)
    for number, party in enumerate(parties):
        y = top + number * _BAR
        label = shortened(short_name(phrases.actor(party)), (_GUTTER - 12) / 12)
        canvas.text(left - 7, y + 12, label, size=12, anchor="end")
        x, total = left, 0
        for style in STANDING:
            for is_decided in (True, False):
                count = counts[heading.key, party, style, is_decided]
                if count:
                    look = drawn(canvas, style, is_decided=is_decided)
                    says = f"{phrases.actor(party)}, {phrases(style)}: {phrases.counted('incidents', count)}"
                    canvas.rect(
                        x, y + 2, count * unit, _BAR - 5, fill=look.fill, stroke=look.stroke, dash=look.dash, line=0.8, says=says
                    )  # fmt: skip
                    x, total = x + count * unit, total + count
        canvas.text(x + 6, y + 12.5, f"{total}", size=11.5, fill=INK if total else SOFT)
