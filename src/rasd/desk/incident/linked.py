"""Why these reports are one incident: who counts as one source, and which pairs hold them together, part by part with its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasd.desk.incident.refs import Numbers, Ref
from rasd.desk.site import Words
from rasd.model import Incident

__all__ = ["Group", "Pair", "groups_of", "pairs_of"]

_MOST_PAIRS = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pair's score."""

    said: str
    weight: str
    speaks: str
    """for or against: as a word, not as a colour alone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports and what ties them."""

    one: Ref
    other: Ref
    share: str
    """The likelihood, in a hundred."""
    parts: tuple[Part, ...]
    reports: tuple[str, str]
    is_decided: bool
    """Whether a person put them together."""


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that count as one source."""

    number: str
    outlets: str
    refs: Sequence[Ref]
    more: int


def groups_of(incident: Incident, numbers: Numbers, words: Words) -> list[Group]:
    """Return the independence groups."""
    outlets = {link.report_id: link.outlet or words("incident.no_outlet") for link in incident.reports}
    return [
        Group(
            words.number(index),
            words.listed(dict.fromkeys(outlets[report] for report in group if report in outlets)),
            numbers.refs(group),
            numbers.more(group),
        )
        for index, group in enumerate(incident.groups, 1)
    ]


def pairs_of(incident: Incident, numbers: Numbers, words: Words) -> tuple[list[Pair], int]:
    """Return each report's best pair, each once, and how many are left out beyond the first ones."""
    seen: set[frozenset[int]] = set()
    found: list[Pair] = []
    for link in incident.reports:
        one = numbers.of(link.report_id)
        other = numbers.of(link.linked_to) if link.linked_to else None
        if one is None or other is None or frozenset((one, other)) in seen:
            continue
        seen.add(frozenset((one, other)))
        if len(seen) > _MOST_PAIRS:
            continue
        found.append(
            Pair(
                numbers.ref(one),
                numbers.ref(other),
                "" if link.score is None else words.number(round(100 * link.score)),
                tuple(
                    Part(
                        reason.ar if words.is_arabic else reason.en,
                        words.digits_of(f"{reason.weight:+.1f}"),
                        words("incident.for" if reason.weight >= 0 else "incident.speaks_against"),
                    )
                    for reason in link.reasons
                    if (reason.ar if words.is_arabic else reason.en)
                ),
                (link.report_id, str(link.linked_to)),
                any(reason.part == "decision" for reason in link.reasons),
            )
        )
    return found, max(0, len(seen) - _MOST_PAIRS)
