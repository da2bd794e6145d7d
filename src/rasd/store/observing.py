"""Observations: what a term requires and did not happen, entered by a person from the words of a stored document.

Evidence or nothing: the words must stand in the document, and it is their place that is kept. Nothing is altered; taking
an observation back is a row of its own, and both stand in the custody log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Day
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rasd.agreements.quantities import days_of, required_over
from rasd.errors import StoreError
from rasd.lexicon import Lexicon
from rasd.model import Agreement, AgreementTerm, Observation
from rasd.store.judgement import Undoing
from rasd.store.redactions import words_at

if TYPE_CHECKING:
    from rasd.store.store import Store

__all__ = [
    "Observed",
    "Sight",
    "observations",
    "observe",
    "said_of",
    "said_of_undoing",
    "subject_of",
    "undo_observation",
]

_PAGE = 200
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person enters: a term, days, and the words of a document that say so."""

    term: str
    first_day: Day
    last_day: Day
    document_id: str
    words: str
    count: int | None = None
    """How many were counted, where the words say."""
    against: str | None = None
    """The party against which it is alleged."""


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation of the store, and whether it was taken back."""

    observation: Observation
    undone: Undoing | None = None


def observe(
    store: Store,
    agreement: Agreement,
    sight: Sight,
    *,
    by: str,
    why: str = "",
    lexicon: Lexicon | None = None,
) -> Observation:
    """Enter an observation; `lexicon` knows the actors, by default the packaged one."""
    if not by.strip():
        raise StoreError("An observation needs the name of who enters it. Give --by or set RASD_BY.")
    term = _term(agreement, sight, lexicon)
    from rasd.store import models
    from rasd.store.custody import canonical

    with store.transaction():
        rows = models.Document.objects.using(store.alias)
        document = rows.filter(key=sight.document_id.strip()).first()
        if document is None:
            raise StoreError(
                f'{store.address}: no document "{sight.document_id}". An observation rests on the words of a stored'
                " document: take it in with `rasd collect`."
            )
        _same_world(agreement, document)
        evidence = _found(document, sight.words)
        details = {
            "count": sight.count,
            "required": required_over(agreement, term, sight.first_day, sight.last_day),
            "against": sight.against,
            "evidence": [list(evidence)],
        }
        _refuse_twice(store, agreement, sight, document, details, by)
        row = models.Observation.objects.using(store.alias).create(
            agreement=agreement.id, term=term.id, first_day=sight.first_day, last_day=sight.last_day,
            document_id=document.pk, details=canonical(details), by=by, at=datetime.now(UTC), why=why.strip(),
        )  # fmt: skip
        store.custody.append("observation.made", subject_of(document.key, row.pk), said_of(row))
        row.document = document
        return _observation(row)


def undo_observation(store: Store, number: int, *, by: str, why: str = "") -> Observed:
    """Take an observation back; both stay on record."""
    if not by.strip():
        raise StoreError("Taking back an observation needs a name. Give --by or set RASD_BY.")
    from rasd.store import models

    with store.transaction():
        rows = models.Observation.objects.using(store.alias).select_related("document", "undone_by")
        row = rows.filter(id=number).first()
        if row is None:
            raise StoreError(
                f"{store.address}: no observation has the number {number}. `rasd observations` lists them."
            )
        earlier = getattr(row, "undone_by", None)
        if earlier is not None:
            raise StoreError(
                f"{store.address}: observation {number} was taken back by {earlier.by} on {earlier.at:%Y-%m-%d}."
            )
        undoing = models.ObservationUndoing.objects.using(store.alias).create(
            observation_id=number, by=by, at=datetime.now(UTC), why=why.strip()
        )
        store.custody.append(
            "observation.undone",
            subject_of(row.document.key, number),
            said_of_undoing(undoing),
        )
        return Observed(_observation(row), Undoing(by, undoing.at, undoing.why))


def observations(
    store: Store, agreement_id: str | None = None, *, undone: bool | None = False
) -> Iterator[Observed]:
    """Yield observations in the order in which they were entered; with `undone=None` those taken back too."""
    from rasd.store import models
    from rasd.store.failing import told

    rows = models.Observation.objects.using(store.alias).select_related("document", "undone_by")
    if agreement_id is not None:
        rows = rows.filter(agreement=agreement_id)
    if undone is not None:
        rows = rows.filter(undone_by__isnull=not undone)
    last = 0
    while True:
        with told(store.address):
            page = list(rows.filter(id__gt=last).order_by("id")[:_PAGE])
        for row in page:
            back = getattr(row, "undone_by", None)
            yield Observed(
                _observation(row),
                None if back is None else Undoing(back.by, back.at.astimezone(UTC), back.why),
            )
        if len(page) < _PAGE:
            return
        last = page[-1].pk


def subject_of(document_id: str, number: int) -> str:
    """Return what the custody log calls an observation; like a report's id, so that it goes out with no document."""
    return f"{document_id}#o{number}"


def said_of(row: Any) -> dict[str, Any]:
    """Return what the custody log says of an observation; the reason may name people, so its hash stands for it."""
    return {
        "observation": row.pk,
        "agreement": row.agreement,
        "term": row.term,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "details": json.loads(row.details),
        "by": row.by,
        "why_sha256": _sha256(row.why),
    }


def said_of_undoing(row: Any) -> dict[str, Any]:
    """Return what the custody log says of an undoing."""
    return {"observation": row.observation_id, "by": row.by, "why_sha256": _sha256(row.why)}


# --- checks ------------------------------------------------------------------------------------------------------------


def _term(agreement: Agreement, sight: Sight, lexicon: Lexicon | None) -> AgreementTerm:
    """Return the term; raises StoreError for what cannot be an observation of it."""
    term = next((one for one in agreement.terms if one.id == sight.term), None)
    requiring = [one.id for one in agreement.terms if one.rule == "requires"]
    options = f"Terms of {agreement.id} that require: {', '.join(requiring) or 'none'}."
    if term is None:
        raise StoreError(f'{agreement.id}: no term "{sight.term}". {options}')
    if term.rule != "requires":
        raise StoreError(
            f"{agreement.id}: {term.id} forbids. Only what a term requires can be missing; what happened against this one"
            f" is an incident. {options}"
        )
    if sight.last_day < sight.first_day:
        raise StoreError(f"{sight.last_day} lies before {sight.first_day}. Give the first day with --from.")
    first, last = days_of(agreement, term)
    if sight.last_day < first or (last is not None and sight.first_day > last):
        window = f"from {first}" + (f" to {last}" if last else "")
        raise StoreError(
            f"{agreement.id}: {term.id} holds {window}, and {sight.first_day} to {sight.last_day} lies outside."
        )
    if sight.count is not None and sight.count < 0:
        raise StoreError(f"--count: {sight.count} is no number of anything.")
    if sight.against is not None and sight.against not in (lexicon or Lexicon.load()).actors:
        bound = ", ".join(party.actor for party in agreement.parties)
        raise StoreError(f'No actor has the id "{sight.against}". Bound by {agreement.id}: {bound}.')
    return term


def _same_world(agreement: Agreement, document: Any) -> None:
    if document.synthetic != agreement.synthetic:
        raise StoreError(
            f"{document.key}: "
            + (
                f"an invented document, and {agreement.id} is a real agreement. Its ledger takes no invented one."
                if document.synthetic
                else f"a real document, and {agreement.id} is an invented agreement. Its ledger takes invented ones only."
            )
        )


def _found(document: Any, words: str) -> tuple[int, int]:
    """Return where the words stand in a document, read as the reader folds; raises StoreError when they do not."""
    wanted = [word for word, *_ in words_at(words[:_LONGEST])]
    if not wanted:
        raise StoreError(
            "No word in --words. Give the words of the document that say so: evidence or nothing."
        )
    held = words_at(document.text)
    for at in range(len(held) - len(wanted) + 1):
        if all(held[at + further][0] == word for further, word in enumerate(wanted)):
            return held[at][2], held[at + len(wanted) - 1][3]
    shown = " ".join(words.split())
    shown = shown if len(shown) <= 80 else shown[:79] + "…"
    raise StoreError(
        f'{document.key}: "{shown}" does not stand in its text. Copy the words from there (`rasd search` shows them):'
        " evidence or nothing."
    )


def _refuse_twice(
    store: Store, agreement: Agreement, sight: Sight, document: Any, details: dict[str, Any], by: str
) -> None:
    from rasd.store import models
    from rasd.store.custody import canonical

    rows = models.Observation.objects.using(store.alias).filter(
        agreement=agreement.id, term=sight.term, first_day=sight.first_day, last_day=sight.last_day,
        document_id=document.pk, details=canonical(details), by=by, undone_by__isnull=True,
    )  # fmt: skip
    number = rows.values_list("id", flat=True).first()
    if number is not None:
        raise StoreError(
            f"{document.key}: {by} already entered this, as observation {number}. Nothing was changed."
        )


def _observation(row: Any) -> Observation:
    details, document = json.loads(row.details), row.document
    spans = [(first, last) for first, last in details["evidence"]]
    return Observation(
        number=row.pk,
        agreement=row.agreement,
        term=row.term,
        start=row.first_day,
        end=row.last_day,
        count=details["count"],
        required=details["required"],
        against=details["against"],
        source=document.outlet or document.key,
        document_id=document.key,
        words=" … ".join(" ".join(document.text[first:last].split()) for first, last in spans),
        evidence=spans,
        by=row.by,
        at=row.at.astimezone(UTC).isoformat(timespec="seconds"),
        why=row.why,
        synthetic=document.synthetic,
    )


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
