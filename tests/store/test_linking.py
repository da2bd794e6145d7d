"""Linking in a store: one by one or all at once, in any order, again after a new coding, with people's yes and no."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from arrivals import arrival
from generated import archive
from rasd.linking import Linker, incidents_of, members_of, traits_of
from rasd.model import Document, Incident, Record
from rasd.store import Store
from rasd.store import linking as store_linking
from rasd.store.linking import link_store

Pair = tuple[Document, Record]
ARCHIVE: list[Pair] = list(archive(60, seed=3))


def add(store: Store, pairs: Sequence[Pair]) -> None:
    store.add([arrival(**document.model_dump(exclude_none=True)) for document, _ in pairs])
    run = store.begin_coding("words-1")
    store.keep_records(run, [(record.id, record) for _, record in pairs])


def at_once(pairs: Sequence[Pair]) -> dict[str, Incident]:
    members = {one.id: one for document, record in pairs for one in members_of(record, document.text)}
    linker = Linker()
    for one in members.values():
        linker.add(traits_of(one))
    return {one.id: one for one in incidents_of(linker, lambda ids: [members[i] for i in ids])}


def kept(store: Store) -> dict[str, Incident]:
    return {one.id: one for one in store.incidents()}


def test_one_by_one_in_any_order_gives_what_all_at_once_gives(store: Store) -> None:
    shuffled = ARCHIVE[:]
    random.Random(5).shuffle(shuffled)
    for start in range(0, len(shuffled), 7):
        add(store, shuffled[start : start + 7])
        link_store(store)
    assert kept(store) == at_once(ARCHIVE)


def test_many_are_linked_in_memory_with_the_same_result(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, ARCHIVE[:20])
    link_store(store)
    monkeypatch.setattr(store_linking, "_MANY", 1)
    add(store, ARCHIVE[20:])
    heard: list[int] = []
    outcome = link_store(store, batch=9, told=heard.append)
    assert outcome.reports == sum(heard) == 40 and len(heard) == 5
    assert kept(store) == at_once(ARCHIVE)
    assert link_store(store).reports == 0


def test_a_new_coding_links_what_changed_and_lets_the_rest_be(store: Store) -> None:
    add(store, ARCHIVE)
    link_store(store)
    document, record = ARCHIVE[0]
    elsewhere = record.model_copy(
        update={"reports": [record.reports[0].model_copy(update={"kind": "abduction", "places": []})]}
    )
    store.keep_records(store.begin_coding("words-2"), [(document.id or "", elsewhere)])
    assert link_store(store).reports == 1
    assert kept(store) == at_once([(document, elsewhere), *ARCHIVE[1:]])


def test_a_report_that_is_read_no_more_leaves_its_incident(store: Store) -> None:
    add(store, ARCHIVE)
    link_store(store)
    document, record = ARCHIVE[0]
    silent = record.model_copy(update={"reports": []})
    store.keep_records(store.begin_coding("words-2"), [(document.id or "", silent)])
    link_store(store)
    assert kept(store) == at_once(ARCHIVE[1:])


def test_a_persons_no_holds_when_more_arrives_and_undoing_it_joins_again(store: Store) -> None:
    linked = next(one for one in at_once(ARCHIVE).values() if len(one.reports) == 2)
    one, other = (report.report_id for report in linked.reports)
    add(store, ARCHIVE)
    link_store(store)
    made = store.judge("negative", [one, other], by="ليلى", why="مكانان مختلفان")
    store.links.mark_pending([one, other])
    link_store(store)
    assert len({store.incidents_of([one, other])[report] for report in (one, other)}) == 2
    store.keep_records(store.begin_coding("words-2"), [(record.id, record) for _, record in ARCHIVE])
    link_store(store)
    assert len({store.incidents_of([one, other])[report] for report in (one, other)}) == 2
    store.undo(made.number, by="ليلى")
    store.links.mark_pending([one, other])
    link_store(store)
    assert kept(store) == at_once(ARCHIVE)


def test_a_persons_grade_stands_beside_what_is_proposed(store: Store) -> None:
    add(store, ARCHIVE[:5])
    link_store(store)
    report = f"{ARCHIVE[0][0].id}#r1"
    store.judge("grade", [report], value="confirmed", by="سلمى", why="أقر الطرف بالقصف")
    store.links.mark_pending([report])
    link_store(store)
    found = store.incident(store.incidents_of([report])[report])
    assert found is not None
    assert (found.grade.decided, found.grade.by) == ("confirmed", "سلمى")
    assert found.grade.proposed != "confirmed"


def test_other_rules_link_everything_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, ARCHIVE)
    link_store(store)
    before = kept(store)
    monkeypatch.setattr(store_linking, "traits_version", lambda: "other")
    outcome = link_store(store)
    assert outcome.anew and outcome.reports == len(ARCHIVE)
    assert kept(store) == before


def test_again_takes_every_report_anew(store: Store) -> None:
    add(store, ARCHIVE)
    link_store(store)
    outcome = link_store(store, again=True)
    assert outcome.reports == len(ARCHIVE) and kept(store) == at_once(ARCHIVE)
