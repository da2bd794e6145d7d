"""The theatre of a text that names none: told by the places at its beginning, however long it goes on."""

from __future__ import annotations

import pytest

from dimensions import coder
from rasd.model import Document

AFTER = "\nوقال صاحب متجر إن المكتبات عادت إلى العمل جزئيا منذ أول الأسبوع في انتظار قرار المجلس." * 12
ATTACK = "قُتل مدني وأصيب أربعة آخرون ليل الأحد في هجوم مسلح شنه الجيش الإسرائيلي على حي الدحدوح."


def theatre_and_kinds(text: str) -> tuple[str | None, list[str]]:
    record = coder().code(Document(text=text, published="2024-01-08"))
    return record.theatre, [report.kind for report in record.reports]


@pytest.mark.parametrize("after", ["", AFTER], ids=["short", "long"])
def test_a_place_at_the_beginning_tells_the_theatre(after: str) -> None:
    assert theatre_and_kinds(ATTACK + after) == ("palestine", ["attack"])


@pytest.mark.parametrize(
    "text",
    [
        "قُتل مدني وأصيب أربعة آخرون في هجوم مسلح على حي الزيتون في بيشاور. وقالت الشرطة الباكستانية إن المهاجمين فروا.",
        "قُتل مدني وأصيب أربعة آخرون في هجوم مسلح على حي الزيتون شمال أوكرانيا.",
        "قُتل مدني وأصيب أربعة آخرون في هجوم مسلح شنته القوات الأوكرانية على حي الزيتون.",
    ],
    ids=["police", "land", "army"],
)
def test_a_long_text_of_another_land_is_of_no_theatre(text: str) -> None:
    assert theatre_and_kinds(text + AFTER) == (None, [])


def test_a_place_far_behind_tells_nothing() -> None:
    assert theatre_and_kinds(AFTER.strip() + "\nويقع المتجر قرب حي الدحدوح.") == (None, [])
