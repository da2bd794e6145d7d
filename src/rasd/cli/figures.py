"""Figures of an evaluation as tables for a terminal: per slot, per theatre, slots by theatres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasd.evaluation import GROUPS, SLOTS, Interval, Score, Tally, wilson

__all__ = ["Figures", "as_object", "tables"]

_ROWS = ("report", *SLOTS, "all")
_NOTE = "incidents, political: F1 of all slots; reports: recall of incident reports; points: within 10 km of those found"


@dataclass(frozen=True, slots=True)
class Figures:
    """A run, and what it is held against where that is known."""

    score: Score
    by_theatre: Mapping[str, Score] = field(default_factory=dict)
    intervals: Mapping[tuple[str, str], Interval] = field(default_factory=dict)
    theatre_intervals: Mapping[str, Mapping[tuple[str, str], Interval]] = field(default_factory=dict)
    frozen: Score | None = None
    frozen_by_theatre: Mapping[str, Score] = field(default_factory=dict)


def tables(figures: Figures) -> Iterator[str]:
    """Yield the lines of every table that the figures fill."""
    for group in GROUPS:
        yield from _slots(figures, group)
    yield from _summary(figures)
    if figures.by_theatre:
        yield ""
        yield from _theatres(figures)
        for group in GROUPS:
            yield ""
            yield from _slots_by_theatre(figures, group)


def as_object(figures: Figures) -> dict[str, Any]:
    """Return the figures in the shape of the shared scorer's --json, with points, theatres and intervals added."""
    found = _object(figures.score, figures.intervals)
    if figures.by_theatre:
        found["by_theatre"] = {
            name: _object(score, figures.theatre_intervals.get(name, {}))
            for name, score in figures.by_theatre.items()
        }
    return found


def _object(score: Score, intervals: Mapping[tuple[str, str], Interval]) -> dict[str, Any]:
    found = {**score.as_json(), "points": score.points_as_json()}
    for (group, row), reach in intervals.items():
        found[group][row]["f1_interval"] = [round(bound, 4) for bound in reach]
    return found


def _slots(figures: Figures, group: str) -> Iterator[str]:
    frozen = figures.frozen.rows(group) if figures.frozen is not None else {}
    title = f"{group:13} {'P':>7} {'R':>7} {'F1':>7} {'gold':>6} {'pred':>6}"
    title += f" {'95 %':>13}" if figures.intervals else ""
    yield title + (f" {'frozen':>8} {'change':>7}" if frozen else "")
    for row, tally in figures.score.rows(group).items():
        line = f"  {row:11} {tally.precision:7.3f} {tally.recall:7.3f} {tally.f1:7.3f}"
        line += f" {tally.hits + tally.missed:6} {tally.hits + tally.false:6}"
        if figures.intervals:
            line += f" {_range(figures.intervals.get((group, row))):>13}"
        if frozen:
            line += f" {frozen[row].f1:8.3f} {_change(tally, frozen[row]):>7}"
        yield line.rstrip()


def _range(interval: Interval | None) -> str:
    return f"{interval[0]:.3f}–{interval[1]:.3f}" if interval is not None else ""


def _change(now: Tally, before: Tally) -> str:
    difference = round(now.f1 - before.f1, 3)
    return f"{difference:+.3f}" if difference else ""


def _share(hits: int, of: int, *, interval: bool) -> str:
    reach = f"; 95 % {_range(wilson(hits, of))}" if interval and of else ""
    return f"{hits / of:.3f} ({hits}/{of}{reach})" if of else f"{hits}/{of}"


def _summary(figures: Figures) -> Iterator[str]:
    score, wide = figures.score, bool(figures.intervals)
    reach = f" (95 % {_range(wilson(score.alarmed, score.quiet))})" if wide and score.quiet else ""
    yield (
        f"documents {score.documents}   exact harm {_share(score.harm_exact, score.harm_of, interval=wide)}"
        f"   false alarms {score.alarmed}/{score.quiet} documents{reach}"
        f"   evidence {score.evidence_good}/{score.evidence_of}"
    )
    yield _points(score, interval=wide)
    if (frozen := figures.frozen) is not None:
        yield (
            f"frozen run: exact harm {frozen.harm_exact}/{frozen.harm_of}"
            f"   false alarms {frozen.alarmed}/{frozen.quiet} documents"
            f"   points within 10 km {frozen.points_near}/{frozen.points_found}"
        )


def _points(score: Score, *, interval: bool = False) -> str:
    """Return one line on the points of places."""
    if not score.points_of:
        return "points: no place of the gold carries a point"
    return (
        f"points: of {score.points_of} places of the gold with a point {score.points_found} were found;"
        f" within 10 km {_share(score.points_near, score.points_found, interval=interval)},"
        f" within 25 km {_share(score.points_about, score.points_found, interval=interval)}"
    )


def _theatres(figures: Figures) -> Iterator[str]:
    titles = ("docs", "incidents", "reports", "political", "exact harm", "alarms", "points", "evidence")
    yield f"{'theatre':12}" + "".join(f" {title:>12}" for title in titles)
    for name, score in figures.by_theatre.items():
        incidents, political = score.rows("incidents"), score.rows("political")
        before = figures.frozen_by_theatre.get(name)
        were = {group: before.rows(group) for group in GROUPS} if before is not None else {}
        cells = (
            str(score.documents),
            _against(incidents["all"], were.get("incidents", {}).get("all")),
            f"{incidents['report'].recall:.3f}",
            _against(political["all"], were.get("political", {}).get("all")),
            f"{score.harm_exact}/{score.harm_of}",
            f"{score.alarmed}/{score.quiet}",
            f"{score.points_near}/{score.points_found}",
            f"{score.evidence_good}/{score.evidence_of}",
        )
        yield f"{name:12}" + "".join(f" {cell:>12}" for cell in cells)
        if reach := figures.theatre_intervals.get(name):
            incident, other = (_range(reach.get((group, "all"))) for group in GROUPS)
            yield f"{'  95 %':12} {'':>12} {incident:>12} {'':>12} {other:>12}".rstrip()
    yield _NOTE


def _against(now: Tally, before: Tally | None) -> str:
    change = _change(now, before) if before is not None else ""
    return f"{now.f1:.3f}{change}"


def _slots_by_theatre(figures: Figures, group: str) -> Iterator[str]:
    rows = {name: score.rows(group) for name, score in figures.by_theatre.items()}
    rows = {
        name: row for name, row in rows.items() if any(t.hits or t.false or t.missed for t in row.values())
    }
    were = {name: score.rows(group) for name, score in figures.frozen_by_theatre.items()}
    yield f"{group + ', F1':14}" + "".join(f" {name:>11}" for name in rows)
    for slot in _ROWS:
        cells = []
        for name, row in rows.items():
            tally = row[slot]
            is_empty = not (tally.hits or tally.false or tally.missed)
            cells.append("-" if is_empty else _against(tally, were.get(name, {}).get(slot)))
        yield f"  {slot:12}" + "".join(f" {cell:>11}" for cell in cells)
