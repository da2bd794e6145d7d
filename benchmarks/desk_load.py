"""What pages of the desk cost under four steady clients, beside an empty page of the same framework in the same run.

    python benchmarks/desk_store.py FOLDER/store            # and a PostgreSQL address, see there
    python benchmarks/desk_load.py FOLDER/store [postgresql://…] [--seconds 15] [--clients 4]

Each desk is started as people start it (`rasd desk --local`), and asked by `wrk` over loopback, from the same machine. Every
page is asked at many addresses in turn: other filters, other pages, other incidents. Also weighed: what a browser takes in on
its first visit, compressed. Writes ``benchmarks/figures/desk-load.tsv`` and prints it.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

from generated import DAYS, FIRST_DAY
from rasd.store import IncidentFilter, Store

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
from desk_browsing import Running, served

FIGURES = ROOT / "benchmarks" / "figures" / "desk-load.tsv"
COLUMNS = (
    "database",
    "incidents",
    "page",
    "requests_a_second",
    "p50_ms",
    "p95_ms",
    "p99_ms",
    "most_ms",
    "not_200",
)
_SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("RASD_PATHS")) do paths[#paths + 1] = line end
local at, wrong = 0, 0
request = function() at = at + 1; return wrk.format("GET", paths[(at - 1) % #paths + 1]) end
response = function(status) if status ~= 200 then bad = (bad or 0) + 1 end end
local threads = {}
setup = function(thread) table.insert(threads, thread) end
done = function(summary, latency)
  local not_200 = 0
  for _, thread in ipairs(threads) do not_200 = not_200 + (thread:get("bad") or 0) end
  local e = summary.errors
  not_200 = not_200 + e.connect + e.read + e.write + e.timeout
  io.write(string.format("FIGURES %.1f %.1f %.1f %.1f %.1f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000, not_200))
end
"""


def paths_of(store: Store, chance: random.Random) -> dict[str, list[str]]:
    """Return what is asked of each page."""
    some = [one.id for one in store.incidents(IncidentFilter(), limit=4000)]
    chance.shuffle(some)
    kinds = ("shelling", "air_strike", "attack", "explosion", "clash", "arrest", "abduction")
    theatres = ("syria", "palestine", "lebanon", "yemen", "sudan", "libya", "iraq")
    actors = ("SYR_GOV", "ISR", "HOUTHI", "RSF", "SAF", "ISIS", "TUR", "RUS")
    words = ("قصف", "السوق", "مدرسة ابتدائية", "فجر", "الدفاع المدني", '"حاجزا أمنيا"', "غارة", "الكهرباء")

    def query(**given: object) -> str:
        return urlencode(given, doseq=True)

    def days() -> dict[str, str]:
        first = FIRST_DAY + timedelta(chance.randrange(DAYS - 400))
        return {
            "since": first.isoformat(),
            "until": date.fromordinal(first.toordinal() + chance.randrange(30, 400)).isoformat(),
        }

    choices = [
        make()
        for _ in range(20)
        for make in (
            lambda: query(kind=chance.sample(kinds, 2), **days()),
            lambda: query(theatre=chance.choice(theatres), killed=chance.randrange(1, 8)),
            lambda: query(actor=chance.choice(actors), grade="fair"),
            lambda: query(kind=chance.choice(kinds), weapon="artillery", decided="machine", sort="killed"),
            lambda: query(grade="weak", harm="killed", sort="sources", **days()),
        )
    ]
    found = {
        "empty": ["/about"],
        "list": ["/incidents", *(f"/incidents?page={chance.randrange(1, 2000)}" for _ in range(60))],
        "facets": [f"/incidents?{one}" for one in choices],
        "words": [f"/incidents?{query(words=one)}" for one in words]
        + [f"/incidents?{query(words=word, kind=kind)}" for word in words for kind in kinds],
        "incident": [f"/incidents/{one}" for one in some[:400]],
        "map": ["/map", *(f"/map?{one}" for one in choices[:20])],
        "map_data": ["/map/data", *(f"/map/data?{one}" for one in choices)],
    }
    return found


def measure(running: Running, paths: Sequence[str], seconds: int, clients: int, folder: Path) -> list[str]:
    """Return the figures of one page."""
    (folder / "paths").write_text("\n".join(paths) + "\n", "ascii")
    (folder / "script.lua").write_text(_SCRIPT, "ascii")
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-H", "Accept-Encoding: gzip", "-H", "Accept-Language: ar",
         "-s", str(folder / "script.lua"), running.url],
        capture_output=True, text=True, check=True, env={**os.environ, "RASD_PATHS": str(folder / "paths")},
    )  # fmt: skip
    figures = re.search(r"^FIGURES (.*)$", done.stdout, re.MULTILINE)
    if figures is None:
        raise RuntimeError(done.stdout + done.stderr)
    return figures[1].split()


def answers(running: Running, path: str) -> bool:
    """Tell whether a desk has this page."""
    try:
        with urlopen(running.url + path, timeout=600) as answer:
            return int(answer.status) == 200
    except OSError:
        return False


def weight(running: Running, path: str) -> dict[str, int]:
    """Return what a browser takes in for a page on its first visit, by address, in bytes as they go over the wire."""
    found: dict[str, int] = {}
    waiting = [path]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        with urlopen(
            Request(urljoin(running.url, address), headers={"Accept-Encoding": "gzip"}), timeout=60
        ) as answer:
            body = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
        found[address] = len(body)
        text = (gzip.decompress(body) if packed else body).decode("utf-8", "replace")
        if address == path:
            waiting += re.findall(r'<(?:script|link)[^>]+(?:src|href)="(/static/[^"]+)"', text)
        elif address.split("?")[0].endswith(".css"):
            waiting += [
                urljoin(address, one) for one in re.findall(r"""url\(["']?([^"')]+\.woff2)["']?\)""", text)
            ]
        elif re.search(r"\.m?js($|\?)", address):
            waiting += [urljoin(address, one) for one in re.findall(r"""\bfrom ["'](\.[^"']+)["']""", text)]
    return found


def main() -> None:
    """Measure every address in turn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--pages", default="", help="only these, with commas between them")
    parser.add_argument("--keep", action="store_true", help="print the figures and leave the file alone")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        parser.error("wrk is not on the PATH (Debian: apt-get install wrk).")
    rows = [list(COLUMNS)]
    for address in given.addresses:
        with Store.open(address, create=False) as store:
            count = store.count_incidents()
            paths = paths_of(store, random.Random(5))
        name = "PostgreSQL" if address.startswith("postgres") else "SQLite"
        with TemporaryDirectory() as folder, served(address, "--local", log=Path(folder) / "log") as running:
            begun = time.perf_counter()
            answers(running, "/incidents")
            print(f"{name}: first list after {time.perf_counter() - begun:.1f} s", flush=True)
            for page, asked in paths.items():
                if (given.pages and page not in given.pages.split(",")) or not answers(running, asked[0]):
                    continue
                measure(running, asked, 2, given.clients, Path(folder))
                figures = measure(running, asked, given.seconds, given.clients, Path(folder))
                rows.append([name, str(count), page, *figures])
                print("\t".join(rows[-1]), flush=True)
            weighed = weight(running, "/incidents")
            memory = sum(_resident(number) for number in running.processes())
        print(
            f"{name}: first visit of the list {sum(weighed.values()) / 1024:.0f} KB; the desk holds {memory} MB",
            flush=True,
        )
        for part, size in sorted(weighed.items(), key=lambda pair: -pair[1]):
            print(f"  {size:8} {part}")
    if not given.keep:
        FIGURES.parent.mkdir(parents=True, exist_ok=True)
        FIGURES.write_text("\n".join("\t".join(row) for row in rows) + "\n", "utf-8")


def _resident(number: int) -> int:
    try:
        status = Path(f"/proc/{number}/status").read_text("ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main()
