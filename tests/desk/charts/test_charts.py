"""Charts on the desk: what is drawn of a selection for whom, and that numbers, drawing and file say the same."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
from django.test import Client
from arrivals import arrival
from linked_store import TEXT, code, report
from rasd.desk.access.restricting import lift, restrict
from rasd.store.deciding import Value, judge
from rasd.store.linking import link_store

def browser(name, role, language="en"):
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE=language, raise_request_exception=False)
    client.force_login(person(name, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

days = ["2019-04-28", "2019-04-28", "2019-05-20", "2019-06-02", "2019-08-20", "2019-07-09"]
told["empty"] = browser("rim", "reader").get("/charts").content.decode()
store.add([arrival(TEXT.format(n), id=f"d{n}", outlet=f"صحيفة {n}", published=f"{day}T12:00:00+03:00",
                   url=f"https://news.example/{n}", synthetic=n == 5) for n, day in enumerate(days)])
opposition = {"perpetrators": [{"actor": "SYR_OPP"}], "kind": "air_strike"}
denied = {"factuality": "denied"}
code(store, {f"d{n}": [report(TEXT.format(n), day=day, killed=n + 1, **(opposition if n == 2 else denied if n == 4 else {}))]
             for n, day in enumerate(days)})
link_store(store)
key = {n: store.incidents_of([f"d{n}#r1"])[f"d{n}#r1"] for n in range(6)}
judge(store, key[3], [Value("grade", "confirmed")], by="vera", why="اعترف الطرف")

reader, verifier, head = browser("rim", "reader"), browser("vera", "verifier"), browser("adib", "administrator")
arabic = browser("nur", "reader", "ar")
def page(client, query=""):
    return client.get(f"/charts{query}").content.decode()
def rows(client, name, query=""):
    return client.get(f"/charts/{name}.csv{query}").content.decode()

told["page"], told["arabic"] = page(reader), page(arabic)
told["invented"] = page(reader, "?synthetic=yes")
told["files"] = {name: rows(reader, name) for name in ("timeline", "by-kind", "by-actor", "harm", "incidents")}
told["narrow"] = rows(reader, "by-kind", "?kind=air_strike"), page(reader, "?kind=air_strike&since=someday")
told["lanes"] = page(reader, "?lanes=actor&period=month"), page(reader, "?lanes=%22%3E&period=year")
told["statuses"] = [reader.get(f"/charts/{name}").status_code for name in ("timeline.svg", "none.svg", "harm.exe")]
told["svg"] = arabic.get("/charts/harm.svg").content.decode()
restrict("incident", key[2], by="adib", why="asked for", role="administrator")
restrict("document", "d1", by="adib", why="asked for", role="administrator")
told["hidden"] = [[page(client), rows(client, "by-kind"), rows(client, "harm"), rows(client, "incidents")] for client in (verifier, head)]
lift("incident", key[2], by="adib"), lift("document", "d1", by="adib")
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("charts")
    return inside(str(folder / "store"), folder / "evidence", _PROGRAM)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def text_of(page: str) -> str:
    """Return the words of a page, as a person reads them."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_an_empty_store_says_what_to_do(told: dict[str, Any]) -> None:
    assert "nothing to draw" in told["empty"] and "<svg" not in told["empty"]


def test_what_people_decided_stands_apart_from_what_is_proposed(told: dict[str, Any]) -> None:
    decided, proposed = rows_of(told["files"]["harm"])[0], rows_of(told["files"]["harm"])[1:]
    assert decided["Grade"] == "Confirmed (decided by people)" and decided["Killed"] == "4"
    assert all("only proposed" in row["Grade"] for row in proposed)
    assert "decided by people" in told["page"] and "Total" not in {row["Grade"] for row in proposed}


def test_harm_is_a_range_and_never_a_sum_over_reports(told: dict[str, Any]) -> None:
    one = next(row for row in rows_of(told["files"]["incidents"]) if row["Day"] == "2019-04-28")
    assert one["Killed"] == "1–2"


def test_what_is_denied_or_invented_is_told_beside_and_never_drawn(told: dict[str, Any]) -> None:
    words = text_of(told["page"])
    assert "one denied, threatened or told as a habit" in words and "one invented incident" in words
    assert sum(int(row["All"]) for row in rows_of(told["files"]["timeline"])) == 3
    assert "SYNTHETIC" not in told["page"] and "SYNTHETIC" in told["invented"]


def test_a_selection_narrows_and_what_it_says_wrongly_is_named(told: dict[str, Any]) -> None:
    table, page = told["narrow"]
    assert [(row["Kind"], row["All"]) for row in rows_of(table)] == [("Air strike", "1")]
    assert "someday" in page


def test_lanes_and_periods_are_chosen_in_the_address(told: dict[str, Any]) -> None:
    page, rubbish = told["lanes"]
    assert "by who is named in them" in page and "Syrian armed opposition" in page and "Month from" in page
    assert "over time by kind" in rubbish and 'lanes="' not in rubbish


def test_a_page_holds_no_inline_style_though_it_holds_drawings(told: dict[str, Any]) -> None:
    assert told["page"].count("<svg") >= 5 and not re.search(r"<style|\sstyle=|\son[a-z]+=", told["page"])
    ids = re.findall(r'\sid="([^"]+)"', told["page"])
    assert len(ids) == len(set(ids))


def test_charts_go_out_as_files_of_their_own_in_the_persons_language(told: dict[str, Any]) -> None:
    assert told["statuses"] == [200, 404, 404]
    assert "@font-face" in told["svg"] and 'lang="ar"' in told["svg"] and "القتلى والجرحى" in told["svg"]


def test_what_is_hidden_is_in_no_count_and_no_range(told: dict[str, Any]) -> None:
    (page, kinds, _, single), (whole, all_kinds, _, all_single) = told["hidden"]
    assert "Syrian armed opposition" not in page and "Syrian armed opposition" in whole
    assert [row["Kind"] for row in rows_of(kinds)] == ["Shelling"]
    assert {row["Kind"] for row in rows_of(all_kinds)} == {"Shelling", "Air strike"}
    assert "1–2" in all_single and "1–2" not in single  # the second figure is of a document that is hidden
