"""Shapes: what wins where, what a shape may say, and what a row costs."""

from __future__ import annotations

import pytest

from rasd.errors import DataError
from rasd.grammar.shapes import Grammar, Unit
from steps import steps

SHAPES = [
    {"id": "x.one", "shape": "a", "reads": "x"},
    {"id": "x.pair", "shape": "a mark? b", "reads": "x"},
    {"id": "x.named", "shape": "first:a|c second:a|c", "reads": "x"},
    {"id": "x.lead", "shape": "mark? c d?", "reads": "x"},
]


def row(text: str) -> list[Unit]:
    """Return a row of one-token units; `a+b` is a unit of two classes."""
    units = []
    for index, word in enumerate(text.split()):
        classes = frozenset(word.split("+"))
        units.append(
            Unit(
                "" if len(classes) > 1 else word,
                index,
                index + 1,
                classes=classes if len(classes) > 1 else frozenset(),
            )
        )
    return units


def rules(text: str, grammar: Grammar | None = None) -> list[tuple[str, int, int]]:
    grammar = grammar or Grammar("x", SHAPES)
    return [(reading.rule, reading.start, reading.end) for reading in grammar.read(row(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a", [("x.one", 0, 1)]),
        ("a b", [("x.pair", 0, 2)]),
        ("a mark b", [("x.pair", 0, 3)]),
        ("a mark", [("x.one", 0, 1)]),
        ("a a b", [("x.named", 0, 2)]),  # leftmost first, then longest
        ("mark c", [("x.lead", 0, 2)]),
        ("c d", [("x.lead", 0, 2)]),
        ("c a", [("x.named", 0, 2)]),
        ("z a z a", [("x.one", 1, 2), ("x.one", 3, 4)]),
        ("z+a b", [("x.pair", 0, 2)]),
        ("z", []),
        ("", []),
    ],
)
def test_the_leftmost_longest_shape_wins_and_readings_never_overlap(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert rules(text) == found


def test_of_two_shapes_of_one_length_the_earlier_wins() -> None:
    twice = [{"id": "x.first", "shape": "a b"}, {"id": "x.second", "shape": "a c|b"}]
    assert rules("a b", Grammar("x", twice)) == [("x.first", 0, 2)]
    assert rules("a b", Grammar("x", twice[::-1])) == [("x.second", 0, 2)]


def test_slots_have_the_names_of_the_shape() -> None:
    (reading,) = Grammar("x", SHAPES).read(row("a c"))
    assert {name: unit.cls for name, unit in reading.slots.items()} == {"first": "a", "second": "c"}


def test_a_refused_shape_gives_way_to_the_next_longest() -> None:
    grammar = Grammar("x", SHAPES)
    found = grammar.read(row("a mark b"), accept=lambda rule, slots: rule != "x.pair")
    assert [reading.rule for reading in found] == ["x.one"]


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        ([{"id": "x.a", "shape": "a", "colour": "red"}], "unknown key"),
        ([{"id": "x.a", "shape": "a"}, {"id": "x.a", "shape": "b"}], "written twice"),
        ([{"id": "x.a", "shape": "A-b"}], "lower_snake"),
    ],
)
def test_a_wrong_shape_stops_the_load(shapes: list[dict[str, str]], says: str) -> None:
    with pytest.raises(DataError, match=says):
        Grammar("x", shapes)


@pytest.mark.parametrize("hostile", ["a ", "mark ", "a mark ", "a+c ", "z "])
def test_repetition_costs_linear_work(hostile: str) -> None:
    grammar = Grammar("x", SHAPES)
    rows = [row(hostile * size) for size in (200, 400)]
    grammar.read(rows[0])
    small, large = (steps(lambda units=units: grammar.read(units)) for units in rows)
    assert large <= 2.1 * small + 50
