"""A compiled index gives back what went in, does the same work at any size, and says when it is damaged."""

import pytest

from rasd.errors import DataError
from rasd.places import Gazetteer, Place, key
from rasd.places.index import Index, compile_places, index_of, write_index

DANA = Place(
    id="sy_idlib_dana",
    name="الدانا",
    aliases=("دانا",),
    kind="town",
    country="SY",
    admin1="Idlib",
    admin2="Harim",
    latitude=36.213,
    longitude=36.769,
    precision="settlement",
    population=21987,
    core=True,
)


def many(count):
    return [
        Place(id=f"p{n}", name=f"قرية {n}", country="SY", latitude=35.0, longitude=36.0) for n in range(count)
    ]


def test_a_place_comes_back_whole():
    index = index_of([DANA], "test")
    assert [index.place(number) for number in index.numbers(key("الدانا"))] == [DANA]


def test_a_place_without_a_point_comes_back_without_one():
    place = Place(id="xx_somewhere", name="مكان", aliases=(), kind="region")
    back = Gazetteer.of([place]).find("مكان")[0]
    assert (back.latitude, back.longitude) == (None, None)


@pytest.mark.parametrize("written", ["الدانا", "دانا", "الدَّانا", "ﺍﻟﺪﺍﻧﺎ", "الدانـا"])
def test_spellings_find_one_place(written):
    assert Gazetteer.of([DANA]).find(key(written)) == (DANA,)


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("كفرنبل", "town", "كفر نبل"),
        ("كفر نبل", "town", "كفرنبل"),
        ("أبو الظهور", "town", "ابوالظهور"),
        ("أم درمان", "city", "أمدرمان"),
        ("معرة النعمان", "city", "معرةالنعمان"),
        ("مخيم اليرموك", "camp", "اليرموك"),
        ("قضاء الحمدانية", "district", "الحمدانية"),
        ("نور-سلطان", "city", "نور سلطان"),
    ],
)
def test_glued_parted_and_noun_forms_are_found(name, kind, written):
    place = Place(id="x", name=name, kind=kind)
    assert len(Gazetteer.of([place]).find(key(written))) == 1


def test_a_mountain_keeps_its_noun():
    assert Gazetteer.of([Place(id="x", name="جبل العرب", kind="mountain")]).find(key("العرب")) == ()


def test_longest_counts_the_words_of_the_longest_name():
    gazetteer = Gazetteer.of([Place(id="a", name="تل"), Place(id="b", name="تل أبيض الشرقي")], [DANA])
    assert gazetteer.longest("تل") == 3
    assert gazetteer.longest("الدانا") == gazetteer.longest("دانا") == 1
    assert gazetteer.longest("لاشيء") == 0


def test_look_ups_probe_alike_at_any_size():
    work = {}
    for count in (300, 30_000):
        index = index_of(many(count), "many")
        probes = [index.probes(f"قريه {n}") for n in range(300)]
        work[count] = (sum(probes) / len(probes), max(probes))
    assert work[30_000][0] <= 1.3 * work[300][0] + 0.5
    assert work[30_000][1] <= 20


def test_files_round_trip(tmp_path):
    path = tmp_path / "deep" / "mine.gaz"
    write_index(path, compile_places([DANA], {"title": "mine", "licence": "CC0"}))
    gazetteer = Gazetteer.open(path)
    assert gazetteer.find("دانا") == (DANA,)
    assert gazetteer.indexes[0].meta["licence"] == "CC0"
    assert [item.name for item in path.parent.iterdir()] == ["mine.gaz"]


def damaged(content, at, value=0xFF):
    return content[:at] + bytes([content[at] ^ value]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda content: b"", "is empty"),
        (lambda content: b"not a gazetteer at all" * 20, "is not a compiled gazetteer"),
        (lambda content: content[:-10], "cut short"),
        (lambda content: content[:50], "is not a compiled gazetteer"),
        (lambda content: damaged(content, 20), "header is damaged"),
    ],
)
def test_a_damaged_file_names_itself_and_the_remedy(tmp_path, damage, says):
    path = tmp_path / "broken.gaz"
    path.write_bytes(damage(compile_places(many(50), {"title": "x"})))
    with pytest.raises(DataError) as error:
        Gazetteer.open(path)
    assert str(path) in str(error.value)
    assert says in str(error.value)
    assert "rasd gazetteer add" in str(error.value)


def test_damage_anywhere_in_the_body_never_escapes_as_a_traceback():
    content = compile_places(many(20), {"title": "x"})
    start = Index(content, "whole")._starts
    for at in range(start, len(content), 7):
        index = Index(damaged(content, at), "body.gaz")
        with pytest.raises(DataError, match=r"body\.gaz: is damaged"):
            index.verify()
        for n in range(20):
            try:
                for number in index.numbers(f"قريه {n}"):
                    index.place(number)
                index.longest("قريه")
            except DataError:
                pass


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"absent\.gaz: cannot be opened"):
        Gazetteer.open(tmp_path / "absent.gaz")
