"""The log is stamped by a server on this machine, and the stamp is proved, or what fails is said."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timestamps import Authority, authority, serving

Run = Callable[..., Any]
pytest.importorskip("rfc3161_client")
TAKES = "application/timestamp-reply"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(autouse=True)
def a_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rasd: Run) -> None:
    for name in ("RASD_STORE", "RASD_EVIDENCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "d0", "text": "سقطت قذيفة"}) + "\n", "utf-8")
    assert rasd("collect", "a.jsonl").code == 0


def stamped(rasd: Run, server: Authority, *more: str) -> Any:
    with serving(lambda body: (200, TAKES, server.reply(body))) as address:
        return rasd("stamp", "--server", address, *more)


def test_a_stamp_is_kept_and_proved_offline(rasd: Run, server: Authority, tmp_path: Path) -> None:
    outcome = stamped(rasd, server, "--ca", str(server.ca))
    assert outcome.code == 0 and "proved against" in outcome.out, outcome.err
    kept = sorted(path.suffix for path in (tmp_path / "rasd-store/evidence/stamps").iterdir())
    assert kept == [".json", ".pem", ".tsq", ".tsr"]
    proof = rasd("verify")
    assert proof.code == 0 and "entries 1 to" in proof.out and "proved against kept certificates" in proof.out


def test_without_the_ca_nothing_is_called_proved_until_it_is_given(rasd: Run, server: Authority) -> None:
    outcome = stamped(rasd, server)
    assert outcome.code == 0 and "read, not proved" in outcome.err
    assert "not proved" in rasd("verify").out
    assert "proved against" in rasd("verify", "--ca", str(server.ca)).out


def test_another_ca_does_not_prove_it(rasd: Run, server: Authority, tmp_path: Path) -> None:
    other = authority(tmp_path / "other")  # before the stamp: its certificate holds at that moment
    stamped(rasd, server)
    proof = rasd("verify", "--ca", str(other.ca))
    assert proof.code == 1 and "not signed under these certificates" in proof.out


def test_an_answer_that_the_ca_does_not_prove_is_not_kept(
    rasd: Run, server: Authority, tmp_path: Path
) -> None:
    other = authority(tmp_path / "other")
    outcome = stamped(rasd, server, "--ca", str(other.ca))
    assert outcome.code == 2 and "Nothing was kept" in outcome.err
    assert not (tmp_path / "rasd-store/evidence/stamps").exists()


@pytest.mark.parametrize("suffix", ["json", "tsq", "tsr", "pem"])
def test_a_flipped_byte_in_a_stamp_is_named(
    rasd: Run, server: Authority, tmp_path: Path, suffix: str
) -> None:
    stamped(rasd, server, "--ca", str(server.ca))
    (path,) = (tmp_path / "rasd-store/evidence/stamps").glob(f"*.{suffix}")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    proof = rasd("verify")
    assert proof.code == 1 and path.name in proof.out


def test_a_log_that_was_written_anew_is_told_by_the_stamp(
    rasd: Run, server: Authority, tmp_path: Path
) -> None:
    """Whoever holds the disk makes a chain that fits; only what somebody else signed tells it."""
    from rasd.store.custody import canonical, entry_hash

    stamped(rasd, server, "--ca", str(server.ca))
    with sqlite3.connect(tmp_path / "rasd-store/rasd.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        previous = "0" * 64
        for seq, at, action, subject, details in database.execute(
            "SELECT seq, at, action, subject, details FROM store_custodyentry ORDER BY seq"
        ).fetchall():
            told = json.loads(details) | ({"method": "web"} if seq == 1 else {})
            digest = entry_hash(seq, at, action, subject, told, previous)
            database.execute(
                "UPDATE store_custodyentry SET details = ?, previous = ?, hash = ? WHERE seq = ?",
                (canonical(told), previous, digest, seq),
            )
            previous = digest
        database.execute("UPDATE store_custodyhead SET hash = ?", (previous,))
    database.close()
    proof = rasd("verify")
    assert proof.code == 1 and "not those that were stamped" in proof.out


def test_a_package_carries_the_stamp_that_covers_it(rasd: Run, server: Authority) -> None:
    stamped(rasd, server, "--ca", str(server.ca))
    rasd("package", "d0", "--output", "p.wacz")
    proof = rasd("verify", "--package", "p.wacz")
    assert (
        proof.code == 0 and "1 time-stamps" in proof.out and "proved against kept certificates" in proof.out
    )
    assert rasd("verify", "--package", "p.wacz", "--ca", str(server.ca)).code == 0


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, "text/html", b"<html>hello</html>"), "is no answer of a time-stamp server"),
        ((200, TAKES, b""), "is no answer of a time-stamp server"),
        ((404, "text/plain", b"no"), "answered 404"),
        ((302, "text/plain", b"no"), "answered 302"),
        ((200, TAKES, b"0" * 2_000_000), "larger than"),
    ],
)
def test_nonsense_is_said_and_nothing_is_kept(
    rasd: Run, tmp_path: Path, answer: tuple[int, str, bytes], words: str
) -> None:
    with serving(lambda body: answer) as address:
        outcome = rasd("stamp", "--server", address)
    assert outcome.code == 2 and words in outcome.err
    assert not (tmp_path / "rasd-store/evidence/stamps").exists()


def test_a_server_that_is_not_there_and_an_address_that_is_none_are_said(rasd: Run) -> None:
    assert "no answer" in rasd("stamp", "--server", "http://127.0.0.1:1/").err
    assert "is no address" in rasd("stamp", "--server", "tsa.example").err


def test_a_password_in_the_address_is_not_shown(rasd: Run) -> None:
    outcome = rasd("stamp", "--server", "http://me:secret@127.0.0.1:1/")
    assert "secret" not in outcome.err and "***" in outcome.err
