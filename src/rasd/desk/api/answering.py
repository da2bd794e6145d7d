"""Who asks the API, how often, and how it says no: one form for every error, `{"error": {"code", "message"}}`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from rasd.desk.access import NEEDS, roles_up_to
from rasd.desk.api.tokens import token_of
from rasd.errors import StoreError
from rasd.store import ReviewConflict

__all__ = ["Bearer", "PerToken", "Refused", "handle_errors", "refusing", "scoped"]

RATE = "600/m"
"""Requests that one token may make: ten a second, for as long as it likes."""


class Refused(HttpError):
    """An error that the program who asks can act on."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(status, message)
        self.code = code
        self.more = more


class Bearer(HttpBearer):
    """Takes ``Authorization: Bearer rasd_…``; a session of the browser counts for nothing, so no page can forge a request."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the row of a token that holds, and make its person who asks."""
        row = token_of(token)
        if row is not None:
            request.user = row.person
            request._rasd_hidden = None  # type: ignore[attr-defined]
        return row


class PerToken(SimpleRateThrottle):
    """So many requests a token, wherever they come from."""

    scope = "token"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Return under what requests are counted."""
        row: Any = getattr(request, "auth", None)
        return f"rasd-api-{row.pk}" if row is not None else None


def scoped(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let an operation be called only with a token that has `scope`, of a person whose role has it."""

    def guarded(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            row: Any = request.auth  # type: ignore[attr-defined]
            if scope not in row.scopes.split():
                raise Refused(
                    403, "scope", f"This token has no scope {scope}; it has: {row.scopes}. Make another."
                )
            if NEEDS[scope] not in roles_up_to(row.person.role):
                raise Refused(403, "role", f"{row.person.username} is {row.person.role} and may not {scope}.")
            return operation(request, *args, **kwargs)

        return _with_types(asked, operation)

    return guarded


def refusing(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what the store refuses in an operation that decides: 409 where somebody was faster, else 422.

    A store that is away is no refusal: the frame answers 503.
    """

    @wraps(operation)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return operation(request, *args, **kwargs)
        except ReviewConflict as error:
            conflicts = [
                {
                    "report": one.decision.report,
                    "field": one.decision.field,
                    "now": one.now,
                    "by": one.by,
                    "at": one.at.isoformat() if one.at else None,
                }
                for one in error.conflicts
            ]
            raise Refused(409, "conflict", str(error), conflicts=conflicts) from None
        except StoreError as error:
            if error.__cause__ is not None:  # of the database, not of what was asked
                raise
            raise Refused(422, "refused", str(error)) from None

    return _with_types(asked, operation)


def _with_types(asked: Callable[..., Any], operation: Callable[..., Any]) -> Callable[..., Any]:
    """Give a wrapper the types of what it wraps: their names are known in that module, not in this one."""
    asked.__signature__ = signature(operation, eval_str=True)  # type: ignore[attr-defined]
    return asked


def handle_errors(api: NinjaAPI) -> None:
    """Give every error of an API the one form."""

    def answer(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
        return api.create_response(
            request, {"error": {"code": code, "message": message, **more}}, status=status
        )

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer(request, error.status_code, error.code, str(error), **error.more)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        said = "No token, or one that does not hold. Send: Authorization: Bearer rasd_…; /tokens makes one."
        response = answer(request, 401, "token", said)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(Throttled)
    def throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
        response = answer(request, 429, "rate", f"Too many requests: {RATE} a token. Wait and ask again.")
        response.headers["Retry-After"] = str(int(error.wait or 60))
        return response

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        where = [
            {"at": ".".join(str(part) for part in one.get("loc", ())), "message": str(one.get("msg", ""))}
            for one in error.errors
        ]
        return answer(request, 422, "invalid", "What was sent cannot be read.", details=where)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, "error", str(error))
