"""Incidents at a glance in a terminal: one row each, ranges as ranges, what people decided apart from what is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, TextIO

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from rasd.export.cells import NONE, cell, counted
from rasd.export.incidents.sums import Sums, by_effect, harm_words, print_sums
from rasd.export.page.labels import day_window, term
from rasd.model import Incident

__all__ = ["IncidentTable"]

_NARROW = 120
_BATCH = 200
_LONGEST = 18


class IncidentTable:
    """A table for people; wide terminals get a column a field, narrow ones stack them."""

    name: ClassVar[str] = "table"
    extension: ClassVar[str] = "txt"
    media_type: ClassVar[str] = "text/plain"
    lossless: ClassVar[bool] = False

    def write(self, incidents: Iterable[Incident], stream: TextIO) -> None:
        """Write a batch of rows at a time, so that long runs show something and hold little."""
        console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
        total = reports = 0
        sums = Sums()
        batch: list[Incident] = []
        for incident in incidents:
            total += 1
            reports += len(incident.reports)
            sums.add(incident)
            batch.append(incident)
            if len(batch) >= _BATCH:
                _print(console, batch)
                batch = []
        _print(console, batch)
        line = f"{counted(total, 'incident')} from {counted(reports, 'report')}"
        console.print(Text(line, style="bold"))
        print_sums(console, sums)


def _print(console: Console, incidents: list[Incident]) -> None:
    if not incidents:
        return
    narrow = console.width < _NARROW
    grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    headings = (
        (("incident, date", 20), ("kind, places", 20), ("perpetrators, harm", 24), ("grade, sources", 16))
        if narrow
        else (
            ("incident", 16), ("date", 12), ("kind", 10), ("places", 18), ("perpetrators", 16), ("harm", 20),
            ("grade", 17), ("sources", 14),
        )
    )  # fmt: skip
    for heading, ratio in headings:
        grid.add_column(heading, ratio=ratio, overflow="fold")
    for incident in incidents:
        cells = list(_cells(incident))
        if narrow:
            cells = [cells[0] + cells[1], cells[2] + cells[3], cells[4] + cells[5], cells[6] + cells[7]]
        grid.add_row(*(cell(lines, on_terminal=console.is_terminal) for lines in cells), end_section=True)
    console.print(grid)


def _cells(incident: Incident) -> Iterator[list[str]]:
    date = incident.date
    part = term("parts_of_day", date.part_of_day).en.lower() if date.part_of_day else ""
    yield [incident.id[:_LONGEST], "SYNTHETIC" if incident.synthetic else ""]
    yield [day_window(date.start, date.end) or NONE, part]
    yield [term("kinds", incident.kind).en, "" if incident.factuality == "asserted" else incident.factuality]
    yield [place.name + (" (area)" if place.approximate else "") for place in incident.places] or [NONE]
    yield [
        *(
            one.actor + ("" if one.certainty == "stated" else f" ({one.certainty})")
            for one in incident.perpetrators
        ),
        *(f"{one.value} (decided)" for one in incident.decided if one.about == "perpetrator"),
    ] or [NONE]
    yield [harm_words(harm) for harm in by_effect(incident.harm)] or [NONE]
    grade = incident.grade
    decided = f"{grade.decided} (decided)" if grade.decided else ""
    over = f"contested: {', '.join(incident.contested_over)}" if incident.contested_over else ""
    yield [decided, f"{grade.proposed} (proposed)", over or ("contested" if incident.contested else "")]
    documents = len({report.document_id for report in incident.reports})
    yield [f"{incident.independent_sources} independent", counted(documents, "document")]
