"""A store that holds an archive: adding one document, a search, and looking for what is uncoded cost their neighbourhood.

RASD_BENCH_ARCHIVE sets how many documents the archive has (20,000); the times must not grow with it.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from rasd.model import Document, Record
from rasd.store import Arrival, EvidenceRef, Store

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from stores import cluster, server_url, template

__all__ = ["cluster", "server_url", "template"]

ARCHIVE = int(os.environ.get("RASD_BENCH_ARCHIVE", "20000"))
NOW = datetime(2024, 3, 15, tzinfo=UTC)
NEW = count(1)
WORDS = "قصف مدفعي على أطراف البلدة صباح أمس وأصيب مدنيون بجروح ونقلوا إلى المشفى بعد سقوط قذائف في الأحياء".split()


def arrival(number: int) -> Arrival:
    """Return a document of about 120 words, its own in one of them."""
    chance = random.Random(number)
    names = [f"بلدة{chance.randrange(5_000)}" for _ in range(30)]
    text = " ".join(chance.choice(WORDS) if n % 4 else names[n // 4] for n in range(120)) + f" رقم{number}"
    document = Document(
        id=f"d{number}", text=text, outlet=f"outlet {number % 50}", published=f"2024-{number % 12 + 1:02}-14",
        url=f"https://news.example/{number}",
    )  # fmt: skip
    evidence = EvidenceRef(f"2024/{number // 1_000}.warc.gz", number % 1_000 * 700, 700, f"{number:064x}")
    return Arrival(document, document.url or "", "web", NOW, evidence, extractor="bench 1")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Fill a store of each kind, all of it coded."""
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("bench") / "store")
    else:
        request.getfixturevalue("template")
        url: Callable[[str], str] = request.getfixturevalue("server_url")
        address = url(request.getfixturevalue("template"))
    with Store.open(address) as store:
        run = store.begin_coding("v1")
        for start in range(0, ARCHIVE, 1_000):
            batch = [arrival(number) for number in range(start, min(start + 1_000, ARCHIVE))]
            added = store.add(batch)
            store.keep_records(run, [(one.document_id, Record(id=one.document_id)) for one in added])
        if "://" in address:  # as autovacuum would have done by then
            from django.db import connections

            connections[store.alias].cursor().execute("ANALYZE")
        yield store


def test_add_one(benchmark: Any, archive: Store) -> None:
    benchmark.pedantic(lambda: archive.add([arrival(10_000_000 + next(NEW))]), rounds=200, warmup_rounds=5)


def test_add_one_that_is_known(benchmark: Any, archive: Store) -> None:
    known = [arrival(7)]
    benchmark.pedantic(lambda: archive.add(known), rounds=200, warmup_rounds=5)


def test_add_a_thousand(benchmark: Any, archive: Store) -> None:
    def batch() -> tuple[tuple[list[Arrival]], dict[str, Any]]:
        return ([arrival(20_000_000 + next(NEW)) for _ in range(1_000)],), {}

    benchmark.pedantic(archive.add, setup=batch, rounds=3)


@pytest.mark.parametrize(
    "words", ["بلدة77", "قصف مدفعي", '"قصف مدفعي على أطراف"'], ids=["rare", "common", "row"]
)
def test_search(benchmark: Any, archive: Store, words: str) -> None:
    benchmark.pedantic(lambda: list(archive.search(words, limit=20)), rounds=20, warmup_rounds=1)


def test_uncoded(benchmark: Any, archive: Store) -> None:
    run = archive.begin_coding("v1")
    waiting = [(stored.id, Record(id=stored.id)) for stored in archive.uncoded("v1")]
    archive.keep_records(run, waiting)
    archive.add([arrival(30_000_000 + next(NEW)) for _ in range(5)])
    found = benchmark.pedantic(lambda: list(archive.uncoded("v1")), rounds=20, warmup_rounds=1)
    assert len(found) >= 5
