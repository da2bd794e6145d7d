"""What linking costs against the size of the archive: in bulk, and for one document more, on SQLite and PostgreSQL.

    python benchmarks/linking_cost.py FOLDER [--sizes 1000,10000,100000] [--postgres postgresql://user@/database]

Stores are made in FOLDER (and in the named database, which must be empty) and left there. Writes
``benchmarks/figures/linking-cost.tsv`` and ``docs/images/linking-cost.svg``.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from generated import archive
from rasd.model import Document, Record
from rasd.store import Arrival, Store
from rasd.store.linking import link_store

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "benchmarks" / "figures" / "linking-cost.tsv"
PLOT = ROOT / "docs" / "images" / "linking-cost.svg"
BATCH, MORE = 1000, 60
COLUMNS = (
    "database",
    "reports",
    "incidents",
    "bulk_seconds",
    "bulk_cpu_seconds",
    "peak_mb",
    "one_more_median_ms",
    "one_more_max_ms",
)


def keep(store: Store, pairs: list[tuple[Document, Record]]) -> None:
    """Add documents with their records, as `rasd collect` and `rasd code` do."""
    now = datetime.now(UTC)
    store.add(
        [
            Arrival(document=document, where="generated", method="file", collected_at=now)
            for document, _ in pairs
        ]
    )
    store.keep_records(store.begin_coding("generated"), [(record.id, record) for _, record in pairs])


def measure(address: str, size: int) -> dict[str, object]:
    """Return one row of figures for an archive of `size` reports in an empty store."""
    pairs = archive(size + MORE)
    with Store.open(address) as store:
        for _ in range(0, size, BATCH):
            keep(store, list(islice(pairs, BATCH)))
        wall, cpu = time.perf_counter(), time.process_time()
        link_store(store)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        taken = []
        for pair in pairs:
            begun = time.perf_counter()
            keep(store, [pair])
            link_store(store)
            taken.append(1000 * (time.perf_counter() - begun))
        return {
            "database": "PostgreSQL" if address.startswith("postgres") else "SQLite",
            "reports": size,
            "incidents": store.count_incidents(),
            "bulk_seconds": round(wall, 1),
            "bulk_cpu_seconds": round(cpu, 1),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "one_more_median_ms": round(statistics.median(taken), 1),
            "one_more_max_ms": round(max(taken), 1),
        }


def plot(rows: list[dict[str, str]]) -> str:
    """Return the figures as a drawing: size of the archive against milliseconds for one document more, both logarithmic."""
    from math import log10

    left, top, width, height = 70, 40, 460, 260
    colours = {"SQLite": "#0b6e4f", "PostgreSQL": "#8a3b12"}

    def x(reports: float) -> float:
        return left + width * (log10(reports) - 3) / 2

    def y(milliseconds: float) -> float:
        return top + height * (1 - log10(max(milliseconds, 1)) / 3)

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 380" font-family="sans-serif" font-size="13">',
        '<rect width="620" height="380" fill="#fff"/>',
        '<text x="70" y="24" font-size="15">One document more: added, coded record kept, linked (median)</text>',
    ]
    for value in (1, 10, 100, 1000):
        parts.append(f'<path d="M{left} {y(value):.1f}H{left + width}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:,} ms</text>')
    parts.append(f'<path d="M{left} {y(100):.1f}H{left + width}" stroke="#b00" stroke-dasharray="5 4"/>')
    parts.append(
        f'<text x="{left + width - 4}" y="{y(100) - 6:.1f}" text-anchor="end" fill="#b00">target: 100 ms</text>'
    )
    for value in (1000, 10_000, 100_000):
        parts.append(
            f'<text x="{x(value):.1f}" y="{top + height + 20}" text-anchor="middle">{value:,}</text>'
        )
    parts.append(
        f'<text x="{left + width / 2}" y="{top + height + 44}" text-anchor="middle">reports in the archive</text>'
    )
    for number, (database, colour) in enumerate(colours.items()):
        points = [
            (x(int(row["reports"])), y(float(row["one_more_median_ms"])), row["one_more_median_ms"])
            for row in rows
            if row["database"] == database
        ]
        if not points:
            continue
        line = " ".join(f"{at:.1f},{up:.1f}" for at, up, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for at, up, said in points:
            parts.append(f'<circle cx="{at:.1f}" cy="{up:.1f}" r="4" fill="{colour}"/>')
            parts.append(
                f'<text x="{at + 6:.1f}" y="{up + (-8 if number else 18):.1f}" fill="{colour}">{said}</text>'
            )
        parts.append(
            f'<text x="{left + 8 + 110 * number}" y="{top + height + 66}" fill="{colour}">● {database}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Measure each size in a process of its own, so that peaks of memory do not mix; then write and plot."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument(
        "--postgres", help="address of a server's database; one database a size is made beside it"
    )
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        address, size = given.one.rsplit("#", 1)
        print("\t".join(str(value) for value in measure(address, int(size)).values()))
        return
    sizes = [int(size) for size in given.sizes.split(",")]
    addresses = [(str(given.folder / f"linking-{size}"), size) for size in sizes]
    if given.postgres:
        addresses += [(_database(given.postgres, f"rasd_linking_{size}"), size) for size in sizes]
    rows = []
    for address, size in addresses:
        done = subprocess.run(
            [sys.executable, __file__, str(given.folder), "--one", f"{address}#{size}"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        rows.append(dict(zip(COLUMNS, done.stdout.strip().split("\t"), strict=True)))
        print(rows[-1], flush=True)
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(
        "\n".join("\t".join(line) for line in (COLUMNS, *(row.values() for row in rows))) + "\n", "utf-8"
    )
    PLOT.write_text(plot(rows), "utf-8")


def _database(address: str, name: str) -> str:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")  # type: ignore[arg-type]
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")  # type: ignore[arg-type]
    head, _, query = address.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


if __name__ == "__main__":
    main()
