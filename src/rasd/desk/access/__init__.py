"""People and safety: who may do and see what, and who did. Importing this reads no table: models are imported where needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from rasd.desk.access.auditing import audit
from rasd.desk.access.masking import MASK, masked_incident, masked_record, masked_text, masked_words
from rasd.desk.access.masking import is_masked_for as masks
from rasd.desk.access.restricting import Hidden, hidden

__all__ = [
    "MASK",
    "NEEDS",
    "ROLES",
    "Hidden",
    "Need",
    "audit",
    "hidden",
    "is_allowed",
    "masked_incident",
    "masked_record",
    "masked_text",
    "masked_words",
    "masks",
    "needs",
    "role_of",
    "roles_up_to",
]

ROLES: tuple[str, ...] = ("reader", "coder", "verifier", "administrator")
"""Each may do what those before it may."""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Need = Literal["anyone", "read", "code", "verify", "administer"]
NEEDS: dict[str, str] = {
    "read": "reader",
    "code": "coder",
    "verify": "verifier",
    "administer": "administrator",
}
"""The role that each need asks for; `anyone` asks for none, not even for signing in."""


def role_of(request: HttpRequest) -> str:
    """Return the role of who asks; empty for who is not signed in."""
    person: Any = getattr(request, "user", None)
    return str(person.role) if person is not None and person.is_authenticated else ""


def roles_up_to(role: str) -> Sequence[str]:
    """Return the roles whose rights `role` has.

    >>> roles_up_to("coder"), roles_up_to("")
    (('reader', 'coder'), ())
    """
    return ROLES[: ROLES.index(role) + 1] if role in ROLES else ()


def is_allowed(request: HttpRequest, need: Need) -> bool:
    """Tell whether who asks may do what `need` names."""
    return need == "anyone" or NEEDS[need] in roles_up_to(role_of(request))


def needs(need: Need) -> Callable[[View], View]:
    """Let a view be reached only by who may: others are led to sign in, or told that they may not.

    The view keeps `need` under the name ``needs``: a test walks all addresses and fails on one without it.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if is_allowed(request, need):
                return view(request, *args, **kwargs)
            if not role_of(request):
                wanted = request.get_full_path() if request.method == "GET" else "/"
                return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
            raise PermissionDenied

        asked.needs = need  # type: ignore[attr-defined]
        return cast("View", asked)

    return guarded
