"""Names of victims: where they begin and end, and how many they make."""

from __future__ import annotations

import pytest

from rasd.coding import Coder
from rasd.model import Document


def names(text: str) -> list[str]:
    record = Coder().code(Document(id="x", text=text, published="2024-03-14"))
    return [name for report in record.reports for harm in report.harm for name in harm.victims]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("استشهد الشاب رامي نديم جبر (23 عاماً) برصاص الاحتلال في نابلس.", ["رامي نديم جبر"]),
        ("استشهاد الصحفي زياد كمال بقصف إسرائيلي على غزة.", ["زياد كمال"]),
        ("قتل المواطن يوسف جمال وزوجته بانفجار لغم في الرقة.", ["يوسف جمال"]),
        ("استشهاد الصحفيين سامر نزار ووليد هاني بغارة على غزة.", ["سامر نزار", "وليد هاني"]),
        (
            "قتل ثلاثة مدنيين، هم سامر نزار ووليد هاني وأيمن ماهر، بقصف على إدلب.",
            ["سامر نزار", "وليد هاني", "أيمن ماهر"],
        ),
        (
            "قتل ثلاثة مدنيين بقصف على كفرنبل. والقتلى هم سامر نزار ووليد هاني والطفل أيمن ماهر.",
            ["سامر نزار", "وليد هاني", "أيمن ماهر"],
        ),
        ("قتل مدني بقصف على إدلب.", []),
    ],
)
def test_victims_are_named_as_the_text_names_them(text: str, told: list[str]) -> None:
    assert names(text) == told
