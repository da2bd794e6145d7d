"""Updates: which figure takes the place of which."""

from __future__ import annotations

import pytest

from rasd.linking import summarize
from told import bounds, member, only

RESCUERS = [("الدفاع المدني", "civil_defence")]
HOSPITAL = [("مستشفى المثال", "medical")]


def first(**given: object) -> object:
    return member("اول", killed=4, injured=9, hour=9, sources=RESCUERS, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("ارتفع عدد قتلى السوق إلى خمسة، بحسب الدفاع المدني.", "خمسة"),
        ("قال الدفاع المدني إن حصيلة القصف ارتفعت إلى خمسة قتلى.", "خمسة قتلى"),
        ("أعلن الدفاع المدني ارتفاع الحصيلة إلى خمسة قتلى.", "خمسة قتلى"),
        ("قال إن عدد شهداء القصف على منزل في حي الوادي أمس الثلاثاء ارتفع إلى خمسة.", "خمسة"),
        ("توفي جريح ليصبح عدد القتلى خمسة، وفق الدفاع المدني.", "خمسة"),
        ("قتل خمسة أشخاص بحسب الحصيلة الأخيرة للدفاع المدني.", "خمسة أشخاص"),
        ("صحح الدفاع المدني حصيلته إلى خمسة قتلى.", "خمسة قتلى"),
    ],
)
def test_an_update_replaces_the_earlier_figure_of_its_body(text: str, figure: str) -> None:
    later = member("لاحق", text, killed=(5, 5, figure), hour=15, sources=RESCUERS)
    incident = summarize([first(), later])  # type: ignore[list-item]
    assert bounds(incident) == (5, 5)
    old, new = only(incident).figures
    assert (old.counted, old.replaced_by, new.counted) == ("replaced", "لاحق#r1", "counted")


def test_it_replaces_no_other_effect_and_no_other_body() -> None:
    later = member("لاحق", "ارتفع عدد القتلى إلى 6", killed=(6, 6, "6"), hour=15, sources=RESCUERS)
    other = member("اخر", killed=3, injured=8, hour=10, sources=HOSPITAL)
    incident = summarize([first(), later, other])  # type: ignore[list-item]
    assert bounds(incident) == (3, 6)
    assert bounds(incident, "injured") == (8, 9)


def test_a_correction_downward_lowers_the_range() -> None:
    later = member("لاحق", "خفض الدفاع المدني الحصيلة إلى 2", killed=(2, 2, "2"), hour=15, sources=RESCUERS)
    assert bounds(summarize([first(), later])) == (2, 2)  # type: ignore[list-item]


def test_stale_copies_of_the_first_figure_go_with_it_whenever_they_came() -> None:
    later = member("لاحق", "ارتفع عدد القتلى إلى 6", killed=(6, 6, "6"), hour=15, sources=RESCUERS)
    stale = member("متأخر", killed=4, hour=20)
    quoting = member("ناقل", killed=4, hour=21, sources=[("فرق الدفاع المدني", "civil_defence")])
    incident = summarize([first(), later, stale, quoting], copies={"متأخر": "اول"})  # type: ignore[list-item]
    assert bounds(incident) == (6, 6)


def test_the_old_figure_inside_the_update_is_history() -> None:
    text = "ارتفع عدد القتلى إلى تسعة. وكان المستشفى قد أعلن سبعة قتلى."
    later = member("لاحق", text, killed=(9, 9, "تسعة"), hour=15, sources=HOSPITAL)
    old = member("لاحق", text, killed=(7, 7, "سبعة قتلى"), hour=15, sources=HOSPITAL, report_id="r2")
    incident = summarize([later, old])
    assert bounds(incident) == (9, 9)


def test_a_headline_without_a_source_updates_the_body_named_below_it() -> None:
    text = "ارتفاع عدد القتلى إلى تسعة\nقال مستشفى المثال إن سبعة قتلى وصلوا أولا."
    head = member("لاحق", text, killed=(9, 9, "تسعة"), hour=15)
    below = member("لاحق", text, killed=(7, 7, "سبعة قتلى"), hour=15, sources=HOSPITAL, report_id="r2")
    before = member("اول", killed=7, hour=9, sources=HOSPITAL)
    assert bounds(summarize([before, head, below])) == (9, 9)


@pytest.mark.parametrize(
    "text",
    [
        "ارتفعت ألسنة اللهب فوق السوق وقضى ستة أشخاص.",
        "حدثت الغارة صباحا وقتل ستة أشخاص.",
        "تراجعت القوات عن الجسر بعد مقتل ستة أشخاص.",
    ],
)
def test_what_else_rises_or_retreats_updates_nothing(text: str) -> None:
    later = member("لاحق", text, killed=(6, 6, "ستة أشخاص"), hour=15, sources=RESCUERS)
    assert bounds(summarize([first(), later])) == (4, 6)  # type: ignore[list-item]


def test_a_body_may_take_its_figure_back() -> None:
    later = member("لاحق", "سحب الدفاع المدني حصيلته عن القصف.", hour=15, sources=RESCUERS)
    other = member("اخر", killed=3, hour=10, sources=HOSPITAL)
    incident = summarize([first(), later, other])  # type: ignore[list-item]
    assert bounds(incident) == (3, 3)
    assert only(incident).figures[0].replaced_by == "لاحق#r1"


def test_a_later_figure_without_words_of_an_update_stands_beside_the_earlier() -> None:
    later = member("لاحق", "قتل ستة، بحسب الدفاع المدني", killed=(6, 6, "ستة"), hour=15, sources=RESCUERS)
    assert bounds(summarize([first(), later])) == (4, 6)  # type: ignore[list-item]
