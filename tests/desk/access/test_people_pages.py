"""Administrators make accounts, give roles and close them; a link sets a password once; nobody shuts the desk for all."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

_NEW = "cardamom-harbour-17"


def _number(team: Any, name: str) -> int:
    found: int = team.inside(f"told['number'] = User.objects.get(username={name!r}).pk")["number"]
    return found


def test_an_account_is_made_with_a_link_that_works_once(team: Any) -> None:
    page = team["adib"].send("/people", username="nadia", role="coder", language="en")
    found = re.search(r"http://[^<\s]+/welcome/[^<\s]+", page.text)
    assert found and page.url.path == "/people", page.text
    path = urlsplit(found[0]).path
    assert "/welcome/" not in team["adib"].get("/people").text.split("<main", 1)[1]
    nadia = team.guest()
    page = nadia.send(path, on=path, password="password", again="password")
    assert page.status_code == 422 and 'aria-invalid="true"' in page.text
    page = nadia.send(path, on=path, password=_NEW, again=_NEW)
    assert page.url.path == "/sign-in" and "The password is kept." in page.text
    assert nadia.get(path).status_code == 404
    assert nadia.sign_in("nadia", _NEW).url.path == "/"
    assert nadia.get("/people").status_code == 403


def test_a_name_is_given_once_in_whatever_case(team: Any) -> None:
    page = team["adib"].send("/people", username="RIM", role="reader", language="ar")
    assert page.status_code == 422 and "This name is taken." in page.text and 'value="RIM"' in page.text
    page = team["adib"].send("/people", username="<b>x</b>", role="reader", language="ar")
    assert page.status_code == 422 and "<b>x</b>" not in page.text


def test_a_role_holds_from_the_next_page_on(team: Any) -> None:
    cyrine = team.guest("cyrine")
    assert cyrine.get("/restrict?kind=document&key=d0").status_code == 403
    number = _number(team, "cyrine")
    page = team["adib"].send(f"/people/{number}", action="role", role="verifier")
    assert "The role is given." in page.text
    assert cyrine.get("/restrict?kind=document&key=d0").status_code == 200
    team["adib"].send(f"/people/{number}", action="role", role="coder")
    assert cyrine.get("/restrict?kind=document&key=d0").status_code == 403


def test_a_closed_account_is_out_at_once_and_comes_back(team: Any) -> None:
    rim = team.guest("rim")
    assert rim.get("/about").url.path == "/about"
    number = _number(team, "rim")
    team["adib"].send(f"/people/{number}", action="close")
    assert rim.get("/about").url.path == "/sign-in"
    assert rim.sign_in("rim").status_code == 422
    team["adib"].send(f"/people/{number}", action="open")
    assert rim.sign_in("rim").status_code == 200


def test_the_last_administrator_stays(team: Any) -> None:
    number = _number(team, "adib")
    for fields in ({"action": "role", "role": "reader"}, {"action": "close"}):
        page = team["adib"].send(f"/people/{number}", **fields)
        assert "There must be another administrator" in page.text, fields
    assert team["adib"].get("/people").status_code == 200


def test_a_lock_is_lifted_by_an_administrator(team: Any) -> None:
    guest = team.guest()
    for _ in range(6):
        page = guest.sign_in("verena", "wrong")
    assert page.status_code == 429
    assert "Locked for a while" in team["adib"].get("/people").text
    team["adib"].send(f"/people/{_number(team, 'verena')}", action="unlock")
    assert guest.sign_in("verena").status_code == 200


def test_who_is_no_administrator_changes_nobody(team: Any) -> None:
    number = _number(team, "rim")
    for name in ("rim", "verena"):
        assert team[name].get("/people").status_code == 403
        assert team[name].send(f"/people/{number}", action="role", role="administrator").status_code == 403
    assert team["adib"].send("/people/999999", action="close").status_code == 404
    assert team["adib"].send(f"/people/{number}", action="nothing").status_code == 404


def test_an_altered_link_opens_nothing(team: Any) -> None:
    for path in ("/welcome/MQ/c8x-0123", "/welcome/!!/x", "/welcome/MTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw/x"):
        page = team.guest().get(path)
        assert page.status_code == 404 and "does not work any more" in page.text
