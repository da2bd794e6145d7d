"""What is restricted is hidden from who may not see it, on both databases: versions, merged incidents and lifted ones too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
from django.db import connection
from django.test.utils import CaptureQueriesContext
from arrivals import arrival
from linked_store import TEXT, told_store
from rasd.desk.access import hidden
from rasd.desk.access.restricting import lift, restrict
from rasd.errors import StoreError
from rasd.store import models

told_store(store, ["2019-04-28", "2019-04-28", "2020-01-05"])
joined, alone = sorted(store.incidents(), key=lambda one: -len(one.reports))
known = {joined.id: "joined", alone.id: "alone"}

def seen(name, role):
    found = hidden(request_of(name, role))
    return [sorted(found.documents), sorted(known.get(key, key) for key in found.incidents)]

def rest():
    return {name: seen(name, role) for name, role in (
        ("rim", "reader"), ("listed", "reader"), ("cyrine", "coder"), ("adib", "administrator"))}

with CaptureQueriesContext(connection, ) as asked:
    for name in ("rim",):
        request = request_of(name, "reader")
    before = len(asked)
    told["nothing"] = hidden(request).is_empty and hidden(request).is_empty
    told["queries"] = len(asked) - before

restrict("document", "d0", by="adib", why="a source asked", people=[person("listed", "reader")])
told["one of two"] = rest()
restrict("document", "d1", by="adib", why="the same", role="coder")
told["both"] = rest()
restrict("document", "d2", by="adib", why="the same", role="verifier")
told["only one"] = rest()
store.add([arrival(TEXT.format(0) + " تصحيح.", outlet="صحيفة 0", published="2019-04-28T12:00:00+03:00", url="https://news.example/0")])
versions = list(models.Document.objects.filter(version_of__key="d0").values_list("key", flat=True))
told["versions"] = len(versions) == 1 and set(versions) <= hidden(request_of("rim", "reader")).documents
restrict("document", versions[0], by="adib", why="by its version")
told["by a version"] = "d0" in hidden(request_of("rim", "reader")).documents
for key in ("d0", "d1", "d2"):
    lift("document", key, by="verena", why="published since")
told["lifted"] = rest()
restrict("incident", joined.id, by="adib", why="a witness is at risk", role="verifier")
told["incident"] = rest()
with_it = models.IncidentReport.objects.filter(incident__key=joined.id).order_by("id").last()
models.IncidentReport.objects.filter(pk=with_it.pk).update(incident=models.Incident.objects.get(key=alone.id))
told["joined elsewhere"] = alone.id in hidden(request_of("rim", "reader")).incidents
off = models.Incident.objects.create(**{
    **{k: v for k, v in models.Incident.objects.filter(key=alone.id).values()[0].items() if k != "id"}, "key": "split-off"})
models.IncidentReport.objects.filter(pk=with_it.pk).update(incident=off)
told["split off"] = "split-off" in hidden(request_of("rim", "reader")).incidents
models.IncidentFormer.objects.create(key="former", leads_to=joined.id)
told["former"] = "former" in hidden(request_of("rim", "reader")).incidents
models.IncidentFormer.objects.create(key=joined.id, leads_to=alone.id)
told["merged"] = alone.id in hidden(request_of("rim", "reader")).incidents
for wrong in (("document", "nowhere", "a reason"), ("incident", alone.id, " ")):
    try:
        restrict(wrong[0], wrong[1], by="adib", why=wrong[2])
    except StoreError as error:
        told.setdefault("refused", []).append(str(error))
from rasd.desk.access.models import Restriction
told["kept"] = [[one.subject, one.why, one.lifted_by] for one in Restriction.objects.order_by("id")]
from django.contrib.auth.models import AnonymousUser
told["nobody"] = hidden(SimpleNamespace(user=AnonymousUser())).is_empty
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("restricting")
    address = str(folder / "store")
    if request.param == "postgresql":
        address = request.getfixturevalue("module_url")
    return inside(address, folder / "evidence", _PROGRAM)


def test_where_nothing_is_restricted_one_question_is_asked(told: dict[str, Any]) -> None:
    assert told["nothing"] is True and told["queries"] == 1


def test_a_document_is_seen_by_who_is_listed_and_by_administrators(told: dict[str, Any]) -> None:
    assert told["one of two"] == {
        "rim": [["d0"], []],
        "listed": [[], []],
        "cyrine": [["d0"], []],
        "adib": [[], []],
    }


def test_an_incident_is_hidden_with_the_last_of_its_documents(told: dict[str, Any]) -> None:
    assert told["both"]["rim"] == [["d0", "d1"], ["joined"]]
    assert told["both"]["listed"] == [["d1"], []] and told["both"]["cyrine"] == [["d0"], []]
    assert told["only one"]["cyrine"] == [["d0", "d2"], ["alone"]]


def test_a_restriction_holds_for_every_version(told: dict[str, Any]) -> None:
    assert told["versions"] and told["by a version"]


def test_what_is_lifted_is_seen_again_and_stays_in_the_record(told: dict[str, Any]) -> None:
    assert told["lifted"] == {name: [[], []] for name in ("rim", "listed", "cyrine", "adib")}
    assert ["d2", "the same", "verena"] in told["kept"] and len(told["kept"]) == 5


def test_an_incident_stays_hidden_under_its_former_names_and_in_what_it_became(told: dict[str, Any]) -> None:
    assert told["incident"]["cyrine"] == [[], ["joined"]] and told["incident"]["adib"] == [[], []]
    assert told["former"] and told["merged"]


def test_what_is_split_off_stays_hidden_and_what_another_incident_has_is_not(told: dict[str, Any]) -> None:
    assert told["split off"] and not told["joined elsewhere"]


def test_a_restriction_of_nothing_or_without_a_reason_is_refused(told: dict[str, Any]) -> None:
    assert ["there is no such document" in told["refused"][0], "say why" in told["refused"][1]] == [
        True,
        True,
    ]


def test_who_is_not_signed_in_sees_nothing_of_it(told: dict[str, Any]) -> None:
    assert told["nobody"] is False
