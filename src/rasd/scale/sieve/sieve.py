"""The two tests of the cascade: on the bytes of a page before anything is parsed, and on its main text."""

from __future__ import annotations

from rasd.lexicon import Lexicon
from rasd.scale.sieve.script import readings, whole
from rasd.scale.sieve.vocabulary import Vocabulary

__all__ = ["NO_ARABIC", "NO_FORCE", "Sieve"]

NO_ARABIC = "no Arabic"
"""The page holds no six letters of Arabic script, in any encoding."""
NO_FORCE = "no word of force"
"""It holds no words that the reader needs for a report: of an act, of harm, of a threat, an agreement, a movement."""


class Sieve:
    """Says of a page or of its text whether it can be an Arabic report of violence.

    Pickles without what it remembers; a process that makes one anew knows the same.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @classmethod
    def of(cls, lexicon: Lexicon) -> Sieve:
        """Return the sieve over the words of a lexicon, theatre packs from elsewhere included."""
        return cls(Vocabulary(lexicon.scanner))

    def of_bytes(self, body: bytes, charset: str = "") -> str:
        """Return the empty string where a page may be an Arabic report of violence, else the reason: `NO_ARABIC`, `NO_FORCE`.

        `charset` is what the server declares: it decides nothing, for the bytes tell more.
        """
        vocabulary = self._vocabulary
        reason = NO_ARABIC
        for reading in readings(body):
            reason = NO_FORCE
            marks = vocabulary.marks(reading)
            if vocabulary.meet(marks):
                return ""
            joined = whole(reading)
            if joined and vocabulary.meet(vocabulary.marks(joined, marks)):
                return ""
        return reason

    def of_text(self, text: str) -> str:
        """Return the same of the main text of a page, in characters."""
        body = text.encode("utf-8", "replace")
        if next(readings(body), None) is None:
            return NO_ARABIC
        return "" if self._vocabulary.meet(self._vocabulary.marks(body)) else NO_FORCE
