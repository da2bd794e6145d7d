"""The sheet of an incident as one person sees it: what every part of the page and every decision starts from."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasd.desk.incident.seeing import Eyes
from rasd.export.sheet import Sheet, entries_on, sheet_of
from rasd.model import Incident
from rasd.store.facets import facets_on

__all__ = ["Gone", "gone_of", "sheet_on"]


def sheet_on(eyes: Eyes, shown: Incident, asked: str = "") -> Sheet:
    """Return the sheet of an incident that this person sees; documents without their words, reports not yet read."""
    store = eyes.store
    ids = list(dict.fromkeys(link.document_id for link in shown.reports))
    cited = {key: document for key, (document, _) in store.cited(ids).items()}
    past = eyes.past(shown)
    return sheet_of(
        shown,
        cited,
        {},
        entries=eyes.entries(entries_on(store, shown, past)),
        former=dict.fromkeys(one.incident_id for one in past if one.incident_id != shown.id),
        asked=asked or shown.id,
        facets=facets_on(store, shown.id),
    )


@dataclass(frozen=True, slots=True)
class Gone:
    """An incident that is no more, and where its reports are now."""

    key: str
    at: str
    by: str
    homes: list[Incident] = field(default_factory=list)


def gone_of(eyes: Eyes, key: str) -> Gone | None:
    """Return what became of an incident that leads nowhere; None where this person never had one of that id to see."""
    if key in eyes.hidden.incidents:
        return None
    past = [one for one in eyes.store.past(key) if one.incident_id == key]
    if not past:
        return None
    reports = [report for one in past for report in one.details.get("added", ())]
    open_ones = [one for one in reports if one.rpartition("#")[0] not in eyes.hidden.documents]
    if reports and not open_ones:
        return None
    homes: list[Incident] = []
    for home in dict.fromkeys(eyes.store.incidents_of(open_ones).values()):
        found = eyes.incident(home)
        if found is not None:
            homes.append(found)
    last = past[-1]
    return Gone(key, last.at.isoformat(), "" if last.by == "link" or eyes.is_masked else last.by, homes)
