"""Dates: what holds for every text and every publication day. Examples are in the corpus."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimensions import DIMENSIONS, grammar
from rasd.errors import DataError
from rasd.grammar.dates import DateMention, read_dates
from rasd.grammar.dates.when import hijri_day, latest_weekday, month_days, part_of_hour, week_of
from rasd.grammar.numerals import read_numbers
from rasd.grammar.passage import Passage
from rasd.grammar.shapes import Grammar
from rasd.lexicon import Lexicon
from steps import steps

WORDS = (
    "اليوم أمس غداً السبت الأحد الاثنين يوم ليل ليلة فجر صباح مساءً الماضي المقبل الجاري من إلى حتى بين و في 3 12 15 31 2014 2024 "
    "1445 آب أغسطس تشرين الأول شهر عام الشهر الأسبوع قبل بعد منذ خلال طوال أيام يومين ساعة الساعة 17 : 16 / - ( ) ، . رمضان "
    "الثالث والعشرين مطلع منتصف نهاية هـ م الموافق نفسه لليوم ال على التوالي نحو 24 كتيبة اندلاع الحرب"
).split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def read(text: str, published: date | None) -> list[DateMention]:
    passage = Passage.of(text, Lexicon.load())
    return read_dates(passage, read_numbers(passage), published, grammar("dates"))


@given(TEXTS, st.none() | DAYS)
def test_times_never_fail_never_overlap_and_never_run_backwards(text: str, published: date | None) -> None:
    at = 0
    for mention in read(text, published):
        assert at <= mention.start < mention.end
        at = mention.end
        assert mention.resolved == (mention.first is not None or mention.last is not None)
        if mention.first is not None and mention.last is not None:
            assert mention.first <= mention.last, (text, mention)
        assert mention.kind in ("point", "period", "relative", "future")
        assert mention.precision in ("day", "days", "week", "month", "year", "hours", "part")
        assert mention.rule == mention.fired[-1]


@given(TEXTS)
def test_without_a_publication_day_the_same_words_are_found(text: str) -> None:
    known = [(mention.start, mention.end) for mention in read(text, date(2024, 3, 14))]
    unknown = [(mention.start, mention.end) for mention in read(text, None)]
    assert known == unknown


@pytest.mark.parametrize(
    "text",
    ["أمس", "السبت", "فجر اليوم", "قبل يومين", "12 أيار", "الشهر الماضي", "منذ الأحد", "ليل السبت الأحد"],
)
def test_what_is_counted_from_publication_stays_unresolved_without_it(text: str) -> None:
    (mention,) = read(text, None)
    assert (mention.first, mention.last, mention.resolved) == (None, None, False)


@given(DAYS)
def test_what_happened_is_not_after_publication(published: date) -> None:
    for text in (
        "السبت",
        "السبت الماضي",
        "12 أيار",
        "أيلول الماضي",
        "29 شباط",
        "الأسبوع الماضي",
        "17 رمضان الماضي",
        "أمس",
    ):
        (mention,) = read(text, published)
        assert mention.last is None or mention.last <= published


@given(DAYS)
def test_a_weekday_is_the_latest_such_day(published: date) -> None:
    (bare,) = read("الخميس", published)
    (past,) = read("الخميس الماضي", published)
    assert bare.first is not None and past.first is not None
    assert bare.first.weekday() == past.first.weekday() == 3
    assert 0 <= (published - bare.first).days < 7
    assert 1 <= (published - past.first).days <= 7


@given(DAYS, st.integers(0, 6))
def test_calendar_arithmetic(day: date, weekday: int) -> None:
    sunday, saturday = week_of(day)
    assert sunday <= day <= saturday and sunday.weekday() == 6 and (saturday - sunday).days == 6
    assert latest_weekday(day, weekday).weekday() == weekday
    first, last = month_days(day.year, day.month)
    assert first.day == 1 and (last + timedelta(days=1)).day == 1 and first <= day <= last


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (2, "night"), (3, "dawn"), (4, "dawn"), (5, "morning"), (11, "morning"), (12, "noon"), (13, "afternoon"),
     (17, "afternoon"), (18, "evening"), (20, "evening"), (21, "night"), (23, "night")],
)  # fmt: skip
def test_the_hour_gives_the_part_of_the_day(hour: int, part: str) -> None:
    assert part_of_hour(hour) == part


def test_hijri_outside_the_tables_is_unresolved() -> None:
    assert hijri_day(1436, 10, 25) == date(2015, 8, 10)
    assert hijri_day(1342, 1, 1) is None
    assert hijri_day(1600, 1, 1) is None
    assert hijri_day(1445, 9, 31) is None


def test_the_numbers_of_a_date_lie_inside_its_tokens() -> None:
    text = "قتل 3 مدنيين في 15 يوليو 2015 وأصيب 7"
    passage = Passage.of(text, Lexicon.load())
    numbers = read_numbers(passage)
    (mention,) = read_dates(passage, numbers, None, grammar("dates"))
    free = [number.value for number in numbers if not mention.start <= number.start < mention.end]
    assert free == [3, 7]


def test_a_shape_without_arithmetic_stops_the_reading() -> None:
    shapes = Lexicon.load().shapes("dates")
    passage = Passage.of("أمس", Lexicon.load())
    with pytest.raises(DataError, match="dates.never has no arithmetic"):
        read_dates(
            passage, [], None, Grammar("dates", [*shapes, {"id": "dates.never", "shape": "today today"}])
        )
    with pytest.raises(DataError, match=r"production dates\.\w+ has no shape"):
        read_dates(passage, [], None, Grammar("dates", shapes[:-1]))


@pytest.mark.parametrize(
    "hostile",
    ["من ", "12/", "1-", "الأحد و", "منذ ", "و", "ليل الاثنين ", "يوم ", "قبل ", "(أمس ", "3 و4 و", "من 3 إلى ", "آب/", "الساعة ",
     "فجر ", "الأحد ", "في ", "24 ساعة ", "2014 ", "الأول ", "مطلع ", "12 آب - ", "هذا ", "بين "],
)  # fmt: skip
def test_repetition_costs_linear_work(hostile: str) -> None:
    def dates(size: int) -> object:
        return DIMENSIONS["dates"].read(hostile * size, date(2024, 3, 14))

    dates(3)
    small, large = (steps(lambda size=size: dates(size)) for size in (150, 300))
    assert large <= 2.2 * small + 200


def test_nearly_every_date_of_the_coded_corpus_is_read(corpus_dir: Path) -> None:
    wanted = found = 0
    for line in (corpus_dir / "dev.gold.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        published = date.fromisoformat(document["published"][:10]) if document["published"] else None
        mentions = read(document["text"], published)
        starts = {(str(mention.first), str(mention.last)) for mention in mentions}
        days = {(report["date"]["start"], report["date"]["end"]) for report in document["reports"]}
        days = {day for day in days if day[0]}
        wanted += len(days)
        found += len(days & starts)
    assert found >= 0.94 * wanted, f"{found} of {wanted}"
