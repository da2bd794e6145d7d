"""Where a dispatch was filed is not where it happened; a place with a colon before its item is."""

from __future__ import annotations

import pytest

from rasd.coding import Coder
from rasd.model import Document


def places(text: str) -> list[str]:
    record = Coder.load().code(Document(id="a", text=text, published="2024-03-20T09:00:00+02:00"))
    return [place.name for report in record.reports for place in report.places]


@pytest.mark.parametrize(
    "head", ["بيروت (المنارة) -", "بيروت (أ ف ب) -", "بيروت – المنارة /", "بيروت (لبنان) - المنارة:"]
)
def test_a_dateline_is_no_place_of_the_incident(head: str) -> None:
    text = f"{head} أودت غارة نفذتها طائرة مسيرة إسرائيلية بحياة رجل في بلدة رب ثلاثين الثلاثاء وأصابت اثنين آخرين."
    assert places(text) == ["رب ثلاثين"]


def test_a_place_that_heads_its_item_stays() -> None:
    text = "حصاد اليوم:\n- رب ثلاثين (قضاء مرجعيون): غارة إسرائيلية على منزل أدت إلى مقتل رجل وإصابة زوجته."
    assert "رب ثلاثين" in places(text)
