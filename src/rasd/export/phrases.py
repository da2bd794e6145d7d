"""Words of charts and briefs in one language, with the plural that a number asks for; data in ``templates/*.yaml``.

Arabic has six forms (CLDR): one and two are words without a figure, 3–10 take the plural, 11–99 the singular in the
accusative, hundreds the singular.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import yaml

from rasd.export.page.labels import Label, actor, admin1, asset, count_range, term, theatre

__all__ = ["Phrases", "plural_form"]

_FILES = ("charts.yaml", "brief.yaml", "site.yaml")


@cache
def _entries() -> dict[str, dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, Any]] = {}
    for name in _FILES:
        for key, entry in yaml.load(asset(name), Loader=loader).items():
            assert key not in found, f"{name}: {key} is a second phrase of this name."
            found[key] = entry
    return found


def plural_form(language: str, number: int) -> str:
    """Return the plural form that a language uses with `number`; for none the one of round hundreds.

    >>> [plural_form("ar", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111)]
    ['other', 'one', 'two', 'few', 'few', 'many', 'many', 'other', 'other', 'few', 'many']
    """
    if language != "ar":
        return "one" if number == 1 else "other"
    if number in (1, 2):
        return ("one", "two")[number - 1]
    rest = number % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if 11 <= rest <= 99 else "other"


class Phrases:
    """Phrases in one language.

    >>> Phrases("en").counted("incidents", 1), Phrases("ar").counted("incidents", 2), Phrases("ar").counted("incidents", 7)
    ('1 incident', 'حادثتان', '7 حوادث')
    """

    def __init__(self, language: str) -> None:
        self.language = language

    @property
    def is_arabic(self) -> bool:
        """Whether the words run from right to left."""
        return self.language == "ar"

    def __call__(self, key: str, **filling: Any) -> str:
        """Return one phrase, filled in."""
        return str(_entries()[key][self.language]).format(**filling)

    def known(self, key: str) -> bool:
        """Tell whether there is a phrase of that name."""
        return key in _entries()

    def counted(self, key: str, number: int) -> str:
        """Return a number with its noun."""
        forms = _entries()[key][self.language]
        return str(forms[plural_form(self.language, number)]).format(n=number)

    def of(self, label: Label) -> str:
        """Return the label in this language."""
        return label.ar if self.is_arabic else label.en

    def text(self, both: Any) -> str:
        """Return this language of anything that has `ar` and `en`."""
        return str(both.ar if self.is_arabic else both.en)

    def term(self, vocabulary: str, identity: str) -> str:
        """Return a coded word."""
        return self.of(term(vocabulary, identity))

    def actor(self, identity: str | None) -> str:
        """Return an actor's name; of nobody, that nobody is named."""
        return self.of(actor(identity)) if identity else self("nobody_named")

    def unit(self, country: str | None, name: str) -> str:
        """Return the name of a first-level unit."""
        return self.of(admin1(country, name))

    def theatre(self, identity: str) -> str:
        """Return a theatre's title."""
        return self.of(theatre(identity))

    def listed(self, pieces: Iterable[str]) -> str:
        """Return pieces with commas between them."""
        return ("، " if self.is_arabic else ", ").join(pieces)

    def range(self, low: int | None, high: int | None, *, is_open: bool = False) -> str:
        """Return a range; an open one says so.

        >>> Phrases("en").range(4, 6, is_open=True), Phrases("en").range(4, 4, is_open=True), Phrases("ar").range(None, 3)
        ('4–6 or more', '4 or more', 'حتى 3')
        """
        if not is_open or high is None:
            return self.of(count_range(low, high))
        if low == high:
            return self.of(count_range(low, None))
        return f"{self.of(count_range(low, high))} {self('or_more')}"

    def days(self, first: date | None, last: date | None) -> str:
        """Return a window of days."""
        days = [day.isoformat() for day in (first, last) if day is not None]
        return " – ".join(dict.fromkeys(days)) or self("no_day")
