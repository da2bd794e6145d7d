"""Figures of a tally: "ارتفع عدد القتلى إلى أربعة", "ارتفاع الحصيلة إلى 12 قتيلاً"."""

from __future__ import annotations

from rasd.grammar.people import People
from rasd.lexicon import cues
from rasd.text import Token

__all__ = ["Tally"]

_TALLIES = cues("tallies")
_ROSE = tuple(sorted(cues("rose")))
_RAISED = tuple(sorted(cues("raised")))
_BREAKS = frozenset({".", ";", "?", "!", "|"})
_NEAR = 10  # tokens from the tally to its figure
_FAR = 24  # the same behind a verb that says that it rose
_BACK = 12  # tokens from an updated figure back to the verb


class Tally:
    """Finds the figure of a tally, and says whether a figure is an update."""

    def __init__(self, tokens: list[Token], people: list[People], at: dict[int, int], used: set[int]) -> None:
        self.tokens = tokens
        self.people = people
        self.at = at
        self.used = used

    def figure(self, position: int) -> int | None:
        """Return the position of the people that give the figure of the tally whose victims stand at `position`."""
        group = self.people[position]
        before = self.tokens[group.start - 1].text if group.start else ""
        if not group.definite and before.removeprefix("ال") not in _TALLIES:
            return None
        if group.rule == "people.two" and self._is_raised(max(0, group.start - 6), group.start):
            return position  # "ليصبح عدد القتلى اثنين"
        if group.rule not in ("people.many", "people.vague"):
            return None
        if position and self.people[position - 1].victim and self.people[position - 1].end == group.start:
            return None  # "عدد القتلى والجرحى إلى …" is one figure
        raised = self._is_raised(max(0, group.start - 6), group.start)
        if raised and position:  # "ارتفع إلى 11 عدد القتلى"
            earlier = self.people[position - 1]
            if (
                earlier.end == group.start - 1
                and earlier.bare
                and earlier.start
                and self.tokens[earlier.start - 1].text == "الي"
                and position - 1 not in self.used
            ):
                return position - 1
        rose = raised
        for ahead in range(group.end, min(group.end + _FAR, len(self.tokens))):
            text = self.tokens[ahead].text
            if text in _BREAKS:
                return None
            rose = rose or text.startswith(_RAISED)  # "عدد قتلى القصف على كذا ارتفع إلى تسعة"
            if not rose and ahead - group.end >= _NEAR:
                return None
            if ahead == group.end and raised:  # "بلغ عدد الشهداء 14"
                direct = self.at.get(ahead)
                if direct is not None and self.people[direct].bare:
                    return direct
            if text == "الي":
                held = self.at.get(ahead + 1)
                return held if held is not None and not self.people[held].victim else None
            crossed = self.at.get(ahead)
            if crossed is not None and self.people[crossed].rule.endswith("from_to") and raised:
                return crossed
        return None

    def is_counted(self, group: People) -> bool:
        """Say whether a tally counts these victims: "حصيلة قتلى …"."""
        return group.start > 0 and self.tokens[group.start - 1].text.removeprefix("ال") in _TALLIES

    def is_update(self, group: People) -> bool:
        """Say whether the text calls this figure the new one: "ارتفعت الحصيلة إلى 12 قتيلاً"."""
        for back in range(group.start - 1, max(-1, group.start - 1 - _BACK), -1):
            text = self.tokens[back].text
            if text in _BREAKS:
                return False
            if text.removeprefix("و").removeprefix("ل").startswith(_RAISED):
                near = self.tokens[max(0, back - _NEAR) : group.start]  # "حصيلة القصف ارتفعت إلى …"
                return any(token.text.removeprefix("ال") in _TALLIES for token in near)
        return False

    def _is_raised(self, start: int, end: int) -> bool:
        return any(token.text.lstrip("و").startswith(_ROSE) for token in self.tokens[start:end])
