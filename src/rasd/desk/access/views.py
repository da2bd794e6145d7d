"""Pages of people: the first start, signing in and out."""

from __future__ import annotations

from time import time
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rasd.desk.access import audit, needs
from rasd.desk.access.asking import address_of, is_of_this_machine
from rasd.desk.access.first import found_administrator, has_people
from rasd.desk.access.forms import FirstForm
from rasd.desk.access.lockout import Lockout
from rasd.desk.access.models import User
from rasd.desk.access.second import has_second, is_right
from rasd.desk.site.views import back_to

__all__ = ["first", "sign_in", "sign_in_code", "sign_out"]

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_WAITING = "access.waiting"
"""In the session: who gave the right password and owes a code."""
_CODE_WITHIN = 5 * 60


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@needs("anyone")
def first(request: HttpRequest) -> HttpResponse:
    """Ask for the administrator of a new desk; from this machine only, since whoever comes first is it."""
    if has_people():
        return redirect("home")
    if not is_of_this_machine(request):
        return render(request, "access/first_elsewhere.html", status=403)
    form = FirstForm(request.POST or None, initial={"language": getattr(request, "LANGUAGE_CODE", "ar")})
    if request.method == "POST" and form.is_valid():
        person = found_administrator(
            form.cleaned_data["username"], form.cleaned_data["password"], form.cleaned_data["language"]
        )
        if person is None:
            return redirect("account_login")
        login(request, person, backend=_BACKEND)
        audit(request, "person.first", person.username)
        return redirect("home")
    return render(request, "access/first.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@needs("anyone")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by name and password. After too many failures the name is locked for a while; the page says how long."""
    target = back_to(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    name = request.POST.get("username", "").strip()
    refused, minutes = False, 0
    if request.method == "POST":
        lockout = Lockout(name, address_of(request))
        minutes = lockout.minutes_left()
        if not minutes:
            person = authenticate(request, username=name, password=request.POST.get("password", ""))
            if person is not None and has_second(person):
                request.session[_WAITING] = {"person": person.pk, "at": int(time()), "next": target}
                return redirect("sign_in_code")
            if person is not None:
                return _signed_in(request, person, lockout, target)
            minutes = _failed(request, name, lockout)
            refused = True
    status = 429 if minutes else 422 if refused else 200
    filling = {"next": target, "username": name, "refused": refused, "minutes": minutes}
    return render(request, "access/sign_in.html", filling, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@needs("anyone")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask who gave the right password for a code of their app, or for a recovery code; failures count as others do."""
    waiting = request.session.get(_WAITING) or {}
    person = User.objects.filter(pk=waiting.get("person"), is_active=True).first()
    if person is None or time() - waiting["at"] > _CODE_WITHIN:
        request.session.pop(_WAITING, None)
        return redirect("account_login")
    refused, minutes = False, 0
    if request.method == "POST":
        lockout = Lockout(person.username, address_of(request))
        minutes = lockout.minutes_left()
        if not minutes:
            if is_right(person, request.POST.get("code", "")):
                del request.session[_WAITING]
                return _signed_in(request, person, lockout, waiting["next"])
            minutes = _failed(request, person.username, lockout)
            refused = True
    status = 429 if minutes else 422 if refused else 200
    return render(
        request, "access/sign_in_code.html", {"refused": refused, "minutes": minutes}, status=status
    )


def _signed_in(request: HttpRequest, person: Any, lockout: Lockout, target: str) -> HttpResponse:
    lockout.lift()
    login(request, person, backend=_BACKEND)
    audit(request, "person.signed_in", person.username)
    return HttpResponseRedirect(target)


def _failed(request: HttpRequest, name: str, lockout: Lockout) -> int:
    """Count a failure; the log tells of it where the name is somebody's, since any other may be a password."""
    lockout.failed()
    found = User.objects.filter(username=name).first()
    if found is not None:
        audit(request, "person.refused", found.username)
    return lockout.minutes_left()


@require_POST
@needs("anyone")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    if request.user.is_authenticated:
        audit(request, "person.signed_out", request.user.get_username())
    logout(request)
    return redirect("account_login")
