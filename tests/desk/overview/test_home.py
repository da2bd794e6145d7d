"""The home page: what is new since a person marked everything as seen, told to each as far as they may see."""

from __future__ import annotations

from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
import re
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from arrivals import arrival
from linked_store import TEXT, code, report, told_store
from rasd.desk.access.restricting import lift, restrict
from rasd.model import Grade
from rasd.store import models
from rasd.store.feeds import Feed, Feeds
from rasd.store.linking import link_store

def browser(name, role):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

def home(client):
    page = re.sub(r"\\s+", " ", client.get("/").content.decode())
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)

def fields(page):
    return dict(re.findall(r'name="(document|change|judgement|review)" value="(\\d+)"', page))

reader, coder, verifier = browser("rim", "reader"), browser("cyrine", "coder"), browser("verena", "verifier")
told["empty"] = home(reader), home(coder)
told_store(store, ["2019-04-28", "2020-01-05"])
told["first"] = home(coder)
shown = fields(told["first"])
told["looking"] = home(coder) == told["first"]
store.add([arrival(TEXT.format(7), id="d7", title="جديد", outlet="صحيفة 7", published="2019-04-28T12:00:00+03:00")])
told["marked"] = [coder.post("/seen", shown).status_code, coder.get("/seen").status_code]
told["meanwhile"] = home(coder)
code(store, {"d7": [report(TEXT.format(7), killed=9)]})
link_store(store)
joined = next(one for one in store.incidents() if len(one.reports) == 2)
told["moved"] = home(coder)
told["others"] = home(verifier)
store.judge("note", [joined.reports[0].report_id], by="verena", why="a call from the hospital")
store.judge("note", [joined.reports[0].report_id], by="cyrine", why="my own words")
told["decided"] = home(coder), home(reader)
restrict("document", "d7", by="adib", why="asked for", role="administrator")
told["hidden"] = home(coder)
lift("document", "d7", by="adib")
now = timezone.now()
Feeds(store).add(Feed("https://feed.example/rss", 600, now - timedelta(days=9), now, title="خلاصة"))
models.Feed.objects.update(last_visit_at=now, failures=4, error="status 503", title="<b>خلاصة</b>", last_success_at=now - timedelta(days=2))
told["feeds"] = home(coder), home(reader)
page = home(coder)
coder.post("/seen", {**fields(page), "change": "999999999999999999999", "judgement": "-1", "document": "9" * 18})
told["quiet"] = home(coder)
from rasd.desk.overview.models import Mark
told["mark"] = [list(Mark.objects.filter(person__username="cyrine").values_list("document", flat=True)), models.Document.objects.order_by("-id").first().id]
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("overview")
    return inside(str(folder / "store"), folder / "evidence", _PROGRAM)


def test_an_empty_store_says_where_to_begin_to_who_may(told: dict[str, Any]) -> None:
    reader, coder = told["empty"]
    assert "No documents yet." in coder and "No documents yet." in reader
    assert "Your role is to read" in reader and "Your role is to read" not in coder


def test_looking_changes_nothing_and_the_button_marks_only_what_was_shown(told: dict[str, Any]) -> None:
    assert "everything is new" in told["first"] and "2 documents came." in told["first"]
    assert "2 new incidents." in told["first"] and told["looking"]
    assert told["marked"] == [302, 405]
    assert "One document came." in told["meanwhile"] and "جديد" in told["meanwhile"]
    assert "One document is not coded yet" in told["meanwhile"] and "new incidents" not in told["meanwhile"]


def test_a_range_that_moved_says_from_what_to_what_and_why(told: dict[str, Any]) -> None:
    assert "One incident changed." in told["moved"]
    assert "<strong>Killed</strong>: from 1 to 1–9" in told["moved"]
    assert "by one report that was added" in told["moved"]


def test_each_person_has_a_mark_of_their_own(told: dict[str, Any]) -> None:
    assert "everything is new" in told["others"] and "3 documents came." in told["others"]


def test_decisions_are_those_of_others_and_not_for_readers(told: dict[str, Any]) -> None:
    coder, reader = told["decided"]
    assert "a call from the hospital" in coder and "my own words" not in coder
    assert "hospital" not in reader and "verena" not in reader


def test_what_rests_on_a_restricted_document_is_left_out(told: dict[str, Any]) -> None:
    assert "جديد" not in told["hidden"] and "from 1 to" not in told["hidden"]
    assert "hospital" in told["hidden"]


def test_a_feed_that_fell_silent_is_told_with_its_name_as_text(told: dict[str, Any]) -> None:
    coder, reader = told["feeds"]
    assert "&lt;b&gt;خلاصة" in coder and "it cannot be read now" in coder and "status 503" in coder
    assert "503" not in reader


def test_a_mark_never_lies_beyond_what_is_there(told: dict[str, Any]) -> None:
    marked, last = told["mark"]
    assert marked == [last]
    assert "One incident changed." in told["quiet"]  # a number that cannot be read moves nothing
