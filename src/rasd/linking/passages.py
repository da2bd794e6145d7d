"""The words in which a report is told: what copies share and stock paragraphs do not.

Only the sentences that hold a report's evidence count. A paragraph on the background of a war, repeated word for word
under a hundred unrelated texts, holds no evidence of an incident and so never makes two texts look alike.
"""

from __future__ import annotations

import re
import struct
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from rensa import RMinHash

from rasd.model import Report
from rasd.text import fold

__all__ = [
    "BANDS",
    "MIN_SHINGLES",
    "containment",
    "folded_words",
    "minhash",
    "passage",
    "shingles",
    "signature_bands",
]

_SENTENCE = re.compile(r"[^\n.!?؟…]+(?:[.!?؟…](?=\d)[^\n.!?؟…]*)*[\n.!?؟…]*")
_WORD = re.compile(r"\w+")
_WIDTH = 3
_FOUR_BYTES = struct.Struct("<I").pack
_PERMUTATIONS, BANDS = 64, 16
_ROWS = _PERMUTATIONS // BANDS
_SEED = 20190428  # fixed: signatures are kept in stores and must mean the same in every process
MIN_SHINGLES = 6
"""A shorter passage says nothing of copying: newsrooms share phrases."""


@lru_cache(maxsize=4)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, folded as the reader folds; digits stay, marks go.

    The last ones are remembered: reports of one document share passages, and those without a place all of its words.
    """
    return tuple(_WORD.findall(fold(text).text))


def passage(report: Report, text: str) -> str:
    """Return the sentences of `text` that hold evidence of `report`, in order; all of it when none is named."""
    spans = sorted(_evidence(report))
    if not spans:
        return text
    told: list[str] = []
    at = 0
    for sentence in _SENTENCE.finditer(text):
        while at < len(spans) and spans[at][1] <= sentence.start():
            at += 1
        if at == len(spans):
            break
        if spans[at][0] < sentence.end():
            told.append(sentence.group())
    return "".join(told)


def _evidence(report: Report) -> Iterator[tuple[int, int]]:
    """Yield where the report and what happened in it were read; who says so may stand elsewhere."""
    yield from report.evidence
    yield from report.date.evidence
    for values in (report.places, report.perpetrators, report.harm, report.weapons):
        for value in values:
            yield from value.evidence


def shingles(words: Sequence[str]) -> array[int]:
    """Return the hashes of the word triples, sorted, each once; of fewer words, the hash of them all."""
    if len(words) < _WIDTH:
        return array("I", [crc32(" ".join(words).encode())] if words else [])
    text = " ".join(words).encode()
    behind = text.replace(b" ", b"\n ").split(b"\n")  # every word but the first with the space before it
    # The sum of a triple is that of its pair gone on with: each word is summed, not each triple written.
    pairs = map(crc32, behind[1:], map(crc32, text.split(b" ")))
    return array("I", sorted(set(map(crc32, behind[2:], pairs))))


def containment(one: array[int], other: array[int]) -> float:
    """Return the share of the shorter passage's triples that the other has too, 0 to 1."""
    return contained(frozenset(one), other)


def contained(one: frozenset[int], other: array[int]) -> float:
    """Return `containment` where the triples of one are a set already."""
    fewest = min(len(one), len(other))
    return len(one.intersection(other)) / fewest if fewest >= MIN_SHINGLES else 0.0


def minhash(triples: array[int]) -> array[int]:
    """Return the MinHash signature of word triples: two share about that part of their numbers that they share of triples.

    Empty where there are too few triples to tell (Broder 1997).
    """
    if len(triples) < MIN_SHINGLES:
        return array("I")
    signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    signature.update(list(map(_FOUR_BYTES, triples)))
    return array("I", signature.digest())


def signature_bands(triples: array[int]) -> list[int]:
    """Return the MinHash signature of a passage as `BANDS` numbers: passages that share one may be copies.

    64 permutations in 16 bands of 4, so that passages alike at 0.5 share a band in two of three cases and at 0.8 nearly
    always.
    """
    digest = minhash(triples)
    if not digest:
        return []
    return [crc32(digest[band * _ROWS : (band + 1) * _ROWS].tobytes(), band) for band in range(BANDS)]
