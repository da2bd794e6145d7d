"""The two tests of the cascade: on the bytes of a page before anything is parsed, and on its main text."""

from __future__ import annotations

from rasd.lexicon import Lexicon
from rasd.scale.sieve.script import readings, whole
from rasd.scale.sieve.vocabulary import Vocabulary

__all__ = ["ANOTHER_LANGUAGE", "NO_ARABIC", "NO_FORCE", "Sieve"]

NO_ARABIC = "no Arabic"
"""The page holds no six letters of Arabic script, in any encoding."""
NO_FORCE = "no word of force"
"""It holds no words that the reader needs for a report: of an act, of harm, of a threat, an agreement, a movement."""

ANOTHER_LANGUAGE = "another language"
"""It is written in Persian or Urdu: six of their commonest words, and at most one of Arabic's."""

_SHORT = 400  # bytes


class Sieve:
    """Says of a page or of its text whether it can be an Arabic report of violence.

    Pickles without what it remembers; a process that makes one anew knows the same.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __reduce__(self) -> tuple[type[Sieve], tuple[Vocabulary]]:
        return Sieve, (self._vocabulary,)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Sieve:
        """Return the sieve over the words of a lexicon, theatre packs from elsewhere included."""
        return cls(Vocabulary(lexicon.scanner))

    def of_bytes(self, body: bytes, charset: str = "") -> str:
        """Return the empty string where a page may be an Arabic report of violence, else the reason: `NO_ARABIC`,
        `NO_FORCE`, `ANOTHER_LANGUAGE`.

        `charset` is what the server declares: it decides nothing, for the bytes tell more.
        """
        vocabulary = self._vocabulary
        reason = NO_ARABIC
        marks = 0
        for reading, is_more in readings(body):
            marks = vocabulary.marks(reading, marks if is_more else 0)
            reason = self._of(marks)
            joined = whole(reading) if reason == NO_FORCE else b""
            if joined:
                marks = vocabulary.marks(joined, marks)
                reason = self._of(marks)
            if not reason:
                break
        return reason

    def of_text(self, text: str) -> str:
        """Return the same of the main text of a page, in characters; here words must stand near each other, too."""
        body = text.encode("utf-8", "replace")
        vocabulary = self._vocabulary
        marks = vocabulary.marks(body)
        reason = self._of(marks)
        # With words of force, a text of some length has the letters of a report.
        if (reason or len(body) < _SHORT) and next(readings(body), None) is None:
            return NO_ARABIC
        if reason or vocabulary.tells(marks):
            return reason
        return "" if vocabulary.meet_near(vocabulary.sentences(body)) else NO_FORCE

    def _of(self, marks: int) -> str:
        if self._vocabulary.is_foreign(marks):
            return ANOTHER_LANGUAGE
        return "" if self._vocabulary.meet(marks) else NO_FORCE
