"""Photos and videos are links until somebody asks; then each is fetched once, kept by its hash, and proved."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rasd.model import Document, MediaLink
from rasd.store import Arrival, Store

Run = Callable[..., Any]
PHOTO = b"\x89PNG\r\n\x1a\n" + b"a photo of nothing" * 50


class Handler(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        answers: dict[str, tuple[int, str, bytes]] = {
            "/photo.png": (200, "image/png", PHOTO),
            "/same.png": (200, "image/png", PHOTO),
            "/page": (200, "text/html", b"<html>not found</html>"),
            "/empty.png": (200, "image/png", b""),
            "/large.mp4": (200, "video/mp4", bytes(300_000)),
            "/moved": (302, "text/plain", b""),
        }
        status, media_type, body = answers.get(self.path, (404, "text/plain", b"no"))
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/photo.png")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Handler.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("RASD_STORE", "RASD_EVIDENCE", "RASD_REDACTION_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def named(*links: tuple[str, str], text: str = "صورة من مكان القصف") -> None:
    """Documents d0, d1 … of one link each."""
    with Store.open("rasd-store") as store:
        store.add(
            [
                Arrival(
                    Document(id=document, text=f"{text} {document}"),
                    "test", "file", datetime(2024, 3, 14, tzinfo=UTC), media=(MediaLink(url, "photo"),),
                )
                for document, url in links
            ]
        )  # fmt: skip


def fetch(rasd: Run, *more: str) -> Any:
    return rasd("media", "fetch", *more, "--allow-private", "--delay", "0")


def test_links_are_listed_and_nothing_is_fetched(rasd: Run, site: str) -> None:
    named(("d0", f"{site}/photo.png"))
    outcome = rasd("media", "list", "--all")
    assert outcome.code == 0 and "not fetched" in outcome.out and "1 links, 0 of them" in outcome.err
    assert Handler.asked == []


def test_a_photo_is_kept_once_by_its_hash_and_proved(rasd: Run, site: str, tmp_path: Path) -> None:
    named(("d0", f"{site}/photo.png"), ("d1", f"{site}/same.png"), ("d2", f"{site}/photo.png"))
    outcome = fetch(rasd, "--all")
    assert outcome.code == 0 and "2 fetched, 1 were there, 0 failed" in outcome.err
    digest = hashlib.sha256(PHOTO).hexdigest()
    (path,) = (one for one in (tmp_path / "rasd-store/media").rglob("*") if one.is_file())
    assert path.name == f"{digest}.png" and path.read_bytes() == PHOTO
    assert path.stat().st_mode & 0o222 == 0
    (row, *_) = rasd("media", "list", "--all", "--format", "jsonl").records()
    assert (row["sha256"], row["bytes"], row["media_type"]) == (digest, len(PHOTO), "image/png")
    assert rasd("verify").code == 0


def test_the_second_run_fetches_nothing(rasd: Run, site: str) -> None:
    named(("d0", f"{site}/photo.png"))
    fetch(rasd, "d0")
    before = list(Handler.asked)
    assert "0 fetched, 1 were there" in fetch(rasd, "d0").err
    assert Handler.asked == before


def test_the_custody_log_has_the_fetch_record(rasd: Run, site: str) -> None:
    named(("d0", f"{site}/moved"))
    fetch(rasd, "d0")
    with Store.open("rasd-store") as store:
        entry = list(store.custody.entries())[-1]
    assert (entry.action, entry.subject) == ("media.fetched", "d0")
    assert entry.details["address"] == f"{site}/photo.png" and entry.details["redirects"] == [f"{site}/moved"]
    assert entry.details["sha256"] == hashlib.sha256(PHOTO).hexdigest()


def test_a_flipped_byte_is_named(rasd: Run, site: str, tmp_path: Path) -> None:
    named(("d0", f"{site}/photo.png"))
    fetch(rasd, "d0")
    (path,) = (one for one in (tmp_path / "rasd-store/media").rglob("*") if one.is_file())
    path.chmod(0o600)
    path.write_bytes(PHOTO[:-1] + b"!")
    proof = rasd("verify")
    assert proof.code == 1 and path.name in proof.out


@pytest.mark.parametrize(
    ("path", "words"),
    [("/none.png", "404"), ("/page", "text/html"), ("/empty.png", "nothing"), ("/large.mp4", "0.2 MB")],
)
def test_what_fails_is_named_and_the_rest_goes_on(rasd: Run, site: str, path: str, words: str) -> None:
    named(("d0", f"{site}{path}"), ("d1", f"{site}/photo.png"))
    outcome = fetch(rasd, "--all", "--limit-mb", "0.2")
    assert outcome.code == 1 and words in outcome.err and "1 fetched" in outcome.err, outcome.err


def test_private_addresses_are_refused(rasd: Run, site: str) -> None:
    named(("d0", f"{site}/photo.png"))
    outcome = rasd("media", "fetch", "d0")
    assert outcome.code == 2 and "1 failed" in outcome.err and Handler.asked == []


def test_other_schemes_are_refused(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PHOTO)
    named(("d0", f"file://{tmp_path}/secret.png"))
    assert fetch(rasd, "d0").code == 2
    assert not (tmp_path / "rasd-store/media").exists() or not list(
        (tmp_path / "rasd-store/media").rglob("*.png")
    )


def test_an_unknown_document_is_said(rasd: Run) -> None:
    named(("d0", "http://example.org/a.png"))
    assert "no document with the id nobody" in rasd("media", "fetch", "nobody").err


def test_a_destroyed_document_takes_its_photos_along(rasd: Run, site: str, tmp_path: Path) -> None:
    named(("d0", f"{site}/photo.png"))
    fetch(rasd, "d0")
    outcome = rasd("redact", "d0", "--whole", "--destroy-evidence", "--by", "a", "--why", "b")
    assert outcome.code == 0, outcome.err
    assert not [one for one in (tmp_path / "rasd-store/media").rglob("*") if one.is_file()]
    assert rasd("verify").code == 0
    assert json.dumps(rasd("media", "list", "d0", "--format", "jsonl").records()[0]["url"]).startswith(
        '"redacted:'
    )
