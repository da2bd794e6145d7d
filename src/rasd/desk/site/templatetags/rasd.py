"""Tags of all templates: words, numbers with their nouns, days, coded words, addresses, hostile text, errors of forms."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from rasd.desk.site.words import Words
from rasd.export.page.labels import direction, shown

register = template.Library()
_ISO_DAY = re.compile(r"\b\d{4}-\d\d(?:-\d\d(?: \d\d:\d\d)?)?\b")


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


@register.simple_tag(takes_context=True)
def number(context: Any, value: Any) -> str:
    """Return a number with separators, in the digits that the person wants."""
    return _words(context).number(value)


@register.simple_tag(takes_context=True)
def day(context: Any, value: date | str | None) -> str:
    """Return a day in words, with the Hijri one beside it where that is wanted."""
    return _words(context).day(value)


@register.simple_tag(takes_context=True)
def moment(context: Any, value: Any) -> str:
    """Return a moment (UTC) in words: the day and the minute."""
    return _words(context).moment(value)


@register.simple_tag(takes_context=True)
def term(context: Any, vocabulary: str, identity: str | None) -> str:
    """Return a coded word in the person's language: of a vocabulary, of `actor` or of `theatre`."""
    return _words(context).term(vocabulary, identity)


@register.simple_tag(takes_context=True)
def named(context: Any, before: str, value: str) -> str:
    """Return the phrase whose key is `before` and a value, else the value itself: `{% named "documents.method." method %}`."""
    words = _words(context)
    return words(f"{before}{value}") if words.known(f"{before}{value}") else str(value)


@register.simple_tag
def address(name: str, *parts: Any) -> str:
    """Return the address of a page, empty where no room has a page of that name: `{% address "incident" key as url %}`."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


@register.filter
def hostile(text: str | None) -> SafeString:
    """Return text from outside as HTML: markup escaped, characters that turn the page's direction shown as badges."""
    return mark_safe(shown(text or ""))  # nosec B308 B703: escaped by `shown`


@register.filter
def dated(text: str | None) -> SafeString:
    """Return text as `hostile` does, its ISO days each in one piece: after Arabic letters their parts change places."""
    return mark_safe(_ISO_DAY.sub(r'<bdi dir="ltr">\g<0></bdi>', hostile(text)))  # nosec B308 B703: escaped by `shown`


@register.filter
def runs(text: str | None) -> str:
    """Return the direction that most letters of a text have: `rtl` or `ltr`."""
    return direction(text or "")
