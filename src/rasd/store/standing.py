"""What people's decisions mean for reports as they are read now: pairs for the linker, values for incidents.

Pure: a function of the decisions in force and of the reports that they are about. A *no* holds against every *yes* until a
person undoes it, whichever came first; of several decisions on one value of an incident the latest holds, and the
earlier ones are named. What was decided never takes the place of what is proposed.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, get_args

from rasd.linking import Decision
from rasd.model import Decided, Incident, Occurrence, terms
from rasd.store.facet_values import wrong_facet
from rasd.store.judgement import Judgement

__all__ = [
    "VALUES",
    "Standing",
    "contradictions",
    "noes",
    "pairs_of",
    "with_decisions",
    "wrong_value",
    "yeses",
]

VALUES = ("grade", "occurrence", "best", "perpetrator", "victim_status")
"""Decisions on a value of an incident."""
OCCURRENCES = get_args(Occurrence)
STATUSES = ("civilian", "combatant", "unknown")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision in force, and what its reports are called in the current records."""

    judgement: Judgement
    now: tuple[str | None, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """Return the reports that are still read."""
        return tuple(dict.fromkeys(report for report in self.now if report is not None))

    @property
    def orphaned(self) -> tuple[str, ...]:
        """Return the reports, by the ids that they had, that the current records no longer hold."""
        pairs = zip(self.judgement.subjects, self.now, strict=True)
        return tuple(subject for subject, report in pairs if report is None)

    @property
    def sides(self) -> list[list[str]]:
        """Return the reports of a *no*, side by side: one of each side is never of one incident."""
        found = dict(zip(self.judgement.subjects, self.now, strict=True))
        value = self.judgement.value
        given = value["sides"] if value else [[subject] for subject in self.judgement.subjects]
        sides = [[report for subject in side if (report := found.get(subject))] for side in given]
        return [list(dict.fromkeys(side)) for side in sides if side]


def wrong_value(action: str, value: Any) -> str:
    """Return in words what is wrong with the value of a decision; empty where nothing is.

    `grade`, `occurrence` and `perpetrator` take a word; `best` and `victim_status` {"effect": …, "value": …}; `facet` what
    `FacetChoice.recorded` gives.
    """
    if action == "facet":
        return wrong_facet(value)
    if action in ("best", "victim_status"):
        if not isinstance(value, dict) or set(value) != {"effect", "value"}:
            return f'{action}: takes an effect and a value, not "{value}".'
        if value["effect"] not in terms("effects"):
            return f'No harm is called "{value["effect"]}". There are: {", ".join(terms("effects"))}.'
        value = value["value"]
    closed = {"grade": tuple(terms("grades")), "occurrence": OCCURRENCES, "victim_status": STATUSES}.get(
        action
    )
    if closed is not None and value not in closed:
        return f'{action}: "{value}" is none of them. There are: {", ".join(closed)}.'
    if action == "best" and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        return f'best: "{value}" is no number of people.'
    if action == "perpetrator" and not (isinstance(value, str) and value.strip()):
        return "perpetrator: names no actor."
    return ""


def yeses(one: Standing) -> Iterator[Pair]:
    """Yield the pairs that a decision holds together: its first report with each other."""
    if one.judgement.action == "positive":
        reports = one.reports
        yield from ((reports[0], report) for report in reports[1:])
    elif one.judgement.action == "negative" and (one.judgement.value or {}).get("is_one"):
        first, *rest = one.sides[0] if one.sides else [""]
        yield from ((first, report) for report in rest)


def noes(one: Standing) -> Iterator[Pair]:
    """Yield the pairs that a decision holds apart."""
    if one.judgement.action == "negative":
        for side, other in combinations(one.sides, 2):
            yield from ((a, b) for a in side for b in other if a != b)


def pairs_of(standing: Iterable[Standing]) -> list[Decision]:
    """Return decisions on pairs for the linker, every *no* behind every *yes*: of two on one pair the last holds there."""
    given = list(standing)
    return [
        Decision(one, other, together, by=s.judgement.by, why=s.judgement.why, at=s.judgement.at.isoformat())
        for together, pairs in ((True, yeses), (False, noes))
        for s in given
        for one, other in pairs(s)
    ]


def contradictions(standing: Iterable[Standing]) -> dict[int, list[int]]:
    """Return by number which decisions contradict one another: a *no*, and the *yes* by way of which its pair is one."""
    given = list(standing)
    together: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in given:
        for first, second in yeses(one):
            together[first].append((second, one.judgement.number))
            together[second].append((first, one.judgement.number))
    found: dict[int, set[int]] = defaultdict(set)
    for one in given:
        for first, second in noes(one):
            for number in _path(together, first, second):
                if number != one.judgement.number:
                    found[one.judgement.number].add(number)
                    found[number].add(one.judgement.number)
    return {number: sorted(others) for number, others in sorted(found.items())}


def _path(together: Mapping[str, Sequence[tuple[str, int]]], start: str, end: str) -> list[int]:
    """Return the decisions on a shortest way of *yes* from one report to another; none where there is no way."""
    came: dict[str, tuple[str, int] | None] = {start: None}
    queue = deque([start])
    while queue and end not in came:
        at = queue.popleft()
        for other, number in together.get(at, ()):
            if other not in came:
                came[other] = (at, number)
                queue.append(other)
    path = []
    at = end
    while came.get(at) is not None:
        step = came[at]
        assert step is not None
        at, number = step
        path.append(number)
    return path


def home_of(one: Standing, homes: Mapping[str, str]) -> str | None:
    """Return the incident that a decision is about now: that of most of its reports, of the earliest named among equals."""
    counted = Counter(home for report in one.reports if (home := homes.get(report)) is not None)
    return counted.most_common(1)[0][0] if counted else None


def with_decisions(incident: Incident, about: Iterable[Standing]) -> Incident:
    """Return the incident with what people decided on it, in place of what was there; `about` are those of this incident."""
    latest: dict[tuple[str, str], Decided] = {}
    for one in sorted(about, key=lambda one: one.judgement.number):
        if one.judgement.action in VALUES:
            decided = _decided(incident, one)
            key = (
                decided.about,
                str(decided.value if decided.about == "perpetrator" else decided.effect or ""),
            )
            before = latest.get(key)
            if before is not None and before.value != decided.value:
                decided.earlier = [*before.earlier, before.judgement]
            latest[key] = decided
    found = list(latest.values())
    by_about = {one.about: one for one in found if one.effect is None}
    best = {one.effect: int(one.value) for one in found if one.about == "best"}
    grade = by_about.get("grade")
    occurrence = by_about.get("occurrence")
    return incident.model_copy(
        update={
            "decided": found,
            "grade": incident.grade.model_copy(
                update={"decided": grade and grade.value, "by": grade and grade.by}
            ),
            "occurrence_decided": occurrence and occurrence.value,
            "harm": [
                harm.model_copy(update={"best": best.get(harm.effect) if harm.unit == "people" else None})
                for harm in incident.harm
            ],
        }
    )


def _decided(incident: Incident, one: Standing) -> Decided:
    judgement = one.judgement
    here = {link.report_id for link in incident.reports}
    value = judgement.value if isinstance(judgement.value, dict) else {"value": judgement.value}
    return Decided.model_validate(
        {
            "about": judgement.action,
            "value": value["value"],
            "effect": value.get("effect"),
            "by": judgement.by,
            "at": judgement.at.isoformat(timespec="seconds"),
            "why": judgement.why,
            "judgement": judgement.number,
            "joined": len(here - set(one.reports)),
            "left": len(set(one.reports) - here),
        }
    )
