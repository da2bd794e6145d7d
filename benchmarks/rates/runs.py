"""Whole runs of `rasd archive` as a person starts them: one process and two, and memory against the size of the archive."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import rasd
from rates.figures import ROOT, keep, progress

LOOK = 0.2
"""Seconds between two looks at the memory of a run."""


@dataclass(slots=True)
class Ran:
    """What one run took."""

    wall: float
    cpu: float
    peak_mb: float
    """Of all of its processes together, shared pages counted once, at the worst look."""
    worst_mb: float
    """The largest process, shared pages included."""


def archive(inputs: Sequence[Path], output: Path, *, jobs: int, more: Sequence[str] = ()) -> Ran:
    """Run `rasd archive` over inputs into an empty folder and watch it."""
    shutil.rmtree(output, ignore_errors=True)
    command = [
        sys.executable,
        "-c",
        "from rasd.cli import main; main()",
        "archive",
        *map(str, inputs),
        "--output",
        str(output),
        "--jobs",
        str(jobs),
        *more,
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(rasd.__file__).parents[1])}  # compiled where this is
    errors = output.with_name(output.name + ".errors")
    errors.parent.mkdir(parents=True, exist_ok=True)
    begun, before = time.perf_counter(), os.times()
    peak = worst = 0.0
    with errors.open("wb") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment)
        while process.poll() is None:
            together, largest = memory(process.pid)
            peak, worst = max(peak, together), max(worst, largest)
            time.sleep(LOOK)
    wall, after = time.perf_counter() - begun, os.times()
    if process.returncode not in (0, 1):  # 1: some inputs failed, and a crawl has broken records
        raise SystemExit(
            f"rasd archive ended with {process.returncode}:\n{errors.read_text('utf-8', 'replace')[-2000:]}"
        )
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Ran(wall, cpu, peak, worst)


def memory(root: int) -> tuple[float, float]:
    """Return the megabytes of a process with all below it (proportional shares), and of the largest of them (Linux only)."""
    parents: dict[int, int] = {}
    for found in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(found.parent.name)] = int(found.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
    family = {root}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    together = largest = 0.0
    for one in family:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        held = {line.split()[0]: int(line.split()[1]) / 1000 for line in lines[1:] if line.endswith("kB")}
        together += held.get("Pss:", 0.0)
        largest = max(largest, held.get("Rss:", 0.0))
    return together, largest


def pages_of(folders: Sequence[Path]) -> list[tuple[Path, int]]:
    """Return the files of crawls with the number of their pages."""
    found = []
    for folder in folders:
        told = json.loads((folder / "crawl.json").read_text("utf-8"))
        left = told["pages"]
        for name in told["files"]:
            found.append((folder / name, min(told["per_file"], left)))
            left -= told["per_file"]
    return found


def scaling(folder: Path, output: Path, *, pages: int, rounds: int, more: Sequence[str]) -> None:
    """Run over the first files of a crawl with one process and with two, in turn; the fastest of each counts."""
    say = progress("scaling")
    inputs, total, packed = _first(pages_of([folder]), pages)
    best: dict[int, Ran] = {}
    for turn in range(rounds):
        for jobs in (1, 2) if turn % 2 else (2, 1):
            ran = archive(inputs, output / f"jobs-{jobs}", jobs=jobs, more=more)
            if jobs not in best or ran.wall < best[jobs].wall:
                best[jobs] = ran
            say(
                f"round {turn + 1} of {rounds}, {jobs} processes: {ran.wall:.1f} s, {total / ran.wall:,.0f} pages/s, {ran.peak_mb:.0f} MB"
            )
    same = _same(output / "jobs-1", output / "jobs-2")
    keep(
        "scaling",
        [
            {
                "pages": total, "processes": jobs, "wall_seconds": round(best[jobs].wall, 2), "cpu_seconds": round(best[jobs].cpu, 2),
                "pages_a_wall_second": round(total / best[jobs].wall, 1), "packed_mb_a_wall_second": round(packed / best[jobs].wall / 1e6, 2),
                "times_one": round(best[1].wall / best[jobs].wall, 3), "peak_mb": round(best[jobs].peak_mb), "same_records": same,
            }
            for jobs in (1, 2)
        ],
    )  # fmt: skip


def sizes(
    folders: Sequence[Path], output: Path, *, sizes: Sequence[int], jobs: int, more: Sequence[str]
) -> None:
    """Run over archives of growing size and note the memory; files are taken anew under other names where they run out."""
    say = progress("memory")
    files = pages_of(folders)
    smallest = output / "smallest"
    if min(sizes) < files[0][1]:
        subprocess.run(
            [sys.executable, str(ROOT / "benchmarks/crawl.py"), str(smallest), "--pages", str(min(sizes)), "--per-file", str(min(sizes)), "--seed", "77"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=output) as linked:
            number = total = packed = 0
            use = pages_of([smallest]) if size < files[0][1] else files
            while total < size:
                path, count = use[number % len(use)]
                _linked(path, Path(linked) / f"crawl-{number:05}.warc.gz")
                number, total, packed = number + 1, total + count, packed + path.stat().st_size
            ran = archive([Path(linked)], output / f"size-{size}", jobs=jobs, more=more)
        say(
            f"{total:,} pages: {ran.wall:.0f} s, {total / ran.wall:,.0f} pages/s, {ran.peak_mb:.0f} MB together, {ran.worst_mb:.0f} MB the largest"
        )
        rows.append(
            {
                "pages": total, "distinct_files": min(number, len(use)), "files": number, "processes": jobs, "packed_mb": round(packed / 1e6),
                "peak_mb": round(ran.peak_mb), "largest_process_mb": round(ran.worst_mb), "wall_seconds": round(ran.wall, 1),
                "cpu_seconds": round(ran.cpu, 1), "pages_a_wall_second": round(total / ran.wall, 1),
            }
        )  # fmt: skip
        shutil.rmtree(output / f"size-{size}", ignore_errors=True)
    keep("memory", rows)


def _linked(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # another disk
        name.symlink_to(path.resolve())


def _first(files: list[tuple[Path, int]], pages: int) -> tuple[list[Path], int, int]:
    inputs, total = [], 0
    for path, count in files:
        if total >= pages:
            break
        inputs.append(path)
        total += count
    return inputs, total, sum(path.stat().st_size for path in inputs)


def _same(one: Path, other: Path) -> str:
    """Return "yes" where two outputs hold the same tables, byte for byte, else which file differs first."""

    def tables(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for name in ("documents", "reports", "incidents")
            for path in sorted((folder / name).rglob("*.parquet"))
        }

    first, second = tables(one), tables(other)
    differing = [name for name in sorted(first.keys() | second.keys()) if first.get(name) != second.get(name)]
    if differing:
        return f"no: {differing[0]}"
    return "yes" if first else "no tables"
