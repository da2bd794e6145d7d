"""Figures kept as rows of ``benchmarks/figures/archive-*.tsv``: a run adds rows, the page about performance shows the last run's."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "benchmarks" / "figures"
COMPILED = "with the compiled reader"
"""Stands behind the version of Python where `make compiled` made the reader that was measured."""
WHEN = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(slots=True)
class Spent:
    """What something took, of the processor and of the clock, and what it went over."""

    cpu: float = 0.0
    wall: float = 0.0
    pages: int = 0
    packed: int = 0
    decoded: int = 0

    def add(self, other: Spent) -> None:
        """Add what another part of the same thing took."""
        self.cpu += other.cpu
        self.wall += other.wall
        self.pages += other.pages
        self.packed += other.packed
        self.decoded += other.decoded

    def row(self) -> dict[str, object]:
        """Return totals and rates per second of the processor, that is per core, and per second of the clock."""
        cpu, wall = max(self.cpu, 1e-9), max(self.wall, 1e-9)
        return {
            "pages": self.pages,
            "cpu_seconds": round(self.cpu, 3),
            "wall_seconds": round(self.wall, 3),
            "pages_a_cpu_second": round(self.pages / cpu, 1),
            "pages_a_wall_second": round(self.pages / wall, 1),
            "packed_mb_a_cpu_second": round(self.packed / cpu / 1e6, 2),
            "decoded_mb_a_cpu_second": round(self.decoded / cpu / 1e6, 2),
        }


class Clock:
    """Takes the time of a block: ``with Clock() as clock: ...`` and then `clock.spent`."""

    def __enter__(self) -> Self:
        self.spent = Spent()
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.spent.cpu = time.process_time() - self._cpu
        self.spent.wall = time.perf_counter() - self._wall


def revision() -> str:
    """Return the short name of the commit that is measured, with a plus where the tree differs from it."""
    asked = ["git", "-C", str(ROOT)]
    try:
        name = subprocess.run(
            [*asked, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True
        ).stdout.strip()
        changed = subprocess.run(
            [*asked, "status", "--porcelain", "src"], check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{name}+" if changed.strip() else name


def python() -> str:
    """Return the version of Python, and whether the reader is compiled that this process imports."""
    found = importlib.util.find_spec("rasd.coding.coder")
    compiled = found is not None and not (found.origin or "").endswith(".py")
    return f"{platform.python_version()} {COMPILED}" if compiled else platform.python_version()


def keep(name: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Append rows to one file of figures, and print them."""
    path = FIGURES / f"archive-{name}.tsv"
    machine = {
        "when": WHEN,
        "revision": revision(),
        "cores": os.cpu_count(),
        "python": python(),
    }
    lines = [{**machine, **row} for row in rows]
    if not lines:
        return
    columns = list(lines[0])
    told = ["\t".join(columns)]
    if path.exists():
        before = path.read_text("utf-8").splitlines()
        if before[0] == told[0]:
            told = before
        else:  # the columns have changed: what stands there belongs to another measurement
            path.with_suffix(".old.tsv").write_text("\n".join(before) + "\n", "utf-8")
    told += ["\t".join(str(line[column]) for column in columns) for line in lines]
    FIGURES.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(told) + "\n", "utf-8")
    shown = [column for column in columns if column not in machine]
    widths = [max(len(column), *(len(str(line[column])) for line in lines)) for column in shown]
    for row in ([*shown], *([str(line[column]) for column in shown] for line in lines)):
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)), flush=True)
    print(f"added to {path.relative_to(ROOT)}", flush=True)


def progress(label: str) -> Callable[[str], None]:
    """Return what prints how far a measurement is, with the seconds since its beginning."""
    begun = time.perf_counter()

    def say(words: str) -> None:
        print(f"[{label} {time.perf_counter() - begun:6.0f} s] {words}", flush=True)

    return say
