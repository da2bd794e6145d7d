"""Groups: order changes nothing, one likely pair chains no two incidents, and a person's no is never overruled."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from linking_examples import place, traits
from rasd.linking import Decision, Decisions, Linker, Traits, keys_of, pair_of, regroup, score

DAYS = [f"2019-04-{day}" for day in (26, 27, 28)]
PLACES = [
    place("الهبيط", "sy_habit", 35.45, 36.54),
    place("كفرنبل", "sy_kafranbel", 35.61, 36.57),
    place("إدلب", "sy_idlib_gov", 35.9, 36.6, precision="governorate", place_class="governorate"),
]


def many(number: int, seeds: list[tuple[int, int, int, int]]) -> list[Traits]:
    return [
        traits(
            f"d{at:02}",
            day=DAYS[day],
            places=[PLACES[where]] if where < len(PLACES) else [],
            kind=("shelling", "air_strike")[kind],
            part_of_day=(None, "morning", "night")[part],
        )
        for at, (day, where, kind, part) in enumerate(seeds[:number])
    ]


SEEDS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 1), st.integers(0, 2)),
    min_size=2,
    max_size=14,
)


def linked(reports: list[Traits], decisions: Decisions | None = None) -> Linker:
    linker = Linker(decisions or Decisions())
    for one in reports:
        linker.add(one)
    return linker


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(seeds, random) -> None:
    reports = many(14, seeds)
    shuffled = reports[:]
    random.shuffle(shuffled)
    assert linked(reports).groups() == linked(shuffled).groups()


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.data())
def test_a_no_is_never_overruled_and_a_yes_holds_where_no_no_speaks(seeds, data) -> None:
    reports = many(14, seeds)
    names = [one.id for one in reports]
    pairs = data.draw(
        st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names), st.booleans()), max_size=6)
    )
    made = [Decision(one, other, yes, by="x") for one, other, yes in pairs if one != other]
    decisions = Decisions(made)
    home = {one: at for at, group in enumerate(linked(reports, decisions).groups()) for one in group}
    for one, other in decisions.pairs(together=False):
        assert home[one] != home[other]
    yes = decisions.pairs(together=True)
    if not decisions.pairs(together=False):
        assert all(home[one] == home[other] for one, other in yes)


@settings(deadline=None, max_examples=40)
@given(SEEDS)
def test_neighbourhood_is_symmetric_and_misses_no_pair_that_would_link(seeds) -> None:
    reports = many(14, seeds)
    keys = {one.id: keys_of(one) for one in reports}
    for one in reports:
        for other in reports:
            if one.id < other.id:
                there = bool(keys[one.id].looks & keys[other.id].found)
                assert there == bool(keys[other.id].looks & keys[one.id].found)
                assert there or score(one, other) <= 0


def test_a_component_regroups_alone_as_it_does_among_all() -> None:
    reports = many(6, [(2, 0, 0, 0), (2, 0, 0, 1), (2, 0, 1, 2), (0, 1, 0, 0), (0, 1, 0, 0), (2, 3, 0, 0)])
    linker = linked(reports)
    whole = linker.groups()
    for group in whole:
        near = {
            other
            for one in group
            for pair in linker.scores
            for other in pair
            if one in pair and linker.scores[pair] > 0
        }
        ids = sorted(near | set(group))
        assert [got for got in regroup(ids, linker.scores) if set(got) & set(group)] == [group]


def test_one_likely_pair_chains_no_two_incidents() -> None:
    scores = {
        ("a", "b"): 4.0,
        ("c", "d"): 4.0,
        ("b", "c"): 0.5,
        ("a", "c"): -3.0,
        ("a", "d"): -3.0,
        ("b", "d"): -3.0,
    }
    assert regroup("abcd", scores) == [["a", "b"], ["c", "d"]]


def test_what_was_never_compared_speaks_against_a_merge() -> None:
    assert regroup("abc", {("a", "b"): 1.0, ("b", "c"): 0.9}) == [["a", "b"], ["c"]]


def test_a_pair_is_named_the_same_from_both_sides() -> None:
    assert pair_of("b", "a") == pair_of("a", "b") == ("a", "b")
