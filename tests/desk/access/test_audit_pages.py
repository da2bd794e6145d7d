"""The audit page shows, filters and gives out both logs, says whether they are whole, and is the administrators' alone."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest


@pytest.fixture(scope="module")
def kept(team: Any) -> None:
    team.inside("""
from rasd.desk.access import audit
for number in range(120):
    audit(request_of("cyrine", "coder"), "document.opened", f"d{number}", order=number)
audit(request_of("rim", "reader"), "document.opened", "=cmd|' /C calc'!A0", why="<b>نص</b>")
""")


@pytest.mark.usefixtures("kept")
def test_entries_are_found_newest_first_and_page_by_page(team: Any) -> None:
    adib = team["adib"]
    page = adib.get("/audit?by=cyrine&action=document.opened")
    assert ">d119<" in page.text and ">d20<" not in page.text and "Whole" in page.text
    assert "&lt;b&gt;" not in page.text, "another's entry"
    older = page.text.split("Older")[0].rsplit('href="?', 1)[1].split('"')[0].replace("&amp;", "&")
    page = adib.get(f"/audit?{older}")
    assert ">d69<" in page.text and ">d119<" not in page.text
    assert ">d7<" in adib.get("/audit?subject=d7").text
    assert "There are no such entries." in adib.get("/audit?subject=nothing").text


@pytest.mark.usefixtures("kept")
def test_days_are_inclusive_and_nonsense_is_left_out(team: Any) -> None:
    adib = team["adib"]
    page = adib.get("/audit?since=2999-01-01")
    assert "There are no such entries." in page.text
    page = adib.get("/audit?until=2001-01-01")
    assert "There are no such entries." in page.text
    page = adib.get("/audit?since=2001-01-01&until=2999-01-01&action=document.opened&before=x")
    assert ">d119<" in page.text


@pytest.mark.usefixtures("kept")
def test_the_custody_log_of_the_store_is_seen_there_too(team: Any) -> None:
    page = team["adib"].get("/audit?log=custody")
    assert "Custody of evidence" in page.text and ">d0<" in page.text
    page = team["adib"].get("/audit?log=custody&subject=d1&until=2999-01-01")
    assert ">d1<" in page.text and ">d0<" not in page.text


@pytest.mark.usefixtures("kept")
def test_both_logs_go_out_as_files_and_that_is_written_down(team: Any) -> None:
    adib = team["adib"]
    answer = adib.get("/audit/export?format=csv&action=document.opened")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert len(rows) == 121 and rows[0]["subject"] == "d0"
    assert not rows[-1]["subject"].startswith("="), "no formula leaves"
    answer = adib.get("/audit/export?format=jsonl&log=custody")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert "attachment" in answer.headers["content-disposition"]
    assert "audit.exported" in adib.get("/audit?by=adib").text
    assert adib.get("/audit/export?format=exe").status_code == 404


def test_it_is_the_administrators_alone(team: Any) -> None:
    for name in ("rim", "verena"):
        assert team[name].get("/audit").status_code == 403
        assert team[name].get("/audit/export?format=csv").status_code == 403


def test_a_log_that_was_altered_is_told(team: Any) -> None:
    team.inside("""
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DROP TRIGGER IF EXISTS audit_never_altered")
    cursor.execute("UPDATE desk_access_auditentry SET by = 'somebody' WHERE seq = 3")
""")
    page = team["adib"].get("/audit")
    assert "Broken at" in page.text and "3: altered" in page.text
