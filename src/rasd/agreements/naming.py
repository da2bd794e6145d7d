"""Which agreement the words of a breach claim or a claimed total name.

Names are matched on folded words without article, clitics and endings, in any order; words that tell no agreement from
another are data (``data/agreements/naming.yaml``).
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from rasd.agreements.moments import runs_on
from rasd.model import Agreement, AnswerValue
from rasd.text import fold

__all__ = ["claim_answer"]

_ARTICLES = ("وبال", "وال", "بال", "فال", "كال", "لل", "ال")
_CLITICS = ("ل", "ب", "و")
_SHORTEST = 3


def claim_answer(agreement: Agreement, words: str, *, on: date | None, same_theatre: bool) -> AnswerValue:
    """Return whether `words`, said of a day, name the agreement.

    Yes: all that tells one of its names from others is among them, on a day on which that name meant it. Possible: they are
    general ("the truce"), or of its title or areas, in its theatre while it was in force. No: they name something else.
    """
    said = _telling(words)
    for name in agreement.names:
        if on is not None and ((name.since and on < name.since) or (name.until and on > name.until)):
            continue
        wanted = _telling(name.name)
        if wanted and wanted <= said:
            return "yes"
    if not same_theatre or not runs_on(agreement, on, on):
        return "no"
    around = _telling(" ".join((agreement.title.ar, *(area.label.ar for area in agreement.areas))))
    return "possible" if said <= around else "no"


@lru_cache(maxsize=4096)
def _telling(words: str) -> frozenset[str]:
    """Return the words that tell an agreement from others, each without what may stand around it.

    >>> sorted(_telling("للاتفاق الروسي التركي")) == sorted(_telling("الهدنة التركية الروسية"))
    True
    """
    return frozenset(_stems(words)) - _general()


@cache
def _general() -> frozenset[str]:
    lists = yaml.safe_load((files("rasd.data") / "agreements" / "naming.yaml").read_text("utf-8"))
    return frozenset(stem for words in lists.values() for word in words for stem in _stems(word))


def _stems(words: str) -> list[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in fold(words).text)
    return [_stem(word) for word in plain.split()]


def _stem(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST - 1:
            return word.removeprefix(article).removesuffix("ه")
    if word.startswith(_CLITICS) and _is_general(word[1:]):
        word = word[1:]
    return word.removesuffix("ه")


def _is_general(word: str) -> bool:
    """Whether a word without its first letter is a head of an agreement's name: «لهدنة», «بوقف»."""
    return word in ("هدنه", "وقف", "اتفاق", "اتفاقيه", "مذكره", "تفاهم", "تهدئه")
