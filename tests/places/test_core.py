"""The core list: whole, unambiguous where it must be, and holding what reports name."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from rasd.errors import DataError
from rasd.places import Gazetteer, key, library, loading
from rasd.places.distance import kilometres
from rasd.places.own import COLUMNS

PLACES = library.core_places()
FOCUS = ("SY", "PS", "IL", "LB", "YE", "SD", "LY", "IQ")
# South, north, west, east of each focus country, generously.
BOXES = {
    "SY": (32.2, 37.4, 35.6, 42.5),
    "PS": (31.1, 32.6, 34.1, 35.7),
    "IL": (29.4, 33.4, 34.1, 35.9),
    "LB": (33.0, 34.8, 35.0, 36.7),
    "YE": (11.9, 19.1, 42.2, 54.7),
    "SD": (8.5, 22.4, 21.7, 38.8),
    "LY": (19.4, 33.4, 9.2, 25.3),
    "IQ": (29.0, 37.5, 38.7, 48.7),
}


def core(name, country):
    return [place for place in Gazetteer.core().find(key(name)) if place.country == country]


def test_it_has_some_thousands_of_places():
    assert len(PLACES) >= 6_000
    counts = Counter(place.country for place in PLACES)
    assert all(counts[country] >= 250 for country in FOCUS), counts


def test_ids_are_plain_and_start_with_their_country():
    for place in PLACES:
        assert re.fullmatch(r"[a-z]{2}(_[a-z0-9]+)+|[a-z]{2}", place.id), place
        assert place.id.startswith((place.country or "xx").lower()), place


def test_first_level_units_have_the_names_of_admin1_tsv():
    lines = (files("rasd.data") / "places" / "admin1.tsv").read_text("utf-8").splitlines()[1:]
    units = {tuple(line.split("\t")[:2]) for line in lines}
    listed = {country for country, _ in units}
    for place in PLACES:
        assert place.country not in listed or not place.admin1 or (place.country, place.admin1) in units, (
            place
        )


@pytest.mark.parametrize("country", FOCUS)
def test_settlements_know_their_unit_and_lie_in_their_country(country):
    south, north, west, east = BOXES[country]
    for place in PLACES:
        if place.country == country and place.kind in ("city", "town", "village", "quarter", "camp"):
            assert place.admin1, place
            assert south <= place.latitude <= north and west <= place.longitude <= east, place


def test_every_place_has_a_point():
    assert [place.id for place in PLACES if place.latitude is None] == []


def test_no_place_stands_twice():
    by_key = {}
    for place in PLACES:
        if place.kind in ("city", "town", "village", "quarter"):
            by_key.setdefault((place.country, key(place.name)), []).append(place)
    for namesakes in by_key.values():
        for number, place in enumerate(namesakes):
            for other in namesakes[number + 1 :]:
                apart = kilometres(place.latitude, place.longitude, other.latitude, other.longitude)
                assert apart > 2, (place, other)


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("SY", "كفرنبل سراقب الهبيط كوباني البوكمال حميميم التيفور كويرس قامشلو الشدادي كونيكو الركبان نوى"),
        ("SY", "القرية_الخضراء معبر_باب_الهوى جبل_الزاوية سد_تشرين الشيخ_مقصود داعل قارة معرة_النعمان"),
        ("PS", "الشجاعية جباليا مخيم_جنين خان_يونس المواصي تل_السلطان حوارة نور_شمس معبر_رفح القدس يتسهار"),
        ("IL", "كريات_شمونة المطلة سديروت نير_عوز بئيري شتولا نهاريا زرعيت أفيفيم"),
        ("LB", "حارة_حريك عيتا_الشعب مارون_الراس الخيام عين_الحلوة اللبونة الناقورة عرسال الضاحية_الجنوبية"),
        ("YE", "كريتر العند لبوزة فج_عطان الحوبان نهم صرواح باب_المندب حوض_الأشراف كيلو_16 دماج"),
        ("SD", "أم_درمان بحري الجنينة زمزم الكلاكلة ود_مدني الفاشر كادوقلي جبل_أولياء حلفا_الجديدة"),
        ("LY", "الصابري قنفودة معيتيقة الوطية بنينا أبو_سليم ترهونة درنه سرت رأس_لانوف عين_زارة"),
        ("IQ", "عين_الأسد بلدروز سبايكر تلعفر جرف_الصخر مدينة_الصدر كوكجلي القيارة سنجار مصفاة_بيجي"),
        ("TR", "الريحانية أقجة_قلعة سوروتش إنجرليك"),
        ("", "البحر_الأحمر البحر_المتوسط مضيق_هرمز خليج_عدن"),
    ],
)
def test_it_holds_what_reports_name(country, names):
    missing = [name for name in names.split() if not core(name.replace("_", " "), country)]
    assert missing == []


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("موسكو", "RU"),
        ("واشنطن", "US"),
        ("جنيف", "CH"),
        ("سوتشي", "RU"),
        ("أستانة", "KZ"),
        ("نور سلطان", "KZ"),
        ("أنقرة", "TR"),
        ("الصين", "CN"),
        ("سورية", "SY"),
        ("أميركا", "US"),
        ("جنوب السودان", "SS"),
    ],
)
def test_it_holds_the_world_of_the_news(written, country):
    assert core(written, country)


def test_a_mistake_in_the_core_list_names_file_and_line(tmp_path, monkeypatch):
    (tmp_path / "places").mkdir()
    row = "xx_a\tمكان\t\tA\tvillage\tSY\t\t\t35\t36\t"
    monkeypatch.setattr(loading, "files", lambda package: tmp_path)
    path = tmp_path / "places" / "core.tsv"
    for text, says in [
        ("id\tname", r"core\.tsv:1: the header"),
        (
            "\t".join(COLUMNS) + "\n" + row.replace("village", "hamlet"),
            r"core\.tsv:2: unknown class 'hamlet'",
        ),
        ("\t".join(COLUMNS) + f"\n{row}\n{row}", r"core\.tsv:3: id xx_a is already in line 2"),
        (
            "\t".join(COLUMNS) + "\n" + row.replace("\t35\t", "\t95\t"),
            r"core\.tsv:2: point 95, 36 is off the globe",
        ),
        ("\t".join(COLUMNS) + "\n" + row.replace("xx_a", ""), r"core\.tsv:2: has no id"),
    ]:
        path.write_text(text, "utf-8")
        with pytest.raises(DataError, match=says):
            loading.read_core()
