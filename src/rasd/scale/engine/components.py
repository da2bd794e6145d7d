"""Connected components on the engine, by alternating large and small stars.

The method of R. Kiveris, S. Lattanzi, V. Mirrokni, V. Rastogi and S. Vassilvitskii, "Connected Components in MapReduce and
Beyond" (SoCC 2014), written here from its description. Every round is joins and group-bys over edges: a large star ties
the larger neighbours of a node to the smallest of them, a small star the smaller ones. When every edge leads straight to a
node that leads nowhere, all are stars, and the middle of a star is the smallest id of its component. Rounds grow with the
logarithm of the longest chain, and no round's edges outnumber the first's; nothing is gathered on one machine.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from rasd.scale.engine.starting import EngineError

__all__ = ["stars"]

_MOST = 40
"""Rounds; a chain of a million million links needs about as many."""


def stars(daft: ModuleType, edges: Any) -> tuple[Any, int]:
    """Return ``child`` and ``root`` for every id of `edges` that is not the smallest of its component, and the rounds taken.

    `edges` is a frame of ``one`` and ``other``, any number of times and in any direction.
    """
    col = daft.col
    held = _small(daft, edges.where(col("one") != col("other")).select(col("one"), col("other"))).collect()
    for turn in range(1, _MOST + 1):
        if _is_done(daft, held):
            return held.select(col("one").alias("child"), col("other").alias("root")), turn
        held = _small(daft, _large(daft, held)).collect()
    raise EngineError(f"Components were not found in {_MOST} rounds. Please report it.")


def _large(daft: ModuleType, edges: Any) -> Any:
    """Tie each larger neighbour of a node to the smallest of its neighbours and itself."""
    col = daft.col
    both = edges.concat(edges.select(col("other").alias("one"), col("one").alias("other")))
    least = both.groupby("one").agg(col("other").min().alias("least"))
    tied = both.join(least, on="one").where(col("other") > col("one"))
    smallest = daft.functions.when(col("least") < col("one"), col("least")).otherwise(col("one"))
    return tied.select(col("other").alias("one"), smallest.alias("other")).distinct()


def _small(daft: ModuleType, edges: Any) -> Any:
    """Tie each node and its smaller neighbours to the smallest of them."""
    col = daft.col
    down = edges.where(col("one") > col("other")).concat(
        edges.where(col("one") < col("other")).select(col("other").alias("one"), col("one").alias("other"))
    )
    least = down.groupby("one").agg(col("other").min().alias("least"))
    tied = down.join(least, on="one").where(col("other") != col("least"))
    moved = tied.select(col("other").alias("one"), col("least").alias("other"))
    return moved.concat(least.select(col("one"), col("least").alias("other"))).distinct()


def _is_done(daft: ModuleType, edges: Any) -> bool:
    """Tell whether all are stars: one edge a child, and no root a child."""
    col = daft.col
    counted = edges.agg(
        col("one").count().alias("edges"), col("one").count_distinct().alias("children")
    ).to_pydict()
    if counted["edges"] != counted["children"]:
        return False
    roots = edges.select(col("other").alias("one")).distinct()
    return bool(roots.join(edges.select(col("one")), on="one", how="semi").count_rows() == 0)
