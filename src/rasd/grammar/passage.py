"""A passage: the text of a document, folded, tokenized and matched against the lexicon, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, cast

from rasd.grammar.splitting import splitter
from rasd.lexicon import Lexicon, Match, Matches
from rasd.text import Folded, Placed, Token, fold

__all__ = ["Mention", "Passage"]

_TELLING = 300  # characters in which a writer who knows ة uses it


@dataclass(frozen=True, slots=True)
class Mention:
    """A value of one dimension, tied to its tokens and characters."""

    dimension: str
    start: int
    """First token."""
    end: int
    """Token after the last."""
    span: tuple[int, int]
    """Code points of the original text."""
    value: dict[str, Any]
    rule: str
    fired: tuple[str, ...] = ()
    """Every rule that took part, where a dimension reads in rounds."""


@dataclass(slots=True)
class Passage:
    """Folded text, tokens and lexicon matches of one document."""

    folded: Folded
    tokens: list[Token]
    starts: list[int]
    """Where each token begins in the folded text."""
    ends: list[int]
    """Where each token ends."""
    matches: Matches
    texts: list[str] = field(init=False)
    """The text of each token: a stretch of words is a slice."""
    where: dict[str, list[int]] = field(init=False)
    """Tokens by their text."""
    figures: list[int] = field(init=False)
    """Tokens that are numbers in digits."""

    def __post_init__(self) -> None:
        self.texts = [token.text for token in self.tokens]
        self.figures = [index for index, token in enumerate(self.tokens) if token.kind == "number"]
        where: defaultdict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self.texts):
            where[text].append(index)
        self.where = dict(where)

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> Passage:
        """Analyse `text` against the words of `lexicon`."""
        folded = fold(text)
        scanner = lexicon.scanner
        tokens, starts, ends = splitter(scanner)(folded)
        return cls(folded, cast("list[Token]", tokens), starts, ends, scanner.match(tokens))

    def placed(self) -> list[Placed]:
        """Return the tokens, each with its place."""
        return [
            Placed(token.text, token.kind, start, end)
            for token, start, end in zip(self.tokens, self.starts, self.ends, strict=True)
        ]

    def at(self, words: AbstractSet[str]) -> list[int]:
        """Return the tokens that are one of `words`, in text order."""
        where = self.where
        if len(words) < len(where):
            found = [index for text in words if text in where for index in where[text]]
        else:
            found = [index for text, places in where.items() if text in words for index in places]
        found.sort()
        return found

    def ending(self, ends: tuple[str, ...]) -> list[int]:
        """Return the tokens whose text ends in one of some words, in text order."""
        found = [index for text, places in self.where.items() if text.endswith(ends) for index in places]
        found.sort()
        return found

    def layer(self, name: str) -> Sequence[Match]:
        """Return the matches of one layer without those that start inside an earlier one; not to be changed."""
        return self.matches.apart(name)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original code points behind tokens ``start:end``, without proclitics left out.

        Raises ValueError on an empty range.
        """
        return self.folded.span(self.starts[start], self.ends[end - 1])

    def span_of(self, match: Match) -> tuple[int, int]:
        """Return the original code points of a match, its proclitics left out."""
        return self.folded.span(self.starts[match.start] + match.skip, self.ends[match.end - 1])

    def surface(self, start: int, end: int) -> str:
        """Return the original characters behind tokens ``start:end``."""
        first, last = self.span(start, end)
        return self.folded.original[first:last]

    def spelled(self, start: int, end: int) -> str:
        """Return tokens ``start:end`` letter by letter as their author spelled them, marks left out."""
        return self.folded.spelled(self.starts[start], self.ends[end - 1])

    def ends_feminine(self, start: int, end: int) -> bool:
        """Say whether the last letter is a ة; a long text without any writes ه for it, and a ه may be one."""
        last, text = self.spelled(end - 1, end)[-1], self.folded.original
        return last == "ة" or (last == "ه" and len(text) > _TELLING and not any(one in text for one in "ةﺓﺔ"))
