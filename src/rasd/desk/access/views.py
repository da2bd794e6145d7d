"""Pages of people: the first start, signing in and out."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rasd.desk.access import needs
from rasd.desk.access.first import found_administrator, has_people
from rasd.desk.access.forms import FirstForm
from rasd.desk.access.lockout import Lockout
from rasd.desk.site.views import back_to

__all__ = ["first", "sign_in", "sign_out"]

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_LOOPBACK = ("127.0.0.1", "::1")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@needs("anyone")
def first(request: HttpRequest) -> HttpResponse:
    """Ask for the administrator of a new desk; from this machine only, since whoever comes first is it."""
    if has_people():
        return redirect("home")
    if request.META.get("REMOTE_ADDR") not in _LOOPBACK:
        return render(request, "access/first_elsewhere.html", status=403)
    form = FirstForm(request.POST or None, initial={"language": getattr(request, "LANGUAGE_CODE", "ar")})
    if request.method == "POST" and form.is_valid():
        person = found_administrator(
            form.cleaned_data["username"], form.cleaned_data["password"], form.cleaned_data["language"]
        )
        if person is None:
            return redirect("account_login")
        login(request, person, backend=_BACKEND)
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
        lockout = Lockout(name, request.META.get("REMOTE_ADDR", ""))
        minutes = lockout.minutes_left()
        if not minutes:
            person = authenticate(request, username=name, password=request.POST.get("password", ""))
            if person is not None:
                lockout.lift()
                login(request, person, backend=_BACKEND)
                return HttpResponseRedirect(target)
            lockout.failed()
            refused, minutes = True, lockout.minutes_left()
    status = 429 if minutes else 422 if refused else 200
    filling = {"next": target, "username": name, "refused": refused, "minutes": minutes}
    return render(request, "access/sign_in.html", filling, status=status)


@require_POST
@needs("anyone")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("account_login")
