"""`rasd code` and `rasd search` on a store: resumable, earlier codings kept, words found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from arrivals import arrival
from rasd.cli import code as code_command
from rasd.store import Store

TEXT = "أصيب طفلان أمس بقصف مدفعي على بلدة الرستن بريف حمص"

Run = Callable[..., Any]  # the fixture `rasd`


@pytest.fixture
def address(tmp_path: Path) -> str:
    address = str(tmp_path / "store")
    with Store.open(address) as store:
        store.add([arrival(f"{TEXT} {n}", id=f"d{n}", published="2024-03-14") for n in range(5)])
    return address


def test_what_is_uncoded_is_coded_once(rasd: Run, address: str) -> None:
    outcome = rasd("code", "--store", address)
    assert outcome.code == 0 and "5 documents coded" in outcome.out and "5 reports" in outcome.out
    with Store.open(address) as store:
        record = store.record("d3")
        assert record is not None and record.reports[0].kind and record.data_version
        store.add([arrival(f"{TEXT} جديد", id="new", published="2024-03-14")])
    outcome = rasd("code", "--store", address)
    assert outcome.code == 0 and "1 document coded" in outcome.out
    outcome = rasd("code", "--store", address)
    assert outcome.code == 0 and "Nothing to do: all 6 documents" in outcome.out


def test_processes_read_the_same(rasd: Run, address: str, tmp_path: Path) -> None:
    rasd("code", "--store", address, "--jobs", 2)
    with Store.open(address) as store:
        several = {stored.id: store.record(stored.id) for stored in store.documents()}
    rasd("code", "--store", address, "--again")
    with Store.open(address) as store:
        assert several == {stored.id: store.record(stored.id) for stored in store.documents()}
        assert all(several.values())


def test_a_document_that_fails_stays_uncoded_and_the_rest_goes_on(
    rasd: Run, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasd.coding import Coder

    whole = Coder.code

    def failing(self: Coder, document: object) -> object:
        if document.id == "d2":  # type: ignore[attr-defined]
            raise RuntimeError("broken")
        return whole(self, document)  # type: ignore[arg-type]

    monkeypatch.setattr(Coder, "code", failing)
    outcome = rasd("code", "--store", address)
    assert outcome.code == 1 and "d2" in outcome.err and "4 documents coded" in outcome.out
    monkeypatch.setattr(Coder, "code", whole)
    assert "1 document coded" in rasd("code", "--store", address).out


def test_batches_are_kept_as_they_fill(rasd: Run, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_command, "_BATCH", 2)
    assert "5 documents coded" in rasd("code", "--store", address).out


def test_no_store_and_an_empty_store_are_told(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("code", "--store", tmp_path / "none")
    assert outcome.code == 2 and "no store there yet" in outcome.err
    Store.open(str(tmp_path / "empty")).close()
    outcome = rasd("code", "--store", tmp_path / "empty")
    assert outcome.code == 2 and "holds no document" in outcome.err


def test_search_gives_lines_with_excerpts(rasd: Run, address: str) -> None:
    outcome = rasd("search", "قصف", "--store", address, "--limit", 2)
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.code == 0 and [row["id"] for row in rows] == ["d4", "d3"]
    [(start, end)] = rows[0]["spans"]
    assert rows[0]["excerpt"][start:end] == "بقصف"
    assert "5 documents in all" in outcome.err


def test_search_takes_quoted_words_as_the_shell_gives_them(rasd: Run, address: str) -> None:
    assert rasd("search", "قصف مدفعي", "الرستن", "--store", address).code == 0
    assert rasd("search", "مدفعي قصف", "الرستن", "--store", address).code == 1
    assert rasd("search", '"مدفعي قصف"', "--store", address).code == 1


def test_a_search_that_finds_nothing_or_asks_nothing_is_told(rasd: Run, address: str) -> None:
    outcome = rasd("search", "غواصة", "--store", address)
    assert outcome.code == 1 and not outcome.out and "No document" in outcome.err
    assert rasd("search", "!", "--store", address).code == 2
    assert rasd("search", "قصف", "--since", "yesterday", "--store", address).code == 2
    assert rasd("search", "قصف", "--since", "2024-03-15", "--store", address).code == 1


def test_the_table_is_for_people(rasd: Run, address: str) -> None:
    outcome = rasd("search", "قصف", "--store", address, "--format", "table")
    assert outcome.code == 0 and "2024-03-14" in outcome.out and "d4" in outcome.out
