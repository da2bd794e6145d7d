"""A time-stamp server on this machine: `openssl ts -reply` behind a small HTTP server, with certificates of its own."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_CONFIG = """
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa_config]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
ess_cert_id_alg = sha256
ess_cert_id_chain = no
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """Certificates and keys in a folder."""

    folder: Path

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    def reply(self, request: bytes, *, more: tuple[str, ...] = ()) -> bytes:
        """The answer to a request, as the server gives it."""
        query, answer = self.folder / "query.tsq", self.folder / "answer.tsr"
        query.write_bytes(request)
        run("ts", "-reply", "-config", str(self.folder / "tsa.cnf"), "-section", "tsa_config",
            "-queryfile", str(query), "-out", str(answer), *more)  # fmt: skip
        return answer.read_bytes()


def run(*arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def authority(folder: Path, *, days: str = "3650", digests: str = "sha256") -> Authority:
    """Make a CA and a time-stamp server under it; skips the test aloud where openssl is missing."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: time-stamps were not tried")
    folder.mkdir()
    (folder / "serial").write_text("01\n")
    config = folder / "tsa.cnf"
    config.write_text(_CONFIG.format(folder=folder, digests=digests))
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    plain = folder / "req.cnf"
    plain.write_text("[req]\ndistinguished_name=dn\n[dn]\n" + config.read_text())
    run("req", "-x509", *key, "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem", "-days", "3650",
        "-subj", "/CN=Example CA", "-config", str(plain), "-extensions", "ca")  # fmt: skip
    run("req", *key, "-keyout", f"{folder}/tsa.key", "-out", f"{folder}/tsa.csr", "-subj", "/CN=Example TSA",
        "-config", str(plain))  # fmt: skip
    run("x509", "-req", "-in", f"{folder}/tsa.csr", "-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key",
        "-CAcreateserial", "-days", days, "-extfile", str(plain), "-extensions", "tsa",
        "-out", f"{folder}/tsa.pem")  # fmt: skip
    return Authority(folder)


@contextmanager
def serving(answer: object) -> Iterator[str]:
    """Serve on this machine; `answer` takes the request and gives (status, media type, body)."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, media_type, reply = answer(body)  # type: ignore[operator]
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(reply)))
            if status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
