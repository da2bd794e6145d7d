"""A text split stretch by stretch is the text split whole, whatever was read before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasd.grammar.gluing import unglued
from rasd.grammar.masking import unmasked
from rasd.grammar.splitting import Splitter, splitter
from rasd.lexicon import Lexicon
from rasd.text import fold, tokenize
from steps import steps

PARTS = ["قُتل", "شه.داء", "مق/تل", "استشهدمن", "علىعملية", "علي عملية", "أيضاًالتجهيزات", "تنظيم", '"الدولة"', "3,042", "12/05", "أ.ب",
         " ", " ", "\n", "\t", "،", ".", "-", "_", "#", "ـ", "َ", "ﻻ", "ﷺ", "\u200f", "\u2028", "abc", "قوات", "سوريا", "الديمقراطية"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(max_size=40)


@given(TEXTS)
def test_stretch_by_stretch_is_as_whole(text: str) -> None:
    scanner = Lexicon.load().scanner
    folded = fold(text)
    whole = unglued(folded, unmasked(tokenize(folded.text), scanner), scanner)
    tokens, starts, ends = splitter(scanner)(folded)
    placed = zip(tokens, starts, ends, strict=True)
    assert [(one.text, start, end, one.kind) for one, start, end in placed] == [
        (one.text, one.start, one.end, one.kind) for one in whole
    ]
    opened = [scanner.form(one.text) if one.kind == "word" else None for one in tokens]
    assert [one.path for one in tokens] == [form and form.path for form in opened]


def test_a_spelling_read_before_does_not_decide_for_another() -> None:
    scanner = Lexicon.load().scanner
    split = Splitter(scanner)
    for text in ("علىعملية", "عليعمليه", "علىعملية"):
        alone = [token.text for token in Splitter(scanner)(fold(text))[0]]
        assert [token.text for token in split(fold(text))[0]] == alone


@pytest.mark.parametrize("hostile", ["شه.", "أ/", "ا", "استشهدمن", "ﷺ", "1.", "_", "\n", "قوات "])
def test_repetition_costs_linear_work(hostile: str) -> None:
    split = Splitter(Lexicon.load().scanner)
    split(fold(hostile * 1000))
    small, large = (steps(lambda size=size: split(fold(hostile * size))) for size in (500, 1000))
    assert large <= 2.1 * small + 100
