"""Object stores, against one that listens on loopback: what is listed, read in ranges, written and refused."""

from __future__ import annotations

import pytest

from object_store import Store
from rasd.errors import DocumentError, OutputError
from rasd.scale import Depot
from rasd.scale.engine import ObjectDepot, depot_at, listed, open_object, stamp_of_object

pytest.importorskip("daft")


def test_a_folder_an_object_and_a_pattern_are_listed(store: Store) -> None:
    for name in ("crawl/b.warc.gz", "crawl/deep/a.warc.gz", "crawl/notes.txt", "crawler/other.warc.gz"):
        store.put(name, b"12345")
    crawl = store.at("crawl")
    assert [name.removeprefix(crawl) for name, _ in listed(crawl)] == [
        "/b.warc.gz",
        "/deep/a.warc.gz",
        "/notes.txt",
    ]
    assert list(listed(f"{crawl}/")) == list(listed(crawl))
    assert list(listed(f"{crawl}/b.warc.gz")) == [(f"{crawl}/b.warc.gz", 5)]
    assert [name.removeprefix(crawl) for name, _ in listed(f"{crawl}/*.warc.gz")] == ["/b.warc.gz"]


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(DocumentError, match=r"s3://.*/none: nothing is there"):
        list(listed(store.at("none")))
    with pytest.raises(FileNotFoundError):
        open_object(store.at("none"))
    with pytest.raises(FileNotFoundError):
        stamp_of_object(store.at("none"))


def test_an_object_is_read_in_ranges_not_whole(store: Store) -> None:
    body = bytes(range(256)) * 4 * 40_000  # 41 MB
    store.put("big file.warc", body)
    store.asked.clear()
    with open_object(store.at("big file.warc")) as stream:
        stream.seek(1_000_000)
        assert stream.read(100_000) == body[1_000_000:1_100_000]
        assert stream.tell() == 1_100_000
    taken = [line for line in store.asked if line.startswith("GET")]
    assert len(taken) == 1 and "bytes=1000000-" in taken[0]
    assert int(taken[0].rpartition("-")[2]) < 20_000_000


def test_the_stamp_tells_a_change(store: Store) -> None:
    store.put("a.jsonl", b"one")
    before = stamp_of_object(store.at("a.jsonl"))
    assert stamp_of_object(store.at("a.jsonl")) == before
    store.put("a.jsonl", b"more")
    assert stamp_of_object(store.at("a.jsonl")) != before


def test_a_depot_keeps_lists_and_takes_away(store: Store) -> None:
    depot: Depot = depot_at(store.at("run 1"))
    assert isinstance(depot, ObjectDepot)
    assert list(depot.names("parts/")) == []
    depot.write("parts/b.parquet", b"b")
    depot.write("parts/a.parquet", b"a" * 9_000_000)
    depot.write("parts/b.parquet", b"bb")
    depot.write("partsother/c", b"c")
    assert list(depot.names("parts/")) == ["parts/a.parquet", "parts/b.parquet"]
    assert list(depot.names("parts/b")) == ["parts/b.parquet"]
    assert len(list(depot.names())) == 3
    assert (depot.read("parts/b.parquet"), len(depot.read("parts/a.parquet"))) == (b"bb", 9_000_000)
    depot.remove("parts/b.parquet")
    depot.remove("parts/b.parquet")
    with pytest.raises(FileNotFoundError):
        depot.read("parts/b.parquet")


def test_no_credential_is_in_what_a_failure_says(store: Store) -> None:
    with pytest.raises(OutputError, match="cannot be written") as caught:
        ObjectDepot("s3://no-such-bucket/run").write("manifest.json", b"{}")
    told = "".join(str(error) for error in (caught.value, caught.value.__cause__))
    assert store.secret not in told and store.key not in told
