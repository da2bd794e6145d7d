"""Records against a coding by hand: pairing, a score per slot, points, intervals, frozen runs, judged sentences."""

from rasd.evaluation.comparison import POLITICAL, SLOTS, fold_name, pair_reports, slots_of
from rasd.evaluation.frozen import Cell, frozen_cells, read_frozen, scores_of, write_frozen
from rasd.evaluation.gold import GoldDocument, read_gold
from rasd.evaluation.intervals import Interval, bootstrap, wilson
from rasd.evaluation.links import (
    LinkDocument,
    LinkScore,
    is_link_set,
    read_gold_incidents,
    read_link_set,
    score_links,
)
from rasd.evaluation.losses import (
    Change,
    Explanation,
    Loss,
    changes,
    explained_path,
    losses,
    read_explained,
    stale,
    write_explained,
)
from rasd.evaluation.points import PointPair, compared_points
from rasd.evaluation.score import GROUPS, Comparison, Difference, Score, Scorer, Tally, compare
from rasd.evaluation.sentences import (
    AssaultScore,
    Sentence,
    is_sentence_set,
    read_sentences,
    tells_assault,
)

__all__ = [
    "GROUPS",
    "POLITICAL",
    "SLOTS",
    "AssaultScore",
    "Cell",
    "Change",
    "Comparison",
    "Difference",
    "Explanation",
    "GoldDocument",
    "Interval",
    "LinkDocument",
    "LinkScore",
    "Loss",
    "PointPair",
    "Score",
    "Scorer",
    "Sentence",
    "Tally",
    "bootstrap",
    "changes",
    "compare",
    "compared_points",
    "explained_path",
    "fold_name",
    "frozen_cells",
    "is_link_set",
    "is_sentence_set",
    "losses",
    "pair_reports",
    "read_explained",
    "read_frozen",
    "read_gold",
    "read_gold_incidents",
    "read_link_set",
    "read_sentences",
    "score_links",
    "scores_of",
    "slots_of",
    "stale",
    "tells_assault",
    "wilson",
    "write_explained",
    "write_frozen",
]
