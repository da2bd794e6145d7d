"""Documents that repeat another one's words: how alike two texts are, told from small signatures.

A signature is made where a document is read and travels with it; texts are compared only where signatures say that it is
worth it. Being alike folds nothing: a copy whose report says more, fewer or other things than its original is no copy.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.linking import folded_words, minhash, shingles

__all__ = ["likeness", "signature_of"]


def signature_of(text: str) -> list[int]:
    """Return the signature of a text: 64 numbers (MinHash of its folded word triples), none where it has hardly a word.

    Marks, spelling variants and diacritics change nothing: texts that fold to the same words have the same signature.
    """
    return list(minhash(shingles(folded_words(text))))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return which part of two signatures is the same, 0 to 1: an estimate of the triples that both texts share."""
    if not one or not other:
        return 0.0
    return sum(map(int.__eq__, one, other)) / len(one)
