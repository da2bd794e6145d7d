"""``rasd data``: the words, shapes, actors and places that Rasd reads with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rasd.cli.console import EXIT_FAILED

__all__ = ["app"]

app = typer.Typer(
    name="data", help="The words, shapes and actors that Rasd reads with.", no_args_is_help=True
)


@app.callback()
def _root() -> None:
    pass


@app.command()
def lint(
    path: Annotated[
        Path | None,
        typer.Argument(help="A data folder; by default the one that is installed.", show_default=False),
    ] = None,
) -> None:
    """Check data files: what would not load, and what a careful editor would not write.

    Prints file:line: message for each finding. Exit code 0: none; 1: some; 2: the folder cannot be read.
    """
    from rasd.errors import DataError
    from rasd.lexicon import lint as find

    if path is not None and not path.is_dir():
        raise DataError(
            f"{path}: no such folder. Give a data folder, or nothing for the one that is installed."
        )
    lines = [f"{finding.file}:{finding.line}: {finding.message}" for finding in find(path)]
    if not lines:  # agreements are held against actors and places, which must load first
        from rasd.agreements import examine
        from rasd.lexicon import Lexicon

        lines = [str(one) for sheet in examine(Lexicon.load(path)) for one in sheet.findings]
    for line in lines:
        typer.echo(line)
    if lines:
        typer.echo(f"{len(lines)} to mend.", err=True)
        raise typer.Exit(EXIT_FAILED)
