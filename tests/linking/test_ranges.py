"""Ranges: what the figures of several reports amount to, and who sets each bound."""

from __future__ import annotations

from itertools import permutations

from rasd.linking import Judged, summarize
from rasd.model import Harm
from told import bounds, member, only


def test_a_range_goes_from_the_lowest_minimum_to_the_highest_maximum_and_names_both() -> None:
    incident = summarize([member("ا", killed=4), member("ب", killed=(5, 7)), member("ج", killed=3)])
    row = only(incident)
    assert (row.min, row.max, row.open) == (3, 7, False)
    assert (row.min_from, row.max_from) == (["ج#r1"], ["ب#r1"])


def test_figures_are_never_added_across_reports_but_within_one() -> None:
    rows = [
        {"min": 2, "max": 2, "victim_status": "civilian"},
        {"min": 1, "max": 1, "victim_status": "combatant"},
    ]
    row = only(summarize([member("ا", killed=rows), member("ب", killed=3)]))
    assert (row.min, row.max) == (3, 3)
    assert {part.victim_status: (part.min, part.max) for part in row.by_status} == {
        "civilian": (2, 2),
        "combatant": (1, 1),
        "unknown": (3, 3),
    }
    assert all(part.max is not None and row.max is not None and part.max <= row.max for part in row.by_status)


def test_at_least_lifts_a_lower_maximum_and_leaves_the_range_open() -> None:
    row = only(
        summarize([member("ا", killed=8), member("ب", killed=(10, None, "عشرة"), text="قتل عشرة على الأقل")])
    )
    assert (row.min, row.max, row.open, row.max_from) == (8, 10, True, ["ب#r1"])


def test_without_any_ceiling_the_maximum_is_nobodys() -> None:
    row = only(summarize([member("ا", killed=(10, None))]))
    assert (row.min, row.max, row.open) == (10, None, True)


def test_a_plural_without_a_number_is_no_floor_beside_counts() -> None:
    told = [member("ا", killed=(1, None, "قتلى"), text="سقط قتلى"), member("ب", killed=4)]
    assert bounds(summarize(told)) == (4, 4)
    assert bounds(summarize(told[:1])) == (1, None)


def test_nobody_hurt_is_a_figure() -> None:
    assert bounds(summarize([member("ا", killed=0, injured=0)]), "injured") == (0, 0)


def test_families_and_people_stay_apart_and_so_do_casualties() -> None:
    harm = [
        Harm(effect="displaced", min=40, max=40, unit="families"),
        Harm(effect="displaced", min=150, max=150),
        Harm(effect="casualties", min=9, max=9),
    ]
    incident = summarize([member("ا", harm=harm, killed=2)])
    assert only(incident, "displaced", "families").max == 40
    assert only(incident, "displaced").max == 150
    assert bounds(incident) == (2, 2)
    assert bounds(incident, "casualties") == (9, 9)


def test_distinct_names_raise_a_lower_minimum() -> None:
    names = [{"min": 1, "max": 1, "victims": ["سالم المثال", "سالم المِثال", "نادر المثال"]}]
    row = only(summarize([member("ا", killed=names), member("ب", killed=1)]))
    assert (row.min, row.max, row.min_from) == (2, 2, ["ا#r1"])


def test_a_party_and_a_denial_count_nothing_and_are_shown() -> None:
    incident = summarize(
        [
            member("ا", killed=4),
            member("ب", killed=30, sources=[("مصدر عسكري", "party")]),
            member("ج", killed=9, factuality="denied"),
        ]
    )
    assert bounds(incident) == (4, 4)
    assert [figure.counted for figure in only(incident).figures] == ["counted", "party", "denied"]


def test_a_copy_is_folded_under_what_it_repeats() -> None:
    incident = summarize([member("ا", killed=4), member("ب", killed=4, hour=9)], copies={"ب": "ا"})
    assert only(incident).min_from == ["ا#r1"]
    assert [figure.counted for figure in only(incident).figures] == ["counted", "copy"]
    assert incident.reports[1].copy_of == "ا"


def test_what_a_person_judged_stands_beside_the_range() -> None:
    incident = summarize(
        [member("ا", killed=4), member("ب", killed=6)],
        judged=Judged(grade="confirmed", best={"killed": 5}, occurrence="declared", by="سلمى"),
    )
    row = only(incident)
    assert (row.min, row.max, row.best) == (4, 6, 5)
    assert (incident.grade.proposed, incident.grade.decided, incident.grade.by) == (
        "weak",
        "confirmed",
        "سلمى",
    )
    assert (incident.occurrence, incident.occurrence_decided) == ("likely", "declared")


def test_an_admission_is_kept_apart() -> None:
    incident = summarize(
        [member("ا", killed=9), member("ب", killed=2, by=[("RSF", "claimed")], sources=[("ناطق", "party")])]
    )
    assert bounds(incident) == (9, 9)
    assert [(row.effect, row.min, row.max) for row in incident.conceded] == [("killed", 2, 2)]


def test_the_order_of_reports_changes_nothing() -> None:
    told = [
        member("ا", killed=4, hour=9, by="RSF"),
        member("ب", killed=4, hour=10, sources=[("الدفاع المدني", "civil_defence")]),
        member(
            "ج",
            "ارتفع عدد القتلى إلى 6",
            killed=(6, 6, "6"),
            hour=12,
            sources=[("الدفاع المدني", "civil_defence")],
        ),
        member("د", killed=5, hour=9, by="SAF", sources=[("ناطق", "party")]),
    ]
    seen = {summarize(order, copies={"ب": "ا"}).model_dump_json() for order in permutations(told)}
    assert len(seen) == 1
