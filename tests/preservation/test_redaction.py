"""Words are taken out of incidents too, on both databases, and a document that goes leaves no report behind."""

from __future__ import annotations

import pytest

from linked_store import TEXT, told_store
from rasd.preservation import prove
from rasd.preservation.redaction import Order, redact
from rasd.store import ReviewDecision, Store
from rasd.store.linking import link_store


def dumped(store: Store) -> str:
    """Everything that the tables say, custody left out."""
    from django.apps import apps
    from django.core import serializers

    written = []
    for model in apps.get_app_config("store").get_models():
        if model.__name__ != "CustodyEntry":
            written.append(
                serializers.serialize("json", model.objects.using(store.alias).all(), ensure_ascii=False)
            )
    return "".join(written)


def test_a_phrase_is_taken_out_of_reports_and_incidents(store: Store) -> None:
    told_store(store, ["2019-04-28", "2019-04-28", "2019-04-28"])
    assert "خمسة مدنيين" in dumped(store)
    done = redact(store, Order(by="أمل", why="طلب", text="خمسة مدنيين"))
    assert len(done.documents) == 3
    assert "خمسة مدنيين" not in dumped(store)
    failures = [one for one in prove(store) if one.level == "failure"]
    assert not failures, failures


def test_a_document_that_goes_leaves_no_quotation_in_its_incident(store: Store) -> None:
    told_store(store, ["2019-04-28", "2019-04-28"])
    redact(store, Order(by="أمل", why="طلب", is_whole=True, documents=("d0", "d1")))
    assert "مدنيين" not in dumped(store)
    link_store(store)
    assert TEXT.format(0) not in dumped(store)


def test_linking_goes_on_after_a_document_went(store: Store) -> None:
    told_store(store, ["2019-04-28", "2019-04-28", "2019-04-28"])
    redact(store, Order(by="أمل", why="طلب", is_whole=True, documents=("d1",)))
    link_store(store)
    assert [report.document_id for one in store.incidents() for report in one.reports] == ["d0", "d2"]


def test_nothing_changes_when_an_order_fails(store: Store) -> None:
    from rasd.errors import PreservationError

    told_store(store, ["2019-04-28"])
    before = dumped(store)
    with pytest.raises(PreservationError, match="stands in no document"):
        redact(store, Order(by="أمل", why="طلب", text="اسم لا يوجد"))
    assert dumped(store) == before


def reviewed_store(store: Store) -> None:
    """A person has corrected a value of each document, and undone it for one."""
    told_store(store, ["2019-04-28", "2019-04-28"])
    for document in ("d0", "d1"):
        now = store.reviewed(document)
        harm = next(one for one in now.values if one.field == "harm")
        after = {**harm.value, "phrase": "خمسة مدنيين", "min": 4, "max": 5}
        decision = ReviewDecision(harm.report, "harm", "correct", harm.value, after, "خمسة مدنيين؟")
        now = store.review(document, [decision], by="أمل", base=now.revision)
    store.undo_review(now.revision, by="أمل", why="خمسة مدنيين")


def test_words_are_taken_out_of_what_people_decided_too(store: Store) -> None:
    reviewed_store(store)
    redact(store, Order(by="أمل", why="طلب", text="خمسة مدنيين"))
    assert "خمسة مدنيين" not in dumped(store)
    corrected = [one for one in store.reviewed("d0").values if one.state == "corrected"]
    assert [one.value["min"] for one in corrected] == [4]
    assert not [one for one in prove(store) if one.level == "failure"]


def test_a_document_that_goes_takes_what_people_decided_on_it_along(store: Store) -> None:
    reviewed_store(store)
    redact(store, Order(by="أمل", why="طلب", is_whole=True, documents=("d0", "d1")))
    link_store(store)
    assert "مدنيين" not in dumped(store)
