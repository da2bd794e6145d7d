"""A selection: one address for one choice, rubbish said and left out, and the same incidents as the store's own filter."""

from __future__ import annotations

from datetime import date

import pytest

from rasd.desk.selection import Selection
from rasd.store import IncidentFilter


def test_one_choice_has_one_address() -> None:
    one = Selection.from_query(
        "kind=shelling&grade=weak&kind=air_strike&since=2024-01-02&page=1&sort=date&x=1"
    )
    other = Selection.from_query("since=2024-01-02&kind=air_strike&kind=shelling&kind=shelling&grade=weak")
    assert one == other
    assert one.query == other.query == "kind=air_strike&kind=shelling&grade=weak&since=2024-01-02"
    assert Selection.from_query(one.query) == one


def test_everything_that_can_be_chosen_comes_back_from_its_address() -> None:
    chosen = Selection(
        theatre=("sudan",), admin1=("idlib",), kind=("clash",), actor=("RSF",), weapon=("artillery",), harm=("killed",),
        grade=("fair",), occurrence=("likely",), agreement=("jeddah_2023",), factuality=("asserted",), decided="people",
        place="خان شيخون", words='"في السوق" قصف', since=date(2023, 5, 1), until=date(2023, 6, 1), killed=3, injured=4,
        synthetic="no", box=(30.5, -1, 36.25, 20), sort="killed", page=3,
    )  # fmt: skip
    again = Selection.from_query(chosen.paged_query)
    assert again == chosen and not again.complaints


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("kind=picnic", "unknown"),
        ("since=soon", "day"),
        ("until=2024-13-45", "day"),
        ("killed=-3", "number"),
        ("killed=99999999999999999999", "number"),
        ("page=0", "number"),
        ("sort=height", "unknown"),
        ("box=1,2,3", "box"),
        ("box=nan,inf,1,2", "box"),
        ("words=%3F%21", "words"),
        ("actor=%3Cscript%3E", "unknown"),
        ("place=" + "a" * 5000, "long"),
        ("words=" + "+".join(["word"] * 21), "words"),
        ("since=2024-02-01&until=2024-01-01", "order"),
    ],
)
def test_rubbish_is_said_and_left_out(query: str, wrong: str) -> None:
    found = Selection.from_query(query)
    assert [one.key for one in found.complaints] == [f"selection.wrong.{wrong}"]
    if wrong != "order":
        assert found == Selection()


def test_days_the_wrong_way_round_are_exchanged() -> None:
    found = Selection.from_query("since=2024-02-01&until=2024-01-01")
    assert (found.since, found.until) == (date(2024, 1, 1), date(2024, 2, 1))


def test_arabic_digits_are_numbers() -> None:
    assert Selection.from_query("killed=١٢").killed == 12


def test_choosing_again_takes_back_and_starts_at_the_first_page() -> None:
    chosen = Selection(kind=("clash",), page=4)
    more = chosen.toggled("kind", "shelling")
    assert (more.kind, more.page) == (("clash", "shelling"), 1)
    assert more.toggled("kind", "clash").kind == ("shelling",)
    assert Selection(decided="people").toggled("decided", "machine").decided == "machine"
    assert Selection(since=date(2024, 1, 1)).without("since", "2024-01-01").is_empty


def test_the_store_is_asked_the_same() -> None:
    assert Selection().filter == IncidentFilter()
    asked = Selection.from_query(
        "kind=clash&kind=attack&decided=machine&harm=killed&killed=2&synthetic=no"
    ).filter
    assert (asked.kind, asked.is_decided, asked.effect) == (("attack", "clash"), False, ("killed",))
    assert (asked.killed, asked.is_synthetic) == (2, False)


def test_many_toggles_at_once_are_those_one_by_one() -> None:
    chosen = Selection.from_query(
        "kind=clash&grade=weak&decided=people&words=a+b&sort=killed&page=3&place=%26x"
    )
    for name, values in (
        ("kind", ["clash", "shelling"]),
        ("decided", ["people", "machine"]),
        ("actor", ["RUS"]),
        ("agreement", ["a"]),
    ):
        assert chosen.toggling(name, values) == [chosen.toggled(name, value).query for value in values]
