"""Tables of places: GeoNames dumps, OCHA lists and our own TSV, sound and broken, packed and plain."""

import gzip
import io
import zipfile

import pytest

from rasd.errors import DataError
from rasd.places import Gazetteer, key
from rasd.places.loading import read_places


def geonames(number, names, code="PPL", people=0, admin1="12", country="SY", north="35.61", east="36.56"):
    cells = [str(number), "X", "X", names, north, east, code[0], code, country, "", admin1, "", "", ""]
    return "\t".join([*cells, str(people), "", "300", "Asia/Damascus", "2024-01-01"])


DUMP = "\n".join(
    [
        geonames(1, "Kafr Nubl,كفر نبل,كفرنبل", people=15_000),
        geonames(2, "Halab,حلب,حەلەب", "PPLA", 2_000_000, admin1="09"),
        geonames(3, "Nowhere"),
        geonames(4, "وادي,Wadi", "AMUS"),
        geonames(5, "خربة قديمة", "PPLQ"),
        geonames(6, "سد الفرات", "DAM", admin1="04"),
    ]
)


def write(path, text):
    path.write_text(text, "utf-8")
    return path


def test_a_geonames_dump_gives_names_units_and_classes(tmp_path):
    loaded = read_places(write(tmp_path / "SY.txt", DUMP))
    facts = [(place.id, place.name, place.kind, place.admin1) for place in loaded.places]
    assert facts == [
        ("geonames:1", "كفر نبل", "town", "Idlib"),
        ("geonames:2", "حلب", "city", "Aleppo"),
        ("geonames:6", "سد الفرات", "site", "Ar-Raqqa"),
    ]
    assert loaded.places[0].aliases == ("كفرنبل",)
    assert loaded.format == "geonames"
    assert loaded.skipped == {"without an Arabic name": 1, "of a class that reports do not name": 2}
    assert loaded.bad == 0


def test_a_zip_as_geonames_packs_it_is_read(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "Licence …")
        archive.writestr("SY.txt", DUMP)
    path = tmp_path / "SY.zip"
    path.write_bytes(packed.getvalue())
    assert len(read_places(path).places) == 3


OCHA_OLD = """admin1Name_en,admin1Name_ar,admin1Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,lat,lon
Idleb,إدلب,SY07,Harim,حارم,SY0703,36.2,36.5
Idleb,إدلب,SY07,Ariha,أريحا,SY0704,35.8,36.6
"""
OCHA_NEW = """ADM1_EN;ADM1_AR;ADM1_PCODE;ADM2_EN;ADM2_AR;ADM2_PCODE
Idleb;إدلب;SY07;Harim;حارم;SY0703
"""


def test_both_generations_of_ocha_headers_are_read(tmp_path):
    loaded = read_places(write(tmp_path / "old.csv", OCHA_OLD))
    assert loaded.format == "ocha"
    assert [(place.id, place.kind, place.admin1) for place in loaded.places] == [
        ("ocha:SY07", "governorate", "Idlib"),
        ("ocha:SY0703", "district", "Idlib"),
        ("ocha:SY0704", "district", "Idlib"),
    ]
    assert loaded.places[1].latitude == 36.2
    loaded = read_places(write(tmp_path / "new.csv", OCHA_NEW))
    assert [place.name for place in loaded.places] == ["إدلب", "حارم"]


OWN = """id\tname_ar\taliases\tclass\tcountry\tadmin1\tlat\tlon
a\tكفرنبل\tكفرنبّل\ttown\tSY\tIdleb\t35.61\t36.56
b\tكفرومة\tكفروما\tvillage\tSY\tIdleb\t\t
"""


def test_our_own_tsv_is_read_with_columns_in_any_order(tmp_path):
    loaded = read_places(write(tmp_path / "mine.tsv", OWN))
    first, second = loaded.places
    assert (loaded.format, first.id, first.kind, first.admin1) == ("tsv", "a", "town", "Idlib")
    assert (second.latitude, second.longitude, first.core) == (None, None, False)
    assert Gazetteer.of(loaded.places).find(key("كفروما")) == (second,)


def test_names_that_a_list_only_guessed_stay_out(tmp_path):
    rows = "name_ar\tclass\tcountry\tlat\tlon\tar_from\nملت\ttown\tSD\t14\t25\ttranslit-weak\nالفاشر\ttown\tSD\t13\t25\tnative\n"
    loaded = read_places(write(tmp_path / "guessed.tsv", rows))
    assert [place.name for place in loaded.places] == ["الفاشر"]
    assert loaded.skipped == {"with an Arabic name that is only guessed": 1}


def test_gzip_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "mine.tsv.gz"
    path.write_bytes(gzip.compress(OWN.encode("utf-8-sig")))
    assert len(read_places(path).places) == 2


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("x\tمكان\t\tvillage\tSY\t\t95\t36", "line 4: point 95, 36 is off the globe"),
        ("x\tمكان\t\tvillage\tSY\t\tnorth\t36", "line 4: point 'north', '36' is not two numbers"),
        ("x\tمكان\t\thamlet\tSY\t\t35\t36", "line 4: unknown class 'hamlet'"),
        ("x\tمكان\t\tvillage\tSyria\t\t35\t36", "line 4: country 'Syria' is not an ISO 3166-1"),
        ("x\tمكان", "line 4: has 2 cells, the header has 8"),
    ],
)
def test_a_bad_row_is_named_by_line_and_the_rest_loads(tmp_path, row, says):
    loaded = read_places(
        write(tmp_path / "mine.tsv", OWN + row + "\n" + "y\tمكان\t\tvillage\tSY\t\t35\t36\n")
    )
    assert len(loaded.places) == 3
    assert loaded.bad == 1
    assert loaded.bad_lines[0].startswith(says)


def test_only_the_first_bad_rows_are_kept_and_all_are_counted(tmp_path):
    loaded = read_places(write(tmp_path / "mine.tsv", OWN + "x\n" * 1000))
    assert loaded.bad == 1000
    assert len(loaded.bad_lines) == 5


def test_a_bad_row_of_a_dump_is_named_by_line(tmp_path):
    loaded = read_places(
        write(tmp_path / "SY.txt", DUMP + "\n" + "7\tcut\n" + geonames(8, "مكان", people="many"))
    )
    assert loaded.bad_lines == [
        "line 7: has 2 cells, a GeoNames dump has 19",
        "line 8: population 'many' is not a number",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (
            b"a,b,c\n1,2,3\n",
            "no known table of places: columns name_ar, country, class, lat, lon are missing",
        ),
        (b"name_ar\tclass\tcountry\tlat\tlon\n", "holds no usable place (no rows)"),
        (
            "name_ar\tclass\tcountry\tlat\tlon\nمكان\tx\tSY\t1\t2\n".encode(),
            "1 bad, first: line 2: unknown class",
        ),
        ("name_ar,class\nمكان".encode("windows-1256"), "is not UTF-8 text"),
        (gzip.compress(OWN.encode() * 50)[:-20], "is damaged or cut short"),
        (b"PK\x03\x04 not a zip at all", "is damaged or cut short"),
        (b"\x00\x01\x02" * 500, "no known table of places"),
    ],
)
def test_a_table_without_a_usable_place_says_why(tmp_path, content, says):
    path = tmp_path / "list.tsv"
    path.write_bytes(content)
    with pytest.raises(DataError) as error:
        read_places(path)
    assert str(path) in str(error.value)
    assert says in str(error.value)


def test_a_zip_of_several_tables_is_refused(tmp_path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
        archive.writestr("b.txt", "y")
    with pytest.raises(DataError, match=r"holds a\.txt, b\.txt\. Give a zip with one"):
        read_places(path)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(DataError, match=r"absent\.tsv: no such file"):
        read_places(tmp_path / "absent.tsv")
