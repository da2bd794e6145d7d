"""Behind a value stands a rule that the data explains; what is asked for by a made-up name says nothing."""

from __future__ import annotations

import pytest

from rasd.desk.verifying.rules import rule_named


@pytest.mark.parametrize(
    "identity", ["dates.part_day", "places.name", "kinds.air_strike", "weapons.word", "harm.none"]
)
def test_a_rule_is_told_in_words_of_the_data(identity: str) -> None:
    found = rule_named(identity)
    assert found.is_known and (found.definition or all(read for _, read, _ in found.examples))


def test_a_rule_without_examples_of_its_own_shows_those_of_its_dimension_as_such() -> None:
    assert rule_named("weapons.word").is_near and not rule_named("dates.part_day").is_near


@pytest.mark.parametrize("identity", ["", "<script>", "nothing.here", "a" * 400, "../../etc/passwd"])
def test_a_name_that_is_none_finds_nothing(identity: str) -> None:
    assert not rule_named(identity).is_known
