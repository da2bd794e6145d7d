"""The reader alone on coded documents: before and after in one run, where its time goes, one process and two.

Two revisions read the same documents in turn, each in processes of its own that have first read other documents, as in
the middle of an archive; the fastest round counts, and the first one beside it, when the documents are new to the process.
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rates.figures import ROOT, keep, progress

WARM = 400
"""Documents that a process reads before it is measured on the rest of them."""
PIECE = 168
"""Documents that both revisions read in turn: the shorter, the less another process on the machine matters."""
READ = """
import io, json, sys, time
from rasd.coding import Coder
from rasd.collection import Defaults, collect

def documents(path):
    return [one.document for one in collect([path], Defaults(), io.BytesIO()) if one.document is not None]

begun = time.process_time()
coder = Coder.load()
loaded = time.process_time() - begun
for document in documents(sys.argv[2])[: int(sys.argv[3])]:
    coder.code(document)
found = documents(sys.argv[1])[int(sys.argv[4]) :]
print(json.dumps({"loaded": loaded, "documents": len(found)}), flush=True)
for line in sys.stdin:
    first, last = map(int, line.split())
    begun = time.process_time()
    for document in found[first:last]:
        coder.code(document)
    print(json.dumps({"cpu": time.process_time() - begun}), flush=True)
"""


class Reading:
    """A process that reads the documents once whenever it is asked."""

    def __init__(
        self,
        source: Path | None,
        documents: Path,
        others: Path,
        *,
        warm: int,
        skipped: int = 0,
        python: Path | None = None,
    ) -> None:
        """Start it, with the reader of a folder of sources or, of None, the one that `python` has installed."""
        environment = {**os.environ, "PYTHONPATH": str(source or ""), "PYTHONHASHSEED": "0"}
        command = [
            str(python or sys.executable),
            "-c",
            READ,
            str(documents),
            str(others),
            str(warm),
            str(skipped),
        ]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.facts = self._line()

    def ask(self, first: int = 0, last: int = 1_000_000) -> None:
        """Have it read some of the documents once more."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{first} {last}\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, float]:
        """Return what that took."""
        return self._line()

    def end(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _line(self) -> dict[str, float]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("The reading process ended; what it said stands above.")
        return dict(json.loads(line))


@contextlib.contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """Give the sources of an earlier revision, in a worktree that is taken away again."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
        try:
            yield tree / "src"
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def corpus() -> Path:
    """Return the folder of coded documents."""
    folder = os.environ.get("RASD_CORPUS", "")
    if not folder or not (Path(folder) / "dev.gold.jsonl").is_file():
        raise SystemExit(
            "RASD_CORPUS names no folder with dev.gold.jsonl: set it, or leave these figures as they are."
        )
    return Path(folder)


def before_and_after(before: str, *, processes: int, rounds: int, compiled: Path | None = None) -> None:
    """Measure the reader of revision `before` and of this tree on the same documents, round by round in turn.

    `compiled` is the interpreter beside which `make compiled` installed the reader of this tree, to be measured too.
    """
    say = progress("reader")
    folder = corpus()
    others = folder / "unlabelled.jsonl"
    sets = {"dev": (folder / "dev.gold.jsonl", 10_000, 0, rounds), "unlabelled": (others, WARM, WARM, 1)}
    counts: dict[str, int] = {}
    loaded: dict[str, list[float]] = defaultdict(list)
    first: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    best: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    with checked_out(before) as old:
        readers: list[tuple[str, Path | None, Path | None]] = [
            ("before", old, None),
            ("after", ROOT / "src", None),
        ]
        if compiled is not None:
            readers.append(("compiled", None, compiled))
        for turn in range(processes):
            for name, (path, warm, skipped, times) in sets.items():
                readings = {
                    which: Reading(source, path, others, warm=warm, skipped=skipped, python=python)
                    for which, source, python in readers
                }
                for which, reading in readings.items():
                    counts[name] = int(reading.facts["documents"])
                    loaded[which].append(reading.facts["loaded"])
                for round_ in range(times):
                    for piece in range(0, counts[name], PIECE):
                        for which in list(readings)[:: 1 if (turn + round_ + piece) % 2 else -1]:
                            readings[which].ask(piece, piece + PIECE)
                            cpu = readings[which].answer()["cpu"]
                            for kept in (best, first) if round_ == 0 else (best,):
                                kept[name, which][piece] = min(cpu, kept[name, which].get(piece, cpu))
                for reading in readings.values():
                    reading.end()
                rated = (
                    f"{which} {counts[name] / sum(best[name, which].values()):,.0f}" for which in readings
                )
                say(f"process {turn + 1} of {processes}, {name}, documents/s: {', '.join(rated)}")
    rows = []
    for name in sets:
        spent = {which: sum(best[name, which].values()) for which, *_ in readers}
        fresh = {which: sum(first[name, which].values()) for which, *_ in readers}
        for which, *_ in readers:
            rows.append(
                {
                    "documents": name, "number": counts[name], "reader": which, "reader_revision": before if which == "before" else "this",
                    "cpu_seconds": round(spent[which], 4), "documents_a_cpu_second": round(counts[name] / spent[which], 1),
                    "times_before": round(spent["before"] / spent[which], 3),
                    "first_cpu_seconds": round(fresh[which], 4), "first_documents_a_cpu_second": round(counts[name] / fresh[which], 1),
                    "first_times_before": round(fresh["before"] / fresh[which], 3), "load_cpu_seconds": round(min(loaded[which]), 3),
                }
            )  # fmt: skip
    keep("reader", rows)


def side_by_side(*, rounds: int) -> None:
    """Measure the reader in one process and in two at once: documents a second of the clock."""
    say = progress("reader-scaling")
    folder = corpus()
    path = folder / "unlabelled.jsonl"
    readings = [Reading(ROOT / "src", path, folder / "dev.gold.jsonl", warm=WARM) for _ in range(2)]
    number = int(readings[0].facts["documents"])
    best = {1: 1e9, 2: 1e9}
    cpu = {1: 1e9, 2: 1e9}
    for turn in range(rounds):
        for several in (1, 2) if turn % 2 else (2, 1):
            begun = time.perf_counter()
            for reading in readings[:several]:
                reading.ask()
            spent = [reading.answer()["cpu"] for reading in readings[:several]]
            best[several] = min(best[several], time.perf_counter() - begun)
            cpu[several] = min(cpu[several], sum(spent))
        say(
            f"round {turn + 1} of {rounds}: {number / best[1]:,.0f} and {2 * number / best[2]:,.0f} documents/s"
        )
    for reading in readings:
        reading.end()
    keep(
        "reader-scaling",
        [
            {
                "processes": several, "documents": several * number, "wall_seconds": round(best[several], 3), "cpu_seconds": round(cpu[several], 3),
                "documents_a_wall_second": round(several * number / best[several], 1), "times_one": round(several * best[1] / best[several], 3),
            }
            for several in (1, 2)
        ],
    )  # fmt: skip


def profile(*, rounds: int) -> None:
    """Say where the reader's time goes: by room, with the time of built-in functions counted for the room that called them.

    A profile costs time of its own for each call, so shares of many small functions come out too large.
    """
    from rasd.coding import Coder
    from rasd.collection import Defaults, collect

    say = progress("profile")
    folder = corpus()
    documents = [
        one.document
        for one in collect([str(folder / "dev.gold.jsonl")], Defaults(), io.BytesIO())
        if one.document is not None
    ]
    coder = Coder.load()
    for document in documents:
        coder.code(document)
    say("loaded and warm")
    profiler = cProfile.Profile()
    with profiler:
        for _ in range(rounds):
            for document in documents:
                coder.code(document)
    rooms: dict[str, float] = defaultdict(float)
    functions: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    stats: Any = pstats.Stats(profiler)
    for (file, _, name), (calls, _, own, _, callers) in stats.stats.items():
        place = _place(file)
        if place:
            rooms[place.split("/")[0]] += own
            functions[place, name][0] += own
            functions[place, name][1] += calls
            continue
        for (caller, _, _), given in callers.items():
            called_by = _place(caller)
            rooms[called_by.split("/")[0] if called_by else "libraries"] += given[2]
    whole = sum(rooms.values())
    keep(
        "profile",
        [
            {"sort": "room", "name": name, "share": round(own / whole, 4), "calls_a_document": ""}
            for name, own in sorted(rooms.items(), key=lambda pair: -pair[1])
        ]
        + [
            {"sort": "function", "name": f"{place}: {name}", "share": round(own / whole, 4), "calls_a_document": round(calls / rounds / len(documents), 1)}
            for (place, name), (own, calls) in sorted(functions.items(), key=lambda pair: -pair[1][0])[:15]
        ],
    )  # fmt: skip


def _place(file: str) -> str:
    """Return the file of the product that a function stands in, without its ending; empty for others'."""
    _, found, rest = file.rpartition("/rasd/")
    return rest.removesuffix(".py") if found else ""
