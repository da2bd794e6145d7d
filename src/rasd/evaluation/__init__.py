"""Records against a coding by hand: pairing of reports, a score per slot, differences, frozen runs."""

from rasd.evaluation.comparison import POLITICAL, SLOTS, fold_name, pair_reports, slots_of
from rasd.evaluation.frozen import Cell, Change, changes, frozen_cells, read_frozen, write_frozen
from rasd.evaluation.gold import GoldDocument, read_gold
from rasd.evaluation.score import GROUPS, Comparison, Difference, Score, Scorer, Tally, compare

__all__ = [
    "GROUPS",
    "POLITICAL",
    "SLOTS",
    "Cell",
    "Change",
    "Comparison",
    "Difference",
    "GoldDocument",
    "Score",
    "Scorer",
    "Tally",
    "changes",
    "compare",
    "fold_name",
    "frozen_cells",
    "pair_reports",
    "read_frozen",
    "read_gold",
    "slots_of",
    "write_frozen",
]
