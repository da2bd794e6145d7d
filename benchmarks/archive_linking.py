"""What linking an archive costs against its size, over files in several processes and in memory, and that both give the same.

    python benchmarks/archive_linking.py FOLDER [--sizes 10000,100000] [--jobs 2] [--in-memory 100000]

Parts of made-up reports are written to FOLDER, gathered, and removed again; sizes up to `--in-memory` are linked by one
`Linker` too and compared, incident by incident. Writes ``benchmarks/figures/archive-linking.tsv``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from generated import archive
from rasd.lexicon import Lexicon
from rasd.linking import Linker, incidents_of, members_of, traits_of
from rasd.model import Document, Incident, Record
from rasd.scale.copies import signature_of
from rasd.scale.gathering import gather
from rasd.scale.gathering.folding import substance

FIGURES = Path(__file__).resolve().parent / "figures" / "archive-linking.tsv"
COLUMNS = (
    "reports", "incidents", "copies", "jobs", "seconds", "cpu_seconds", "peak_mb", "worker_peak_mb", "spilled_mb",
    "slowest_steps", "in_memory_seconds", "in_memory_cpu_seconds", "in_memory_peak_mb", "same",
)  # fmt: skip
ROWS = 2_000


def row_of(document: Document, record: Record, number: int) -> dict[str, Any]:
    """Return a document as a row of a part."""
    texts = ("url", "outlet", "title", "published", "published_from", "theatre")
    members = members_of(record, document.text)
    return {
        **{name: getattr(record, name) for name in texts},
        "id": record.id,
        "fetched_at": None,
        "text": document.text,
        "text_sha256": hashlib.sha256(document.text.encode()).hexdigest(),
        "extractor": "none",
        "input": "generated",
        "where": f"generated: line {number}",
        "record": record.model_dump_json(),
        "signature": signature_of(document.text),
        "members": [{"id": one.id, "traits": traits_of(one).as_json()} for one in members],
        "synthetic": True,
    }


def write_parts(folder: Path, reports: int, jobs: int) -> None:
    """Write an archive's parts, each process every `jobs`-th of them: making reports up costs less than their rows."""
    (folder / "parts").mkdir(parents=True)
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with context.Pool(jobs) as pool:
        pool.map(partial(_write_some, folder, reports, jobs), range(jobs), chunksize=1)


def _write_some(folder: Path, reports: int, jobs: int, mine: int) -> None:
    from rasd.scale.part import part_schema, table_bytes

    pairs = archive(reports)
    number = 0
    while batch := list(islice(pairs, ROWS)):
        if number // ROWS % jobs == mine:
            rows = [row_of(document, record, number + at) for at, (document, record) in enumerate(batch)]
            (folder / "parts" / f"{number:016x}.parquet").write_bytes(table_bytes(rows, part_schema()))
        number += len(batch)


def measured_on_disk(folder: Path, jobs: int) -> dict[str, Any]:
    """Gather what was written; `digest` is of what the incidents say, whichever reports say it."""
    steps: dict[str, float] = {}
    state = {"at": time.perf_counter(), "spilled": 0.0}

    def told(step: str, done: int, of: int) -> None:
        now = time.perf_counter()
        steps[step] = steps.get(step, 0.0) + now - state["at"]
        state["at"] = now
        if done == of:
            size = sum(path.stat().st_size for path in (folder / ".gathering").rglob("*") if path.is_file())
            state["spilled"] = max(state["spilled"], size / 1e6)

    lexicon = Lexicon.load()
    wall, cpu = time.perf_counter(), _cpu()
    state["at"] = wall
    result = gather(folder, jobs=jobs, coder_lexicon=lexicon, told=told)
    wall = time.perf_counter() - wall
    slowest = sorted(steps.items(), key=lambda step: -step[1])[:4]
    return {
        "reports": result.counts["linked_reports"],
        "incidents": result.counts["incidents"],
        "copies": result.counts["copies"],
        "jobs": jobs,
        "seconds": round(wall, 1),
        "cpu_seconds": round(_cpu() - cpu, 1),
        "peak_mb": _peak(resource.RUSAGE_SELF),
        "worker_peak_mb": _peak(resource.RUSAGE_CHILDREN),
        "spilled_mb": round(state["spilled"]),
        "slowest_steps": " ".join(f"{name}:{round(taken, 1)}" for name, taken in slowest),
        "digest": _digest(_written(folder)),
    }


def _written(folder: Path) -> Iterator[Incident]:
    import pyarrow.parquet as pq

    for path in (folder / "incidents").rglob("*.parquet"):
        for line in pq.ParquetFile(path).read(columns=["incident"]).column(0).to_pylist():
            yield Incident.model_validate_json(line)


def measured_in_memory(reports: int) -> dict[str, Any]:
    """Link the same archive with one linker."""
    members = {
        member.id: member
        for document, record in archive(reports)
        for member in members_of(record, document.text)
    }
    traits = [traits_of(member) for member in members.values()]
    lexicon = Lexicon.load()
    wall, cpu = time.perf_counter(), _cpu()
    linker = Linker()
    for one in traits:
        linker.add(one)
    found = list(incidents_of(linker, lambda ids: [members[one] for one in ids], lexicon=lexicon))
    return {
        "in_memory_seconds": round(time.perf_counter() - wall, 1),
        "in_memory_cpu_seconds": round(_cpu() - cpu, 1),
        "in_memory_peak_mb": _peak(resource.RUSAGE_SELF),
        "digest": _digest(found),
    }


def _digest(incidents: Any) -> str:
    """Return one hash over what every incident says, whatever their order."""
    said = sorted(
        hashlib.sha256(json.dumps(substance(one), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        for one in incidents
    )
    return hashlib.sha256("".join(said).encode()).hexdigest()


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def _apart(*words: str) -> dict[str, Any]:
    """Run a measurement in a process of its own, so that peaks of memory do not mix."""
    done = subprocess.run([sys.executable, __file__, *words], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}
    return found


def main() -> None:
    """Measure each size, print it, and keep the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--in-memory", type=int, default=100_000, help="largest size to link in memory too")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        step, _, size = given.step.partition(":")
        if step == "write":
            write_parts(given.folder, int(size), given.jobs)
        else:
            found = (
                measured_on_disk(given.folder, given.jobs)
                if step == "disk"
                else measured_in_memory(int(size))
            )
            print(json.dumps(found))
        return
    rows = []
    for size in given.sizes.split(","):
        folder = given.folder / f"archive-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        _apart(str(folder), "--step", f"write:{size}", "--jobs", str(given.jobs))
        row = _apart(str(folder), "--step", f"disk:{size}", "--jobs", str(given.jobs))
        digest = row.pop("digest")
        if int(size) <= given.in_memory:
            held = _apart(str(folder), "--step", f"memory:{size}")
            row |= {**held, "same": "yes" if held.pop("digest") == digest else "NO"}
        shutil.rmtree(folder)
        rows.append({name: str(row.get(name, "")) for name in COLUMNS})
        print(rows[-1], flush=True)
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(
        "\n".join("\t".join(line) for line in (COLUMNS, *(row.values() for row in rows))) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
