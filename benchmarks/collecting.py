"""Collecting 1,000 generated pages from a local server, against the extraction library alone, in one run.

    python benchmarks/collecting.py [PAGES]

The whole way is fetching, robots.txt, text, title, outlet, date and media, evidentiary copy and store; the server is a
process of its own, without delay between requests. The library gets the same pages from memory, in the same process,
before and after: the mean of both is the measure.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

import trafilatura

from rasd.collection import Collected
from rasd.collection.web import WebSettings, collect_addresses
from rasd.collection.web_page import Outside, read_web_page
from rasd.preservation import keep
from rasd.store import Store

WORDS = (
    "قصف مدفعي استهدف أطراف البلدة صباح اليوم وأدى إلى إصابة ثلاثة مدنيين بجروح وفق مصدر طبي في المشفى الميداني وقال"
    " شهود إن الطيران حلق في أجواء الريف الشرقي قبل الغارة وأضاف المصدر أن فرق الإسعاف نقلت المصابين من الحي إلى المدينة"
    " فيما لم يصدر أي تعليق من الجهات المعنية حتى ساعة إعداد الخبر واستمرت الاشتباكات على محاور عدة حتى المساء"
).split()
PAGE_BYTES = 26_000


def page(number: int) -> bytes:
    """Return a page of a newsroom: head, menus, a text of some 20 sentences, lists of other pages, footer."""
    draw = random.Random(number)

    def sentence(fewest: int = 12, most: int = 28) -> str:
        return " ".join(draw.choices(WORDS, k=draw.randint(fewest, most))) + "."

    link = "<li class='item'><a href='/n/{n}' title='{t}'><span class='label'>{t}</span></a></li>"
    menu = "".join(link.format(n=n, t=" ".join(draw.choices(WORDS, k=2))) for n in range(30))
    paragraphs = "".join(f"<p>{sentence()} {sentence()}</p>" for _ in range(9))
    others = "".join(link.format(n=n, t=" ".join(draw.choices(WORDS, k=8))) for n in range(24))
    title = f"{' '.join(draw.choices(WORDS, k=7))} {number}"
    day = f"2024-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}T{draw.randint(0, 23):02}:30:00+03:00"
    head = (
        f"<meta charset=utf-8><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='og:site_name' content='مرصد'><meta property='article:published_time' content='{day}'>"
        f"<meta property='og:image' content='/i/{number}.jpg'><link rel=stylesheet href='/s.css'>"
    )
    body = (
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1><time datetime='{day}'>{day}</time>"
        f"<img src='/i/{number}.jpg' width=800>{paragraphs}</article></main>"
        f"<aside class='related'><ul>{others}</ul></aside><footer><ul>{menu}</ul></footer>"
    )
    html = f"<!doctype html><html lang=ar dir=rtl><head>{head}</head><body>{body}"
    room = PAGE_BYTES - len(html.encode("utf-8")) - 60
    script = "window.settings = {" + "'key': 'value', " * max(room // 16, 0) + "};"
    return f"{html}<script>{script}</script></body></html>".encode()


def serve(count: int, ready: Connection) -> None:
    """Serve the pages until the process is ended."""
    pages = {f"/n/{number}": page(number) for number in range(count)}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            data = pages.get(self.path)
            self.send_response(200 if data else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ready.send(server.server_address[1])
    server.serve_forever()


def library_alone(pages: list[bytes]) -> float:
    """Return the seconds that the library needs for the texts of all pages."""
    begun = time.perf_counter()
    found = [trafilatura.extract(data) for data in pages]
    seconds = time.perf_counter() - begun
    assert all(found)
    return seconds


def reading_alone(pages: list[bytes]) -> float:
    """Return the seconds for text, title, outlet, date and media, without network and store."""
    begun = time.perf_counter()
    for number, data in enumerate(pages):
        read_web_page(data, "here", Outside(f"http://127.0.0.1/n/{number}"))
    return time.perf_counter() - begun


def whole(addresses: Iterable[str], folder: Path) -> tuple[float, int]:
    """Return the seconds from addresses to acknowledged documents, and how many there are."""
    settings = WebSettings(allow_private=True, delay=0.0)
    count = 0
    begun = time.perf_counter()
    with Store.open(str(folder / "store")) as store:
        collected: Iterable[Collected] = collect_addresses(addresses, settings)
        for kept in keep(collected, store):
            assert kept.error is None, kept.error
            count += kept.outcome == "added"
    return time.perf_counter() - begun, count


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    pages = [page(number) for number in range(count)]
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(count, theirs), daemon=True)
    server.start()
    port = ours.recv()
    addresses = [f"http://127.0.0.1:{port}/n/{number}" for number in range(count)]
    library_alone(pages[:20])
    before = library_alone(pages)
    with tempfile.TemporaryDirectory() as folder:
        seconds, kept = whole(addresses, Path(folder))
    after = library_alone(pages)
    reading = reading_alone(pages)
    server.terminate()
    assert kept == count, f"{kept} of {count} pages were kept"
    alone = (before + after) / 2
    print(f"{count:,} pages of {sum(map(len, pages)) / count / 1000:.1f} KB")
    print(f"library alone      {count / alone:7.1f} documents a second ({before:.1f} s, {after:.1f} s)")
    print(f"reading a page     {count / reading:7.1f} documents a second")
    print(f"whole collecting   {count / seconds:7.1f} documents a second ({seconds:.1f} s)")
    print(f"ratio              {alone / seconds:7.2f}")


if __name__ == "__main__":
    main()
