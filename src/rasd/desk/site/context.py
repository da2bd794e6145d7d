"""What every template can use: the words, the navigation of this person, the version of the assets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from rasd import __version__
from rasd.desk.access import role_of, roles_up_to
from rasd.desk.assets import has_assets
from rasd.desk.rooms import NAVIGATION
from rasd.desk.site.words import Words

__all__ = ["page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the frame."""
    words = Words.of_request(request)
    allowed = roles_up_to(role_of(request))
    entries = []
    for entry in NAVIGATION:
        if entry.role not in allowed:
            continue
        try:
            address = reverse(entry.url)
        except NoReverseMatch:
            continue
        here = request.path == address or (address != "/" and request.path.startswith(f"{address}/"))
        entries.append({"address": address, "words": entry.words, "here": here, "is_more": entry.is_more})
    return {
        "words": words,
        "language": words.language,
        "direction": words.direction,
        "theme": getattr(request, "theme", "auto"),
        "navigation": [entry for entry in entries if not entry["is_more"]],
        "navigation_more": [entry for entry in entries if entry["is_more"]],
        "is_local": settings.OPTIONS.is_local,
        "version": __version__,
        "has_assets": has_assets(),
    }
