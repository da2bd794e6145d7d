"""Which namesake is meant: by region, theatre, noun and neighbours; open where nothing decides."""

import pytest

from rasd.places import Context, Gazetteer, Place, choose, key

SYRIA, LEBANON, LIBYA, PALESTINE = ("SY",), ("LB", "IL"), ("LY",), ("PS", "IL")


def meant(name, gazetteer=None, **context):
    gazetteer = gazetteer or Gazetteer.core()
    return choose(gazetteer.find(key(name)), Context(**context), gazetteer)


def one(name):
    found = Gazetteer.core().find(key(name))
    assert len(found) == 1, found
    return found[0]


def where(choice):
    assert choice.place is not None, choice.reasons
    return choice.place.country, choice.place.admin1, choice.place.admin2, choice.place.kind


@pytest.mark.parametrize(
    ("name", "context", "country", "admin1", "kind"),
    [
        ("المنصورة", {"region": "ريف حماة الغربي", "countries": SYRIA}, "SY", "Hama", "village"),
        ("المنصورة", {"region": "ريف الرقة", "countries": SYRIA}, "SY", "Ar-Raqqa", "town"),
        ("المنصورة", {"noun": "مديرية", "countries": ("YE",)}, "YE", "Aden", "district"),
        ("طرابلس", {"countries": LIBYA}, "LY", "Tripoli", "city"),
        ("طرابلس", {"countries": LEBANON}, "LB", "North Lebanon", "city"),
        ("الزهراء", {"region": "ريف حلب الشمالي", "countries": SYRIA}, "SY", "Aleppo", "village"),
        ("الزهراء", {"region": "حمص", "noun": "حي", "countries": SYRIA}, "SY", "Homs", "quarter"),
        ("الزهراء", {"noun": "مدينة", "countries": PALESTINE}, "PS", "Gaza Strip", "town"),
        ("إدلب", {"noun": "محافظة", "countries": SYRIA}, "SY", "Idlib", "governorate"),
        ("إدلب", {"noun": "مدينة", "countries": SYRIA}, "SY", "Idlib", "city"),
        ("إدلب", {"countries": SYRIA}, "SY", "Idlib", "city"),
        ("القدس", {"countries": PALESTINE}, "PS", "West Bank", "city"),
        ("رفح", {"noun": "معبر", "countries": PALESTINE}, "PS", "Gaza Strip", "crossing"),
        ("موسكو", {"countries": SYRIA}, "RU", "", "city"),
        ("الصين", {"countries": SYRIA}, "CN", "", "country"),
        ("اليرموك", {"noun": "مخيم", "countries": SYRIA}, "SY", "Damascus", "camp"),
        ("المخا", {"countries": ("YE",)}, "YE", "Taiz", "village"),
        ("المخا", {"noun": "مديرية", "countries": ("YE",)}, "YE", "Taiz", "district"),
        ("الزهراء", {"noun": "قريتي", "countries": SYRIA}, "SY", "Aleppo", "village"),
    ],
)
def test_context_decides(name, context, country, admin1, kind):
    choice = meant(name, **context)
    found = where(choice)
    assert (found[0], found[1], found[3]) == (country, admin1, kind), choice.reasons
    assert choice.reasons and choice.candidates[0] == choice.place


def test_a_wide_region_does_not_outweigh_a_city():
    village = Place("x", "عدن", kind="village", country="YE", admin1="Abyan", latitude=13.6, longitude=46.0)
    both = [*Gazetteer.core().find(key("عدن")), village]
    choice = choose(both, Context(region="جنوب اليمن", countries=("YE",)), Gazetteer.core())
    assert where(choice) == ("YE", "Aden", "Craiter", "city"), choice.reasons


def test_the_town_of_dana_is_the_one_of_harim():
    choice = meant("الدانا", noun="مدينة", region="ريف إدلب", countries=SYRIA)
    assert where(choice) == ("SY", "Idlib", "Harim", "town")
    villages = [place for place in choice.candidates if place.kind == "village"]
    assert [(place.admin1, place.admin2) for place in villages] == [("Idlib", "Al Ma'ra")]


def test_dana_beside_maarrat_al_numan_is_the_village():
    choice = meant("الدانا", noun="قرية", countries=SYRIA, others=(one("كفروما"),))
    assert where(choice) == ("SY", "Idlib", "Al Ma'ra", "village")
    assert any("km from" in reason for reason in choice.reasons)


def test_nothing_that_decides_leaves_the_choice_open():
    choice = meant("الزهراء", countries=SYRIA)
    assert choice.place is None and choice.is_open
    assert len(choice.candidates) > 1
    assert any(reason.startswith("open: ") and "km apart" in reason for reason in choice.reasons)


def test_an_unknown_name_has_no_candidates():
    choice = meant("لامكان", countries=SYRIA)
    assert (choice.place, choice.candidates, choice.is_open) == (None, (), False)
    assert choice.reasons == ("no place has this name",)


def place(id_, kind="village", **facts):
    return Place(id=id_, name="العين", kind=kind, country="SY", **facts)


def test_near_namesakes_are_no_open_question():
    gazetteer = Gazetteer.of(
        [place("a", latitude=35.0, longitude=36.0), place("b", latitude=35.05, longitude=36.0)],
    )
    assert meant("العين", gazetteer, countries=SYRIA).place is not None


def test_the_side_of_the_region_decides():
    hama = Place(
        id="hama", name="حماة", kind="governorate", country="SY", admin1="Hama", latitude=35.1, longitude=37.0
    )
    west = place("west", admin1="Hama", latitude=35.3, longitude=36.3)
    east = place("east", admin1="Hama", latitude=35.1, longitude=37.6)
    gazetteer = Gazetteer.of([hama, west, east])
    assert meant("العين", gazetteer, region="ريف حماة الغربي", countries=SYRIA).place == west
    assert meant("العين", gazetteer, region="ريف حماة الشرقي", countries=SYRIA).place == east
    assert meant("العين", gazetteer, region="ريف حماة", countries=SYRIA).is_open


def test_the_article_breaks_a_tie():
    bare = Place(id="a", name="عين", country="SY", latitude=35.0, longitude=36.0)
    with_article = Place(id="b", name="العين", country="SY", latitude=35.1, longitude=36.0)
    gazetteer = Gazetteer.of([bare, with_article])
    assert meant("العين", gazetteer, article=True).place == with_article
    assert meant("عين", gazetteer, article=False).place == bare


def test_a_date_is_no_quarter_of_that_name():
    quarter = Place(id="a", name="حي 17 تموز", kind="quarter", country="IQ")
    gazetteer = Gazetteer.of([quarter])
    assert gazetteer.find(key("17 تموز")) == ()
    assert gazetteer.find(key("حي 17 تموز")) == (quarter,)


def test_an_earlier_layer_wins_and_a_later_one_adds():
    ours = Place(
        id="ours", name="كفرنبل", kind="town", country="SY", latitude=35.61, longitude=36.56, core=True
    )
    same = Place(id="same", name="كفر نبل", kind="village", country="SY", latitude=35.62, longitude=36.57)
    far = Place(id="far", name="كفر نبل", kind="village", country="SY", latitude=36.9, longitude=37.9)
    assert Gazetteer.of([ours], [same, far]).find(key("كفرنبل")) == (ours, far)
    assert Gazetteer.of([same], [ours]).find(key("كفرنبل")) == (same,)


def test_a_unit_and_its_town_are_two_places_in_two_layers():
    town = Place(id="t", name="إدلب", kind="city", country="SY", latitude=35.93, longitude=36.63)
    unit = Place(id="u", name="إدلب", kind="governorate", country="SY", latitude=35.93, longitude=36.63)
    assert [place.id for place in Gazetteer.of([town], [unit]).find(key("إدلب"))] == ["t", "u"]
