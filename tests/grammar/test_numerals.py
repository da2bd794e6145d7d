"""Numbers: what belongs to one number and what it costs to find out. Examples are in the corpus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimensions import DIMENSIONS, grammar
from rasd.grammar.numerals import read_numbers, read_quantities
from rasd.grammar.passage import Passage
from rasd.lexicon import Lexicon
from steps import steps

UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TEENS = ["عشرة", "أحد عشر", "اثنا عشر", *(f"{word} عشر" for word in UNITS[3:])]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def below_thousand(number: int) -> str:
    """Write 1 to 999 in words, as a careful editor would."""
    hundreds, rest = divmod(number, 100)
    parts = [HUNDREDS[hundreds]]
    if rest >= 20:
        parts += [UNITS[rest % 10], TENS[rest // 10]]
    elif rest >= 10:
        parts.append(TEENS[rest - 10])
    else:
        parts.append(UNITS[rest])
    return " و".join(part for part in parts if part)


def in_words(number: int) -> str:
    """Write 1 to 999,999,999 in words."""
    parts = []
    for scale, one, two, few, many in (
        (10**6, "مليون", "مليونان", "ملايين", "مليوناً"),
        (10**3, "ألف", "ألفان", "آلاف", "ألفاً"),
    ):
        count, number = divmod(number, scale)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(two)
        elif count:
            parts.append(f"{below_thousand(count)} {few if 3 <= count <= 10 else many}")
    if number:
        parts.append(below_thousand(number))
    return " و".join(parts)


def values(text: str) -> list[int]:
    return [number.value for number in read_numbers(Passage.of(text, Lexicon.load()))]


@given(st.integers(1, 999) | st.integers(1, 999_999) | st.integers(1, 999_999_999))
def test_a_number_in_words_reads_as_itself(number: int) -> None:
    assert values(f"نزح {in_words(number)} شخص") == [number]


@given(st.integers(0, 10**9))
def test_a_number_in_digits_reads_as_itself(number: int) -> None:
    assert values(f"نزح {number} شخص") == [number]
    assert values(f"نزح {number:,} شخص") == [number]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("قتل ثلاثة وأصيب خمسة", [3, 5]),
        ("ثلاثة، خمسة", [3, 5]),
        ("مئة قتيل وعشرون جريحاً", [100, 20]),
        ("ثلاثة ألف", [3000]),
        ("10 و15", [10, 15]),
        ("عشرة وخمسة", [10, 5]),
        ("عشرون وثلاثة", [20, 3]),
        ("12 05", [12, 5]),
    ],
)
def test_numbers_that_do_not_add_up_stay_apart(text: str, numbers: list[int]) -> None:
    assert values(text) == numbers


@given(st.text(alphabet=st.sampled_from("ثلاةعشروخمئلفمن إىبي0123456789.,-ـ٣"), max_size=60))
def test_quantities_never_fail_and_stand_in_order(text: str) -> None:
    passage = Passage.of(text, Lexicon.load())
    found = read_quantities(passage, read_numbers(passage), grammar("numerals"))
    at = 0
    for quantity in found:
        assert at <= quantity.start < quantity.end <= len(passage.tokens)
        assert quantity.min is None or quantity.max is None or quantity.min <= quantity.max
        at = quantity.end


@pytest.mark.parametrize(
    "hostile", ["ألف ", "وألف ", "ثلاثة و", "1 ", "1و", "من 3 إلى ", "عشرات ", "مئة وعشرون "]
)
def test_repetition_costs_linear_work(hostile: str) -> None:
    read = DIMENSIONS["numerals"].read
    read(hostile * 3, None)
    small, large = (steps(lambda size=size: read(hostile * size, None)) for size in (150, 300))
    assert large <= 2.2 * small + 100
