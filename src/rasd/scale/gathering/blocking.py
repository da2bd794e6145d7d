"""Which reports of an archive are held against each other, block of days by block of days, each pair once.

Two reports are compared when they share a key of `rasd.linking.keys_of`; keys are of days, so time is cut into blocks and a
report goes into every block that its keys touch. A pair that two blocks hold is scored in the earlier one. What comes out
is what one `Linker` over all reports compares, whatever the width of the blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from zlib import crc32

from rasd.linking import Traits, compared, days_of_keys, keys_of

__all__ = ["BLOCK_DAYS", "blocks_of", "pairs_of_block"]

BLOCK_DAYS = 32
"""Width of a block in days: wide against the two days over which neighbours reach, narrow against an archive."""


def blocks_of(traits: Traits, *, days: int = BLOCK_DAYS) -> list[int]:
    """Return the numbers of the blocks that a report goes into, sorted; none where nothing can be its neighbour."""
    found: set[int] = set()
    for first, last in days_of_keys(traits):
        found.update(range(first // days, last // days + 1))
    return sorted(found)


def pairs_of_block(
    reports: Iterable[Traits], block: int, *, days: int = BLOCK_DAYS, share: tuple[int, int] = (0, 1)
) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs of one block that are worth keeping: two ids, the smaller first, and their log-odds.

    `reports` are all reports that `blocks_of` puts into `block`, in any order; the pairs are the same.
    `share` is a number and of how many: a hot block may be scored in shares that add up, each with all of its reports.
    """
    mine, of = share
    here = {one.id: one for one in reports}
    blocks: dict[str, list[int]] = {}
    found: dict[int, list[Traits]] = defaultdict(list)
    for name in sorted(here):
        one = here[name]
        keys = keys_of(one)
        touched = blocks_of(one, days=days)
        near: dict[str, Traits] = {}
        for key in keys.looks if crc32(name.encode()) % of == mine else ():
            for other in found.get(key, ()):
                near[other.id] = other
        earlier = [number for number in touched if number < block]
        if earlier:
            near = {
                other: held
                for other, held in near.items()
                if not any(number in blocks[other] for number in earlier)
            }
        for (first, second), log_odds in compared(one, near.values()).items():
            yield first, second, log_odds
        blocks[name] = touched
        for key in keys.found:
            found[key].append(one)
