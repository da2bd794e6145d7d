"""robots.txt is kept to, a host is asked slowly, and slower the more it fails; what has not changed costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from local_site import Site, page_of
from rasd.collection import Collected
from rasd.collection.web import Forgetful, HostState, WebSettings
from rasd.collection.web.collecting import Task, Visitor

Visit = Callable[..., list[Collected]]


class Slept:
    """Stands in for sleep: remembers how long it was asked to."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def visited(
    *addresses: str, memory: Forgetful | None = None, **settings: object
) -> tuple[list[Collected], Slept]:
    slept = Slept()
    chosen = WebSettings(**({"allow_private": True, "delay": 0.0} | settings))  # type: ignore[arg-type]
    visitor = Visitor(chosen, memory, slept)
    try:
        return list(visitor.documents([Task(address) for address in addresses])), slept
    finally:
        visitor.close()


def test_what_robots_refuse_is_named_and_not_fetched(site: Site, visit: Visit) -> None:
    site.give("/robots.txt", "User-agent: *\nDisallow: /private/\n", kind="text/plain")
    refused, read = visit(site.give("/private/a", page_of()), site.give("/a", page_of()))
    assert "/private/a: refused to programs by the site's robots.txt" in str(refused.error)
    assert read.document is not None
    assert site.paths() == ["/a"]


def test_robots_that_speak_to_rasd_come_first(site: Site, visit: Visit) -> None:
    site.give("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: rasd\nAllow: /\n", kind="text/plain")
    assert visit(site.give("/a", page_of()))[0].document is not None


def test_robots_are_asked_once_a_site(site: Site, visit: Visit) -> None:
    visit(*(site.give(f"/{number}", page_of()) for number in range(3)))
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_a_redirect_into_what_robots_refuse_is_not_followed(site: Site, visit: Visit) -> None:
    site.give("/robots.txt", "User-agent: *\nDisallow: /b\n", kind="text/plain")
    site.give("/b", page_of())
    [found] = visit(site.give("/a", status=302, Location="/b"))
    assert "robots.txt" in str(found.error)
    assert site.paths() == ["/a"]


def test_robots_that_cannot_be_told_stop_the_visit(site: Site, visit: Visit) -> None:
    site.give("/robots.txt", status=503)
    [found] = visit(site.give("/a", page_of()))
    assert "robots.txt allows it cannot be told" in str(found.error)
    assert site.paths() == []


@pytest.mark.parametrize(("asked", "expected"), [("7", 7.0), ("100000", 60.0), ("0.1", 1.0)])
def test_the_delay_that_robots_ask_for_is_kept_within_bounds(site: Site, asked: str, expected: float) -> None:
    site.give("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n", kind="text/plain")
    _, slept = visited(site.give("/a", page_of()), site.give("/b", page_of()), delay=1.0)
    assert len(slept.seconds) == 1
    assert expected - 0.9 < slept.seconds[0] <= expected


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_asks_to_come_back_later_is_obeyed(site: Site, form: str) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    site.give("/robots.txt", "User-agent: *", kind="text/plain")
    times: list[int] = []

    def first_busy(handler: BaseHTTPRequestHandler) -> None:
        times.append(1)
        handler.send_response(429 if len(times) == 1 else 200)
        handler.send_header("Retry-After", "40" if form == "seconds" else at)
        handler.send_header("Content-Type", "text/html")
        data = page_of().encode("utf-8")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    [found], slept = visited(site.do("/a", first_busy))
    assert found.document is not None, found.error
    assert 30 < max(slept.seconds) <= 40


def test_a_host_that_fails_is_left_alone_twice_as_long_each_time(site: Site) -> None:
    memory = Forgetful()
    address = site.give("/a", status=503)
    site.give("/robots.txt", "User-agent: *", kind="text/plain")
    [found], slept = visited(address, memory=memory)
    assert "HTTP 503" in str(found.error)
    assert [round(seconds) for seconds in slept.seconds] == [2, 4]
    assert memory.host("127.0.0.1").failures == 3


def test_a_long_back_off_ends_the_run_for_that_host_and_is_kept_for_the_next(site: Site) -> None:
    memory = Forgetful()
    site.give("/robots.txt", "User-agent: *", kind="text/plain")
    address = site.give("/a", status=503, Retry_After="600")
    visited(address, memory=memory)
    site.asked.clear()
    [later], slept = visited(address, memory=memory)
    assert "left alone for another 10 minutes" in str(later.error)
    assert (site.asked, slept.seconds) == ([], [])


def test_a_clock_that_jumped_back_strands_no_host(site: Site) -> None:
    memory = Forgetful()
    memory.keep_host("127.0.0.1", HostState(1, datetime.now(UTC) + timedelta(days=4000), "HTTP 503"))
    _, slept = visited(site.give("/a", page_of()), memory=memory, patience=1e9)
    assert slept.seconds[0] <= 86_400


def test_a_host_that_answers_is_forgiven(site: Site) -> None:
    memory = Forgetful()
    memory.keep_host("127.0.0.1", HostState(5, datetime.now(UTC) - timedelta(seconds=1), "HTTP 503"))
    visited(site.give("/a", page_of()), memory=memory)
    assert memory.host("127.0.0.1") == HostState()


def test_what_has_not_changed_costs_nothing(site: Site, visit: Visit) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == '"7"' and handler.headers.get("If-Modified-Since")
        data = b"" if known else page_of().encode("utf-8")
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", '"7"')
        handler.send_header("Last-Modified", "Thu, 14 Mar 2024 09:00:00 GMT")
        handler.send_header("Content-Type", "text/html")
        if not known:
            handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    memory = Forgetful()
    address = site.do("/a", answer)
    assert visit(address, memory=memory)[0].document is not None
    assert visit(address, memory=memory)[0].document is not None, "nothing says yet that it was stored"
    memory.settle()
    [again] = visit(address, memory=memory)
    assert (again.document, again.error) == (None, None)
    assert "unchanged" in again.note


def test_hosts_take_turns(site: Site) -> None:
    """A slow host does not hold up another: who is free comes first."""
    for path in ("/a", "/b"):
        site.give(path, page_of())
    here, there = site.root, site.root.replace("127.0.0.1", "other.example")
    found, _ = visited(
        f"{here}/a",
        f"{here}/b",
        f"{there}/a",
        f"{there}/b",
        delay=5.0,
        resolve=lambda host, port: ["127.0.0.1"],
    )
    assert [one.where for one in found] == [f"{here}/a", f"{there}/a", f"{here}/b", f"{there}/b"]
