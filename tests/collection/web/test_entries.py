"""Feeds and sitemaps: what they name is read, what is a bomb is refused, what is broken is read as far as it goes."""

from __future__ import annotations

import gzip

import pytest

from rasd.collection.web.entries import read_list
from rasd.errors import FetchError

BASE = "https://news.example/rss"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>مرصد البلدة</title><link>https://news.example/</link>
<item><title>قصف على الزيتونية</title><link>/n/1</link><pubDate>Thu, 14 Mar 2024 09:30:00 +0300</pubDate></item>
<item><title>بلا تاريخ</title><link>https://news.example/n/2</link></item>
<item><title>بلا رابط</title></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>نشرة</title>
<entry><title>خبر</title><link href="https://news.example/a"/><published>2024-03-14T09:30:00+03:00</published>
<updated>2024-03-15T09:30:00+03:00</updated></entry>
<entry><title>آخر</title><link href="https://news.example/b"/><updated>2024-03-15T09:30:00+03:00</updated></entry></feed>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a</loc><lastmod>2024-03-15</lastmod><news:news><news:publication><news:name>مرصد</news:name>
</news:publication><news:publication_date>2024-03-14T09:30:00+03:00</news:publication_date><news:title>خبر</news:title>
</news:news></url><url><loc>https://news.example/b</loc><lastmod>2024-03-15</lastmod></url><url><loc></loc></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://news.example/1.xml.gz</loc><lastmod>2024-03-15</lastmod></sitemap></sitemapindex>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}{"&a;" * 10}">' for n in range(9))
    + "]><rss><channel><title>&a8;</title></channel></rss>"
)


def test_a_feed_names_addresses_with_their_dates_in_their_zone() -> None:
    listed = read_list(RSS.encode("utf-8"), BASE, "application/rss+xml")
    assert (listed.kind, listed.title, listed.note) == ("rss", "مرصد البلدة", "")
    assert [(one.address, one.title, one.published, one.published_from) for one in listed.entries] == [
        ("https://news.example/n/1", "قصف على الزيتونية", "2024-03-14T09:30:00+03:00", "entry of the feed"),
        ("https://news.example/n/2", "بلا تاريخ", None, ""),
    ]


def test_a_date_of_change_is_no_date_of_publication() -> None:
    listed = read_list(ATOM.encode("utf-8"), BASE, "application/atom+xml")
    assert listed.kind == "atom"
    assert [one.published for one in listed.entries] == ["2024-03-14T09:30:00+03:00", None]
    assert listed.entries[1].day() == "2024-03-15"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_sitemap_is_read_gzip_compressed_too(pack: type[bytes]) -> None:
    listed = read_list(pack(SITEMAP.encode("utf-8")), BASE)
    assert listed.kind == "sitemap"
    first, second = listed.entries
    assert (first.published, first.title, first.outlet) == ("2024-03-14T09:30:00+03:00", "خبر", "مرصد")
    assert (second.published, second.changed) == (None, "2024-03-15")


def test_an_index_names_sitemaps() -> None:
    listed = read_list(INDEX.encode("utf-8"), BASE)
    assert (listed.kind, listed.entries[0].address) == ("sitemap index", "https://news.example/1.xml.gz")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "xml",
    [
        BOMB,
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file://localhost/etc/hostname">]><rss version="2.0"><channel><title>&x;</title></channel></rss>',
        '<!DOCTYPE urlset [<!ENTITY % x SYSTEM "http://127.0.0.1/x">%x;]><urlset></urlset>',
    ],
    ids=["entity bomb", "file", "parameter entity"],
)
def test_xml_that_declares_entities_is_refused(xml: str, encoding: str) -> None:
    with pytest.raises(FetchError, match="declares XML entities"):
        read_list(xml.encode(encoding), BASE)


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(FetchError, match="unpacks to more than"):
        read_list(gzip.compress(bytes(60_000_000)), BASE)


@pytest.mark.parametrize(
    ("xml", "count"),
    [
        (RSS[: RSS.index("<item><title>بلا رابط")], 2),
        (RSS.replace("</title>", "<b></title>", 1), 2),
        (RSS.replace("قصف على", "قصف & على"), 2),
        (SITEMAP[: SITEMAP.index("<url><loc></loc>")], 2),
    ],
    ids=["cut feed", "unclosed", "ampersand", "cut sitemap"],
)
def test_what_is_malformed_is_read_as_far_as_it_goes(xml: str, count: int) -> None:
    listed = read_list(xml.encode("utf-8"), BASE)
    assert len(listed.entries) == count
    assert "malformed" in listed.note


@pytest.mark.parametrize("data", [b"", b"<html><body>no feed</body></html>", b"\x00\x01\x02", b"{}"])
def test_what_is_no_list_is_named(data: bytes) -> None:
    with pytest.raises(FetchError, match="no feed and no sitemap"):
        read_list(data, BASE)


def test_a_feed_in_windows_1256_is_read() -> None:
    xml = RSS.replace('encoding="UTF-8"', 'encoding="windows-1256"')
    assert read_list(xml.encode("cp1256"), BASE).title == "مرصد البلدة"
