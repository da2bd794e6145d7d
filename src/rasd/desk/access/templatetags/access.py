"""A tag for the page of a document or an incident: who may see it, and the way to change that."""

from __future__ import annotations

from typing import Any

from django import template

from rasd.desk.access import is_allowed
from rasd.desk.access.restricting import Kind, in_force, subject_of
from rasd.desk.site.words import Words

register = template.Library()


@register.inclusion_tag("access/restriction.html", takes_context=True)
def restriction(context: Any, kind: Kind, key: str) -> dict[str, Any]:
    """Show who may see this ``document`` or ``incident``; to who may decide, the link to the form."""
    request = context["request"]
    found = in_force(kind, subject_of(kind, key))
    may = is_allowed(request, "verify")
    who = []
    if found is not None and may:
        who = [Words.of_request(request)(f"access.role.{found.role}")] if found.role else []
        who += [one.person.username for one in found.people.all()]
    return {
        "words": context.get("words"),
        "request": request,
        "kind": kind,
        "key": key,
        "restriction": found if may else None,
        "is_restricted": found is not None,
        "who": who,
        "may": may,
    }
