"""A whole run in an object store leaves the files of a run on one machine, and goes on where it was."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from object_store import Store
from rasd.collection import Defaults
from rasd.errors import DocumentError
from rasd.scale import LocalDepot, Options
from rasd.scale.engine import ObjectDepot, link_on_engine, slices_anywhere, started
from rasd.scale.running import archive

pytest.importorskip("daft")
pytest.importorskip("resiliparse")
TEXTS = (
    "قتل {0} مدنيين وأصيب خمسة آخرون بقصف مدفعي استهدف سوقا شعبيا في مدينة إدلب صباح اليوم الخميس.",
    "أصيب {0} أطفال بانفجار لغم في ريف حلب، بحسب الدفاع المدني.",
    "فاز الفريق بثلاثة أهداف في مباراة الأمس.",
)


def rows(begin: int, count: int) -> bytes:
    made = [
        {
            "id": f"d{number}",
            "text": TEXTS[number % 3].format(3 + number % 6),
            "published": f"2024-03-{1 + number % 28:02}",
            "synthetic": True,
        }
        for number in range(begin, begin + count)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made).encode()


def files_of(depot: LocalDepot | ObjectDepot) -> dict[str, bytes]:
    tables = ("documents/", "reports/", "incidents/")
    return {name: depot.read(name) for table in tables for name in depot.names(table)}


def test_a_run_in_a_store_leaves_the_tables_of_one_machine_and_goes_on(store: Store, tmp_path: Path) -> None:
    options = Options(Defaults(synthetic=True))
    store.put("crawl/a.jsonl", rows(0, 24))
    outcome = archive([store.at("crawl/")], store.at("run"), options, engine="daft")
    assert (outcome.fresh, outcome.failed, outcome.total.pages) == (1, (), 24)
    assert outcome.total.reports > 10
    store.put("crawl/b.jsonl", rows(24, 12))
    outcome = archive([store.at("crawl/*.jsonl")], store.at("run"), options, engine="daft")
    assert (outcome.fresh, outcome.standing, outcome.total.pages) == (1, 1, 36)
    assert archive([store.at("crawl/")], store.at("run"), options, engine="daft").is_new is False
    with started("native", workers=1) as daft:
        linked = link_on_engine(daft, [store.at("run/parts/*.parquet")], workers=1)
        assert linked.incidents.count_rows() == outcome.counts["incidents"]
    there = files_of(ObjectDepot(store.at("run")))
    names = json.loads(ObjectDepot(store.at("run")).read("manifest.json"))["files"]
    assert sorted(there) == sorted(row["name"] for row in names)

    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl" / "a.jsonl").write_bytes(rows(0, 24))
    (tmp_path / "crawl" / "b.jsonl").write_bytes(rows(24, 12))
    archive([str(tmp_path / "crawl")], str(tmp_path / "run"), options)
    here = files_of(LocalDepot(tmp_path / "run"))
    assert sorted(here) == sorted(there)
    # Documents name their input, so only these differ between a store and a folder.
    assert {name for name in here if here[name] != there[name]} <= {
        name for name in here if name.startswith("documents/")
    }


def test_a_large_object_is_cut_by_small_requests(store: Store) -> None:
    body = rows(0, 40_000)
    store.put("big.jsonl", body)
    store.asked.clear()
    slices = list(slices_anywhere([store.at("big.jsonl")], target=2_000_000))
    assert len(slices) > 3
    assert (slices[0].start, slices[-1].end) == (0, len(body))
    assert all(one.end == after.start for one, after in pairwise(slices))
    taken = [line.rpartition("=")[2].split("-") for line in store.asked if "bytes=" in line]
    assert all(int(end) - int(start) < 2_000_000 for start, end in taken)


def test_a_store_without_archives_is_told(store: Store) -> None:
    store.put("crawl/notes.txt", b"x")
    with pytest.raises(DocumentError, match="no readable object there"):
        archive([store.at("crawl")], store.at("run"), Options(), engine="daft")
