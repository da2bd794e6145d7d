"""The whole command on the engine: folders and object stores, the same tables as our own processes give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from object_store import Store
from rasd.errors import OutputError
from rasd.scale import LocalDepot, Options, archive
from rasd.scale.engine import depot_at

pytest.importorskip("daft")
pq = pytest.importorskip("pyarrow.parquet")

TEXTS = (
    "قُتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين بريف إدلب، وقال الدفاع المدني إن بين القتلى طفلا.",
    "أصيب خمسة أشخاص فجر اليوم في غارة جوية على مدينة الخوخة جنوب الحديدة، وقالت مصادر طبية إن حالتهم مستقرة.",
    "ارتفعت أسعار الخضار في أسواق العاصمة مع بداية الأسبوع بسبب كلفة النقل.",
)


def lines(name: str) -> bytes:
    rows = (
        {"id": f"{name}-{number}", "text": text, "published": "2024-03-14"}
        for number, text in enumerate(TEXTS)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def tables(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Return the rows of all tables, without the place that they were read from."""
    found = {}
    for path in sorted(folder.rglob("theatre=*/**/*.parquet")):
        rows = pq.ParquetFile(path).read().to_pylist()
        found[path.relative_to(folder).as_posix()] = [
            {name: value for name, value in row.items() if name not in ("input", "where")} for row in rows
        ]
    return found


def test_an_object_store_at_both_ends_gives_what_folders_give(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(name))
        store.put(f"in/{name}.jsonl", lines(name))
    here = archive([str(tmp_path / "in")], str(tmp_path / "out"), Options())
    there = archive([store.at("in")], store.at("out"), Options(), engine="daft", jobs=2)
    assert there.total.as_json() == here.total.as_json()
    assert there.counts == here.counts
    brought, depot = LocalDepot(tmp_path / "brought"), depot_at(store.at("out"))
    for name in depot.names():
        brought.write(name, depot.read(name))
    assert tables(tmp_path / "brought") == tables(tmp_path / "out")
    manifest = json.loads((tmp_path / "brought" / "manifest.json").read_text("utf-8"))
    assert {one["name"] for one in manifest["files"]} == set(tables(tmp_path / "brought"))
    again = archive([store.at("in")], store.at("out"), Options(), engine="daft", jobs=2)
    assert not again.is_new


def test_our_own_processes_read_from_a_store(store: Store, tmp_path: Path) -> None:
    store.put("in/a.jsonl", lines("a"))
    assert archive([store.at("in")], str(tmp_path / "out"), Options()).total.kept == 2


def test_an_output_in_a_store_needs_an_engine(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="needs an engine. Give --engine daft or ray"):
        archive([str(tmp_path)], "s3://bucket/out", Options())
