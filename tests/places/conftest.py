"""A server on this machine that serves a dump as the public one does, or breaks off as a bad line does."""

import contextlib
import hashlib
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


def dump(count=400, country="SY"):
    """Return a zip as GeoNames packs it; stored, so that its bytes come in many blocks."""
    rows = []
    for number in range(1, count + 1):
        name = "عين " + "".join("ابتثجحخدرز"[int(digit)] for digit in f"{number:03}")
        cells = [str(number), "X", "X", name, "35.5", "36.5", "P", "PPL", country, "", "12"]
        rows.append("\t".join([*cells, "", "", "", "0", "", "300", "Asia/Damascus", "2024-01-01"]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "GeoNames, CC BY 4.0")
        archive.writestr(f"{country}.txt", "\n".join(rows))
    return packed.getvalue()


class Served:
    """What the server serves, how it misbehaves, and what it was asked."""

    def __init__(self):
        self.files = {}
        self.asked = []
        self.cut_after = None
        self.ranges = True
        self.chunked = False
        self.redirect = None
        self.status = None
        self.version = '"v1"'
        self.length = None
        self.url = ""

    def sha256(self, name):
        return hashlib.sha256(self.files[name]).hexdigest()


class Handler(BaseHTTPRequestHandler):
    """Range and If-Range as RFC 9110 says, as far as one file server needs them."""

    protocol_version = "HTTP/1.1"
    served: Served

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        served = self.served
        served.asked.append((self.path, self.headers.get("Range"), self.headers.get("If-Range")))
        name = self.path.rsplit("/", 1)[-1]
        if served.redirect:
            target, served.redirect = served.redirect, None
            return self._head(302, {"Location": target, "Content-Length": "0"})
        if served.status or name not in served.files:
            return self._head(served.status or 404, {"Content-Length": "0"})
        content = served.files[name]
        headers = {"ETag": served.version} if served.version else {}
        start = 0
        asked = self.headers.get("Range")
        if asked and served.ranges and self.headers.get("If-Range") in (None, served.version):
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                return self._head(
                    416, headers | {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"}
                )
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        body = content[start:]
        cut = served.cut_after
        if served.chunked:
            self._head(206 if start else 200, headers | {"Transfer-Encoding": "chunked"})
            self.wfile.write(b"%x\r\n%s\r\n" % (len(body[:cut]), body[:cut]))
            self.wfile.write(b"" if cut else b"0\r\n\r\n")
        else:
            self._head(206 if start else 200, headers | {"Content-Length": served.length or str(len(body))})
            self.wfile.write(body[:cut])
        self.close_connection = cut is not None

    def _head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class Quiet(ThreadingHTTPServer):
    """A client that hangs up in the middle is part of the tests."""

    def handle_error(self, request, client_address):
        pass


@pytest.fixture
def served(monkeypatch):
    """Serve on 127.0.0.1 for one test."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    what = Served()
    handler = type("Bound", (Handler,), {"served": what})
    server = Quiet(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    what.url = f"http://127.0.0.1:{server.server_address[1]}"
    what.files["SY.zip"] = dump()
    with contextlib.ExitStack() as stack:
        stack.callback(thread.join)
        stack.callback(server.server_close)
        stack.callback(server.shutdown)
        yield what


@pytest.fixture
def homes(tmp_path, monkeypatch):
    """Keep the user's lists and the cache of one test apart."""
    monkeypatch.setenv("RASD_GAZETTEER_DIR", str(tmp_path / "lists"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def offline():
    """Return an address at which nobody listens."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return f"http://127.0.0.1:{port}"
