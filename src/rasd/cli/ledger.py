"""``rasd ledger``: incidents held against one agreement, with both sides beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.agreements import AgreementsOption, agreement_named, register_of
from rasd.cli.console import EXIT_FAILED, complain, count_of
from rasd.cli.incidents import say_gaps
from rasd.cli.options import OutputOption, day_of
from rasd.cli.packs import PackOption, pack_folders
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.agreements import Grouping, Ledger
    from rasd.export.ledger import LedgerFormat
    from rasd.lexicon import Lexicon
    from rasd.model import Agreement, Incident

__all__ = ["ledger"]

_BATCH = 500


def ledger(
    agreement: Annotated[
        str | None,
        typer.Argument(
            metavar="AGREEMENT",
            help="Id of an agreement, or a file of one. Without it: all that were in force, at a glance.",
            show_default=False,
        ),
    ] = None,
    incidents: Annotated[
        list[Path] | None,
        typer.Option(
            "--incidents", metavar="FILE", help="JSON Lines of `rasd link` instead of the store; repeatable."
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="GROUPING", help="Rows by term, party, area, day or week.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Incidents on this day or later.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Incidents on this day or earlier.")
    ] = None,
    outside: Annotated[
        bool, typer.Option("--all", help="List incidents out of scope too, with the question that fails.")
    ] = False,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help="table, jsonl or csv; by default what --output says, else table."
        ),
    ] = None,
    output: OutputOption = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FOLDER", help="Write charts as SVG and PNG into this folder too."),
    ] = None,
    lang: Annotated[
        str, typer.Option("--lang", metavar="en|ar", help="Language of the table and plots.")
    ] = "en",
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
    store: StoreOption = None,
) -> None:
    """Hold every incident against an agreement: what lies within its terms, or may, and against whom it is alleged.

    Five questions are answered for each, with reasons: in the time in force, in the area, by a bound party, an act that
    the terms name, no exemption. Nothing here is a finding: entries are alleged, and people decide the rest
    (`rasd facet`). Incidents without a day or a place are kept as possible; invented ones never enter a real ledger.

    Exit code 0: written; 1: some lines of --incidents were left out; 2: nothing could be written.
    """
    from rasd.agreements import GROUPINGS, Ledger
    from rasd.cli.output import destination, writable
    from rasd.export.ledger import LedgerView, write_overview
    from rasd.export.page.labels import name_by
    from rasd.lexicon import Lexicon

    first, last = day_of("--since", since), day_of("--until", until)
    if first and last and last < first:
        raise typer.BadParameter(f"--until {last} lies before --since {first}. Exchange them.")
    grouping: Grouping | None = next((one for one in GROUPINGS if one == by), None)
    if by is not None and grouping is None:
        raise typer.BadParameter(f'Entries are not grouped by "{by}". Groupings: {", ".join(GROUPINGS)}.')
    if lang not in ("en", "ar"):
        raise typer.BadParameter(f'No words in "{lang}". Languages: en, ar.')
    form = _form(format, output)
    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    name_by(lexicon)
    if agreement is not None:
        pacts = [agreement_named(agreement, agreements, lexicon)]
    else:
        if grouping is not None or plot is not None or outside:
            raise typer.BadParameter(
                "--by, --plot and --all are of one agreement. Name it: `rasd agreement list`."
            )
        pacts = register_of(agreements, lexicon).in_force(first, last)
    failed = 0
    if incidents:
        from rasd.cli.incident_files import IncidentFiles

        read = IncidentFiles(incidents)
        made = [Ledger(pact, lexicon, keep_outside=outside) for pact in pacts]
        for incident in _between(read, first, last):
            for one in made:
                one.add([incident])
        failed = read.failed
        complain("Statements and people's facets are in the store; a file of incidents carries none.")
    else:
        made = _from_store(store, pacts, lexicon, first, last, outside=outside)
    view = LedgerView(grouping=grouping, language=lang, outside=outside)
    with writable(output), destination(output, progressive=False) as stream:
        if agreement is None:
            write_overview(made, stream, view, form.name)
        else:
            form.write(made[0], stream, view)
    if plot is not None:
        _draw(made[0], plot, lang, first, last)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _from_store(
    address: str | None,
    pacts: Sequence[Agreement],
    lexicon: Lexicon,
    first: date | None,
    last: date | None,
    *,
    outside: bool,
) -> list[Ledger]:
    """Return the ledgers of a store: its incidents, what people decided on them, observations and statements."""
    from itertools import islice

    from rasd.agreements import Ledger
    from rasd.store import IncidentFilter
    from rasd.store.ledgers import LedgerStore

    with open_store(address, create=False) as opened:
        material = LedgerStore(opened)
        made = [
            Ledger(
                pact,
                lexicon,
                observations=material.observations(pact.id),
                statements=material.statements(first, last, (pact.theatre,) if pact.theatre else ()),
                keep_outside=outside,
            )
            for pact in pacts
        ]
        found = material.incidents(first, last)
        while batch := list(islice(found, _BATCH)):
            for one in made:
                one.add(batch, material.facets(one.agreement.id, [incident.id for incident in batch]))
        if not opened.count_incidents():
            complain(
                f"{opened.address} holds no incident yet. `rasd collect` brings documents, `rasd link` makes incidents."
            )
        theatre = pacts[0].theatre if len(pacts) == 1 else None
        say_gaps(opened, IncidentFilter(theatre=theatre, day_until=last))
    return made


def _draw(made: Ledger, folder: Path, language: str, first: date | None, last: date | None) -> None:
    """Write the charts of a ledger, and say where."""
    from rasd.errors import OutputError
    from rasd.export.charts import ledger_charts, write_charts

    charts = ledger_charts(made, language=language, first=first, last=last)
    try:
        written = write_charts(charts, folder)
    except OSError as error:
        raise OutputError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}. Choose another --plot."
        ) from None
    complain(f"{count_of(len(written), 'chart file')} in {folder}.")


def _between(incidents: Iterable[Incident], first: date | None, last: date | None) -> Iterator[Incident]:
    """Yield incidents whose days meet the period; those without a day always."""
    for incident in incidents:
        start, end = incident.date.start, incident.date.end or incident.date.start
        if (
            start is None
            or end is None
            or ((first is None or end >= first) and (last is None or start <= last))
        ):
            yield incident


def _form(named: str | None, output: Path | None) -> LedgerFormat:
    """Return the format that is named, or that the output's extension asks for, else the table."""
    from rasd.export.ledger import LEDGER_FORMATS, ledger_format_named

    if named is None:
        extension = output.suffix.lstrip(".").lower() if output is not None else ""
        named = next((one.name for one in LEDGER_FORMATS if one.extension == extension), "table")
    return ledger_format_named(named)
