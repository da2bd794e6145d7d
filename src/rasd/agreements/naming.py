"""Which agreement the words of a breach claim name."""

from __future__ import annotations

from datetime import date

from rasd.model import Agreement, AnswerValue
from rasd.text import fold

__all__ = ["claim_answer"]


def claim_answer(agreement: Agreement, words: str, *, on: date | None, same_theatre: bool) -> AnswerValue:
    """Return whether `words`, said on a day, name the agreement."""
    said = fold(words).text
    for name in agreement.names:
        if fold(name.name).text in said and not (
            on is not None and ((name.since and on < name.since) or (name.until and on > name.until))
        ):
            return "yes"
    return "possible" if same_theatre else "no"
