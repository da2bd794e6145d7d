"""The records at a glance in a terminal: one row a report, and a line of totals at the end.

Arabic is put out in logical order, never reshaped: the terminal draws it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TextIO

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from rasd.export.cells import NONE, cell, clean, counted
from rasd.export.format import Pair
from rasd.export.page.labels import count_range, day_window, term
from rasd.model import Document, Record, Report
from rasd.model.record import Harm, Party, Perpetrator

__all__ = ["Table"]

_NARROW = 120
_BATCH = 200
_LONGEST = 24  # of a document's id: digests are cut, the full id is in the other formats


class Table:
    """A table for people; wide terminals get a column a field, narrow ones stack them."""

    name: ClassVar[str] = "table"
    extension: ClassVar[str] = "txt"
    media_type: ClassVar[str] = "text/plain"
    lossless: ClassVar[bool] = False

    def write(self, pairs: Iterable[Pair], stream: TextIO) -> None:
        """Write a batch of rows at a time, so that long runs show something and hold little."""
        console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
        view = _View(console)
        totals = dict.fromkeys(("document", "report", "toll", "claimed total", "issue"), 0)
        for document, record in pairs:
            totals["document"] += 1
            totals["report"] += len(record.reports)
            totals["toll"] += len(record.tolls)
            totals["claimed total"] += len(record.claimed_totals)
            totals["issue"] += len(record.issues)
            view.add(document, record)
        view.flush()
        shown = {noun: number for noun, number in totals.items() if number or noun != "claimed total"}
        console.print(Text(", ".join(counted(number, noun) for noun, number in shown.items()), style="bold"))


def _harm(harm: Harm) -> str:
    about = "about " if harm.approximate else ""
    unit = " families" if harm.unit == "families" else ""
    details = [
        f"{number} {noun}"
        for noun, number in (("children", harm.children), ("women", harm.women))
        if number is not None
    ]
    inside = f" ({', '.join(details)})" if details else ""
    return (
        f"{term('effects', harm.effect).en.lower()} {about}{count_range(harm.min, harm.max).en}{unit}{inside}"
    )


class _View:
    """Gathers rows and prints them as one grid, with equal column widths from batch to batch."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._narrow = console.width < _NARROW
        self._rows: list[tuple[list[Text], bool]] = []

    def add(self, document: Document, record: Record) -> None:
        """Add the rows of one record; a document without reports gets one row that says so."""
        name = clean(record.id if len(record.id) <= _LONGEST else record.id[: _LONGEST - 1] + "…")
        if not record.reports:
            self._rows.append((self._row(name, None), True))
        for nth, report in enumerate(record.reports):
            self._rows.append((self._row(name if nth == 0 else "", report), nth == len(record.reports) - 1))
        if len(self._rows) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Print what has been gathered."""
        if not self._rows:
            return
        grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        for heading, ratio in self._columns():
            grid.add_column(heading, ratio=ratio, overflow="fold")
        for cells, last in self._rows:
            grid.add_row(*cells, end_section=last)
        self._console.print(grid)
        self._rows = []

    def _columns(self) -> list[tuple[str, int]]:
        if self._narrow:
            return [
                ("document, date", 20),
                ("kind, factuality", 15),
                ("places, perpetrators", 21),
                ("harm, sources", 24),
            ]
        return [
            ("document", 17),
            ("date", 11),
            ("kind", 10),
            ("places", 18),
            ("perpetrators", 15),
            ("harm", 18),
            ("factuality", 10),
            ("sources", 17),
        ]

    def _row(self, name: str, report: Report | None) -> list[Text]:
        if report is None:
            cells = [[name], [], ["no report"], [], [], [], [], []]
        else:
            date = report.date
            part = term("parts_of_day", date.part_of_day).en.lower() if date.part_of_day else ""
            days = day_window(date.start, date.end).split(" – ")
            whole = " – ".join(days) if self._narrow else " –\n".join(days)
            sides: list[Perpetrator | Party] = [*report.perpetrators, *report.parties]
            cells = [
                [name],
                [whole or NONE, part],
                [term("kinds", report.kind).en],
                [place.name for place in report.places] or [NONE],
                [
                    side.actor + ("" if side.certainty == "stated" else f" ({side.certainty})")
                    for side in sides
                ]
                or [NONE],
                [_harm(harm) for harm in report.harm] or [NONE],
                [term("factuality", report.factuality).en],
                [source.name for source in report.sources] or [NONE],
            ]
        if self._narrow:
            document, date_cell, kind, places, sides_cell, harm_cell, factuality, sources = cells
            told = [line for line in (*harm_cell, *sources) if line != NONE] or [NONE] if report else []
            cells = [document + date_cell, kind + factuality, places + sides_cell, told]
        return [cell(lines, on_terminal=self._console.is_terminal) for lines in cells]
