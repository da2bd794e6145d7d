"""``rasd incident``: one incident of the store, as a person wants to read it."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from rasd.cli.options import checked_format
from rasd.cli.stores import StoreOption, open_store

__all__ = ["incident"]

_FORMATS = ("words", "json")


def incident(
    incident_id: Annotated[
        str, typer.Argument(metavar="ID", help="Id of an incident; a former one leads on.")
    ],
    lang: Annotated[str, typer.Option(metavar="LANGUAGE", help="Language of the words: en or ar.")] = "en",
    format: Annotated[
        str, typer.Option(metavar="FORMAT", help="words: to read; json: the same for other programs.")
    ] = "words",
    store: StoreOption = None,
) -> None:
    """Show one incident: sources side by side, each figure with its quote, why linked, what happened to it.

    Every bound of a range names the report that sets it, the proposed grade its rule. What people decided stands beside
    what is proposed. Exit code 0: shown; 2: there is no such incident.
    """
    from rasd.export.sheet import LANGUAGES, print_sheet, sheet_from

    if lang not in LANGUAGES:
        raise typer.BadParameter(f'No words in "{lang}". Languages: {", ".join(LANGUAGES)}.')
    checked_format(format, _FORMATS)
    with open_store(store, create=False) as opened:
        sheet = sheet_from(opened, incident_id)
    if format == "json":
        sys.stdout.write(json.dumps(sheet.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        print_sheet(sheet, sys.stdout, language=lang)
