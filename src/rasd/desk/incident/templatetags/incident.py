"""An incident in a few lines, wherever a page lists some: ``{% load incident %}{% incident_card one %}``."""

from __future__ import annotations

from typing import Any

from django import template

from rasd.desk.incident.cards import card_of
from rasd.desk.site import Words
from rasd.model import Incident

register = template.Library()


@register.inclusion_tag("incident/card.html", takes_context=True)
def incident_card(context: Any, incident: Incident) -> dict[str, Any]:
    """Show name, harm, grade and sources of an incident, as the caller saw it (`Eyes.seen`); the name leads to its page."""
    words = context.get("words")
    words = words if isinstance(words, Words) else Words()
    return {"words": words, "card": card_of(words, incident)}
