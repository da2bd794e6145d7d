"""Words that lost the space between them when a page became text: "استشهدمن", "إلىوقوع".

A word that no list knows is two words when one half is a preposition and the other a word of the lexicon.
"""

from __future__ import annotations

from rasd.lexicon import Scanner, cues
from rasd.lexicon.entries import bare
from rasd.text import Token

__all__ = ["unglued"]

_SECOND = cues("glued_behind")
_FIRST = cues("glued_before")
_SHORTEST = 4  # letters of the half that is a word, without the article
_LONGEST = 24  # letters of both
_LIMIT = 100_000  # words remembered
_seen: dict[tuple[int, str], int] = {}


def unglued(tokens: list[Token], scanner: Scanner) -> list[Token]:
    """Return the tokens with glued ones cut in two; offsets stay those of the text."""
    out: list[Token] = []
    for token in tokens:
        at = 0
        if (
            token.kind == "word"
            and _SHORTEST + 2 <= len(token.text) <= _LONGEST
            and not scanner.starts(token.text)
        ):
            at = _cut(token.text, scanner)
        if not at:
            out.append(token)
            continue
        middle = token.start + at
        out.append(Token(token.text[:at], token.start, middle, "word"))
        out.append(Token(token.text[at:], middle, token.end, "word"))
    return out


def _cut(word: str, scanner: Scanner) -> int:
    """Return how many letters the first of two glued words has, or 0."""
    key = (id(scanner), word)
    known = _seen.get(key)
    if known is None:
        if len(_seen) > _LIMIT:
            _seen.clear()
        known = _seen[key] = _find(word, scanner)
    return known


def _find(word: str, scanner: Scanner) -> int:
    for at in range(2, len(word) - 1):
        first, second = word[:at], word[at:]
        if second in _SECOND and len(bare(first.removeprefix("و"))) >= _SHORTEST and _is_word(first, scanner):
            return at
        if first in _FIRST and len(bare(second)) >= _SHORTEST and _is_word(second, scanner):
            return at
    return 0


def _is_word(form: str, scanner: Scanner) -> bool:
    """The form itself stands in the lexicon, with no more than an article or a conjunction in front."""
    return any(not candidate.suffix and candidate.prefix in ("", "و") for candidate in scanner.starts(form))
