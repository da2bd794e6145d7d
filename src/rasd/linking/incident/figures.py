"""What each report counts: one figure for each effect and unit, summed over the statuses within the report, never beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rasd.linking.incident.bodies import body_of
from rasd.linking.incident.independence import Sources
from rasd.linking.incident.updates import Turn, turn_of
from rasd.linking.member import Member
from rasd.model import Harm

__all__ = ["Told", "told_by"]

_DIGIT = re.compile(r"\d")
_VAGUE = 2
"""A floor of one or two without a ceiling comes from a plural (قتلى, ضحايا), not from a count."""


@dataclass(slots=True)
class Told:
    """One figure of one report."""

    member: Member
    effect: str
    unit: str
    low: int | None
    high: int | None
    rows: list[Harm]
    keys: frozenset[str]
    """Whose figure: bodies, else the outlet."""
    turn: Turn
    counted: str = "counted"
    replaced_by: str | None = None
    source: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        return self.low, self.high

    @property
    def is_vague(self) -> bool:
        """Whether it says that people were harmed, and not how many."""
        if self.high is not None or self.low is None or self.low > _VAGUE:
            return False
        return not any(_DIGIT.search(row.phrase) or row.approximate for row in self.rows)

    @property
    def phrase(self) -> str:
        return "، ".join(dict.fromkeys(row.phrase for row in self.rows if row.phrase))

    def status(self, status: str) -> tuple[int | None, int | None] | None:
        """Return the bounds of the people of one status, None when it tells of none."""
        rows = [row for row in self.rows if row.victim_status == status]
        return _sum(rows) if rows else None


def _sum(rows: Sequence[Harm]) -> tuple[int | None, int | None]:
    low = [row.min for row in rows]
    high = [row.max for row in rows]
    return (
        sum(bound or 0 for bound in low) if any(bound is not None for bound in low) else None,
        sum(bound for bound in high if bound is not None)
        if all(bound is not None for bound in high)
        else None,
    )


def told_by(members: Sequence[Member], sources: Sources) -> list[Told]:
    """Return every figure of every report, in order of publication."""
    alone = len(members) == 1  # nothing to update: its text need not be read
    return [told for member in members for told in _of(member, sources, alone)]


def _of(member: Member, sources: Sources, alone: bool) -> Iterator[Told]:
    by_effect: dict[tuple[str, str], list[Harm]] = {}
    for harm in member.report.harm:
        by_effect.setdefault((harm.effect, harm.unit), []).append(harm)
    party, denied = sources.is_party(member), member.report.factuality == "denied"
    for (effect, unit), rows in by_effect.items():
        low, high = _sum(rows)
        if low is None and high is None:
            continue
        spans = sorted({span for row in rows for span in row.evidence})
        if not (party or denied) and unit == "people":
            own = list(_by_source(member, effect, rows, sources, spans))
            if own:
                yield from own
                continue
        yield Told(
            member, effect, unit, low, high, rows, sources.keys[member.id],
            "" if alone else turn_of(member.text, spans),
            "denied" if denied else "party" if party else "counted", None, sources.voices[member.id].name, spans,
        )  # fmt: skip


def _by_source(
    member: Member, effect: str, rows: Sequence[Harm], sources: Sources, spans: list[tuple[int, int]]
) -> Iterator[Told]:
    """Yield the figures of two or more sources that one document holds against one another, each as its own."""
    given = [
        (source, figure)
        for source in member.report.sources
        for figure in source.figures
        if figure.effect == effect and source.type != "party"
    ]
    if len(given) < 2:
        return
    for source, figure in given:
        body = body_of(source.name, source.type)
        keys = frozenset({sources.bodies.get(body.key, body.key)}) if body else sources.keys[member.id]
        row = rows[0].model_copy(update={"min": figure.min, "max": figure.max})
        yield Told(
            member, effect, "people", figure.min, figure.max, [row], keys, turn_of(member.text, spans),
            "counted", None, source.name, sorted(source.evidence),
        )  # fmt: skip
