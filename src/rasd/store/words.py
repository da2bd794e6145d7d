"""Words of documents for search: folded as the reader folds, the same tokens on both databases.

Texts are cut into words here and never by the database, whose ideas of Arabic letters and marks differ. Beyond the
first `MOST_WORDS` words a text is not searched: PostgreSQL counts no positions behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models.expressions import RawSQL

from rasd.errors import StoreError
from rasd.text import fold, tokenize

__all__ = ["MOST_WORDS", "Wanted", "beginning", "folded", "matching", "put_words", "wanted", "words_of"]

MOST_WORDS = 16_000
_MOST_CHARACTERS = 10 * MOST_WORDS
_MOST_ASKED = 20
_PART = re.compile(r"[^\W_]+")
_CONJUNCTIONS = ("", "و", "ف")
_BEFORE = ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل")
_PROCLITICS = tuple(dict.fromkeys(c + b for c in _CONJUNCTIONS for b in _BEFORE))
_ARABIC = re.compile(r"[\u0621-\u064a]")
_SHORTEST = 2
"""Letters: a single letter with everything that may stand before it would find half the archive."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that must be in the text: a word, or words in a row; each word in all forms it may take."""

    words: tuple[tuple[str, ...], ...]


def words_of(text: str) -> list[str]:
    """Return the folded words and numbers of `text`.

    >>> words_of("وقُتِلَ ٣ مدنيّين في دير_الزور.")
    ['وقتل', '3', 'مدنيين', 'في', 'دير', 'الزور']
    """
    found: list[str] = []
    for token in tokenize(fold(beginning(text)).text):
        if token.kind in ("word", "number"):
            found += _PART.findall(token.text.lower())
    return found[:MOST_WORDS]


def beginning(text: str) -> str:
    """Return the part of a text that is searched, up to the end of a word."""
    if len(text) <= _MOST_CHARACTERS:
        return text
    return text[:_MOST_CHARACTERS].rpartition(" ")[0] or text[:_MOST_CHARACTERS]


def folded(name: str) -> str:
    """Return a name as it is looked for: in any spelling, with or without the article.

    >>> folded("الرّقة") == folded("الرقه") == folded("رقة")
    True
    """
    plain = " ".join(fold(name).text.lower().split())
    return plain.removeprefix("ال")[:300]


def wanted(words: str) -> list[Wanted]:
    """Return what a search asks for: every word outside quotes, every row of words inside them.

    A bare word is found with what Arabic joins before it (و ف ب ك ل س ال لل); so is the first of a row in quotes.
    Raises StoreError when nothing is left to look for.
    """
    found = []
    for index, piece in enumerate(re.split('["\u201c\u201d\u00ab\u00bb]', words)):
        folded = words_of(piece)
        if not folded:
            continue
        if index % 2:
            found.append(Wanted((_forms(folded[0]), *((word,) for word in folded[1:]))))
        else:
            found += [Wanted((_forms(word),)) for word in folded]
    if not found:
        raise StoreError(
            f'"{words}": no words to look for. Give at least one, with quotes for words in a row.'
        )
    if len(found) > _MOST_ASKED:
        raise StoreError(f"{len(found)} words to look for, more than {_MOST_ASKED}. Give fewer.")
    return found


def _forms(word: str) -> tuple[str, ...]:
    if len(word) < _SHORTEST or not _ARABIC.match(word):
        return (word,)
    if word.startswith("ال") and len(word) > 3:  # "للمدينة": the article loses its alef behind ل
        forms = [c + b + word for c in _CONJUNCTIONS for b in ("", "ب", "ك")]
        forms += [c + "لل" + word[2:] for c in _CONJUNCTIONS]
        return tuple(forms)
    return tuple(dict.fromkeys(p + word for p in _PROCLITICS))


def put_words(alias: str, texts: Sequence[tuple[int, str]]) -> None:
    """Index texts by the number of their document, in place of what was indexed before."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        rows = [(number, " ".join(words_of(text))) for number, text in texts]
        statement = "INSERT OR REPLACE INTO store_documentwords(rowid, words) VALUES (%s, %s)"
    else:
        rows = [(number, _vector(words_of(text))) for number, text in texts]
        statement = (
            "INSERT INTO store_documentwords(id, words) VALUES (%s, %s::tsvector)"
            " ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        )
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _vector(words: Iterable[str]) -> str:
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words, 1):
        places.setdefault(word, []).append(index)
    return " ".join(f"'{word}':{','.join(map(str, at[:256]))}" for word, at in places.items())


def matching(alias: str, things: Sequence[Wanted]) -> RawSQL:
    """Return the subquery of the numbers of the documents whose words hold all `things`."""
    if connections[alias].vendor == "sqlite":
        asked = " AND ".join(_in_sqlite(thing) for thing in things)
        return RawSQL("SELECT rowid FROM store_documentwords WHERE store_documentwords MATCH %s", [asked])
    asked = " & ".join(_in_postgresql(thing) for thing in things)
    return RawSQL("SELECT id FROM store_documentwords WHERE words @@ %s::tsquery", [asked])


def _in_sqlite(thing: Wanted) -> str:
    rest = [forms[0] for forms in thing.words[1:]]
    return "(" + " OR ".join(f'"{" ".join([first, *rest])}"' for first in thing.words[0]) + ")"


def _in_postgresql(thing: Wanted) -> str:
    first = "(" + " | ".join(f"'{form}'" for form in thing.words[0]) + ")"
    return " <-> ".join([first, *(f"'{forms[0]}'" for forms in thing.words[1:])])
