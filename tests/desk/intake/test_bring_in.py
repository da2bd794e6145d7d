"""Bringing in over the pages: a paste becomes a record, files and pages become jobs, nothing typed is lost, nothing hostile gets in."""

from __future__ import annotations

import html
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from desk_browsing import Running, served

_TEXT = "قُتل ثلاثة مدنيين وأصيب أربعة بقصف مدفعي على بلدة البارة في ريف إدلب الجنوبي، صباح أمس الجمعة."


class Browser(httpx.Client):
    """One person's browser, in English."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, follow_redirects=True, timeout=120, headers={"Accept-Language": "en"})

    def fill(self, path: str, files: object = None, **data: str) -> httpx.Response:
        """Send a form of the page of bringing in."""
        page = self.get("/bring-in")
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert found, page.text
        return self.post(path, data={"csrfmiddlewaretoken": found[1], **data}, files=files)  # type: ignore[arg-type]

    def ended(self, page: httpx.Response) -> str:
        """Wait until the job of a page has ended, and return its page as plain words."""
        for _ in range(6000):
            if "data-live" not in page.text:
                break
            time.sleep(0.1)
            page = self.get(page.url.path)
        return words_of(page)


def words_of(page: httpx.Response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


class _Outside(BaseHTTPRequestHandler):
    """A site with a feed and a page."""

    def do_GET(self) -> None:
        page = (
            f"<html><head><title>خبر</title></head><body><article><p>{_TEXT * 5}</p></article></body></html>"
        )
        host = f"http://{self.headers['Host']}"
        feed = (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>Example feed</title><item>'
            f"<link>{host}/one.html</link><title>one</title></item></channel></rss>"
        )
        body, kind = (
            (feed, "application/rss+xml") if self.path == "/feed" else (page, "text/html; charset=utf-8")
        )
        status = 404 if self.path == "/robots.txt" else 200
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Outside)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("desk")
    with served(str(folder / "store"), "--local", log=folder / "log") as running:
        yield running


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("open")
    with served(str(folder / "store"), "--local", "--allow-private", log=folder / "log") as running:
        yield running


@pytest.fixture
def browser(desk: Running) -> Iterator[Browser]:
    with Browser(desk.url) as found:
        yield found


def test_a_pasted_text_is_coded_linked_and_shown_at_once(browser: Browser) -> None:
    page = browser.fill("/bring-in", what="paste", text=_TEXT, published="2020-03-21", outlet="وكالة مختلقة")
    assert page.status_code == 200 and "One report was read in the text." in page.text
    assert page.url.path.startswith("/documents/")
    assert "البارة" in page.text
    again = browser.fill("/bring-in", what="paste", text=_TEXT, published="2020-03-21", outlet="وكالة مختلقة")
    assert again.url.path == page.url.path, "the same text is the same document"


def test_the_browser_is_told_to_forget_what_is_kept(browser: Browser) -> None:
    page = browser.fill("/bring-in", what="paste", text=f"{_TEXT} نص آخر.")
    cookies = [cookie for answer in page.history for cookie in answer.headers.get_list("set-cookie")]
    assert any(cookie.startswith("rasd_taken=intake-paste;") for cookie in cookies)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"published": "13/13/2020"}, "This is no day of the form"),
        ({"theatre": "atlantis"}, ""),
        ({"url": "javascript:alert(1)"}, "This is no web address."),
        ({"text": " \n "}, "There is no text here."),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    browser: Browser, wrong: dict[str, str], words: str
) -> None:
    typed = {"text": _TEXT, "title": "عنوان <b>", "outlet": "وكالة", **wrong}
    page = browser.fill("/bring-in", what="paste", **typed)
    assert page.status_code == 422 and words in page.text and 'aria-invalid="true"' in page.text
    assert "عنوان &lt;b&gt;" in page.text and (wrong.get("text") or _TEXT) in page.text
    assert "rasd_taken" not in str(page.headers)


def test_a_text_of_five_megabytes_becomes_a_job(browser: Browser) -> None:
    lines = "\n".join(f"قال شاهد رقم {number} إن السوق كان هادئًا ذلك اليوم." for number in range(62_000))
    assert len(lines.encode()) > 4_900_000
    page = browser.fill("/bring-in", files={"none": ("", b"")}, what="paste", text=lines)
    assert page.status_code == 200 and page.url.path.startswith("/jobs/")
    cancel = browser.fill(f"{page.url.path}/cancel")
    assert cancel.status_code == 200


def test_files_become_a_job_and_what_is_refused_is_named(browser: Browser) -> None:
    files = [
        ("files", ("a.txt", f"{_TEXT} ملف.".encode())),
        ("files", ("b.pdf", b"%PDF-1.4")),
        ("files", ("c<script>.txt", b"\x7fELF")),
    ]
    page = browser.fill("/bring-in", files=files, what="files", outlet="وكالة")
    assert page.url.path.startswith("/jobs/") and "<script>." not in page.text
    text = words_of(page)
    assert "PDF is not read." in text and "A program, no document." in text
    assert "One new document." in browser.ended(page)
    page = browser.fill("/bring-in", files=[("files", ("b.pdf", b"%PDF-1.4"))], what="files")
    assert page.status_code == 422 and "PDF is not read." in page.text
    page = browser.fill("/bring-in", what="files")
    assert page.status_code == 422 and "No file was chosen." in page.text


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost:8787/about", "http://[::1]/", "http://10.0.0.1/x", "http://169.254.169.254/",
        "http://[::ffff:127.0.0.1]/", "http://2130706433/", "file:" + "///etc/passwd", "https://user:secret@site.example/", "words",
    ],
)  # fmt: skip
def test_no_machine_of_this_network_is_asked(browser: Browser, address: str) -> None:
    page = browser.fill("/bring-in", what="addresses", addresses=address)
    if page.status_code == 200:  # a name is looked at when it is fetched
        assert "is this very machine" in browser.ended(page)
    else:
        assert page.status_code == 422 and ("own network" in page.text or "no web address" in page.text)
        assert html.escape(address) in page.text
    page = browser.fill("/feeds", address=address, interval="3600")
    if address != "http://2130706433/":
        assert page.status_code == 422


def test_a_page_is_fetched_where_the_desk_may(open_desk: Running, outside: str) -> None:
    with Browser(open_desk.url) as browser:
        page = browser.fill(
            "/bring-in", what="addresses", addresses=f"{outside}/page.html", published="2020-03-21"
        )
        assert "One new document." in browser.ended(page)


def test_a_feed_is_added_visited_paused_and_removed(open_desk: Running, outside: str) -> None:
    with Browser(open_desk.url) as browser:
        assert "No feeds yet." in browser.get("/feeds").text
        page = browser.fill("/feeds", address=f"{outside}/feed", interval="3600")
        assert "The feed was added." in page.text and "not visited yet" in page.text
        assert "new document" in browser.ended(browser.fill("/feeds/1", action="visit"))
        page = browser.get("/feeds")
        assert "Example feed" in page.text and "Fares well" in page.text
        assert "Paused" in browser.fill("/feeds/1", action="pause").text
        assert "No document came." in browser.ended(browser.fill("/feeds/0", action="visit"))
        assert "Resumed" in browser.fill("/feeds/1", action="resume").text
        assert "Removed" in browser.fill("/feeds/1", action="remove").text
        assert "somebody removed it" in browser.fill("/feeds/1", action="pause").text


def test_the_example_is_one_click_and_says_that_it_is_invented(browser: Browser) -> None:
    page = browser.fill("/bring-in/example")
    assert page.url.path == "/documents/rasd-example-1/verify" and "Tour of the example, 1 of" in page.text
    following = re.search(r'<a class="button primary" href="(/incidents/[^"]+)"', page.text)
    assert following, page.text
    incident = browser.get(following[1])
    assert incident.status_code == 200 and "Tour of the example, 2 of" in incident.text
    assert "invented" in words_of(incident).lower()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    page = browser.post("/bring-in/guide/end", data={"csrfmiddlewaretoken": token[1], "next": "/about"})
    assert page.url.path == "/about"
    assert "Tour of the example" not in browser.get("/documents/rasd-example-1/verify").text


def test_a_killed_worker_loses_no_file(desk: Running, browser: Browser) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc to find the worker")
    rows = "\n".join(f'{{"text": "{_TEXT} رقم {number}."}}' for number in range(60))
    page = browser.fill("/bring-in", files=[("files", ("rows.jsonl", rows.encode()))], what="files")
    for _ in range(1200):
        page = browser.get(page.url.path)
        if "Running" in page.text:
            break
        time.sleep(0.05)
    for number in desk.processes():
        command = Path(f"/proc/{number}/cmdline")
        if command.exists() and b"jobs.working" in command.read_bytes():
            os.kill(number, signal.SIGKILL)
    text = browser.ended(page)
    assert "Done" in text and ("60 new documents" in text or "were there already" in text), text
