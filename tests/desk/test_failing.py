"""What a desk says when something under it fails: the database away and back, a full disk, a session that ended."""

from __future__ import annotations

import contextlib
import re
import resource
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import desk_browsing as browsing
from arrivals import arrival
from rasd.store import Store
from stores import Cluster, server_programs

_PASSWORD = "saffron-lantern-42"
_ENGLISH = {"Accept-Language": "en"}


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """Start a server that only this test stops."""
    programs = server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL: initdb is not installed (Debian: apt-get install postgresql)")
    server = Cluster(programs)
    yield server
    with contextlib.suppress(AssertionError):  # a test that failed may have left it stopped
        server.stop()


@pytest.mark.parametrize("options", [("--local",), ()], ids=["local", "team"])
def test_a_database_that_goes_away_is_said_and_the_desk_works_again(
    own_cluster: Cluster, tmp_path: Path, options: tuple[str, ...]
) -> None:
    url = own_cluster.url("postgres")
    evidence = tmp_path / "evidence"
    with Store.open(url, evidence=evidence) as store:
        store.add([arrival("أصيب طفلان بقصف مدفعي على البلدة", id="d1")])
    env = {"RASD_EVIDENCE": str(evidence)}
    with (
        browsing.served(url, *options, log=tmp_path / "log", env=env) as desk,
        httpx.Client(timeout=60, base_url=desk.url, headers=_ENGLISH, follow_redirects=True) as browser,
    ):
        page = browser.get("/")
        if not options:
            data = {"csrfmiddlewaretoken": token(page), "username": "amina", "language": "en"}
            page = browser.post("/first", data={**data, "password": _PASSWORD, "again": _PASSWORD})
        assert page.status_code == 200
        assert "/documents/d1" in browser.get("/documents").text
        for _ in range(2):
            own_cluster.stop()
            for path in ("/", "/about", "/"):
                page = browser.get(path)
                assert page.status_code == 503, (path, page.status_code)
                assert "The store does not answer" in page.text and "Traceback" not in page.text
                assert (
                    page.headers["retry-after"]
                    and "default-src 'none'" in page.headers["content-security-policy"]
                )
            page = browser.post("/prefer", data={"language": "ar"})
            assert page.status_code in (403, 503)
            assert browser.get("/static/site/desk.css").status_code == 200
            own_cluster.start()
            page = browser.get("/documents")
            assert page.status_code == 200 and "/documents/d1" in page.text  # still signed in


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("limits of another process are set on Linux only")
    store = tmp_path / "store"
    with (
        browsing.served(str(store), log=tmp_path / "log") as desk,
        httpx.Client(timeout=60, base_url=desk.url, headers=_ENGLISH, follow_redirects=True) as browser,
    ):
        data = {"csrfmiddlewaretoken": token(browser.get("/")), "username": "amina", "language": "en"}
        page = browser.post("/first", data={**data, "password": _PASSWORD, "again": _PASSWORD})
        assert page.status_code == 200
        before = [(number, resource.prlimit(number, resource.RLIMIT_FSIZE)) for number in desk.processes()]
        for number, (_, most) in before:
            resource.prlimit(number, resource.RLIMIT_FSIZE, (4096, most))
        page = browser.post(
            "/prefer", data={"csrfmiddlewaretoken": token(page), "theme": "dark", "next": "/about"}
        )
        assert page.status_code == 503 and "Nothing of this request was kept" in page.text
        assert "Traceback" not in page.text
        for number, limits in before:
            resource.prlimit(number, resource.RLIMIT_FSIZE, limits)
        page = browser.get("/about")
        assert page.status_code == 200 and 'data-theme="auto"' in page.text  # as it was, and still signed in
        page = browser.post(
            "/prefer", data={"csrfmiddlewaretoken": token(page), "theme": "dark", "next": "/about"}
        )
        assert page.status_code == 200 and 'data-theme="dark"' in page.text


def test_a_session_that_ended_leads_to_signing_in_and_back(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with (
        browsing.served(str(store), log=tmp_path / "log") as desk,
        httpx.Client(timeout=60, base_url=desk.url, headers=_ENGLISH, follow_redirects=True) as browser,
    ):
        data = {"csrfmiddlewaretoken": token(browser.get("/")), "username": "amina", "language": "en"}
        page = browser.post("/first", data={**data, "password": _PASSWORD, "again": _PASSWORD})
        form = token(page)
        with sqlite3.connect(store / "rasd.db") as connection:
            connection.execute("DELETE FROM django_session")
        connection.close()
        page = browser.get("/about")
        assert page.url.path == "/sign-in" and page.url.params["next"] == "/about"
        page = browser.post("/sign-out", data={"csrfmiddlewaretoken": form})
        assert page.status_code in (200, 403) and "Traceback" not in page.text


def test_a_store_that_a_newer_rasd_changed_is_refused_in_words(tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "store")):
        pass
    with sqlite3.connect(tmp_path / "store/rasd.db") as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_future', '2030-01-01')"
        )
    connection.close()
    done = browsing.run("desk", "--store", tmp_path / "store", "--local", "--port", browsing.free_port())
    assert done.returncode == 2 and "newer Rasd" in done.stderr and "Traceback" not in done.stderr
