"""Ranges of harm: from the lowest minimum to the highest maximum over independent sources; each bound names its reports.

Nothing is added up across reports. "At least ten" sets a minimum, lifts a lower maximum to ten and leaves the range open.
Parties' figures, denied ones and those that an update replaced stay visible and outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from rasd.linking.incident.figures import Told
from rasd.linking.incident.independence import Sources
from rasd.model import IncidentHarm, ReportedFigure, StatusHarm, ids
from rasd.text import fold

__all__ = ["Bounds", "bounds_of", "conceded", "harm_of"]

Bounds = tuple[int | None, int | None, bool, list[str], list[str]]
_STATUSES: tuple[Literal["civilian", "combatant", "unknown"], ...] = ("civilian", "combatant", "unknown")


def bounds_of(given: Sequence[tuple[str, int | None, int | None]]) -> Bounds:
    """Return lowest minimum, highest maximum, whether it is open, and the reports of both, of (report, min, max).

    >>> bounds_of([("a", 4, 4), ("b", 3, 5), ("c", 6, None)])
    (3, 6, True, ['b'], ['c'])
    """
    lows = [(low, report) for report, low, _ in given if low is not None]
    highs = [(high, report) for report, _, high in given if high is not None]
    floors = [(low, report) for report, low, high in given if low is not None and high is None]
    low = min((bound for bound, _ in lows), default=None)
    high = max((bound for bound, _ in highs), default=None)
    if high is not None:
        high = max([high, *(bound for bound, _ in floors)])
        highs += floors
    return (
        low,
        high,
        bool(floors),
        list(dict.fromkeys(report for bound, report in lows if bound == low)),
        list(dict.fromkeys(report for bound, report in highs if bound == high)),
    )


def _mark_copies(figures: Sequence[Told], copies: Mapping[str, str]) -> None:
    """Fold a figure under the one that its document repeats, where both give the same."""
    given = {(one.member.document_id, one.effect, one.unit, one.bounds) for one in figures}
    for one in figures:
        original = copies.get(one.member.document_id)
        if original and one.counted == "counted" and (original, one.effect, one.unit, one.bounds) in given:
            one.counted = "copy"


def harm_of(
    figures: Sequence[Told], sources: Sources, copies: Mapping[str, str], best: Mapping[str, int]
) -> list[IncidentHarm]:
    """Return one row for each effect and unit; `figures` in order of publication, already marked by updates."""
    _mark_copies(figures, copies)
    by_effect: dict[tuple[str, str], list[Told]] = {}
    for one in figures:
        by_effect.setdefault((one.effect, one.unit), []).append(one)
    return [
        _row(effect, unit, by_effect[effect, unit], sources, best.get(effect) if unit == "people" else None)
        for effect, unit in sorted(by_effect, key=lambda key: (ids("effects").index(key[0]), key[1]))
    ]


def _counted(figures: Iterable[Told]) -> list[Told]:
    counted = [one for one in figures if one.counted == "counted"]
    exact = [one for one in counted if not one.is_vague]
    return exact or counted


def _row(effect: str, unit: str, figures: Sequence[Told], sources: Sources, best: int | None) -> IncidentHarm:
    counted = _counted(figures)
    low, high, is_open, low_from, high_from = bounds_of([(one.member.id, *one.bounds) for one in counted])
    names, named_in = _victims(counted)
    if effect == "killed" and names and low is not None and len(names) > low:
        low, low_from = len(names), named_in
        if high is not None and high < low:
            high, high_from = low, named_in
    statuses = {row.victim_status for one in counted for row in one.rows}
    return IncidentHarm(
        effect=effect,
        min=low,
        max=high,
        open=is_open,
        unit="families" if unit == "families" else "people",
        victim_status=statuses.pop() if len(statuses) == 1 else "unknown",
        children=_most(counted, "children", high),
        women=_most(counted, "women", high),
        min_from=low_from,
        max_from=high_from,
        by_status=_parts(counted, high),
        figures=[_shown(one, sources) for one in figures],
        best=best,
    )


def _most(figures: Sequence[Told], part: str, ceiling: int | None) -> int | None:
    """Return the highest count of a part of the people that a report gives, never above the total's maximum."""
    given: list[int] = []
    for one in figures:
        counts = [count for row in one.rows if (count := getattr(row, part)) is not None]
        if counts:
            given.append(sum(counts))
    if not given:
        return None
    return max(given) if ceiling is None else min(max(given), ceiling)


def _parts(figures: Sequence[Told], ceiling: int | None) -> list[StatusHarm]:
    """Return the people of each status that reports tell apart; no part exceeds the total's maximum."""
    parts = []
    for status in _STATUSES:
        given = [(one.member.id, *bounds) for one in figures if (bounds := one.status(status)) is not None]
        if not given:
            continue
        low, high, _, low_from, high_from = bounds_of(given)
        if ceiling is not None:
            high = min(high, ceiling) if high is not None else None
            low = min(low, ceiling) if low is not None else None
        parts.append(
            StatusHarm(victim_status=status, min=low, max=high, min_from=low_from, max_from=high_from)
        )
    return parts


def _victims(figures: Sequence[Told]) -> tuple[list[frozenset[str]], list[str]]:
    """Return the distinct victims by the folded words of their names, and the reports that name them.

    A shorter name that a longer one holds is the same person.
    """
    names: list[frozenset[str]] = []
    reports: list[str] = []
    given = [
        (frozenset(fold(name).text.split()), one.member.id)
        for one in figures
        for row in one.rows
        for name in row.victims
    ]
    for name, report in sorted(given, key=lambda item: (-len(item[0]), sorted(item[0]), item[1])):
        if name and not any(name <= other for other in names):
            names.append(name)
            reports.append(report)
    return names, list(dict.fromkeys(reports))


def _shown(one: Told, sources: Sources) -> ReportedFigure:
    statuses = {row.victim_status for row in one.rows}
    voice = sources.voices[one.member.id]
    return ReportedFigure(
        report_id=one.member.id,
        document_id=one.member.document_id,
        source=one.source,
        source_type=voice.type,
        published=one.member.record.published,
        min=one.low,
        max=one.high,
        victim_status=statuses.pop() if len(statuses) == 1 else "unknown",
        phrase=one.phrase,
        evidence=one.spans,
        counted=one.counted,  # type: ignore[arg-type]
        replaced_by=one.replaced_by,
        group=sources.number[one.member.id],
    )


def conceded(figures: Sequence[Told], admitting: frozenset[str], sources: Sources) -> list[IncidentHarm]:
    """Return what parties admit of their own doing; `admitting` are the reports of parties about themselves."""
    own = [
        one
        for one in figures
        if one.member.id in admitting and one.unit == "people" and one.counted == "party"
    ]
    rows = []
    for effect in sorted({one.effect for one in own}):
        of = [one for one in own if one.effect == effect]
        low, high, is_open, low_from, high_from = bounds_of([(one.member.id, *one.bounds) for one in of])
        statuses = {row.victim_status for one in of for row in one.rows}
        rows.append(
            IncidentHarm(
                effect=effect,
                min=low,
                max=high,
                open=is_open,
                victim_status=statuses.pop() if len(statuses) == 1 else "unknown",
                min_from=low_from,
                max_from=high_from,
                by_status=_parts(of, high),
                figures=[_shown(one, sources) for one in of],
            )
        )
    return rows
