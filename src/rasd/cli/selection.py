"""Which documents of the store a command works on: the options of all commands that take a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.options import day_of

if TYPE_CHECKING:
    from rasd.preservation.selecting import Wish

__all__ = [
    "AllOption",
    "DocumentsArgument",
    "IncidentOption",
    "SearchOption",
    "SinceOption",
    "UntilOption",
    "wish_of",
]

DocumentsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="DOCUMENT", help="Ids of documents.", show_default=False)
]
SearchOption = Annotated[
    str | None,
    typer.Option("--search", metavar="WORDS", help="Documents with these words; in quotes, words in a row."),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="Published on this day or later, YYYY-MM-DD.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="Published on this day or earlier, YYYY-MM-DD.")
]
IncidentOption = Annotated[
    list[str] | None,
    typer.Option("--incident", metavar="ID", help="Documents that report this incident; repeatable."),
]
AllOption = Annotated[bool, typer.Option("--all", help="All documents of the store.")]


def wish_of(
    documents: list[str] | None,
    search: str | None,
    since: str | None,
    until: str | None,
    incidents: list[str] | None,
    *,
    everything: bool,
) -> Wish:
    """Return what the options ask for; raises typer.BadParameter on a day that is none."""
    from rasd.preservation.selecting import Wish

    return Wish(
        ids=tuple(documents or ()),
        search=search,
        since=day_of("--since", since),
        until=day_of("--until", until),
        incidents=tuple(incidents or ()),
        all=everything,
    )
