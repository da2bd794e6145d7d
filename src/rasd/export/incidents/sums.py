"""Sums over incidents as the method allows them: decided apart from proposed, each grade in a row of its own.

There is no grand total. What did not happen, what people discounted, and what is invented is never summed with the rest;
each is counted beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from rasd.export.page.labels import count_range, term
from rasd.model import Incident, IncidentHarm, terms

__all__ = ["EFFECTS", "Sum", "Sums", "by_effect", "harm_words", "print_sums", "range_words"]

EFFECTS = ("killed", "injured")
_GRADES = ("confirmed", "fair", "weak", "contested")
_TOLD_AS_FACT = ("asserted", "historical")


@dataclass(slots=True)
class Sum:
    """Incidents of one grade, and the range of those harmed over them."""

    incidents: int = 0
    low: dict[str, int] = field(default_factory=dict)
    high: dict[str, int] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    """Effects for which an incident gives no ceiling."""

    def add(self, incident: Incident) -> None:
        """Count one incident."""
        self.incidents += 1
        for harm in incident.harm:
            if harm.effect not in EFFECTS or harm.unit != "people" or (harm.min, harm.max) == (None, None):
                continue
            low = harm.min or 0
            self.low[harm.effect] = self.low.get(harm.effect, 0) + low
            self.high[harm.effect] = self.high.get(harm.effect, 0) + (
                harm.max if harm.max is not None else low
            )
            if harm.open or harm.max is None:
                self.open.add(harm.effect)

    def words(self, effect: str) -> str:
        """Return the range of one effect; a dash where no incident gives a figure."""
        if effect not in self.low:
            return "–"
        return range_words(self.low[effect], self.high[effect], is_open=effect in self.open)


@dataclass(slots=True)
class Sums:
    """Sums over a list of incidents."""

    decided: dict[str, Sum] = field(default_factory=dict)
    proposed: dict[str, Sum] = field(default_factory=dict)
    discounted: int = 0
    unrealized: int = 0
    """Denied, threatened, or told as a habit."""
    synthetic: int = 0
    contested: int = 0
    """Of those summed, whatever their grade: sources disagree about perpetrator, status or occurrence."""

    def add(self, incident: Incident) -> None:
        """Count one incident in the row of its grade, or beside."""
        if incident.synthetic:
            self.synthetic += 1
        elif incident.grade.decided == "discounted":
            self.discounted += 1
        elif incident.factuality not in _TOLD_AS_FACT:
            self.unrealized += 1
        else:
            self.contested += incident.contested
            rows = self.decided if incident.grade.decided else self.proposed
            rows.setdefault(incident.grade.decided or incident.grade.proposed, Sum()).add(incident)

    def rows(self) -> Iterator[tuple[str, str, Sum]]:
        """Yield (decided or proposed, grade, sum) in the order of the grades."""
        for basis, sums in (("decided", self.decided), ("proposed", self.proposed)):
            yield from ((basis, grade, sums[grade]) for grade in _GRADES if grade in sums)

    def beside(self) -> list[str]:
        """Return in words what is not summed."""
        told = (
            (self.discounted, "discounted by people"),
            (self.unrealized, "denied, threatened or told as a habit"),
            (self.synthetic, "SYNTHETIC: invented, never summed with real ones"),
        )
        return [f"{number} {words}" for number, words in told if number]


def range_words(low: int | None, high: int | None, *, is_open: bool = False) -> str:
    """Return a range; an open one says so.

    >>> range_words(4, 6), range_words(4, 4), range_words(4, 6, is_open=True), range_words(4, None)
    ('4–6', '4', '4–6 or more', '4 or more')
    """
    if not is_open or high is None:
        return count_range(low, high).en
    return count_range(low, high if high != low else None).en + (" or more" if high != low else "")


def by_effect(harms: Iterable[IncidentHarm]) -> list[IncidentHarm]:
    """Return harms in the order of the vocabulary: killed first."""
    order = list(terms("effects"))
    return sorted(harms, key=lambda harm: order.index(harm.effect))


def harm_words(harm: IncidentHarm) -> str:
    """Return one harm of an incident in words, a person's figure beside the range."""
    unit = " families" if harm.unit == "families" else ""
    best = f" (best {harm.best}, decided)" if harm.best is not None else ""
    words = range_words(harm.min, harm.max, is_open=harm.open)
    return f"{term('effects', harm.effect).en.lower()} {words}{unit}{best}"


def print_sums(console: Console, sums: Sums) -> None:
    """Print sums as a small table with a line of what stands beside."""
    rows = list(sums.rows())
    if rows:
        grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        for heading in ("grade", "", "incidents", *EFFECTS):
            grid.add_column(heading, justify="right" if heading == "incidents" else "left")
        before = ""
        for number, (basis, grade, row) in enumerate(rows):
            grid.add_row(
                basis if basis != before else "",
                term("grades", grade).en.lower(),
                str(row.incidents),
                *(row.words(effect) for effect in EFFECTS),
                end_section=number + 1 < len(rows) and rows[number + 1][0] != basis,
            )
            before = basis
        console.print(grid)
    if sums.contested:
        console.print(Text(f"Sources disagree in {sums.contested} of these (contested)."))
    for line in sums.beside():
        console.print(Text(f"Not summed: {line}."))
