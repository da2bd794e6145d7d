"""The API: tokens with scopes, the same answers as the pages, no more than their person sees, errors of one form."""

from __future__ import annotations

from typing import Any

import pytest

from desk_inside import inside
from rasd.store import Store

_PROGRAM = """
import re
from datetime import UTC, datetime, timedelta
from django.test import Client
from linked_store import told_store
from rasd.desk.access.restricting import restrict
from rasd.desk.api.models import Token
from rasd.desk.api.tokens import make

class Program:
    def __init__(self, who, role, *scopes):
        self.row, token = make(person(who, role), "trial", scopes or ("read",), 30)
        self.client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})
    def get(self, path, **query):
        answer = self.client.get(f"/api/v1/{path}", query)
        return [answer.status_code, answer.json()] if "json" in answer["Content-Type"] else [answer.status_code, answer.content.decode()]
    def post(self, path, body):
        answer = self.client.post(f"/api/v1/{path}", body, content_type="application/json")
        return [answer.status_code, answer.json()] if "json" in answer["Content-Type"] else [answer.status_code, answer.content.decode()]

chief = person("adib", "administrator")
chief.set_password("saffron-lantern-42")
chief.save()
told_store(store, ["2019-04-28", "2019-04-28", "2019-05-20", "2019-06-20"], synthetic=[3])
reader, coder, verifier = Program("rim", "reader"), Program("cyrine", "coder", "read", "code"), Program("verena", "verifier", "read", "verify")
told["page"] = reader.get("incidents", since="2019-05-01", limit=1)
told["second"] = reader.get("incidents", since="2019-05-01", limit=1, page=2)
key = told["page"][1]["incidents"][0]["id"]
told["one"] = reader.get(f"incidents/{key}")
told["missing"] = reader.get("incidents/i000000000000")
told["documents"] = reader.get("documents", limit=3)
told["more"] = reader.get("documents", after=told["documents"][1]["next"], limit=3)
told["document"] = verifier.get("documents/d0")
told["masked"] = reader.get("records/d0")
told["record"] = verifier.get("records/d0")
told["queue"] = verifier.get("queue", limit=2)
told["queue2"] = verifier.get("queue", limit=2, after=told["queue"][1]["next"])
told["wrong"] = [reader.get("incidents", limit=0), reader.get("queue", after="x"), verifier.post("reviews/d0", {"base": 0, "decisions": []})]

harm = next(one for one in told["record"][1]["values"] if one["field"] == "harm")
decision = {"report": "r1", "field": "harm", "action": "correct", "before": harm["value"], "after": {**harm["value"], "max": 9}}
told["no_scope"] = [reader.post("reviews/d0", {"base": 0, "decisions": [decision]})[0], coder.post("reviews/d0", {"base": 0, "decisions": [decision]})]
told["review"] = verifier.post("reviews/d0", {"base": 0, "decisions": [decision]})
told["conflict"] = verifier.post("reviews/d0", {"base": 0, "decisions": [decision]})
told["refused"] = verifier.post("reviews/d0", {"base": 99, "decisions": [{**decision, "field": "colour"}]})
told["state"] = verifier.post("states/d0", {"state": "verified"})
told["added"] = coder.post("documents", {"text": "قصف على القرية المختلقة", "outlet": "وكالة"})
told["again"] = coder.post("documents", {"text": "قصف على القرية المختلقة", "outlet": "وكالة"})
home = store.incidents_of(["d1#r1", "d2#r1"])
told["judged"] = verifier.post(f"incidents/{home['d2#r1']}/judgements", {"about": "grade", "value": "fair", "why": "two witnesses"})
told["judged_wrong"] = verifier.post(f"incidents/{home['d2#r1']}/judgements", {"about": "grade", "value": "splendid", "why": "so"})
from rasd.store.linking import link_store
link_store(store)
home = store.incidents_of(["d1#r1", "d2#r1"])
told["merged"] = verifier.post("merges", {"incidents": [home["d1#r1"], home["d2#r1"]], "why": "one strike"})
told["undone"] = verifier.post("undoings", {"number": (told["merged"][1].get("judgements") or [1])[0], "why": "two"})

restrict("document", "d2", by="adib", why="asked for", role="administrator")
home = store.incidents_of(["d2#r1"])["d2#r1"]
told["hidden"] = [verifier.get("documents/d2"), verifier.get("records/d2")[0], verifier.get(f"incidents/{home}")[0],
                  verifier.post("reviews/d2", {"base": 0, "decisions": [decision]})[0],
                  verifier.post(f"incidents/{home}/judgements", {"about": "grade", "value": "weak", "why": "x"})[0]]
told["hidden_lists"] = str([verifier.get("documents", limit=200), verifier.get("incidents", limit=200), verifier.get("queue", limit=200)])
told["home"] = home

anonymous = Client(SERVER_NAME="127.0.0.1")
anonymous.force_login(person("verena", "verifier"), backend="allauth.account.auth_backends.AuthenticationBackend")
told["session"] = [anonymous.get("/api/v1/incidents").status_code, anonymous.get("/api/v1/incidents").json(), anonymous.get("/api/v1/incidents", headers={"Authorization": "Bearer rasd_guess"}).status_code]
told["openapi"] = anonymous.get("/api/openapi.json").json()
page = anonymous.post("/tokens", {"name": "map maker", "days": "7", "scopes": ["read", "code", "administer"]}).content.decode()
shown = re.search(r"rasd_[A-Za-z0-9_-]{30,}", page)[0]
made = Token.objects.order_by("-pk")[0]
told["tokens"] = [shown in anonymous.get("/tokens").content.decode(), shown in str(made.__dict__), made.scopes]
told["nameless"] = anonymous.post("/tokens", {"name": "", "days": "7"}).status_code
told["others"] = anonymous.post(f"/tokens/{reader.row.pk}/revoke").status_code
told["own"] = anonymous.post(f"/tokens/{verifier.row.pk}/revoke").status_code
told["revoked"] = verifier.get("incidents")[0]
Token.objects.filter(pk=coder.row.pk).update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
told["expired"] = coder.get("incidents")[0]
from rasd.desk.access.models import User
demoted = Program("dalia", "verifier", "read", "verify")
User.objects.filter(username="dalia").update(role="reader")
told["demoted"] = demoted.post("states/d0", {"state": "verified"})
User.objects.filter(username="dalia").update(is_active=False)
told["left"] = demoted.get("incidents")[0]
busy = Program("busy", "reader")
from rasd.desk.api.urls import limit
limit.num_requests, limit.duration = 3, 60  # the limit itself is not waited for
told["rate"] = [busy.get("incidents", limit=1)[0] for _ in range(4)]
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("api")
    with Store.open(str(folder / "store")) as opened:
        evidence = opened.evidence
    return inside(str(folder / "store"), evidence, _PROGRAM)


def test_a_selection_is_paged_and_is_that_of_the_pages(told: dict[str, Any]) -> None:
    status, page = told["page"]
    assert status == 200 and (page["count"], page["pages"], page["query"]) == (2, 2, "since=2019-05-01")
    assert page["facets"]["kind"] == {"shelling": 2} and len(page["incidents"]) == 1
    other = told["second"][1]["incidents"][0]["id"]
    assert other != page["incidents"][0]["id"] and told["one"][1]["id"] == page["incidents"][0]["id"]
    status, missing = told["missing"]
    assert status == 404 and missing["error"]["code"] == "missing"


def test_documents_and_the_queue_are_read_to_their_end(told: dict[str, Any]) -> None:
    first, more = told["documents"][1], told["more"][1]
    assert [one["id"] for one in (*first["documents"], *more["documents"])] == ["d0", "d1", "d2", "d3"]
    assert more["next"] is None and "خمسة مدنيين" in told["document"][1]["text"]
    queued = [one["document"] for one in (*told["queue"][1]["documents"], *told["queue2"][1]["documents"])]
    assert sorted(queued) == ["d0", "d1", "d2", "d3"] and len(set(queued)) == 4


def test_what_cannot_be_read_is_said_in_one_form(told: dict[str, Any]) -> None:
    for status, body in told["wrong"]:
        assert status == 422 and body["error"]["code"] == "invalid" and body["error"]["message"]


def test_decisions_are_those_of_the_pages(told: dict[str, Any]) -> None:
    status, reviewed = told["review"]
    assert status == 200 and reviewed["record"]["reports"][0]["harm"][0]["max"] == 9
    assert reviewed["machine"]["reports"][0]["harm"][0]["max"] == 1 and reviewed["state_by"] == "verena"
    status, conflict = told["conflict"]
    assert status == 409 and conflict["error"]["conflicts"][0]["by"] == "verena"
    assert told["refused"][0] == 422 and "no such field" in told["refused"][1]["error"]["message"]
    assert told["state"][1]["state"] == "verified" and told["judged"][0] == 200, told["judged"]
    assert told["judged_wrong"][0] == 422 and "splendid" in told["judged_wrong"][1]["error"]["message"]
    assert told["merged"][0] == 200 and len(told["merged"][1]["incidents"]) == 1, told["merged"]
    assert told["undone"][0] == 200 and len(told["undone"][1]["incidents"]) == 2


def test_a_scope_allows_what_it_names_and_no_more(told: dict[str, Any]) -> None:
    assert told["no_scope"][0] == 403 and told["no_scope"][1][1]["error"]["code"] == "scope"
    assert told["added"][0] == 201 and told["again"][1]["outcome"] == "seen"
    assert told["demoted"][0] == 403 and told["demoted"][1]["error"]["code"] == "role"


def test_what_is_hidden_is_nowhere(told: dict[str, Any]) -> None:
    (missing, *others) = told["hidden"]
    assert missing[0] == 404 and others == [404, 404, 404, 404]
    assert "'d2'" not in told["hidden_lists"] and told["home"] not in told["hidden_lists"]


def test_readers_see_names_and_deciders_masked(told: dict[str, Any]) -> None:
    status, masked = told["masked"]
    assert status == 200 and masked["values"] == [] and masked["state_by"] == ""


def test_only_a_token_that_holds_opens_it(told: dict[str, Any]) -> None:
    status, body, guessed = told["session"]
    assert (status, guessed) == (401, 401) and body["error"]["code"] == "token"
    assert (told["revoked"], told["expired"], told["left"]) == (401, 401, 401)
    assert told["rate"] == [200, 200, 200, 429]


def test_a_token_is_shown_once_and_kept_nowhere(told: dict[str, Any]) -> None:
    assert told["tokens"] == [False, False, "read code"]
    assert told["nameless"] == 422 and (told["others"], told["own"]) == (404, 302)


def test_the_description_tells_every_operation(told: dict[str, Any]) -> None:
    paths = told["openapi"]["paths"]
    assert {"/api/v1/incidents", "/api/v1/reviews/{key}", "/api/v1/queue"} <= set(paths)
    assert all("401" in one["responses"] for path in paths.values() for one in path.values())
