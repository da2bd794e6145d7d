"""Tags of all templates: words, numbers with their nouns, errors of forms."""

from __future__ import annotations

from typing import Any

from django import template

from rasd.desk.site.words import Words

register = template.Library()


def _words(context: Any) -> Words:
    found = context.get("words")
    return found if isinstance(found, Words) else Words()


@register.simple_tag(takes_context=True)
def say(context: Any, key: str, **filling: Any) -> str:
    """Return one phrase of a `words.yaml`."""
    return _words(context)(key, **filling)


@register.simple_tag(takes_context=True)
def counted(context: Any, key: str, number: int, **filling: Any) -> str:
    """Return a number with its noun."""
    return _words(context).counted(key, number, **filling)


@register.simple_tag(takes_context=True)
def told(context: Any, error: str) -> str:
    """Return an error of a form: one of Django's, translated by it, or a key of ours."""
    words = _words(context)
    return words(error) if words.known(error) else str(error)
