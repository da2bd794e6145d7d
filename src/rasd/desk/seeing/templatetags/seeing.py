"""The inset of one incident: ``{% load seeing %}{% inset incident %}``, wherever a page shows it."""

from __future__ import annotations

from typing import Any

from django import template

from rasd.desk.assets import has_assets
from rasd.desk.seeing.inset import inset_of
from rasd.desk.seeing.views import drawing_settings
from rasd.desk.site import Words
from rasd.model import Incident

register = template.Library()


@register.inclusion_tag("seeing/inset.html", takes_context=True)
def inset(context: Any, incident: Incident) -> dict[str, Any]:
    """Draw where an incident is said to have been, as exactly as it is known, with the same in words below."""
    words = context.get("words")
    words = words if isinstance(words, Words) else Words()
    return {
        "words": words,
        "has_assets": has_assets(),
        "inset": inset_of(incident, words),
        "settings": drawing_settings(words),
    }
