"""Addresses that are dead, endless, slow, compressed to burst, or lead elsewhere: each is named, the rest goes on."""

from __future__ import annotations

import gzip
import hashlib
import socket
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from local_site import FIRST, SECOND, Site, page_of
from rasd import __version__
from rasd.collection import Collected
from rasd.errors import FetchError

Visit = Callable[..., list[Collected]]


def error_of(collected: list[Collected]) -> str:
    assert len(collected) == 1 and collected[0].document is None
    assert isinstance(collected[0].error, FetchError), collected[0].error
    return str(collected[0].error)


def text_of(collected: Collected) -> str:
    assert collected.document is not None, collected.error
    return collected.document.text


def test_a_page_becomes_a_document_beside_its_bytes(site: Site, visit: Visit) -> None:
    page = page_of("<meta property=og:site_name content='مرصد البلدة'>")
    address = site.give("/a", page, ETag='"1"')
    [found] = visit(address + "#below")
    assert text_of(found) == f"{FIRST}\n{SECOND}"
    assert found.document is not None and found.raw is not None and found.raw.exchange is not None
    assert (found.document.outlet, found.document.title) == ("مرصد البلدة", "قصف على الزيتونية")
    assert found.document.url == found.raw.target_uri == address
    assert found.raw.body == page.encode("utf-8")
    assert found.raw.sha256 == hashlib.sha256(page.encode("utf-8")).hexdigest()
    assert (found.method, found.extractor.split()[0]) == ("web", "trafilatura")
    exchange = found.raw.exchange
    assert (exchange.request, exchange.response) == ("GET /a HTTP/1.1", "HTTP/1.1 200 OK")
    assert ("ETag", '"1"') in exchange.response_headers
    assert exchange.peer == "127.0.0.1"


def test_the_request_says_who_asks_and_carries_nothing_else(site: Site, visit: Visit) -> None:
    site.give("/a", page_of(), Set_Cookie="id=7")
    site.give("/b", page_of(), Set_Cookie="id=7")
    visit(f"{site.root}/a", f"{site.root}/b")
    path, headers = site.asked[-1]
    assert path == "/b"
    assert set(headers) == {"host", "user-agent", "accept", "accept-language", "accept-encoding"}
    assert headers["user-agent"].startswith(f"rasd/{__version__} ")


def test_proxies_of_the_environment_are_ignored(
    site: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert visit(site.give("/a", page_of()))[0].document is not None


def test_a_proxy_that_is_asked_for_is_used(site: Site, visit: Visit) -> None:
    address = "http://news.example/a"
    site.give(address, page_of())
    [found] = visit(address, proxy=site.root, resolve=lambda host, port: ["127.0.0.1"])
    assert text_of(found)
    assert [path for path, _ in site.asked] == ["http://news.example/robots.txt", address]


def test_a_dead_host_is_named_and_the_rest_goes_on(site: Site, visit: Visit) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{unused.getsockname()[1]}/a"
    alive = site.give("/a", page_of())
    unknown = "http://nowhere.invalid/a"

    def resolve(host: str, port: int) -> list[str]:
        if host == "nowhere.invalid":
            raise OSError("no such name")
        return [host]

    found = {one.where: one for one in visit(dead, unknown, alive, resolve=resolve, patience=30.0)}
    assert "cannot be reached" in str(found[dead].error)
    assert "nowhere.invalid is not known" in str(found[unknown].error)
    assert found[alive].document is not None


def test_an_endless_page_is_left_at_the_limit(site: Site, visit: Visit) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"8000\r\n" + b"a" * 0x8000 + b"\r\n")

    assert "longer than 1 MB" in error_of(visit(site.do("/a", endless), max_wire_bytes=1_000_000))


def test_a_length_above_the_limit_is_not_even_read(site: Site, visit: Visit) -> None:
    def long(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(10**12))
        handler.end_headers()

    assert "longer than 20 MB" in error_of(visit(site.do("/a", long)))


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_page_that_drips_is_left_in_time(site: Site, visit: Visit, part: str) -> None:
    stop = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        if part == "body":
            handler.wfile.write(b"\r\n")
        while not stop.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    said = error_of(visit(site.do("/a", drip), seconds=0.6))
    stop.set()
    assert "not whole within 0.6 s" in said


def test_redirects_are_followed_and_kept(site: Site, visit: Visit) -> None:
    site.give("/old", status=301, Location="/new")
    address = site.give("/new", page_of())
    [found] = visit(f"{site.root}/old")
    assert found.document is not None and found.raw is not None
    assert found.document.url == address
    assert [one.target_uri for one in found.raw.earlier] == [f"{site.root}/old"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/loop", "in a circle"),
        ("/r1", "more than 10 redirects"),
        ("file://localhost/etc/passwd", "no web address"),
        ("ftp://news.example/a", "no web address"),
        ("", "no web address"),
        ("http://169.254.169.254/latest/meta-data/", "metadata service"),
        ("http://[::ffff:169.254.169.254]/", "metadata service"),
        ("http://224.0.0.1/", "multicast"),
    ],
)
def test_a_redirect_that_leads_nowhere_good_is_refused(
    site: Site, visit: Visit, target: str, said: str
) -> None:
    for number in range(1, 13):
        site.give(f"/r{number}", status=302, Location=f"/r{number + 1}")
    address = site.give("/loop", status=302, Location=target)
    assert said in error_of(visit(address))


def test_a_redirect_to_a_private_address_is_refused(site: Site, visit: Visit) -> None:
    """The first name answers with a public address for the check; its connection is the test server's."""
    from rasd.collection.web import addresses

    site.give("/a", status=302, Location="http://10.0.0.8/admin")
    public = {"127.0.0.1"}
    real = addresses.check_peer
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "rasd.collection.web.network.check_peer",
            lambda peer, allow_private: None if peer in public else real(peer, allow_private=allow_private),
        )
        said = error_of(visit(f"{site.root}/a", allow_private=False))
    assert "10.0.0.8 is private" in said and "--allow-private" in said
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["93.184.216.34", "192.168.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["fd00::5"],
    ],
)
def test_a_name_that_answers_with_a_private_address_is_refused(visit: Visit, answers: list[str]) -> None:
    said = error_of(visit("http://news.example/a", allow_private=False, resolve=lambda host, port: answers))
    assert "not fetched" in said


def test_a_name_is_resolved_once_a_connection(site: Site, visit: Visit) -> None:
    """A name that turns to a private address after it was checked gains nothing: the checked number is connected to."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    site.give("/a", page_of())
    site.give("/robots.txt", "User-agent: *", kind="text/plain")
    [found] = visit(f"http://news.example:{site.port}/a", resolve=resolve)
    assert found.document is not None
    assert asked == ["news.example"]


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/jpeg", "application/octet-stream", "application/zip", "video/mp4"]
)
def test_another_kind_of_content_is_refused_by_name(site: Site, visit: Visit, kind: str) -> None:
    assert f"is {kind}" in error_of(visit(site.give("/a", b"x" * 1000, kind=kind)))


def test_what_the_server_does_not_name_is_looked_at(site: Site, visit: Visit) -> None:
    assert visit(site.give("/a", page_of(), kind=""))[0].document is not None
    assert "does not say what this is" in error_of(visit(site.give("/b", b"\x00\x01\x02", kind="")))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw"])
def test_a_compressed_page_is_read_and_kept_as_it_came(site: Site, visit: Visit, coding: str) -> None:
    page = page_of().encode("utf-8")
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(page[:500]) + gzip.compress(page[500:]),
        "deflate": zlib.compress(page),
        "raw": bare.compress(page) + bare.flush(),
    }[coding]
    address = site.give("/a", packed, Content_Encoding=coding.replace("raw", "deflate"))
    [found] = visit(address)
    assert text_of(found) == f"{FIRST}\n{SECOND}"
    assert found.raw is not None and found.raw.body == packed


@pytest.mark.parametrize(
    ("packed", "coding", "said"),
    [
        (gzip.compress(bytes(60_000_000)), "gzip", "unpacks to more than 20 MB"),
        (zlib.compress(bytes(60_000_000)), "deflate", "unpacks to more than 20 MB"),
        (gzip.compress(gzip.compress(b"a" * 1000)), "gzip, gzip", "compressed 2 times over"),
        (b"\x0b\x02\x80abc\x03", "br", "was not asked for"),
        (gzip.compress(page_of().encode("utf-8"))[:200], "gzip", "cut short"),
        (b"no gzip at all", "gzip", "is broken"),
    ],
    ids=["gzip bomb", "deflate bomb", "nested", "br", "cut", "broken"],
)
def test_a_bomb_or_a_broken_body_is_refused(
    site: Site, visit: Visit, packed: bytes, coding: str, said: str
) -> None:
    assert said in error_of(visit(site.give("/a", packed, Content_Encoding=coding)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("http://name:secret@news.example/a", "name or password"),
        ("https:///a", "names no host"),
        ("http://[::1/a", "not a web address"),
        ("http://news.example:99999/a", "not a web address"),
        ("http://news.example/" + "a" * 5000, "longer than 4000"),
    ],
)
def test_what_is_no_address_is_refused(visit: Visit, given: str, said: str) -> None:
    assert said in error_of(visit(given))
    assert "secret" not in str(visit(given)[0].error)


@pytest.mark.parametrize(("status", "said"), [(404, "is not there"), (410, "is not there"), (403, "refuses")])
def test_a_refusal_is_told(site: Site, visit: Visit, status: int, said: str) -> None:
    assert said in error_of(visit(site.give("/a", status=status)))


def test_a_chunked_answer_is_kept_without_its_chunks(site: Site, visit: Visit) -> None:
    page = page_of().encode("utf-8")

    def chunked(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(f"{len(page):x}\r\n".encode() + page + b"\r\n0\r\n\r\n")

    [found] = visit(site.do("/a", chunked))
    assert found.raw is not None and found.raw.exchange is not None
    assert found.raw.body == page
    assert ("X-Archive-Orig-Transfer-Encoding", "chunked") in found.raw.exchange.response_headers
