"""Whether an incident is still what somebody saw when they decided; and if not, who changed what in between."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from rasd.export.sheet import Sheet, SheetEntry
from rasd.store import Store

__all__ = ["changes_since", "now", "revision_of"]


def revision_of(store: Store, keys: Sequence[str]) -> str:
    """Return what tells one state of incidents from another: their values and the decisions on their reports, notes apart."""
    digest = hashlib.sha256()
    for key in sorted(keys):
        incident = store.incident(key)
        if incident is None:
            digest.update(f"{key} gone\n".encode())
            continue
        digest.update(f"{incident.id}\n{incident.model_dump_json()}\n".encode())
        documents = {link.document_id for link in incident.reports}
        for made in store.judgements(documents=documents, undone=None):
            if made.action != "note":
                digest.update(f"{made.number} {made.undone is not None}\n".encode())
    return digest.hexdigest()[:32]


def now() -> str:
    """Return the moment at which a form is made."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def changes_since(sheet: Sheet, seen: str) -> list[SheetEntry]:
    """Return the lines of a history that are later than `seen`; a decision that was taken back since is among them."""
    try:
        moment = datetime.fromisoformat(seen)
    except ValueError:
        return []
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    found = []
    for entry in sheet.entries:
        if datetime.fromisoformat(entry.at) >= moment:
            found.append(entry)
        elif entry.undone and datetime.fromisoformat(entry.undone["at"]) >= moment.replace(microsecond=0):
            found.append(replace(entry, at=entry.undone["at"]))
    return found
