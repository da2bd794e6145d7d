"""``rasd publish``: a selection as a read-only static site that carries nothing private."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rasd.cli.console import Ticker, complain, count_of
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
from rasd.cli.stores import StoreOption, open_store

__all__ = ["publish"]


def publish(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A new folder, or one that was published before.")
    ],
    title: Annotated[str, typer.Option(metavar="WORDS", help="Title of the site.")] = "",
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Invented incidents only, watermarked; else real ones only.")
    ] = False,
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
    """Publish incidents as pages that any web server or a USB stick can hold: lists, a map, a page each, method, data.

    In Arabic and English, without scripts and without a request to any other address. Only what is public is in it: no
    names of victims, witnesses or reviewers, no notes, no exact points of hospitals, camps and rescuers.

    Exit code 0: published; 2: nothing was written, and what was published there before stands.
    """
    from rasd.export.exchange import ExportOptions
    from rasd.export.exchange.gathering import dossiers_of
    from rasd.export.site import write_site

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
    options = ExportOptions(is_synthetic=synthetic)
    ticker = Ticker(wanted=True, noun="incidents")
    with open_store(store, create=False) as opened:
        try:
            made = write_site(
                folder,
                lambda: dossiers_of(opened, wanted, options),
                written=datetime.now(UTC).date(),
                title=title.strip(),
                is_synthetic=synthetic,
                tick=lambda _: ticker.tick(),
            )
        finally:
            ticker.close()
    complain(
        f"{count_of(made.incidents, 'incident')} published in {folder}: open {folder / 'index.html'} in a browser."
    )
    if made.left_out and not synthetic:
        complain(
            f"{count_of(made.left_out, 'invented incident')} left out; --synthetic publishes them alone."
        )
    elif made.left_out:
        complain(
            f"{count_of(made.left_out, 'real incident')} left out: invented and real never go into one site."
        )
