"""How far figures may be off by the choice of documents: bootstrap over documents, Wilson's interval for shares.

Both tell of chance only. Neither knows that rules were written with a set in view, or that its coding may be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random

from rasd.evaluation.comparison import SLOTS
from rasd.evaluation.score import GROUPS, Score

__all__ = ["SAMPLES", "Interval", "bootstrap", "wilson"]

SAMPLES = 1_000
_SEED = 20190428
_Z = 1.959964
_LOW, _HIGH = 0.025, 0.975
_ROWS = ("report", *SLOTS, "all")

Interval = tuple[float, float]


def wilson(hits: int, of: int) -> Interval:
    """Return the 95 % interval of a share.

    >>> tuple(round(bound, 3) for bound in wilson(9, 10))
    (0.596, 0.982)
    """
    if not of:
        return 0.0, 1.0
    share, z2 = hits / of, _Z * _Z / of
    middle = (share + z2 / 2) / (1 + z2)
    reach = _Z * sqrt(share * (1 - share) / of + z2 / of / 4) / (1 + z2)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def bootstrap(scores: Sequence[Score], samples: int = SAMPLES) -> dict[tuple[str, str], Interval]:
    """Return the 95 % interval of F1 per group and row, drawing documents with replacement.

    The draws are the same on every machine. A row that nothing fills has no interval.
    """
    vectors = [_filled(score) for score in scores]
    draw = Random(_SEED).random
    count = len(vectors)
    f1s: dict[int, list[float]] = {}
    for _ in range(samples):
        sums: dict[int, list[int]] = {}
        for _ in range(count):
            for row, hits, false, missed in vectors[int(draw() * count)]:
                total = sums.setdefault(row, [0, 0, 0])
                total[0] += hits
                total[1] += false
                total[2] += missed
        for row, (hits, false, missed) in sums.items():
            f1s.setdefault(row, []).append(2 * hits / (2 * hits + false + missed))
    names = [(group, row) for group in GROUPS for row in _ROWS]
    return {names[row]: _middle(values) for row, values in sorted(f1s.items())}


def _filled(score: Score) -> list[tuple[int, int, int, int]]:
    """Return the rows of one document that hold anything: number of the row, then its three counts."""
    found: list[tuple[int, int, int, int]] = []
    number = 0
    for group in GROUPS:
        rows = score.rows(group)
        for row in _ROWS:
            tally = rows[row]
            if tally.hits or tally.false or tally.missed:
                found.append((number, tally.hits, tally.false, tally.missed))
            number += 1
    return found


def _middle(values: list[float]) -> Interval:
    values.sort()
    last = len(values) - 1
    return values[round(last * _LOW)], values[round(last * _HIGH)]
