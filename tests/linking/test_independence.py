"""Independence: who is one source with whom."""

from __future__ import annotations

import pytest

from rasd.linking import Member, summarize
from told import bounds, member


def independent(*told: Member, copies: dict[str, str] | None = None) -> int:
    return summarize(list(told), copies=copies).independent_sources


def test_outlets_that_name_nobody_are_sources_of_their_own() -> None:
    assert independent(member("ا", outlet="شبكة النخيل"), member("ب", outlet="صحيفة الوادي")) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("الدفاع المدني", "civil_defence"), ("فرق الدفاع المدني السوري", "civil_defence")),
        (("مستشفى المثال", "medical"), ("مصدر في مستشفى المثال العام", "medical")),
        (("وزارة الصحة", "medical"), ("وزارة الصحة اللبنانية", "medical")),
        (("غرفة طوارئ المخيم", "local"), ("غرفة طوارئ مخيم المثال", "local")),
        (("مدير الناحية", "official"), ("مدير ناحية المثال", "official")),
        (("شرطة المثال", "official"), ("الشرطة", "official")),
        (("بلدية المثال", "local"), ("رئيس بلدية المثال", "local")),
        (("مرصد الوادي", "monitor"), ("مرصد الوادي لحقوق الإنسان", "monitor")),
    ],
)
def test_one_body_quoted_by_two_outlets_is_one_source(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert independent(member("ا", sources=[one]), member("ب", sources=[other])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("مستشفى المثال", "medical"), ("مستشفى الوادي", "medical")),
        (("الدفاع المدني", "civil_defence"), ("الهلال الأحمر", "medical")),
        (("سكان", "witness"), ("شهود", "witness")),
        (("مصدر أمني", "official"), ("مصدر أمني", "official")),
        (("وجهاء", "local"), ("الأهالي", "local")),
        (("مدير ناحية المثال", "official"), ("قائممقام المثال", "official")),
    ],
)
def test_different_bodies_and_unnamed_people_are_different_sources(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert independent(member("ا", sources=[one]), member("ب", sources=[other])) == 2


def test_groups_are_connected_through_a_third() -> None:
    told = [
        member("ا", sources=[("الدفاع المدني", "civil_defence")]),
        member("ب", sources=[("الدفاع المدني", "civil_defence"), ("مستشفى المثال", "medical")]),
        member("ج", sources=[("مستشفى المثال", "medical")]),
    ]
    assert independent(*told) == 1
    assert summarize(told).groups == [["ا#r1", "ب#r1", "ج#r1"]]


def test_an_agency_and_the_channel_of_its_name_have_one_owner() -> None:
    assert (
        independent(member("ا", outlet="وكالة النخيل للأنباء"), member("ب", outlet="قناة النخيل عاجل")) == 1
    )


def test_a_pack_that_names_both_outlets_knows_better_than_their_names() -> None:
    told = [member("ا", outlet="سبأ (عدن)"), member("ب", outlet="سبأ (صنعاء)")]
    assert len(summarize(told).groups) == 2


@pytest.mark.parametrize(
    "text",
    [
        "الخرطوم (السودان) - النخيل: سقطت قذائف على السوق.",
        "سقطت قذائف على السوق. (النخيل)",
        "سقطت قذائف على السوق.\nالمصدر: وكالة النخيل للأنباء",
    ],
)
def test_who_credits_an_agency_is_one_source_with_it(text: str) -> None:
    assert (
        independent(member("ا", outlet="وكالة النخيل للأنباء"), member("ب", text, outlet="بوابة الخبر")) == 1
    )


def test_a_city_before_the_colon_and_a_writer_at_the_end_are_no_agency() -> None:
    for text in ("سبق - القدس: سقطت قذائف على السوق.", "سقطت قذائف على السوق. (سالم المثال)"):
        assert independent(member("ا", text, outlet="صحيفة الوادي"), member("ب", outlet="شبكة النخيل")) == 2


def test_an_agency_under_two_of_its_names_is_one_source() -> None:
    told = [member("ا", sources=[("أ ف ب", "agency")]), member("ب", sources=[("وكالة فرانس برس", "agency")])]
    assert independent(*told) == 1


def test_who_calls_an_army_a_militia_is_no_party_for_that() -> None:
    told = member("ا", "قصفت مليشيا البرهان السوق.", outlet="شبكة الوادي", by="SAF")
    told.report.perpetrators[0].evidence = [(5, 18)]
    assert independent(told) == 1
    told = member("ا", "قصفت مليشيا البرهان السوق.", outlet="منصة السريع", by="SAF")
    told.report.perpetrators[0].evidence = [(5, 18)]
    assert independent(told, member("ب", targets=["RSF"])) == 1  # an outlet that bears the struck side's name


def test_who_quotes_an_outlet_is_one_source_with_it() -> None:
    quoting = member("ب", outlet="بوابة الخبر", sources=[("شبكة الوادي المحلية", "outlet")])
    assert independent(member("ا", outlet="شبكة الوادي"), quoting) == 1


def test_a_body_that_the_text_cites_counts_where_the_record_names_none() -> None:
    told = member("ب", "نقلت فرق الدفاع المدني المصابين.", outlet="صفحة الإغاثة")
    assert independent(member("ا", sources=[("الدفاع المدني", "civil_defence")]), told) == 1


def test_a_struck_hospital_is_no_source() -> None:
    told = member("ب", "سقطت قذائف على مستشفى المثال.")
    assert independent(member("ا", sources=[("مستشفى المثال", "medical")]), told) == 2


@pytest.mark.parametrize(
    ("text", "outlet", "sources"),
    [
        ("قال الناطق إن القصف أصاب هدفه.", "صحيفة الوادي", [("الناطق باسم الجيش", "party")]),
        ("استهدف مجاهدونا الموقع.", "صفحة الوادي", []),
        ("أصابت القذائف الموقع.", "النشرة العسكرية", []),
    ],
)
def test_a_partys_own_statement_is_no_independent_source(
    text: str, outlet: str, sources: list[tuple[str, str]]
) -> None:
    incident = summarize([member("ا", text, outlet=outlet, sources=sources)])
    assert incident.independent_sources == 0
    assert incident.reports[0].is_party
    assert incident.grade.rule == "weak.parties_only"


def test_a_comment_of_a_party_after_the_telling_makes_no_statement_of_it() -> None:
    text = "سقطت قذائف على السوق وقتل خمسة. وقال الجيش إنه يتحقق."
    told = member("ا", text, killed=(5, 5, "خمسة"), sources=[("الجيش", "party")])
    told.report.evidence = [(0, 10)]
    told.report.sources[0].evidence = [(text.index("الجيش"), text.index("الجيش") + 5)]
    incident = summarize([told])
    assert (incident.independent_sources, bounds(incident)) == (1, (5, 5))


def test_a_partys_media_count_as_the_hospital_that_they_quote() -> None:
    told = member("ا", outlet="النشرة العسكرية", sources=[("مستشفى المثال", "medical")])
    assert independent(told) == 1


def test_first_person_words_in_a_quotation_make_no_party_of_a_newspaper() -> None:
    assert independent(member("ا", 'قال أحدهم: "قواتنا بخير". وسقطت قذائف.', outlet="صحيفة الوادي")) == 1


def test_a_copy_counts_once_whoever_prints_it() -> None:
    assert independent(member("ا"), member("ب", hour=9), copies={"ب": "ا"}) == 1
    party = member("ا", sources=[("ناطق عسكري", "party")])
    assert independent(party, member("ب", hour=9), copies={"ب": "ا"}) == 0
