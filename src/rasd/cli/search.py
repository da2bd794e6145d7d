"""``rasd search``: words in the documents of a store."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, complain, printable
from rasd.cli.options import checked_format, day_of
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.store import Found

__all__ = ["search"]

_FORMATS = ("table", "jsonl")


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help='Words that a document must hold; "in quotes" those in a row.',
            show_default=False,
        ),
    ],
    store: StoreOption = None,
    outlet: Annotated[str | None, typer.Option(help="Only documents of this outlet.")] = None,
    theatre: Annotated[str | None, typer.Option(help="Only documents of this theatre.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Published on this day or later.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Published on this day or earlier.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="At most so many; 0: all.")] = 20,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help="table or jsonl; by default table on a terminal, jsonl elsewhere."
        ),
    ] = None,
) -> None:
    """Search the documents of a store, newest arrivals first.

    Spelling makes no difference (hamzas, marks, digits), and a word is found with what Arabic joins before it: قصف finds
    القصف, وبقصف and للقصف; القصف does not find قصف.

    Exit code 0: something was found; 1: nothing was; 2: the store cannot be opened, or there is nothing to look for.
    """
    from rasd.store import Selection

    shown = checked_format(format or ("table" if sys.stdout.isatty() else "jsonl"), _FORMATS)
    asked = words[0] if len(words) == 1 else " ".join(_quoted(word) for word in words)
    selection = Selection(
        outlet=outlet,
        theatre=theatre,
        published_from=day_of("--since", since),
        published_until=day_of("--until", until),
    )
    with open_store(store, create=False) as opened:
        found = list(opened.search(asked, selection, limit=limit or None))
        if shown == "jsonl":
            for one in found:
                print(json.dumps(_row(one), ensure_ascii=False))
        elif found:
            _print_table(found)
        if limit and len(found) == limit:
            total = opened.count_found(asked, selection)
            if total > limit:
                complain(f"{total:,} documents in all; --limit 0 shows every one.")
    if not found:
        complain("No document holds all of these words.")
        raise typer.Exit(EXIT_FAILED)


def _quoted(word: str) -> str:
    """Keep words in a row that the shell has taken the quotes from."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _row(found: Found) -> dict[str, object]:
    document = found.document.document
    return {
        "id": found.document.id,
        "published": document.published,
        "outlet": document.outlet,
        "title": document.title,
        "url": document.url,
        "excerpt": found.excerpt,
        "spans": found.spans,
    }


def _print_table(every: Iterable[Found]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("id", "published", "outlet", "excerpt"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "published")
    for found in every:
        document = found.document.document
        shown = Text(printable(found.excerpt))
        for start, end in found.spans:
            shown.stylize("bold", start, end)
        ident = found.document.id if len(found.document.id) <= 24 else f"{found.document.id[:12]}…"
        table.add_row(
            printable(ident), (document.published or "")[:10], printable(document.outlet or ""), shown
        )
    Console().print(table)
