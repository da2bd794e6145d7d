"""Proofs that an entry stands in the custody log without showing any other entry.

The log's chain proves order to whoever holds all of it, but an entry's hash covers its words: to walk from one entry to
the head, every entry between must be shown, with the names and addresses in it. So the hashes of all entries are also
the leaves of a tree (that of RFC 9162): a package shows its own entries in full and, for the rest, some hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

__all__ = ["Tree", "is_member"]


def _leaf(entry_hash: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(entry_hash)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The tree over the hashes of entries 1 to n, in their order."""

    def __init__(self, entry_hashes: Iterable[str]) -> None:
        level = [_leaf(entry_hash) for entry_hash in entry_hashes]
        self.size = len(level)
        self._levels = [level]
        while len(level) > 1:
            pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
            level = pairs + level[len(pairs) * 2 :]  # a last one without a neighbour moves up as it is
            self._levels.append(level)

    @property
    def root(self) -> str:
        """The one hash that stands for all entries; of an empty log, the hash of nothing."""
        return self._levels[-1][0].hex() if self.size else hashlib.sha256(b"").hexdigest()

    def path(self, seq: int) -> list[str]:
        """Return the hashes that lead from entry `seq` (from 1) to the root."""
        if not 1 <= seq <= self.size:
            raise ValueError(f"entry {seq} is not among 1 to {self.size}")
        at, path = seq - 1, []
        for level in self._levels[:-1]:
            if at ^ 1 < len(level):
                path.append(level[at ^ 1].hex())
            at >>= 1
        return path


def is_member(entry_hash: str, seq: int, path: Sequence[str], *, size: int, root: str) -> bool:
    """Tell whether the entry with this hash is number `seq` of the `size` entries under `root`.

    >>> tree = Tree(["aa" * 32, "bb" * 32, "cc" * 32])
    >>> is_member("cc" * 32, 3, tree.path(3), size=3, root=tree.root)
    True
    >>> is_member("cc" * 32, 2, tree.path(3), size=3, root=tree.root)
    False
    """
    if not 1 <= seq <= size:
        return False
    try:
        found, rest = _leaf(entry_hash), [bytes.fromhex(one) for one in path]
    except (TypeError, ValueError):
        return False
    at, rest = seq - 1, rest[::-1]
    while size > 1:
        if at ^ 1 < size:
            if not rest:
                return False
            beside = rest.pop()
            found = _node(beside, found) if at & 1 else _node(found, beside)
        at, size = at >> 1, (size + 1) >> 1
    return not rest and found.hex() == root
