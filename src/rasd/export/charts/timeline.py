"""Incidents over time, a lane a kind, filled by grade; what a person decided is framed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rasd.export.charts.chart import Chart, Key
from rasd.export.charts.lanes import Gap, Lane, Marker, Segment, draw_lanes
from rasd.export.charts.scales import Span, period_for
from rasd.export.charts.styles import Style
from rasd.export.phrases import Phrases

__all__ = ["GRADES", "TimelineRow", "draw_timeline"]

GRADES: tuple[Style, ...] = ("confirmed", "fair", "weak", "contested")
_MOST_KINDS = 6
_OTHER = "*"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One incident on its first day."""

    kind: str
    day: date | None
    grade: Style
    is_decided: bool = False


def draw_timeline(
    rows: Iterable[TimelineRow],
    *,
    first: date,
    last: date,
    phrases: Phrases,
    name: str = "timeline",
    above: str = "",
    gaps: Sequence[Gap] = (),
    markers: Sequence[Marker] = (),
    is_synthetic: bool = False,
    notes: Sequence[str] = (),
) -> Chart:
    """Return incidents by day, week or month; the kinds that are reported most have lanes of their own."""
    given = list(rows)
    kinds = [
        kind
        for kind, _ in sorted(Counter(one.kind for one in given).items(), key=lambda one: (-one[1], one[0]))
    ]
    own = kinds if len(kinds) <= _MOST_KINDS + 1 else kinds[:_MOST_KINDS]
    lanes = [Lane(kind, phrases.term("kinds", kind)) for kind in own]
    if len(own) < len(kinds):
        lanes.append(Lane(_OTHER, phrases("other_kinds")))
    dated = [one for one in given if one.day is not None and first <= one.day <= last]
    undated = len([one for one in given if one.day is None])
    outside = len(given) - len(dated) - undated
    said = [phrases("timeline_note"), *notes]
    said += [phrases.counted("without_day", undated)] if undated else []
    said += [phrases.counted("outside_days", outside)] if outside else []
    present = {one.grade for one in given}
    key = [Key(phrases.term("grades", grade), grade) for grade in GRADES if grade in present]
    if any(one.is_decided for one in given):
        key.append(Key(phrases("decided"), is_framed=True))
    return draw_lanes(
        name,
        phrases("timeline"),
        lanes,
        [
            Segment(one.kind if one.kind in own else _OTHER, one.day, one.grade, one.is_decided)
            for one in dated
            if one.day
        ],
        Span(first, last, period_for(first, last)),
        phrases=phrases,
        styles=GRADES,
        key=key,
        notes=said,
        gaps=gaps,
        markers=markers,
        framed=True,
        above=above,
        is_synthetic=is_synthetic,
    )
