"""What happens to every request: headers of safety, the person's language, and a database that went away, as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from rasd.desk.site.words import LANGUAGES, Words, asked_language

__all__ = ["CONTENT_SECURITY_POLICY", "Headers", "Language", "StoreAway", "policy"]

_Respond = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self';"
    " connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No inline script or style, no other origin, no frame: a hostile page that is shown as text stays text."""
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def policy(tiles: str = "") -> str:
    """Return the policy of content, with the origin of a map server of one's own where one is set, for pictures alone."""
    if not tiles:
        return CONTENT_SECURITY_POLICY
    own = CONTENT_SECURITY_POLICY.replace("img-src 'self'", f"img-src 'self' {tiles}")
    return own.replace("connect-src 'self'", f"connect-src 'self' {tiles}")


class Headers:
    """Adds what Django's SecurityMiddleware does not: policies of content, resources and permissions, and no caching."""

    def __init__(self, respond: _Respond) -> None:
        self._respond = respond
        self._policy = policy(settings.OPTIONS.tiles_origin)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._respond(request)
        response.headers.setdefault("Content-Security-Policy", self._policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Language:
    """Sets the words of a request: by the person's account, else by a cookie, else by what the browser asks for."""

    def __init__(self, respond: _Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        known = person.is_authenticated
        language = getattr(person, "language", "") if known else ""
        if language not in LANGUAGES:
            language = asked_language(request)
        words = Words(
            language,
            digits=getattr(person, "digits", "latin") if known else "latin",
            has_hijri=bool(known and getattr(person, "has_hijri", False)),
        )
        request.words = words  # type: ignore[attr-defined]
        theme = (getattr(person, "theme", "") if known else "") or request.COOKIES.get("rasd_theme", "auto")
        request.theme = theme if theme in ("light", "dark") else "auto"  # type: ignore[attr-defined]
        with translation.override(words.language):
            response = self._respond(request)
        response.headers.setdefault("Content-Language", words.language)
        return response


class StoreAway:
    """Turns a database that is away, a full disk or a refused write into a page that says so; nothing was changed."""

    def __init__(self, respond: _Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with 503 and what happened, when it was the store; anything else goes on."""
        from rasd.desk.site.errors import away, is_of_store

        return away(request, error) if is_of_store(error) else None
