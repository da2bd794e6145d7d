"""The five questions: each answered yes, possible and no in turn, with the hours of the edges, exemptions and suspicion."""

from __future__ import annotations

from typing import Any

import pytest

from agreements_invented import incident, on, perpetrator, place, truce
from rasd.agreements import Holder
from rasd.errors import DataError
from rasd.lexicon import Lexicon
from rasd.model import QUESTIONS, Agreement, Incident, LedgerEntry

LEXICON = Lexicon.load()


def held(given: Incident, agreement: Agreement | None = None) -> LedgerEntry:
    return Holder(agreement or truce(), LEXICON).hold(given)


def answers(given: Incident, agreement: Agreement | None = None) -> dict[str, str]:
    return {one.question: one.value for one in held(given, agreement).answers}


def test_an_incident_within_all_terms_has_five_yeses_with_reasons() -> None:
    entry = held(incident())
    assert answers(incident()) == dict.fromkeys(QUESTIONS, "yes")
    assert (entry.outcome, entry.boundary, entry.terms, entry.areas) == (
        "in_scope", False, ["no_fire"], ["idlib", "box"]
    )  # fmt: skip
    assert [one.question for one in entry.answers] == list(QUESTIONS)
    assert all(one.reason.ar and one.reason.en for one in entry.answers)
    assert "2031-04-20" in entry.answers[0].reason.en
    assert entry.allegations[0].role == "signatory"


# question, value, what of the incident makes it so
TRUTH: list[tuple[str, str, dict[str, Any]]] = [
    ("time", "no", {"date": on("2031-03-30")}),
    ("time", "no", {"date": on("2031-06-03")}),
    ("time", "no", {"date": on("2031-04-02", "dawn")}),
    ("time", "no", {"date": on("2031-04-02", "noon")}),
    ("time", "possible", {"date": on("2031-04-02")}),
    ("time", "possible", {"date": on("2031-04-02", "evening")}),
    ("time", "possible", {"date": on("2031-04-02", "night")}),
    ("time", "yes", {"date": on("2031-04-03", "dawn")}),
    ("time", "yes", {"date": on("2031-06-02", "noon")}),
    ("time", "possible", {"date": on("2031-06-02")}),
    ("time", "possible", {"date": on("2031-04-01", until="2031-04-30")}),
    ("time", "yes", {"date": on("2031-04-03", until="2031-04-30")}),
    ("time", "possible", {"date": {}}),
    ("area", "yes", {"places": [place(admin1="Idlib", latitude=None, longitude=None)]}),
    ("area", "possible", {"places": [place(admin1="Hama")]}),
    ("area", "possible", {"places": []}),
    ("area", "possible", {"places": [place(admin1=None, precision="country")]}),
    ("area", "possible", {"places": [place(country=None, admin1=None)]}),
    ("area", "no", {"places": [place(admin1="Homs")]}),
    ("area", "no", {"places": [place(country=None, admin1=None)], "theatres": ["libya"]}),
    ("area", "no", {"places": [], "theatres": ["libya"]}),
    ("area", "no", {"places": [place(country="LB", admin1="North")]}),
    ("area", "yes", {"places": [place(admin1="Homs"), place("سرمين")]}),
    ("bound", "yes", {"perpetrators": [perpetrator("SYR_OPP")]}),
    ("bound", "yes", {"perpetrators": [perpetrator("SYR_GOV", "accused")]}),
    ("bound", "possible", {"perpetrators": [perpetrator("SYR_GOV", "suspected")]}),
    ("bound", "possible", {"perpetrators": [perpetrator("SDF")]}),
    ("bound", "possible", {"perpetrators": [perpetrator("TUR")]}),
    ("bound", "possible", {"perpetrators": []}),
    ("bound", "possible", {"perpetrators": [perpetrator("UNIDENTIFIED")]}),
    ("bound", "no", {"perpetrators": [perpetrator("ISR")]}),
    ("bound", "no", {"perpetrators": [perpetrator("ISR", "suspected")]}),
    ("bound", "no", {"perpetrators": [perpetrator("HTS")]}),
    ("act", "yes", {"kind": "air_strike"}),
    ("act", "possible", {"kind": "explosion"}),
    ("act", "no", {"kind": "arrest"}),
    ("exemption", "yes", {"targets": [{"actor": "SYR_OPP"}]}),
    ("exemption", "possible", {"targets": []}),
    ("exemption", "possible", {"targets": [{"actor": "ISIS"}]}),
    ("exemption", "possible", {"targets": [{"actor": "HTS"}, {"actor": "CIVILIANS"}]}),
    ("exemption", "possible", {"targets": [{"actor": "HTS"}, {"actor": "SYR_OPP"}]}),
    ("exemption", "no", {"targets": [{"actor": "HTS"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "value", "changes"), TRUTH, ids=lambda one: str(one)[:60])
def test_each_question_is_answered_by_itself(question: str, value: str, changes: dict[str, Any]) -> None:
    given = incident(**changes)
    assert answers(given) == dict.fromkeys(QUESTIONS, "yes") | {question: value}
    outcome = {"yes": "in_scope", "possible": "possibly_in_scope", "no": "out_of_scope"}[value]
    entry = held(given)
    assert entry.outcome == outcome
    assert entry.allegations[0].failing == ([question] if value == "no" else [])


@pytest.mark.parametrize(
    ("window", "boundary"),
    [
        (on("2031-04-02"), True),
        (on("2031-04-02", "evening"), True),
        (on("2031-04-02", "dawn"), False),
        (on("2031-04-03", "dawn"), False),
        (on("2031-06-02"), True),
        (on("2031-05-30", until="2031-06-05"), True),
        (on("2031-04-20"), False),
    ],
)
def test_what_straddles_an_edge_is_a_boundary_case(window: Any, boundary: bool) -> None:
    assert held(incident(date=window)).boundary is boundary


def test_a_start_that_is_known_to_the_day_leaves_that_day_open() -> None:
    daily = truce(start="2031-04-02", end="2031-06-02")
    for day, value in (("2031-04-01", "no"), ("2031-04-02", "possible"), ("2031-04-03", "yes"),
                       ("2031-06-02", "possible"), ("2031-06-03", "no")):  # fmt: skip
        assert answers(incident(date=on(day)), daily)["time"] == value


def test_days_are_those_of_the_theatre_and_hours_those_of_the_agreement() -> None:
    """19:00 in Damascus is 16:00 UTC: the morning of a day in Damascus is over before a start at noon UTC."""
    abroad = truce(zone="UTC", start="2031-04-02T12:00")
    assert answers(incident(date=on("2031-04-02", "morning")), abroad)["time"] == "no"
    assert answers(incident(date=on("2031-04-02", "evening")), abroad)["time"] == "yes"


def test_an_extension_moves_the_end() -> None:
    longer = truce(extensions=[{"until": "2031-08-02T19:00", "agreed": "2031-06-01"}])
    assert answers(incident(date=on("2031-07-10")), longer)["time"] == "yes"
    assert answers(incident(date=on("2031-08-03")), longer)["time"] == "no"


def test_a_suspension_is_out_and_a_doubt_is_possible() -> None:
    broken = truce(
        suspensions=[{"start": "2031-04-18T00:00", "end": "2031-04-22T00:00"}],
        doubts=[{"start": "2031-05-10", "end": "2031-05-12"}],
    )
    entry = held(incident(), broken)
    assert (entry.outcome, entry.allegations[0].failing) == ("out_of_scope", ["time"])
    assert answers(incident(date=on("2031-04-17", until="2031-04-19")), broken)["time"] == "possible"
    assert answers(incident(date=on("2031-05-11")), broken)["time"] == "possible"
    assert answers(incident(date=on("2031-05-20")), broken)["time"] == "yes"


def test_a_doubt_after_the_end_leaves_it_possible() -> None:
    disputed = truce(doubts=[{"start": "2031-06-02T19:00", "end": "2031-06-20"}])
    assert answers(incident(date=on("2031-06-10")), disputed)["time"] == "possible"
    assert answers(incident(date=on("2031-06-25")), disputed)["time"] == "no"


def test_an_undated_report_from_before_the_start_cannot_lie_within() -> None:
    early = incident(date={})
    early.reports[0].published = "2031-03-01T10:00:00+03:00"
    assert answers(early)["time"] == "no"
    silent = incident(date={})
    silent.reports[0].published = None
    assert answers(silent)["time"] == "possible"


def test_a_habit_is_possible_and_says_so() -> None:
    entry = held(incident(date={}, factuality="recurrent"))
    assert entry.outcome == "possibly_in_scope"
    assert "goes on" in entry.answers[0].reason.en


@pytest.mark.parametrize(
    ("longitude", "precision", "value"),
    [
        (36.5, "settlement", "yes"),
        (36.95, "settlement", "possible"),  # 5 km inside an edge that is known to 10 km
        (37.05, "settlement", "possible"),
        (37.3, "settlement", "no"),
        (37.3, "district", "possible"),
        (36.5, "governorate", "possible"),
        (39.5, "governorate", "no"),
    ],
)
def test_a_polygon_is_as_sharp_as_its_edge_and_the_place(
    longitude: float, precision: str, value: str
) -> None:
    box = truce()
    box.terms[0].area = "box"
    there = place(admin1="Elsewhere", longitude=longitude, precision=precision)
    assert answers(incident(places=[there]), box)["area"] == value


def test_an_area_left_to_later_delimitation_is_never_more_than_possible() -> None:
    vague = truce()
    vague.terms[0].area = "buffer"
    inside = place(admin1="Aleppo", admin2="Al Bab", latitude=None, longitude=None)
    assert answers(incident(places=[inside]), vague)["area"] == "possible"
    whole = place(admin1="Aleppo", admin2=None, precision="governorate")
    assert answers(incident(places=[whole]), vague)["area"] == "possible"
    assert answers(incident(places=[place(admin1="Aleppo", admin2="Manbij")]), vague)["area"] == "no"


def test_each_alleged_perpetrator_is_an_allegation_of_its_own() -> None:
    entry = held(
        incident(perpetrators=[perpetrator("ISR"), perpetrator("SYR_OPP", "accused"), perpetrator()])
    )
    assert [(one.actor, one.outcome) for one in entry.allegations] == [
        ("SYR_OPP", "in_scope"), ("SYR_GOV", "in_scope")
    ]  # fmt: skip
    assert entry.parties == ["SYR_OPP", "SYR_GOV"]
    through = entry.allegations[0]
    assert (through.role, through.through, through.certainty) == ("side", "TUR", "accused")


def test_a_term_binds_only_whom_it_names() -> None:
    narrow = truce()
    narrow.terms[0].by = ["SYR_OPP"]
    assert answers(incident(), narrow)["bound"] == "no"
    narrow.terms[0].by = ["TUR"]
    assert answers(incident(perpetrators=[perpetrator("TUR")]), narrow)["bound"] == "yes"


def test_a_term_that_protects_one_side_asks_who_was_struck() -> None:
    narrow = truce()
    narrow.terms[0].against = ["SYR_OPP"]
    assert answers(incident(targets=[{"actor": "SYR_OPP"}]), narrow)["act"] == "yes"
    assert answers(incident(targets=[{"actor": "SDF"}]), narrow)["act"] == "no"
    assert answers(incident(targets=[]), narrow)["act"] == "possible"


def test_what_a_term_requires_is_reported_performance() -> None:
    pact = truce(
        terms=[
            {
                "id": "leave",
                "rule": "requires",
                "acts": ["withdrawal"],
                "text": {"ar": "انسحاب", "en": "Leave"},
            }
        ]
    )
    entry = held(incident(kind="withdrawal", targets=[]), pact)
    assert (entry.outcome, entry.bearing, entry.facets) == ("in_scope", "performance", [])


def test_software_alleges_and_suggests_and_no_more() -> None:
    one = held(incident())
    assert [(facet.facet, facet.is_suggested, facet.by) for facet in one.facets] == [
        ("alleged", False, "software")
    ]
    two = held(incident(independent_sources=2))
    assert [(facet.facet, facet.is_suggested) for facet in two.facets] == [
        ("alleged", False), ("corroborated", True)
    ]  # fmt: skip
    assert not any(
        facet.is_suggested for facet in held(incident(independent_sources=2, contested=True)).facets
    )
    assert held(incident(date=on("2031-03-30"))).facets == []


def test_an_invented_incident_cannot_be_held_against_a_real_agreement_nor_the_other_way_round() -> None:
    with pytest.raises(DataError, match="i1 is invented"):
        held(incident(), truce(synthetic=False))
    with pytest.raises(DataError, match="i1 is real"):
        held(incident(synthetic=False))
