"""``rasd theatre``: list, show, start and check theatre packs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, printable
from rasd.cli.packs import PackOption, pack_folders
from rasd.errors import DataError

if TYPE_CHECKING:
    from rasd.conformance import Meaning
    from rasd.lexicon import Lexicon

__all__ = ["app"]

app = typer.Typer(
    name="theatre", help="Theatre packs: list, show, start a new one, check one.", no_args_is_help=True
)

_JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command(name="list")
def list_(as_json: _JsonOption = False, theatre_pack: PackOption = None) -> None:
    """Show the theatres loaded: where from, period, and how much each holds."""
    from rasd.conformance import overview
    from rasd.lexicon import Lexicon
    from rasd.places import library

    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    countries = Counter(place.country for place in library.core_places())
    found = [overview(lexicon, theatre, countries) for theatre in sorted(lexicon.theatres)]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "theatre", "Arabic", "countries", "covers", "actors", "names", "bodies", "outlets", "places", "from",
        box=None, pad_edge=False,
    )  # fmt: skip
    for one in found:
        table.add_row(
            one.id,
            one.title_ar,
            ", ".join(one.countries),
            f"{one.covers_from or '…'} – {one.covers_until or 'today'}",
            *(f"{count:,}" for count in (one.actors, one.names, one.sources, one.outlets, one.places)),
            one.origin,
        )
    Console(width=None if Console().is_terminal else 200).print(table, markup=False)


@app.command()
def show(
    theatre: Annotated[str, typer.Argument(metavar="ID", help="Theatre, as in `rasd theatre list`.")],
    as_json: _JsonOption = False,
    theatre_pack: PackOption = None,
) -> None:
    """Show whom the ambiguous words mean in a theatre, by date and outlet, and its actors."""
    from rasd.conformance import meanings, overview
    from rasd.lexicon import Lexicon

    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    if theatre not in lexicon.theatres:
        raise DataError(f"{theatre}: no such theatre. Theatres: {', '.join(sorted(lexicon.theatres))}.")
    found = meanings(lexicon, theatre)
    actors = [actor for actor in lexicon.actors.values() if actor.theatre == theatre]
    if as_json:
        held = {
            **asdict(overview(lexicon, theatre)),
            "words": [asdict(one) for one in found],
            "defines": [
                {
                    "id": actor.id,
                    "type": actor.type,
                    "label": {"ar": actor.label_ar, "en": actor.label_en},
                    "since": actor.since,
                    "until": actor.until,
                    "parents": [
                        {"id": id_, "since": since, "until": until} for id_, since, until in actor.parents
                    ],
                }
                for actor in actors
            ],
            "uses": list(lexicon.theatres[theatre].uses),
        }
        del held["places"]  # counted by `list`
        typer.echo(json.dumps(held, ensure_ascii=False, indent=1))
        return
    held_theatre = lexicon.theatres[theatre]
    typer.echo(f"{held_theatre.title_ar} ({held_theatre.title_en}), {', '.join(held_theatre.countries)}")
    typer.echo("\nWords that mean another actor elsewhere")
    for one in found:
        typer.echo(printable(f"  {one.word}: {_meaning(one, lexicon)}"))
    typer.echo("\nActors")
    for actor in actors:
        dates = f"  {actor.since or '…'} – {actor.until or 'today'}" if actor.since or actor.until else ""
        above = "".join(
            f"  under {id_}" + (f" {since or '…'} – {until or 'today'}" if since or until else "")
            for id_, since, until in actor.parents
        )
        typer.echo(
            printable(f"  {actor.id}: {actor.label_ar} ({actor.label_en}), {actor.type}{dates}{above}")
        )


def _meaning(one: Meaning, lexicon: Lexicon) -> str:
    if one.actor is None:
        return f"names nobody: {one.note}"
    label = lexicon.actors[one.actor].label_ar
    days = f", {one.since or '…'} – {one.until or 'today'}" if one.since or one.until else ""
    said = [*(f"that side with {side}" for side in one.sides), *(f"named {outlet}" for outlet in one.outlets)]
    return f"{one.actor} ({label}){days}" + (f", in outlets {' or '.join(said)}" if said else "")


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Id of the theatre, such as somalia.")],
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write NAME into; by default this one.")
    ] = None,
    country: Annotated[str, typer.Option(metavar="CC", help="Its first country, such as SO.")] = "XX",
    timezone: Annotated[
        str, typer.Option(metavar="ZONE", help="Its time zone, such as Africa/Mogadishu.")
    ] = "UTC",
) -> None:
    """Write a started pack: commented files that load and say what is to be filled in."""
    from rasd.conformance import start

    folder = (to or Path()) / name
    for path in start(name, folder, country, timezone):
        typer.echo(str(path))
    typer.echo(f"Next: fill in, then `rasd theatre check {folder}`.", err=True)


@app.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Packs, or folders of packs.", show_default=False)
    ],
    as_json: _JsonOption = False,
) -> None:
    """Hold packs against the suite that the packaged ones pass.

    Prints file:line: error or warning [check] entry: fact remedy. Exit code 0: no error; 1: some; 2: no pack there.
    """
    from rasd.conformance import CHECKS
    from rasd.conformance import check as examine

    results = [result for path in paths for result in examine(path)]
    errors = sum(finding.is_error for _, findings in results for finding in findings)
    if as_json:
        rows = [asdict(finding) for _, findings in results for finding in findings]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for folder, findings in results:
            for finding in findings:
                typer.echo(printable(str(finding)))
            bad = sum(finding.is_error for finding in findings)
            typer.echo(
                f"{folder}: {len(CHECKS)} checks, {bad} errors, {len(findings) - bad} warnings.", err=True
            )
    if errors:
        raise typer.Exit(EXIT_FAILED)
