"""Taking a decision back, and writing a note: both stay on record, with who and when."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rasd.desk.access import audit, needs
from rasd.desk.incident.deeds import Plan, begun
from rasd.desk.incident.history import decision_words
from rasd.desk.incident.naming import name_of
from rasd.desk.incident.sheets import sheet_on
from rasd.errors import StoreError
from rasd.store.deciding import note as write
from rasd.store.deciding import undo as decide
from rasd.store.linking import relink

__all__ = ["note", "undo"]

_LONGEST = 4_000
_GROUPING = ("positive", "negative")


@require_http_methods(["GET", "POST"])
@needs("verify")
def undo(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what a decision was and what taking it back will make, and take it back."""
    deed = begun(request, key, "undo", number)
    if isinstance(deed, HttpResponse):
        return deed
    entries = sheet_on(deed.eyes, deed.shown).entries
    entry = next((one for one in entries if one.judgement == number), None)
    if entry is None:
        raise Http404
    words = deed.words
    if entry.undone is not None:
        said = words(
            "incident.undo.already", n=number, by=entry.undone["by"], at=words.moment(entry.undone["at"])
        )
        messages.info(request, said)
        return HttpResponseRedirect(deed.address)
    said = words(
        "incident.undo.what",
        n=number,
        said=decision_words(words, entry),
        by=entry.by,
        at=words.moment(entry.at),
        why=entry.why or "–",
    )
    restores = "incident.undo.grouping" if entry.action in _GROUPING else "incident.undo.value"
    plan = Plan(
        name="undo",
        audited="decision.undone",
        others=(),
        will=(said, words(restores), words("incident.undo.kept")),
        fields=(),
        act=lambda why: decide(deed.store, number, by=deed.by, why=why, relink=relink),
        done="incident.undo.done",
        details=(("decision", number),),
    )
    return deed.answer(plan)


@require_http_methods(["GET", "POST"])
@needs("verify")
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Write words beside an incident; it changes nothing else, so it is not asked for twice."""
    deed = begun(request, key, "note")
    if isinstance(deed, HttpResponse):
        return deed
    typed = request.POST.get("why", "").strip()
    wrong, status = "", 200
    if request.method == "POST":
        wrong = "" if typed else "incident.wrong.empty"
        wrong = "incident.wrong.long" if len(typed) > _LONGEST else wrong
        if not wrong:
            try:
                with deed.store.transaction():
                    made = write(deed.store, deed.shown.id, typed, by=deed.by).judgements[0]
                    audit(request, "incident.noted", deed.shown.id, decisions=[made.number])
            except StoreError as error:
                if error.__cause__ is not None:
                    raise
                wrong = "incident.wrong.stale"
            else:
                messages.success(request, deed.words("incident.note.done"))
                return HttpResponseRedirect(f"{deed.address}#decisions")
        status = 422
    filling = {
        "key": deed.shown.id,
        "name": name_of(deed.words, deed.shown),
        "why": typed,
        "wrong": wrong,
        "back": deed.address,
    }
    return render(request, "incident/note.html", filling, status=status)
