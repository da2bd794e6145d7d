"""People's decisions on the values of a record: beside the machine's, found again after a new coding, lost by nothing."""

from __future__ import annotations

from typing import Any

import pytest

from arrivals import arrival
from rasd.errors import StoreError
from rasd.model import DateWindow, Harm, Place, Record, Report
from rasd.store import QueueFilter, ReviewConflict, ReviewDecision, Store

_TEXT = "قتل ثلاثة مدنيين وأصيب خمسة في غارة على بلدة النموذجية أمس"


def coded(
    *,
    killed: int = 3,
    place: str = "النموذجية",
    injured: bool = True,
    has_report: bool = True,
    data_version: str = "v1",
) -> Record:
    harm = [Harm(effect="killed", min=killed, max=killed, evidence=[(0, 16)], rule="harm.killed")]
    if injured:
        harm.append(Harm(effect="injured", min=5, max=5, evidence=[(17, 28)], rule="harm.injured"))
    report = Report(
        id="r1", kind="air_strike", evidence=[(0, 58)], harm=harm,
        date=DateWindow(evidence=[(54, 58)]),
        places=[Place.model_validate({"name": place, "evidence": [(44, 53)], "rule": "place.named"})],
    )  # fmt: skip
    return Record(id="d", data_version=data_version, reports=[report] if has_report else [])


def kept(store: Store, record: Record) -> None:
    store.keep_records(store.begin_coding(record.data_version), [("d", record)])


@pytest.fixture
def ready(store: Store) -> Store:
    store.add([arrival(_TEXT, id="d", published="2024-03-15")])
    kept(store, coded())
    return store


def value(store: Store, field: str, effect: str | None = None) -> Any:
    found = [
        one
        for one in store.reviewed("d").values
        if one.field == field and (effect is None or (one.value or one.machine).get("effect") == effect)
    ]
    assert len(found) == 1, found
    return found[0]


def killed(number: int) -> dict[str, Any]:
    return {"effect": "killed", "min": number, "max": number, "evidence": [[0, 16]]}


def decide(store: Store, field: str, action: Any, effect: str | None = None, **more: Any) -> Any:
    now = store.reviewed("d")
    more.setdefault("before", value(store, field, effect).value)
    return store.review("d", [ReviewDecision("r1", field, action, **more)], by="amina", base=now.revision)


def test_what_nobody_decided_on_is_proposed(ready: Store) -> None:
    now = ready.reviewed("d")
    assert {one.state for one in now.values} == {"proposed"} and now.revision == 0 and now.state == "waiting"
    assert now.record == now.machine == coded()


def test_a_correction_stands_and_the_machines_value_stays_beside_it(ready: Store) -> None:
    decide(ready, "harm", "correct", "killed", after=killed(4))
    one = value(ready, "harm", "killed")
    assert (one.state, one.value["max"], one.machine["max"]) == ("corrected", 4, 3)
    assert one.review.by == "amina" and one.value["rule"] == f"review:{one.review.number}"
    record, machine = ready.record("d"), ready.reviewed("d").machine
    assert record is not None and record.reports[0].harm[0].max == 4
    assert machine == coded() and ready.records(["d"])["d"] == record
    assert ready.reports(["d#r1"])["d#r1"].harm[0].max == 4
    assert ready.links.pending() == ["d#r1"]
    assert ready.reviewed("d").state == "in_work"


def test_to_accept_has_nothing_linked_anew(ready: Store) -> None:
    ready.keep_incidents([], linked=["d#r1"])
    assert ready.links.pending() == []
    decide(ready, "places", "accept")
    assert value(ready, "places").state == "accepted" and ready.links.pending() == []


def test_a_rejected_value_is_out_of_the_record_and_comes_back_by_undoing(ready: Store) -> None:
    decide(ready, "harm", "reject", "injured")
    record = ready.record("d")
    assert record is not None and [one.effect for one in record.reports[0].harm] == ["killed"]
    one = value(ready, "harm", "injured")
    assert one.state == "rejected" and one.value is None and one.machine["max"] == 5
    now = ready.undo_review(one.review.number, by="basil", why="misread")
    assert now.record == coded() and value(ready, "harm", "injured").state == "proposed"
    assert [row.action for row in now.history] == ["reject", "undo"]
    with pytest.raises(StoreError, match="was undone by basil"):
        ready.undo_review(one.review.number, by="amina")


def test_a_report_that_the_machine_missed_is_added_and_decided_on(ready: Store) -> None:
    after = {
        "kind": "shelling",
        "evidence": [[17, 28]],
        "harm": [{"effect": "injured", "min": 5, "max": 5, "evidence": [[17, 28]]}],
    }
    now = ready.review("d", [ReviewDecision("", "report", "add", after=after)], by="amina", base=0)
    added = now.record.reports[1]
    assert added.kind == "shelling" and added.id == f"p{now.revision}"
    assert set(ready.reports([f"d#{added.id}"])) == {f"d#{added.id}"}
    before = next(one for one in now.values if one.report == added.id and one.field == "harm")
    assert before.state == "added" and before.machine is None
    now = ready.review(
        "d", [ReviewDecision(added.id, "harm", "reject", before=before.value)], by="amina", base=now.revision
    )
    assert now.record.reports[1].harm == []
    kept(ready, coded(data_version="v2"))
    record = ready.record("d")
    assert record is not None and [report.kind for report in record.reports] == ["air_strike", "shelling"]


def test_a_report_that_is_no_incident_goes(ready: Store) -> None:
    now = ready.review("d", [ReviewDecision("r1", "report", "reject", why="a drill")], by="amina", base=0)
    assert now.record.reports == [] and now.rejected == {"r1"} and ready.reports(["d#r1"]) == {}
    kept(ready, coded(data_version="v2"))
    assert ready.reviewed("d").record.reports == []


def test_a_decision_outlives_a_new_coding_that_reads_the_same(ready: Store) -> None:
    decide(ready, "harm", "correct", "killed", after=killed(4))
    kept(ready, coded(data_version="v2"))
    one = value(ready, "harm", "killed")
    assert (one.state, one.value["max"], one.is_outdated) == ("corrected", 4, False)


def test_a_new_coding_never_overwrites_a_person_and_what_differs_is_told(ready: Store) -> None:
    decide(ready, "harm", "accept", "killed")
    kept(ready, coded(killed=30, data_version="v2"))
    one = value(ready, "harm", "killed")
    assert (one.value["max"], one.machine["max"], one.is_outdated) == (3, 30, True)
    record = ready.record("d")
    assert record is not None and record.reports[0].harm[0].max == 3
    assert ready.queue(QueueFilter(is_outdated=True))[0].outdated == 1
    decide(ready, "harm", "correct", "killed", after=killed(30))
    assert not value(ready, "harm", "killed").is_outdated and not ready.reviewed("d").outdated


def test_another_value_in_place_of_a_rejected_one_is_proposed(ready: Store) -> None:
    decide(ready, "harm", "reject", "killed")
    kept(ready, coded(killed=2, data_version="v2"))
    one = value(ready, "harm", "killed")
    assert (one.state, one.value["max"], one.is_outdated) == ("proposed", 2, True)


def test_what_the_machine_reads_no_more_stays_where_a_person_accepted_it(ready: Store) -> None:
    decide(ready, "harm", "accept", "injured")
    kept(ready, coded(injured=False, data_version="v2"))
    one = value(ready, "harm", "injured")
    assert (one.state, one.value["max"], one.machine, one.is_outdated) == ("accepted", 5, None, True)
    kept(ready, coded(has_report=False, data_version="v3"))
    record = ready.record("d")
    assert record is not None and [harm.effect for harm in record.reports[0].harm] == ["killed", "injured"]
    assert all(one.is_outdated for one in ready.reviewed("d").values)


def test_the_second_of_two_people_is_told_who_decided(ready: Store) -> None:
    seen = ready.reviewed("d").revision
    before = value(ready, "harm", "killed").value
    ready.review("d", [ReviewDecision("r1", "harm", "correct", before, killed(4))], by="amina", base=seen)
    with pytest.raises(ReviewConflict, match=r"amina decided on it.*Nothing of yours was kept") as told:
        ready.review(
            "d",
            [
                ReviewDecision("r1", "places", "accept", value(ready, "places").value),
                ReviewDecision("r1", "harm", "correct", before, killed(7)),
            ],
            by="basil",
            base=seen,
        )  # fmt: skip
    (conflict,) = told.value.conflicts
    assert (conflict.by, conflict.now["max"], conflict.decision.field) == ("amina", 4, "harm")
    assert value(ready, "places").state == "proposed"
    now = ready.review(
        "d", [ReviewDecision("r1", "places", "accept", value(ready, "places").value)], by="basil", base=seen
    )
    assert {one.state for one in now.values if one.field == "places"} == {"accepted"}


def test_two_who_agree_on_one_value_are_told_of_one_another(ready: Store) -> None:
    before = value(ready, "harm", "killed").value
    ready.review("d", [ReviewDecision("r1", "harm", "accept", before)], by="amina", base=0)
    with pytest.raises(ReviewConflict):
        ready.review("d", [ReviewDecision("r1", "harm", "reject", before)], by="basil", base=0)


def test_a_value_that_was_coded_anew_under_the_hands_is_not_decided_on(ready: Store) -> None:
    before = value(ready, "harm", "killed").value
    kept(ready, coded(killed=9, data_version="v2"))
    with pytest.raises(ReviewConflict, match="coded anew"):
        ready.review("d", [ReviewDecision("r1", "harm", "accept", before)], by="amina", base=0)


@pytest.mark.parametrize(
    ("field", "action", "after", "match"),
    [
        ("harm", "correct", {"effect": "killed", "min": 4}, "needs the words"),
        ("harm", "correct", {"effect": "killed", "min": 4, "evidence": [[0, 900]]}, "outside of the text"),
        ("harm", "correct", {"effect": "killed", "min": 4, "max": 2, "evidence": [[0, 3]]}, "max 2 lies below"),
        ("harm", "correct", {"effect": "vanished", "evidence": [[0, 3]]}, "effect"),
        ("kind", "correct", "parade", "kind"),
        ("kind", "reject", None, "Correct it"),
        ("colour", "accept", None, "no such field"),
        ("report", "correct", {}, "correct its values"),
        ("places", "doubt", None, "needs its words"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_decision_is_refused_in_words(
    ready: Store, field: str, action: Any, after: Any, match: str
) -> None:
    before = killed(3) if field == "harm" else None
    with pytest.raises(StoreError, match=match):
        ready.review("d", [ReviewDecision("r1", field, action, before, after)], by="amina", base=0)
    assert ready.reviewed("d").revision == 0


def test_who_verified_does_not_approve_where_a_second_reader_is_asked_for(ready: Store) -> None:
    with pytest.raises(StoreError, match="only what somebody verified"):
        ready.conclude("d", "approved", by="basil")
    assert ready.conclude("d", "verified", by="amina").state == "verified"
    with pytest.raises(StoreError, match="a second reader"):
        ready.conclude("d", "approved", by="amina", needs_second=True)
    with pytest.raises(StoreError, match="reason"):
        ready.conclude("d", "returned", by="basil")
    assert ready.conclude("d", "returned", by="basil", why="see the place").state == "returned"
    decide(ready, "places", "accept")
    assert ready.reviewed("d").state == "in_work"
    ready.conclude("d", "verified", by="amina")
    assert ready.conclude("d", "approved", by="basil", needs_second=True).state == "approved"
    assert ready.queue() == [] and ready.count_queue(QueueFilter(states=frozenset({"approved"}))) == 1


def test_doubts_are_noted_and_count_in_the_queue(ready: Store) -> None:
    (before,) = ready.queue()
    now = ready.review(
        "d", [ReviewDecision("r1", "places", "doubt", why="which of the two?")], by="amina", base=0
    )
    assert [one.why for one in now.doubts] == ["which of the two?"] and now.record == coded()
    (after,) = ready.queue()
    assert after.doubts == before.doubts + 1 and after.weight > before.weight


def test_the_queue_puts_harm_first_and_says_why(store: Store) -> None:
    store.add([arrival(f"{_TEXT} {n}", id=f"d{n}", published="2024-03-15", outlet="o") for n in range(3)])
    run = store.begin_coding("v1")
    store.keep_records(
        run, [(f"d{n}", coded(killed=n * 10).model_copy(update={"id": f"d{n}"})) for n in range(3)]
    )
    rows = store.queue()
    assert [row.document for row in rows] == ["d2", "d1", "d0"] and [row.killed for row in rows] == [
        20,
        10,
        0,
    ]
    assert [row.document for row in store.queue(after=(rows[0].weight, "d2"))] == ["d1", "d0"]
    assert [row.document for row in store.queue(QueueFilter(hidden=frozenset({"d2"})))] == ["d1", "d0"]
    assert (
        store.queue(QueueFilter(kind="shelling")) == []
        and len(store.queue(QueueFilter(kind="air_strike"))) == 3
    )


def test_documents_that_were_coded_before_there_was_a_queue_get_their_place(ready: Store) -> None:
    from rasd.store import models

    models.ReviewStanding.objects.using(ready.alias).all().delete()
    assert ready.queue() == [] and list(ready.fill_queue()) == [1] and list(ready.fill_queue()) == []
    assert [row.document for row in ready.queue()] == ["d"]


def test_every_decision_is_in_the_custody_log_without_its_words(ready: Store) -> None:
    decide(ready, "harm", "correct", "killed", after=killed(4), why="a neighbour said so")
    entries = [one for one in ready.custody.entries() if one.action == "review.made"]
    assert len(entries) == 1 and entries[0].subject == "d#r1" and entries[0].details["by"] == "amina"
    assert "neighbour" not in str(entries[0].details)
