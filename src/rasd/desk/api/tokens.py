"""Making, checking and revoking tokens. A token may do what its scopes name and its person's role allows, both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from rasd.desk.access import NEEDS, roles_up_to

if TYPE_CHECKING:
    from rasd.desk.api.models import Token

__all__ = ["DAYS", "SCOPES", "digest_of", "make", "scopes_for", "token_of"]

SCOPES: tuple[str, ...] = ("read", "code", "verify")
DAYS: tuple[int, ...] = (7, 30, 90, 365)
"""How long a token may hold."""
_BEGINNING = "rasd_"
_NOTED_AFTER = timedelta(minutes=5)


def digest_of(token: str) -> str:
    """Return what of a token is kept."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def scopes_for(role: str) -> tuple[str, ...]:
    """Return the scopes that a person of this role may give a token.

    >>> scopes_for("coder"), scopes_for("administrator")
    (('read', 'code'), ('read', 'code', 'verify'))
    """
    return tuple(scope for scope in SCOPES if NEEDS[scope] in roles_up_to(role))


def make(person: Any, name: str, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """Return a new token's row and the token itself, which is shown once and kept nowhere."""
    from rasd.desk.api.models import Token

    token = _BEGINNING + token_urlsafe(32)
    now = datetime.now(UTC)
    allowed = [scope for scope in scopes_for(person.role) if scope in set(scopes)] or ["read"]
    row = Token.objects.create(
        person=person, name=name, digest=digest_of(token), scopes=" ".join(allowed), made_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    return row, token


def token_of(shown: str) -> Token | None:
    """Return the row of a token that holds, with its person; note that it was used."""
    from rasd.desk.api.models import Token

    if not shown.startswith(_BEGINNING) or len(shown) > 200:
        return None
    now = datetime.now(UTC)
    row: Token | None = (
        Token.objects.select_related("person")
        .filter(digest=digest_of(shown), revoked_at=None, expires_at__gt=now, person__is_active=True)
        .first()
    )
    if row is not None and (row.used_at is None or now - row.used_at > _NOTED_AFTER):
        Token.objects.filter(pk=row.pk).update(used_at=now)
    return row
