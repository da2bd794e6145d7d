"""From where a request comes: the address that may be counted against, and whether it is this machine's own."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

__all__ = ["address_of", "is_of_this_machine"]

_LOOPBACK = ("127.0.0.1", "::1")
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST")


def address_of(request: HttpRequest) -> str:
    """Return the address of who asks; behind a proxy (``--https``) the one that the proxy added, which is the last."""
    if settings.OPTIONS.is_https:
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        try:
            return str(ip_address(last))
        except ValueError:
            pass
    return str(request.META.get("REMOTE_ADDR", ""))


def is_of_this_machine(request: HttpRequest) -> bool:
    """Tell whether a browser on this machine asks, not somebody behind a proxy on it."""
    return request.META.get("REMOTE_ADDR") in _LOOPBACK and not any(
        name in request.META for name in _FORWARDED
    )
