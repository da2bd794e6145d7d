"""A real web server on this machine, whose answers each test writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]
FIRST = "قُتل ثلاثة مدنيين، بينهم طفلة، في قصف مدفعي استهدف بلدة الزيتونية بريف حلب أمس الأربعاء."
SECOND = "وقال مصدر طبي إن خمسة آخرين أصيبوا بجروح، اثنان منهم في حالة خطرة، ونُقلوا إلى مشفى البلدة."


def page_of(head: str = "", before: str = "", body: str = "", after: str = "") -> str:
    """Return a page of news with a headline and two paragraphs."""
    return (
        f"<!doctype html><html lang=ar dir=rtl><head><meta charset=utf-8>{head}</head><body>{before}"
        f"<article><h1>قصف على الزيتونية</h1>{body}<p>{FIRST}</p><p>{SECOND}</p></article>{after}</body></html>"
    )


@dataclass
class Site:
    """The server: its address, what it answers by path, and what it was asked."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def give(
        self, path: str, body: bytes | str = b"", status: int = 200, kind: str = "text/html", **headers: str
    ) -> str:
        """Answer a path with a body, and return its address; `headers` are written with _ for -."""
        data = body.encode("utf-8") if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            if kind:
                handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        return self.do(path, answer)

    def do(self, path: str, answer: Answer) -> str:
        """Answer a path with a function, and return its address."""
        self.answers[path] = answer
        return f"{self.root}{path}"


@contextmanager
def running_site() -> Iterator[Site]:
    """Run a server; a path that nobody wrote is not there."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = site.answers.get(self.path)
            try:
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: a client that hangs up is what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()
