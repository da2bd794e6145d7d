"""Why a clause of force that ended in no report tells no incident: a reason that words of the text state.

The words are in ``words/reasons.yaml``, the codes in ``vocab/reasons.yaml``. Nothing is refused here: only clauses that no
report came of are asked, and a clause without such words stays unread.
"""

from __future__ import annotations

from rasd.coding.clauses import Clause
from rasd.coding.frame import Reason
from rasd.coding.mentions import Mentions

__all__ = ["state_reasons"]

_BEFORE = 14
"""Tokens that a cue in front of a word of force governs."""


def state_reasons(mentions: Mentions, clauses: list[Clause]) -> None:
    """Give each unread clause the reason that its words state, if they state one."""
    for clause in clauses:
        if clause.outcome == "unread":
            clause.reason = _said(mentions, clause)


def _said(mentions: Mentions, clause: Clause) -> Reason | None:
    """Return the reason of the nearest cue that reaches the clause."""
    sentence = clause.sentence
    first = clause.words[0][0]
    for match in reversed(mentions.every("reason", sentence.start, sentence.end)):
        reach = match.value["reach"]
        if (
            reach == "sentence"
            or (clause.start <= match.start < clause.end and (reach == "clause" or match.start <= first))
            or (reach == "before" and match.start <= first <= match.end + _BEFORE)
        ):
            return Reason(match.cls, match.start, match.end)
    return None
