"""The words of pages in a terminal in one language; coded words from the vocabularies, the rest from ``templates/``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import yaml

from rasd.export.page.labels import Label, actor, asset, count_range, term
from rasd.model import IncidentHarm

__all__ = ["LANGUAGES", "Words"]

LANGUAGES = ("en", "ar")


@cache
def _entries(file: str) -> dict[str, dict[str, str]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: dict[str, dict[str, str]] = yaml.load(asset(file), Loader=loader)
    return entries


class Words:
    """Words in one language.

    >>> Words("en")("copy_of", report="[1]"), Words("ar").term("effects", "killed")
    ('copy of [1]', 'قتلى')
    """

    def __init__(self, language: str, file: str = "sheet.yaml") -> None:
        self.language = language
        self._file = file

    def __call__(self, key: str, **filling: Any) -> str:
        """Return one word or phrase, filled in."""
        return _entries(self._file)[key][self.language].format(**filling)

    def known(self, key: str) -> bool:
        """Tell whether there is a word of that name."""
        return key in _entries(self._file)

    def of(self, label: Label) -> str:
        """Return the label in this language."""
        return label.ar if self.language == "ar" else label.en

    def term(self, vocabulary: str, identity: str) -> str:
        """Return a coded word, in English without its capital."""
        word = self.of(term(vocabulary, identity))
        return word if self.language == "ar" else word.lower()

    def actor(self, identity: str) -> str:
        """Return an actor's id, and its name."""
        name = self.of(actor(identity))
        return name if name.upper() == identity else f"{identity} ({name})"

    def listed(self, pieces: Iterable[str]) -> str:
        """Return pieces with commas between them."""
        return ("، " if self.language == "ar" else ", ").join(pieces)

    def range(self, low: int | None, high: int | None, *, is_open: bool = False) -> str:
        """Return a range; an open one says so."""
        words = self.of(count_range(low, high))
        more = _entries("sheet.yaml")["and_more"][self.language]
        return f"{words} {more}" if is_open and high is not None else words

    def harm(self, harm: IncidentHarm) -> str:
        """Return effect and range of one harm."""
        unit = "" if harm.unit == "people" else f" {self.of(_FAMILIES)}"
        return (
            f"{self.term('effects', harm.effect)} {self.range(harm.min, harm.max, is_open=harm.open)}{unit}"
        )


_FAMILIES = Label("عائلات", "families")
