"""The desk as a browser meets it: a real server on loopback, first start, signing in, headers, both languages."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desk_browsing import run, served

_PASSWORD = "saffron-lantern-42"


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("local")
    with served(str(folder / "store"), "--local", log=folder / "log") as running:
        yield running.url


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("team")
    with served(str(folder / "store"), log=folder / "log") as running:
        yield running.url


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def test_one_person_needs_no_signing_in(local: str) -> None:
    page = httpx.get(timeout=60, url=f"{local}/", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "No documents yet." in page.text and 'dir="ltr"' in page.text


def test_the_language_is_kept_and_turns_the_page(local: str) -> None:
    with httpx.Client(timeout=60, base_url=local, follow_redirects=True) as browser:
        page = browser.get("/")
        page = browser.post(
            "/prefer", data={"csrfmiddlewaretoken": token(page), "language": "en", "next": "/about"}
        )
        assert page.url.path == "/about" and 'lang="en" dir="ltr"' in page.text
        page = browser.post("/prefer", data={"csrfmiddlewaretoken": token(page), "language": "ar"})
        assert 'lang="ar" dir="rtl"' in page.text and "لا وثائق في المخزن بعد." in page.text


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(local: str, wanted: str) -> None:
    with httpx.Client(timeout=60, base_url=local) as browser:
        data = {"csrfmiddlewaretoken": token(browser.get("/")), "theme": "dark", "next": wanted}
        assert browser.post("/prefer", data=data).headers["location"] == "/"


def test_every_answer_forbids_what_is_not_the_desks_own(local: str) -> None:
    for path in ("/", "/about", "/nowhere", "/static/site/desk.css"):
        headers = httpx.get(timeout=60, url=f"{local}{path}").headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy, path
        assert (
            headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
        ), path
        assert "access-control-allow-origin" not in headers, path
    assert httpx.get(timeout=60, url=f"{local}/").headers["cache-control"] == "no-store"


def test_a_page_holds_nothing_inline(local: str) -> None:
    text = httpx.get(timeout=60, url=f"{local}/about").text
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|https?://", text)


def test_another_host_name_is_refused(local: str) -> None:
    """A name that somebody else's server leads to this machine opens nothing (DNS rebinding)."""
    assert httpx.get(timeout=60, url=f"{local}/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_a_form_of_nobodys_session_changes_nothing(local: str) -> None:
    answer = httpx.post(
        timeout=60, url=f"{local}/prefer", data={"language": "en"}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 403 and (
        "The session has ended" in answer.text or "انتهت الجلسة" in answer.text
    )


def test_what_is_not_there_is_said_in_words(local: str) -> None:
    page = httpx.get(timeout=60, url=f"{local}/../../etc/passwd", headers={"Accept-Language": "en"})
    assert (
        page.status_code == 404
        and ("No page here" in page.text or "لا صفحة هنا" in page.text)
        and "Traceback" not in page.text
    )


def test_the_first_start_makes_one_administrator_and_then_asks_for_the_password(team: str) -> None:
    english = {"Accept-Language": "en"}
    with httpx.Client(timeout=60, base_url=team, follow_redirects=True, headers=english) as browser:
        page = browser.get("/about")
        assert page.url.path == "/first" and "First start" in page.text
        data = {"csrfmiddlewaretoken": token(page), "username": "amina", "language": "en"}
        page = browser.post("/first", data={**data, "password": "password", "again": "password"})
        assert page.status_code == 422 and 'aria-invalid="true"' in page.text and 'value="amina"' in page.text
        data["csrfmiddlewaretoken"] = token(page)
        page = browser.post("/first", data={**data, "password": _PASSWORD, "again": _PASSWORD})
        assert page.url.path == "/" and "amina" in page.text
        assert browser.get("/first").url.path == "/"
    with httpx.Client(timeout=60, base_url=team, follow_redirects=True, headers=english) as browser:
        page = browser.get("/about")
        assert page.url.path == "/sign-in" and page.url.params["next"] == "/about"
        data = {"csrfmiddlewaretoken": token(page), "username": "amina", "next": "/about"}
        page = browser.post("/sign-in", data={**data, "password": "wrong"})
        assert page.status_code == 422 and "not right" in page.text
        data["csrfmiddlewaretoken"] = token(page)
        page = browser.post("/sign-in", data={**data, "password": _PASSWORD})
        assert page.url.path == "/about" and page.status_code == 200
        cookie = next(one for one in browser.cookies.jar if one.name == "rasd_session")
        assert cookie.has_nonstandard_attr("HttpOnly")
        browser.post("/sign-out", data={"csrfmiddlewaretoken": token(page)})
        assert browser.get("/about").url.path == "/sign-in"
        for _ in range(6):
            page = browser.get("/sign-in")
            page = browser.post(
                "/sign-in", data={"csrfmiddlewaretoken": token(page), "username": "zayd", "password": "x"}
            )
        assert page.status_code == 429 and "Try again in 15 minutes" in page.text


def test_signing_in_is_not_left_out_for_other_machines(tmp_path: Path) -> None:
    done = run("desk", "--store", tmp_path / "store", "--local", "--host", "0.0.0.0")
    assert (
        done.returncode == 2 and "answers this machine only" in done.stderr and "Traceback" not in done.stderr
    )


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("desk", "--store", tmp_path / "store", "--port", taken.getsockname()[1])
    assert (
        done.returncode == 2 and "--port names another port" in done.stderr and "Traceback" not in done.stderr
    )
