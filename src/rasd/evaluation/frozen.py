"""A frozen run: one row a document, report and slot, so that a change of rules or words is reviewed as a row diff.

Columns: document, report (gold's number, ``+1`` … for reports that gold lacks, ``-`` for the document as a whole),
slot, gold, predicted. Rows where both are empty are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rasd.errors import DataError
from rasd.evaluation.comparison import SLOTS
from rasd.evaluation.score import Comparison, shown_values

__all__ = ["Cell", "Change", "changes", "frozen_cells", "read_frozen", "write_frozen"]

_COLUMNS = ("document", "report", "slot", "gold", "predicted")
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One row."""

    document: str
    report: str
    slot: str
    gold: str
    predicted: str

    @property
    def key(self) -> _Key:
        """What the row is about."""
        return self.document, self.report, self.slot

    def right(self) -> frozenset[str]:
        """Return the values that gold and prediction share."""
        return _values(self.gold) & _values(self.predicted)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is not what it was; `lost` are values that were right and are not predicted any more."""

    cell: Cell
    """The row as it is now; where the new run lacks it, as it was."""
    before: Cell | None
    after: Cell | None
    lost: frozenset[str]


def _values(cell: str) -> frozenset[str]:
    return frozenset(value for value in cell.split(" | ") if value)


def frozen_cells(comparisons: Iterable[Comparison]) -> Iterator[Cell]:
    """Yield the rows of a run, in the order of its documents."""
    for comparison in comparisons:
        name = _plain(comparison.document)
        if comparison.is_quiet:
            yield Cell(name, "-", "alarm", "quiet", "alarmed" if comparison.raises_alarm else "quiet")
        for index, gold, mate in comparison.paired:
            for slot in SLOTS:
                predicted = shown_values(mate[slot]) if mate is not None else ""
                if gold[slot] or predicted:
                    yield Cell(
                        name, str(index + 1), slot, _plain(shown_values(gold[slot])), _plain(predicted)
                    )
        extras = sorted(
            tuple(_plain(shown_values(slots[slot])) for slot in SLOTS) for slots, _ in comparison.lone
        )
        for number, values in enumerate(extras, start=1):
            for slot, value in zip(SLOTS, values, strict=True):
                if value:
                    yield Cell(name, f"+{number}", slot, "", value)


def _plain(text: str) -> str:
    return " ".join(text.split())


def write_frozen(path: Path, cells: Iterable[Cell]) -> None:
    """Write a frozen run."""
    rows = [_COLUMNS, *((c.document, c.report, c.slot, c.gold, c.predicted) for c in cells)]
    path.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


def read_frozen(path: Path) -> list[Cell]:
    """Return the rows of a frozen run; raises DataError that names the line of a row that is none."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError:
        raise DataError(f"{path}: not UTF-8. Write the run anew with --update.") from None
    if tuple(lines[0].split("\t")) != _COLUMNS:
        raise DataError(
            f"{path}:1: not a frozen run. Its columns are {', '.join(_COLUMNS)}; write one with --update."
        )
    cells: list[Cell] = []
    for number, line in enumerate(lines[1:], start=2):
        if line:
            parts = line.split("\t")
            if len(parts) != len(_COLUMNS):
                raise DataError(
                    f"{path}:{number}: {len(parts)} columns where {len(_COLUMNS)} were expected. Write the run anew"
                    " with --update."
                )
            cells.append(Cell(*parts))
    return cells


def changes(before: Iterable[Cell], after: Iterable[Cell]) -> list[Change]:
    """Return the rows that differ, in the order of the new run, then those that it lacks."""
    old = {cell.key: cell for cell in before}
    found: list[Change] = []
    for cell in after:
        was = old.pop(cell.key, None)
        if was != cell:
            # Where the gold itself changed, nothing that was right before is owed.
            lost = (was.right() & _values(cell.gold)) - cell.right() if was is not None else frozenset()
            found.append(Change(cell, was, cell, lost))
    found.extend(Change(was, was, None, frozenset()) for was in old.values())
    return found
