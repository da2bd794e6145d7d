"""From a group of reports to their incident: which pair holds each report in it, who copied whom, then the summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rasd.lexicon import Lexicon
from rasd.linking.grouping import Pair
from rasd.linking.incident import Judged, Link, summarize
from rasd.linking.linker import NONE, Decisions, Linker, pair_of
from rasd.linking.member import Member
from rasd.linking.pairing import likelihood
from rasd.linking.passages import containment
from rasd.linking.telling import reasons_of
from rasd.linking.traits import Traits
from rasd.model import Incident

__all__ = ["copies_among", "describe", "incidents_of"]

REPEATED = 0.6
"""Share of a passage's word triples from which on it is a copy, lightly edited or not."""
Load = Callable[[Sequence[str]], Sequence[Member]]
"""Returns the members of report ids, in any order."""


def describe(
    members: Sequence[Member],
    traits: Mapping[str, Traits],
    scores: Mapping[Pair, float],
    decisions: Decisions = NONE,
    judged: Judged | None = None,
    *,
    lexicon: Lexicon | None = None,
) -> Incident:
    """Return the incident of a group of reports; their order changes nothing.

    `lexicon` is that of the reading; the packaged words when left out.
    """
    return summarize(
        members,
        _links(members, traits, scores, decisions),
        copies_among(members, traits),
        judged,
        lexicon=lexicon,
    )


def incidents_of(linker: Linker, load: Load, *, lexicon: Lexicon | None = None) -> Iterator[Incident]:
    """Yield the incidents of all reports that `linker` holds, by first report id; `load` is asked group by group."""
    for group in linker.groups():
        members = load(group)
        yield describe(
            members,
            {one: linker.traits(one) for one in group},
            linker.scores,
            linker.decisions,
            lexicon=lexicon,
        )


def _links(
    members: Sequence[Member],
    traits: Mapping[str, Traits],
    scores: Mapping[Pair, float],
    decisions: Decisions,
) -> dict[str, Link]:
    """Return for each report of several its best pair among them; people's decisions count before scores."""
    names = sorted(member.id for member in members)
    links = {}
    for one in names:
        best: tuple[bool, float, str] | None = None
        for other in names:
            if other == one:
                continue
            decision = decisions.of(one, other)
            log_odds = scores.get(pair_of(one, other))
            if log_odds is None and decision is None:
                continue
            candidate = (decision is not None and decision.together, log_odds or 0.0, other)
            if best is None or (candidate[0], candidate[1]) > (best[0], best[1]):
                best = candidate
        if best is not None:
            decided, log_odds, other = best
            links[one] = Link(
                1.0 if decided else likelihood(log_odds),
                other,
                tuple(reasons_of(traits[one], traits[other], decisions.of(one, other))),
            )
    return links


def copies_among(members: Sequence[Member], traits: Mapping[str, Traits]) -> dict[str, str]:
    """Return for each document that repeats another's words the earliest document that it repeats.

    Only passages with evidence are compared, so that agencies' stock paragraphs make no copies.
    """
    ordered = sorted(members, key=lambda member: member.order)
    copies: dict[str, str] = {}
    for at, later in enumerate(ordered):
        for earlier in ordered[:at]:
            if earlier.document_id == later.document_id or later.document_id in copies:
                continue
            if containment(traits[earlier.id].triples, traits[later.id].triples) >= REPEATED:
                copies[later.document_id] = copies.get(earlier.document_id, earlier.document_id)
    return copies
