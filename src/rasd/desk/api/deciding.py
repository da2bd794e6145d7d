"""Operations that change: decisions on records and incidents, and texts that come in. Each carries its person's name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Status

from rasd.desk.access import audit
from rasd.desk.api.answering import Refused, refusing, scoped
from rasd.desk.api.reading import reviewed_out
from rasd.desk.api.routes import router
from rasd.desk.api.shapes import (
    Conclusion,
    DocumentIn,
    ErrorOut,
    JudgementIn,
    MergeIn,
    Outcome,
    ReviewedOut,
    ReviewIn,
    SplitIn,
    Undoing,
)
from rasd.desk.incident.seeing import Eyes, eyes_of
from rasd.model import Document
from rasd.store import Arrival, ReviewDecision
from rasd.store import deciding as decisions
from rasd.store.linking import relink

__all__: list[str] = []

_ERRORS = {
    400: ErrorOut,
    401: ErrorOut,
    403: ErrorOut,
    404: ErrorOut,
    409: ErrorOut,
    422: ErrorOut,
    429: ErrorOut,
}


@router.post("/documents", response={201: dict[str, Any], **_ERRORS}, summary="Bring a text in")
@scoped("code")
@refusing
def bring_in(request: HttpRequest, body: DocumentIn) -> Any:
    """Add a text to the store. It waits for coding, as everything that is collected."""
    where = f"api:{request.user.get_username()}"
    arrival = Arrival(
        document=Document(**body.dict()), where=where, method="api", collected_at=datetime.now(UTC)
    )
    (added,) = eyes_of(request).store.add([arrival])
    audit(request, "document.added", added.document_id)
    return Status(
        201, {"document": added.document_id, "outcome": added.outcome, "version_of": added.version_of}
    )


@router.post(
    "/reviews/{path:key}", response={200: ReviewedOut, **_ERRORS}, summary="Decide on values of a record"
)
@scoped("verify")
@refusing
def review(request: HttpRequest, key: str, body: ReviewIn) -> Any:
    """Record decisions, all or none; 409 where somebody decided on the same value since `base`."""
    eyes = _eyes_on(request, key)
    made = [
        ReviewDecision(one.report, one.field, one.action, one.before, one.after, one.why)
        for one in body.decisions
    ]
    found = eyes.store.review(key, made, by=request.user.get_username(), base=body.base)
    audit(request, "document.reviewed", key, decisions=len(made))
    return reviewed_out(found, is_masked=False)


@router.post(
    "/states/{path:key}", response={200: ReviewedOut, **_ERRORS}, summary="Say where a document stands"
)
@scoped("verify")
@refusing
def conclude(request: HttpRequest, key: str, body: Conclusion) -> Any:
    """Give a document a state. Whether a second reader must approve is a setting of the workspace, here as on the page."""
    from rasd.desk.verifying.workspace import needs_second

    eyes = _eyes_on(request, key)
    found = eyes.store.conclude(
        key, body.state, by=request.user.get_username(), why=body.why, needs_second=needs_second()
    )
    audit(request, f"document.{body.state}", key)
    return reviewed_out(found, is_masked=False)


@router.post(
    "/incidents/{key}/judgements", response={200: Outcome, **_ERRORS}, summary="Set a value of an incident"
)
@scoped("verify")
@refusing
def judge(request: HttpRequest, key: str, body: JudgementIn) -> Any:
    """Set a value, or write a note beside an incident."""
    eyes = _eyes_on_incidents(request, [key])
    by = request.user.get_username()
    if body.about == "note":
        outcome = decisions.note(eyes.store, key, str(body.value), by=by)
    else:
        value = decisions.Value(body.about, body.value, body.effect)
        outcome = decisions.judge(eyes.store, key, [value], by=by, why=body.why)
    audit(request, "incident.judged", key, about=body.about)
    return _outcome(outcome, eyes)


@router.post(
    "/incidents/{key}/split", response={200: Outcome, **_ERRORS}, summary="Take reports out of an incident"
)
@scoped("verify")
@refusing
def split(request: HttpRequest, key: str, body: SplitIn) -> Any:
    """Take reports out into an incident of their own; with `each`, into one each."""
    eyes = _eyes_on_incidents(request, [key])
    outcome = decisions.split(
        eyes.store,
        key,
        body.reports,
        by=request.user.get_username(),
        why=body.why,
        relink=relink,
        each=body.each,
    )
    audit(request, "incident.split", key)
    return _outcome(outcome, eyes)


@router.post("/merges", response={200: Outcome, **_ERRORS}, summary="Make one incident of several")
@scoped("verify")
@refusing
def merge(request: HttpRequest, body: MergeIn) -> Any:
    """Make one incident of several."""
    eyes = _eyes_on_incidents(request, body.incidents)
    outcome = decisions.merge(
        eyes.store, body.incidents, by=request.user.get_username(), why=body.why, relink=relink
    )
    audit(request, "incident.merged", body.incidents[0], incidents=" ".join(body.incidents))
    return _outcome(outcome, eyes)


@router.post("/undoings", response={200: Outcome, **_ERRORS}, summary="Take a decision on incidents back")
@scoped("verify")
@refusing
def undo(request: HttpRequest, body: Undoing) -> Any:
    """Take a decision back; both stay in the history."""
    eyes = eyes_of(request)
    subjects = _subjects(body.number)
    if any(subject.rpartition("#")[0] in eyes.hidden.documents for subject in subjects) or not subjects:
        raise Refused(404, "missing", "No decision has this number.")
    outcome = decisions.undo(
        eyes.store, body.number, by=request.user.get_username(), why=body.why, relink=relink
    )
    audit(request, "judgement.undone", str(body.number))
    return _outcome(outcome, eyes)


def _subjects(number: int) -> list[str]:
    from rasd.store import models

    return list(models.JudgementSubject.objects.filter(judgement_id=number).values_list("subject", flat=True))


def _eyes_on(request: HttpRequest, key: str) -> Eyes:
    eyes = eyes_of(request)
    if key in eyes.hidden.documents or eyes.store.document(key) is None:
        raise Refused(404, "missing", "No such document.")
    return eyes


def _eyes_on_incidents(request: HttpRequest, keys: list[str]) -> Eyes:
    """Return the eyes of a person who sees all of these incidents, whole: nobody decides on what is partly hidden."""
    eyes = eyes_of(request)
    for key in keys:
        found = eyes.incident(key)
        if found is None:
            raise Refused(404, "missing", f'No incident "{key[:80]}".')
        whole = eyes.store.incident(key)
        if whole is not None and len(whole.reports) != len(found.reports):
            raise Refused(
                403,
                "restricted",
                f'Reports of "{key[:80]}" are kept from you: somebody who sees all of it decides.',
            )
    return eyes


def _outcome(outcome: decisions.Outcome, eyes: Eyes) -> Outcome:
    return Outcome(
        judgements=[one.number for one in outcome.judgements],
        incidents=[one.id for one in outcome.incidents if one.id not in eyes.hidden.incidents],
        told=list(outcome.told),
    )
