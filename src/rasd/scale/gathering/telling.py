"""One component of reports becomes its incidents: grouped and described, with nothing of the archive beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rasd.lexicon import Lexicon
from rasd.linking import Member, Pair, Traits, describe, regroup
from rasd.model import Incident

__all__ = ["incidents_in"]


def incidents_in(
    members: Sequence[Member],
    traits: Mapping[str, Traits],
    scores: Mapping[Pair, float],
    *,
    lexicon: Lexicon | None = None,
) -> Iterator[Incident]:
    """Yield the incidents of one component, or of several, by first report id.

    `members` are all reports of the components; `scores` are the pairs among them that `pairs_of_block` gave, those
    below zero too. The order of neither changes anything.
    """
    by_id = {one.id: one for one in members}
    for group in regroup(by_id, scores):
        inside = {
            (one, other): scores[one, other]
            for at, one in enumerate(group)
            for other in group[at + 1 :]
            if (one, other) in scores
        }
        yield describe([by_id[one] for one in group], traits, inside, lexicon=lexicon)
