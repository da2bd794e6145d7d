"""The sheet of an incident out of a store: its documents and reports, its changes, and what people decided on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasd.export.sheet.facts import Sheet, SheetEntry, sheet_of

if TYPE_CHECKING:
    from rasd.model import Incident
    from rasd.store import IncidentPast, Store
    from rasd.store.standing import Standing

__all__ = ["entries_on", "entry_of", "sheet_from"]


def sheet_from(store: Store, incident_id: str) -> Sheet:
    """Return the sheet of an incident of the store; raises StoreError when there is none."""
    from rasd.store import Selection
    from rasd.store.deciding import found
    from rasd.store.facets import facets_on

    shown = found(store, incident_id)
    ids = tuple(dict.fromkeys(link.document_id for link in shown.reports))
    documents = {one.id: one.document for one in store.documents(Selection(ids=ids))}
    past = store.past(shown.id)
    return sheet_of(
        shown,
        documents,
        store.reports([link.report_id for link in shown.reports]),
        entries=entries_on(store, shown, past),
        former=dict.fromkeys(one.incident_id for one in past if one.incident_id != shown.id),
        asked=incident_id.strip(),
        facets=facets_on(store, shown.id),
    )


def entries_on(store: Store, shown: Incident, past: list[IncidentPast]) -> list[SheetEntry]:
    """Return what became of an incident and what people decided on its reports, taken back or not; changes come first."""
    ids = tuple(dict.fromkeys(link.document_id for link in shown.reports))
    return [*map(_change, past), *_decisions(store, shown, ids)]


def _change(one: IncidentPast) -> SheetEntry:
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
