"""Hostile texts: the coder never raises, its evidence stays in the text, and its work grows with the text."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from dimensions import coder
from rasd.model import Document, Record
from steps import steps

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"
REPORT = "قتل ثلاثة مدنيين أمس الأربعاء بقصف مدفعي لقوات النظام على بلدة كفرنبل في ريف إدلب. "


def letters(length: int) -> str:
    """Return random Arabic words of one to nine letters, always the same."""
    chance = random.Random(7)
    words: list[str] = []
    held = 0
    while held < length:
        word = "".join(chance.choices(LETTERS, k=chance.randint(1, 9)))
        words.append(word)
        held += len(word) + 1
    return " ".join(words)[:length]


def grown(unit: str, length: int) -> str:
    """Return `unit` repeated to a length."""
    return (unit * (length // len(unit) + 1))[:length]


TEXTS: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "whitespace": lambda: " \n\t\u00a0\u200f\u2028\u3000\r\n" * 200,
    "one word": lambda: grown("قصف ", 200_000),
    "one word without spaces": lambda: grown("قصف", 200_000),
    "one letter": lambda: "و" * 200_000,
    "digits": lambda: "7" * 100_000,
    "Arabic digits": lambda: "٧" * 100_000,
    "numbers": lambda: grown("7 ", 100_000),
    "number words": lambda: grown("ثلاثة وعشرون ألفاً و", 100_000),
    "dates": lambda: grown("الاثنين 3 آذار/مارس ", 100_000),
    "brackets": lambda: "(" * 25_000 + ")" * 25_000,
    "quotes": lambda: '"' * 50_000,
    "mixed quotes": lambda: grown("«“(['", 50_000),
    "commas": lambda: grown("،؛,;", 50_000),
    "full stops": lambda: "." * 50_000,
    "lines": lambda: "\n" * 50_000,
    "colons": lambda: grown("قال: ", 50_000),
    "marks alone": lambda: "\u064b\u0651\u0670" * 20_000,
    "tatweel": lambda: "ق" + "ـ" * 100_000 + "صف",
    "lone surrogates": lambda: REPORT + "\ud800 \udfff" * 50 + REPORT,
    "NUL": lambda: "\x00".join(REPORT),
    "controls": lambda: "".join(map(chr, range(32))) + REPORT,
    "RTL overrides": lambda: grown("\u202e" + REPORT + "\u202c\u2066\u2069", 20_000),
    "outside the plane": lambda: grown("😀 𞸁 قتل 😀 مدنيان ", 20_000),
    "presentation forms": lambda: grown("ﷺ ﷲ ﻻ قتل ﻻ ", 20_000),
    "conjunctions": lambda: grown("و ف ب ل ك ", 50_000),
    "one of one of": lambda: grown("أحد ", 50_000),
    "on and on": lambda: grown("في على من إلى ", 50_000),
    "names": lambda: grown("إدلب وحلب وحماة ", 50_000),
    "lists": lambda: grown("طفل وامرأة و", 50_000),
    "between": lambda: grown("بين 3 و", 50_000),
    "the same report": lambda: grown(REPORT, 50_000),
    "random letters": lambda: letters(1_000_000),
}


def code(text: str) -> Record:
    """Return the record of a text."""
    return coder().code(Document.model_validate({"text": text, "published": "2018-05-10"}))


def spans(node: Any) -> list[tuple[int, int]]:
    """Return every span of a dumped record."""
    if isinstance(node, dict):
        here = [tuple(span) for span in node.get("evidence") or ()]
        here += [tuple(node["span"])] if node.get("span") else []
        return here + [span for value in node.values() for span in spans(value)]
    if isinstance(node, list):
        return [span for value in node for span in spans(value)]
    return []


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_gives_a_record_with_evidence_in_it(name: str) -> None:
    text = TEXTS[name]()
    record = code(text)
    for start, end in spans(record.model_dump(mode="python")):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "published",
    [
        "",
        "yesterday",
        "2018-13-45",
        "2018-05-10T23:59:59+14:00",
        "٢٠١٨-٠٥-١٠",
        "0001-01-01",
        "9999-12-31",
    ],
)
def test_a_hostile_publication_date_is_survived(published: str) -> None:
    text = REPORT + "قبل ثلاثين عاماً، ومنذ ألف عام، وغداً وبعد 900000 يوم وقبل 9999999999 سنة."
    document = Document.model_validate({"text": text, "published": published})
    assert coder().code(document).schema_version


def calls(text: str) -> int:
    """Return how many functions of Python and C are called while a text is coded."""
    count = 0

    def profile(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        code(text)
    finally:
        sys.setprofile(before)
    return count


GROWING = {
    "one word": "قصف ",
    "one word without spaces": "قصف",
    "digits": "7",
    "number words": "ثلاثة وعشرون ألفاً و",
    "dates": "الاثنين 3 آذار/مارس ",
    "quotes": '"',
    "brackets": "(",
    "names": "إدلب وحلب وحماة ",
    "lists": "طفل وامرأة و",
    "said": "قال مصدر طبي لوكالة إن ",
    "actors": "قوات النظام وفصائل المعارضة ",
    "the same sentence without a stop": REPORT.replace(".", ""),
    "reports": REPORT,
    "lines": "قتل مدني في إدلب\n",
}


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_text_is_about_twice_the_work(name: str) -> None:
    unit = GROWING[name]
    small, large = grown(unit, 4_000), grown(unit, 8_000)
    code(small), code(large)  # what is remembered between texts is learned before counting
    assert calls(large) <= 2.6 * calls(small)
    assert steps(lambda: code(large)) <= 2.6 * steps(lambda: code(small))


def test_a_sentence_without_end_is_no_more_work_than_many() -> None:
    unit = REPORT.replace(".", "")
    small, large = grown(unit, 16_000), grown(unit, 32_000)
    code(small), code(large)
    assert calls(large) <= 2.3 * calls(small)
