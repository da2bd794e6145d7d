"""What a run on the engine took: slices, retries, what was set aside, how evenly the work lay, and how fast each worker was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from rasd.scale.local import Done

__all__ = ["Report"]


@dataclass(slots=True)
class _Share:
    slices: int = 0
    pages: int = 0
    bytes_read: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Report:
    """Counts of one run; numbers and times, no words of any page."""

    runner: str
    workers: int
    slices: int = 0
    """To do, when the run began."""
    done: int = 0
    rounds: int = 0
    """Queries that it took: one, and one more for every time that workers were lost or slices failed."""
    lost: int = 0
    """Rounds that ended because a worker, or a node with its workers, was lost."""
    losses: list[str] = field(default_factory=list)
    """What the engine said then."""
    retries: int = 0
    seconds: float = 0.0
    """Wall clock, the start of the engine included."""
    set_aside: list[dict[str, Any]] = field(default_factory=list)
    _by_worker: dict[str, _Share] = field(default_factory=lambda: defaultdict(_Share))
    _taken: list[float] = field(default_factory=list)

    def add(self, done: Done, worker: str = "") -> None:
        """Count what became of a slice."""
        self.retries += done.attempts - 1
        one = done.slice
        if done.receipt is None:
            self.set_aside.append(
                {
                    "input": one.input,
                    "start": one.start,
                    "end": one.end,
                    "reason": done.reason,
                    "attempts": done.attempts,
                }
            )
            return
        self.done += 1
        if worker and done.seconds:
            share = self._by_worker[worker]
            share.slices += 1
            share.pages += done.receipt.tally.pages
            share.bytes_read += done.receipt.tally.bytes_read
            share.seconds += done.seconds
            self._taken.append(done.seconds)

    @property
    def skew(self) -> float | None:
        """The longest slice against the median one: a run cannot end before its longest slice."""
        middle = median(self._taken) if self._taken else 0.0
        return round(max(self._taken) / middle, 2) if middle else None

    def as_json(self) -> dict[str, Any]:
        """Return the report as it is written."""
        shares = self._by_worker
        return {
            "runner": self.runner,
            "workers": self.workers,
            "seconds": round(self.seconds, 3),
            "slices": self.slices,
            "done": self.done,
            "retries": self.retries,
            "rounds": self.rounds,
            "lost": self.lost,
            "losses": self.losses,
            "pages": sum(share.pages for share in shares.values()),
            "bytes_read": sum(share.bytes_read for share in shares.values()),
            "slice_seconds": {
                "longest": round(max(self._taken, default=0.0), 3),
                "median": round(median(self._taken), 3) if self._taken else 0.0,
                "skew": self.skew,
            },
            "by_worker": {
                name: {
                    "slices": shares[name].slices,
                    "pages": shares[name].pages,
                    "bytes_read": shares[name].bytes_read,
                    "busy_seconds": round(shares[name].seconds, 3),
                    "pages_per_second": _rate(shares[name].pages, shares[name].seconds),
                }
                for name in sorted(shares)
            },
            "set_aside": self.set_aside,
        }

    def as_text(self) -> str:
        """Return the report for a person to read."""
        written = self.as_json()
        times = written["slice_seconds"]
        lines = [
            f"Daft on {self.runner}, {self.workers} workers, {written['seconds']:.1f} s",
            f"{self.done} of {self.slices} slices done, {len(self.set_aside)} set aside",
            f"{self.retries} retries, {self.rounds} rounds, {self.lost} of them lost a worker",
            f"{written['pages']} pages, {written['bytes_read'] / 1e6:.1f} MB, {_rate(written['pages'], self.seconds) or 0:.0f} pages/s",
            f"slices took {times['median']:.2f} s (median), {times['longest']:.2f} s (longest), skew {times['skew'] or '-'}",
        ]
        for name, share in written["by_worker"].items():
            lines.append(
                f"  {name}: {share['slices']} slices, {share['pages']} pages in {share['busy_seconds']:.1f} s,"
                f" {share['pages_per_second'] or 0:.0f} pages/s"
            )
        lines += [f"lost: {said}" for said in self.losses]
        lines += [
            f"set aside: {row['input']}, {row['start']} to {row['end']}, after {row['attempts']} attempts: {row['reason']}"
            for row in self.set_aside
        ]
        return "\n".join([*lines, ""])


def _rate(count: int, seconds: float) -> float | None:
    return round(count / seconds, 1) if seconds else None
