"""Pages of the frame itself: language and theme, what the desk is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from rasd.desk.access import needs
from rasd.desk.site.words import LANGUAGES

__all__ = ["about", "back_to", "prefer"]

_YEAR = 60 * 60 * 24 * 365
_THEMES = ("auto", "light", "dark")


def back_to(request: HttpRequest, default: str = "/") -> str:
    """Return where a form wants to go on, when that is on this desk; else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return default


@require_POST
@needs("anyone")
def prefer(request: HttpRequest) -> HttpResponse:
    """Set language or theme: in the account of who is signed in, and in a cookie."""
    response = HttpResponseRedirect(back_to(request))
    person = request.user
    changed = []
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=_YEAR, samesite="Strict", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        changed.append(("language", language))
    if theme in _THEMES:
        response.set_cookie(
            "rasd_theme", theme, max_age=_YEAR, samesite="Strict", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        changed.append(("theme", theme))
    if person.is_authenticated and changed:
        for name, value in changed:
            setattr(person, name, value)
        person.save(update_fields=[name for name, _ in changed])
    return response


@require_GET
@needs("read")
def about(request: HttpRequest) -> HttpResponse:
    """What the desk is, where its data lies, and that nothing leaves the machine."""
    from rasd.desk.site.shelf import store

    return render(request, "site/about.html", {"store": store().address})
