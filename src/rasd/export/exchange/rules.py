"""Counting rule sets by name: what of a range becomes the one number that some formats want.

A rule set is applied again from the words that were counted (`ReportedFigure.phrase`), never from another rule set's result.
Nothing is added up across reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rasd.errors import OutputError
from rasd.export.exchange.counting import recounted
from rasd.model import IncidentHarm, ReportedFigure, Text

__all__ = ["ACLED_LIKE", "RASD_1", "RULE_SETS", "RuleSet", "rule_set_named"]

_PLURAL = 2


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A way to count, called by its name in every file that was counted by it."""

    name: str
    title: Text
    single: Callable[[IncidentHarm], int | None]
    """The one number of a harm, None when no report gives any. A person's `best` comes before every rule."""


def _lowest(harm: IncidentHarm) -> int | None:
    return harm.best if harm.best is not None else harm.min


def _conservative(harm: IncidentHarm) -> int | None:
    if harm.best is not None:
        return harm.best
    counted = [one for one in harm.figures if one.counted == "counted"]
    exact = [one for one in counted if not _is_plural(one)] or counted
    counts = [count for one in exact if (count := recounted(one, "acled-like")) is not None]
    return min(counts) if counts else _lowest(harm)


def _is_plural(figure: ReportedFigure) -> bool:
    """Tell whether it only says that people were harmed (قتلى): beside a count it is no figure, as in linking."""
    return figure.max is None and (figure.min or 0) <= _PLURAL and not any(map(str.isdigit, figure.phrase))


RASD_1 = RuleSet(
    "rasd-1",
    Text(
        ar="المدى كما هو من أدنى رقم موثوق إلى أعلاه؛ وحيث لا متسع إلا لرقم واحد فما حدده شخص، وإلا فالأدنى",
        en="ranges as they are, from the lowest to the highest credible figure; where a format has room for one number only, the one that a person set, else the lowest",
    ),
    _lowest,
)  # fmt: skip
ACLED_LIKE = RuleSet(
    "acled-like",
    Text(
        ar="رقم متحفظ واحد على غرار ACLED: العشرات 10 والدزينات 12 والمئات 100، والأدنى حين تختلف المصادر",
        en="one conservative number in the manner of ACLED: tens 10, dozens 12, hundreds 100, the lowest where sources differ",
    ),
    _conservative,
)
RULE_SETS: tuple[RuleSet, ...] = (RASD_1, ACLED_LIKE)


def rule_set_named(name: str) -> RuleSet:
    """Return the rule set called `name`.

    Raises OutputError that lists them when there is none.
    """
    for candidate in RULE_SETS:
        if candidate.name == name:
            return candidate
    raise OutputError(f'Unknown rule set "{name}". Rule sets: {", ".join(one.name for one in RULE_SETS)}.')
