"""Pages of the web: encodings, outlet, pictures, and the publication date with the place that it was read from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from local_site import FIRST, SECOND, Site, page_of
from rasd.collection import Collected, Defaults
from rasd.collection.web_page import Outside, read_web_page

Visit = Callable[..., list[Collected]]
AT = datetime(2024, 3, 20, 12, 0, tzinfo=UTC)
LD = '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},%s]}</script>'
ARTICLE = '{"@type":"NewsArticle","datePublished":"2024-03-14T09:30:00+03:00","dateModified":"2024-03-16"}'


def dated(page: str, path: str = "/a", **outside: object) -> tuple[str | None, str | None]:
    read = read_web_page(
        page.encode("utf-8"),
        "here",
        Outside(f"https://news.example{path}", AT, **outside),  # type: ignore[arg-type]
    )
    return read.document.published, read.document.published_from


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (page_of(LD % ARTICLE), ("2024-03-14T09:30:00+03:00", "JSON-LD datePublished")),
        (
            page_of("<meta property=article:published_time content='2024-03-14T09:30:00+03:00'>"),
            ("2024-03-14T09:30:00+03:00", "meta article:published_time"),
        ),
        (
            page_of("<meta name=pubdate content='Thu, 14 Mar 2024 09:30:00 +0300'>"),
            ("2024-03-14T09:30:00+03:00", "meta pubdate"),
        ),
        (page_of("<meta name=date content='14 آذار/مارس 2024'>"), ("2024-03-14", "meta date")),
        (
            page_of(body="<time datetime='2024-03-14T09:30+03:00'>قبل أسبوع</time>"),
            ("2024-03-14T09:30+03:00", "time datetime"),
        ),
        (
            page_of(body="<span itemprop=datePublished content='2024-03-14'>أمس</span>"),
            ("2024-03-14", "itemprop datePublished"),
        ),
        (
            page_of(body="<div class=post-date>الخميس ١٤ آذار ٢٠٢٤، الساعة ٩:٣٠ صباحاً</div>"),
            ("2024-03-14T09:30", "date shown on the page"),
        ),
        (page_of(body="<p>14 مارس 2024 - 21:05 (توقيت غرينتش+3)</p>"), ("2024-03-14T21:05+03:00", "date shown on the page")),
        (
            page_of(body="<p>نُشر: 14/3/2024 - آخر تحديث: 16/3/2024</p>"),
            ("2024-03-14", "date shown on the page"),
        ),
    ],
    ids=["json-ld", "meta", "meta e-mail", "meta Arabic", "time", "itemprop", "shown", "near", "updated"],
)  # fmt: skip
def test_the_page_says_when_it_was_published(page: str, expected: tuple[str, str]) -> None:
    assert dated(page) == expected


def test_what_surrounds_the_page_gives_the_date_where_it_gives_none() -> None:
    entry = {"entry_published": "2024-03-13T10:00:00+03:00", "entry_from": "entry of the feed"}
    modified = {"last_modified": "Tue, 12 Mar 2024 08:00:00 GMT"}
    line = page_of(body="").replace("<p>قُتل", "<p>حلب - 14 آذار 2024 - قُتل")
    assert dated(line, "/2024/03/12/a", **entry) == ("2024-03-14", "dateline of the text")
    assert dated(page_of(), "/2024/03/12/a", **entry) == (entry["entry_published"], "entry of the feed")
    assert dated(page_of(), "/2024/03/12/a", **modified) == ("2024-03-12", "address of the page")
    assert dated(page_of(), "/a", **modified) == (
        "2024-03-12T08:00:00+00:00",
        "HTTP header Last-Modified (last resort)",
    )
    assert dated(page_of(), defaults=Defaults(published="2024-03-11")) == ("2024-03-11", "option --published")
    assert dated(page_of()) == (None, None)


@pytest.mark.parametrize(
    "page",
    [
        page_of(before="<div class=today-date>الأربعاء 20 آذار 2024</div>"),
        page_of(before="<header><p>20 آذار 2024</p></header>"),
        page_of("<meta property=article:modified_time content=2024-03-16>"),
        page_of("<meta name=date content=2031-01-01>"),
        page_of(body="<p>آخر تحديث: 16/3/2024</p>"),
        page_of(after="<aside><div class=date>14 آذار 2024</div></aside>"),
        page_of(after="<div class=related-posts><span class=date>14 آذار 2024</span></div>"),
    ],
    ids=["today", "masthead", "modified", "future", "updated", "aside", "related"],
)
def test_another_date_is_not_taken_for_it(page: str) -> None:
    assert dated(page) == (None, None)


def test_a_fresh_last_modified_is_the_moment_of_the_answer() -> None:
    assert dated(page_of(), last_modified=format_datetime(AT - timedelta(minutes=1), usegmt=True)) == (
        None,
        None,
    )


@pytest.mark.parametrize("declared", ["header", "meta", "neither", "wrong"])
def test_a_page_in_windows_1256_is_read(site: Site, visit: Visit, declared: str) -> None:
    page = page_of().replace(
        "<meta charset=utf-8>", "<meta charset=windows-1256>" if declared == "meta" else ""
    )
    kind = {"header": "text/html; charset=windows-1256", "wrong": "text/html; charset=iso-8859-1"}
    data = page.encode("cp1256")
    [found] = visit(site.give("/a", data, kind=kind.get(declared, "text/html")))
    assert found.document is not None and found.raw is not None
    assert found.document.text == f"{FIRST}\n{SECOND}"
    assert found.raw.body == data


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("<meta property=og:site_name content='مرصد البلدة'>", "مرصد البلدة"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"مرصد البلدة"}}</script>',
            "مرصد البلدة",
        ),
        ("", "news.example"),
    ],
)
def test_the_outlet_is_what_the_page_says_else_the_host(head: str, outlet: str) -> None:
    read = read_web_page(page_of(head).encode("utf-8"), "here", Outside("https://www.news.example/a", AT))
    assert read.document.outlet == outlet


def test_pictures_and_films_are_named_not_fetched(site: Site, visit: Visit) -> None:
    body = (
        "<img src='/p/strike.jpg' width=600><img src='/logo.png'><img src='data:image/gif;base64,R0' data-src='/p/2.jpg'>"
        "<video><source src='film.mp4'></video><iframe src='https://www.youtube.com/embed/x'></iframe>"
        "<iframe src='https://ads.example/frame'></iframe><a href='/doc.pdf'>وثيقة</a>"
    )
    head = "<meta property=og:image content='/p/strike.jpg'>"
    [found] = visit(site.give("/n/a", page_of(head, body=body, after="<aside><img src=/other.jpg></aside>")))
    assert [(one.url.removeprefix(site.root), one.kind) for one in found.media] == [
        ("/p/strike.jpg", "photo"),
        ("/p/2.jpg", "photo"),
        ("/n/film.mp4", "video"),
        ("https://www.youtube.com/embed/x", "video"),
    ]
    assert site.paths() == ["/n/a"]


def test_a_page_without_an_article_keeps_its_bytes_beside_the_error(site: Site, visit: Visit) -> None:
    [found] = visit(site.give("/a", "<html><body><script>load()</script></body></html>"))
    assert "no article text found" in str(found.error)
    assert found.raw is not None


def test_plain_text_is_a_document_too(site: Site, visit: Visit) -> None:
    [found] = visit(site.give("/a.txt", f"{FIRST}\n{SECOND}", kind="text/plain; charset=utf-8"))
    assert found.document is not None
    assert found.document.text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "unit", ["<div>", "<p>x", "<a href='", "<!--", "<table><tr><td>", "&#x1F600;", "<b><i>"]
)
def test_a_hostile_page_costs_linear_work(unit: str) -> None:
    """A page of three million characters goes through the reader that is linear, not through the library."""
    page = page_of(after=unit * (3_000_000 // len(unit)))
    read = read_web_page(page.encode("utf-8"), "here", Outside("https://news.example/a", AT))
    assert read.extractor.startswith("rasd.collection.page")


def test_a_page_of_many_small_pieces_costs_no_square_of_them() -> None:
    """Five thousand short paragraphs cost the library's second opinion minutes, so it is not asked."""
    page = page_of(after="<p>x" * 5_000)
    read = read_web_page(page.encode("utf-8"), "here", Outside("https://news.example/a", AT))
    assert read.extractor.startswith("trafilatura") and read.extractor.endswith(" fast")


def test_reading_files_loads_nothing_of_the_network() -> None:
    import subprocess
    import sys

    code = "import sys, rasd.collection, rasd.cli.read; print(*sorted({'httpx', 'django', 'trafilatura', 'lxml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
