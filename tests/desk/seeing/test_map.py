"""The map's data: honest about precision, blind to what is hidden, bounded, and clear about what it does not understand."""

from __future__ import annotations

from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
import re
from datetime import date
from django.test import Client
from rasd.desk.access.restricting import restrict
from arrivals import arrival
from rasd.model import Incident

def incident(key, *places, kind="shelling", day="2024-03-14", grade="weak", synthetic=False):
    return Incident.model_validate({
        "id": key, "kind": kind, "date": {"start": day, "end": day} if day else {}, "places": list(places),
        "grade": {"proposed": grade, "rule": "weak"}, "occurrence": "single_source", "synthetic": synthetic,
        "reports": [{"report_id": f"{key}-r", "document_id": f"{key}-d", "factuality": "asserted"}], "theatres": ["syria"]})

def at(lon, lat, precision="settlement", name="القرية", **more):
    return {"name": name, "longitude": lon, "latitude": lat, "precision": precision, **more}

hostile = "<img src=x onerror=alert(1)>"
made = [incident(f"near-{n}", at(36.7 + n / 1000, 35.9), day=f"2024-03-{n + 1:02}") for n in range(20)]
made += [
    incident("alone", at(44.2, 15.35, name=hostile), kind="air_strike", grade="fair"),
    incident("governorate", at(36.6, 35.7, "governorate", "محافظة", country="SY")),
    incident("governorate-2", at(36.6, 35.7, "governorate", "محافظة", country="SY"), kind="clash"),
    incident("nowhere"),
    incident("undated", at(32.5, 15.6), day=None),
    incident("secret", at(10.0, 10.0), grade="contested"),
]
veil = incident("veiled", at(20.0, 20.0, name="الموضع السري", reports=["veiled-r"])).model_dump()
veil["reports"].append({"report_id": "other-r", "document_id": "other-d", "factuality": "asserted"})
made.append(Incident.model_validate(veil))
store.add([arrival("نص الوثيقة السرية المختلق.", id="veiled-d"), arrival("نص الوثيقة الأخرى المختلق.", id="other-d")])
store.keep_incidents(made, [])
restrict("document", "veiled-d", by="adib", why="a source", role="verifier")
restrict("incident", "secret", by="adib", why="a witness", role="verifier")

def browser(name, role, language="en"):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE=language, raise_request_exception=False)
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

reader, head = browser("rim", "reader"), browser("adib", "administrator")

def data(client=reader, path="data", **asked):
    return client.get(f"/map/{path}", asked).json()

whole = data(zoom="2", bbox="-180,-85,180,85")
told["whole"] = [whole["seen"], sum(one[2] for one in whole["marks"]) + sum(one[4] for one in whole["areas"]), whole["count"], whole["told"]]
told["head"] = data(head, zoom="2")["seen"]
told["head count"] = data(head)["count"]
told["hidden place"] = data(bbox="9,9,11,11", zoom="9")["seen"], data(path="rows", bbox="9,9,11,11")["rows"]
told["veiled"] = [data(client, bbox="19,19,21,21", zoom="9")["seen"] for client in (reader, head)]
told["veiled words"] = ["السري" in client.get(f"/map{path}").content.decode() for client in (reader, head) for path in ("", "?kind=shelling")]
told["veiled rows"] = [[one["place"] for one in data(client, "rows", bbox="19,19,21,21")["rows"]] for client in (reader, head)]
near = data(bbox="36,35,37.5,36.5", zoom="9")
told["areas"] = near["areas"]
told["marks"] = [[one[2], one[3]] for one in near["marks"]]
far = data(bbox="30,30,40,40", zoom="4")
told["far"] = [far["areas"], sum(one[2] for one in far["marks"]), far["vague"]]
told["grades"] = [one[3] for one in data(bbox="44,15,45,16", zoom="12", by="grade")["marks"]]
alone = data(bbox="44,15,45,16", zoom="12")["marks"][0]
told["alone"] = [alone[2], alone[6], alone[7]]
told["days"] = [data(**{"from": "2024-03-02", "to": "2024-03-04"})["seen"], data(**{"from": "2024-03-20"})["seen"]]
told["chosen"] = [data(kind="air_strike")["seen"], data(kind="air_strike")["count"], data(since="2024-03-05", until="2024-03-06")["seen"]]
rows = data(path="rows", bbox="44,15,45,16")["rows"]
told["rows"] = rows
told["vague rows"] = [one["precision"] for one in data(path="rows", bbox="36.55,35.65,36.65,35.75")["rows"]]
many = data(path="rows")
told["many"] = [len(many["rows"]), many["more"]]
for name, query in {
    "antimeridian": {"bbox": "170,-10,-170,10"}, "empty": {"bbox": "10,10,10,20"}, "upside": {"bbox": "10,20,30,10"},
    "rubbish": {"bbox": "a,b,c,d"}, "three": {"bbox": "1,2,3"}, "nan": {"bbox": "nan,0,10,10"}, "inf": {"bbox": "-inf,0,10,10"},
    "beyond": {"bbox": "-500,0,10,10"}, "zoom": {"zoom": "lots"}, "minus": {"zoom": "-1"}, "fine": {"zoom": "1e9"}, "zoomnan": {"zoom": "nan"},
    "by": {"by": "side"}, "day": {"from": "yesterday"}, "days": {"from": "2024-03-04", "to": "2024-03-01"},
}.items():
    for path in ("data", "rows"):
        answer = reader.get(f"/map/{path}", query)
        told[f"wrong {name} {path}"] = [answer.status_code, answer.json().get("error", "")]
told["arabic"] = browser("samar", "reader", "ar").get("/map/data", {"bbox": "170,-10,-170,10"}).json()["error"]
page = reader.get("/map").content.decode()
told["page"] = [hostile in page, page.count("<b>") + page.count('href="/incidents/'), re.findall(r"of them ha[^<]*", page), page.count('id="seeing-rows"')]
told["page kind"] = "Air strike" in reader.get("/map?kind=air_strike").content.decode()
told["none"] = reader.get("/map?kind=siege").content.decode().count("No incident fits this selection")
told["complaint"] = "no-such" in reader.get("/map?kind=no-such").content.decode()
told["odd"] = [reader.get("/map", {"box": box}).status_code for box in ("170,0,-170,1", "rubbish", "1,2,3,4")]
store.keep_incidents([incident("alone", at(44.3, 15.4), kind="clash"), incident("later", at(44.3, 15.4))], ["near-0"])
told["followed"] = [data()["seen"], [one[2:4] for one in data(bbox="44,15,45,16", zoom="12")["marks"]]]
told["stranger"] = Client(SERVER_NAME="127.0.0.1").get("/map/data").status_code
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("map")
    address = str(folder / "store")
    if request.param == "postgresql":
        address = request.getfixturevalue("module_url")
    return inside(address, folder / "evidence", _PROGRAM)


def test_every_incident_is_in_a_sum_and_none_without_a_place(told: dict[str, Any]) -> None:
    seen, summed, count, said = told["whole"]
    assert (
        seen == summed == 24 and count == 25
    )  # what the hidden document leaves nothing of to tell is not counted
    assert said.startswith("24 incidents in what the map shows now.")


def test_what_is_restricted_is_on_nobodys_map_but_theirs(told: dict[str, Any]) -> None:
    assert told["head"] == 26 and told["head count"] == 27
    assert told["hidden place"] == [0, []]


def test_a_point_that_only_a_restricted_document_tells_is_nobodys_but_theirs(told: dict[str, Any]) -> None:
    """The incident stays in the selection, for the document that may be seen; where it was does not."""
    assert told["veiled"] == [0, 1]
    assert told["veiled words"][:2] == [False, False]
    assert told["veiled rows"] == [[], ["الموضع السري"]]


def test_a_governorate_is_an_area_and_no_point(told: dict[str, Any]) -> None:
    assert told["areas"] == [[36.6, 35.7, 40.0, 3, 2]]
    assert sum(count for count, _ in told["marks"]) == 20
    assert told["far"] == [[], 22, 2], "too narrow to be seen as an area: in the sum of its cell"
    assert all("40 km" in words for words in told["vague rows"]) and len(told["vague rows"]) == 2


def test_colours_stand_for_kind_or_grade(told: dict[str, Any]) -> None:
    assert told["alone"] == [1, 0, 0]
    assert told["grades"] == [[0, 1, 0, 0, 0]]


def test_days_and_selection_narrow_what_is_drawn(told: dict[str, Any]) -> None:
    assert told["days"] == [3, 1]
    assert told["chosen"] == [1, 1, 2]


def test_the_same_in_words(told: dict[str, Any]) -> None:
    assert [one["place"] for one in told["rows"]] == ["<img src=x onerror=alert(1)>"], (
        "text, for a script that makes no markup of it"
    )
    assert told["rows"][0]["kind"] == "Air strike" and told["rows"][0]["when"] == "14 March 2024"
    assert told["many"] == [24, ""]
    has_markup, listed, unplaced, lists = told["page"]
    assert not has_markup and listed == 24 and lists == 1
    assert unplaced == ["of them has no known place, and is not on the map."]
    assert told["page kind"] and told["none"] == 1 and told["complaint"]


def test_what_is_not_understood_is_said(told: dict[str, Any]) -> None:
    wrong = {name: answer for name, answer in told.items() if name.startswith("wrong ")}
    assert len(wrong) == 30
    assert {status for status, _ in wrong.values()} == {400}
    assert "antimeridian" in wrong["wrong antimeridian data"][1]
    assert (
        "empty" in wrong["wrong empty data"][1] and "170" in told["arabic"] and "خط الطول" in told["arabic"]
    )
    assert told["odd"] == [200, 200, 200]


def test_changes_are_followed(told: dict[str, Any]) -> None:
    seen, marks = told["followed"]
    assert seen == 24
    assert marks == [[2, [0, 1, 0, 1, 0]]]


def test_who_is_not_signed_in_sees_no_map(told: dict[str, Any]) -> None:
    assert told["stranger"] == 302


@pytest.fixture(scope="module")
def module_url(request: pytest.FixtureRequest) -> Any:
    from stores import fresh_database

    with fresh_database(request.getfixturevalue("server_url")) as url:
        yield url
