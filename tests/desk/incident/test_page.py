"""The page of one incident: what a person reads there, and what those who may not see never meet."""

from __future__ import annotations

import re
from typing import Any

_TAG = re.compile(r"<[^>]+>")


def _words(page: Any) -> str:
    return " ".join(_TAG.sub(" ", page.text.split("<main", 1)[1]).split())


def test_sources_stand_side_by_side_with_their_quotes(team: Any) -> None:
    page = team["rim"].get(f"/incidents/{team.home(0)}")
    assert page.status_code == 200
    told = _words(page)
    for outlet in ("وكالة السنديان", "شبكة الزيتون", "إذاعة الساحل"):
        assert outlet in told
    marked = re.findall(r'<mark class="m harm">([^<]+)</mark>', page.text)
    assert any("أربعة أشخاص" in one for one in marked) and any("ستة قتلى" in one for one in marked)
    assert "Copies of it (1)" in told and "صحيفة المدار" in told


def test_each_bound_of_a_range_names_the_report_that_sets_it(team: Any) -> None:
    page = team["rim"].get(f"/incidents/{team.home(0)}")
    told = _words(page)
    assert "Killed 3–6" in told
    assert re.search(r"Lowest 3 set by Report 1 \[1\]", told) and re.search(
        r"Highest 6 set by Report \d", told
    )
    assert 'aria-label="Killed: 3–6"' in page.text and "nobody gives a ceiling" in told


def test_why_they_are_one_and_where_they_differ_is_told(team: Any) -> None:
    told = _words(team["rim"].get(f"/incidents/{team.home(0)}"))
    assert "the same place" in told and "likelihood" in told
    assert re.search(r"Killed 3 Report \d \[\d\] 4 Report \d \[\d\] 6", told)
    assert "founded from" in told and "the machine" in told


def test_the_page_is_in_arabic_too(team: Any) -> None:
    page = team.guest("rim", language="ar").get(f"/incidents/{team.home(0)}")
    assert 'dir="rtl"' in page.text and "المصادر جنبًا إلى جنب" in page.text and "من تقريرين" not in page.text


def test_an_incident_without_a_place_says_so(team: Any) -> None:
    page = team["rim"].get(f"/incidents/{team.home(0, 6)}")
    assert page.status_code == 200 and "no place told" in page.text
    assert "so nothing is drawn" in page.text and '<svg class="inset"' not in page.text


def test_reports_of_a_hidden_document_are_left_out_of_everything(team: Any) -> None:
    key = team.home(0)
    team.inside(
        "from rasd.desk.access.restricting import restrict\n"
        'restrict("document", "w0-4", by="adib", why="a source asked", role="administrator")'
    )
    try:
        page = team["verena"].get(f"/incidents/{key}")
        told = _words(page)
        assert "Killed 3–4" in told and "إذاعة الساحل" not in told and "w0-4" not in page.text
        assert "founded from 3 reports" in told and "3 reports" in told
        assert "Killed 3–6" in _words(team["adib"].get(f"/incidents/{key}"))
    finally:
        team.inside(
            'from rasd.desk.access.restricting import lift\nlift("document", "w0-4", by="adib", why="over")'
        )


def test_a_hidden_incident_is_as_one_that_does_not_exist(team: Any) -> None:
    key = team.home(0, 5)
    team.inside(
        "from rasd.desk.access.restricting import restrict\n"
        'restrict("document", "w0-5", by="adib", why="a source asked", role="administrator")'
    )
    try:
        missing, hidden = (
            team["verena"].get("/incidents/i000000000000"),
            team["verena"].get(f"/incidents/{key}"),
        )
        assert missing.status_code == hidden.status_code == 404
        assert re.sub(r'value="[^"]*"', "", missing.text) == re.sub(r'value="[^"]*"', "", hidden.text)
        assert team["adib"].get(f"/incidents/{key}").status_code == 200
    finally:
        team.inside(
            'from rasd.desk.access.restricting import lift\nlift("document", "w0-5", by="adib", why="over")'
        )


def test_that_somebody_read_it_is_written_down(team: Any) -> None:
    key = team.home(0)
    team["rim"].get(f"/incidents/{key}")
    told = team.inside(
        "from rasd.desk.access.models import AuditEntry\n"
        'told["seen"] = list(AuditEntry.objects.filter(action="incident.seen").values_list("by", "subject"))'
    )
    assert ["rim", key] in told["seen"]


def test_a_thousand_reports_are_read_page_by_page(team: Any) -> None:
    team.inside("""
from arrivals import arrival, incident
store.add([arrival(f"الوثيقة {n}: قصف على القرية المختلقة.", id=f"many-{n}", outlet=f"منبر {n}") for n in range(1000)])
reports = [f"many-{n}#r1" for n in range(1000)]
store.keep_incidents([incident("i00000000many", *reports, groups=[[one] for one in reports], independent_sources=1000)])
""")
    page = team["rim"].get("/incidents/i00000000many")
    assert page.status_code == 200 and "Page 1 of 42" in _words(page) and "1,000 reports" in _words(page)
    assert page.text.count('class="card stack source"') == 24 and len(page.text) < 700_000
    last = team["rim"].get("/incidents/i00000000many?page=42")
    assert "Page 42 of 42" in _words(last) and last.text.count('class="card stack source"') == 16
    for page_asked in ("0", "-1", "43", "x", "9" * 40):
        assert team["rim"].get(f"/incidents/i00000000many?page={page_asked}").status_code == 200
    assert team["verena"].get("/incidents/i00000000many/split").text.count('name="report"') == 1000


def test_names_are_masked_for_readers_and_shown_to_who_verifies(team: Any) -> None:
    team.inside("""
from arrivals import arrival, incident
from rasd.model import Harm, Record, Report, Source
text = "قالت أم سالم، وهي من سكان القرية المختلقة، إن سالم الحمادي قُتل بالقصف."
at = text.index("سالم الحمادي")
store.add([arrival(text, id="named", outlet="منبر")])
run = store.begin_coding("v1")
harm = Harm(effect="killed", min=1, max=1, victims=["سالم الحمادي"], evidence=[(at, at + 12)])
told_by = Source(name="أم سالم", type="witness", evidence=[(5, 12)])
store.keep_records(run, [("named", Record(id="named", data_version="v1", outlet="منبر", reports=[
    Report(id="r1", kind="shelling", evidence=[(0, 4)], harm=[harm], sources=[told_by])]))])
from rasd.store.linking import link_store
link_store(store)
""")
    told = team.inside("told['home'] = store.incidents_of(['named#r1'])['named#r1']")
    open_page, masked = (team[name].get(f"/incidents/{told['home']}").text for name in ("verena", "rim"))
    assert "سالم الحمادي" in open_page and "أم سالم" in open_page
    assert "الحمادي" not in masked and "أم سالم" not in masked and "▒" in masked
