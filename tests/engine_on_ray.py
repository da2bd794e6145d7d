"""A run on a Ray of two cores, in a process of its own: Daft keeps the runner that it had first, and tests go on without Ray.

    python tests/engine_on_ray.py FOLDER

Reads ``slices.json`` there, writes what came of them to ``out``, links the parts in ``archive`` and says what it found on
standard output.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import engine_stand_in
from rasd.scale import Slice
from rasd.scale.engine import Engine, link_on_engine, started


def main(folder: str) -> None:
    slices = [Slice(**one) for one in json.loads((Path(folder) / "slices.json").read_text("utf-8"))]
    load = partial(engine_stand_in.load, folder)
    engine = Engine(load, str(Path(folder) / "out"), runner="ray", workers=2)
    listening: set[str] = set()
    with started("ray", workers=2) as daft:
        for _ in engine.run(slices):
            listening |= listened()
        parts = sorted(str(path) for path in Path(folder).glob("archive/*.parquet"))
        rows = link_on_engine(daft, parts, workers=2, hot=40, size=100).incidents.to_pydict()
    said = {
        "report": engine.report.as_json(),
        "listening": sorted(listening),
        "incidents": dict(zip(rows["id"], rows["incident"], strict=True)),
    }
    print(json.dumps(said))


def listened() -> set[str]:
    """Return the addresses on which Ray's processes below this one listen."""
    found = set()
    for table, width in (("tcp", 8), ("tcp6", 32)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in sockets():
                found.add(fields[1][:width])
    return found


def sockets() -> set[str]:
    """Return the sockets of this process and those below it."""
    below = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid=,sid="], capture_output=True, text=True, check=True
    ).stdout
    children = {os.getpid()}
    rows = [tuple(map(int, line.split())) for line in below.splitlines()]
    for _ in range(5):
        children |= {pid for pid, parent, _ in rows if parent in children}
    found = set()
    for pid in children:
        try:
            for handle in Path(f"/proc/{pid}/fd").iterdir():
                found |= set(re.findall(r"socket:\[(\d+)\]", os.readlink(handle)))
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main(sys.argv[1])
