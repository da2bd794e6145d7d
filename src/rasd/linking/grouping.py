"""Pairs become groups: the best-supported merge first, a person's *no* never overruled, the order of arrival irrelevant.

Average linkage over log-odds: two groups merge while the mean over all their pairs speaks for it, so one likely pair does
not chain two incidents together. A pair that was never compared counts as `uncompared` of ``pairs.yaml``. Groups form
only inside components that pairs above zero connect, so adding a document touches its component and no other.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

__all__ = ["Pair", "components", "group"]

Pair = tuple[str, str]
"""Two report ids, the smaller first."""


def components(
    ids: Iterable[str], scores: Mapping[Pair, float], together: Iterable[Pair] = ()
) -> list[list[str]]:
    """Return the sets of ids that pairs above zero, or a person's yes, connect; each sorted, in order of first id."""
    parent = {one: one for one in ids}

    def root(one: str) -> str:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in (*(pair for pair, log_odds in scores.items() if log_odds > 0), *together):
        if one in parent and other in parent:
            first, second = sorted((root(one), root(other)))
            parent[second] = first
    gathered: dict[str, list[str]] = defaultdict(list)
    for one in sorted(parent):
        gathered[root(one)].append(one)
    return sorted(gathered.values())


def group(
    ids: Iterable[str],
    scores: Mapping[Pair, float],
    *,
    uncompared: float,
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> list[list[str]]:
    """Return the groups of one component, each sorted, in order of first id.

    `together` and `apart` are people's decisions on pairs of ids; where they contradict one another, *apart* holds.
    """
    forest = _Forest(ids, scores, uncompared, apart)
    for one, other in sorted(together):
        forest.join_if_allowed(one, other)
    return forest.merged()


class _Forest:
    """Groups on their way: sums of pair scores between them, and a queue of the merges that are worth it."""

    def __init__(
        self, ids: Iterable[str], scores: Mapping[Pair, float], uncompared: float, apart: Iterable[Pair]
    ) -> None:
        self._members = {one: [one] for one in sorted(ids)}
        self._home = {one: one for one in self._members}
        self._uncompared = uncompared
        self._sums: dict[str, dict[str, tuple[float, int]]] = {one: {} for one in self._members}
        self._apart: dict[str, set[str]] = {one: set() for one in self._members}
        for (one, other), log_odds in scores.items():
            if one in self._members and other in self._members:
                self._sums[one][other] = self._sums[other][one] = (log_odds, 1)
        for one, other in apart:
            if one in self._members and other in self._members:
                self._apart[one].add(other)
                self._apart[other].add(one)

    def merged(self) -> list[list[str]]:
        """Merge while it is worth it, and return the groups."""
        queue: list[tuple[float, str, str, int, int]] = []
        for one in sorted(self._sums):
            for other in self._sums[one]:
                if one < other:
                    self._offer(queue, one, other)
        while queue:
            _, one, other, size, other_size = heapq.heappop(queue)
            if len(self._members.get(one, ())) != size or len(self._members.get(other, ())) != other_size:
                continue  # one of them has grown or gone since
            self._join(one, other)
            for neighbour in self._sums[one]:
                self._offer(queue, *sorted((one, neighbour)))
        return sorted(sorted(members) for members in self._members.values())

    def join_if_allowed(self, one: str, other: str) -> None:
        """Join the groups of two ids that a person put together, unless another decision keeps them apart."""
        if one not in self._home or other not in self._home:
            return
        first, second = sorted((self._home[one], self._home[other]))
        if first != second and second not in self._apart[first]:
            self._join(first, second)

    def _offer(self, queue: list[tuple[float, str, str, int, int]], one: str, other: str) -> None:
        if other in self._apart[one]:
            return
        total, compared = self._sums[one][other]
        size, other_size = len(self._members[one]), len(self._members[other])
        pairs = size * other_size
        mean = (total + (pairs - compared) * self._uncompared) / pairs
        if mean > 0:
            # Rounded, so that sums added in another order tie alike; then by id.
            heapq.heappush(queue, (-round(mean, 6), one, other, size, other_size))

    def _join(self, one: str, other: str) -> None:
        """Move the members, sums and refusals of `other` to `one`."""
        self._members[one] += self._members.pop(other)
        for member in self._members[one]:
            self._home[member] = one
        for neighbour, (total, compared) in self._sums.pop(other).items():
            del self._sums[neighbour][other]
            if neighbour != one:
                had, had_compared = self._sums[one].get(neighbour, (0.0, 0))
                self._sums[one][neighbour] = self._sums[neighbour][one] = (
                    had + total,
                    had_compared + compared,
                )
        for refused in self._apart.pop(other):
            self._apart[refused].discard(other)
            self._apart[refused].add(one)
            self._apart[one].add(refused)
