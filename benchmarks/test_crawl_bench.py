"""The invented crawl is what it says: the same bytes from the same numbers, readable records, a truth that points at them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from crawl import finish, shares
from invented_web import Crawl, write_file
from rates.bare import bare, iterated, payloads

PAGES = 600


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, float], Crawl]:
    def write(name: str, broken: float) -> Crawl:
        crawl = Crawl(tmp_path_factory.mktemp(name), PAGES, seed=5, per_file=300, broken=broken, violent=0.05)
        finish(crawl, [write_file(*one) for one in shares(crawl)])
        return crawl

    return write


def truth(crawl: Crawl) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (crawl.folder / "truth.jsonl").read_text("utf-8").splitlines()]


def test_the_same_numbers_give_the_same_bytes(written: Callable[[str, float], Crawl]) -> None:
    one, other = written("one", 0.02), written("other", 0.02)
    names = sorted(path.name for path in one.folder.iterdir())
    assert names == sorted(path.name for path in other.folder.iterdir())
    assert all((one.folder / name).read_bytes() == (other.folder / name).read_bytes() for name in names)


def test_every_page_is_met_and_the_truth_points_at_its_record(written: Callable[[str, float], Crawl]) -> None:
    crawl = written("whole", 0.0)
    files = sorted(crawl.folder.glob("*.warc.gz"))
    assert sum(bare(path)[0] for path in files) == PAGES
    places = {
        (path.name, record.stream_pos, record.headers["WARC-Target-URI"])
        for path in files
        for _, record in iterated(path)
    }
    told = truth(crawl)
    assert {(row["file"], row["offset"], row["address"]) for row in told} <= places
    assert sum(row["violent"] for row in told) == PAGES * 0.05


def test_reports_stand_on_their_pages_in_every_encoding(written: Callable[[str, float], Crawl]) -> None:
    from html import unescape

    crawl = written("read", 0.0)
    told = {row["address"]: row for row in truth(crawl) if row["violent"]}
    seen = 0
    for path in sorted(crawl.folder.glob("*.warc.gz")):
        for address, body, _ in payloads(path):
            if address in told:
                row = told[address]
                lead = row["text"].split("\n")[1]
                assert lead in unescape(body.decode(row["charset"]))
                seen += 1
    assert seen > 0.8 * len(told)  # chunked bodies are left to readers of archives


def test_a_broken_member_costs_no_page_behind_it(written: Callable[[str, float], Crawl]) -> None:
    crawl = written("broken", 0.05)
    broken = [row for row in truth(crawl) if row.get("broken")]
    assert len(broken) > 10
    met = {
        record.headers["WARC-Target-URI"]
        for path in crawl.folder.glob("*.warc.gz")
        for _, record in iterated(path)
    }
    whole = {row["address"] for row in truth(crawl) if "broken" not in row}
    assert len(whole - met) <= len(broken)


@pytest.mark.parametrize("plain", [0.0, 1.0])
def test_other_arabic_pages_are_far_from_war_as_often_as_asked(
    tmp_path_factory: pytest.TempPathFactory, plain: float
) -> None:
    folder = tmp_path_factory.mktemp("plain")
    crawl = Crawl(folder, 200, seed=5, per_file=200, other_arabic=0.5, plain=plain)
    finish(crawl, [write_file(*one) for one in shares(crawl)])
    topics = {(row["plain"], row["topic"]) for row in truth(crawl) if row.get("violent") is False}
    assert {is_plain for is_plain, _ in topics} == {bool(plain)}
    assert ("kitchen" in {topic for _, topic in topics}) == bool(plain)
    assert json.loads((folder / "crawl.json").read_text("utf-8"))["plain"] == plain
