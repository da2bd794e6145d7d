"""What each stage of the cascade saw, kept and dropped, and why; counts of slices add up to those of a run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["STAGES", "Tally"]

STAGES = ("record", "bytes", "parse", "text", "reader")
"""record: what is no page; bytes: before parsing; parse: no article in it; text: folded words; reader: no report, no toll."""


@dataclass(slots=True)
class Tally:
    """Counts of one slice, or of many."""

    records: int = 0
    """Records met, whatever they hold."""
    pages: int = 0
    """Pages among them: what the byte test saw."""
    bytes_read: int = 0
    """Of page bodies, without their encodings."""
    dropped: dict[str, Counter[str]] = field(default_factory=lambda: {stage: Counter() for stage in STAGES})
    """By stage and reason."""
    kept: int = 0
    """Documents with a report or a toll."""
    reports: int = 0
    tolls: int = 0
    set_aside: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """By the clock, spent in each stage; no part of what a run writes into its manifest."""

    def passed(self, stage: str) -> int:
        """Return how many pages passed a stage (`bytes` and behind)."""
        behind = STAGES[STAGES.index(stage) + 1 :]
        return self.kept + sum(sum(self.dropped[one].values()) for one in behind)

    def add(self, other: Tally) -> None:
        """Add the counts of another slice."""
        self.records += other.records
        self.pages += other.pages
        self.bytes_read += other.bytes_read
        self.kept += other.kept
        self.reports += other.reports
        self.tolls += other.tolls
        self.set_aside += other.set_aside
        for stage, spent in other.seconds.items():
            self.seconds[stage] += spent
        for stage in STAGES:
            self.dropped[stage].update(other.dropped[stage])

    def as_json(self) -> dict[str, Any]:
        """Return the counts without the seconds; the same for the same pages."""
        return {
            "records": self.records,
            "pages": self.pages,
            "bytes_read": self.bytes_read,
            "dropped": {stage: dict(sorted(self.dropped[stage].items())) for stage in STAGES},
            "kept": self.kept,
            "reports": self.reports,
            "tolls": self.tolls,
            "set_aside": self.set_aside,
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Tally:
        """Read what `as_json` wrote."""
        fields = {name: written[name] for name in _NUMBERS}
        return cls(**fields, dropped={stage: Counter(written["dropped"][stage]) for stage in STAGES})

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Tally:
        """Return the sum of many."""
        total = cls()
        for one in tallies:
            total.add(one)
        return total


_NUMBERS = ("records", "pages", "bytes_read", "kept", "reports", "tolls", "set_aside")
