"""Which reports hang together: connected components over numbers, eight bytes a report whatever the archive.

Only pairs above zero connect, as in `rasd.linking.regroup`; groups form inside components, so components can be grouped
and described apart from one another, in any order and by any process.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

__all__ = ["Forest", "components"]


class Forest:
    """Numbers 0 … `count` - 1, joined to sets; a set is named by its smallest number."""

    def __init__(self, count: int) -> None:
        self._parent = array("q", range(count))

    def root(self, one: int) -> int:
        """Return the smallest number that hangs together with `one`."""
        parent = self._parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Let two numbers hang together."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def roots(self) -> array[int]:
        """Return the name of each number's set."""
        for one in range(len(self._parent)):
            self._parent[one] = self.root(one)
        return self._parent


def components(count: int, pairs: Iterable[tuple[int, int]]) -> array[int]:
    """Return for each of the numbers 0 … `count` - 1 the smallest with which `pairs` connect it.

    The order of the pairs changes nothing.
    """
    forest = Forest(count)
    for one, other in pairs:
        forest.join(one, other)
    return forest.roots()
