"""What an export reads: incidents in one order everywhere, documents without their words, a query a batch."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from arrivals import arrival, incident
from linked_store import code, report, told_store
from rasd.export.exchange import ExportOptions, included
from rasd.export.exchange.gathering import dossiers_of
from rasd.store import IncidentFilter, Store


def test_incidents_come_by_id_over_every_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasd.store.citing._PAGE", 3)
    store.keep_incidents([incident(f"i{n:02}", f"a#r{n}") for n in (5, 1, 9, 3, 7, 2)])
    assert [one.id for one in store.incidents_by_id()] == ["i01", "i02", "i03", "i05", "i07", "i09"]
    assert [one.id for one in store.incidents_by_id(IncidentFilter(ids=("i03", "i09")))] == ["i03", "i09"]


def test_documents_are_cited_without_their_words_unless_asked_for(store: Store) -> None:
    added = store.add([arrival("نص", id="a", title="عنوان", outlet="نوافذ", synthetic=True)])
    (document, digest) = store.cited([added[0].document_id, "nobody"])["a"]
    assert (document.text, document.title, document.synthetic, len(digest)) == ("", "عنوان", True, 64)
    assert store.cited(["a"], with_text=True)["a"][0].text == "نص"


def test_an_export_asks_no_more_for_many_incidents_than_for_one(store: Store) -> None:
    told_store(store, ["2019-04-28"])

    def queries(options: ExportOptions) -> int:
        with CaptureQueriesContext(connections[store.alias]) as asked:
            assert list(dossiers_of(store, IncidentFilter(), options))
        return len(asked)

    whole = ExportOptions(include=included("all"))
    before = queries(ExportOptions()), queries(whole)
    store.add([arrival(f"نص {n}", id=f"e{n}") for n in range(30)])
    code(store, {f"e{n}": [report("الوثيقة: قتل خمسة مدنيين")] for n in range(30)})
    store.keep_incidents([incident(f"j{n:02}", f"e{n}#r1") for n in range(30)])
    assert (queries(ExportOptions()), queries(whole)) == before


def test_a_dossier_has_its_reports_documents_and_when_whole_its_records(store: Store) -> None:
    told_store(store, ["2019-04-28", "2019-04-28"])
    (bare,) = dossiers_of(store, IncidentFilter(), ExportOptions())
    assert set(bare.reports) == {"d0#r1", "d1#r1"} and bare.documents["d0"].text is None and not bare.records
    store.judge("note", ["d0#r1"], by="سلمى", why="للمراجعة", value="ملاحظة")
    (whole,) = dossiers_of(store, IncidentFilter(), ExportOptions(include=included("all")))
    assert whole.records["d0"].reports == [whole.reports["d0#r1"]] and whole.documents["d0"].text
    assert [one.action for one in whole.judgements] == ["note"]
