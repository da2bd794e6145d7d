"""What a run lost against the frozen one, and the file in which a commit explains a loss.

A loss is a right value gone, a wrong value more, a report more that the gold lacks, a false alarm. Its row in the
table beside the frozen run (``dev.tsv``: ``dev.explained.tsv``) says why it was accepted, and stays for as long as the
value is wrong: a row whose value is right again, or that the gold no longer knows, is stale and must go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rasd.errors import DataError
from rasd.evaluation.frozen import Cell, read_rows, values_of

__all__ = [
    "Change",
    "Explanation",
    "Loss",
    "changes",
    "explained_path",
    "losses",
    "read_explained",
    "stale",
    "write_explained",
]

_COLUMNS = ("document", "report", "slot", "value", "reason")
_REMEDY = "Mend the row, or delete the file and explain the losses anew with --why."


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is not what it was; None where one of the runs lacks it."""

    cell: Cell
    """The row as it is now; where the new run lacks it, as it was."""
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """One value that got worse: right and gone, or wrong and new."""

    document: str
    report: str
    """The gold's number; ``+`` for a report that the gold lacks; ``-`` for the document."""
    slot: str
    value: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a loss was accepted."""

    loss: Loss
    reason: str


def changes(before: Iterable[Cell], after: Iterable[Cell]) -> list[Change]:
    """Return the rows that differ, in the order of the new run, then those that it lacks."""
    old = {cell.key: cell for cell in before}
    found: list[Change] = []
    for cell in after:
        was = old.pop(cell.key, None)
        if was != cell:
            found.append(Change(cell, was, cell))
    found.extend(Change(was, was, None) for was in old.values())
    return found


def losses(before: Sequence[Cell], after: Sequence[Cell]) -> list[Loss]:
    """Return what was better in the run before, in order of document, report and slot.

    Where the gold itself changed, nothing is owed: a value that it dropped or took up is no loss. A report that was
    missed and is found owes nothing for its wrong values either.
    """
    old = {cell.key: cell for cell in before}
    found_before = {cell.key[:2] for cell in before if cell.slot == "kind" and cell.predicted}
    found: set[Loss] = set()
    for cell in after:
        was = old.get(cell.key)
        if cell.is_extra:
            continue
        if was is not None:
            gone = (was.right() & values_of(cell.gold)) - cell.right()
            found.update(Loss(*cell.key, value) for value in gone)
        if cell.report != "-" and cell.key[:2] in found_before:
            wrong_before = was.wrong() if was is not None else frozenset()
            if len(cell.wrong()) > len(wrong_before):
                dropped = was.right() if was is not None else frozenset()
                more = cell.wrong() - wrong_before - dropped
                found.update(Loss(*cell.key, value) for value in more)
    alarmed = {loss.document for loss in found if loss.slot == "alarm"}
    known = {cell.document for cell in before}
    for document, kinds in _extras(after).items():
        if document in known and document not in alarmed:
            were = _extras(before).get(document, Counter())
            if kinds.total() > were.total():
                found.update(Loss(document, "+", "report", kind) for kind in kinds - were)
    return sorted(found)


def _extras(cells: Iterable[Cell]) -> dict[str, Counter[str]]:
    """Count the kinds of the reports that the gold lacks, by document."""
    found: dict[str, Counter[str]] = {}
    for cell in cells:
        if cell.is_extra and cell.slot == "kind":
            found.setdefault(cell.document, Counter())[cell.predicted] += 1
    return found


def stale(explained: Iterable[Explanation], after: Sequence[Cell]) -> list[Explanation]:
    """Return the explanations of what is not wrong any more."""
    now = {cell.key: cell for cell in after}
    extras = _extras(after)
    return [one for one in explained if not _is_wrong(one.loss, now, extras)]


def _is_wrong(loss: Loss, now: dict[tuple[str, str, str], Cell], extras: dict[str, Counter[str]]) -> bool:
    if loss.report == "+":
        return loss.value in extras.get(loss.document, Counter())
    cell = now.get((loss.document, loss.report, loss.slot))
    return cell is not None and (
        loss.value in values_of(cell.gold) - cell.right() or loss.value in cell.wrong()
    )


def explained_path(frozen: Path) -> Path:
    """Return the file of explanations that belongs to a frozen run."""
    return frozen.with_name(f"{frozen.stem}.explained{frozen.suffix}")


def read_explained(path: Path) -> list[Explanation]:
    """Return the explanations of a file, none where there is no file.

    Raises DataError that names the line of a row without a reason, or one that stands twice.
    """
    if not path.is_file():
        return []
    found: dict[Loss, Explanation] = {}
    for number, row in read_rows(path, _COLUMNS, "a table of explained losses", _REMEDY):
        loss = Loss(*row[:4])
        if not row[4].strip():
            raise DataError(f"{path}:{number}: no reason given. Say why the loss is accepted, or mend it.")
        if loss in found:
            raise DataError(f"{path}:{number}: explained twice. Keep one of the rows.")
        found[loss] = Explanation(loss, row[4].strip())
    return list(found.values())


def write_explained(path: Path, explained: Iterable[Explanation]) -> None:
    """Write the explanations in order; no file where there are none."""
    rows = sorted(
        (e.loss.document, e.loss.report, e.loss.slot, e.loss.value, " ".join(e.reason.split()))
        for e in explained
    )
    if rows:
        path.write_text("".join("\t".join(row) + "\n" for row in [_COLUMNS, *rows]), "utf-8")
    else:
        path.unlink(missing_ok=True)
