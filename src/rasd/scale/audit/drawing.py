"""Which of the pages kept for inspection are read: a fixed number of each stage and reason, by the hash of their place.

The same folder and number draw the same pages. Only the bytes of drawn pages are brought into memory, a file at a time.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import sqrt
from typing import Any

from rasd.model import Document
from rasd.scale.depot import Depot
from rasd.scale.page import Page
from rasd.scale.part import DROPPED
from rasd.scale.sampling import share_of

__all__ = ["KEPT", "Group", "allotted", "drawn"]

Group = tuple[str, str]
"""Stage and reason."""
KEPT: Group = ("kept", "")
_LEAST = 10
"""Of each group, however few pages it had."""
_SHARE_OF_KEPT = 4


def allotted(dropped: Mapping[Group, int], there: Mapping[Group, int], most: int) -> dict[Group, int]:
    """Return how many pages of each group are drawn: a quarter kept ones, the others by the root of the group's size.

    `there` says how many of each were kept for inspection.
    """
    given = {KEPT: min(there.get(KEPT, 0), most // _SHARE_OF_KEPT)}
    left = most - given[KEPT]
    open_groups = {group for group, size in dropped.items() if size and there.get(group)}
    given.update(dict.fromkeys(open_groups, 0))
    while left > 0 and open_groups:
        weights = {group: sqrt(dropped[group]) for group in open_groups}
        total, before = sum(weights.values()), left
        for group in sorted(open_groups, key=lambda one: (weights[one], one)):
            wanted = max(round(before * weights[group] / total), _LEAST)
            more = min(wanted, there[group] - given[group], left)
            given[group] += more
            left -= more
        open_groups = {group for group in open_groups if given[group] < there[group]}
    return given


def drawn(
    depot: Depot, keys: set[str], dropped: Mapping[Group, int], most: int
) -> Iterator[tuple[Group, Page]]:
    """Yield the drawn pages of the slices `keys`, in the order of their files."""
    import pyarrow.parquet as pq

    rows: dict[Group, list[tuple[float, str, int]]] = {}
    names = [
        name for name in depot.names(DROPPED) if name.removeprefix(DROPPED).removesuffix(".parquet") in keys
    ]
    for name in names:
        table = pq.read_table(io.BytesIO(depot.read(name)), columns=["where", "stage", "reason"])
        for number, row in enumerate(table.to_pylist()):
            group = (row["stage"], row["reason"])
            rows.setdefault(group, []).append((share_of(row["where"]), name, number))
    wanted: dict[str, list[int]] = {}
    for group, count in allotted(dropped, {group: len(found) for group, found in rows.items()}, most).items():
        for _, name, number in sorted(rows.get(group, []))[:count]:
            wanted.setdefault(name, []).append(number)
    for name in names:
        if numbers := wanted.get(name):
            table = pq.read_table(io.BytesIO(depot.read(name)))
            for number in sorted(numbers):
                row = table.slice(number, 1).to_pylist()[0]
                yield (row["stage"], row["reason"]), _page(row)


def _page(row: Mapping[str, Any]) -> Page:
    return Page(
        where=row["where"],
        body=row["body"],
        address=row["address"] or "",
        media_type=row["media_type"] or "",
        charset=row["charset"] or "",
        fetched_at=datetime.fromisoformat(row["fetched_at"]) if row["fetched_at"] else None,
        last_modified=row["last_modified"] or "",
        document=Document.model_validate_json(row["document"]) if row["document"] else None,
    )
