"""The people of a desk: accounts are made and closed, roles given, locks lifted, by administrators."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rasd.desk.access import ROLES, audit, needs
from rasd.desk.access.account_forms import NewPasswordForm, PersonForm
from rasd.desk.access.lockout import Lockout
from rasd.desk.access.models import User
from rasd.desk.access.second import has_second, switch_off
from rasd.desk.access.sessions import end_sessions
from rasd.desk.site.words import Words

__all__ = ["people", "person_page", "welcome"]

_LINK = "access.link"
_ROLES = [{"id": name, "words": f"access.role.{name}"} for name in ROLES]


@require_http_methods(["GET", "POST"])
@never_cache
@needs("administer")
def people(request: HttpRequest) -> HttpResponse:
    """List who has an account, and make a new one; its first password is set by its owner, under a link that is shown once."""
    form = PersonForm(
        request.POST or None, initial={"role": "reader", "language": Words.of_request(request).language}
    )
    if request.method == "POST" and form.is_valid():
        person = User(
            username=form.cleaned_data["username"], role=form.cleaned_data["role"],
            language=form.cleaned_data["language"],
        )  # fmt: skip
        person.set_unusable_password()
        with transaction.atomic():
            person.save()
            audit(request, "person.made", person.username, role=person.role)
        _keep_link(request, person)
        return redirect("people")
    shown = [
        {
            "person": person,
            "role_words": f"access.role.{person.role}",
            "has_second": has_second(person),
            "minutes": Lockout(person.username, "").minutes_left(),
            "has_password": person.has_usable_password(),
        }
        for person in User.objects.order_by("-is_active", "username")
    ]
    filling = {"form": form, "people": shown, "roles": _ROLES, "link": request.session.pop(_LINK, None)}
    return render(request, "access/people.html", filling, status=422 if form.is_bound else 200)


@require_POST
@needs("administer")
def person_page(request: HttpRequest, number: int) -> HttpResponse:
    """Change one account: `action` is role, close, open, second, unlock or link."""
    person = get_object_or_404(User, pk=number)
    action = request.POST.get("action", "")
    with transaction.atomic():
        said = _act(request, person, action)
    if said.startswith("access.error."):
        messages.error(request, Words.of_request(request)(said))
    else:
        messages.success(request, Words.of_request(request)(said))
    return redirect("people")


def _act(request: HttpRequest, person: Any, action: str) -> str:
    """Do it, and return what to say."""
    if action == "role":
        role = request.POST.get("role", "")
        if role not in ROLES:
            raise Http404
        if role != "administrator" and _is_last(person):
            return "access.error.last"
        before, person.role = person.role, role
        person.save(update_fields=["role"])
        audit(request, "person.role", person.username, before=before, after=role)
        return "access.people.role_done"
    if action == "close":
        if person.pk == request.user.pk or _is_last(person):
            return "access.error.last"
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sessions(person)
    elif action == "open":
        person.is_active = True
        person.save(update_fields=["is_active"])
    elif action == "second":
        switch_off(person)
    elif action == "unlock":
        Lockout(person.username, "").lift()
    elif action == "link" and person.is_active:
        _keep_link(request, person)
    else:
        raise Http404
    audit(request, f"person.{action}", person.username)
    return f"access.people.{action}_done"


def _is_last(person: Any) -> bool:
    """Tell whether nobody else could give roles; holds the rows, so that two do not close each other at once."""
    others = User.objects.select_for_update().filter(role="administrator", is_active=True)
    return person.role == "administrator" and not [one for one in others if one.pk != person.pk]


def _keep_link(request: HttpRequest, person: Any) -> None:
    """Show the link on the next page: who has it sets the password, once, within three days."""
    token = default_token_generator.make_token(person)
    path = reverse("welcome", args=(urlsafe_base64_encode(force_bytes(person.pk)), token))
    request.session[_LINK] = {"name": person.username, "address": request.build_absolute_uri(path)}


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@needs("anyone")
def welcome(request: HttpRequest, person: str, token: str) -> HttpResponse:
    """Let who was given the link set their password."""
    found = _owner(person)
    if settings.OPTIONS.is_local or found is None or not default_token_generator.check_token(found, token):
        return render(request, "access/welcome_over.html", status=404)
    form = NewPasswordForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        found.set_password(form.cleaned_data["password"])
        with transaction.atomic():
            found.save(update_fields=["password"])
            end_sessions(found)
            audit(request, "person.password_set", found.username)
        messages.success(request, Words.of_request(request)("access.welcome.done"))
        return redirect("account_login")
    filling = {"form": form, "name": found.username}
    return render(request, "access/welcome.html", filling, status=422 if form.is_bound else 200)


def _owner(written: str) -> Any:
    try:
        number = int(force_str(urlsafe_base64_decode(written)))
    except (ValueError, OverflowError):
        return None
    return User.objects.filter(pk=number, is_active=True).first() if 0 < number < 2**63 else None
