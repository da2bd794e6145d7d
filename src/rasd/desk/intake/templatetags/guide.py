"""The guide through the invented example: a strip on the pages that it leads through, which can be put away."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from rasd.desk.site.words import Words

register = template.Library()

_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("verify", ("verify", "document")),
    ("incident", ("incident",)),
    ("map", ("map",)),
    ("ledgers", ("ledgers", "ledger")),
    ("export", ("export",)),
)
"""Each step, and the names of the addresses that are it; the first that exists is where the guide leads."""


@register.inclusion_tag("intake/guide.html", takes_context=True)
def guide(context: Any) -> dict[str, Any]:
    """Return what the strip shows on this page; nothing where no guide is under way."""
    request = context.get("request")
    kept = request.session.get("guide") if request is not None and hasattr(request, "session") else None
    match = getattr(request, "resolver_match", None)
    if not kept or match is None:
        return {"step": ""}
    steps = [(name, address) for name, names in _STEPS if (address := _address(names, kept))]
    here = next((name for name, names in _STEPS if match.url_name in names), "")
    places = [name for name, _ in steps]
    if here not in places:
        return {"step": ""}
    at = places.index(here)
    following = steps[at + 1] if at + 1 < len(steps) else None
    return {
        "words": context.get("words") or Words(),
        "csrf_token": context.get("csrf_token"),
        "step": f"intake.guide.{here}",
        "at": at + 1,
        "of": len(steps),
        "next": following[1] if following else "",
        "next_words": f"intake.guide.to.{following[0]}" if following else "",
        "here": request.get_full_path(),
    }


def _address(names: tuple[str, ...], kept: dict[str, str]) -> str:
    for name in names:
        key = kept.get("incident" if name == "incident" else "document")
        parts = [key] if name in ("verify", "document", "incident") else []
        if name == "ledger" or parts == [""]:
            continue
        try:
            return reverse(name, args=parts)
        except NoReverseMatch:
            continue
    return ""
