"""The same document read twice, as it is and changed: the records must be the same."""

from rasd.evaluation.rereading.alignment import Alignment, Segment
from rasd.evaluation.rereading.comparing import Mismatch, Rereading, Tally, mismatches, tallies
from rasd.evaluation.rereading.examples import read_examples
from rasd.evaluation.rereading.noise import NOISE, Disturbed, disturb, reread_disturbed

__all__ = [
    "NOISE",
    "Alignment",
    "Disturbed",
    "Mismatch",
    "Rereading",
    "Segment",
    "Tally",
    "disturb",
    "mismatches",
    "read_examples",
    "reread_disturbed",
    "tallies",
]
