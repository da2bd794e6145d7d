"""Folding makes spellings equal and never loses the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasd.text import fold
from steps import steps

LETTERS = "أإآٱءؤئةىيیےكکلالمقتبوَُِّـ\u200f\u202b\ufeff\u0670٣۳3٫،؛؟«» \n\t\u00a0abcﻋﺸﺮﺓﻻﷲﷺ．Ａ"
TEXTS = st.text(alphabet=st.sampled_from(LETTERS), max_size=60) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("variant", "plain"),
    [
        ("أبريل", "ابريل"),
        ("ﻋﺸﺮﺓ", "عشرة"),
        ("قُـتِلَ", "قتل"),
        ("قذيفة", "قذيفه"),
        ("مصطفى", "مصطفي"),
        ("شهداء", "شهدا"),
        ("٣٬٠٤٢", "3,042"),
        ("۳", "3"),
        ("کانون", "كانون"),
        ("الثلاثـــاء", "الثلاثاء"),
        ("\u200fأمس\u200e", "امس"),
        ("ﻻ", "لا"),
        ("«الحرة»", '"الحره"'),
        ("الاثنين – الثلاثاء", "الاثنين - الثلاثاء"),
    ],
)
def test_spellings_fold_alike(variant: str, plain: str) -> None:
    assert fold(variant).text == fold(plain).text


@pytest.mark.parametrize(
    ("original", "start", "end", "span"),
    [
        ("قُتِلَ ٣", 0, 3, (0, 6)),  # the marks of the last letter belong to it
        ("قُتِلَ ٣", 4, 5, (7, 8)),
        ("ﻻ أحد", 0, 2, (0, 1)),  # a ligature is two letters of one character
        ("ﻻ أحد", 0, 1, (0, 1)),
        ("مساءً", 0, 3, (0, 5)),
        ("\u200fأمس", 0, 3, (1, 4)),
        ("قتل", 1, 3, (1, 3)),
    ],
)
def test_span_leads_back_to_the_characters_of_the_outlet(
    original: str, start: int, end: int, span: tuple[int, int]
) -> None:
    assert fold(original).span(start, end) == span


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (0, 9), (-1, 2)])
def test_a_value_without_evidence_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="folded range"):
        fold("قُتل").span(start, end)


@given(TEXTS)
def test_folding_twice_changes_nothing(original: str) -> None:
    once = fold(original).text
    assert fold(once).text == once


@given(TEXTS)
def test_offsets_never_decrease_and_end_at_the_length(original: str) -> None:
    folded = fold(original)
    if folded.origins is None:
        assert len(folded.text) == len(original)
        return
    assert len(folded.origins) == len(folded.text) + 1
    assert list(folded.origins) == sorted(folded.origins)
    assert folded.origins[-1] == len(original)


@given(TEXTS, st.data())
def test_every_span_lies_inside_the_text_and_holds_what_it_stands_for(
    original: str, data: st.DataObject
) -> None:
    folded = fold(original)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(original)
    # A ligature at the edge may bring letters of its own.
    assert folded.text[start:end] in fold(original[first:last]).text


@pytest.mark.parametrize("hostile", ["ـ", "\u064e", "ﻻ", "\u200f", "اَ", "ﷺ", "أ", "\ufeff1"])
def test_repetition_costs_linear_work(hostile: str) -> None:
    fold(hostile)
    small, large = (steps(lambda size=size: fold(hostile * size)) for size in (500, 1000))
    assert large <= 2.1 * small + 50
