"""Tokens: words, numbers and marks, with their place in the folded text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasd.text import fold, tokenize
from steps import steps


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("قتل 3 مدنيين،", ["قتل", "3", "مدنيين", ","]),
        ("100جريح", ["100", "جريح"]),
        ("3,042", ["3,042"]),
        ("12/05/2026", ["12", "/", "05", "/", "2026"]),
        ("ال17:16", ["ال", "17", ":", "16"]),
        ("12 ت2", ["12", "ت", "2"]),
        ("أمس.", ["امس", "."]),
        ("أمس\nاليوم", ["امس", "\n", "اليوم"]),
        ("بـ4 صواريخ", ["ب", "4", "صواريخ"]),
    ],
)
def test_text_splits_into_words_numbers_and_marks(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(fold(text).text)] == tokens


@given(st.text(max_size=80))
def test_tokens_stand_where_they_say_and_leave_out_only_space_and_low_lines(original: str) -> None:
    text = fold(original).text
    tokens = tokenize(text)
    at = 0
    for token in tokens:
        assert text[token.start : token.end] == token.text != ""
        assert not text[at : token.start].replace("_", " ").strip()
        at = token.end
    assert not text[at:].replace("_", " ").strip()


@given(st.text(max_size=80))
def test_no_token_is_longer_than_a_word_can_be(original: str) -> None:
    assert all(token.end - token.start <= 96 for token in tokenize(fold(original).text))


@pytest.mark.parametrize("hostile", ["1", "1.", "أ.", "أ.ب.", "ا", "1,2.3", "_", "١٬", "a.b"])
def test_repetition_costs_linear_work(hostile: str) -> None:
    small, large = (len(tokenize(hostile * size)) for size in (2000, 4000))
    assert large <= 2 * small + 1
    counted = [steps(lambda size=size: tokenize(hostile * size)) for size in (500, 1000)]
    assert counted[1] <= 2.1 * counted[0] + 20
