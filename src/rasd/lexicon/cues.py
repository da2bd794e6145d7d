"""Small closed sets of words that the grammar asks for by name."""

from __future__ import annotations

from functools import cache

from rasd.errors import DataError
from rasd.lexicon.entries import folded_words
from rasd.lexicon.files import packaged, root

__all__ = ["cues"]

_FILES = ("arabic/cues.yaml", "arabic/attesting.yaml")


@cache
def _sets() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file in _FILES:
        path = root() / file
        for name, item in (packaged().content.get(file) or {}).items():
            if not isinstance(item, dict) or not item.get("words"):
                raise DataError(f"{path}: {name}: no `words:`. Write `words: [word, …]` under it.")
            found[name] = frozenset(" ".join(folded_words(str(word))) for word in item["words"])
    return found


def cues(name: str) -> frozenset[str]:
    """Return the folded words of one set of ``arabic/cues.yaml`` or ``arabic/attesting.yaml``.

    They belong to the grammar and not to a theatre, so they come with the package and no pack changes them.
    Raises DataError when there is no such set.
    """
    sets = _sets()
    if name not in sets:
        raise DataError(f"{root() / _FILES[0]}: no set {name!r}. Sets: {', '.join(sorted(sets))}.")
    return sets[name]
