"""Proves the observations of people: each, and its undoing, against the custody entry that tells of it, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rasd.preservation.proof.finding import Finding, Progress, failure
from rasd.preservation.rows import lost_observations, observation_rows

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["prove_observations"]

_REMEDY = "Restore the database from a backup"


def prove_observations(store: Store, progress: Progress) -> Iterator[Finding]:
    """Yield the observations that are not as they were entered."""
    for done, row in enumerate(observation_rows(store), start=1):
        place = f"{store.address}: {'the undoing of ' if row.is_undoing else ''}observation {row.number}"
        if not row.said:
            fact = "the custody log tells of it, and it is not there"
            yield failure(place, fact, "what was taken back stands again", _REMEDY)
        elif row.told is None:
            yield failure(place, "no custody entry tells of it", "it was put in past the log", _REMEDY)
        else:
            different = [name for name, value in row.said.items() if row.told.get(name) != value]
            if different:
                fact = f"its row and its custody entry differ in {', '.join(different)}"
                yield failure(place, fact, f"the entry of {row.told.get('by', '?')} was altered", _REMEDY)
        progress("observations", done, 0)
    for number in lost_observations(store):
        yield failure(
            f"{store.address}: observation {number}",
            "the custody log tells of it, and no such observation is there",
            "an observation was taken out of the database",
            _REMEDY,
        )
