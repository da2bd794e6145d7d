"""Verifying a record: decisions and reasons, two people at once, a second reader, drafts, a new coding, who sees what."""

from __future__ import annotations

from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
import re
from django.test import Client
from arrivals import arrival
from rasd.desk.access.models import AuditEntry
from rasd.desk.access.restricting import restrict
from rasd.model import DateWindow, Harm, Perpetrator, Place, Record, Report, Source

def browser(name, role):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

TEXT = "قصفت قوات مجهولة أطراف القرية المختلقة فجر الاثنين، وأصيب سالم الحمادي وثلاثة آخرون، بحسب مصدر محلي هو خالد العلي.\\n😀 نص أخير."
def span(words):
    return [(TEXT.index(words), TEXT.index(words) + len(words))]
def record(key, killed=3, kind="shelling", **more):
    return Record(id=key, title="قصف القرية", data_version="v1", reports=[Report(id="r1", kind=kind, rule="kinds.shelling", evidence=span("قصفت"),
        date=DateWindow(start="2024-03-11", end="2024-03-11", part_of_day="dawn", evidence=span("فجر الاثنين"), rule="dates.part_day"),
        perpetrators=[Perpetrator(actor="SYR_GOV", certainty="stated", evidence=span("قوات مجهولة"), rule="actors.name")],
        harm=[Harm(effect="injured", min=killed, max=killed, victims=["سالم الحمادي"], evidence=span("سالم الحمادي وثلاثة آخرون"), rule="harm.governed")],
        sources=[Source(name="خالد العلي", type="witness", evidence=span("خالد العلي"), rule="sources.according")], **more)])
names = ["one", "two", "secret", "bare", "plain"]
store.add([arrival(TEXT, id=name, title="قصف القرية", published="2024-03-12") if name != "plain" else arrival("<script>alert(1)</script> لا شيء", id="plain") for name in names])
run = store.begin_coding("v1")
store.keep_records(run, [(name, record(name)) for name in names[:3]] + [("plain", Record(id="plain", data_version="v1"))])
restrict("document", "secret", by="adib", why="asked for", role="administrator")

verena, victor, rim, adib = browser("verena", "verifier"), browser("victor", "verifier"), browser("rim", "reader"), browser("adib", "administrator")
def page(client, key="one", query=""):
    return client.get(f"/documents/{key}/verify{query}").content.decode()
def key_of(field, key="one", at=0):
    return [value for value in store.reviewed(key).values if value.field == field][at].key
def post(client, on="one", script=False, base=None, **fields):
    more = {"HTTP_HX_REQUEST": "true"} if script else {}
    fields.setdefault("base", str(store.reviewed(on).revision if base is None else base))
    return client.post(f"/documents/{on}/verify", fields, **more)
def states(key="one"):
    return {value.field: value.state for value in store.reviewed(key).values if value.report == "r1"}

told["first"] = page(verena)
told["reader"] = page(rim), rim.post("/documents/one/verify", {"accept": key_of("kind")}).status_code
told["statuses"] = [[client.get(f"/documents/{key}/verify{after}").status_code for client in (verena, adib)]
                    for key, after in (("secret", ""), ("secret", "/pieces"), ("nowhere", ""))] + [verena.post("/documents/secret/verify", {"accept": "x"}).status_code]
told["plain"], told["bare"] = page(verena, "plain"), page(verena, "bare")

answer = post(verena, accept=key_of("kind"))
told["accepted"] = [answer.status_code, answer.headers["location"], states()["kind"], store.reviewed("one").values[0].review.by]
answer = post(verena, script=True, reject=key_of("date"))
found = answer.json()
told["script"] = [found["kept"], states()["date"], "r1" in found["cards"], len(found["pieces"]), found["revision"] == store.reviewed("one").revision]
# a reason is asked for where it matters, and what was typed comes back
before = store.reviewed("one").revision
typed = dict(save="correct", report="r1", field="harm", key=key_of("harm"), form=key_of("harm"), effect="injured", min="4", max="", victim_status="unknown", unit="people", quote="سالم الحمادي وثلاثة آخرون")
import json
typed["before"] = json.dumps(next(v.value for v in store.reviewed("one").values if v.field == "harm"))
answer = post(verena, **typed)
told["no reason"] = [answer.status_code, answer.content.decode(), store.reviewed("one").revision == before]
told["reject needs one"] = post(verena, script=True, reject=key_of("perpetrators")).json()
# two at once: victor decides first, verena's form is older
base = store.reviewed("one").revision
post(victor, **{**typed, "min": "5", "why": "the list of names"})
answer = post(verena, base=base, **{**typed, "why": "as I count"})
told["conflict"] = [answer.status_code, answer.content.decode(), next(v.value["min"] for v in store.reviewed("one").values if v.field == "harm")]
form = answer.content.decode()
again = {name: value for name, value in typed.items()}
again["before"] = json.dumps(next(v.value for v in store.reviewed("one").values if v.field == "harm"))
answer = post(verena, **{**again, "why": "as I count"})
told["over it"] = [answer.status_code, next(v.value["min"] for v in store.reviewed("one").values if v.field == "harm")]
# a report that was missed, a value of it, a doubt, undoing
start = TEXT.index("نص أخير")
answer = post(verena, save="add", field="report", report="", kind="Armed clash", factuality="asserted", evidence=f"{start}-{start + 7}")
added = [report.id for report in store.reviewed("one").record.reports if report.id != "r1"]
told["report"] = [answer.status_code, added, [report.evidence for report in store.reviewed("one").record.reports if report.id != "r1"] == [[(start, start + 7)]]]
answer = post(verena, save="add", field="weapons", report=added[0], weapon="mortar", quote="نص أخير")
told["weapon"] = [answer.status_code, [one.weapon for one in store.reviewed("one").record.reports[-1].weapons]]
told["doubt"] = [post(verena, doubt="r1", doubt_words=words).status_code for words in ("", "one source only")] + [one.why for one in store.reviewed("one").doubts]
last = store.reviewed("one").history[-1].number
told["undo of another"] = post(victor, undo=str(last)).status_code
told["undone"] = [post(verena, undo=str(last)).status_code, len(store.reviewed("one").doubts)]
told["whole"] = [post(verena, accept_report="r1").status_code, states()]
told["rejected"] = [post(verena, reject_report=added[0], why=why).status_code for why in ("", "a repetition")] + [len(store.reviewed("one").record.reports)]
told["gone"] = post(verena, accept="r1.places.0123456789").status_code
# a second reader
told["settings"] = [verena.get("/settings").status_code, adib.post("/settings", {"needs_second": "1"}).status_code]
post(verena, state="verified")
told["own"] = [page(verena), post(verena, state="approved").status_code, store.reviewed("one").state]
told["told"] = post(verena, script=True, state="approved").json()["told"]
told["other"] = page(adib)
told["returned"] = [post(adib, state="returned", why=why).status_code for why in ("", "count again")] + [store.reviewed("one").state, page(verena)]
post(verena, state="verified")
told["approved"] = [post(adib, state="approved").status_code, store.reviewed("one").state]
# drafts
draft = json.dumps({"r1+places": {"report": "r1", "field": "places", "name": "مكان لم يُحفظ"}}, ensure_ascii=False)
told["draft"] = [verena.post("/documents/two/verify/draft", {"typed": draft, "revision": "0"}).status_code, page(verena, "two"), page(verena, "two", "?open=r1%2Bplaces&draft=r1%2Bplaces"), page(victor, "two")]
told["bad drafts"] = [verena.post("/documents/two/verify/draft", {"typed": typed_}).status_code for typed_ in ("[", "[]", '{"a": 1}', '{"a": {"b": 1}}', "x" * 400_000)]
verena.post("/documents/two/verify", {"save": "add", "field": "places", "report": "r1", "name": "القرية المختلقة", "quote": "القرية المختلقة", "form": "r1+places", "base": "0"})
told["after"] = page(verena, "two")
# signed out in the middle of a form
gone = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
answer = gone.post("/documents/two/verify", typed)
told["signed out"] = [answer.status_code, answer.headers["location"]]
# coded anew
post(verena, "two", save="correct", field="kind", report="r1", key=key_of("kind", "two"), before='"shelling"', kind="attack")
run = store.begin_coding("v2")
store.keep_records(run, [("two", record("two", kind="air_strike"))])
told["outdated"] = [page(verena, "two"), store.reviewed("two").record.reports[0].kind]
told["taken"] = [post(verena, "two", take=key_of("kind", "two")).status_code, store.reviewed("two").record.reports[0].kind, "reads otherwise" in page(verena, "two")]
told["audit"] = sorted({(e.by, e.action, e.subject) for e in AuditEntry.objects.filter(action__in=["document.seen", "record.reviewed", "settings.changed"])})
told["rule"] = rim.get("/rules?id=dates.part_day").content.decode()
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("verifying")
    return inside(str(folder / "store"), folder / "evidence", _PROGRAM)


def test_every_value_lies_over_its_words_and_says_that_the_machine_read_it(told: dict[str, Any]) -> None:
    page = told["first"]
    assert page.count("Read by the machine") == 6
    assert 'class="m harm' in page and 'class="m date' in page and "alleged" in page and "violat" not in page
    assert "Accept all of this report" in page and page.count('name="accept" value="r1.') == 6


def test_a_reader_sees_no_name_and_decides_nothing(told: dict[str, Any]) -> None:
    page, status = told["reader"]
    assert "الحمادي" in told["first"] and "خالد العلي" in told["first"]
    assert "الحمادي" not in page and "خالد العلي" not in page and "▒" in page
    assert 'name="accept"' not in page and 'name="save"' not in page and status == 403


def test_what_is_hidden_is_as_if_it_were_not_there(told: dict[str, Any]) -> None:
    assert told["statuses"] == [[404, 200], [404, 200], [404, 404], 404]


def test_a_text_without_a_report_and_one_not_coded_say_what_to_do(told: dict[str, Any]) -> None:
    assert "read no report" in told["plain"] and "Add a report" in told["plain"]
    assert "&lt;script&gt;alert(1)" in told["plain"] and "<script>alert" not in told["plain"]
    assert "not coded yet" in told["bare"]


def test_a_decision_carries_who_made_it_and_leads_back_to_its_line(told: dict[str, Any]) -> None:
    status, where, state, by = told["accepted"]
    assert (status, state, by) == (302, "accepted", "verena") and where.startswith(
        "/documents/one/verify#r1.kind."
    )
    assert told["script"] == [True, "rejected", True, 1, True]


def test_a_reason_is_asked_for_and_what_was_typed_comes_back(told: dict[str, Any]) -> None:
    status, page, is_as_before = told["no reason"]
    assert status == 422 and is_as_before and "needs a reason" in page
    assert 'name="min" value="4"' in page and "سالم الحمادي وثلاثة آخرون</textarea>" in page
    answer = told["reject needs one"]
    assert not answer["kept"] and 'name="save" value="reject"' in answer["form"]


def test_the_second_of_two_is_told_who_and_what_and_loses_nothing(told: dict[str, Any]) -> None:
    status, page, standing = told["conflict"]
    assert status == 409 and standing == 5
    assert "victor" in page and "Injured: 5" in page and "Save mine over it" in page
    assert 'name="min" value="4"' in page and "as I count</textarea>" in page
    assert told["over it"] == [302, 4]


def test_what_the_machine_missed_is_added_with_its_words(told: dict[str, Any]) -> None:
    status, added, is_there = told["report"]
    assert status == 302 and len(added) == 1 and is_there
    assert told["weapon"] == [302, ["mortar"]]


def test_doubts_undoing_and_all_of_a_report(told: dict[str, Any]) -> None:
    assert told["doubt"] == [422, 302, "one source only"]
    assert told["undo of another"] == 403 and told["undone"] == [302, 0]
    status, states = told["whole"]
    assert (
        status == 302
        and states["sources"] == states["perpetrators"] == "accepted"
        and states["date"] == "rejected"
    )
    assert told["rejected"] == [422, 302, 1] and told["gone"] == 409


def test_who_verified_does_not_approve(told: dict[str, Any]) -> None:
    assert told["settings"] == [403, 302]
    page, status, state = told["own"]
    assert "a second reader approves it" in page and 'value="approved"' not in page
    assert status == 422 and state == "verified" and 'value="approved"' in told["other"]
    assert "a second reader approves it" in told["told"]
    without, with_reason, state, page = told["returned"]
    assert (without, with_reason, state) == (422, 302, "returned") and "count again" in page
    assert told["approved"] == [302, "approved"]


def test_what_was_not_kept_waits_for_its_author_alone(told: dict[str, Any]) -> None:
    status, page, opened, of_another = told["draft"]
    assert status == 204 and "You did not finish" in page and "مكان لم يُحفظ" in opened
    assert "You did not finish" not in of_another and "مكان لم يُحفظ" not in of_another
    assert told["bad drafts"] == [400, 400, 400, 400, 413]
    assert "You did not finish" not in told["after"] and "القرية المختلقة" in told["after"]


def test_signing_in_leads_back_to_the_form(told: dict[str, Any]) -> None:
    status, where = told["signed out"]
    assert status == 302 and where == "/sign-in?next=%2Fdocuments%2Ftwo%2Fverify"


def test_after_a_new_coding_the_difference_is_shown_and_the_decision_stands(told: dict[str, Any]) -> None:
    page, kind = told["outdated"]
    assert kind == "attack" and "The machine reads otherwise than was decided" in page
    assert "The machine reads now:" in page and "Air strike" in page
    assert told["taken"] == [302, "air_strike", False]


def test_who_saw_and_who_decided_is_in_the_log(told: dict[str, Any]) -> None:
    entries = [tuple(one) for one in told["audit"]]
    assert ("rim", "document.seen", "one") in entries and ("verena", "record.reviewed", "one") in entries
    assert ("adib", "settings.changed", "needs_second") in entries
    assert "فجر اليوم" in told["rule"]
