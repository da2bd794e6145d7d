"""What the engine adds: the same WARC files read by processes of our own, by Daft, and by Daft on Ray, each twice over.

    python benchmarks/engine_cost.py CRAWL [--workers 2] [--files 4] [--output FILE.tsv]
    python benchmarks/engine_cost.py --linking 100000 [--runners native,ray] [--workers 2] [--output FILE.tsv]

Every way runs in a process of its own, slices only, without gathering; what it leaves is held against the first, part by part,
byte for byte. One more run on each engine has a worker killed in the middle. Busy is the time that slices took, all workers
together; overhead is the rest of the wall clock: start-up, hand-over, idling, a round begun again. Run it on a quiet machine. With ``--linking``
generated reports are linked on the engine; up to ``--alone`` of them by one `Linker` in memory too, and the incidents compared.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from rasd.scale import LocalDepot, Options, Tools
from rasd.scale.engine import Engine, link_on_engine, started
from rasd.scale.files import LOCAL
from rasd.scale.local import Pool
from rasd.scale.slices import slices_of
from rates.runs import memory

WAYS = ("local", "native", "ray")
WORKERS = {"native": r"daft\.execution\.udf_worker", "ray": r"ray::UDFActor"}
COLUMNS = (
    "way",
    "killed",
    "pages",
    "wall_seconds",
    "busy_seconds",
    "overhead_seconds",
    "pages_per_second",
    "rounds",
    "lost",
    "retries",
    "same",
)


def run(way: str, crawl: list[str], folder: str, workers: int, *, kill: bool) -> dict[str, Any]:
    """Read the slices one way in this process and return what it took."""
    slices = list(slices_of(crawl, told=lambda aside: None))
    wall = time.perf_counter()
    load = partial(Tools.load, Options())
    said: dict[str, Any] = {"rounds": 1, "lost": 0, "retries": 0}
    if kill:
        threading.Thread(target=killed_in_the_middle, args=(way, Path(folder)), daemon=True).start()
    if way == "local":
        Path(folder).mkdir()
        pool = Pool(load, LOCAL, LocalDepot(Path(folder)), jobs=workers, crumbs=Path(folder) / ".crumbs")
        done = list(pool.run(slices))
    else:
        engine = Engine(load, folder, runner=way, workers=workers)
        done = list(engine.run(slices))
        said = engine.report.as_json()
    wall = time.perf_counter() - wall
    busy = sum(one.seconds for one in done)
    pages = sum(one.receipt.tally.pages for one in done if one.receipt is not None)
    return {
        "way": way,
        "killed": int(kill),
        "pages": pages,
        "wall_seconds": round(wall, 2),
        "busy_seconds": round(busy, 2),
        "overhead_seconds": round(wall - busy / workers, 2),
        "pages_per_second": round(pages / wall, 1),
        **{name: said[name] for name in ("rounds", "lost", "retries")},
    }


def killed_in_the_middle(way: str, folder: Path) -> None:
    """Kill a worker of the engine once the first slice is done."""
    while not list(folder.glob("receipts/*.json")):
        time.sleep(0.05)
    for pid in below(os.getpid()):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if re.search(WORKERS[way], words):
            os.kill(pid, signal.SIGKILL)
            return


def below(pid: int) -> list[int]:
    """Return the processes below one."""
    said = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in said.splitlines()]
    found = {pid}
    for _ in range(8):
        found |= {one for one, parent in rows if parent in found}
    return sorted(found - {pid})


def digest(folder: Path) -> str:
    """Return a hash of all parts and receipts."""
    depot = LocalDepot(folder)
    total = sha256()
    for place in ("parts/", "receipts/"):
        for name in depot.names(place):
            total.update(name.encode() + sha256(depot.read(name)).digest())
    return total.hexdigest()


def linking(reports: int, workers: int, runner: str, folder: Path, *, is_compared: bool) -> dict[str, Any]:
    """Link generated reports on the engine, and alone if they are to be compared, and say what each took."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from archive_linking import write_parts
    from engine_archives import linked_alone, parts_of_archive

    alone: float | str = ""
    if is_compared:
        parts = parts_of_archive(folder, reports, 8)
        wall = time.perf_counter()
        wanted = linked_alone(reports)
        alone = round(time.perf_counter() - wall, 1)
    else:
        write_parts(folder, reports, workers)
        parts = [str(path) for path in sorted((folder / "parts").iterdir())]
    most = MostMemory()
    wall = time.perf_counter()
    with most, started(runner, workers=workers) as daft:
        linked = link_on_engine(daft, parts, workers=workers)
        rows = linked.incidents.to_pydict()
    wall = time.perf_counter() - wall
    same = dict(zip(rows["id"], rows["incident"], strict=True)) == wanted if is_compared else ""
    return {
        "runner": runner,
        "reports": linked.reports,
        "incidents": len(rows["id"]),
        "pairs": linked.pairs,
        "turns": linked.turns,
        "tasks": linked.shares,
        "wall_seconds": round(wall, 1),
        "peak_mb": most.megabytes,
        "one_linker_seconds": alone,
        "same": same,
    }


class MostMemory:
    """The most memory that this process and those below it held together, looked at once a second."""

    def __init__(self) -> None:
        self.megabytes = 0
        self._is_over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._watch.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._is_over.wait(1):
            self.megabytes = max(self.megabytes, round(memory(os.getpid())[0]))


def apart(arguments: list[str]) -> dict[str, Any]:
    """Run this file with some arguments in a process of its own and return what it says."""
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def main() -> None:
    """Measure each way apart and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("crawl", type=Path, nargs="?")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--files", type=int, help="only the first of the crawl")
    parser.add_argument("--linking", type=int, default=0, help="generated reports to link")
    parser.add_argument("--runners", default="native,ray", help="of the engine, to link on")
    parser.add_argument("--alone", type=int, default=100_000, help="most reports that one Linker links too")
    parser.add_argument("--output", type=Path, help="write the table there too; of --linking, add its rows")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(done_alone(json.loads(given.one))))
        return
    with tempfile.TemporaryDirectory(prefix="rasd-engine-") as scratch:
        rows = []
        if given.crawl is not None:
            files = [str(path) for path in sorted(given.crawl.glob("*.warc*"))[: given.files]]
            wanted = ""
            for way, kill in (
                ("local", False),
                ("native", False),
                ("ray", False),
                ("native", True),
                ("ray", True),
            ):
                folder = Path(scratch) / f"{way}-{kill}"
                told = {
                    "way": way,
                    "crawl": files,
                    "folder": str(folder),
                    "workers": given.workers,
                    "kill": kill,
                }
                row = apart(["--one", json.dumps(told)])
                found = digest(folder)
                wanted = wanted or found
                rows.append({**row, "same": found == wanted})
                print("\t".join(str(rows[-1][name]) for name in COLUMNS), flush=True)
        if given.output is not None and rows:
            lines = ["\t".join(COLUMNS), *("\t".join(str(row[name]) for name in COLUMNS) for row in rows)]
            given.output.write_text("\n".join(lines) + "\n", "utf-8")
        for runner in given.runners.split(",") if given.linking else ():
            folder = Path(scratch) / f"linking-{runner}"
            folder.mkdir()
            told = {
                "linking": given.linking,
                "workers": given.workers,
                "runner": runner,
                "folder": str(folder),
                "is_compared": given.linking <= given.alone,
            }
            linked = apart(["--one", json.dumps(told)])
            print(json.dumps(linked), flush=True)
            if given.output is not None:
                is_new = not given.output.exists()
                with given.output.open("a", encoding="utf-8") as file:
                    for row in (linked.keys(), linked.values()) if is_new else (linked.values(),):
                        file.write("\t".join(map(str, row)) + "\n")


def done_alone(told: dict[str, Any]) -> dict[str, Any]:
    """Do what one process was started for."""
    if "linking" in told:
        return linking(
            told["linking"],
            told["workers"],
            told["runner"],
            Path(told["folder"]),
            is_compared=told["is_compared"],
        )
    return run(told["way"], told["crawl"], told["folder"], told["workers"], kill=told["kill"])


if __name__ == "__main__":
    main()
