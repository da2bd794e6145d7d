"""One's own account: preferences, password, second factor, the browsers in which one is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rasd.desk.access import audit, needs
from rasd.desk.access.account_forms import ConfirmForm, PasswordForm, PreferencesForm, SecondForm
from rasd.desk.access.asking import address_of
from rasd.desk.access.lockout import Lockout
from rasd.desk.access.second import (
    has_second,
    is_code_of,
    new_secret,
    otp_address,
    picture,
    recovery_codes,
    renew_recovery_codes,
    switch_off,
    switch_on,
)
from rasd.desk.access.sessions import end_others, end_session, note_session, sessions_of
from rasd.desk.site.words import Words

__all__ = ["account", "account_codes", "account_second", "account_session"]

_SECRET = "access.secret"  # a name in the session  # nosec B105
_CODES = "access.codes"


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@needs("read")
def account(request: HttpRequest) -> HttpResponse:
    """Show one's account; `what` says which of its forms was sent."""
    person: Any = request.user
    what = request.POST.get("what", "")
    preferences = PreferencesForm(person, request.POST if what == "preferences" else None)
    password = PasswordForm(person, request.POST if what == "password" else None)
    confirm = ConfirmForm(person, request.POST if what in ("codes", "off") else None)
    if what == "preferences" and preferences.is_valid():
        preferences.save()
        return _done(request, "access.account.kept")
    if what in ("password", "codes", "off"):
        _need_password(request)
        lockout = Lockout(person.username, address_of(request))
        form = password if what == "password" else confirm
        if not lockout.minutes_left() and form.is_valid():
            return _changed(request, what, form)
        if "current" in form.errors:
            lockout.failed()
    filling = {
        "preferences": preferences,
        "password": password,
        "confirm": confirm,
        "what": what,
        "minutes": Lockout(person.username, "").minutes_left() if what else 0,
        "has_second": has_second(person),
        "codes_left": len(recovery_codes(person)),
        "has_password": not settings.OPTIONS.is_local,
        "sessions": [] if settings.OPTIONS.is_local else sessions_of(request),
        "role_words": f"access.role.{person.role}",
    }
    return render(request, "access/account.html", filling, status=422 if what else 200)


def _changed(request: HttpRequest, what: str, form: Any) -> HttpResponse:
    person: Any = request.user
    if what == "password":
        person.set_password(form.cleaned_data["password"])
        person.save(update_fields=["password"])
        update_session_auth_hash(request, person)
        note_session(request)
        end_others(request)
        audit(request, "person.password", person.username)
        return _done(request, "access.account.password_done")
    if what == "off":
        switch_off(person)
        audit(request, "person.second_off", person.username)
        return _done(request, "access.second.off_done")
    if not has_second(person):
        raise Http404
    renew_recovery_codes(person)
    audit(request, "person.codes", person.username)
    request.session[_CODES] = True
    return redirect("account_codes")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@needs("read")
def account_second(request: HttpRequest) -> HttpResponse:
    """Switch the second factor on: a secret for the app, proved by a code of it."""
    _need_password(request)
    person: Any = request.user
    if has_second(person):
        return redirect("account")
    secret = request.session.get(_SECRET) or new_secret()
    request.session[_SECRET] = secret
    form = SecondForm(person, request.POST or None)
    lockout = Lockout(person.username, address_of(request))
    minutes = lockout.minutes_left() if request.method == "POST" else 0
    if request.method == "POST" and not minutes and form.is_valid():
        if is_code_of(secret, form.cleaned_data["code"]):
            switch_on(person, secret)
            del request.session[_SECRET]
            end_others(request)
            audit(request, "person.second_on", person.username)
            request.session[_CODES] = True
            return redirect("account_codes")
        form.add_error("code", "access.second.wrong")
    if "current" in form.errors:
        lockout.failed()
    address = otp_address(person, secret)
    filling = {
        "form": form, "minutes": minutes, "address": address, "picture": picture(address),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }  # fmt: skip
    return render(request, "access/second.html", filling, status=422 if form.is_bound else 200)


@require_GET
@never_cache
@needs("read")
def account_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes, once, to who just made them."""
    if not request.session.pop(_CODES, False):
        return redirect("account")
    return render(request, "access/codes.html", {"codes": recovery_codes(request.user)})


@require_POST
@needs("read")
def account_session(request: HttpRequest) -> HttpResponse:
    """Sign out of one other browser (`number`), or of all others."""
    person: Any = request.user
    number = request.POST.get("number", "")
    if number == "all":
        end_others(request)
    elif not number.isdecimal() or len(number) > 18 or not end_session(person, int(number)):
        raise Http404
    audit(request, "person.session_ended", person.username)
    if not request.session.exists(request.session.session_key or ""):
        request.session.flush()
        return redirect("account_login")
    return _done(request, "access.sessions.done")


def _need_password(request: HttpRequest) -> None:
    """On a local desk nobody signs in: there is nothing to guard with a password."""
    if settings.OPTIONS.is_local:
        raise Http404


def _done(request: HttpRequest, said: str) -> HttpResponse:
    words = Words.of_request(request)
    if getattr(request.user, "language", "") and request.user.language != words.language:  # type: ignore[union-attr]
        words = Words(request.user.language)  # type: ignore[union-attr]
    messages.success(request, words(said))
    return redirect("account")
