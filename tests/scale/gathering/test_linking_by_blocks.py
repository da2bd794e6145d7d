"""Blocks, components and descriptions together give what one linker in memory gives."""

from __future__ import annotations

import random

import pytest

import generated
from rasd.linking import Linker, Member, Traits, incidents_of, members_of, traits_of
from rasd.model import Incident
from rasd.scale.gathering import blocks_of, components, incidents_in, pairs_of_block


def dense(reports: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> list[Member]:
    """Return reports that crowd into a few weeks, so that blocks have much to cut apart."""
    monkeypatch.setattr(generated, "DAYS", 40)
    return [
        member
        for document, record in generated.archive(reports, seed)
        for member in members_of(record, document.text)
    ]


def in_memory(members: list[Member]) -> tuple[Linker, list[Incident]]:
    linker = Linker()
    for member in members:
        linker.add(traits_of(member))
    by_id = {member.id: member for member in members}
    return linker, list(incidents_of(linker, lambda ids: [by_id[one] for one in ids]))


def in_blocks(members: list[Member], days: int) -> tuple[list[tuple[str, str, float]], list[Incident]]:
    traits = {member.id: traits_of(member) for member in members}
    blocks: dict[int, list[Traits]] = {}
    for one in traits.values():
        for block in blocks_of(one, days=days):
            blocks.setdefault(block, []).append(one)
    pairs = [pair for block, inside in blocks.items() for pair in pairs_of_block(inside, block, days=days)]
    number = {one: at for at, one in enumerate(traits)}
    roots = components(len(number), ((number[a], number[b]) for a, b, log_odds in pairs if log_odds > 0))
    by_root: dict[int, list[Member]] = {}
    for member in members:
        by_root.setdefault(roots[number[member.id]], []).append(member)
    scores = {(one, other): log_odds for one, other, log_odds in pairs}
    return pairs, [
        incident for inside in by_root.values() for incident in incidents_in(inside, traits, scores)
    ]


@pytest.mark.parametrize("days", [1, 3, 32, 10_000])
def test_blocks_of_any_width_give_the_pairs_and_incidents_of_one_linker(
    days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = dense(500, 3, monkeypatch)
    linker, expected = in_memory(members)
    shuffled = list(members)
    random.Random(days).shuffle(shuffled)
    pairs, incidents = in_blocks(shuffled, days)
    assert len(pairs) == len({(one, other) for one, other, _ in pairs})  # each pair is scored once
    assert {(one, other): log_odds for one, other, log_odds in pairs} == linker.scores
    assert sorted(incidents, key=lambda one: one.id) == sorted(expected, key=lambda one: one.id)


def test_a_component_is_named_by_its_smallest_number_in_whatever_order_pairs_come() -> None:
    pairs = [(7, 3), (3, 9), (1, 2), (2, 1), (8, 8)]
    expected = [0, 1, 1, 3, 4, 5, 6, 3, 8, 3]
    for seed in range(5):
        random.Random(seed).shuffle(pairs)
        assert list(components(10, pairs)) == expected
