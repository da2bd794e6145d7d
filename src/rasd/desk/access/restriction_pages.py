"""The page on which a verifier says who may see a document or an incident."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rasd.desk.access import audit, hidden, needs
from rasd.desk.access.models import Restriction, User
from rasd.desk.access.restricting import Kind, in_force, lift, restrict, subject_of
from rasd.desk.site.views import back_to
from rasd.desk.site.words import Words

__all__ = ["restrict_page"]

_KEEPERS = ("", "coder", "verifier", "administrator")
"""From whom on it may be seen: not readers, who may see all that is not restricted."""


class RestrictionForm(forms.Form):
    """Who may see, and why."""

    role = forms.ChoiceField(choices=[(name, name) for name in _KEEPERS], required=False)
    people = forms.ModelMultipleChoiceField(User.objects.filter(is_active=True), required=False)
    documents = forms.BooleanField(required=False)
    why = forms.CharField(max_length=500)


@require_http_methods(["GET", "POST"])
@needs("verify")
def restrict_page(request: HttpRequest) -> HttpResponse:
    """Show who may see a document or incident (`kind`, `key`), and set or lift its restriction."""
    kind, key, subject = _asked(request)
    person: Any = request.user
    target = back_to(request)
    found = in_force(kind, subject)
    form = RestrictionForm(request.POST or None)
    is_lift = request.POST.get("action") == "lift"
    if request.method == "POST" and form.is_valid():
        if is_lift:
            done = lift(kind, key, by=person.username, why=form.cleaned_data["why"])
            audit(request, "restriction.lifted", subject, kind=kind, why=form.cleaned_data["why"])
            said = "access.restrict.done_lifted" if done else "access.restrict.everybody"
        else:
            _set(request, kind, subject, form.cleaned_data)
            said = "access.restrict.done"
        messages.success(request, Words.of_request(request)(said))
        return HttpResponseRedirect(target)
    chosen = [one.person_id for one in found.people.all()] if found is not None else []
    filling = {
        "form": form, "kind": kind, "key": key, "next": target, "restriction": found,
        "heading": f"access.restrict.kind.{kind}",
        "roles": [{"id": name, "words": f"access.restrict.role.{name or 'nobody'}"} for name in _KEEPERS],
        "chosen_role": form["role"].value() or "" if form.is_bound else found.role if found is not None else "verifier",
        "people": User.objects.filter(is_active=True).exclude(role="administrator").order_by("username"),
        "chosen_people": [int(one) for one in form["people"].value() if str(one).isdigit()] if form.is_bound else chosen,
        "with_documents": form.is_bound and bool(form["documents"].value()),
        "past": Restriction.objects.filter(kind=kind, subject=subject).exclude(lifted_at=None).order_by("-id")[:20],
    }  # fmt: skip
    return render(request, "access/restrict.html", filling, status=422 if form.is_bound else 200)


def _asked(request: HttpRequest) -> tuple[Kind, str, str]:
    """Return kind, key and subject of what is asked for; 404 for what is not there or not for this person."""
    given = request.POST if request.method == "POST" else request.GET
    kind, key = given.get("kind", ""), given.get("key", "").replace("\x00", "")
    if kind not in ("document", "incident") or not key or key in hidden(request):
        raise Http404
    subject = subject_of(kind, key)  # type: ignore[arg-type]
    if not subject or subject in hidden(request):
        raise Http404
    return kind, key, subject  # type: ignore[return-value]


def _set(request: HttpRequest, kind: Kind, subject: str, said: dict[str, Any]) -> None:
    """Restrict, and never so that who does it is shut out."""
    own: Any = request.user
    people = {person.pk: person for person in (*said["people"], own)}
    subjects: list[tuple[Kind, str]] = [(kind, subject)]
    if kind == "incident" and said["documents"]:
        from rasd.store import models

        keys = models.IncidentReport.objects.filter(incident__key=subject).values_list(
            "document_key", flat=True
        )
        subjects += [("document", key) for key in sorted(set(keys))]
    try:
        with transaction.atomic():
            for one, key in subjects:
                restrict(
                    one, key, by=own.username, why=said["why"], role=said["role"],
                    people=list(people.values()),
                )  # fmt: skip
                audit(
                    request, "restriction.set", key, kind=one, role=said["role"], why=said["why"],
                    people=sorted(person.username for person in people.values()),
                )  # fmt: skip
    except IntegrityError:
        return  # somebody else restricted the same at the same moment: theirs stands
