"""Reviews are written once; undoing one is another row. What stands after them is kept beside the machine's record.

Every change is one transaction with its custody entry. The words that a decision holds stay out of the log: their hash
stands for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from pydantic import TypeAdapter, ValidationError

from rasd.errors import StoreError
from rasd.model import Record, Report
from rasd.store import models
from rasd.store.custody import Custody, canonical
from rasd.store.effective import LISTS, SCALARS, Effective, Slot, core, lay_over, report_spans, spans_of
from rasd.store.review import (
    REVIEW_ACTIONS,
    REVIEW_STATES,
    Conflict,
    Review,
    ReviewConflict,
    ReviewDecision,
    Reviewed,
    ReviewState,
)

__all__ = ["conclude", "effective_of", "review", "reviewed", "reviews_of", "said_of_review", "undo_review"]

_MANY = 400
_VALUES: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter[Any](Report.model_fields[name].annotation or Any) for name in (*SCALARS, *LISTS)
}
Refresh = Callable[[Any, Any, Effective, Effective, Sequence[Review]], None]
"""Lays out what stands: the document's row, the row of its record, what stood before, what stands, its history."""


def reviewed(alias: str, place: str, key: str) -> Reviewed:
    """Return a document's record as read and as it stands."""
    document = _document(alias, place, key)
    row = _current(alias, place, document)
    history = tuple(reviews_of(alias, [document.pk]).get(document.pk, ()))
    machine = Record.model_validate_json(row.record)
    return _reviewed(key, machine, effective_of(alias, document.pk, machine, history), history)


def review(
    alias: str,
    custody: Custody,
    place: str,
    key: str,
    decisions: Sequence[ReviewDecision],
    *,
    by: str,
    base: int,
    refresh: Refresh,
) -> Reviewed:
    """Record decisions of one person, all or none."""
    if not by.strip():
        raise StoreError("A decision needs the name of who decides. Give --by or set RASD_BY.")
    with transaction.atomic(using=alias):
        custody.lock()
        document = _document(alias, place, key)
        row = _current(alias, place, document)
        history = list(reviews_of(alias, [document.pk]).get(document.pk, ()))
        machine = Record.model_validate_json(row.record)
        before = now = effective_of(alias, document.pk, machine, history)
        conflicts = []
        past = tuple(history)
        for decision in decisions:
            _check(place, key, decision, len(document.text))
            slot, conflict = _meant(decision, now, past, base)
            if conflict is not None:
                conflicts.append(conflict)
            elif not conflicts:
                made = _write(alias, custody, document, row.coding_id, decision, slot, now, by)
                history.append(made)
                now = effective_of(alias, document.pk, machine, history)
        if conflicts:
            raise ReviewConflict(_told(key, conflicts), tuple(conflicts))
        refresh(document, row, before, now, history)
    return _reviewed(key, machine, now, tuple(history))


def undo_review(
    alias: str, custody: Custody, place: str, number: int, *, by: str, why: str, refresh: Refresh
) -> Reviewed:
    """Take a decision back."""
    if not by.strip():
        raise StoreError("Undoing a decision needs a name. Give --by or set RASD_BY.")
    with transaction.atomic(using=alias):
        custody.lock()
        rows = models.Review.objects.using(alias)
        made = rows.filter(id=number).select_related("document", "undone_by").first()
        if made is None or made.action not in REVIEW_ACTIONS:
            raise StoreError(f"{place}: no decision on a record has the number {number}.")
        earlier = getattr(made, "undone_by", None)
        if earlier is not None:
            raise StoreError(
                f"{place}: decision {number} was undone by {earlier.by} on {earlier.at:%Y-%m-%d}."
            )
        document = made.document
        row = _current(alias, place, document)
        machine = Record.model_validate_json(row.record)
        past = reviews_of(alias, [document.pk])[document.pk]
        before = effective_of(alias, document.pk, machine, past)
        undoing = rows.create(
            document=document, action="undo", report=made.report, field=made.field, run=row.coding_id,
            by=by, at=datetime.now(UTC), why=why, undoes_id=number,
        )  # fmt: skip
        custody.append(
            "review.undone", f"{document.key}#{made.report}", {**said_of_review(undoing), "undoes": number}
        )
        history = tuple(reviews_of(alias, [document.pk])[document.pk])
        now = effective_of(alias, document.pk, machine, history)
        refresh(document, row, before, now, history)
    return _reviewed(document.key, machine, now, history)


def conclude(
    alias: str,
    custody: Custody,
    place: str,
    key: str,
    state: ReviewState,
    *,
    by: str,
    why: str,
    needs_second: bool,
    refresh: Refresh,
) -> Reviewed:
    """Give a document a state."""
    if state not in REVIEW_STATES:
        raise StoreError(f'No state is called "{state}". States: {", ".join(REVIEW_STATES)}.')
    if not by.strip():
        raise StoreError("A state needs the name of who gives it. Give --by or set RASD_BY.")
    if state == "returned" and not why.strip():
        raise StoreError("returned: who verified it needs the reason. Give one.")
    with transaction.atomic(using=alias):
        custody.lock()
        document = _document(alias, place, key)
        row = _current(alias, place, document)
        history = reviews_of(alias, [document.pk]).get(document.pk, [])
        stands, _, _ = state_of(history)
        if state in ("approved", "returned") and stands not in ("verified", "approved"):
            raise StoreError(f'{key} is "{stands}": only what somebody verified is approved or returned.')
        if state == "approved" and needs_second and by in _verifiers(history):
            raise StoreError(f"{by} verified {key}: a second reader approves it.")
        machine = Record.model_validate_json(row.record)
        now = effective_of(alias, document.pk, machine, history)
        made = models.Review.objects.using(alias).create(
            document=document, action="state", after=canonical(state), run=row.coding_id, by=by,
            at=datetime.now(UTC), why=why,
        )  # fmt: skip
        custody.append("review.state", key, {**said_of_review(made), "state": state})
        history.append(_read(made))
        refresh(document, row, now, now, history)
    return _reviewed(key, machine, now, tuple(history))


def reviews_of(alias: str, numbers: Sequence[int]) -> dict[int, list[Review]]:
    """Return the histories of documents by the number of their row, oldest first; without those that have none."""
    found: dict[int, list[Review]] = {}
    for start in range(0, len(numbers), _MANY):
        rows = (
            models.Review.objects.using(alias)
            .filter(document_id__in=numbers[start : start + _MANY])
            .select_related("undone_by")
            .order_by("id")
        )
        for row in rows:
            found.setdefault(row.document_id, []).append(_read(row))
    return found


def effective_of(alias: str, number: int, machine: Record, history: Sequence[Review]) -> Effective:
    """Return what stands for one document, with reports of earlier runs where people decided on them."""
    runs: dict[int, Mapping[str, Any]] = {}

    def earlier(run: int, report: str) -> dict[str, Any] | None:
        if run not in runs:
            text = (
                models.CodedRecord.objects.using(alias)
                .filter(document_id=number, coding_id=run)
                .values_list("record", flat=True)
                .first()
            )
            reports = json.loads(text)["reports"] if text else []
            runs[run] = {one.get("id") or f"r{index}": one for index, one in enumerate(reports, 1)}
        return runs[run].get(report)

    return lay_over(machine, history, earlier)


def state_of(history: Sequence[Review]) -> tuple[ReviewState, str, datetime | None]:
    """Return the state of a document, who gave it, and when: a decision after a state puts it in work again."""
    found: tuple[ReviewState, str, datetime | None] = ("waiting", "", None)
    for one in history:
        found = (one.after if one.action == "state" else "in_work", one.by, one.at)
    return found


def _verifiers(history: Sequence[Review]) -> set[str]:
    """Return who gave the state `verified`, or decided on a value, since the document was last returned or approved."""
    found: set[str] = set()
    for one in history:
        if one.action == "state" and one.after in ("returned", "waiting"):
            found.clear()
        elif one.action in REVIEW_ACTIONS or one.after == "verified":
            found.add(one.by)
    return found


def _reviewed(key: str, machine: Record, now: Effective, history: tuple[Review, ...]) -> Reviewed:
    state, by, _ = state_of(history)
    return Reviewed(
        key, machine, now.record, now.values(), history[-1].number if history else 0, state, by, history,
        now.rejected, now.lost,
    )  # fmt: skip


def _document(alias: str, place: str, key: str) -> Any:
    found = models.Document.objects.using(alias).filter(key=key).first()
    if found is None:
        raise StoreError(f'{place}: no document "{key}".')
    return found


def _current(alias: str, place: str, document: Any) -> Any:
    found = models.CodedRecord.objects.using(alias).filter(document_id=document.pk, current=True).first()
    if found is None:
        raise StoreError(f"{place}: {document.key} is not coded. Run `rasd code` first.")
    return found


def _check(place: str, key: str, decision: ReviewDecision, length: int) -> None:
    """Raise StoreError for a decision that cannot be one."""
    where = f"{key}#{decision.report} {decision.field}"
    if decision.action not in REVIEW_ACTIONS:
        raise StoreError(
            f'{where}: no action is called "{decision.action}". Actions: {", ".join(REVIEW_ACTIONS)}.'
        )
    if decision.field not in (*SCALARS, *LISTS, "report"):
        raise StoreError(f"{where}: no such field. Fields: report, {', '.join(SCALARS)}, {', '.join(LISTS)}.")
    if decision.action == "doubt":
        if not decision.why.strip():
            raise StoreError(f"{where}: a doubt needs its words.")
        return
    if decision.action == "reject" and decision.field in ("kind", "factuality"):
        raise StoreError(f"{where}: every report has one. Correct it, or reject the report.")
    if decision.action == "add" and decision.field in SCALARS:
        raise StoreError(f"{where}: every report has one. Correct it.")
    if decision.action == "correct" and decision.field == "report":
        raise StoreError(f"{where}: correct its values, or reject it and add another.")
    if decision.action in ("correct", "add"):
        _check_value(where, decision, length)


def _check_value(where: str, decision: ReviewDecision, length: int) -> None:
    try:
        if decision.field == "report":
            Report.model_validate(decision.after)
        elif decision.field in SCALARS:
            _VALUES[decision.field].validate_python(decision.after)
        else:
            _VALUES[decision.field].validate_python([decision.after])
    except ValidationError as error:
        said = "; ".join(
            ": ".join(
                part for part in (".".join(str(part) for part in one["loc"] if part != 0), one["msg"]) if part
            )
            for one in error.errors()
        )
        raise StoreError(f"{where}: {said}") from None
    if decision.field in ("kind", "factuality"):
        return
    spans = spans_of(decision.after)
    is_empty_date = decision.field == "date" and not (
        decision.after.get("start") or decision.after.get("end")
    )
    if not spans and not is_empty_date:
        raise StoreError(f"{where}: a value needs the words that it is read from. Select them in the text.")
    for first, last in spans:
        if not 0 <= first < last <= length:
            raise StoreError(
                f"{where}: [{first}, {last}] lies outside of the text, which has {length} code points."
            )


def _meant(
    decision: ReviewDecision, now: Effective, history: Sequence[Review], base: int
) -> tuple[Slot | None, Conflict | None]:
    """Return the value that a decision is about, or why it cannot be made."""
    since = [one for one in history if one.number > base]
    if decision.field == "report" and decision.action == "add":
        return None, None
    known = {slot.report for slot in now.slots} | now.rejected
    last = since[-1] if since else None
    if decision.report not in known:
        return None, _conflict(decision, None, last)
    about_report = [one for one in since if one.report == decision.report and one.action != "doubt"]
    if decision.action in ("add", "doubt"):
        gone = decision.report in now.rejected
        return None, _conflict(decision, None, about_report[-1] if about_report else last) if gone else None
    if decision.field == "report":
        return None, _conflict(decision, None, about_report[-1]) if about_report else None
    slots = [slot for slot in now.slots if (slot.report, slot.field) == (decision.report, decision.field)]
    wanted = core(decision.before)
    for slot in slots:
        is_it = core(slot.value) == wanted or (slot.value is None and core(slot.machine) == wanted)
        if is_it:
            changed = slot.review if slot.review is not None and slot.review.number > base else None
            undone = [
                one
                for one in since
                if one.action == "undo" and (one.report, one.field) == (decision.report, decision.field)
            ]
            later = changed or (undone[-1] if undone else None)
            return (None, _conflict(decision, slot.value, later)) if later else (slot, None)
    of_field = [one for one in since if (one.report, one.field) == (decision.report, decision.field)]
    instead = slots[0] if decision.field in SCALARS and slots else None
    for slot in slots:  # what somebody put in its place
        if slot.review is not None and slot.review.number > base and core(slot.review.before) == wanted:
            instead = slot
    value = instead.value if instead is not None else None
    return None, _conflict(decision, value, of_field[-1] if of_field else None)


def _conflict(decision: ReviewDecision, now: Any, by: Review | None) -> Conflict:
    return Conflict(decision, now, by.by if by else "coding", by.at if by else None)


def _told(key: str, conflicts: Sequence[Conflict]) -> str:
    first = conflicts[0]
    who = (
        "the document was coded anew"
        if first.by == "coding"
        else f"{first.by} decided on it at {first.at:%Y-%m-%d %H:%M} UTC"
    )
    more = f", and {len(conflicts) - 1} more" if len(conflicts) > 1 else ""
    return f"{key}#{first.decision.report} {first.decision.field}{more}: changed since you saw it: {who}. Nothing of yours was kept; look at what stands now and decide again."


def _write(
    alias: str,
    custody: Custody,
    document: Any,
    run: int,
    decision: ReviewDecision,
    slot: Slot | None,
    now: Effective,
    by: str,
) -> Review:
    reports = {report.id: report.model_dump(mode="json") for report in now.record.reports}
    rejected_machine = decision.report in now.rejected
    spans = report_spans(reports[decision.report]) if decision.report in reports else ()
    if rejected_machine:
        spans = tuple(
            span for one in now.slots if one.report == decision.report for span in spans_of(one.value)
        )
    before = (slot.value if slot.value is not None else slot.machine) if slot else decision.before
    row = models.Review.objects.using(alias).create(
        document=document, action=decision.action, report=decision.report, field=decision.field,
        before=canonical(before), after=canonical(decision.after), machine=canonical(slot.machine if slot else None),
        spans=canonical([list(span) for span in spans]), run=run, by=by, at=datetime.now(UTC), why=decision.why,
    )  # fmt: skip
    if decision.action in ("correct", "add") and isinstance(decision.after, dict):
        signed = _signed(decision, row.pk)
        report = f"p{row.pk}" if decision.field == "report" else decision.report
        models.Review.objects.using(alias).filter(pk=row.pk).update(after=canonical(signed), report=report)
        row.after, row.report = canonical(signed), report
    custody.append("review.made", f"{document.key}#{row.report}", said_of_review(row))
    return _read(row)


def _signed(decision: ReviewDecision, number: int) -> dict[str, Any]:
    """Return a value of a person, valid and complete, with the review as what read it."""
    rule = {"rule": f"review:{number}", "data_version": ""}
    if decision.field == "report":
        whole = Report.model_validate(decision.after)
        parts = {name: [one.model_copy(update=rule) for one in getattr(whole, name)] for name in LISTS}
        dated = whole.date.model_copy(update=rule)
        return whole.model_copy(update={**rule, **parts, "date": dated, "id": f"p{number}"}).model_dump(
            mode="json"
        )
    if decision.field in SCALARS:
        return dict(
            _VALUES[decision.field].validate_python({**decision.after, **rule}).model_dump(mode="json")
        )
    return dict(
        _VALUES[decision.field].validate_python([{**decision.after, **rule}])[0].model_dump(mode="json")
    )


def _read(row: Any) -> Review:
    undone = getattr(row, "undone_by", None)
    return Review(
        row.pk, row.action, row.report, row.field, json.loads(row.before), json.loads(row.after),
        json.loads(row.machine), tuple((first, last) for first, last in json.loads(row.spans)), row.run, row.by,
        row.at.astimezone(UTC), row.why, row.undoes_id, undone.pk if undone is not None else None,
    )  # fmt: skip


def said_of_review(row: Any) -> dict[str, Any]:
    """Return what the custody log says of a row: its words are hashed, since they may name people."""
    words = f"{row.before}\n{row.after}\n{row.machine}\n{row.why}"
    return {
        "review": row.pk,
        "action": row.action,
        "field": row.field,
        "by": row.by,
        "words_sha256": sha256(words.encode("utf-8", "replace")).hexdigest(),
    }
