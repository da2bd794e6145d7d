"""The browsers in which a person is signed in: when each was last used, and how one is signed out from afar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import time
from typing import Any

from django.http import HttpRequest, HttpResponse

__all__ = [
    "SeenSession",
    "Sessions",
    "end_others",
    "end_session",
    "end_sessions",
    "note_session",
    "sessions_of",
]

_EVERY = 5 * 60
_SEEN = "access.seen"
_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


class Sessions:
    """Notes when a session was last used, once in five minutes: a page that is read writes nothing else for that."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            now = int(time())
            if now - int(request.session.get(_SEEN, 0)) >= _EVERY:
                request.session[_SEEN] = now
                note_session(request)
        return self._respond(request)


def note_session(request: HttpRequest) -> None:
    """Note the session at hand: it is new, or was used again."""
    from allauth.usersessions.models import UserSession

    UserSession.objects.create_from_request(request)


@dataclass(frozen=True, slots=True)
class SeenSession:
    """One browser of a person."""

    number: int
    browser: str
    address: str
    since: datetime
    seen: datetime
    is_this: bool


def sessions_of(request: HttpRequest) -> list[SeenSession]:
    """Return the sessions of who asks, the one at hand first."""
    from allauth.usersessions.models import UserSession

    found = [
        SeenSession(
            one.pk, _browser(one.user_agent), one.ip, one.created_at, one.last_seen_at,
            one.session_key == request.session.session_key,
        )
        for one in UserSession.objects.purge_and_list(request.user)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp()))


def end_session(person: Any, number: int) -> bool:
    """Sign a person out of one browser; False when it is none of theirs."""
    from allauth.usersessions.models import UserSession

    found = UserSession.objects.filter(user=person, pk=number).first()
    if found is None:
        return False
    found.end()
    return True


def end_others(request: HttpRequest) -> int:
    """Sign who asks out of all browsers but the one at hand, and return of how many."""
    return _end(request.user, but=request.session.session_key or "")


def end_sessions(person: Any) -> int:
    """Sign a person out of all browsers."""
    return _end(person, but="")


def _end(person: Any, *, but: str) -> int:
    from allauth.usersessions.models import UserSession

    found = list(UserSession.objects.filter(user=person).exclude(session_key=but))
    for one in found:
        one.end()
    return len(found)


def _browser(agent: str) -> str:
    parts = [next((name for sign, name in signs if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS)]
    return " · ".join(filter(None, parts)) or agent[:40]
