"""Speed is level in the number of theatre packs: the same documents with one pack loaded, and with all.

Documents are written here, one for each theatre, so that every pack has words to find. The ratio of the fastest
rounds is printed; at most 1.3 is wanted. Loading is measured beside.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from rasd.coding import Coder
from rasd.lexicon import Lexicon
from rasd.model import Document

TEXTS = (
    "قصفت قوات النظام بالمدفعية أمس بلدة سرمين في ريف إدلب، وقتل ثلاثة مدنيين بينهم طفل، وفق الدفاع المدني السوري.",
    "استشهد فلسطينيان وأصيب خمسة برصاص قوات الاحتلال خلال اقتحام مخيم جنين فجر اليوم، وفق وزارة الصحة الفلسطينية.",
    "شن الطيران الإسرائيلي غارة على بلدة عيترون في جنوب لبنان، وقالت الوكالة الوطنية للإعلام إن شخصين أصيبا.",
    "أعلن الجيش الوطني اليمني مقتل ستة من ميليشيات الحوثي في مواجهات غرب مأرب أمس الثلاثاء.",
    "قتل تسعة مدنيين في قصف لقوات الدعم السريع على سوق في الفاشر، وفق شبكة أطباء السودان.",
    "قالت قوات الوفاق إنها أسقطت طائرة مسيرة لقوات حفتر جنوب طرابلس مساء أمس.",
    "قتل جندي وأصيب ثلاثة بانفجار عبوة ناسفة استهدفت دورية للجيش العراقي قرب الحويجة في كركوك.",
)
ROUNDS = 7
PASSES = 6


def documents() -> list[Document]:
    return [
        Document(id=str(number), text="\n".join([text] * 4), published="2020-05-18")
        for number, text in enumerate(TEXTS * PASSES)
    ]


def seconds(coder: Coder, texts: list[Document]) -> float:
    start = perf_counter()
    for document in texts:
        coder.code(document)
    return perf_counter() - start


@pytest.mark.parametrize("only", ["syria", "libya"])
def test_seven_packs_against_one(benchmark: Any, only: str) -> None:
    """Read all texts with both in turn, so that a slow moment of the machine meets both."""
    one, all_ = Coder(Lexicon.load(only=[only])), Coder(Lexicon.load())
    texts = documents()
    seconds(one, texts), seconds(all_, texts)  # words of the texts are analysed once
    fastest = {"one": 1e9, "seven": 1e9}

    def both() -> None:
        fastest["one"] = min(fastest["one"], seconds(one, texts))
        fastest["seven"] = min(fastest["seven"], seconds(all_, texts))

    benchmark.pedantic(both, rounds=ROUNDS)
    ratio = fastest["seven"] / fastest["one"]
    benchmark.extra_info["ratio"] = round(ratio, 3)
    print(
        f"\n{only}: {len(texts) / fastest['one']:,.0f} documents/s with one pack,"
        f" {len(texts) / fastest['seven']:,.0f} with {len(all_.lexicon.theatres)}, ratio {ratio:.2f}"
    )


@pytest.mark.parametrize("packs", ["one", "seven"])
def test_load(benchmark: Any, packs: str) -> None:
    """Compile the words: grows with what is loaded."""
    only = ["syria"] if packs == "one" else sorted(Lexicon.load().theatres)
    benchmark.pedantic(lambda: Lexicon.load(only=only), rounds=3)
