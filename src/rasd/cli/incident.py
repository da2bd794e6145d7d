"""``rasd incident``: one incident of the store, as a person wants to read it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.options import checked_format
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.export.sheet import Sheet, SheetEntry
    from rasd.model import Incident
    from rasd.store import IncidentPast, Store
    from rasd.store.standing import Standing

__all__ = ["incident", "sheet_from"]

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
    from rasd.export.sheet import LANGUAGES, print_sheet

    if lang not in LANGUAGES:
        raise typer.BadParameter(f'No words in "{lang}". Languages: {", ".join(LANGUAGES)}.')
    checked_format(format, _FORMATS)
    with open_store(store, create=False) as opened:
        sheet = sheet_from(opened, incident_id)
    if format == "json":
        sys.stdout.write(json.dumps(sheet.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        print_sheet(sheet, sys.stdout, language=lang)


def sheet_from(store: Store, incident_id: str) -> Sheet:
    """Return the sheet of an incident of the store; raises StoreError when there is none."""
    from rasd.export.sheet import sheet_of
    from rasd.store import Selection
    from rasd.store.deciding import found
    from rasd.store.facets import facets_on

    shown = found(store, incident_id)
    reports = [link.report_id for link in shown.reports]
    ids = tuple(dict.fromkeys(link.document_id for link in shown.reports))
    documents = {one.id: one.document for one in store.documents(Selection(ids=ids))}
    past = store.past(shown.id)
    return sheet_of(
        shown,
        documents,
        store.reports(reports),
        entries=[*map(_change, past), *_decisions(store, shown, ids)],
        former=dict.fromkeys(one.incident_id for one in past if one.incident_id != shown.id),
        asked=incident_id.strip(),
        facets=facets_on(store, shown.id),
    )


def _change(one: IncidentPast) -> SheetEntry:
    from rasd.export.sheet import SheetEntry

    return SheetEntry(
        one.at.isoformat(timespec="milliseconds"),
        one.by,
        one.action,
        one.details,
        incident_id=one.incident_id,
    )


def _decisions(store: Store, shown: Incident, documents: tuple[str, ...]) -> list[SheetEntry]:
    """Return the decisions on reports of the incident, those taken back too."""
    from rasd.store.standing import Standing

    made = list(store.judgements(documents=documents, undone=None))
    here = {link.report_id for link in shown.reports}
    standing = [Standing(one, now) for one, now in zip(made, store.located(made), strict=True)]
    return [entry_of(one) for one in standing if here & {*one.reports, *one.judgement.subjects}]


def entry_of(one: Standing) -> SheetEntry:
    """Return a decision as a line of a history."""
    from rasd.export.sheet import SheetEntry

    made, undone = one.judgement, one.judgement.undone
    details: dict[str, Any] = {"reports": list(one.reports or made.subjects)}
    if made.action == "negative":
        details["sides"] = one.sides
    elif made.action == "facet":
        details["facet"] = made.value
        details["value"] = " ".join(
            made.value[piece]
            for piece in ("agreement", "facet", "actor", "term", "value")
            if piece in made.value
        )
    elif made.action not in ("positive", "note"):
        value = made.value if isinstance(made.value, dict) else {"value": made.value}
        details["value"] = " ".join(
            str(piece) for piece in (value.get("effect"), value.get("value")) if piece is not None
        )
    return SheetEntry(
        made.at.isoformat(timespec="milliseconds"),
        made.by,
        made.action,
        details,
        made.why,
        made.number,
        None
        if undone is None
        else {"by": undone.by, "at": undone.at.isoformat(timespec="seconds"), "why": undone.why},
        orphaned=one.orphaned,
    )
