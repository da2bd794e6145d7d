"""Words of the desk: every phrase in both languages, every phrase that a page asks for, plurals and days as Arabic has them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from rasd.desk.site.words import Words, entries
from rasd.export.phrases import plural_form

DESK = Path(__file__).resolve().parents[2] / "src/rasd/desk"
PAGES = sorted(DESK.rglob("templates/**/*.html"))


def test_every_phrase_is_there_in_both_languages() -> None:
    for key, entry in entries().items():
        assert set(entry) == {"ar", "en"}, key
        for forms in entry.values():
            assert isinstance(forms, str) or "other" in forms, f"{key} has no form `other`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_asks_only_for_phrases_that_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    asked = re.findall(r"""(?:say|counted) ["']([a-z_.]+)["']|(?:label|hint)="([a-z_.]+)\"""", text)
    missing = [key for pair in asked for key in pair if key and key not in entries()]
    assert not missing, f"{page.name} asks for {missing}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_holds_no_words_of_its_own(page: Path) -> None:
    """What a template says itself stays in one language: only the names of languages may."""
    text = page.read_text("utf-8").replace("العربية", "")
    assert not re.search("[\u0600-\u06ff]", text)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا وثائق."),
        (1, "وثيقة واحدة."),
        (2, "وثيقتان."),
        (7, "7 وثائق."),
        (11, "11 وثيقة."),
        (100, "100 وثيقة."),
    ],
)
def test_a_number_stands_with_the_noun_that_arabic_gives_it(number: int, said: str) -> None:
    assert Words("ar").counted("documents.count", number) == said


def test_forms_return_after_a_hundred() -> None:
    assert [plural_form("ar", n) for n in (102, 103, 111, 200)] == ["other", "few", "many", "other"]


def test_digits_and_calendar_are_as_the_person_wants_them() -> None:
    words = Words("ar", digits="arabic", has_hijri=True)
    assert words.number(12345) == "١٢٬٣٤٥"
    assert words.day(date(2024, 3, 14)) == "١٤ مارس ٢٠٢٤ (٤ رمضان ١٤٤٥ هـ)"
    assert Words("en", digits="arabic").day("2024-03-14") == "14 March 2024"
    assert words.day(date(1900, 1, 1)) == "١ يناير ١٩٠٠"


def test_moments_ranges_and_coded_words_are_said_in_the_language_and_digits_of_the_person() -> None:
    words = Words("ar", digits="arabic")
    assert words.moment("2024-03-14T23:30:00-01:00") == "١٥ مارس ٢٠٢٤ ٠٠:٣٠ UTC"
    assert words.range(3, None) == "٣ على الأقل" and Words("en").range(3, 5) == "3–5"
    assert Words("en").term("kinds", "no_such_kind") == "no_such_kind" and words.term("grades", None) == ""
    assert words.term("kinds", "air_strike") != Words("en").term("kinds", "air_strike")


def test_text_from_outside_is_shown_and_never_obeyed() -> None:
    from rasd.desk.site.templatetags.rasd import hostile

    assert hostile("<b>\u202ex") == '&lt;b&gt;<span class="control">U+202E</span>x' and hostile(None) == ""
