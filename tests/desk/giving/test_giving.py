"""What is given out of a selection: as much as the person sees who asks, never what is restricted, to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from desk_inside import inside
from rasd.store import Store

_PROGRAM = """
import io, zipfile
from threading import Event
from django.test import Client
from linked_store import told_store
from rasd.desk.access.restricting import restrict
from rasd.desk.jobs.working import Worker
from django.conf import settings

def browser(name, role):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

def made(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 302, (answer.status_code, answer.content.decode()[:2000])
    while Worker("w", (), settings.OPTIONS.folder, Event()).one():
        pass
    return answer["Location"]

def taken(client, job):
    answer = client.get(f"{job}/file")
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else answer.content, answer.headers

reader, verifier = browser("rim", "reader"), browser("verena", "verifier")
told_store(store, ["2019-04-28", "2019-04-28", "2019-05-20", "2019-06-20"], synthetic=[3])
told["page"] = reader.get("/give-out?since=2019-05-01").content.decode()
job = made(reader, "/give-out?since=2019-05-01", format="geojson", include="names")
told["log"] = reader.get(job).content.decode()
status, body, headers = taken(reader, job)
told["file"] = [status, body.decode(), headers["Content-Disposition"], headers["Content-Type"]]
told["others"] = [taken(verifier, job)[0], Client(SERVER_NAME="127.0.0.1").get(f"{job}/file").status_code]
whole = made(verifier, "/give-out", format="jsonl", include=["names", "internal", "points", "texts"])
told["whole"] = taken(verifier, whole)[1].decode()
told["masked"] = taken(reader, made(reader, "/give-out", format="jsonl", include=["names", "internal", "points", "texts"]))[1].decode()
restrict("document", "d2", by="adib", why="asked for", role="administrator")
told["restricted"] = taken(verifier, made(verifier, "/give-out", format="jsonl", include=["texts"]))[1].decode()
site = made(browser("adib", "administrator"), "/publish", title="Trial")
with zipfile.ZipFile(io.BytesIO(taken(browser("adib", "administrator"), site)[1])) as packed:
    told["site"] = packed.namelist()
told["refused"] = [reader.get("/publish").status_code, reader.post("/give-out", {"format": "exe"}).status_code]
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("giving")
    with Store.open(str(folder / "store")) as opened:
        evidence = opened.evidence
    return inside(str(folder / "store"), evidence, _PROGRAM)


def test_the_selection_of_the_address_is_what_is_written(told: dict[str, Any]) -> None:
    assert "2 incidents in this selection" in told["page"]
    status, body, name, sort = told["file"]
    assert status == 200 and body.count('"type":"Feature",') == 1 and "2019-05-20" in body
    assert "attachment" in name and name.endswith('.geojson"') and sort == "application/octet-stream"
    assert "One incident was written" in told["log"] and "One invented incident was left out" in told["log"]


def test_a_file_is_for_who_had_it_written(told: dict[str, Any]) -> None:
    assert told["others"] == [404, 302]


def test_what_is_not_public_leaves_by_a_verifier_only(told: dict[str, Any]) -> None:
    assert "قتل خمسة مدنيين" in told["whole"]
    assert "قتل خمسة مدنيين" not in told["masked"] and told["masked"]


def test_what_is_restricted_is_in_no_file_and_no_site(told: dict[str, Any]) -> None:
    assert "الوثيقة 0" in told["restricted"] and "الوثيقة 2" not in told["restricted"]
    pages = [name for name in told["site"] if name.startswith("site/ar/incidents/")]
    assert len(pages) == 1 and "site/index.html" in told["site"]


def test_what_a_role_may_not_and_what_is_no_format_is_refused(told: dict[str, Any]) -> None:
    assert told["refused"] == [403, 422]
