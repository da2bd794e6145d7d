"""How fast documents become records, and what a person waits for one.

Documents come from the JSON Lines file in RASD_BENCH_DOCS, else from demo/articles. `search_dates` of dateparser reads
the same documents in the same run where dateparser is installed: it looks for dates only.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rasd.coding import Coder
from rasd.collection import Defaults, collect
from rasd.model import Document

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = "قُتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين بريف إدلب. "
MAIN = "from rasd.cli import main; main()"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    given = os.environ.get("RASD_BENCH_DOCS", str(ROOT / "demo" / "articles"))
    found = [one.document for one in collect([given], Defaults(), io.BytesIO()) if one.document is not None]
    if not found:
        pytest.skip(f"{given} holds no document. Set RASD_BENCH_DOCS to a JSON Lines file.")
    return found


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def note_rate(benchmark: Any, documents: list[Document]) -> None:
    """Put documents a second beside the timings (the fastest round)."""
    characters = sum(len(document.text) for document in documents)
    if benchmark.stats is None:  # --benchmark-disable
        return
    seconds = benchmark.stats.stats.min
    benchmark.extra_info["documents"] = len(documents)
    benchmark.extra_info["documents_per_second"] = round(len(documents) / seconds, 1)
    benchmark.extra_info["characters_per_second"] = round(characters / seconds)
    print(
        f"\n{benchmark.name}: {len(documents) / seconds:,.0f} documents/s, {characters / seconds:,.0f} characters/s"
    )


def test_code(benchmark: Any, coder: Coder, documents: list[Document]) -> None:
    """One core, everything loaded."""
    coder.code(documents[0])
    benchmark.pedantic(lambda: [coder.code(document) for document in documents], rounds=3)
    note_rate(benchmark, documents)


def test_dateparser_search_dates(benchmark: Any, documents: list[Document]) -> None:
    search = pytest.importorskip(
        "dateparser.search", reason="dateparser is not installed: nothing to compare with"
    )
    benchmark.pedantic(
        lambda: [search.search_dates(document.text, languages=["ar"]) for document in documents], rounds=2
    )
    note_rate(benchmark, documents)


def test_read_one_from_start_to_end(benchmark: Any, tmp_path: Path) -> None:
    """A process of its own: start, load, read, write. A person waits this long; at most one second."""
    path = tmp_path / "one.txt"
    path.write_text(SENTENCE * 5, "utf-8")
    command = [sys.executable, "-c", MAIN, "read", str(path), "--published", "2019-04-28"]
    subprocess.run(
        command, check=True, capture_output=True
    )  # caches warm, as for the second command of a day
    benchmark.pedantic(lambda: subprocess.run(command, check=True, capture_output=True), rounds=5)


@pytest.mark.parametrize("copies", [1, 4, 16])
def test_code_grows_with_text(benchmark: Any, coder: Coder, documents: list[Document], copies: int) -> None:
    """Time a character: level when time is linear in the length of one document."""
    text = "\n".join(document.text for document in documents[:5])[:4000] + "\n"
    document = Document(id="long", text=text * copies, published="2019-04-28")
    benchmark.pedantic(lambda: coder.code(document), rounds=3)
    note_rate(benchmark, [document])


def test_peak_memory(benchmark: Any, documents: list[Document], tmp_path: Path) -> None:
    """Peak memory of `rasd read` over all documents, in megabytes (ru_maxrss of the children so far)."""
    path = tmp_path / "documents.jsonl"
    path.write_text("".join(document.model_dump_json() + "\n" for document in documents), "utf-8")
    command = [sys.executable, "-c", MAIN, "read", str(path)]
    benchmark.pedantic(lambda: subprocess.run(command, check=True, capture_output=True), rounds=1)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e6
    benchmark.extra_info["peak_megabytes"] = round(peak)
    print(f"\npeak memory of rasd read: {peak:,.0f} MB")
