"""Dossiers of a selection as one person sees them: without hidden documents, and masked for readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rasd.desk.incident.seeing import Eyes
from rasd.desk.selection import Selection, index
from rasd.export.exchange import Dossier, ExportOptions
from rasd.export.exchange.gathering import gathered
from rasd.store import IncidentFilter

__all__ = ["dossiers_for"]

_BATCH = 400


def dossiers_for(eyes: Eyes, selection: Selection, options: ExportOptions) -> Iterator[Dossier]:
    """Yield the dossiers of a selection in the order of their ids, whatever order the list shows."""
    found = index()
    chosen = found.select(selection, eyes.hidden)
    keys = sorted(chosen.ids())
    for start in range(0, len(keys), _BATCH):
        wanted = IncidentFilter(ids=tuple(keys[start : start + _BATCH]))
        held = sorted(eyes.store.incidents(wanted), key=lambda one: one.id)
        some = [seen for one in held if (seen := eyes.seen(one)) is not None]
        for dossier in gathered(eyes.store, some, options):
            yield _narrowed(dossier, eyes)


def _narrowed(dossier: Dossier, eyes: Eyes) -> Dossier:
    """Return a dossier without decisions that name hidden documents; they go along only where everything leaves."""
    if eyes.hidden.is_empty or not dossier.judgements:
        return dossier
    seen = [
        one
        for one in dossier.judgements
        if not any(subject.rpartition("#")[0] in eyes.hidden.documents for subject in one.subjects)
    ]
    return replace(dossier, judgements=seen)
