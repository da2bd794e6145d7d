"""The sieve: what a page of each kind costs, what it throws out, and that it loses nothing.

Costs are of pages of about 26 KB, the fastest of several rounds, in processor time. Power is the share of quiet Arabic
texts of our own (``quiet_arabic.yaml``) that is dropped. With RASD_CORPUS set, every text of it that the reader reports is
put through both tests, the page written in several ways: none may be lost.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml

from rasd.coding import Coder
from rasd.lexicon import Lexicon
from rasd.model import Document
from rasd.scale.sieve import Sieve

SIZE = 26_000
ROUNDS, CALLS = 7, 50
LINK = '<div class="col-4"><a class="item" href="/2024/03/page-{}.html"><img src="/media/{}.jpg" alt=""></a></div>\n'
REPORT = (
    "قصفت طائرات حربية بلدة كفروما في ريف إدلب الجنوبي اليوم، ما أدى إلى مقتل ثلاثة مدنيين وإصابة خمسة بجروح."
)
QUIET = [
    str(row["text"])
    for row in yaml.safe_load((Path(__file__).parent / "quiet_arabic.yaml").read_text("utf-8"))
]
FRENCH = "Le Premier ministre a été reçu à déjeuner, où il a évoqué la réforme de l’éducation nationale."
RUSSIAN = "Правительство обсудило бюджет на следующий год, заявил министр на встрече с журналистами."
CHINESE = "新华社记者从政府部门获悉，今年第一季度经济增长超过预期。"
CORPUS = ("dev.gold", "unlabelled", "gsr-dev", "link-dev", "seed.gold")


def page(text: str, size: int = SIZE) -> str:
    """Return markup of `size` characters with texts in it, a third of it words."""
    parts, length, number = ["<!DOCTYPE html>\n<html><body>"], 0, 0
    while length < size:
        part = LINK.format(number, number * 7) + (f"<p>{text}</p>\n" if number % 2 else "")
        parts.append(part)
        length += len(part.encode())
        number += 1
    return "".join(parts) + "</body></html>"


def quiet(sieve: Sieve) -> str:
    return " ".join(text for text in QUIET if sieve.of_text(text))[:1200]


KINDS: dict[str, Callable[[Sieve], bytes]] = {
    "ASCII": lambda _: page("The minister met the press after lunch, and said little.").encode(),
    "Latin": lambda _: page(FRENCH).encode(),
    "Latin, windows-1252": lambda _: page(FRENCH).encode("cp1252"),
    "Cyrillic": lambda _: page(RUSSIAN).encode(),
    "Cyrillic, windows-1251": lambda _: page(RUSSIAN).encode("cp1251"),
    "Chinese": lambda _: page(CHINESE).encode(),
    "Chinese, GB 18030": lambda _: page(CHINESE).encode("gb18030"),
    "Latin with an Arabic link": lambda _: page(FRENCH).encode() + "<a>العربية</a>".encode(),
    "Arabic with words": lambda _: page(REPORT).encode(),
    "Arabic without": lambda sieve: page(quiet(sieve)).encode(),
    "Arabic without, windows-1256": lambda sieve: page(quiet(sieve)).encode("cp1256"),
    "Arabic with words, windows-1256": lambda _: page(REPORT).encode("cp1256"),
    "Arabic with words, entities": lambda _: page(REPORT, 9_000).encode("ascii", "xmlcharrefreplace"),
}


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return Sieve.of(Lexicon.load())


def microseconds(work: Callable[[], object]) -> float:
    fastest = 1e9
    for _ in range(ROUNDS):
        begun = process_time()
        for _ in range(CALLS):
            work()
        fastest = min(fastest, (process_time() - begun) / CALLS)
    return 1e6 * fastest


def test_what_a_page_costs(benchmark: Any, sieve: Sieve) -> None:
    lexicon = Lexicon.load()
    begun = process_time()
    Sieve.of(lexicon)
    print(f"\nbuild: {process_time() - begun:.3f} s")

    def measure() -> None:
        for kind, make in KINDS.items():
            body = make(sieve)
            reason = sieve.of_bytes(body)
            cost = microseconds(lambda body=body: sieve.of_bytes(body))  # type: ignore[misc]
            benchmark.extra_info[kind] = round(cost, 1)
            print(f"{kind:34} {len(body) / 1000:6.1f} KB {cost:8.1f} us  {reason or 'kept'}")

    benchmark.pedantic(measure, rounds=1)


def test_what_is_thrown_out(benchmark: Any, sieve: Sieve) -> None:
    def measure() -> None:
        reasons = Counter(sieve.of_text(text) or "kept" for text in QUIET)
        benchmark.extra_info.update(reasons)
        print(f"\nquiet Arabic texts: {dict(reasons)}")

    benchmark.pedantic(measure, rounds=1)
    assert sieve.of_bytes(page(quiet(sieve)).encode())


def reported(folder: Path) -> Iterator[str]:
    """Yield the texts of the corpus of which the reader makes a report or a toll."""
    coder = Coder.load()
    for name in CORPUS:
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            keys = ("text", "published", "outlet", "theatre")
            record = coder.code(Document(**{key: row.get(key) for key in keys}))
            if record.reports or record.tolls:
                yield str(row["text"])


def test_no_report_is_lost(benchmark: Any, sieve: Sieve) -> None:
    folder = os.environ.get("RASD_CORPUS")
    if not folder:
        pytest.skip("RASD_CORPUS names no folder with the corpus")
    lost: Counter[str] = Counter()

    def measure() -> None:
        count = 0
        for text in reported(Path(folder)):
            count += 1
            lost["text"] += bool(sieve.of_text(text))
            whole = page("News.", 2_000).replace("</body>", f"<p>{text}</p></body>")
            for charset in ("utf-8", "cp1256", "iso8859_6", "ascii"):
                lost[charset] += bool(sieve.of_bytes(whole.encode(charset, "xmlcharrefreplace")))
            lost["JSON"] += bool(sieve.of_bytes(json.dumps({"body": text}).encode()))
            lost["tatweel"] += bool(
                sieve.of_bytes("".join(f"{one}\u0640" if one.isalpha() else one for one in text).encode())
            )
        print(f"\n{count} texts with a report or a toll; lost: {dict(lost)}")

    benchmark.pedantic(measure, rounds=1)
    assert not lost.total()
