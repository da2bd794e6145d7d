"""A package comes out of both databases, holds what was chosen, and is told in the log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from linked_store import told_store
from rasd.errors import StoreError
from rasd.preservation.package import verify_package
from rasd.preservation.package.gathering import gather
from rasd.preservation.packing import pack
from rasd.preservation.redaction import Order, redact
from rasd.preservation.selecting import Wish, chosen
from rasd.store import Store


def test_words_days_and_incidents_choose_documents(store: Store) -> None:
    told_store(store, ["2019-04-28", "2019-04-28", "2020-01-05"])
    assert chosen(store, Wish(search="مدنيين")) == ["d0", "d1", "d2"]
    assert chosen(store, Wish(search="مدنيين", since=date(2019, 12, 31))) == ["d2"]
    incidents = {tuple(report.document_id for report in one.reports): one.id for one in store.incidents()}
    assert chosen(store, Wish(incidents=(incidents["d0", "d1"],))) == ["d0", "d1"]
    assert chosen(store, Wish(ids=("d1", "d0"), search="مدنيين")) == ["d0", "d1"]
    with pytest.raises(StoreError, match="no document is chosen"):
        chosen(store, Wish(ids=("d1",), since=date(2020, 1, 1)))


def test_a_package_of_a_store_proves_itself(store: Store, tmp_path: Path) -> None:
    told_store(store, ["2019-04-28", "2019-04-28", "2020-01-05"])
    redact(store, Order(by="أمل", why="طلب", is_whole=True, documents=("d1",)))
    contents = gather(store, ["d0", "d1"], described="two").contents
    packed = pack(store, contents, tmp_path / "p.wacz", by="أمل")
    check = verify_package(tmp_path / "p.wacz")
    assert check.holds, check.faults
    assert (
        (check.documents, check.tombstones) == (2, 1) == (packed.counts.documents, packed.counts.tombstones)
    )
    assert [entry.action for entry in store.custody.entries()][-1] == "package.written"
