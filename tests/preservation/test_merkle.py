"""An entry is proved by a few hashes, whatever the length of the log, and no other entry passes for it."""

from __future__ import annotations

import hashlib

import pytest

from rasd.preservation.merkle import Tree, is_member


def hashes(count: int) -> list[str]:
    return [hashlib.sha256(str(number).encode()).hexdigest() for number in range(count)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 11, 33])
def test_every_entry_is_proved_and_only_at_its_own_place(size: int) -> None:
    entries = hashes(size)
    tree = Tree(entries)
    for seq in range(1, size + 1):
        for other in range(1, size + 1):
            proved = is_member(entries[seq - 1], other, tree.path(seq), size=size, root=tree.root)
            assert proved == (seq == other)


def test_the_tree_is_that_of_rfc_9162() -> None:
    """Two leaves by hand: leaves and nodes are told apart by their first byte."""
    first, second = hashes(2)
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(one)).digest() for one in (first, second)]
    assert Tree([first, second]).root == hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).hexdigest()


def test_an_altered_entry_path_or_root_proves_nothing() -> None:
    entries = hashes(6)
    tree = Tree(entries)
    path = tree.path(4)
    assert not is_member(entries[0], 4, path, size=6, root=tree.root)
    assert not is_member(entries[3], 4, path[:-1], size=6, root=tree.root)
    assert not is_member(entries[3], 4, [*path, path[0]], size=6, root=tree.root)
    assert not is_member(entries[3], 4, ["no hash", *path[1:]], size=6, root=tree.root)
    assert not is_member(entries[3], 4, path, size=6, root="0" * 64)
    assert not is_member(entries[3], 7, path, size=6, root=tree.root)


def test_a_path_grows_with_the_logarithm_of_the_log() -> None:
    assert len(Tree(hashes(10_000)).path(5_000)) <= 14
