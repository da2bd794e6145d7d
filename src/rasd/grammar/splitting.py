"""From folded text to tokens with what they open in the lexicon: each spelling between two spaces is worked out once.

News has few spellings: a stretch without a space is tokenized, joined where marks break a word (`masking`) and looked up
in the lexicon when it first comes by, and remembered. A word that may be two (`gluing`) is remembered with the spelling
of its author, which decides where it is cut. What is remembered is bounded and depends on the spelling alone.
"""

from __future__ import annotations

from functools import lru_cache

from rasd.grammar.gluing import is_doubtful, unglued
from rasd.grammar.masking import unmasked
from rasd.lexicon import Path, Scanner
from rasd.text import Folded, Token, tokenize

__all__ = ["Splitter", "splitter"]

_LIMIT = 100_000  # spellings remembered
_LONGEST = 64  # characters of one that is remembered

_Piece = tuple[str, int, int, str, "Path | None", bool]
"""Text, first and last character within its stretch, kind, what it opens, whether it may be two words."""


class Splitter:
    """Splits texts into tokens for one lexicon."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._words: dict[str, Path | None] = {}
        """Stretches that are one word, and what it opens."""
        self._stretches: dict[str, tuple[_Piece, ...]] = {}
        """All others."""
        self._cuts: dict[str, tuple[_Piece, ...] | None] = {}
        """Words that may be two by the spelling of their author, and what they are cut into."""

    def __call__(self, folded: Folded) -> tuple[list[Token], list[str], list[Path | None]]:
        """Return the tokens of a text, their texts, and what each opens in the lexicon."""
        tokens: list[Token] = []
        texts: list[str] = []
        paths: list[Path | None] = []
        words, new = self._words, Token.__new__
        add, write, open_ = tokens.append, texts.append, paths.append
        at = 0
        for number, line in enumerate(folded.text.split("\n")):
            if number:
                add(Token("\n", at - 1, at, "newline"))
                write("\n")
                open_(None)
            for stretch in line.split(" "):
                if stretch in words:
                    write(stretch)
                    open_(words[stretch])
                    token = new(Token)  # written out: a call of the class takes half as long again
                    token.text = stretch
                    token.start = at
                    at += len(stretch)
                    token.end = at
                    token.kind = "word"
                    add(token)
                    at += 1
                    continue
                for piece in self._pieces(stretch):
                    parts = (
                        self._parts(folded, Token(piece[0], at + piece[1], at + piece[2], piece[3]))
                        if piece[5]
                        else None
                    )
                    if parts is None:
                        add(Token(piece[0], at + piece[1], at + piece[2], piece[3]))
                        write(piece[0])
                        open_(piece[4])
                        continue
                    for text, first, last, kind, path, _ in parts:
                        add(Token(text, at + piece[1] + first, at + piece[1] + last, kind))
                        write(text)
                        open_(path)
                at += len(stretch) + 1
        return tokens, texts, paths

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
        if len(pieces) == 1 and pieces[0][0] == stretch and pieces[0][3] == "word" and not pieces[0][5]:
            self._words[stretch] = pieces[0][4]
        else:
            self._stretches[stretch] = pieces
        return pieces

    def _piece(self, tokens: list[Token]) -> tuple[_Piece, ...]:
        path, scanner = self._scanner.path, self._scanner
        return tuple(
            (
                token.text,
                token.start,
                token.end,
                token.kind,
                path(token.text) if token.kind == "word" else None,
                is_doubtful(token, scanner),
            )
            for token in tokens
        )

    def _parts(self, folded: Folded, token: Token) -> tuple[_Piece, ...] | None:
        """Return what a word is cut into, its characters counted from its own first; None when it stays whole."""
        surface = folded.surface(token.start, token.end)
        if surface in self._cuts:
            return self._cuts[surface]
        cut = unglued(folded, [token], self._scanner)
        parts = None
        if len(cut) > 1:
            moved = [
                Token(part.text, part.start - token.start, part.end - token.start, "word") for part in cut
            ]
            parts = self._piece(moved)
        if folded.is_plain(token.start, token.end):  # else its neighbours may share a character with it
            if len(self._cuts) > _LIMIT:
                self._cuts.clear()
            self._cuts[surface] = parts
        return parts


@lru_cache(maxsize=16)
def splitter(scanner: Scanner) -> Splitter:
    """Return the splitter of a scanner, with what it remembers."""
    return Splitter(scanner)
