"""A frozen run: one row a document, report and slot, so that a change of rules or words is reviewed as a row diff.

| column | holds |
| --- | --- |
| document, theatre | as the gold has them |
| report | the gold's number, ``+1`` … for reports that the gold lacks, ``-`` for the document as a whole |
| slot | a slot of the score; ``point``: places with a point; ``alarm`` and ``evidence`` for the document |
| gold, predicted | values, joined by `` | ``; in a ``point`` row: places found, and those within ten kilometres |

Rows where both are empty are left out. A run holds values only, never a text, and all figures follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rasd.errors import DataError
from rasd.evaluation.comparison import POLITICAL, SLOTS
from rasd.evaluation.points import NEAR
from rasd.evaluation.score import Comparison, Score, shown_values

__all__ = ["Cell", "frozen_cells", "read_frozen", "read_rows", "scores_of", "values_of", "write_frozen"]

_COLUMNS = ("document", "theatre", "report", "slot", "gold", "predicted")
_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Cell:
    """One row."""

    document: str
    theatre: str
    report: str
    slot: str
    gold: str
    predicted: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What the row is about."""
        return self.document, self.report, self.slot

    @property
    def is_extra(self) -> bool:
        """Tell whether the row belongs to a report that the gold lacks."""
        return self.report.startswith("+")

    def right(self) -> frozenset[str]:
        """Return the values that gold and prediction share."""
        return values_of(self.gold) & values_of(self.predicted)

    def wrong(self) -> frozenset[str]:
        """Return the predicted values that the gold lacks."""
        return values_of(self.predicted) - values_of(self.gold)


def values_of(cell: str) -> frozenset[str]:
    """Return the values of one column of a row."""
    return frozenset(value for value in cell.split(_BETWEEN) if value)


def frozen_cells(comparisons: Iterable[Comparison]) -> Iterator[Cell]:
    """Yield the rows of a run, in the order of its documents."""
    for comparison in comparisons:
        about = _plain(comparison.document), _plain(comparison.theatre)
        if comparison.is_quiet:
            yield Cell(*about, "-", "alarm", "quiet", "alarmed" if comparison.raises_alarm else "quiet")
        yield Cell(*about, "-", "evidence", "whole", "whole" if comparison.is_evidenced else "broken")
        for index, gold, mate in comparison.paired:
            number = str(index + 1)
            for slot in SLOTS:
                predicted = shown_values(mate[slot]) if mate is not None else ""
                if gold[slot] or predicted:
                    yield Cell(*about, number, slot, _plain(shown_values(gold[slot])), _plain(predicted))
            found = [pair for pair in comparison.points.get(index, ()) if pair.is_found]
            if found:
                near = _joined(pair.name for pair in found if pair.is_within(NEAR))
                yield Cell(*about, number, "point", _joined(pair.name for pair in found), near)
        extras = sorted(
            tuple(_plain(shown_values(slots[slot])) for slot in SLOTS) for slots, _ in comparison.lone
        )
        for count, values in enumerate(extras, start=1):
            for slot, value in zip(SLOTS, values, strict=True):
                if value:
                    yield Cell(*about, f"+{count}", slot, "", value)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _joined(values: Iterable[str]) -> str:
    return _BETWEEN.join(sorted(values))


def scores_of(cells: Iterable[Cell]) -> dict[str, tuple[str, Score]]:
    """Return the theatre and the figures of each document of a run.

    What a run does not hold stays zero: counts of values with evidence, points missed or within 25 kilometres.
    """
    rows: dict[tuple[str, str], dict[str, Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.document, cell.report), {})[cell.slot] = cell
    found: dict[str, tuple[str, Score]] = {}
    for (document, report), slots in rows.items():
        theatre = next(iter(slots.values())).theatre
        _, score = found.setdefault(document, (theatre, Score(documents=1)))
        if report == "-":
            if "alarm" in slots:
                score.quiet = 1
                score.alarmed = int(slots["alarm"].predicted == "alarmed")
        else:
            _add_report(score, slots, is_extra=report.startswith("+"))
    return found


def _add_report(score: Score, slots: dict[str, Cell], *, is_extra: bool) -> None:
    kind = slots.get("kind")
    group, is_paired = "incidents", False
    if kind is not None:
        decides = kind.predicted if is_extra else kind.gold
        group = "political" if values_of(decides) & POLITICAL else "incidents"
        is_paired = bool(kind.gold and kind.predicted)
    tallies = score.groups[group]
    tallies["report"].add(int(is_paired), int(is_extra), int(not is_extra and not is_paired))
    for slot in SLOTS:
        cell = slots.get(slot)
        if cell is not None:
            hits = len(cell.right())
            tallies[slot].add(hits, len(values_of(cell.predicted)) - hits, len(values_of(cell.gold)) - hits)
    harm = slots.get("harm")
    if group == "incidents" and harm is not None and harm.gold:
        score.harm_of += 1
        score.harm_exact += harm.gold == harm.predicted
    if "point" in slots:
        score.points_found += len(values_of(slots["point"].gold))
        score.points_near += len(slots["point"].right())


def write_frozen(path: Path, cells: Iterable[Cell]) -> None:
    """Write a frozen run."""
    rows = [_COLUMNS, *((c.document, c.theatre, c.report, c.slot, c.gold, c.predicted) for c in cells)]
    path.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


def read_frozen(path: Path) -> list[Cell]:
    """Return the rows of a frozen run; raises DataError that names the line of a row that is none."""
    remedy = "Write the run anew: delete the file and give it to --frozen again."
    return [Cell(*row) for _, row in read_rows(path, _COLUMNS, "a frozen run", remedy)]


def read_rows(
    path: Path, columns: tuple[str, ...], what: str, remedy: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each row of a table with this header, empty lines left out."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError:
        raise DataError(f"{path}: not UTF-8. {remedy}") from None
    if tuple(lines[0].split("\t")) != columns:
        raise DataError(f"{path}:1: not {what}. Its columns are {', '.join(columns)}. {remedy}")
    for number, line in enumerate(lines[1:], start=2):
        if line:
            parts = line.split("\t")
            if len(parts) != len(columns):
                raise DataError(
                    f"{path}:{number}: {len(parts)} columns where {len(columns)} were expected. {remedy}"
                )
            yield number, parts
