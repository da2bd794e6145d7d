"""Reports of all parts become incidents on the engine: the same groups that one `Linker` over all of them would make.

Reports go into blocks of days, a block is scored by one task (a hot one by several, each a share of it), pairs above zero
make components by alternating stars, and components, dealt into bins, are grouped and described where they lie. Every
step is a join, a group-by or a function of few reports from `rasd.scale.gathering`; a report's traits pass through, never
a whole archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from rasd.scale.engine.components import stars

__all__ = ["Linked", "link_on_engine"]

PAIR = ("one", "other", "log_odds")
BLOCK_DAYS = 8
"""Narrower than on one machine: more blocks for more workers. The width changes no pair."""
HOT = 2_000
"""Reports that one task holds against each other; a block of more is scored in shares."""
_SCAN = 16 << 20
"""Bytes of parts that are read together, at least."""
BIN = 2_000
"""Reports that one task describes, about: a component is never cut."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gave; frames of the engine, not yet brought anywhere."""

    incidents: Any
    """Columns `home`, `id`, `incident` (JSON) and `members` (report ids)."""
    reports: int
    documents: int
    pairs: int
    turns: int
    """Rounds that the components took."""
    shares: int
    """Tasks that scored pairs."""
    largest: int
    """Documents of the largest bin: no run ends before its largest component is described."""


def link_on_engine(
    daft: ModuleType,
    parts: Sequence[str],
    *,
    workers: int,
    packs: Sequence[Path] = (),
    days: int = BLOCK_DAYS,
    hot: int = HOT,
    size: int = BIN,
) -> Linked:
    """Link the reports of parts (paths that every node sees, or addresses) and return their incidents.

    A document that was met several times counts once, the earliest; `days`, `hot` and `size` change no incident. Call it inside
    `rasd.scale.engine.started`.
    """
    from rasd.scale.engine.steps import steps

    col = daft.col
    todo = steps(workers, packs)
    # A part is small and there are thousands: read one by one, each would be a partition of every shuffle.
    with daft.execution_config_ctx(
        maintain_order=False,
        enable_scan_task_split_and_merge=True,
        scan_tasks_min_size_bytes=_SCAN,
        scan_tasks_max_size_bytes=4 * _SCAN,
        max_sources_per_scan_task=1_000,
    ):
        documents = _once(daft, daft.read_parquet(list(parts)), todo).collect()
        members = documents.select(col("id").alias("document"), col("members")).explode("members")
        members = members.where(col("members").not_null())
        reports = members.select(
            col("document"),
            col("members").get("id").alias("report"),
            col("members").get("traits").alias("traits"),
        ).collect()
        pairs, shares = _pairs(daft, reports, todo, days, hot)
        above = pairs.where(col("log_odds") > 0).select(col("one"), col("other"))
        ties, turns = stars(daft, above)
        homes = _bins(daft, reports, ties, size)
        incidents, largest = _described(daft, documents, homes, pairs, todo)
        return Linked(
            incidents,
            reports.count_rows(),
            documents.count_rows(),
            pairs.count_rows(),
            turns,
            shares,
            largest,
        )


def _once(daft: ModuleType, parts: Any, todo: Any) -> Any:
    """Return each document once: of those with one id the one that came first, as gathering on one machine has it."""
    col = daft.col
    marked = parts.with_column(
        "turn", todo.turn(col("published"), col("fetched_at"), col("input"), col("where"))
    )
    first = marked.groupby("id").agg(col("turn").min().alias("first"))
    kept = marked.join(first, on="id").where(col("turn") == col("first"))
    return kept.select("id", "text", "record", "members")


def _pairs(daft: ModuleType, reports: Any, todo: Any, days: int, hot: int) -> tuple[Any, int]:
    """Score the reports block by block and return the pairs, with the number of tasks that did it."""
    col = daft.col
    blocks = reports.with_column("block", todo.blocks(col("traits"), days)).select("block", "traits")
    blocks = blocks.explode("block").where(col("block").not_null()).collect()
    sizes = blocks.groupby("block").agg(col("traits").count().alias("size")).to_pydict()
    tasks: dict[str, list[int]] = {"block": [], "share": [], "of": [], "size": []}
    for block, size in sorted(
        zip(sizes["block"], sizes["size"], strict=True), key=lambda row: (-row[1], row[0])
    ):
        of = -(-size // hot)
        for share in range(of):
            for name, value in (("block", block), ("share", share), ("of", of), ("size", size)):
                tasks[name].append(value)
    held = blocks.groupby("block").agg(col("traits").list_agg().alias("traits"))
    given = daft.from_arrow(_numbers(tasks)).join(held, on="block").sort(col("size"), desc=True)
    scored = given.select(
        todo.pairs(col("traits"), col("block"), col("share"), col("of"), days).alias("pair")
    )
    pairs = scored.explode("pair").where(col("pair").not_null())
    return pairs.select(*(col("pair").get(name).alias(name) for name in PAIR)).collect(), len(tasks["block"])


def _numbers(columns: dict[str, list[int]]) -> Any:
    import pyarrow as pa

    return pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()})


def _bins(daft: ModuleType, reports: Any, ties: Any, size: int) -> Any:
    """Return each report with its document, its component and the bin in which that is described."""
    col, functions = daft.col, daft.functions
    tied = reports.select("document", "report").join(
        ties.with_column_renamed("child", "report"), on="report", how="left"
    )
    rooted = tied.with_column("root", functions.coalesce(col("root"), col("report")))
    bins = max(1, reports.count_rows() // size)
    return rooted.with_column("bin", functions.hash(col("root")) % bins).collect()


def _described(daft: ModuleType, documents: Any, homes: Any, pairs: Any, todo: Any) -> tuple[Any, int]:
    """Describe the components of each bin; a document goes to every bin in which it has a report."""
    col, functions = daft.col, daft.functions
    told = homes.groupby("bin", "document").agg(
        col("report").list_agg().alias("reports"), col("root").list_agg().alias("roots")
    )
    sheets = told.join(documents.with_column_renamed("id", "document"), on="document")
    sheet = functions.to_struct(**{name: col(name) for name in ("text", "record", "members", "reports")})
    held = sheets.select(col("bin"), sheet.alias("sheet")).groupby("bin")
    per_bin = held.agg(col("sheet").list_agg().alias("sheets"), col("sheet").count().alias("size"))
    ends = homes.select(col("report"), col("root"), col("bin"))
    inside = (
        pairs.join(ends.with_column_renamed("report", "one"), on="one")
        .join(
            ends.select(col("report").alias("other"), col("root").alias("other_root")),
            on="other",
        )
        .where(col("root") == col("other_root"))
    )
    pair = functions.to_struct(**{name: col(name) for name in PAIR})
    linked = (
        inside.select(col("bin"), pair.alias("pair"))
        .groupby("bin")
        .agg(col("pair").list_agg().alias("pairs"))
    )
    given = per_bin.join(linked, on="bin", how="left").sort(col("size"), desc=True).collect()
    rows = given.select(todo.incidents(col("sheets"), col("pairs")).alias("row")).explode("row")
    rows = rows.where(col("row").not_null())
    largest = max(given.select("size").to_pydict()["size"], default=0)
    return rows.select(
        *(col("row").get(name).alias(name) for name in ("home", "id", "incident", "members"))
    ), largest
