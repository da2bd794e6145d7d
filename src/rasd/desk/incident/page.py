"""The page of one incident, part by part: everything that its template shows, in the words of who asks."""

from __future__ import annotations

from typing import Any

from rasd.desk.incident.differences import differences_of
from rasd.desk.incident.facts import decided_of, rows_of
from rasd.desk.incident.harms import harms_of
from rasd.desk.incident.history import history_of
from rasd.desk.incident.inset import inset_of
from rasd.desk.incident.ledgers import ledgers_of
from rasd.desk.incident.likeness import hints_for
from rasd.desk.incident.linked import groups_of, pairs_of
from rasd.desk.incident.medias import media_of
from rasd.desk.incident.naming import name_of, title_of
from rasd.desk.incident.refs import Numbers
from rasd.desk.incident.seeing import Eyes
from rasd.desk.incident.sources import sources_of
from rasd.desk.site import Words
from rasd.export.sheet import Sheet
from rasd.export.sheet import Words as SheetWords

__all__ = ["page_of"]

_MOST_COMPARED = 300
"""Reports whose fields are laid beside one another; of more, the first in the order of the sheet."""
_FIRST_LINES = 30


def page_of(sheet: Sheet, eyes: Eyes, words: Words, *, page: int, whole_history: bool) -> dict[str, Any]:
    """Return what the template shows."""
    incident = sheet.incident
    numbers = Numbers(sheet, page)
    said = SheetWords(words.language)
    on_page = [source.link for source in numbers.sources]
    documents = eyes.texts(link.document_id for link in on_page)
    compared = [source.link.report_id for source in sheet.sources[:_MOST_COMPARED]]
    reports = eyes.reports({*compared, *(link.report_id for link in on_page)})
    lines = history_of(sheet.entries, numbers, words, incident.id)
    grade = incident.grade
    rule = grade.reasons.get(words.language, "")
    pairs, pairs_left = pairs_of(incident, numbers, words)
    return {
        "incident": incident,
        "title": title_of(words, incident),
        "name": name_of(words, incident),
        "numbers": numbers,
        "occurrence": said(f"occurrence.{incident.occurrence_decided or incident.occurrence}"),
        "grade": {
            "name": grade.decided or grade.proposed,
            "said": words.term("grades", grade.decided or grade.proposed),
            "proposed": words.term("grades", grade.proposed),
            "decided": words.term("grades", grade.decided),
            "rule": rule.split(" (")[0],
            "refs": numbers.refs(grade.reports),
            "more": numbers.more(grade.reports),
        },
        "occurrence_proposed": said(f"occurrence.{incident.occurrence}"),
        "contested": [said(f"over.{over}") for over in incident.contested_over],
        "rows": rows_of(incident, numbers, words),
        "decided": decided_of(incident, words),
        "inset": inset_of(incident, words),
        "harms": harms_of(incident.harm, numbers, words),
        "conceded": harms_of(incident.conceded, numbers, words),
        "sources": sources_of(numbers, documents, reports, eyes.states(documents), words),
        "groups": groups_of(incident, numbers, words),
        "differences": differences_of(
            incident, {key: reports[key] for key in compared if key in reports}, numbers, words
        ),
        "compared": len(compared) if len(compared) < len(sheet.sources) else 0,
        "pairs": pairs,
        "pairs_left": pairs_left,
        "ledgers": ledgers_of(sheet, words),
        "media": media_of(eyes, incident, words),
        "hints": hints_for(eyes, incident, words),
        "notes": [line for line in lines if line.is_note and line.is_standing],
        "history": lines if whole_history else lines[:_FIRST_LINES],
        "history_left": 0 if whole_history else max(0, len(lines) - _FIRST_LINES),
        "reports": len(incident.reports),
        "documents": len({link.document_id for link in incident.reports}),
        "former": sheet.former,
    }
