"""Offsets of a changed text: back to the characters that the outlet published."""

from __future__ import annotations

import pytest

from rasd.evaluation.rereading import NOISE, Alignment, Segment, disturb

ALIGNMENT = Alignment([Segment((2, 5), (2, 9)), Segment((10, 12), (14, 15))])


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ((0, 2), (0, 2)),
        ((2, 9), (2, 5)),
        ((4, 12), (2, 8)),
        ((0, 4), (0, 5)),
        ((9, 15), (5, 12)),
        ((15, 17), (12, 14)),
    ],
)
def test_a_span_comes_back_widened_to_whole_segments(
    changed: tuple[int, int], first: tuple[int, int]
) -> None:
    assert ALIGNMENT.back(changed) == first


def test_a_span_of_the_first_text_is_widened_alike() -> None:
    assert ALIGNMENT.whole((3, 7)) == (2, 7)
    assert ALIGNMENT.whole((5, 7)) == (5, 7)


@pytest.mark.parametrize("name", NOISE)
def test_every_word_of_a_disturbed_text_is_found_again(name: str) -> None:
    text = "أُعلن أن 12 شخصاً، و قال شهداء: لأن الآلاف نزحوا"
    noisy = disturb(text, NOISE[name])
    at = 0
    for word in text.split(" "):
        span = (at, at + len(word))
        assert noisy.alignment.back(noisy.ahead(span)) == noisy.alignment.whole(span), (name, word)
        at += len(word) + 1
