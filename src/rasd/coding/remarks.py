"""What was not understood, said aloud: issues with the characters they speak of."""

from __future__ import annotations

from rasd.coding.clauses import Clause
from rasd.coding.draft import Draft
from rasd.coding.mentions import Mentions
from rasd.model import Issue

__all__ = ["open_places", "unread"]


def open_places(mentions: Mentions, drafts: list[Draft]) -> list[Issue]:
    issues: list[Issue] = []
    seen: set[str] = set()
    for draft in drafts:
        for mention in draft.places:
            if mention.choice is not None and mention.choice.is_open and mention.key not in seen:
                seen.add(mention.key)
                count = len(mention.choice.candidates)
                issues.append(
                    Issue(
                        code="place_open",
                        span=mentions.passage.span(mention.start, mention.end),
                        message=f"{count} places bear this name and the text does not decide between them.",
                    )
                )
            elif not mention.candidates and mention.key not in seen:
                seen.add(mention.key)
                issues.append(
                    Issue(
                        code="place_unknown",
                        span=mentions.passage.span(mention.start, mention.end),
                        message="No place of the gazetteer bears this name.",
                    )
                )
    return issues


def unread(mentions: Mentions, clauses: list[Clause]) -> list[Issue]:
    """Clauses of force that ended in no report and for no stated reason."""
    return [
        Issue(
            code="clause_unread",
            span=mentions.passage.span(clause.start, clause.end),
            message="Words of force with a person or a place that no rule made into a report.",
        )
        for clause in clauses
        if clause.outcome == "unread"
    ]
