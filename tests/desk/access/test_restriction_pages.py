"""A verifier restricts and lifts; who may not see meets what is not there, and who may not decide is told so."""

from __future__ import annotations

from typing import Any


def _ask(kind: str, key: str) -> str:
    return f"/restrict?kind={kind}&key={key}&next=/about"


def test_a_verifier_restricts_a_document_and_lifts_it(team: Any) -> None:
    verena = team["verena"]
    page = verena.get(_ask("document", "d0"))
    assert page.status_code == 200 and "Who may see this" in page.text
    page = verena.send(
        "/restrict", kind="document", key="d0", next="/about", role="administrator", why="", action="set"
    )
    assert page.status_code == 422 and 'aria-invalid="true"' in page.text
    page = verena.send(
        "/restrict",
        kind="document",
        key="d0",
        next="/about",
        role="administrator",
        why="a source asked",
        action="set",
    )
    assert page.url.path == "/about" and "Only those named see it now." in page.text
    page = verena.get(_ask("document", "d0"))
    assert page.status_code == 200 and "a source asked" in page.text
    told = team.inside("""
from rasd.desk.access import hidden
from rasd.desk.access.models import AuditEntry
told["rim"] = sorted(hidden(request_of("rim", "reader")).documents)
told["verena"] = sorted(hidden(request_of("verena", "verifier")).documents)
told["log"] = list(AuditEntry.objects.order_by("seq").values_list("by", "action", "subject"))
""")
    assert told["rim"] == ["d0"] and told["verena"] == []
    assert ["verena", "restriction.set", "d0"] in told["log"]
    page = verena.send("/restrict", kind="document", key="d0", next="/about", why="published", action="lift")
    assert "The restriction is lifted." in page.text
    page = verena.get(_ask("document", "d0"))
    assert "Earlier restrictions" in page.text and "published" in page.text


def test_an_incident_may_be_restricted_with_its_documents(team: Any) -> None:
    key = team.incidents[1]
    adib = team["adib"]
    adib.send(
        "/restrict",
        kind="incident",
        key=key,
        role="administrator",
        documents="on",
        why="a reason",
        action="set",
    )
    told = team.inside("""
from rasd.desk.access import hidden
found = hidden(request_of("cyrine", "coder"))
told["found"] = [sorted(found.documents), sorted(found.incidents)]
""")
    assert told["found"] == [["d2"], [key]]
    for path in (_ask("incident", key), _ask("document", "d2"), _ask("document", "nowhere")):
        page = team["verena"].get(path)
        assert page.status_code == 404, path
    adib.send("/restrict", kind="incident", key=key, why="again seen", action="lift")
    adib.send("/restrict", kind="document", key="d2", why="again seen", action="lift")


def test_who_may_not_decide_is_told_so(team: Any) -> None:
    assert team["cyrine"].get(_ask("document", "d0")).status_code == 403
    answer = team["cyrine"].send("/restrict", kind="document", key="d0", why="x", action="set")
    assert answer.status_code == 403


def test_nobody_is_led_elsewhere_from_the_form(team: Any) -> None:
    page = team["verena"].get("/restrict?kind=document&key=d0&next=//elsewhere.example/")
    assert "elsewhere.example" not in page.text.split("<main", 1)[1]


def test_the_pages_of_documents_and_incidents_lead_to_the_form(team: Any) -> None:
    for path in ("/documents/d0", f"/incidents/{team.incidents[0]}"):
        page = team["verena"].get(path)
        assert page.status_code == 200 and "Change who may see it" in page.text, path
        assert "Everybody on this desk may see it." in page.text
        page = team["rim"].get(path)
        assert page.status_code == 200 and "/restrict" not in page.text, path
