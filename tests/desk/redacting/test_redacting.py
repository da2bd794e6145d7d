"""Redaction by a page: said beforehand, done only when a person is sure, and the words are in no table afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from desk_inside import inside
from rasd.store import Store

_PROGRAM = """
import sqlite3
from django.test import Client
from linked_store import told_store
from rasd.desk.verifying.models import Draft

def browser(name, role):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

def everything():
    with sqlite3.connect(f"{sys.argv[1]}/rasd.db") as file:
        return "\\n".join(file.iterdump())

def post(client, **form):
    answer = client.post("/redact", form)
    return [answer.status_code, answer.content.decode()]

chief, verifier = browser("adib", "administrator"), browser("verena", "verifier")
told_store(store, ["2019-04-28", "2019-05-20"])
Draft.objects.create(by="verena", document="d0", typed='{"why": "خمسة مدنيين"}')
told["form"] = chief.get("/redact?document=d0").content.decode()
told["may_not"] = [verifier.get("/redact").status_code, verifier.post("/redact", {"text": "مدنيين"}).status_code]
told["incomplete"] = post(chief, what="words", text="")
told["repeated"] = post(chief, what="words", text="خمسة مدنيين", why="remove خمسة مدنيين please", do="look")
told["looked"] = post(chief, what="words", text="خمسة مدنيين", why="asked for by the family", do="look")
told["unsure"] = post(chief, what="words", text="خمسة مدنيين", why="asked for by the family", do="redact")
told["still"] = "خمسة مدنيين" in everything()
told["done"] = post(chief, what="words", text="خمسة مدنيين", why="asked for by the family", do="redact", sure="yes")
told["gone"] = "خمسة مدنيين" in everything()
told["audit"] = chief.get("/audit").content.decode()
told["nowhere"] = post(chief, what="words", text="لا وجود له", why="asked for", do="redact", sure="yes")
told["unknown"] = post(chief, what="whole", documents="d1\\nnot-there", why="asked for", do="look")
told["whole"] = post(chief, what="whole", documents="d1", why="asked for", do="redact", sure="yes")
told["text"] = store.document("d1").document.text
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("redacting")
    with Store.open(str(folder / "store")) as opened:
        evidence = opened.evidence
    return inside(str(folder / "store"), evidence, _PROGRAM)


def test_administrators_alone_redact(told: dict[str, Any]) -> None:
    assert told["may_not"] == [403, 403] and "d0</textarea>" in told["form"]


def test_nothing_is_done_before_a_person_is_sure(told: dict[str, Any]) -> None:
    status, page = told["incomplete"]
    assert status == 422 and "Write what is to be taken out" in page and "Say why" in page
    assert told["repeated"][0] == 422 and "Do not repeat the words" in told["repeated"][1]
    assert "2 documents" in told["looked"][1] and "I know that this cannot be undone" in told["looked"][1]
    assert "2 documents" in told["unsure"][1] and told["still"]


def test_the_words_are_in_no_table_afterwards(told: dict[str, Any]) -> None:
    status, page = told["done"]
    assert status == 200 and "Redaction r-" in page and "/documents/d0" in page
    assert not told["gone"] and "words.redacted" in told["audit"]


def test_what_is_not_there_is_said(told: dict[str, Any]) -> None:
    status, page = told["nowhere"]
    assert status == 422 and "stands in no document" in page
    assert "No document has the id not-there" in told["unknown"][1]


def test_a_document_goes_whole(told: dict[str, Any]) -> None:
    assert told["whole"][0] == 200 and "القرية" not in told["text"]
