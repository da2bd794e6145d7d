"""Feeds from the command line: visited when due, each page once, stopped and killed without loss."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from local_site import Site, page_of, running_site

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_store_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RASD_STORE", raising=False)
    monkeypatch.delenv("RASD_EVIDENCE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


def give_feed(site: Site, count: int, *, first: int = 0, **headers: str) -> str:
    """Give a feed of `count` pages, each with a text of its own."""
    items = ""
    for number in range(first, first + count):
        address = site.give(
            f"/n/{number}", page_of(body=f"<p>البيان رقم {number} عن القصف على البلدة وريفها الشرقي.</p>")
        )
        items += f"<item><title>خبر {number}</title><link>{address}</link>"
        items += f"<pubDate>Thu, 14 Mar 2024 {number % 24:02}:30:00 +0300</pubDate></item>"
    xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>مرصد</title>{items}</channel></rss>'
    return site.give("/rss", xml, kind="application/rss+xml", **headers)


def watch(rasd: Run, *more: str) -> Any:
    return rasd("watch", "--once", "--allow-private", "--delay", "0", *more)


def make_due() -> None:
    from rasd.store import Store
    from rasd.store.models import Feed

    with Store.open("rasd-store") as store:
        Feed.objects.using(store.alias).update(due_at="2020-01-01T00:00:00Z")


def listed(rasd: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in rasd("feed", "list", "--format", "jsonl").out.splitlines()]


def test_what_a_feed_names_comes_in_once(rasd: Run, site: Site) -> None:
    address = give_feed(site, 3)
    assert "added" in rasd("feed", "add", address).out
    first = watch(rasd)
    assert (first.code, "3 new" in first.out) == (0, True)
    assert "No feed is due" in watch(rasd).out
    make_due()
    give_feed(site, 4)
    assert "1 new" in watch(rasd).out
    assert sorted(path for path in site.paths() if path != "/rss") == ["/n/0", "/n/1", "/n/2", "/n/3"]
    [feed] = listed(rasd)
    assert (feed["documents"], feed["title"], feed["kind"], feed["error"]) == (4, "مرصد", "rss", None)
    assert rasd("verify").code == 0


def test_the_date_of_an_entry_is_the_date_of_a_page_that_gives_none(rasd: Run, site: Site) -> None:
    from rasd.store import Store

    rasd("feed", "add", give_feed(site, 1), "--outlet", "مرصد البلدة")
    watch(rasd)
    with Store.open("rasd-store") as store:
        [stored] = list(store.documents())
    document = stored.document
    assert (document.published, document.published_from) == ("2024-03-14T00:30:00+03:00", "entry of the feed")
    assert document.outlet == "مرصد البلدة"


def test_an_unchanged_feed_costs_one_question(rasd: Run, site: Site) -> None:
    address = give_feed(site, 2, ETag='"7"')
    full = site.answers["/rss"]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") != '"7"':
            return full(handler)
        handler.send_response(304)
        handler.end_headers()

    site.do("/rss", answer)
    rasd("feed", "add", address)
    watch(rasd)
    make_due()
    site.asked.clear()
    assert "0 new" in watch(rasd).out
    assert site.paths() == ["/rss"]


def test_only_hosts_that_were_named_are_fetched(rasd: Run, site: Site) -> None:
    other = site.root.replace("127.0.0.1", "localhost")
    site.give("/n/1", page_of())
    xml = f'<rss version="2.0"><channel><title>أ</title><item><link>{other}/n/1</link></item></channel></rss>'
    address = site.give("/rss", xml, kind="text/xml")
    rasd("feed", "add", address)
    outcome = watch(rasd)
    assert "1 entries lead to localhost, which was not named" in outcome.out
    assert site.paths() == ["/rss"]
    assert "left out" in rasd("feed", "list").out
    rasd("feed", "add", address, "--host", "localhost")
    assert "1 new" in watch(rasd).out


def test_a_redirect_off_the_host_is_not_followed(rasd: Run, site: Site) -> None:
    address = give_feed(site, 1)
    site.give("/n/0", status=302, Location=site.root.replace("127.0.0.1", "localhost") + "/x")
    rasd("feed", "add", address)
    outcome = watch(rasd)
    assert "leads to another host, localhost" in outcome.err
    make_due()
    site.asked.clear()
    watch(rasd)
    assert site.paths() == ["/rss"], "what is refused for good is not asked for again"


def test_a_page_that_fails_for_now_is_asked_for_again(rasd: Run, site: Site) -> None:
    address = give_feed(site, 2, ETag='"7"')
    page = site.answers["/n/1"]
    site.give("/n/1", status=503, Retry_After="300")
    rasd("feed", "add", address)
    assert "1 failed" in watch(rasd).out
    make_due()
    forget_back_off()
    site.answers["/n/1"] = page
    assert "1 new" in watch(rasd).out


def forget_back_off() -> None:
    from rasd.store import Store
    from rasd.store.models import WebHost

    with Store.open("rasd-store") as store:
        WebHost.objects.using(store.alias).all().delete()


def test_a_feed_that_fails_says_so_and_is_put_off(rasd: Run, site: Site) -> None:
    good = give_feed(site, 1)
    bad = site.give("/bad", "<html><body>no feed</body></html>")
    rasd("feed", "add", bad, good)
    outcome = watch(rasd)
    assert outcome.code == 1
    assert "no feed and no sitemap" in outcome.out and "1 new" in outcome.out
    health = rasd("feed", "list").out
    assert "failed once: no feed and no sitemap" in health
    assert "gap since" in health and "never read" in health


def test_a_feed_long_silent_is_told_as_a_gap(rasd: Run, site: Site) -> None:
    rasd("feed", "add", give_feed(site, 8))
    outcome = watch(rasd)
    assert (
        "gap since 2024-03-14 04:30 UTC: silent; usually there is something within 60 minutes" in outcome.out
    )
    [feed] = listed(rasd)
    assert feed["gap_since"] == "2024-03-14T04:30:00+00:00"


def test_sitemaps_below_an_index_are_read_within_bounds(rasd: Run, site: Site) -> None:
    import gzip

    for name in ("a", "b"):
        page = site.give(f"/{name}", page_of(body=f"<p>صفحة {name} عن القصف على البلدة.</p>"))
        inner = f"<urlset><url><loc>{page}</loc><lastmod>2024-03-14</lastmod></url></urlset>"
        site.give(f"/{name}.xml.gz", gzip.compress(inner.encode("utf-8")), kind="application/gzip")
    site.give("/old", page_of())
    site.give(
        "/deep",
        f"<sitemapindex><sitemap><loc>{site.root}/deep</loc></sitemap></sitemapindex>",
        kind="text/xml",
    )
    places = "".join(
        f"<sitemap><loc>{site.root}/{name}</loc></sitemap>" for name in ("a.xml.gz", "b.xml.gz", "deep")
    )
    places += f"<sitemap><loc>{site.root}/old.xml</loc><lastmod>2019-01-01</lastmod></sitemap>"
    index = site.give("/sitemap.xml", f"<sitemapindex>{places}</sitemapindex>", kind="application/xml")
    rasd("feed", "add", index, "--since", "2024-01-01")
    outcome = watch(rasd)
    assert (outcome.code, "2 new" in outcome.out) == (0, True)
    assert "/old.xml" not in site.paths()
    assert site.paths().count("/deep") == 1
    assert listed(rasd)[0]["kind"] == "sitemap index"


def test_a_feed_is_removed_and_its_documents_stay(rasd: Run, site: Site) -> None:
    address = give_feed(site, 1)
    rasd("feed", "add", address)
    watch(rasd)
    assert rasd("feed", "remove", address).code == 0
    assert rasd("feed", "remove", address).code == 2
    assert rasd("watch", "--once").code == 2
    assert rasd("verify").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ftp://a.example/rss",), "not a web address"),
        (("https://a.example/rss", "--every", "soon"), "no time between"),
        (("https://a.example/rss", "--every", "10s"), "no time between"),
        (("https://a.example/rss", "--host", "a b"), "is no host"),
        (("https://a.example/rss", "--theatre", "atlantis"), "Unknown theatre"),
    ],
)
def test_what_cannot_be_visited_is_refused_at_once(rasd: Run, arguments: tuple[str, ...], said: str) -> None:
    outcome = rasd("feed", "add", *arguments)
    assert outcome.code == 2 and said in " ".join(outcome.err.split())


def started(store: Path) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", "from rasd.cli import main; main()", "watch"]
    options = ["--allow-private", "--delay", "0", "--store", str(store)]
    return subprocess.Popen([*program, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds; a minute is no measure, only an end."""
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("nothing happened within a minute")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_is_stopped_cleanly_and_goes_on_where_it_was(
    rasd: Run, site: Site, tmp_path: Path, number: signal.Signals
) -> None:
    address = give_feed(site, 4)
    release = Event()
    slow = site.answers["/n/1"]

    def held(handler: BaseHTTPRequestHandler) -> None:
        release.wait(60)
        slow(handler)

    site.do("/n/1", held)
    rasd("feed", "add", address)
    running = started(tmp_path / "rasd-store")
    wait_for(lambda: "/n/1" in site.paths())
    running.send_signal(number)
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 0, out
    assert "Stopped" in out and "Traceback" not in out
    release.set()
    site.answers["/n/1"] = slow
    site.asked.clear()
    before = count(tmp_path)
    assert f"{4 - before} new" in watch(rasd).out
    assert count(tmp_path) == 4
    assert rasd("verify").code == 0


def count(tmp_path: Path) -> int:
    from rasd.store import Store

    with Store.open(str(tmp_path / "rasd-store")) as store:
        return store.count()


def test_a_watch_that_is_killed_loses_and_doubles_nothing(rasd: Run, site: Site, tmp_path: Path) -> None:
    rasd("feed", "add", give_feed(site, 6))
    for number in (2, 4):
        held = site.answers[f"/n/{number}"]
        site.do(f"/n/{number}", lambda handler: time.sleep(60))
        running = started(tmp_path / "rasd-store")
        wait_for(lambda path=f"/n/{number}": path in site.paths())  # type: ignore[misc]
        running.kill()
        running.communicate()
        site.answers[f"/n/{number}"] = held
        site.asked.clear()
    watch(rasd)
    assert count(tmp_path) == 6
    assert listed(rasd)[0]["failures"] == 0
    assert rasd("verify").code == 0


def test_two_watches_beside_one_another_double_nothing(rasd: Run, site: Site, tmp_path: Path) -> None:
    rasd("feed", "add", give_feed(site, 12))
    running = [started(tmp_path / "rasd-store") for _ in range(2)]
    wait_for(lambda: count(tmp_path) == 12)
    for one in running:
        one.send_signal(signal.SIGTERM)
        out, _ = one.communicate(timeout=60)
        assert one.returncode == 0, out
    asked = [path for path in site.paths() if path.startswith("/n/")]
    assert sorted(asked) == sorted(f"/n/{number}" for number in range(12))


def test_an_address_that_has_not_changed_costs_nothing(rasd: Run, site: Site) -> None:
    page = page_of()
    full = site.answers.get("/a")
    site.give("/a", page, ETag='"7"')
    full = site.answers["/a"]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") != '"7"':
            return full(handler)
        handler.send_response(304)
        handler.end_headers()

    address = site.do("/a", answer)
    assert "1 added" in rasd("collect", address, "--allow-private").out
    again = rasd("collect", address, "--allow-private")
    assert again.code == 0
    assert "unchanged since the last visit" in again.err
