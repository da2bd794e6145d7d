"""Documents that repeat another one's words and say the same: how they are found, from small signatures.

A signature is made where a document is read and travels with it; texts are compared only where signatures say that it is
worth it. Being alike makes no copy: an update that raises a toll, or another report under one stock paragraph, says
something else, and a copy says what its original says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from rasd.linking import containment, folded_words, minhash, shingles

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "ALIKE",
    "Copied",
    "is_alike",
    "likeness",
    "originals",
    "said_of",
    "said_of_report",
    "signature_of",
]

ALIKE = 0.8
"""Share of word triples that a copy and its original have in common at least."""
_BANDS, _ROWS = 16, 4


@dataclass(frozen=True, slots=True)
class Copied:
    """A document among those that say the same."""

    number: int
    order: tuple[int, str]
    """By publication, then by id."""
    signature: npt.NDArray[np.uint32]


def signature_of(text: str) -> list[int]:
    """Return the signature of a text: 64 numbers (MinHash of its folded word triples), none where it has hardly a word.

    Marks, spelling variants and diacritics change nothing: texts that fold to the same words have the same signature.
    """
    return list(minhash(shingles(folded_words(text))))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return which part of two signatures is the same, 0 to 1: an estimate of the triples that both texts share."""
    if not len(one) or not len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def is_alike(one: str, other: str) -> bool:
    """Tell whether two texts have nearly all of their folded word triples in common: neither holds much that is its own."""
    first, second = shingles(folded_words(one)), shingles(folded_words(other))
    if first == second:
        return True
    shorter, longer = sorted((len(first), len(second)))
    shared = containment(first, second) * shorter
    return shared >= ALIKE * (shorter + longer - shared)


def said_of_report(report: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a report says, as its record's JSON has it: who did what to whom, when, where, with how many harmed."""
    return (
        report["kind"],
        report["factuality"],
        [report["date"][name] for name in ("start", "end", "part_of_day")],
        sorted(place["gazetteer_id"] or place["name"] for place in report["places"]),
        *(
            sorted(
                value["actor"] + ("|" + value["certainty"] if "certainty" in value else "")
                for value in report[name]
            )
            for name in ("perpetrators", "parties", "targets")
        ),
        sorted(value["site"] for value in report["target_sites"]),
        sorted(value["weapon"] for value in report["weapons"]),
        sorted([value["item"], value["count"]] for value in report["munitions"]),
        sorted(json.dumps([row[name] for name in _HARM]) for row in report["harm"]),
    )


_HARM = ("effect", "min", "max", "victim_status", "children", "women", "men", "unit", "approximate")
_TOLL = ("effect", "min", "max", "since", "until", "place")
_TOTAL = ("min", "max", "of", "since", "until", "place")


def said_of(record: Mapping[str, Any]) -> int:
    """Return a 64-bit number for what a record says, reports in their order, tolls and claimed totals."""
    said = [
        [said_of_report(report) for report in record["reports"]],
        [[toll[name] for name in _TOLL] for toll in record["tolls"]],
        [[total[name] for name in _TOTAL] for total in record["claimed_totals"]],
    ]
    words = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "little")


def originals(group: Iterable[Copied]) -> dict[int, int]:
    """Return for each copy among documents that say the same the number of the earliest one that it repeats.

    Who is repeated repeats nobody itself. Signatures that share a band of four numbers are compared as a whole, so the
    cost is that of the copies, not of the group.
    """
    found: dict[int, int] = {}
    bands: dict[tuple[int, bytes], list[Copied]] = defaultdict(list)
    for one in sorted(group, key=lambda one: one.order):
        if not len(one.signature):
            continue
        keys = [(band, one.signature[band * _ROWS : (band + 1) * _ROWS].tobytes()) for band in range(_BANDS)]
        near = {held.number: held for key in keys for held in bands.get(key, ())}
        alike = [
            held
            for held in near.values()
            if float((held.signature == one.signature).mean()) >= ALIKE - _DOUBT
        ]
        if alike:
            found[one.number] = min(alike, key=lambda held: held.order).number
        else:
            for key in keys:
                bands[key].append(one)
    return found


_DOUBT = 0.1
"""What a signature of 64 numbers may err by; texts decide in the end."""
