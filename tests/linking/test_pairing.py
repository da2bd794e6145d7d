"""Pairs: what speaks for one incident, what against, and that the parts add up to the score."""

from __future__ import annotations

import pytest

from linking_examples import GOVERNORATE, harm, place, traits
from rasd.linking import Decision, Traits, reasons_of, score
from rasd.linking.weights import weights

ONE = traits("a", perpetrators=[{"actor": "SYR_GOV"}], harm=[harm("killed", 4, 4), harm("injured", 9, 9)])
FAR = place("الهبيط", "sy_habit_2", 34.7, 37.9, admin1="Homs")
NEAR = place("عابدين", "sy_abdin", 35.46, 36.50)
QUARTER = place(
    "الرمال",
    "ps_rimal",
    31.52,
    34.44,
    country="PS",
    admin1="Gaza Strip",
    place_class="quarter",
    region="بمدينة غزة",
)
OTHER_QUARTER = place(
    "التفاح", "ps_tuffah", 31.51, 34.47, country="PS", admin1="Gaza Strip", place_class="quarter"
)
CITY = place("غزة", "ps_gaza", 31.50, 34.46, country="PS", admin1="Gaza Strip", place_class="city")


@pytest.mark.parametrize(
    "other",
    [
        traits("b"),
        traits("b", harm=[harm("killed", 5, 5)]),
        traits("b", kind="air_strike"),
        traits("b", day="2019-04-27", until="2019-04-28"),
        traits("b", perpetrators=[{"actor": "SYR_OPP"}]),
        traits("b", date={}, perpetrators=[{"actor": "SYR_GOV"}]),
        traits("b", places=[GOVERNORATE], perpetrators=[{"actor": "SYR_GOV"}], harm=[harm("killed", 4, 4)]),
        traits("b", places=[], text="سقطت القذائف على سوق الهبيط", harm=[harm("killed", 4, 4)]),
        traits("b", factuality="denied", perpetrators=[{"actor": "SYR_GOV"}]),
    ],
    ids=["bare", "raised toll", "kin kind", "window", "other side accused", "breaking news", "governorate", "place in text", "denial"],
)  # fmt: skip
def test_one_incident_is_recognised(other: Traits) -> None:
    assert score(ONE, other) > 0, [reason.en for reason in reasons_of(ONE, other)]


@pytest.mark.parametrize(
    "other",
    [
        traits("b", day="2019-04-30"),
        traits("b", places=[FAR], harm=[harm("killed", 4, 4)]),
        traits("b", places=[NEAR]),
        traits("b", kind="abduction"),
        traits("b", factuality="recurrent"),
        traits("b", factuality="unrealized"),
        traits("b", places=[GOVERNORATE]),
        traits("b", places=[]),
        traits("a", 2),
        traits("b", day="2019-04-27", harm=[harm("killed", 1, 1)]),
    ],
    ids=["two days on", "namesake", "next village", "other kind", "habit", "threat", "only the governorate", "no place", "one document tells two", "day before"],
)  # fmt: skip
def test_two_incidents_are_kept_apart(other: Traits) -> None:
    assert score(ONE, other) < 0, [reason.en for reason in reasons_of(ONE, other)]


def test_two_strikes_of_one_day_on_one_town_are_told_apart_by_what_the_texts_tell() -> None:
    morning = traits(
        "a", part_of_day="morning", target_sites=[{"site": "market"}], perpetrators=[{"actor": "SYR_GOV"}]
    )
    evening = traits(
        "b",
        kind="air_strike",
        part_of_day="evening",
        target_sites=[{"site": "house"}],
        perpetrators=[{"actor": "RUS"}],
    )
    assert score(morning, evening) < 0


def test_a_quarter_is_in_its_city_and_is_no_other_quarter() -> None:
    told = traits("a", places=[QUARTER])
    assert score(told, traits("b", places=[CITY])) > 0
    assert score(told, traits("b", places=[OTHER_QUARTER])) < 0


def test_a_night_between_two_days_is_one_time() -> None:
    night = traits("a", day="2019-04-27", part_of_day="night")
    assert score(night, traits("b", part_of_day="dawn")) > score(night, traits("b", part_of_day="noon"))


def test_the_parts_in_words_add_up_to_the_score() -> None:
    other = traits("b", kind="air_strike", harm=[harm("killed", 4, 4)])
    reasons = reasons_of(ONE, other)
    assert sum(reason.weight for reason in reasons) + weights().bias == pytest.approx(score(ONE, other))
    assert any(reason.ar == "المكان نفسه (الهبيط)" for reason in reasons)
    assert any(reason.en == "kinds that outlets mix (air strike / shelling)" for reason in reasons) or any(
        reason.en == "kinds that outlets mix (shelling / air strike)" for reason in reasons
    )


def test_a_decision_is_told_first_and_by_name() -> None:
    reasons = reasons_of(ONE, traits("b"), Decision("a#r1", "b#r1", together=False, by="ليلى"))
    assert reasons[0].part == "decision" and "ليلى" in reasons[0].ar


def test_a_pair_scores_the_same_both_ways_and_after_a_store() -> None:
    other = traits("b", kind="air_strike", text="قصف على الهبيط أدى إلى مقتل أربعة أشخاص وإصابة تسعة آخرين")
    assert score(ONE, other) == score(other, ONE)
    assert Traits.from_json(other.as_json()) == other
