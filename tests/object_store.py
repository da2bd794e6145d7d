"""An object store that listens on loopback, for tests: S3 as moto plays it, with credentials of its own in the environment."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import pytest

__all__ = ["Store", "serving"]

_BUCKET = "rasd-tests"


@dataclass
class Store:
    """A bucket of a store that this process serves."""

    address: str
    key: str = "KEY-OF-TESTS"
    secret: str = "SECRET-OF-TESTS"
    asked: list[str] = field(default_factory=list)
    """Method, path and range of what was asked, in order."""

    def at(self, name: str) -> str:
        """Return the address of an object."""
        return f"s3://{_BUCKET}/{name}"

    def empty(self) -> None:
        """Forget every object."""
        httpx.post(f"{self.address}/moto-api/reset", trust_env=False).raise_for_status()
        httpx.put(f"{self.address}/{_BUCKET}", trust_env=False).raise_for_status()
        self.asked.clear()

    def environment(self) -> dict[str, str]:
        """Return what lets a process and its children find the store."""
        return {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
        }

    def put(self, name: str, body: bytes) -> None:
        """Keep an object, as somebody else would."""
        signed = {
            "Authorization": f"AWS4-HMAC-SHA256 Credential={self.key}/20240314/us-east-1/s3/aws4_request"
        }
        at = f"{self.address}/{_BUCKET}/{name}"
        httpx.put(at, content=body, headers=signed, trust_env=False).raise_for_status()


@contextmanager
def serving() -> Iterator[Store]:
    """Serve an empty bucket on loopback. One a process: Daft keeps the connection that it made first."""
    from moto.server import ThreadedMotoServer
    from werkzeug.serving import WSGIRequestHandler

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    with pytest.MonkeyPatch.context() as patch:
        server.start()
        host, port = server.get_host_and_port()
        store = Store(f"http://{host}:{port}")

        def log_request(self: WSGIRequestHandler, code: object = "-", size: object = "-") -> None:
            store.asked.append(f"{self.command} {self.path} {self.headers.get('Range', '')}")

        patch.setattr(WSGIRequestHandler, "log_request", log_request)
        try:
            yield store
        finally:
            server.stop()
