"""The proof names a changed byte in every kind of file, with what it means, and goes on."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXTS = [f"أصيب {n} مدنيين بقصف مدفعي على أطراف البلدة صباح اليوم" for n in ("ثلاثة", "أربعة", "خمسة")]


@pytest.fixture
def folder(rasd: Run, tmp_path: Path) -> Path:
    """A store with three documents, each from a file of its own."""
    (tmp_path / "in").mkdir()
    for number, text in enumerate(TEXTS):
        row = json.dumps({"id": f"d{number}", "text": text, "outlet": "شبكة مثال"}, ensure_ascii=False)
        (tmp_path / "in" / f"{number}.jsonl").write_text(row, "utf-8")
    assert rasd("collect", tmp_path / "in", "--store", tmp_path / "store").code == 0
    return tmp_path / "store"


def flip(path: Path, offset: int, bit: int = 1) -> None:
    mode = path.stat().st_mode
    path.chmod(0o644)
    with path.open("r+b") as stream:
        stream.seek(offset)
        byte = stream.read(1)[0]
        stream.seek(offset)
        stream.write(bytes([byte ^ bit]))
    path.chmod(mode)


def find(path: Path, wanted: str) -> int:
    found = path.read_bytes().find(wanted.encode())
    assert found >= 0
    return found


def failures(outcome: Any) -> list[dict[str, str]]:
    return [row for row in outcome.records() if row["level"] == "failure"]


def verify(rasd: Run, folder: Path) -> list[dict[str, str]]:
    outcome = rasd("verify", "--store", folder, "--format", "jsonl")
    found = failures(outcome)
    assert outcome.code == (1 if found else 0)
    assert all(row["place"] and row["fact"] and row["meaning"] and row["remedy"] for row in found)
    return found


def the_warc(folder: Path) -> Path:
    (path,) = (folder / "evidence").rglob("*.warc.gz")
    return path


def test_a_sound_store_holds_and_its_head_is_told(rasd: Run, folder: Path) -> None:
    outcome = rasd("verify", "--store", folder)
    assert outcome.code == 0
    assert "4 custody entries, 3 documents, 1 evidence file, 0 media files: all holds." in outcome.out
    assert "Head of the custody log: entry 4" in outcome.out


@pytest.mark.parametrize("place", [0.02, 0.3, 0.5, 0.7, 0.98])
def test_a_flipped_byte_of_an_evidence_file(rasd: Run, folder: Path, place: float) -> None:
    path = the_warc(folder)
    flip(path, int(path.stat().st_size * place))
    found = verify(rasd, folder)
    assert found and all(row["place"] == str(path) for row in found)


def test_a_flipped_byte_of_gzip_that_no_record_covers(rasd: Run, folder: Path) -> None:
    flip(the_warc(folder), 9)
    (found,) = verify(rasd, folder)
    assert "the custody log says" in found["fact"]


def test_the_document_behind_a_broken_copy_is_named(rasd: Run, folder: Path) -> None:
    from rasd.store import Store

    with Store.open(str(folder)) as store:
        stored = store.document("d1")
    assert stored is not None and stored.arrival.evidence is not None
    reference = stored.arrival.evidence
    flip(the_warc(folder), reference.offset + reference.length // 2)
    (found,) = verify(rasd, folder)
    assert "d1" in found["meaning"] and f"byte {reference.offset}" in found["fact"]


@pytest.mark.parametrize("bit", [1, 0x80], ids=["another letter", "no letter at all"])
def test_a_flipped_byte_of_a_text(rasd: Run, folder: Path, bit: int) -> None:
    database = folder / "rasd.db"
    flip(database, find(database, TEXTS[1]) + 9, bit)
    found = verify(rasd, folder)
    assert any("document d1" in row["place"] and "text" in row["fact"] for row in found)
    assert not any("d0" in row["place"] or "d2" in row["place"] for row in found)


def test_a_flipped_byte_of_an_outlet(rasd: Run, folder: Path) -> None:
    database = folder / "rasd.db"
    flip(database, find(database, "شبكة مثال") + 1)
    found = verify(rasd, folder)
    assert any("title, outlet, dates or address" in row["fact"] for row in found)


def test_a_flipped_byte_of_a_custody_entry(rasd: Run, folder: Path) -> None:
    database = folder / "rasd.db"
    flip(database, find(database, '"method":"file"') + 11)
    found = verify(rasd, folder)
    assert any("custody entry" in row["place"] and "hash" in row["fact"] for row in found)


def test_a_flipped_byte_of_a_reference(rasd: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "rasd.db")) as connection, connection:
        connection.execute("UPDATE store_evidence SET offset = offset + 1 WHERE id = 2")
    found = verify(rasd, folder)
    assert any("no record begins at byte" in row["fact"] for row in found)
    assert any("no custody entry says the same" in row["fact"] for row in found)


def test_a_flipped_byte_of_a_page_of_the_database(rasd: Run, folder: Path) -> None:
    database = folder / "rasd.db"
    with closing(sqlite3.connect(database)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'store_sighting'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    flip(database, (page - 1) * size, 0x08)  # the kind of page
    found = verify(rasd, folder)
    assert any("damaged" in row["meaning"] or "cannot be read" in row["fact"] for row in found)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_flipped_byte_of_the_write_ahead_log(rasd: Run, folder: Path, tmp_path: Path, place: str) -> None:
    from rasd.collection import Collected
    from rasd.model import Document
    from rasd.preservation import keep
    from rasd.store import Store

    with Store.open(str(folder)) as store:  # while it is open, what is written stands in the log
        texts = [f"{TEXTS[0]} {n}" for n in range(5)]
        list(
            keep([Collected(f"w{n}", Document(id=f"w{n}", text=text)) for n, text in enumerate(texts)], store)
        )
        copied = Path(shutil.copytree(folder, tmp_path / "copied"))
    log = copied / "rasd.db-wal"
    size = log.stat().st_size
    frames = (size - 32) // (4096 + 24)
    frame = {"first": 0, "middle": frames // 2, "last": frames - 1}[place]
    flip(log, 32 + frame * (4096 + 24) + 24 + 4000)
    found = verify(rasd, copied)
    assert found
    told = " ".join(row["place"] + row["fact"] for row in found)
    assert "rasd.db-wal" in told or "custody-head" in told


def test_entries_cut_from_the_end_of_the_log_are_missed(rasd: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "rasd.db")) as connection, connection:
        connection.execute("DROP TRIGGER custody_never_deleted")
        connection.execute("DELETE FROM store_custodyentry WHERE seq = 4")
        connection.execute(
            "UPDATE store_custodyhead SET seq = 3, hash = (SELECT hash FROM store_custodyentry WHERE seq = 3)"
        )
    found = verify(rasd, folder)
    assert any("custody-head" in row["fact"] and "entry 4" in row["fact"] for row in found)
    assert any("no custody entry says that it was added" in row["fact"] for row in found)


def test_an_entry_taken_out_of_the_middle(rasd: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "rasd.db")) as connection, connection:
        connection.execute("DROP TRIGGER custody_never_deleted")
        connection.execute("DELETE FROM store_custodyentry WHERE seq = 2")
    assert any("entry 2 is missing" in row["fact"] for row in verify(rasd, folder))


def test_a_document_taken_out(rasd: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "rasd.db")) as connection, connection:
        connection.execute("DELETE FROM store_sighting WHERE document_id = 2")
        connection.execute("DELETE FROM store_document WHERE id = 2")
    assert any("no such document is there" in row["fact"] for row in verify(rasd, folder))


def test_an_evidence_file_that_is_gone(rasd: Run, folder: Path) -> None:
    path = the_warc(folder)
    path.unlink()
    (found,) = verify(rasd, folder)
    assert found["place"] == str(path) and "d0, d1, d2" in found["meaning"]


def test_an_evidence_file_that_may_be_written(rasd: Run, folder: Path) -> None:
    the_warc(folder).chmod(0o644)
    (found,) = verify(rasd, folder)
    assert "may be written" in found["fact"] and "chmod 0444" in found["remedy"]


def test_files_that_a_killed_run_left_are_listed_and_harm_nothing(rasd: Run, folder: Path) -> None:
    path = the_warc(folder)
    shutil.copy(path, path.with_name("rasd-20240101T000000Z-00000000.warc.gz"))
    path.with_name(".rasd-20240101T000000Z-00000001.warc.gz.part").write_bytes(b"half")
    outcome = rasd("verify", "--store", folder, "--format", "jsonl")
    assert outcome.code == 0
    assert [row["level"] for row in outcome.records()] == ["notice", "notice"]
    assert sum(1 for entry in path.parent.iterdir()) == 3  # nothing was deleted


def test_a_fetched_picture_that_was_changed(rasd: Run, folder: Path) -> None:
    import hashlib

    picture = folder / "media" / "ab" / "picture.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    digest = hashlib.sha256(b"picture").hexdigest()
    with closing(sqlite3.connect(folder / "rasd.db")) as connection, connection:
        connection.execute(
            "INSERT INTO store_media (document_id, url, url_sha256, kind, path, sha256, size)"
            " VALUES (1, 'https://a.example/p.jpg', ?, 'photo', 'media/ab/picture.jpg', ?, 7)",
            (digest, digest),
        )
    assert not verify(rasd, folder)
    flip(picture, 3)
    (found,) = verify(rasd, folder)
    assert found["place"] == str(picture) and "d0" in found["meaning"]


def test_no_store_is_told_and_none_is_made(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("verify", "--store", tmp_path / "none")
    assert outcome.code == 2 and "no store there yet" in outcome.err
    assert not (tmp_path / "none").exists()


def test_a_database_that_is_none_leaves_the_evidence_to_be_proved_by_itself(rasd: Run, folder: Path) -> None:
    (folder / "rasd.db").write_bytes(b"not a database at all" * 100)
    (found,) = verify(rasd, folder)
    assert "no SQLite file, or is damaged" in found["fact"] and "each by itself" in found["meaning"]
    path = the_warc(folder)
    flip(path, path.stat().st_size // 2)
    assert [row["place"] for row in verify(rasd, folder)][1:] == [str(path)]


def test_the_proof_holds_while_others_go_on_collecting(rasd: Run, folder: Path, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": f"w{n}", "text": f"{TEXTS[0]} {n}"}) + "\n" for n in range(3000))
    (tmp_path / "more.jsonl").write_text(lines, "utf-8")
    command = ["collect", str(tmp_path / "more.jsonl"), "--store", str(folder), "--format", "jsonl"]
    program = [sys.executable, "-c", "from rasd.cli import main; main()", *command]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as collecting:
        assert collecting.stdout is not None
        while collecting.stdout.readline():
            for _ in range(300):
                collecting.stdout.readline()
            assert verify(rasd, folder) == []
    assert collecting.returncode == 0 and verify(rasd, folder) == []
