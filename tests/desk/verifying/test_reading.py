"""What a person types becomes a value of the record, or is told beside its input; evidence is found in the text."""

from __future__ import annotations

import pytest

from rasd.desk.site import Words
from rasd.desk.verifying.editing import editor
from rasd.desk.verifying.fields import FIELDS
from rasd.desk.verifying.proposing import proposed
from rasd.desk.verifying.reading import find_words, namesakes, parse, read_spans
from rasd.model import Document

_TEXT = "قصفت قوات النظام بلدة تلمنس فجرا 😀 وقُتل ثلاثة مدنيين، بحسب الدفاع المدني."
_ARABIC, _ENGLISH = Words("ar"), Words("en")


def test_a_harm_is_read_with_arabic_digits_and_words_of_both_languages() -> None:
    typed = {
        "effect": "قتلى",
        "min": "٣",
        "max": "3",
        "victim_status": "civilian",
        "unit": "people",
        "victims": "أحد\nآخر",
        "quote": "وقُتل ثلاثة مدنيين",
    }
    found = parse(FIELDS["harm"], typed, _ARABIC, _TEXT)
    assert found.is_good, found.errors
    start = _TEXT.index("وقُتل")
    assert found.value["min"] == found.value["max"] == 3 and found.value["victims"] == ["أحد", "آخر"]
    assert found.value["evidence"] == [[start, start + len("وقُتل ثلاثة مدنيين")]]
    assert found.value["phrase"] == "وقُتل ثلاثة مدنيين"


@pytest.mark.parametrize(
    ("field", "typed", "wrong"),
    [
        ("harm", {"effect": "killed", "min": "5", "max": "3", "victim_status": "unknown", "unit": "people", "evidence": "0-4"}, {"min": "verifying.error.order"}),
        ("harm", {"effect": "killed", "victim_status": "unknown", "unit": "people", "evidence": "0-4"}, {"min": "verifying.error.no_count"}),
        ("harm", {"effect": "killed", "min": "minus", "max": "3", "victim_status": "unknown", "unit": "people", "evidence": "0-4"}, {"min": "verifying.error.count"}),
        ("harm", {"effect": "killed", "min": "3"}, {"evidence": "verifying.error.evidence"}),
        ("weapons", {"weapon": "a big gun", "evidence": "0-4"}, {"weapon": "verifying.error.option"}),
        ("perpetrators", {"actor": "NOBODY_AT_ALL", "certainty": "stated", "evidence": "0-4"}, {"actor": "verifying.error.option"}),
        ("date", {"start": "31.12.2024", "evidence": "0-4"}, {"start": "verifying.error.day"}),
        ("date", {"start": "2024-02-02", "end": "2024-02-01", "evidence": "0-4"}, {"end": "verifying.error.order"}),
        ("sources", {"name": "الدفاع المدني", "type": "civil_defence", "quote": "not in the text"}, {"evidence": "verifying.error.evidence"}),
        ("places", {"name": "مكان", "latitude": "91", "longitude": "3", "evidence": "0-4"}, {"latitude": "verifying.error.degrees"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_input(
    field: str, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    found = parse(FIELDS[field], typed, _ENGLISH, _TEXT)
    errors = dict(found.errors)
    if (
        wrong.get("end") == "verifying.error.order" or wrong.get("min") == "verifying.error.order"
    ):  # told of the whole window, beside its first input
        assert list(errors.values()) == ["verifying.error.order"]
    else:
        assert errors == wrong


def test_a_date_may_be_taken_away_without_words_but_not_set_without() -> None:
    assert parse(FIELDS["date"], {}, _ENGLISH, _TEXT).value["start"] is None
    assert "evidence" in parse(FIELDS["date"], {"start": "2024-01-01"}, _ENGLISH, _TEXT).errors


def test_a_place_that_only_one_bears_is_found_and_several_are_asked_about() -> None:
    sure = parse(FIELDS["places"], {"name": "تلمنس", "quote": "تلمنس"}, _ARABIC, _TEXT)
    assert sure.is_good and sure.value["country"] == "SY" and sure.value["latitude"] is not None
    several = next(name for name in ("الدانا", "السويداء", "الصالحية") if len(namesakes(name)) > 1)
    asked = parse(FIELDS["places"], {"name": several, "evidence": "0-4"}, _ARABIC, _TEXT)
    assert asked.errors == {"namesake": "verifying.error.namesake"}
    second = namesakes(several)[1]
    chosen = parse(
        FIELDS["places"], {"name": several, "evidence": "0-4", "namesake": second.id}, _ARABIC, _TEXT
    )
    assert chosen.value["gazetteer_id"] == second.id and chosen.value["admin1"] == (second.admin1 or None)
    none = parse(FIELDS["places"], {"name": several, "evidence": "0-4", "namesake": "none"}, _ARABIC, _TEXT)
    assert none.is_good and none.value["gazetteer_id"] is None


def test_a_place_under_another_name_does_not_keep_the_point_of_the_first() -> None:
    before = parse(FIELDS["places"], {"name": "تلمنس", "quote": "تلمنس"}, _ARABIC, _TEXT).value
    kept = {
        name: "" if before[name] is None else str(before[name])
        for name in ("country", "admin1", "admin2", "latitude", "longitude", "gazetteer_id", "precision")
    }
    moved = parse(
        FIELDS["places"], {**kept, "name": "قرية لا قائمة تعرفها", "evidence": "0-4"}, _ARABIC, _TEXT, before
    )
    assert moved.is_good and moved.value["latitude"] is None and moved.value["gazetteer_id"] is None
    same = parse(
        FIELDS["places"],
        {**kept, "name": "تلمنس", "region": "ريف إدلب", "quote": "تلمنس"},
        _ARABIC,
        _TEXT,
        before,
    )
    assert same.value["latitude"] == before["latitude"] and same.value["region"] == "ريف إدلب"


def test_words_are_found_nearest_in_any_spelling_and_counted_in_code_points() -> None:
    text = "إصابة أولى 😀 ثم اصابه ثانية"
    assert find_words(text, "إصابة") == (0, 5)
    assert find_words(text, "اصابه ثانيه") == (text.index("اصابه"), len(text))
    assert find_words("قصف ثم قصف", "قصف", near=6) == (7, 10)
    assert find_words(text, "لا شيء من هذا") is None
    assert read_spans("1-2 3-", 10) == [(1, 2)] and read_spans("5-2 0-99999999999999999999", 10) == []


@pytest.mark.parametrize(
    ("field", "words", "wanted"),
    [
        (
            "harm",
            "وقُتل ثلاثة مدنيين بينهم طفلان",
            {"effect": "killed", "min": "3", "max": "3", "children": "2"},
        ),
        ("date", "فجر أمس الاثنين", {"start": "2024-03-11", "end": "2024-03-11", "part_of_day": "dawn"}),
        ("weapons", "بالمدفعية الثقيلة", {"weapon": "مدفعية"}),
        ("munitions", "76 قذيفة", {"item": "shell", "count": "76"}),
        ("places", "بلدة تلمنس بريف إدلب", {"name": "تلمنس", "namesake": "sy_idlib_telamnas"}),
        ("sources", "بحسب الدفاع المدني", {"name": "الدفاع المدني"}),
        ("report", "قصفت قوات النظام بلدة تلمنس بالمدفعية فقُتل مدني", {"kind": "قصف"}),
        ("places", "لا شيء هنا", {}),
    ],
)
def test_selected_words_are_read_into_the_form(field: str, words: str, wanted: dict[str, str]) -> None:
    document = Document(id="d", text=words, published="2024-03-12", published_from=None, theatre="syria")
    found = proposed(field, words, document, ("syria",), _ARABIC)
    assert {name: found.get(name) for name in wanted} == wanted and (wanted or not found)
    if field in FIELDS and wanted:  # what is proposed can be kept as it is
        assert parse(
            FIELDS[field], {"evidence": "0-4", "certainty": "stated", **found}, _ARABIC, words
        ).is_good


def test_a_form_shows_a_value_as_it_is_and_sends_it_back_unchanged() -> None:
    """A count of nobody is a count, and what the form does not show stays."""
    before = {
        "effect": "casualties", "min": 0, "max": 0, "victim_status": "unknown", "unit": "people", "approximate": False,
        "evidence": [[0, 4]],
    }  # fmt: skip
    form = editor("harm", _ARABIC, _TEXT, report="r1", key="r1.harm.x", before=before)
    typed = {one.name: one.value for one in form.inputs} | {"evidence": form.evidence, "quote": form.quote}
    assert typed["min"] == "0" and form.quote == _TEXT[:4]
    again = parse(FIELDS["harm"], typed, _ARABIC, _TEXT, before)
    assert again.is_good and {name: again.value[name] for name in before} == before
