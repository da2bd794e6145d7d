"""What an audit found: shares with their intervals, the pages that were lost by name, and a table of it all.

Groups are drawn each by itself, so their losses add up by the pages that each had. Intervals are Wilson's for a share; that
of the sum adds the distances of the groups' bounds as squares, by the sizes of the groups. A group of which no page could
be drawn may have lost all of them: the interval says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from rasd.evaluation import Interval, wilson

__all__ = ["AUDIT", "Agreement", "Audit", "Lost", "Stratum"]

AUDIT = "audit.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Stratum:
    """The pages that one stage dropped for one reason."""

    stage: str
    reason: str
    dropped: int
    sampled: int
    lost: int
    """Of the sampled, those in which the full reader finds a report or a toll."""

    @property
    def share(self) -> float:
        """Of the sampled that was lost; 0 where none was sampled."""
        return self.lost / self.sampled if self.sampled else 0.0

    @property
    def interval(self) -> Interval:
        """Of the share, 95 %; a group that was read whole is known."""
        return (self.share, self.share) if self.sampled == self.dropped else wilson(self.lost, self.sampled)


@dataclass(frozen=True, slots=True)
class Lost:
    """A dropped page in which the full reader finds something."""

    where: str
    stage: str
    reason: str
    address: str
    found: tuple[str, ...]
    """Kinds of its reports; "toll" for each toll."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Reports of kept pages: the fast way against the careful one, matched by kind, days and places."""

    pages: int = 0
    same_pages: int = 0
    """Pages all of whose reports match."""
    fast: int = 0
    careful: int = 0
    both: int = 0

    @property
    def share(self) -> float:
        """Matched reports over all: two for each match, by the sum of both sides."""
        return 2 * self.both / (self.fast + self.careful) if self.fast + self.careful else 1.0


@dataclass(frozen=True, slots=True)
class Audit:
    """The measured loss of a cascade."""

    most: int
    strata: tuple[Stratum, ...]
    kept: int
    """Pages that the run kept."""
    kept_sampled: int
    kept_confirmed: int
    """Of the sampled, those in which the full reader finds a report or a toll too."""
    agreement: Agreement
    lost: tuple[Lost, ...]
    failed: tuple[tuple[str, str], ...] = ()
    """Pages over which the full reader stumbled, with the reason; they count as not sampled."""

    @property
    def dropped(self) -> int:
        """Pages that the cascade dropped."""
        return sum(one.dropped for one in self.strata)

    @property
    def sampled(self) -> int:
        """Dropped pages that the full reader read."""
        return sum(one.sampled for one in self.strata)

    @property
    def lost_pages(self) -> float:
        """Pages with a report that were lost, over all that were dropped."""
        return sum(one.dropped * one.share for one in self.strata)

    @property
    def lost_interval(self) -> Interval:
        """Of `lost_pages`."""
        below = sqrt(sum((one.dropped * (one.share - one.interval[0])) ** 2 for one in self.strata))
        above = sqrt(sum((one.dropped * (one.interval[1] - one.share)) ** 2 for one in self.strata))
        return max(0.0, self.lost_pages - below), min(float(self.dropped), self.lost_pages + above)

    @property
    def kept_with_report(self) -> float:
        """Kept pages in which the full reader finds a report too."""
        return self.kept * self.kept_confirmed / self.kept_sampled if self.kept_sampled else float(self.kept)

    @property
    def recall(self) -> float:
        """Of the pages in which the full reader finds a report, the share that was kept."""
        return _recall(self.kept_with_report, self.lost_pages)

    @property
    def recall_interval(self) -> Interval:
        """Of `recall`: the worse bounds of kept and lost together, and the better ones."""
        if not self.kept_sampled or self.kept_sampled == self.kept:
            low = high = self.kept_with_report
        else:
            low, high = (self.kept * bound for bound in wilson(self.kept_confirmed, self.kept_sampled))
        least, most = self.lost_interval
        return _recall(low, most), _recall(high, least)

    def as_json(self) -> dict[str, Any]:
        """Return what is written as ``audit.json``."""
        agreement = self.agreement
        return {
            "version": _VERSION,
            "most": self.most,
            "dropped": self.dropped,
            "sampled": self.sampled,
            "strata": [
                {
                    "stage": one.stage,
                    "reason": one.reason,
                    "dropped": one.dropped,
                    "sampled": one.sampled,
                    "lost": one.lost,
                    "share": _rounded(one.share),
                    "interval": [_rounded(bound) for bound in one.interval],
                    "lost_pages": round(one.dropped * one.share, 1),
                }
                for one in self.strata
            ],
            "lost_pages": round(self.lost_pages, 1),
            "lost_interval": [round(bound, 1) for bound in self.lost_interval],
            "kept": self.kept,
            "kept_sampled": self.kept_sampled,
            "kept_confirmed": self.kept_confirmed,
            "recall": _rounded(self.recall),
            "recall_interval": [_rounded(bound) for bound in self.recall_interval],
            "agreement": {
                "pages": agreement.pages,
                "same_pages": agreement.same_pages,
                "reports_fast": agreement.fast,
                "reports_careful": agreement.careful,
                "reports_both": agreement.both,
                "share": _rounded(agreement.share),
            },
            "lost": [
                {
                    "where": one.where,
                    "stage": one.stage,
                    "reason": one.reason,
                    "address": one.address,
                    "found": list(one.found),
                }
                for one in self.lost
            ],
            "failed": [{"where": where, "reason": reason} for where, reason in self.failed],
        }

    def table(self) -> str:
        """Return it as lines for a terminal."""
        rows = [("dropped at", "because", "pages", "read", "lost", "share", "95 %", "lost in all")]
        for one in self.strata:
            rows.append(
                (
                    one.stage,
                    one.reason,
                    f"{one.dropped:,}",
                    f"{one.sampled:,}",
                    f"{one.lost:,}",
                    f"{one.share:.1%}",
                    "{:.1%} to {:.1%}".format(*one.interval),
                    f"{one.dropped * one.share:,.0f}",
                )
            )
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = [
            "  ".join(
                cell.ljust(width) if column < 2 else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]
        return "\n".join([*lines, *self._said()])

    def _said(self) -> list[str]:
        low, high = self.recall_interval
        fewest, most = self.lost_interval
        said = [
            f"Of {self.dropped:,} dropped pages about {self.lost_pages:,.0f} hold a report ({fewest:,.0f} to {most:,.0f}).",
            f"Recall of the cascade {self.recall:.3f} ({low:.3f} to {high:.3f}), by {self.sampled:,} pages read in full.",
        ]
        if self.kept_sampled:
            said.append(
                f"Of {self.kept_sampled:,} kept pages the full reader finds a report in {self.kept_confirmed:,}."
            )
        one = self.agreement
        if one.pages:
            said.append(
                f"Reports by kind, days and places: {one.fast:,} the fast way, {one.careful:,} carefully, {one.both:,} in"
                f" both; {one.same_pages:,} of {one.pages:,} pages the same."
            )
        said.extend(
            f"lost: {lost.where} ({lost.stage}: {lost.reason}) {', '.join(lost.found)}"
            for lost in self.lost[:_MOST_SHOWN]
        )
        if len(self.lost) > _MOST_SHOWN:
            said.append(f"{len(self.lost) - _MOST_SHOWN:,} more lost pages are named in {AUDIT}.")
        said.extend(f"not read: {where}: {reason}" for where, reason in self.failed[:_MOST_SHOWN])
        return said


_MOST_SHOWN = 10


def _recall(kept: float, lost: float) -> float:
    return kept / (kept + lost) if kept + lost else 1.0


def _rounded(share: float) -> float:
    return round(share, 5)
