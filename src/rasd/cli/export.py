"""``rasd export``: incidents in the formats of the tools that people already use; public unless asked otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.console import EXIT_FAILED, Ticker, complain, count_of
from rasd.cli.incident_options import (
    ActorOption,
    Admin1Option,
    ContestedOption,
    CountryOption,
    DecidedOnlyOption,
    GradeOption,
    InjuredOption,
    KilledOption,
    KindOption,
    NearOption,
    OfTheatreOption,
    PerpetratorOption,
    PlaceOption,
    SinceOption,
    TargetOption,
    UntilOption,
    WeaponOption,
    WordsOption,
    incident_filter,
)
from rasd.cli.options import OutputOption, checked_format
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.export.exchange import Dossier, ExchangeFormat, ExportOptions, Sent

__all__ = ["export"]


def export(
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help="One of docs/exchange.md; by default what --output's extension says."
        ),
    ] = None,
    output: OutputOption = None,
    incidents: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Incidents of `rasd link --format jsonl` instead of the store's."),
    ] = None,
    rules: Annotated[
        str, typer.Option(metavar="NAME", help="Rule set that counts the harm: rasd-1 or acled-like.")
    ] = "rasd-1",
    include: Annotated[
        str,
        typer.Option(
            metavar="CLASSES",
            help="What may leave beside what is public: names, internal, points, texts (by comma), or all.",
        ),
    ] = "",
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Invented incidents only, marked so; else real ones only.")
    ] = False,
    lang: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Language of labels and notes: en or ar.")
    ] = "en",
    place: PlaceOption = None,
    near: NearOption = None,
    admin1: Admin1Option = None,
    country: CountryOption = None,
    theatre: OfTheatreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    perpetrator: PerpetratorOption = None,
    target: TargetOption = None,
    weapon: WeaponOption = None,
    killed: KilledOption = None,
    injured: InjuredOption = None,
    grade: GradeOption = None,
    decided_only: DecidedOnlyOption = False,
    contested: ContestedOption = False,
    text: WordsOption = None,
    store: StoreOption = None,
) -> None:
    """Write incidents for other tools: maps, tables, case databases. `docs/exchange.md` says what each format carries.

    An export is public: names of victims, witnesses and local sources, notes and names of reviewers, exact points of
    hospitals, camps and rescuers, and words of documents stay here unless --include asks for them. Invented incidents
    never go into one file with real ones.

    Exit code 0: written, none too; 1: lines of --incidents were broken and left out; 2: nothing was written.
    """
    from rasd.cli.incident_files import IncidentFiles
    from rasd.export.exchange import Dossier, ExportOptions, included, rule_set_named
    from rasd.export.exchange.gathering import dossiers_of
    from rasd.store import IncidentFilter

    form = _form(format, output)
    options = ExportOptions(
        rule_set=rule_set_named(rules),
        language="ar" if checked_format(lang, ("en", "ar")) == "ar" else "en",
        include=included(include),
        is_synthetic=synthetic,
    )
    wanted = incident_filter(
        place=place,
        near=near,
        admin1=admin1,
        country=country,
        theatre=theatre,
        since=since,
        until=until,
        kind=kind,
        actor=actor,
        perpetrator=perpetrator,
        target=target,
        weapon=weapon,
        killed=killed,
        injured=injured,
        grade=grade,
        decided_only=decided_only,
        contested=contested,
        text=text,
        is_synthetic=None,
    )
    if incidents is None:
        with open_store(store, create=False) as opened:
            sent = _write(form, dossiers_of(opened, wanted, options), output, options)
            _say(form, sent, output, options)
            if not sent.incidents and not sent.left_out:
                _say_none(opened.count_incidents(), opened.address)
        return
    if wanted != IncidentFilter():
        raise typer.BadParameter(
            "--incidents takes the file as it is. Leave the other filters out, or export from a store."
        )
    files = IncidentFiles([incidents])
    sent = _write(form, (Dossier(one) for one in files), output, options)
    _say(form, sent, output, options)
    if files.failed:
        raise typer.Exit(EXIT_FAILED)


def _form(named: str | None, output: Path | None) -> ExchangeFormat:
    """Return the format that is named, or that the extension of the output names alone."""
    from rasd.export.exchange import EXCHANGE_FORMATS, exchange_format_named

    if named is not None:
        return exchange_format_named(named)
    extension = output.suffix.lstrip(".").lower() if output is not None else ""
    fitting = [one.name for one in EXCHANGE_FORMATS if one.extension == extension]
    if len(fitting) == 1:
        return exchange_format_named(fitting[0])
    among = fitting or [one.name for one in EXCHANGE_FORMATS]
    raise typer.BadParameter(f"Which format? Name it with --format: {', '.join(among)}.")


def _write(
    form: ExchangeFormat, dossiers: Iterable[Dossier], output: Path | None, options: ExportOptions
) -> Sent:
    from rasd.cli.output import binary_destination, destination, writable
    from rasd.export.exchange import export as send

    ticker = Ticker(wanted=True, noun="incidents")
    try:
        with writable(output, kept="Nothing is left of it"):
            opened: Any = (
                binary_destination(output) if form.is_binary else destination(output, progressive=False)
            )
            with opened as stream:
                return send(form, dossiers, stream, options, tick=ticker.tick)
    finally:
        ticker.close()


def _say(form: ExchangeFormat, sent: Sent, output: Path | None, options: ExportOptions) -> None:
    """Say what was written, what kind of file it is, and what stayed out."""
    if output is not None or sys.stderr.isatty() or sent.left_out:
        public = (
            f"with {', '.join(sorted(options.include))}: not for publication" if options.include else "public"
        )
        complain(
            f"{count_of(sent.incidents, 'incident')} written to {output or 'standard output'} ({form.name}, {public})."
        )
    if sent.without_room:
        told = ", ".join(f"{what} {number:,}" for what, number in sorted(sent.without_room.items()))
        complain(f"In no row, because {form.name} has no room for them: {told}.")
    if sent.left_out and options.is_synthetic:
        complain(
            f"{count_of(sent.left_out, 'real incident')} left out: invented and real never go into one file."
        )
    elif sent.left_out:
        complain(f"{count_of(sent.left_out, 'invented incident')} left out; --synthetic exports them alone.")


def _say_none(in_store: int, address: str) -> None:
    complain(
        f"None of the {in_store} incidents matches all options."
        if in_store
        else f"{address} holds no incident yet. `rasd collect` brings documents, `rasd link` makes incidents of them."
    )
