"""Who speaks, when a text goes on and on with the same speaker."""

from __future__ import annotations

from rasd.grammar.attribution.sources import SourceMention


def test_a_speaker_who_goes_on_for_thousands_of_sentences_is_still_the_first_one() -> None:
    """A text of some megabytes made the reader fail: it followed "وقال …" back by calling itself."""
    first = SourceMention(0, 1, "witness", "sources.before", 0)
    last = first
    for at in range(1, 5_000):
        last = SourceMention(at, at + 1, "", "sources.same", at, of=last)
    assert last.root is first
