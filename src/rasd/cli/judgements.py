"""``rasd judgements``: what people decided, in force or taken back, what contradicts what, and what lost its reports."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.console import complain
from rasd.cli.options import checked_format
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rasd.export.sheet import SheetEntry
    from rasd.store import Store
    from rasd.store.standing import Standing

__all__ = ["judgements"]

_FORMATS = ("table", "jsonl")
_COLUMNS = (("", 3), ("who, when", 12), ("what", 16), ("incident now", 16), ("why", 20), ("state", 18))


@dataclass(frozen=True, slots=True)
class _Line:
    standing: Standing
    entry: SheetEntry
    incidents: tuple[str, ...]
    """Where its reports are now."""
    against: tuple[int, ...]
    overruled: int | None
    """The later decision on the same value that holds in its place."""

    def as_json(self) -> dict[str, Any]:
        made = self.standing.judgement
        return {
            "number": made.number,
            "action": made.action,
            "value": made.value,
            "by": made.by,
            "at": self.entry.at,
            "why": made.why,
            "subjects": list(made.subjects),
            "reports": list(self.standing.now),
            "incidents": list(self.incidents),
            "undone": self.entry.undone,
            "contradicts": list(self.against),
            "overruled_by": self.overruled,
            "orphaned": list(self.standing.orphaned),
        }


def judgements(
    incident: Annotated[
        str | None, typer.Option(metavar="ID", help="Only those on reports of one incident.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only those of one person.")] = None,
    undone: Annotated[bool, typer.Option("--all", help="Those taken back too.")] = False,
    orphaned: Annotated[
        bool,
        typer.Option(
            "--orphaned", help="Only those that lost a report: the current records hold it no more."
        ),
    ] = False,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl.")] = "table",
    store: StoreOption = None,
) -> None:
    """List what people decided: who, when, why, where its reports are now, and what it contradicts.

    A decision whose report was read no more after a new coding is listed as orphaned; it holds again when the report
    comes back. Exit code 0: listed, none too; 2: nothing could be listed.
    """
    checked_format(format, _FORMATS)
    with open_store(store, create=False) as opened:
        lines = [
            line
            for line in _lines(opened, incident, by, undone=undone)
            if line.standing.orphaned or not orphaned
        ]
        address = opened.address
    if format == "jsonl":
        sys.stdout.writelines(json.dumps(line.as_json(), ensure_ascii=False) + "\n" for line in lines)
    else:
        _print(lines)
    if not lines:
        complain(f"{address}: no decision to list.")


def _lines(store: Store, incident: str | None, by: str | None, *, undone: bool) -> list[_Line]:
    from rasd.export.sheet import entry_of
    from rasd.store.deciding import found, standing_of
    from rasd.store.facets import facets_under
    from rasd.store.standing import Standing, contradictions

    here = None if incident is None else {link.report_id for link in found(store, incident).reports}
    documents = None if here is None else {report.rpartition("#")[0] for report in here}
    made = list(store.judgements(documents=documents, by=by, undone=None if undone else False))
    standing = [Standing(one, now) for one, now in zip(made, store.located(made), strict=True)]
    against = contradictions(standing_of(store))
    homes = store.incidents_of(sorted({report for one in standing for report in one.reports}))
    later = {
        earlier: decided.judgement
        for key in dict.fromkeys(homes.values())
        for decided in found(store, key).decided
        for earlier in decided.earlier
    }
    if any(one.judgement.action == "facet" for one in standing):
        later |= {
            earlier: facet.judgement
            for under in facets_under(store, list(homes.values())).values()
            for facets in under.values()
            for facet in facets
            for earlier in facet.earlier
            if facet.judgement is not None
        }
    return [
        _Line(
            one,
            entry_of(one),
            tuple(dict.fromkeys(homes[report] for report in one.reports if report in homes)),
            tuple(against.get(one.judgement.number, ())),
            later.get(one.judgement.number),
        )
        for one in standing
        if here is None or here & {*one.reports, *one.judgement.subjects}
    ]


def _print(lines: Sequence[_Line]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid

    from rasd.export.cells import cell, counted, short
    from rasd.export.sheet import Words, facet_words

    if not lines:
        return
    words = Words("en")
    console = Console(file=sys.stdout, highlight=False, soft_wrap=False, emoji=False, markup=False)
    grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for heading, ratio in (
        ("", 3),
        ("who, when", 14),
        ("what", 18),
        ("incident now", 16),
        ("why", 26),
        ("state", 18),
    ):
        wide = 14 if heading == "incident now" else None  # an id stays in one line
        grid.add_column(heading, ratio=None if wide else ratio, overflow="fold", width=wide)
    for line in lines:
        made, entry = line.standing.judgement, line.entry
        said = facet_words(words, **made.value) if made.action == "facet" else entry.details.get("value", "")
        told = [words("action." + made.action), str(said)]
        if made.action == "negative":
            told.append(" | ".join(" ".join(map(short, side)) for side in line.standing.sides))
        state = f"stands behind {line.overruled}, which is later" if line.overruled else "in force"
        if entry.undone:
            state = words("undone", by=entry.undone["by"], at=entry.undone["at"][:10])
        cells = [
            [str(made.number)],
            [made.by, entry.at[:10]],
            told,
            list(line.incidents) or ["–"],
            [made.why],
            [
                state,
                f"contradicts {', '.join(map(str, line.against))}" if line.against else "",
                f"orphaned: {' '.join(map(short, line.standing.orphaned))}" if line.standing.orphaned else "",
            ],
        ]
        grid.add_row(*(cell(of, on_terminal=console.is_terminal) for of in cells), end_section=True)
    console.print(grid)
    console.print(counted(len(lines), "decision"))
