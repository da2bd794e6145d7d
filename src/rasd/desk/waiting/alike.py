"""Which incidents of a page may be one with another: by the pairs that the linker kept, less those that people hold apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasd.desk.access import Hidden
from rasd.desk.site import store
from rasd.linking import likelihood
from rasd.store.deciding import standing_of
from rasd.store.standing import noes

__all__ = ["alike_ones"]

_LEAST = 0.1
"""Likelihood from which on a pair is worth a look."""
_REPORTS = 20
"""Reports of one incident whose pairs are asked for."""


def alike_ones(incidents: Sequence[Mapping[str, Any]], hidden: Hidden) -> dict[str, int]:
    """Return with how many others each incident may be one; those without such are left out."""
    home = {
        link["report_id"]: incident["id"] for incident in incidents for link in incident["reports"][:_REPORTS]
    }
    held = store()
    likely = [pair for pair, score in held.links.pairs_of(home).items() if likelihood(score) >= _LEAST]
    homes = held.incidents_of(list({report for pair in likely for report in pair}))
    found = {
        (homes[one], homes[other])
        for one, other in likely
        if homes.get(one) and homes.get(other) and homes[one] != homes[other]
    }
    found = {pair for pair in found if pair[0] not in hidden.incidents and pair[1] not in hidden.incidents}
    found -= _held_apart(found, homes)
    count: dict[str, set[str]] = {}
    for one, other in found:
        count.setdefault(one, set()).add(other)
        count.setdefault(other, set()).add(one)
    return {key: len(others) for key, others in count.items()}


def _held_apart(pairs: set[tuple[str, str]], homes: Mapping[str, str]) -> set[tuple[str, str]]:
    documents = {report.rpartition("#")[0] for report in homes}
    if not pairs:
        return set()
    apart = set()
    for standing in standing_of(store(), documents=documents):
        for first, second in noes(standing):
            one, other = homes.get(first, ""), homes.get(second, "")
            apart |= {(one, other), (other, one)}
    return apart
