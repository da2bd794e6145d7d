"""Linking killed with SIGKILL at random moments: what is in the store is always whole, and the end is the same."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

from arrivals import arrival
from generated import archive
from rasd.linking import Linker, incidents_of, members_of, traits_of
from rasd.store import Store
from rasd.store.linking import link_store

LINKING = """
import sys
from rasd.store import Store
from rasd.store.linking import link_store
with Store.open(sys.argv[1]) as store:
    print("open", flush=True)
    link_store(store, batch=5)
"""
PAIRS = list(archive(150, seed=11))
ROUNDS = 4


def whole(store: Store) -> int:
    """Check that every incident is whole and no report stands in two; return how many reports are linked."""
    found = [report.report_id for incident in store.incidents() for report in incident.reports]
    assert len(found) == len(set(found))
    assert store.incidents_of(found) == {
        report.report_id: incident.id for incident in store.incidents() for report in incident.reports
    }
    pending = set(store.links.pending())
    assert not pending & set(found)
    assert pending | set(found) == {f"{record.id}#r1" for _, record in PAIRS}
    return len(found)


def test_a_killed_linker_leaves_whole_incidents_and_another_ends_its_work(store: Store, address: str) -> None:
    store.add([arrival(**document.model_dump(exclude_none=True)) for document, _ in PAIRS])
    store.keep_records(store.begin_coding("words-1"), [(record.id, record) for _, record in PAIRS])
    chance = random.Random(4)
    for _ in range(ROUNDS):
        with subprocess.Popen([sys.executable, "-c", LINKING, address], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.02, 0.5))
            process.send_signal(signal.SIGKILL)
        whole(store)
    link_store(store)
    assert whole(store) == len(PAIRS)
    members = {one.id: one for document, record in PAIRS for one in members_of(record, document.text)}
    linker = Linker()
    for one in members.values():
        linker.add(traits_of(one))
    assert {one.id: one for one in store.incidents()} == {
        one.id: one for one in incidents_of(linker, lambda ids: [members[each] for each in ids])
    }


def test_two_linkers_at_once_make_what_one_makes(store: Store, address: str) -> None:
    store.add([arrival(**document.model_dump(exclude_none=True)) for document, _ in PAIRS[:60]])
    store.keep_records(store.begin_coding("words-1"), [(record.id, record) for _, record in PAIRS[:60]])
    running = [
        subprocess.Popen(
            [sys.executable, "-c", LINKING, address], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors.decode()
    assert not store.links.pending()
    found = [report.report_id for incident in store.incidents() for report in incident.reports]
    assert sorted(found) == sorted(f"{record.id}#r1" for _, record in PAIRS[:60])
