"""Words broken by marks are one; marks between words stay."""

from __future__ import annotations

import pytest

from rasd.grammar.passage import Passage
from rasd.lexicon import Lexicon


def words(text: str) -> list[str]:
    return [token.text for token in Passage.of(text, Lexicon.load()).tokens]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("شه.داء", ["شهدا"]),
        ("مق/تل", ["مقتل"]),
        ("استش*هاد", ["استشهاد"]),
        ("إرهـــ\\ابي", ["ارهابي"]),
        ("ش.هي.د", ["شهيد"]),
    ],
)
def test_a_broken_word_is_read_whole(text: str, joined: list[str]) -> None:
    assert words(text) == joined


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("قتل/جرح", ["قتل", "/", "جرح"]),
        ("الجيش.قتل", ["الجيش", ".", "قتل"]),
        ("حلب-إدلب", ["حلب", "-", "ادلب"]),
    ],
)
def test_words_with_a_mark_between_them_stay_apart(text: str, kept: list[str]) -> None:
    assert words(text) == kept


def test_the_evidence_of_a_broken_word_spans_its_marks() -> None:
    passage = Passage.of("سقوط شه.داء في القصف", Lexicon.load())
    at = next(index for index, token in enumerate(passage.tokens) if token.text == "شهدا")
    assert passage.surface(at, at + 1) == "شه.داء"
