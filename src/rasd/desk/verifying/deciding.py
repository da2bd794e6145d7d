"""What a person sent, made into decisions of the store: one value, all of a report, a state, or taking one back.

Each is one call of the store, so nothing is half kept. Where somebody was quicker, or something is missing, the form comes
back with what was typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from rasd.desk.site import store
from rasd.desk.verifying.editing import Editor, editor, report_editor, written
from rasd.desk.verifying.fields import FIELDS
from rasd.desk.verifying.page import Sheet, had_part, value_named
from rasd.desk.verifying.reading import parse
from rasd.desk.verifying.saying import named, said
from rasd.desk.verifying.workspace import needs_second
from rasd.errors import StoreError
from rasd.store import ReviewConflict, ReviewDecision, Reviewed
from rasd.store.review import REVIEW_STATES, Conflict, ReviewAction, ReviewedValue, ReviewState

__all__ = ["Result", "decide"]

_NUMBER = 18
"""Digits that a number of a row may have."""


@dataclass(slots=True)
class Result:
    """What became of what was sent."""

    told: str = ""
    """For the person, in words."""
    is_kept: bool = False
    status: int = 200
    touched: set[str] = field(default_factory=set)
    """Reports to show anew."""
    focus: str = ""
    """Key of the value to go on from."""
    editor: Editor | None = None
    """The form that comes back."""
    draft: str = ""
    """Name of the form that was kept, whose draft is over."""
    now: Reviewed | None = None
    """What stands after it."""


def decide(found: Sheet, sent: Mapping[str, str], *, by: str) -> Result:
    """Do what was sent, by the button that sent it."""
    reviewed, words = found.reviewed, found.words
    if reviewed is None:
        return Result(words("verifying.told.not_coded"), status=409)
    base = _number(sent.get("base", ""))
    try:
        if sent.get("accept"):
            return _one(found, reviewed, "accept", sent["accept"], base, by)
        if sent.get("reject"):
            return _one(found, reviewed, "reject", sent["reject"], base, by)
        if sent.get("take"):
            return _take(found, reviewed, sent["take"], base, by)
        if sent.get("accept_report"):
            return _whole(found, reviewed, sent["accept_report"], base, by)
        if sent.get("reject_report") or sent.get("restore_report"):
            return _report(found, reviewed, sent, base, by)
        if sent.get("undo"):
            return _undo(found, reviewed, sent["undo"], by)
        if sent.get("state"):
            return _state(found, sent, by)
        if sent.get("doubt"):
            return _doubt(found, sent, base, by)
        if sent.get("save"):
            return _save(found, reviewed, sent, base, by)
    except ReviewConflict as error:
        return _conflict(found, error, sent, base)
    except StoreError as error:
        return Result(found.words("verifying.told.refused", detail=str(error)), status=422)
    return Result(words("verifying.told.nothing"), status=400)


# --- one value ---------------------------------------------------------------------------------------------------------


def _one(found: Sheet, reviewed: Reviewed, action: ReviewAction, key: str, base: int, by: str) -> Result:
    value = value_named(reviewed, key)
    words = found.words
    if value is None:
        return Result(words("verifying.told.gone"), status=409)
    before = value.value if value.value is not None else value.machine
    if action == "reject" and value.field in ("kind", "factuality", "report"):
        return Result(words("verifying.told.has_one"), status=422, focus=key)
    if action in FIELDS[value.field].asks_why:
        form = _form(found, value, base)
        form.wanted, form.asks_why = action, True
        return Result(words("verifying.told.why"), status=422, focus=key, editor=form)
    decision = ReviewDecision(value.report, value.field, action, before)
    now = store().review(found.key, [decision], by=by, base=base)
    return _kept(found, now, action, value.field, value.report, key)


def _take(found: Sheet, reviewed: Reviewed, key: str, base: int, by: str) -> Result:
    """Let what the machine reads now stand in place of what was decided."""
    value = value_named(reviewed, key)
    if value is None or value.machine is None:
        return Result(found.words("verifying.told.gone"), status=409)
    if "correct" in FIELDS[value.field].asks_why:
        machine = value.machine if isinstance(value.machine, dict) else {value.field: value.machine}
        form = _form(found, value, base, typed=written(value.field, machine, found.words))
        return Result(found.words("verifying.told.why"), status=422, focus=key, editor=form)
    before = value.value if value.value is not None else value.machine
    decision = ReviewDecision(value.report, value.field, "correct", before, value.machine)
    now = store().review(found.key, [decision], by=by, base=base)
    return _kept(found, now, "correct", value.field, value.report, key)


def _form(found: Sheet, value: ReviewedValue, base: int, **more: Any) -> Editor:
    before = value.value if value.value is not None else value.machine
    return editor(
        value.field, found.words, found.text, report=value.report, key=value.key, before=before, base=base, **more
    )  # fmt: skip


def _kept(
    found: Sheet, now: Reviewed, action: str, field_: str, report: str, key: str, draft: str = ""
) -> Result:
    made = now.history[-1]
    after = made.after if action in ("correct", "add") else made.before
    told = found.words(
        f"verifying.told.{action}", field=named(found.words, field_), value=said(found.words, field_, after)
    )
    focus = key
    if action in ("correct", "add"):
        focus = next(
            (one.key for one in now.values if one.review is not None and one.review.number == made.number),
            key,
        )
    return Result(told, True, 200, {report, made.report} - {""}, focus, None, draft, now)


def _save(found: Sheet, reviewed: Reviewed, sent: Mapping[str, str], base: int, by: str) -> Result:
    field_, report, key = sent.get("field", ""), sent.get("report", ""), sent.get("key", "")
    action, why = sent["save"], sent.get("why", "").strip()
    if field_ == "report" and action == "add":
        return _add_report(found, sent, base, by)
    if field_ not in FIELDS or action not in ("correct", "reject", "add"):
        return Result(found.words("verifying.told.nothing"), status=400)
    asked = FIELDS[field_]
    before = _json(sent.get("before", "null"))
    form = {
        "report": report, "key": key, "before": before, "base": base, "typed": sent,
    }  # fmt: skip
    errors: dict[str, str] = {}
    after: Any = None
    if action in ("correct", "add"):
        typed = parse(asked, sent, found.words, found.text, before if isinstance(before, dict) else None)
        errors, after = typed.errors, typed.value
    if action in asked.asks_why and not why:
        errors["why"] = "verifying.error.why"
    if errors:
        made = editor(field_, found.words, found.text, errors=errors, **form)
        made.wanted = "reject" if action == "reject" else ""
        return Result(
            found.words.counted("verifying.told.wrong", len(errors)), status=422, focus=key, editor=made
        )
    decision = ReviewDecision(report, field_, cast(ReviewAction, action), before, after, why)
    now = store().review(found.key, [decision], by=by, base=base)
    name = sent.get("form", "")
    return _kept(found, now, action, field_, report, key, name)


def _add_report(found: Sheet, sent: Mapping[str, str], base: int, by: str) -> Result:
    words = found.words
    errors: dict[str, str] = {}
    coded: dict[str, Any] = {}
    for name in ("kind", "factuality"):
        typed = parse(FIELDS[name], sent, words, found.text)
        errors |= typed.errors
        coded[name] = typed.value
    spans = parse(FIELDS["breach_claims"], {**sent, "agreement": "-"}, words, found.text)
    errors |= {name: key for name, key in spans.errors.items() if name == "evidence"}
    if errors:
        form = report_editor(words, found.text, base, sent, errors)
        return Result(words.counted("verifying.told.wrong", len(errors)), status=422, editor=form)
    after = {**coded, "evidence": spans.value["evidence"]}
    decision = ReviewDecision("", "report", "add", None, after, sent.get("why", "").strip())
    now = store().review(found.key, [decision], by=by, base=base)
    made = now.history[-1].report
    focus = next((one.key for one in now.values if one.report == made), "")
    return Result(words("verifying.told.add_report"), True, 200, {made}, focus, None, "+report", now)


def _doubt(found: Sheet, sent: Mapping[str, str], base: int, by: str) -> Result:
    report, why = sent["doubt"], sent.get("doubt_words", "").strip()
    if not why:
        return Result(found.words("verifying.error.doubt"), status=422)
    decision = ReviewDecision(report, "report", "doubt", why=why)
    now = store().review(found.key, [decision], by=by, base=base)
    return Result(found.words("verifying.told.doubt"), True, 200, {report}, "", None, f"doubt+{report}", now)


# --- more than one value -----------------------------------------------------------------------------------------------


def _whole(found: Sheet, reviewed: Reviewed, report: str, base: int, by: str) -> Result:
    """Accept every value of a report that is still to be decided."""
    left = [
        value
        for value in reviewed.values
        if value.report == report and (value.state == "proposed" or value.is_outdated)
    ]
    if not left or report in reviewed.rejected:
        return Result(found.words("verifying.told.none_left"), True)
    decisions = [
        ReviewDecision(report, one.field, "accept", one.value if one.value is not None else one.machine)
        for one in left
    ]
    now = store().review(found.key, decisions, by=by, base=base)
    after = next(
        (one.key for one in now.values if one.state == "proposed" and one.report not in now.rejected), ""
    )
    return Result(found.words.counted("verifying.told.whole", len(left)), True, 200, {report}, after, now=now)


def _report(found: Sheet, reviewed: Reviewed, sent: Mapping[str, str], base: int, by: str) -> Result:
    """Reject a whole report, which is no incident; or take it back in."""
    rejects = bool(sent.get("reject_report"))
    report, why = sent.get("reject_report") or sent["restore_report"], sent.get("why", "").strip()
    if rejects and not why:
        return Result(found.words("verifying.error.why_report"), status=422)
    decision = ReviewDecision(report, "report", "reject" if rejects else "accept", why=why)
    now = store().review(found.key, [decision], by=by, base=base)
    told = found.words("verifying.told.reject_report" if rejects else "verifying.told.restore_report")
    return Result(told, True, 200, {report}, "", None, f"reject+{report}", now)


def _undo(found: Sheet, reviewed: Reviewed, sent: str, by: str) -> Result:
    number = _number(sent)
    made = next((one for one in reviewed.history if one.number == number), None)
    if made is None or made.by != by:
        return Result(found.words("verifying.told.not_yours"), status=403)
    now = store().undo_review(number, by=by)
    gone = {made.report} - {value.report for value in now.values}
    return Result(found.words("verifying.told.undo"), True, 200, {made.report} | gone, "", now=now)


def _state(found: Sheet, sent: Mapping[str, str], by: str) -> Result:
    state, why = sent["state"], sent.get("why", "").strip()
    if state not in REVIEW_STATES:
        return Result(found.words("verifying.told.nothing"), status=400)
    if state == "returned" and not why:
        return Result(found.words("verifying.error.why_return"), status=422)
    reviewed = found.reviewed
    if state in ("approved", "returned") and reviewed and reviewed.state not in ("verified", "approved"):
        return Result(found.words("verifying.error.not_verified"), status=422)
    second = needs_second()
    if state == "approved" and second and reviewed and had_part(reviewed.history, by):
        return Result(found.words("verifying.second.yours"), status=422)
    now = store().conclude(found.key, cast(ReviewState, state), by=by, why=why, needs_second=second)
    return Result(found.words(f"verifying.told.{state}"), True, draft="state", now=now)


# --- two at once -------------------------------------------------------------------------------------------------------


def _conflict(found: Sheet, error: ReviewConflict, sent: Mapping[str, str], base: int) -> Result:
    """Tell who changed what and when, beside the form with what was typed; nothing was kept, nothing overwritten."""
    words = found.words
    now = store().reviewed(found.key)
    others = [_other(one, found) for one in error.conflicts]
    told = words.counted(
        "verifying.told.conflict", len(others), who=words.listed(dict.fromkeys(one["who"] for one in others))
    )
    touched = {one.decision.report for one in error.conflicts} - {""}
    first = error.conflicts[0].decision
    form: Editor | None = None
    if first.field in FIELDS:
        standing = _standing(now, error.conflicts[0])
        typed = sent if sent.get("save") else None
        form = editor(
            first.field, words, found.text, report=first.report, key=standing.key if standing else "",
            before=(standing.value if standing.value is not None else standing.machine) if standing else None,
            base=now.revision, typed=typed,
        )  # fmt: skip
        form.others = others
        form.name = sent.get("form") or form.name
    return Result(told, False, 409, touched, form.key if form else "", form, now=now)


def _standing(now: Reviewed, conflict: Conflict) -> ReviewedValue | None:
    """Return the value that stands where a decision was meant to go."""
    of_field = [
        one
        for one in now.values
        if (one.report, one.field) == (conflict.decision.report, conflict.decision.field)
    ]
    return next(
        (one for one in of_field if conflict.now is not None and one.value == conflict.now), None
    ) or (of_field[0] if len(of_field) == 1 else None)


def _other(one: Conflict, found: Sheet) -> dict[str, str]:
    words, field_ = found.words, one.decision.field
    return {
        "who": words("verifying.coded_anew") if one.by == "coding" else one.by,
        "when": words.moment(one.at) if one.at else "",
        "field": named(words, field_) if field_ in FIELDS else words("verifying.report"),
        "was": said(words, field_, one.decision.before),
        "now": said(words, field_, one.now) if one.now is not None else words("verifying.taken_away"),
    }


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _NUMBER else 0


def _json(given: str) -> Any:
    try:
        return json.loads(given)
    except ValueError:
        return None
