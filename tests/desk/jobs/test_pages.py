"""Pages of jobs: what a person sees of them, what another's look like, and the worker that stands beside the desk."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from desk_browsing import Running, served

_ROW = "INSERT INTO desk_jobs_job (kind, arguments, by, state, made_at, done, saying, failures, lines_left_out, holder, tries)"
_VALUES = " VALUES (?, '{}', ?, ?, '2026-01-02 10:00:00', 0, '', 0, 0, '', 0)"


class Site:
    """A desk that serves, and the file of its store."""

    def __init__(self, running: Running, database: Path) -> None:
        self.running = running
        self.url = running.url
        self._database = database

    def put(self, by: str, state: str = "done", kind: str = "unheard-of") -> int:
        """Put a job into the table and return its number."""
        with closing(sqlite3.connect(self._database, timeout=30)) as database, database:
            return int(database.execute(_ROW + _VALUES, [kind, by, state]).lastrowid or 0)

    def state(self, number: int) -> str:
        """Return the state of a job."""
        with closing(sqlite3.connect(self._database, timeout=30)) as database:
            [[found]] = database.execute("SELECT state FROM desk_jobs_job WHERE number = ?", [number])
        return str(found)

    def until(self, number: int, state: str) -> None:
        """Wait until a job is in a state."""
        for _ in range(2400):
            if self.state(number) == state:
                return
            time.sleep(0.05)
        raise AssertionError(self.state(number))

    def workers(self) -> list[int]:
        """Return the numbers of the processes that are workers."""
        found = []
        for number in self.running.processes():
            command = Path(f"/proc/{number}/cmdline")
            if command.exists() and b"jobs.working" in command.read_bytes():
                found.append(number)
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("jobs")
    with served(str(folder / "store"), "--local", log=folder / "log") as running:
        yield Site(running, folder / "store/rasd.db")


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def test_an_empty_list_says_what_jobs_are(site: Site) -> None:
    page = httpx.get(f"{site.url}/jobs", headers={"Accept-Language": "en"}, timeout=60)
    assert page.status_code == 200 and "No jobs yet." in page.text


def test_a_job_of_a_kind_that_is_not_known_fails_in_words(site: Site) -> None:
    number = site.put("somebody", "waiting")
    site.until(number, "failed")
    page = httpx.get(f"{site.url}/jobs/{number}", headers={"Accept-Language": "en"}, timeout=60)
    assert "This version does not know this kind of job." in page.text
    arabic = httpx.get(f"{site.url}/jobs/{number}", headers={"Accept-Language": "ar"}, timeout=60)
    assert 'dir="rtl"' in arabic.text and "لا يعرف هذا الإصدار هذا النوع من الأعمال." in arabic.text


def test_no_job_is_answered_as_such(site: Site) -> None:
    for path in ("/jobs/99999", "/jobs/99999999999999999999", "/jobs/99999/progress"):
        assert httpx.get(site.url + path, timeout=60).status_code == 404


def test_a_waiting_job_is_cancelled_by_a_form(site: Site) -> None:
    number = site.put(
        "somebody", "running"
    )  # nobody holds it: the page sees it before the worker does, or after
    with httpx.Client(base_url=site.url, follow_redirects=True, timeout=60) as browser:
        data = {"csrfmiddlewaretoken": token(browser.get("/about"))}
        page = browser.post(f"/jobs/{number}/cancel", data=data)
        assert page.status_code == 200 and page.url.path == f"/jobs/{number}"
        assert browser.post(f"/jobs/{number}/again", data=data).url.path == f"/jobs/{number}"
    assert httpx.post(f"{site.url}/jobs/{number}/cancel", timeout=60).status_code == 403


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the worker")
def test_a_killed_worker_is_replaced_and_the_site_goes_on(site: Site) -> None:
    for _ in range(2400):
        if site.workers():
            break
        time.sleep(0.05)
    [before] = site.workers()
    os.kill(before, signal.SIGKILL)
    assert httpx.get(f"{site.url}/jobs", timeout=60).status_code == 200
    site.until(site.put("somebody", "waiting"), "failed")
    assert before not in site.workers()
