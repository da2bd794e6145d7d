"""Incidents over time, a lane a kind (or actor, weapon, theatre), filled by grade; what a person decided is framed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rasd.export.charts.chart import Chart, Key
from rasd.export.charts.lanes import Gap, Lane, Marker, Segment, draw_lanes
from rasd.export.charts.scales import Period, Span, period_for
from rasd.export.charts.styles import Style
from rasd.export.phrases import Phrases

__all__ = ["GRADES", "TimelineRow", "draw_timeline"]

GRADES: tuple[Style, ...] = ("confirmed", "fair", "weak", "contested")
_MOST_KINDS = 6
_OTHER = "*"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One incident on its first day, or several that look alike."""

    kind: str
    """The key of its lane."""
    day: date | None
    grade: Style
    is_decided: bool = False
    count: int = 1


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
    title: str = "",
    label: Callable[[str], str] | None = None,
    period: Period | None = None,
) -> Chart:
    """Return incidents by day, week or month; the kinds that are reported most have lanes of their own.

    Lanes of something else have a `title` and a `label` of their own; an incident that is in several says so in the notes.
    """
    given = list(rows)
    sizes: Counter[str] = Counter()
    for one in given:
        sizes[one.kind] += one.count
    kinds = [kind for kind, _ in sorted(sizes.items(), key=lambda one: (-one[1], one[0]))]
    own = kinds if len(kinds) <= _MOST_KINDS + 1 else kinds[:_MOST_KINDS]
    named = label or (lambda kind: phrases.term("kinds", kind))
    lanes = [Lane(kind, named(kind)) for kind in own]
    if len(own) < len(kinds):
        lanes.append(Lane(_OTHER, phrases("other_lanes" if label else "other_kinds")))
    dated = [one for one in given if one.day is not None and first <= one.day <= last]
    undated = sum(one.count for one in given if one.day is None)
    outside = sum(one.count for one in given) - sum(one.count for one in dated) - undated
    said = [phrases("timeline_note"), *notes]
    said += [phrases.counted("without_day", undated)] if undated else []
    said += [phrases.counted("outside_days", outside)] if outside else []
    present = {one.grade for one in given}
    key = [Key(phrases.term("grades", grade), grade) for grade in GRADES if grade in present]
    if any(one.is_decided for one in given):
        key.append(Key(phrases("decided"), is_framed=True))
    return draw_lanes(
        name,
        title or phrases("timeline"),
        lanes,
        [
            Segment(one.kind if one.kind in own else _OTHER, one.day, one.grade, one.is_decided, one.count)
            for one in dated
            if one.day
        ],
        Span(first, last, period or period_for(first, last)),
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
