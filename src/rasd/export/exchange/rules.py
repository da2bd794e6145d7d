"""Counting rule sets by name: which harm is counted, and what of a range becomes the one number that a format wants."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.errors import OutputError
from rasd.model import Text

__all__ = ["RASD_1", "RULE_SETS", "RuleSet", "rule_set_named"]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A way to count, called by its name in every file that was counted by it."""

    name: str
    title: Text


RASD_1 = RuleSet(
    "rasd-1",
    Text(
        ar="المدى كما هو: من أدنى رقم إلى أعلى رقم موثوق، من غير رقم وحيد إلا ما حدده شخص",
        en="ranges as they are: from the lowest to the highest credible figure, one number only where a person set it",
    ),
)
ACLED_LIKE = RuleSet(
    "acled-like",
    Text(
        ar="رقم متحفظ واحد للقتلى لكل حادثة، على غرار ما تعتمده ACLED",
        en="one conservative number of fatalities an incident, in the manner of ACLED",
    ),
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
