"""From folded text to tokens with what they open in the lexicon: each spelling between two spaces is worked out once.

News has few spellings: a stretch without a space is tokenized, joined where marks break a word (`masking`) and looked up
in the lexicon when it first comes by, and remembered. A word that may be two (`gluing`) is remembered with the spelling
of its author, which decides where it is cut. What is remembered is bounded and depends on the spelling alone.
"""

from __future__ import annotations

from functools import lru_cache

from rasd.grammar.gluing import is_doubtful, unglued
from rasd.grammar.masking import unmasked
from rasd.lexicon import Form, Scanner
from rasd.text import Folded, Placed, tokenize

__all__ = ["Splitter", "splitter"]

_LIMIT = 100_000  # spellings remembered
_LONGEST = 64  # characters of one that is remembered
_NEWLINE = Form("\n", "newline")

_Piece = tuple[Form, int, int, bool]
"""A token, its first and last character within its stretch, and whether it may be two words."""


class Splitter:
    """Splits texts into tokens for one lexicon."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._words: dict[str, Form] = {}
        """Stretches that are one word."""
        self._stretches: dict[str, tuple[_Piece, ...]] = {}
        """All others."""
        self._cuts: dict[str, tuple[_Piece, ...] | None] = {}
        """Words that may be two by the spelling of their author, and what they are cut into."""

    def __call__(self, folded: Folded) -> tuple[list[Form], list[int], list[int]]:
        """Return the tokens of a text, and where each begins and ends in it."""
        tokens: list[Form] = []
        starts: list[int] = []
        ends: list[int] = []
        known = self._words.get
        add, begin, finish = tokens.append, starts.append, ends.append
        at = 0
        for number, line in enumerate(folded.text.split("\n")):
            if number:
                add(_NEWLINE)
                begin(at - 1)
                finish(at)
            for stretch in line.split(" "):
                word = known(stretch)
                if word is not None:
                    add(word)
                    begin(at)
                    at += len(stretch)
                    finish(at)
                    at += 1
                    continue
                for piece in self._pieces(stretch):
                    form, first, last, doubtful = piece
                    first += at
                    parts = self._parts(folded, form.text, first, at + last) if doubtful else None
                    if parts is None:
                        add(form)
                        begin(first)
                        finish(at + last)
                    else:
                        for part, offset, last, _ in parts:
                            add(part)
                            begin(first + offset)
                            finish(first + last)
                at += len(stretch) + 1
        return tokens, starts, ends

    def _pieces(self, stretch: str) -> tuple[_Piece, ...]:
        known = self._stretches.get(stretch)
        if known is not None:
            return known
        pieces = self._piece(unmasked(tokenize(stretch), self._scanner))
        if len(stretch) > _LONGEST:
            return pieces
        if len(self._stretches) + len(self._words) > _LIMIT:
            self._stretches.clear()
            self._words.clear()
        if len(pieces) == 1 and pieces[0][0].text == stretch and not pieces[0][3]:
            self._words[stretch] = pieces[0][0]
        else:
            self._stretches[stretch] = pieces
        return pieces

    def _piece(self, tokens: list[Placed]) -> tuple[_Piece, ...]:
        scanner = self._scanner
        return tuple(
            (
                scanner.form(token.text) if token.kind == "word" else Form(token.text, token.kind),
                token.start,
                token.end,
                is_doubtful(token, scanner),
            )
            for token in tokens
        )

    def _parts(self, folded: Folded, text: str, start: int, end: int) -> tuple[_Piece, ...] | None:
        """Return what a word is cut into, its characters counted from its own first; None when it stays whole."""
        surface = folded.surface(start, end)
        if surface in self._cuts:
            return self._cuts[surface]
        cut = unglued(folded, [Placed(text, "word", start, end)], self._scanner)
        parts = None
        if len(cut) > 1:
            parts = self._piece(
                [Placed(part.text, "word", part.start - start, part.end - start) for part in cut]
            )
        if folded.is_plain(start, end):  # else its neighbours may share a character with it
            if len(self._cuts) > _LIMIT:
                self._cuts.clear()
            self._cuts[surface] = parts
        return parts


@lru_cache(maxsize=4)
def splitter(scanner: Scanner) -> Splitter:
    """Return the splitter of a scanner, with what it remembers."""
    return Splitter(scanner)
