"""Speed of each step over real documents, and how dateparser reads the corpus of dates.

Documents come from the folder in RASD_CORPUS; without it, from the corpus beside the words.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasd.grammar.dates import date_mentions, read_dates
from rasd.grammar.numerals import read_numbers, read_quantities
from rasd.grammar.passage import Passage
from rasd.grammar.shapes import Grammar
from rasd.lexicon import Lexicon
from rasd.lexicon.files import root
from rasd.text import fold, tokenize

PUBLISHED = date(2024, 3, 14)


@pytest.fixture(scope="module")
def documents() -> list[str]:
    """Return real documents where they are, else the examples of the corpus joined into paragraphs."""
    given = os.environ.get("RASD_CORPUS")
    if given and (Path(given) / "dev.gold.jsonl").is_file():
        lines = (Path(given) / "dev.gold.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]
    texts = [text for _, text in dated_cases()]
    return [". ".join(texts[at : at + 25]) for at in range(0, len(texts), 25)]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def passages(documents: list[str], lexicon: Lexicon) -> list[Passage]:
    return [Passage.of(text, lexicon) for text in documents]


def dated_cases() -> list[tuple[dict[str, Any], str]]:
    """Return (what it says, text) of every case of ``corpus/dates.yaml``."""
    content = yaml.safe_load((root() / "arabic" / "corpus" / "dates.yaml").read_text("utf-8"))
    return [
        (
            {**case["says"], "published": case.get("published", PUBLISHED)},
            text.replace("[", "").replace("]", ""),
        )
        for case in content["cases"]
        for text in case["texts"]
    ]


def per_document(benchmark: Any, count: int) -> None:
    benchmark.extra_info["documents"] = count
    if benchmark.stats is not None:
        benchmark.extra_info["ms_per_document"] = round(benchmark.stats.stats.median / count * 1000, 3)


def test_fold_and_tokenize(benchmark: Any, documents: list[str]) -> None:
    benchmark(lambda: [tokenize(fold(text).text) for text in documents])
    per_document(benchmark, len(documents))


def test_scan(benchmark: Any, passages: list[Passage], lexicon: Lexicon) -> None:
    benchmark(lambda: [lexicon.scanner.scan(passage.tokens) for passage in passages])
    per_document(benchmark, len(passages))


def test_numbers(benchmark: Any, passages: list[Passage], lexicon: Lexicon) -> None:
    grammar = Grammar("numerals", lexicon.shapes("numerals"))
    benchmark(lambda: [read_quantities(passage, read_numbers(passage), grammar) for passage in passages])
    per_document(benchmark, len(passages))


def test_dates(benchmark: Any, passages: list[Passage], lexicon: Lexicon) -> None:
    grammar = Grammar("dates", lexicon.shapes("dates"))
    numbers = [read_numbers(passage) for passage in passages]

    def read() -> list[Any]:
        return [
            read_dates(passage, found, PUBLISHED, grammar)
            for passage, found in zip(passages, numbers, strict=True)
        ]

    benchmark(read)
    per_document(benchmark, len(passages))


@pytest.mark.filterwarnings("ignore")
def test_dates_beside_dateparser(
    benchmark: Any, lexicon: Lexicon, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read the one-day cases of the corpus with both; a text is right when its day is among those found."""
    search = pytest.importorskip("dateparser.search")
    cases = [
        (says["start"], text, says["published"])
        for says, text in dated_cases()
        if says["published"] is not None and says.get("start") is not None and says["start"] == says["end"]
    ]
    grammar = Grammar("dates", lexicon.shapes("dates"))

    def theirs(text: str, published: date) -> set[date]:
        settings = {
            "RELATIVE_BASE": datetime.combine(published, time(12)),
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY",
        }
        found = search.search_dates(text, languages=["ar"], settings=settings) or []
        return {moment.date() for _, moment in found}

    def ours(text: str, published: date) -> set[date]:
        passage = Passage.of(text, lexicon)
        mentions = date_mentions(passage, read_dates(passage, read_numbers(passage), published, grammar))
        return {date.fromisoformat(mention.value["start"]) for mention in mentions if mention.value["start"]}

    def share(read: Callable[[str, date], set[date]]) -> float:
        return sum(day in read(text, published) for day, text, published in cases) / len(cases)

    benchmark(lambda: [ours(text, published) for _, text, published in cases])
    shares = {"texts": len(cases), "rasd": round(share(ours), 3), "dateparser": round(share(theirs), 3)}
    benchmark.extra_info.update(shares)
    with capsys.disabled():
        print(f"\none-day texts read rightly: {shares}")
