"""Words broken by marks to pass a platform's filter: "شه.داء", "مق/تل", "ش.ه.ي.د".

Pieces that stand without a space around one mark are one word when the lexicon knows the whole and not every piece.
"""

from __future__ import annotations

from rasd.lexicon import Scanner
from rasd.text import Placed

__all__ = ["unmasked"]

_MARKS = frozenset("./\\*_-|~+^'`•")
_MOST = 6  # pieces of one word
_SHORTEST = 3  # letters of the whole
_CLITICS = ("", "و", "ب", "ل", "وب", "ول")


def unmasked(tokens: list[Placed], scanner: Scanner) -> list[Placed]:
    """Return the tokens with broken words joined; a joined token spans its marks."""
    out: list[Placed] = []
    at = 0  # what is before it is in `out`
    # Few tokens stand before a mark or hold one: only they are looked at.
    for piece in [index for index, token in enumerate(tokens) if token.text in _MARKS or "." in token.text]:
        for first in (piece - 1, piece):
            if first < at or tokens[first].kind != "word":
                continue
            token = tokens[first]
            joined = _dotted(token, scanner) if "." in token.text else None
            end = first + 1
            if joined is None and end < len(tokens) and tokens[end].text in _MARKS:
                joined, end = _joined(tokens, first, scanner)
            if joined is not None:
                out += tokens[at:first]
                out.append(joined)
                at = end
    return out + tokens[at:] if out else tokens


def _joined(tokens: list[Placed], at: int, scanner: Scanner) -> tuple[Placed | None, int]:
    """Return the longest known word that starts at a piece, and the token behind it."""
    text, end = tokens[at].text, at + 1
    pieces = [text]
    best: tuple[Placed | None, int] = (None, at + 1)
    while len(pieces) < _MOST:
        follower = end
        while follower < len(tokens) and tokens[follower].text in _MARKS and _touches(tokens, follower):
            follower += 1
        if follower == end or follower >= len(tokens):
            break
        if tokens[follower].kind != "word" or not _touches(tokens, follower):
            break
        piece = tokens[follower].text.replace(".", "")
        pieces.append(piece)
        text += piece
        end = follower + 1
        if _is_known(text, scanner) and not all(_is_word(piece, scanner) for piece in pieces):
            best = Placed(text, "word", tokens[at].start, tokens[follower].end), end
    return best


def _dotted(token: Placed, scanner: Scanner) -> Placed | None:
    """One token of letters and dots: "قس.د"; abbreviations that a list knows stay."""
    text = token.text.replace(".", "")
    if scanner.starts(token.text) or not _is_known(text, scanner):
        return None
    return Placed(text, "word", token.start, token.end)


def _touches(tokens: list[Placed], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].start


def _is_known(form: str, scanner: Scanner) -> bool:
    return len(form) >= _SHORTEST and _reads(form, scanner)


def _is_word(form: str, scanner: Scanner) -> bool:
    """A piece that is a word by itself: "قتل/جرح" are two."""
    return len(form) > 1 and _reads(form, scanner)


def _reads(form: str, scanner: Scanner) -> bool:
    return any(
        not candidate.suffix and candidate.prefix in _CLITICS and len(candidate.key) > 1
        for candidate in scanner.starts(form)
    )
