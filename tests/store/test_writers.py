"""Several processes, and processes that are killed: nothing is lost, doubled or half-written."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from rasd.store import Store

WRITER = """
import json, sys
from datetime import UTC, datetime
from rasd.model import Document
from rasd.store import Arrival, Store
address, first, last, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
store = Store.open(address)
for start in range(first, last, size):
    batch = [
        Arrival(Document(id=f"d{n}", text=f"نص الخبر رقم {n}"), "rows.jsonl", "file", datetime.now(UTC))
        for n in range(start, min(start + size, last))
    ]
    print(json.dumps([[one.document_id, one.outcome] for one in store.add(batch)]), flush=True)
"""


def writer(address: str, first: int, last: int, size: int) -> subprocess.Popen[str]:
    """Start a process that adds documents and prints what is acknowledged."""
    arguments = [sys.executable, "-c", WRITER, address, str(first), str(last), str(size)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answers(output: str) -> list[tuple[str, str]]:
    """Return what was acknowledged; a line cut by a kill is none."""
    whole = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return [(key, outcome) for line in whole for key, outcome in json.loads(line)]


def is_sound(store: Store) -> bool:
    """Tell whether the custody log is chained and tells of each document once."""
    entries = list(store.custody.entries())
    added = [entry.subject for entry in entries if entry.action == "document.added"]
    chained = all(entry.computed() == entry.hash for entry in entries)
    linked = all(one.hash == other.previous for one, other in pairwise(entries))
    return (
        chained and linked and [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        and sorted(added) == sorted(stored.id for stored in store.documents())
    )  # fmt: skip


def test_two_writers_who_make_the_store_at_once_lose_and_double_nothing(bare_address: str) -> None:
    both = [writer(bare_address, 0, 60, 3), writer(bare_address, 30, 90, 5)]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    outcomes = Counter(outcome for output, _ in outputs for _, outcome in answers(output))
    assert outcomes == {"added": 90, "seen": 30}
    with Store.open(bare_address) as store:
        assert store.count() == 90 and is_sound(store)
        assert store.count_found("خبر") == 90


def test_a_killed_writer_loses_nothing_that_it_acknowledged(address: str, tmp_path: Path) -> None:
    Store.open(address).close()
    chance = random.Random(4)
    acknowledged: dict[str, str] = {}
    for round_number in range(4):
        process = writer(address, round_number * 1_000, round_number * 1_000 + 1_000, 2)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.uniform(0, 0.25))
        os.kill(process.pid, signal.SIGKILL)
        rest, errors = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, errors
        acknowledged.update(answers(first + rest))
    with Store.open(address) as store:
        kept = {stored.id: stored for stored in store.documents()}
        assert set(acknowledged) <= set(kept) and len(kept) - len(acknowledged) <= 4 * 2
        assert all(stored.sightings and stored.document.text for stored in kept.values())
        assert is_sound(store) and store.count_found("خبر") == len(kept)


CODER = """
import sys
from rasd.cli import main
main(["code", "--store", sys.argv[1], *sys.argv[2:]])
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_coding_goes_on_where_it_was(address: str, jobs: int) -> None:
    texts = 120
    filling = writer(address, 0, texts, 60)
    assert filling.communicate(timeout=120) and filling.returncode == 0
    with Store.open(address) as store:
        store.keep_records(store.begin_coding("old"), [])
    chance = random.Random(jobs)
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", CODER, address, "--jobs", str(jobs)], stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(1.0, 2.5))
        process.kill()
        process.wait(60)
    done = subprocess.run(
        [sys.executable, "-c", CODER, address, "--jobs", str(jobs)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with Store.open(address) as store:
        assert all(stored.coded_with for stored in store.documents())
        assert all(store.record(stored.id) for stored in store.documents())
