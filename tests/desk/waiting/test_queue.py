"""The queue: what matters first and why, who has what open, filters that are kept under names."""

from __future__ import annotations

from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
import re
from threading import Thread
from django.db import connection
from django.test import Client
from arrivals import arrival
from linked_store import TEXT, code, report, told_store
from rasd.desk.access.restricting import restrict
from rasd.desk.waiting.models import Hold, SavedView
from rasd.store import models
from rasd.store.deciding import Value, judge
from rasd.store.linking import link_store

def browser(name, role):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

def page(client, query=""):
    return re.sub(r"\\s+", " ", client.get(f"/queue{query}").content.decode())

def rows(client, query=""):
    return re.findall(r'<a data-row href="/documents/([^"/]+)/verify"', page(client, query))

DAYS = ["2019-04-28", "2020-01-05", "2021-01-05", "2022-01-05"]
told_store(store, DAYS)
people = {name: browser(name, role) for name, role in (
    ("rim", "reader"), ("cyrine", "coder"), ("verena", "verifier"), ("vito", "verifier"), ("adib", "administrator"))}
verena, vito = people["verena"], people["vito"]
told["roles"] = {name: client.get("/queue").status_code for name, client in people.items()}
told["order"] = rows(verena)
told["page"] = page(verena)
store.conclude("d3", "in_work", by="vito")
told["in work"] = page(verena), rows(verena, "?by=vito"), rows(verena, "?state=in_work")
told["filters"] = rows(verena, "?outlet=صحيفة 1"), rows(verena, "?kind=air_strike"), rows(verena, "?state=approved"), rows(verena, "?state=<b>&by=")
taken = []
for client in (verena, verena, vito, verena, vito):
    answer = client.post("/queue/next", {"query": "tab=documents"})
    taken.append(answer.headers["location"])
told["taken"] = taken
told["open"] = page(vito)
restrict("document", "d2", by="adib", why="asked for", role="administrator")
told["hidden"] = rows(verena), page(verena, "?tab=incidents")
Hold.objects.all().delete()
told["never hidden"] = [verena.post("/queue/next", {"query": ""}).headers["location"] for _ in range(4)]

told["kept"] = verena.post("/queue/views", {"query": "tab=documents&outlet=صحيفة 1&junk=1", "name": "  ليلة  <b>", "shared": "1", "default": "1"}).headers["location"]
told["nameless"] = verena.post("/queue/views", {"query": "tab=documents&outlet=صحيفة 1", "name": "  ", "shared": "1"})
told["nameless"] = [told["nameless"].status_code, told["nameless"].content.decode()]
people["cyrine"].post("/queue/views", {"query": "tab=incidents", "name": "mine", "shared": "1"})
told["shared"] = [SavedView.objects.filter(person__username=name).values_list("is_shared", flat=True).first() for name in ("verena", "cyrine")]
told["opens"] = verena.get("/queue").headers.get("location"), vito.get("/queue").headers.get("location")
told["seen by"] = page(vito), page(people["cyrine"])
number = SavedView.objects.get(person__username="verena").id
told["others"] = [vito.post(f"/queue/views/{number}", {"action": action}).status_code for action in ("drop", "default", "nonsense")]
told["reader"] = people["rim"].post("/queue/views", {"name": "x"}).status_code
told["plain"] = [verena.post(f"/queue/views/{number}", {"action": "plain", "query": "tab=documents"}).status_code, verena.get("/queue").status_code]
told["dropped"] = [verena.post(f"/queue/views/{number}", {"action": "drop"}).status_code, SavedView.objects.filter(id=number).exists()]

told["incidents"] = page(verena, "?tab=incidents")
def keys(client, query):
    return re.findall(r'<a data-row href="/incidents/([^"]+)"', page(client, f"?tab=incidents{query}"))
before = keys(verena, "")
strongest = models.Incident.objects.order_by("-weight", "id").first().key
judge(store, strongest, [Value("grade", "fair")], by="verena", why="two more sources were called")
told["decided"] = before[0] == strongest, strongest in keys(verena, ""), len(before), len(keys(verena, ""))
day = DAYS[3]
store.add([arrival(TEXT.format(8), id="d8", outlet="صحيفة 8", published=f"{day}T13:00:00+03:00")])
code(store, {"d8": [report(TEXT.format(8), day=day, killed=12)]})
link_store(store)
told["joined"] = keys(verena, "")[0] == strongest, page(verena, "?tab=incidents")
told["incident filters"] = [len(keys(verena, query)) for query in ("&kind=shelling", "&kind=air_strike", "&outlet=صحيفة 8", "&reason=contested", "&reason=new")]

store.add([arrival(TEXT.format(100 + n), id=f"e{n:02}", published="2023-01-05T12:00:00+03:00") for n in range(40)])
code(store, {f"e{n:02}": [report(TEXT.format(100 + n), day=f"2023-{n % 12 + 1:02}-{n % 27 + 1:02}", killed=7)] for n in range(40)})
every, query = [], "?tab=documents"
while True:
    text = page(verena, query)
    every += re.findall(r'<a data-row href="/documents/([^"/]+)/verify"', text)
    following = re.search(r'rel="next" href="/queue([^"]+)"', text)
    if not following:
        break
    query = following[1].replace("&amp;", "&")
told["every"] = [len(every), len(set(every)), "d2" in every, "44 documents" in text]
told["rubbish"] = [verena.get(f"/queue?after={after}&tab=x").status_code for after in ("nan_1", "1e999_x", "_", "5_%00", "x")]
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("waiting")
    return inside(str(folder / "store"), folder / "evidence", _PROGRAM)


def test_the_queue_is_for_who_may_code(told: dict[str, Any]) -> None:
    assert told["roles"] == {"rim": 403, "cyrine": 200, "verena": 200, "vito": 200, "adib": 200}


def test_most_harm_comes_first_and_each_rank_says_why(told: dict[str, Any]) -> None:
    assert told["order"] == ["d3", "d2", "d1", "d0"]
    assert "4 killed reported" in told["page"] and "one killed reported" in told["page"]


def test_who_has_a_document_in_work_is_told_and_filtered_by(told: dict[str, Any]) -> None:
    shown, his, in_work = told["in work"]
    assert "In work: <bdi>vito</bdi>" in shown and his == in_work == ["d3"]
    assert told["filters"] == [["d1"], [], [], ["d3", "d2", "d1", "d0"]]


def test_the_next_document_is_one_that_nobody_else_has_open(told: dict[str, Any]) -> None:
    names = [re_key(where) for where in told["taken"]]
    assert names == ["d2", "d1", "d3", "d0", ""]  # d3 is in vito's work: verena is not given it
    assert "Open: <bdi>verena</bdi>" in told["open"] and "Open: <bdi>vito</bdi>" not in told["open"]


def re_key(where: str) -> str:
    return where.split("/")[2] if where.endswith("/verify") else ""


def test_what_is_restricted_is_neither_listed_nor_given(told: dict[str, Any]) -> None:
    documents, incidents = told["hidden"]
    assert documents == ["d3", "d1", "d0"] and "3 killed" not in incidents
    assert [re_key(where) for where in told["never hidden"]] == ["d1", "d0", "", ""]


def test_a_view_is_kept_under_its_name_and_opens_the_queue_for_its_person(told: dict[str, Any]) -> None:
    query = "tab=documents&outlet=%D8%B5%D8%AD%D9%8A%D9%81%D8%A9+1"
    assert told["kept"] == f"/queue?{query}" and told["opens"] == [f"/queue?{query}", None]
    status, shown = told["nameless"]
    assert status == 422 and "Give the view a name" in shown and 'aria-invalid="true"' in shown
    assert 'name="shared" value="1" checked' in shown
    assert told["plain"] == [302, 200] and told["dropped"] == [302, False]


def test_views_are_shared_by_verifiers_and_changed_by_their_own_person(told: dict[str, Any]) -> None:
    assert told["shared"] == [True, False] and told["reader"] == 403
    of_vito, of_cyrine = told["seen by"]
    assert "ليلة &lt;b&gt;" in of_vito and "mine" not in of_vito and "mine" in of_cyrine
    assert told["others"] == [404, 404, 404]


def test_an_incident_waits_until_it_is_decided_and_again_when_reports_join(told: dict[str, Any]) -> None:
    is_first, is_still_there, before, after = told["decided"]
    assert is_first and not is_still_there and after == before - 1
    is_first_again, shown = told["joined"]
    assert is_first_again and "one report joined since it was decided" in shown and "figures differ" in shown
    assert "on the word of one independent source at most" in told["incidents"]
    assert told["incident filters"] == [3, 0, 1, 0, 3]


def test_every_page_goes_on_where_the_last_ended(told: dict[str, Any]) -> None:
    assert told["every"] == [44, 44, False, True]
    assert told["rubbish"] == [200] * 5
