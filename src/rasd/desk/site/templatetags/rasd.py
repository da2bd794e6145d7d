"""Tags and filters of all templates: words, numbers, days, labels of coded values, foreign text in its own direction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rasd.desk.site.words import Words
from rasd.export.page import labels

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
def number(context: Any, value: Any) -> str:
    """Return a number in the digits that the person wants."""
    return "" if value is None else _words(context).number(value)


@register.simple_tag(takes_context=True)
def day(context: Any, value: date | datetime | str | None) -> str:
    """Return a day in words."""
    return _words(context).day(value)


@register.simple_tag(takes_context=True)
def window(context: Any, start: date | None, end: date | None) -> str:
    """Return days from first to last."""
    return _words(context).window(start, end)


@register.simple_tag(takes_context=True)
def moment(context: Any, value: datetime | str | None) -> str:
    """Return a day with its hour."""
    return _words(context).moment(value)


@register.simple_tag(takes_context=True)
def term(context: Any, vocabulary: str, identity: str | None) -> str:
    """Return the label of a coded word; an unknown id as it is."""
    if not identity:
        return ""
    try:
        return _words(context).of(labels.term(vocabulary, identity))
    except KeyError:
        return identity


@register.simple_tag(takes_context=True)
def actor(context: Any, identity: str) -> str:
    """Return the name of an actor."""
    return _words(context).of(labels.actor(identity))


@register.simple_tag(takes_context=True)
def theatre(context: Any, identity: str | None) -> str:
    """Return the title of a theatre."""
    return _words(context).of(labels.theatre(identity))


@register.simple_tag(takes_context=True)
def admin1(context: Any, country: str | None, name: str) -> str:
    """Return the name of a first-level unit."""
    return _words(context).of(labels.admin1(country, name))


@register.simple_tag(takes_context=True)
def harm_range(context: Any, low: int | None, high: int | None) -> str:
    """Return a range in words; a bound that is missing is said."""
    words = _words(context)
    return words.digits_of(words.of(labels.count_range(low, high)))


@register.simple_tag
def link(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page, empty where no room has it: ``{% link "map" as address %}{% if address %}``."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.filter
def bdi(text: str | None) -> SafeString:
    """Return foreign text in its own direction, escaped; control characters are shown, not obeyed."""
    return format_html('<bdi dir="auto">{}</bdi>', mark_safe(labels.shown(str(text or ""))))


@register.filter
def shown(text: str | None) -> SafeString:
    """Return foreign text escaped; control characters are shown, not obeyed."""
    return mark_safe(labels.shown(str(text or "")))


@register.filter
def direction(text: str | None) -> str:
    """Return the direction that most letters of a text have."""
    return labels.direction(text or "")


@register.simple_tag(takes_context=True)
def told(context: Any, error: str) -> str:
    """Return an error of a form: one of Django's, translated by it, or a key of ours."""
    words = _words(context)
    return words(error) if words.known(error) else str(error)
