"""``rasd observe`` and ``observations``: what a term requires and did not happen, from the words of a stored document."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.agreements import AgreementArgument, AgreementsOption, agreement_named
from rasd.cli.console import complain, printable
from rasd.cli.deciding import ByOption, WhyOption, who
from rasd.cli.options import checked_format, day_of
from rasd.cli.packs import PackOption, pack_folders
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.model import Observation
    from rasd.store.observing import Observed

__all__ = ["observations", "observe"]

_FORMATS = ("table", "jsonl")


def observe(
    agreement: AgreementArgument,
    term: Annotated[str, typer.Argument(metavar="TERM", help="A term that requires something.")],
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, as in 2024-03-14.")],
    document: Annotated[
        str, typer.Option("--document", metavar="ID", help="The stored document that says so.")
    ],
    words: Annotated[
        str, typer.Option("--words", metavar="TEXT", help="Its words that say so, copied from its text.")
    ],
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Last day; by default the first.")
    ] = None,
    count: Annotated[
        int | None, typer.Option("--count", metavar="N", help="How many were counted, where the words say.")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="ACTOR", help="The party against which it is alleged.")
    ] = None,
    why: WhyOption = "",
    by: ByOption = None,
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
    store: StoreOption = None,
) -> None:
    """Enter what a term requires and did not happen, or too little of it: aid that did not come, prisoners not released.

    An absence is no incident, so a person enters it. The words must stand in the document, in any spelling; their place is
    kept. How many the term requires over those days is reckoned. Exit code 0: entered; 2: refused, nothing was changed.
    """
    from rasd.lexicon import Lexicon
    from rasd.store.observing import Sight
    from rasd.store.observing import observe as enter

    begin = day_of("--from", first)
    assert begin is not None
    sight = Sight(
        term.strip(), begin, day_of("--to", last) or begin, document, words, count,
        None if against is None else against.strip().upper(),
    )  # fmt: skip
    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    found = agreement_named(agreement, agreements, lexicon)
    name = who(by)
    with open_store(store, create=False) as opened:
        made = enter(opened, found, sight, by=name, why=why, lexicon=lexicon)
    _say(f"Observation o{made.number}: {_told(made)}, by {made.by}.")
    _say(f"  {made.document_id}: «{made.words}»")
    _say(f"To take back: rasd undo o{made.number}")


def observations(
    agreement: AgreementArgument,
    undone: Annotated[bool, typer.Option("--all", help="Those taken back too.")] = False,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl.")] = "table",
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
    store: StoreOption = None,
) -> None:
    """List what people observed against an agreement: days, term, counted and required, words, who and why.

    Exit code 0: listed, none too; 2: nothing could be listed.
    """
    from rasd.lexicon import Lexicon
    from rasd.store.observing import observations as entered

    checked_format(format, _FORMATS)
    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    found = agreement_named(agreement, agreements, lexicon)
    with open_store(store, create=False) as opened:
        shown = list(entered(opened, found.id, undone=None if undone else False))
        address = opened.address
    if format == "jsonl":
        sys.stdout.writelines(json.dumps(_as_json(one), ensure_ascii=False) + "\n" for one in shown)
    elif shown:
        _print(shown)
    if not shown:
        complain(f"{address}: nothing was observed against {found.id}.")


def _told(one: Observation) -> str:
    from rasd.export.page.labels import day_window

    counted = "" if one.count is None else f": {one.count}"
    if one.required is not None:
        counted = f"{counted or ': fewer'} of {one.required} required"
    against = f", alleged against {one.against}" if one.against else ""
    return f"{one.agreement} {one.term}, {day_window(one.start, one.end)}{counted}{against}"


def _as_json(one: Observed) -> dict[str, Any]:
    undone = one.undone and {
        "by": one.undone.by,
        "at": one.undone.at.isoformat(timespec="seconds"),
        "why": one.undone.why,
    }
    return {**one.observation.model_dump(mode="json"), "undone": undone}


def _print(shown: Sequence[Observed]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid

    from rasd.export.cells import cell, counted
    from rasd.export.page.labels import day_window

    console = Console(file=sys.stdout, highlight=False, soft_wrap=False, emoji=False, markup=False)
    grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for heading, ratio in (("", 3), ("days", 11), ("term", 14), ("counted", 10), ("words", 30), ("who", 18)):
        grid.add_column(heading, ratio=ratio, overflow="fold")
    for one in shown:
        seen = one.observation
        told = [seen.by, seen.at[:10], seen.why]
        if one.undone is not None:
            told.append(f"taken back by {one.undone.by}, {one.undone.at:%Y-%m-%d}")
        cells = [
            [f"o{seen.number}"],
            [day_window(seen.start, seen.end)],
            [seen.term, f"against {seen.against}" if seen.against else ""],
            [
                "–" if seen.count is None else str(seen.count),
                "" if seen.required is None else f"of {seen.required}",
            ],
            ["SYNTHETIC" if seen.synthetic else "", f"«{seen.words}»", f"{seen.source}, {seen.document_id}"],
            told,
        ]
        grid.add_row(*(cell(of, on_terminal=console.is_terminal) for of in cells), end_section=True)
    console.print(grid)
    console.print(counted(len(shown), "observation"))


def _say(line: str) -> None:
    typer.echo(printable(line))
