"""Reports in, groups out: every report is held against its neighbours once, when it arrives.

`Linker` keeps traits and pair scores in memory, never texts: a hundred thousand reports fit a laptop. What it returns
depends on the set of reports and decisions alone. A store keeps the same pairs in its tables and regroups only the
components that a new document touches (`regroup`), with the same result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rasd.linking.grouping import Pair, components, group
from rasd.linking.neighbours import Keys, keys_of
from rasd.linking.pairing import score_above
from rasd.linking.traits import Traits
from rasd.linking.weights import weights

__all__ = ["Decision", "Decisions", "Linker", "compared", "pair_of", "regroup"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's yes or no on two reports: one incident, or two."""

    one: str
    other: str
    together: bool
    by: str
    why: str = ""
    at: str = ""


class Decisions:
    """People's decisions on pairs; of several on one pair the last holds."""

    def __init__(self, made: Iterable[Decision] = ()) -> None:
        self._made = {pair_of(decision.one, decision.other): decision for decision in made}

    def of(self, one: str, other: str) -> Decision | None:
        """Return the decision on two reports, if any."""
        return self._made.get(pair_of(one, other))

    def pairs(self, *, together: bool) -> list[Pair]:
        """Return the pairs that people put together, or held apart, sorted."""
        return sorted(pair for pair, decision in self._made.items() if decision.together is together)


NONE = Decisions()


def pair_of(one: str, other: str) -> Pair:
    """Return two ids as a pair, the smaller first."""
    return (one, other) if one < other else (other, one)


def compared(one: Traits, others: Iterable[Traits]) -> dict[Pair, float]:
    """Return the log-odds of a report with each neighbour, without the hopeless pairs: those count as uncompared."""
    floor = weights().uncompared
    pairs = {}
    triples = frozenset(one.triples)
    for other in others:
        log_odds = score_above(one, other, floor, triples)
        if log_odds is not None:
            pairs[pair_of(one.id, other.id)] = log_odds
    return pairs


def regroup(ids: Iterable[str], scores: Mapping[Pair, float], decisions: Decisions = NONE) -> list[list[str]]:
    """Return the groups that `ids` fall into, each sorted, by first id.

    `scores` holds the log-odds of every compared pair among them; `ids` must be closed under pairs above zero, or the
    result is that of a part.
    """
    together, apart = decisions.pairs(together=True), decisions.pairs(together=False)
    by_component: list[list[str]] = components(ids, scores, together)
    home = {one: number for number, members in enumerate(by_component) for one in members}
    inside: dict[int, dict[Pair, float]] = defaultdict(dict)
    for pair, log_odds in scores.items():
        if pair[0] in home and home[pair[0]] == home.get(pair[1]):
            inside[home[pair[0]]][pair] = log_odds
    groups = []
    for number, members in enumerate(by_component):
        if len(members) == 1:
            groups.append(members)
            continue
        groups += group(
            members,
            inside[number],
            uncompared=weights().uncompared,
            together=[pair for pair in together if home.get(pair[0]) == number],
            apart=[pair for pair in apart if home.get(pair[0]) == number],
        )
    return sorted(groups)


@dataclass(slots=True)
class Linker:
    """Reports held against one another, in memory."""

    decisions: Decisions = NONE
    scores: dict[Pair, float] = field(default_factory=dict)
    """Log-odds of the pairs that are not hopeless: what is left out counts as never compared."""
    _traits: dict[str, Traits] = field(default_factory=dict)
    _found: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, traits: Traits, keys: Keys | None = None) -> dict[Pair, float]:
        """Hold one report against its neighbours and return the pairs worth keeping.

        A report that is here already is left as it is.
        """
        if traits.id in self._traits:
            return {}
        keys = keys or keys_of(traits)
        pairs = compared(traits, (self._traits[other] for other in self._neighbours(keys.looks)))
        self.scores.update(pairs)
        self.hold(traits, keys)
        return pairs

    def hold(self, traits: Traits, keys: Keys | None = None) -> None:
        """Let later reports find one that was compared before."""
        self._traits[traits.id] = traits
        for key in (keys or keys_of(traits)).found:
            self._found[key].append(traits.id)

    def _neighbours(self, looks: Iterable[int]) -> Iterator[str]:
        seen: set[str] = set()
        for key in looks:
            for other in self._found.get(key, ()):
                if other not in seen:
                    seen.add(other)
                    yield other

    def groups(self) -> list[list[str]]:
        """Return the reports' ids by incident, each sorted, by first id."""
        return regroup(self._traits, self.scores, self.decisions)

    def has(self, one: str) -> bool:
        """Tell whether a report is here."""
        return one in self._traits

    def drop(self, one: str) -> None:
        """Forget a report; its pairs are the caller's."""
        for key in keys_of(self._traits.pop(one)).found:
            self._found[key].remove(one)

    def traits(self, one: str) -> Traits:
        """Return the traits of a report by its id."""
        return self._traits[one]
