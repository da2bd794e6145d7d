"""Kind, date, place, disputes and grades: what the sources agree on and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from rasd.linking import Member, summarize
from rasd.model import Harm, Place
from told import member

RESCUERS = [("الدفاع المدني", "civil_defence")]
ARMY = [("ناطق باسم الجيش", "party")]


def test_two_sources_and_a_perpetrator_are_fair_and_the_rule_is_printed_with_its_reports() -> None:
    grade = summarize([member("ا", by="RSF"), member("ب", sources=RESCUERS)]).grade
    assert (grade.proposed, grade.rule, grade.reports) == ("fair", "fair.sources", ["ا#r1", "ب#r1"])
    assert "ا#r1 ب#r1" in grade.reasons["ar"] and "ا#r1 ب#r1" in grade.reasons["en"]
    assert "{" not in grade.reasons["ar"] + grade.reasons["en"]


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ([member("ا", by="RSF")], "weak.one_source"),
        ([member("ا"), member("ب")], "weak.nobody_named"),
        ([member("ا", by="RSF"), member("ب", by="SAF", sources=ARMY)], "contested.perpetrator"),
    ],
)
def test_each_rule_of_a_grade(told: list[Member], rule: str) -> None:
    assert summarize(told).grade.rule == rule


def test_both_sides_of_a_clash_are_no_dispute() -> None:
    incident = summarize([member("ا", kind="clash", by="RSF"), member("ب", kind="clash", by="SAF")])
    assert not incident.contested


def test_a_denial_that_names_nobody_else_disputes_the_occurrence_and_no_grade() -> None:
    told = [
        member("ا", by="SAF"),
        member("ب", sources=RESCUERS, by="SAF"),
        member("ج", factuality="denied", sources=ARMY),
    ]
    incident = summarize(told)
    assert incident.contested_over == ["occurrence"]
    assert (incident.grade.proposed, incident.occurrence) == ("fair", "contested")


def test_a_denial_that_accuses_another_is_a_second_version() -> None:
    denial = member("ج", factuality="denied", by=[("SAF", "stated"), ("RSF", "accused")], sources=ARMY)
    incident = summarize([member("ا", by="SAF"), denial])
    assert "perpetrator" in incident.contested_over
    assert incident.grade.proposed == "contested"
    assert {one.actor: one.certainty for one in incident.perpetrators} == {"SAF": "stated", "RSF": "accused"}


def test_a_denial_that_says_who_did_it_is_a_second_version() -> None:
    denial = member("ج", factuality="denied", by=[("SAF", "stated"), ("RSF", "stated")], sources=ARMY)
    incident = summarize([member("ا", by="SAF"), denial])
    assert [one.actor for one in incident.perpetrators] == ["SAF", "RSF"]
    assert incident.grade.proposed == "contested"


@pytest.mark.parametrize(
    ("text", "is_disputed"),
    [
        ("اتهم المجلس قوات السدرة بالقصف، بينما نسبته هذه إلى جيش الوادي.", True),
        ("تبادل قوات السدرة وجيش الوادي الاتهامات بالقصف.", True),
        ("نفت قوات السدرة مسؤوليتها عن القصف واتهمت جيش الوادي.", True),
        ("اتهم المجلس قوات السدرة وجيش الوادي بالقصف.", False),
    ],
)
def test_two_accused_in_one_report_are_two_versions_only_where_its_words_oppose_them(
    text: str, is_disputed: bool
) -> None:
    told = member("ا", text, by=[("SAF", "accused"), ("RSF", "accused")])
    for alleged, name in zip(told.report.perpetrators, ("قوات السدرة", "جيش الوادي"), strict=True):
        alleged.evidence = [(text.index(name), text.index(name) + len(name))]
    assert summarize([told]).contested is is_disputed


def test_the_strongest_certainty_is_kept_with_the_number_of_independent_sources() -> None:
    told = [
        member("ا", by=[("RSF", "suspected")]),
        member("ب", by="RSF", sources=RESCUERS),
        member("ج", by=[("RSF", "claimed")], sources=[("ناطق باسم القوات", "party")]),
    ]
    (alleged,) = summarize(told).perpetrators
    assert (alleged.certainty, alleged.independent_sources, len(alleged.reports)) == ("claimed", 2, 3)
    assert summarize(told).occurrence == "declared"


def test_civilians_for_some_and_fighters_for_a_party_are_disputed() -> None:
    civilians = member("ا", by="SAF", killed=[{"min": 3, "max": 3, "victim_status": "civilian"}])
    party = member("ب", "استهدفت الضربة مسلحين.", sources=ARMY, by=[("SAF", "claimed")])
    assert summarize([civilians, party]).contested_over == ["status"]


def test_those_whom_a_party_accuses_are_not_those_it_struck() -> None:
    civilians = member("ا", by="RSF", killed=[{"min": 3, "max": 3, "victim_status": "civilian"}])
    accusing = member("ب", "قصف مسلحون السوق.", sources=ARMY, by="RSF")
    alleged = accusing.report.perpetrators[0]
    alleged.evidence = [(4, 10)]
    assert not summarize([civilians, accusing]).contested


def test_the_kind_is_that_of_most_sources_not_of_most_documents() -> None:
    told = [
        member("ا", kind="air_strike", sources=RESCUERS),
        member("ب", kind="shelling"),
        member("ج", kind="air_strike", sources=RESCUERS),
        member("د", kind="shelling"),
    ]
    assert summarize(told).kind == "shelling"


def test_a_kind_inferred_from_an_open_word_gives_way_to_a_stated_one() -> None:
    told = [member("ا", kind="shelling", kind_basis="inferred"), member("ب", kind="air_strike")]
    assert summarize(told).kind == "air_strike"


def test_the_date_is_the_narrowest_window_that_all_agree_on() -> None:
    told = [member("ا", days=(1, 4)), member("ب", days=(3, 6)), member("ج", days=None, part="night")]
    found = summarize(told).date
    assert (found.start, found.end, found.part_of_day) == (date(2024, 5, 3), date(2024, 5, 4), "night")


def test_where_days_conflict_most_independent_sources_decide() -> None:
    told = [
        member("ا", days=(2, 2), sources=RESCUERS),
        member("ب", days=(2, 2), sources=RESCUERS),
        member("ج", days=(1, 1)),
        member("د", days=(1, 1)),
    ]
    found = summarize(told).date
    assert found.start == date(2024, 5, 1)
    assert found.reports == ["ج#r1", "د#r1"]


def place(name: str, precision: str = "settlement", **given: object) -> Place:
    return Place(name=name, precision=precision, gazetteer_id=f"x_{name}", **given)  # type: ignore[arg-type]


def test_a_quarter_beats_its_town_and_a_town_its_district() -> None:
    told = [
        member("ا", places=[place("الوادي", region="بمدينة النخيل", latitude=15.0, longitude=32.0)]),
        member("ب", places=[place("النخيل", latitude=15.01, longitude=32.01)]),
        member("ج", places=[place("محلية النخيل", "district", latitude=15.1, longitude=32.1)]),
    ]
    (found,) = summarize(told).places
    assert (found.name, found.approximate, found.reports) == ("الوادي", False, ["ا#r1"])


def test_places_that_do_not_hold_one_another_are_both_kept() -> None:
    told = [
        member("ا", places=[place("النخيل", latitude=15.0, longitude=32.0)]),
        member("ب", places=[place("السدرة", latitude=14.0, longitude=33.0)]),
    ]
    assert {one.name for one in summarize(told).places} == {"النخيل", "السدرة"}


def test_an_area_is_marked_approximate() -> None:
    (found,) = summarize([member("ا", places=[place("محلية النخيل", "district")])]).places
    assert found.approximate


def test_an_incident_needs_a_report() -> None:
    with pytest.raises(ValueError, match="at least one"):
        summarize([])


def test_recurring_harm_of_other_effects_is_kept() -> None:
    incident = summarize([member("ا", kind="abduction", harm=[Harm(effect="abducted", min=3, max=3)])])
    assert [row.effect for row in incident.harm] == ["abducted"]
