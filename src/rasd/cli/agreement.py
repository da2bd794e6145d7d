"""``rasd agreement``: start, check, list and show agreements."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.agreements import AgreementArgument, AgreementsOption, agreement_named, register_of
from rasd.cli.console import EXIT_FAILED, count_of, printable
from rasd.cli.options import checked_format, day_of
from rasd.cli.packs import PackOption, pack_folders

if TYPE_CHECKING:
    from rasd.agreements import Sheet
    from rasd.model import Agreement

__all__ = ["app"]

app = typer.Typer(
    name="agreement",
    help="Agreements that a ledger is held against: start one, check, list, show.",
    no_args_is_help=True,
)

_LanguageOption = Annotated[
    str, typer.Option("--lang", metavar="LANGUAGE", help="Language of the words: en or ar.")
]


@app.command()
def new(
    named: Annotated[str, typer.Argument(metavar="ID", help="Its id, such as valley_truce_2031.")],
    folder: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder to write ID.yaml into, such as a theatre pack's agreements; by default this one.",
        ),
    ] = None,
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
) -> None:
    """Write a started agreement: a filled-in, commented example that passes the check, every value invented."""
    from rasd.agreements import start_agreement
    from rasd.lexicon import Lexicon

    register = register_of(agreements, Lexicon.load(packs=pack_folders(theatre_pack)))
    path = start_agreement(named, folder or Path(), register)
    typer.echo(str(path))
    typer.echo(f"Next: fill in, then `rasd agreement check {path}`.", err=True)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files, folders of them, or theatre packs; by default all agreements that are known.",
            show_default=False,
        ),
    ] = None,
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
) -> None:
    """Check agreements: what keeps one from being used, and what a careful editor would mend.

    Prints file:line: error or warning: fact, remedy. Exit code 0: no error; 1: some; 2: nothing there.
    """
    from rasd.agreements import agreement_files, examine, own_paths
    from rasd.lexicon import Lexicon, find_packs

    packs = [path for path in paths or () if (path / "theatre.yaml").is_file()]
    packs = [pack for path in packs for pack in find_packs(path)]
    lexicon = Lexicon.load(packs=[*pack_folders(theatre_pack), *packs])
    wanted = {file.resolve() for path in paths or () for file in agreement_files(path)}
    sheets = examine(lexicon, [*own_paths(agreements), *(paths or ())])
    if paths:
        sheets = [sheet for sheet in sheets if sheet.path.resolve() in wanted]
    errors = _tell(sheets)
    if errors:
        raise typer.Exit(EXIT_FAILED)


def _tell(sheets: list[Sheet]) -> int:
    """Print the findings, and on standard error how many; returns the number of errors."""
    findings = [finding for sheet in sheets for finding in sheet.findings]
    for one in findings:
        level = "error" if one.is_error else "warning"
        typer.echo(printable(f"{one.file}:{one.line}: {level}: {one.message}"))
    errors = sum(one.is_error for one in findings)
    typer.echo(
        f"{count_of(len(sheets), 'agreement')}, {count_of(errors, 'error')}, "
        f"{count_of(len(findings) - errors, 'warning')}.",
        err=True,
    )
    return errors


@app.command(name="list")
def list_(
    on: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Only those that were in force on this day, or possibly so."),
    ] = None,
    theatre: Annotated[str | None, typer.Option(metavar="ID", help="Only those of this theatre.")] = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or json.")] = "table",
    lang: _LanguageOption = "en",
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
) -> None:
    """List the agreements: class, window, parties, and how many terms are unchecked against the primary text."""
    from rasd.errors import DataError
    from rasd.lexicon import Lexicon

    checked_format(format, ("table", "json"))
    _checked_language(lang)
    day = day_of("--on", on)
    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    if theatre is not None and theatre not in lexicon.theatres:
        raise DataError(f"{theatre}: no such theatre. Theatres: {', '.join(sorted(lexicon.theatres))}.")
    register = register_of(agreements, lexicon)
    found = register.all() if day is None else register.in_force(day, day)
    found = [one for one in found if theatre in (None, one.theatre)]
    if format == "json":
        typer.echo(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=1))
        return
    from rasd.export.agreement import print_agreements

    print_agreements(found, sys.stdout, language=lang)


def _row(one: Agreement) -> dict[str, Any]:
    from rasd.agreements import force_words

    return {
        "id": one.id,
        "title": one.title.model_dump(),
        "theatre": one.theatre,
        "class": one.agreement_class,
        "in_force": force_words(one).en,
        "zone": one.zone,
        "parties": [party.actor for party in one.parties],
        "terms": len(one.terms),
        "unchecked": sum(term.wording == "unchecked" for term in one.terms),
        "synthetic": one.synthetic,
    }


@app.command()
def show(
    agreement: AgreementArgument,
    lang: _LanguageOption = "en",
    format: Annotated[
        str,
        typer.Option(
            metavar="FORMAT", help="table: to read; json or yaml: the same for programs and editors."
        ),
    ] = "table",
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
) -> None:
    """Show an agreement: who is bound, where, when and to what, each fact with its sources, the unchecked said as such.

    Exit code 0: shown; 2: there is no such agreement, or its file cannot be used.
    """
    from rasd.lexicon import Lexicon

    checked_format(format, ("table", "json", "yaml"))
    _checked_language(lang)
    found = agreement_named(agreement, agreements, Lexicon.load(packs=pack_folders(theatre_pack)))
    if format == "table":
        from rasd.export.agreement import print_agreement

        print_agreement(found, sys.stdout, language=lang)
        return
    held = found.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if format == "json":
        typer.echo(json.dumps(held, ensure_ascii=False, indent=1))
        return
    import yaml

    typer.echo(yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=110), nl=False)


def _checked_language(given: str) -> None:
    from rasd.export.sheet import LANGUAGES

    if given not in LANGUAGES:
        raise typer.BadParameter(f'No words in "{given}". Languages: {", ".join(LANGUAGES)}.')
