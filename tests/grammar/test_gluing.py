"""Glued words are cut in two, and words that only look glued stay whole."""

from __future__ import annotations

import pytest

from rasd.grammar.gluing import unglued
from rasd.grammar.passage import Passage
from rasd.lexicon import Lexicon
from rasd.text import fold, tokenize


def words(text: str) -> list[str]:
    return [token.text for token in Passage.of(text, Lexicon.load()).tokens]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("استشهدمن", ["استشهد", "من"]),
        ("اشتباكاتمع", ["اشتباكات", "مع"]),
        ("علىعملية", ["علي", "عمليه"]),
        ("والجرحىإلى", ["والجرحي", "الي"]),
    ],
)
def test_two_words_without_a_space_are_two(text: str, cut: list[str]) -> None:
    assert words(text) == cut


@pytest.mark.parametrize(
    "text", ["اليابان", "آلياتهم", "والأرمن", "اليعربية", "المؤتمن", "اليمن", "مدنيين", "الحوالي"]
)
def test_a_word_that_looks_glued_stays_whole(text: str) -> None:
    assert len(words(text)) == 1


def test_the_halves_keep_their_place_in_the_text() -> None:
    text = fold("قُتل مدني وأصيبتعائلة، واستشهدمن القرية").text
    for token in unglued(tokenize(text), Lexicon.load().scanner):
        assert text[token.start : token.end] == token.text
