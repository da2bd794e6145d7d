"""Options that several commands take under one name with one meaning: what documents state, formats, output, limits."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "MAX_JOBS",
    "AllowPrivateOption",
    "IncidentFormatOption",
    "LimitOption",
    "MapOption",
    "OutletOption",
    "OutputOption",
    "PublishedOption",
    "SyntheticOption",
    "TheatreOption",
    "checked",
    "checked_format",
    "day_of",
]

MAX_JOBS = 256

PublishedOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Publication date of documents that state none, ISO 8601."),
]
OutletOption = Annotated[str | None, typer.Option(help="Outlet of documents that state none.")]
TheatreOption = Annotated[str | None, typer.Option(help="Theatre of documents that state none.")]
SyntheticOption = Annotated[
    bool,
    typer.Option(
        "--synthetic",
        help="All of these documents are invented: marked so, they enter no real ledger and no real sum.",
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column of json, jsonl and csv gives a field, as in text=body or text=data.text; repeatable.",
        show_default=False,
    ),
]
LimitOption = Annotated[
    float, typer.Option(min=0.001, max=2000, help="A longer document is refused by name, in megabytes.")
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="File to write instead of standard output."),
]
IncidentFormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT",
        help="table, jsonl, json or csv; by default what --output's extension says, else table on a terminal and"
        " jsonl elsewhere.",
    ),
]
AllowPrivateOption = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch from private, loopback and link-local addresses too."),
]


def checked(noun: str, given: str, known: tuple[str, ...]) -> str:
    """Return what was asked for; raises typer.BadParameter with those that exist on another."""
    if given not in known:
        raise typer.BadParameter(f'Unknown {noun} "{given}". {noun.capitalize()}s: {", ".join(known)}.')
    return given


def checked_format(given: str, formats: tuple[str, ...]) -> str:
    """Return the format that was asked for; raises typer.BadParameter with those that exist on another."""
    return checked("format", given, formats)


def day_of(option: str, given: str | None) -> date | None:
    """Return the day that an option names, if it was given; raises typer.BadParameter on what is none."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise typer.BadParameter(f'{option}: "{given}" is no day. Write it as 2024-03-14.') from None
