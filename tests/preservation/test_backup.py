"""A backup holds everything as of one moment, opens for its readers only, and comes back proved or not at all."""

from __future__ import annotations

import io
import json
import os
import resource
import stat
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrivals import arrival
from linked_store import told_store
from rasd.collection import Collected, Exchange, Raw
from rasd.errors import OutputError, PreservationError, StoreError
from rasd.model import Document
from rasd.preservation import keep, prove
from rasd.preservation.backup import Opener, Restored, back_up, check, restore
from rasd.preservation.encryption import Readers, readers_of
from rasd.store import IncidentFilter, Selection, Store
from rasd.store.address import Address, parse_address

pyrage = pytest.importorskip("pyrage")
PASSPHRASE = "four words of mine"
DAYS = ["2019-04-27", "2019-04-28", "2019-05-02"]


@pytest.fixture
def full(store: Store) -> Store:
    """Return a store with evidence, records, incidents and a decision."""
    list(keep([page(number) for number in range(3)], store))
    told_store(store, DAYS)
    store.judge("note", ["d1#r1"], value="ملاحظة", by="amina")
    return store


@pytest.fixture
def key(tmp_path: Path) -> tuple[Readers, Opener]:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(identity))
    return readers_of([str(identity.to_public())]), Opener(tmp_path / "key.txt")


def page(number: int) -> Collected:
    url = f"https://news.example/page/{number}"
    exchange = Exchange("GET / HTTP/1.1", (), "HTTP/1.1 200 OK", (("Content-Type", "text/html"),))
    text = f"أصيب ثلاثة مدنيين بقصف مدفعي على أطراف البلدة {number}"
    from arrivals import ARRIVED

    raw = Raw(f"<p>{text}</p>".encode(), "text/html", url, ARRIVED, exchange=exchange)
    return Collected(url, Document(text=text, url=url), raw=raw, method="web", extractor="page 1")


def told_of(store: Store) -> dict[str, Any]:
    """Return what people and machines said in a store, whatever kind it is."""
    return {
        "documents": [stored for stored in store.documents(Selection())],
        "records": [store.record(stored.id) for stored in store.documents(Selection())],
        "incidents": list(store.incidents(IncidentFilter())),
        "judgements": list(store.judgements()),
        "custody": [entry for entry in store.custody.entries() if entry.action != "backup.written"
                    and entry.action != "store.restored"],
        "found": [found.document.id for found in store.search("قصف مدفعي")],
    }  # fmt: skip


def failures(store: Store) -> list[str]:
    return [str(finding) for finding in prove(store) if finding.level == "failure"]


def back(file: Path, folder: Path, opener: Opener, **more: Any) -> tuple[Restored, Store]:
    address = parse_address(str(folder), folder / "evidence")
    done = restore(file, address, opener, **more)
    return done, Store.open(str(folder), evidence=folder / "evidence", create=False)


def test_what_went_in_comes_back_from_either_database(
    full: Store, tmp_path: Path, key: tuple[Readers, Opener]
) -> None:
    before = told_of(full)
    written = back_up(full, tmp_path / "b.age", readers=key[0])
    assert stat.S_IMODE((tmp_path / "b.age").stat().st_mode) == 0o600 and not written.faults
    done, restored = back(tmp_path / "b.age", tmp_path / "new", key[1])
    with restored:
        assert told_of(restored) == before
        assert failures(restored) == [] and [f for f in done.findings if f.level == "failure"] == []
        assert done.rows == written.rows and done.sha256 == written.sha256
        names = [entry.action for entry in restored.custody.entries()]
        assert names[-1] == "store.restored" and "backup.written" not in names
        assert [entry.action for entry in full.custody.entries()][-1] == "backup.written"


def test_a_backup_of_either_database_is_put_into_postgresql(
    full: Store, bare_url: str, tmp_path: Path, key: tuple[Readers, Opener]
) -> None:
    before = told_of(full)
    back_up(full, tmp_path / "b.age", readers=key[0])
    evidence = tmp_path / "server/evidence"
    restore(tmp_path / "b.age", Address(None, bare_url, evidence), key[1])
    with Store.open(bare_url, evidence=evidence, create=False) as restored:
        assert told_of(restored) == before and failures(restored) == []
        new = restored.add([arrival("نص جديد", id="behind")])  # numbers go on behind those that were given
        assert new[0].outcome == "added" and restored.count() == full.count() + 1
        with pytest.raises(StoreError, match="append-only"):
            from django.db import connections

            from rasd.store.failing import told

            with told("here"), connections[restored.alias].cursor() as cursor:
                cursor.execute("DELETE FROM store_custodyentry")


def test_triggers_and_numbers_come_back_in_sqlite(
    full: Store, tmp_path: Path, key: tuple[Readers, Opener]
) -> None:
    back_up(full, tmp_path / "b.age", readers=key[0])
    _, restored = back(tmp_path / "b.age", tmp_path / "new", key[1])
    with restored:
        assert restored.add([arrival("نص جديد", id="behind")])[0].outcome == "added"
        from django.db import DatabaseError, connections

        with (
            connections[restored.alias].cursor() as cursor,
            pytest.raises(DatabaseError, match="append-only"),
        ):
            cursor.execute("UPDATE store_custodyentry SET at = ''")


def test_tables_of_the_desk_are_among_them(full: Store, tmp_path: Path, key: tuple[Readers, Opener]) -> None:
    """Rows are read as they lie: a table that this process has no model of is in the backup."""
    from django.db import connections

    with connections[full.alias].cursor() as cursor:
        cursor.execute("CREATE TABLE desk_room_draft (id integer PRIMARY KEY, words text, seen boolean)")
        cursor.execute("INSERT INTO desk_room_draft VALUES (7, 'مسودة', TRUE)")
    back_up(full, tmp_path / "b.tar", readers=None)
    with tarfile.open(tmp_path / "b.tar") as tar:
        names = tar.getnames()
        draft = next(name for name in names if "desk_room_draft" in name)
        import gzip

        held = tar.extractfile(draft)
        assert held is not None
        line = gzip.decompress(held.read()).decode()
    assert line.startswith('[7,"مسودة",') and json.loads(line)[2] in (1, True)


def test_a_passphrase_of_any_size_of_store_opens_it(full: Store, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b", readers=readers_of([], passphrase=PASSPHRASE))
    with pytest.raises(PreservationError, match="passphrase does not open it"):
        restore(
            tmp_path / "b", parse_address(str(tmp_path / "new")), Opener(None, lambda: "five words of thine")
        )
    assert not (tmp_path / "new").exists()
    done, restored = back(tmp_path / "b", tmp_path / "new", Opener(None, lambda: PASSPHRASE))
    restored.close()
    assert done.findings == [] or all(finding.level == "notice" for finding in done.findings)
    with tarfile.open(tmp_path / "b") as tar:  # `tar` and `age` open it without Rasd
        assert tar.getnames() == ["key.age", "backup.age"]


def test_another_key_is_said(full: Store, tmp_path: Path, key: tuple[Readers, Opener]) -> None:
    back_up(full, tmp_path / "b.age", readers=key[0])
    (tmp_path / "other.txt").write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(PreservationError, match="made for another key"):
        check(tmp_path / "b.age", Opener(tmp_path / "other.txt"))
    with pytest.raises(PreservationError, match="--identity"):
        check(tmp_path / "b.age", Opener())


def test_nothing_in_the_clear_stands_in_an_encrypted_backup(
    full: Store, tmp_path: Path, key: tuple[Readers, Opener]
) -> None:
    back_up(full, tmp_path / "b.age", readers=key[0])
    data = (tmp_path / "b.age").read_bytes()
    assert b"manifest" not in data and b"store_document" not in data and "البلدة".encode() not in data
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("sealed", ["key", "passphrase", "plain"])
def test_every_flipped_byte_and_every_cut_is_told_and_leaves_nothing(
    full: Store, tmp_path: Path, key: tuple[Readers, Opener], sealed: str
) -> None:
    readers = {"key": key[0], "passphrase": readers_of([], passphrase=PASSPHRASE), "plain": None}[sealed]
    opener = key[1] if sealed == "key" else Opener(None, lambda: PASSPHRASE)
    back_up(full, tmp_path / "b", readers=readers)
    whole = (tmp_path / "b").read_bytes()
    address = parse_address(str(tmp_path / "new"))
    parts = (0.5,) if sealed == "passphrase" else (0.2, 0.5, 0.9)
    places = [int(len(whole) * part) for part in parts]
    if sealed == "plain":  # what is between members in a tar means nothing
        places = [whole.index(name) + 600 for name in (b"manifest.json", b"totals.json", b"SHA256SUMS")]
    for data in [whole[:place] for place in places] + [
        whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places
    ]:
        (tmp_path / "bad").write_bytes(data)
        with pytest.raises((PreservationError, StoreError)):
            check(tmp_path / "bad", opener)
        with pytest.raises((PreservationError, StoreError)):
            restore(tmp_path / "bad", address, opener)
        assert not (tmp_path / "new").exists()
    assert not [path for path in tmp_path.iterdir() if "restoring" in path.name]


def test_a_failed_restore_leaves_the_database_bare(
    full: Store, bare_url: str, tmp_path: Path, key: tuple[Readers, Opener]
) -> None:
    back_up(full, tmp_path / "b.age", readers=key[0])
    whole = (tmp_path / "b.age").read_bytes()
    (tmp_path / "bad").write_bytes(whole[: len(whole) - 20])
    address = Address(None, bare_url, tmp_path / "server/evidence")
    with pytest.raises(PreservationError, match="damaged or cut off"):
        restore(tmp_path / "bad", address, key[1])
    restore(tmp_path / "b.age", address, key[1])  # the database is as empty as before
    with pytest.raises(PreservationError, match="not empty|holds tables"):
        restore(tmp_path / "b.age", address, key[1])
    with pytest.raises(PreservationError, match="holds tables"):
        restore(tmp_path / "b.age", Address(None, bare_url, tmp_path / "other/evidence"), key[1])


def test_what_is_there_is_not_overwritten(full: Store, tmp_path: Path, key: tuple[Readers, Opener]) -> None:
    back_up(full, tmp_path / "b.age", readers=key[0])
    (tmp_path / "new").mkdir()
    (tmp_path / "new/mine.txt").write_text("mine")
    with pytest.raises(PreservationError, match="not empty"):
        restore(tmp_path / "b.age", parse_address(str(tmp_path / "new")), key[1])
    (tmp_path / "new/mine.txt").unlink()
    done, restored = back(tmp_path / "b.age", tmp_path / "new", key[1])
    restored.close()
    assert done.rows
    with pytest.raises(OutputError, match="exists"):
        back_up(full, tmp_path / "b.age", readers=key[0])


def test_it_holds_one_moment_while_others_write(full: Store, address: str, tmp_path: Path) -> None:
    """A watcher goes on adding pages; what comes back is proved, and is the store as of one entry of the log."""
    stop = threading.Event()
    added = [0]

    def watch() -> None:
        with Store.open(address, evidence=full.evidence) as own:
            while not stop.wait(0.02):
                list(keep([page(100 + added[0])], own))
                added[0] += 1

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for number in range(2):
            seen = added[0]
            written = back_up(full, tmp_path / f"b{number}", readers=None)
            while added[0] < seen + 2:
                stop.wait(0.01)
            done, restored = back(tmp_path / f"b{number}", tmp_path / f"new{number}", Opener())
            with restored:
                assert failures(restored) == [] and [f for f in done.findings if f.level == "failure"] == []
                assert done.custody == written.custody
                entries = list(restored.custody.entries())
                assert entries[-2].seq == written.custody[0] and entries[-1].action == "store.restored"
    finally:
        stop.set()
        watcher.join()


def test_a_full_disk_leaves_no_backup_and_an_older_one_whole(full: Store, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b", readers=None)
    before = (tmp_path / "b").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
        with pytest.raises(OutputError, match="b: cannot be written"):
            back_up(full, tmp_path / "b", readers=None, replace=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (tmp_path / "b").read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_full_disk_leaves_no_restored_store(full: Store, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b", readers=None)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        with pytest.raises((PreservationError, StoreError)):
            restore(tmp_path / "b", parse_address(str(tmp_path / "new")), Opener())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not (tmp_path / "new").exists()
    assert not [path for path in tmp_path.iterdir() if "restoring" in path.name]


def test_evidence_that_is_missing_or_altered_is_told_and_the_rest_is_kept(
    full: Store, tmp_path: Path
) -> None:
    warc = next(full.evidence.rglob("*.warc.gz"))
    warc.chmod(0o644)
    with warc.open("ab") as stream:
        stream.write(b"x")
    written = back_up(full, tmp_path / "b1", readers=None)
    assert len(written.faults) == 1 and "not as the custody log says" in written.faults[0]
    warc.unlink()
    written = back_up(full, tmp_path / "b2", readers=None)
    assert len(written.faults) == 1 and "is not there" in written.faults[0]
    done, restored = back(tmp_path / "b2", tmp_path / "new", Opener())
    restored.close()
    assert [finding.fact for finding in done.findings if finding.level == "failure"]
    assert all("restoring" not in str(finding) for finding in done.findings)


def test_media_stamps_keys_and_the_desks_folder_come_back_as_they_were(full: Store, tmp_path: Path) -> None:
    medium = full.evidence.parent / "media/ab" / ("ab" + "0" * 62 + ".jpg")
    medium.parent.mkdir(parents=True)
    medium.write_bytes(b"\xff\xd8photo")
    (full.evidence.parent / "media/notes.txt").write_text("no medium of the store")
    (full.evidence / "redaction.key").write_text("ab" * 32)
    desk = tmp_path / "of-desk"
    desk.mkdir()
    (desk / "secret.key").write_text("s" * 64)
    back_up(full, tmp_path / "b", readers=None, beside={"desk": desk})
    _, restored = back(tmp_path / "b", tmp_path / "new", Opener(), beside={"desk": tmp_path / "new/desk"})
    restored.close()
    new = tmp_path / "new"
    assert (new / "media/ab" / medium.name).read_bytes() == b"\xff\xd8photo"
    assert not (new / "media/notes.txt").exists()
    assert (new / "evidence/redaction.key").read_text() == "ab" * 32
    assert stat.S_IMODE((new / "evidence/redaction.key").stat().st_mode) == 0o400
    assert (new / "desk/secret.key").read_text() == "s" * 64
    assert stat.S_IMODE((new / "desk/secret.key").stat().st_mode) == 0o600
    with pytest.raises(PreservationError, match="backed up"):
        back_up(full, desk / "b", readers=None, beside={"desk": desk})


def altered(source: Path, target: Path, name: str, data: bytes) -> None:
    """Write a plain backup anew with one member put in front of its hashes, which name it."""
    import hashlib

    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for info in old:
            held = old.extractfile(info)
            assert held is not None
            content = held.read()
            if info.name == "SHA256SUMS":
                more = tarfile.TarInfo(name)
                more.size = len(data)
                new.addfile(more, io.BytesIO(data))
                content += f"{hashlib.sha256(data).hexdigest()}  {name}\n".encode()
                info.size = len(content)
            new.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize(
    "name",
    ["evidence/../../escaped", "/tmp/escaped", "elsewhere/file", "tables/0001-sqlite_master/000001.jsonl.gz"],
)
def test_a_hostile_backup_writes_nothing_outside(full: Store, tmp_path: Path, name: str) -> None:
    back_up(full, tmp_path / "b", readers=None)
    altered(tmp_path / "b", tmp_path / "hostile", name, b"x")
    with pytest.raises(PreservationError):
        restore(tmp_path / "hostile", parse_address(str(tmp_path / "new")), Opener())
    assert not (tmp_path / "new").exists() and not (tmp_path / "escaped").exists()


def test_a_newer_backup_and_no_backup_are_refused(tmp_path: Path) -> None:
    for content, said in ((b"words", "no backup"), (b"", "no backup"), (bytes(2048), "no backup")):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(PreservationError, match=said):
            check(tmp_path / "x", Opener())
    with pytest.raises(PreservationError, match="cannot be read"):
        check(tmp_path / "missing", Opener())


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from rasd.preservation.backup import parcel

    copy = parcel.ParcelWriter.copy
    calls = [0]

    def stopped(self: Any, name: str, size: int, source: Any) -> str:
        calls[0] += 1
        if calls[0] > 5:
            raise KeyboardInterrupt
        return copy(self, name, size, source)

    monkeypatch.setattr(parcel.ParcelWriter, "copy", stopped)
    yield


@pytest.mark.usefixtures("interrupted")
@pytest.mark.parametrize("sealed", ["key", "passphrase", "plain"])
def test_an_interrupted_backup_leaves_nothing(
    full: Store, tmp_path: Path, key: tuple[Readers, Opener], sealed: str
) -> None:
    readers = {"key": key[0], "passphrase": readers_of([], passphrase=PASSPHRASE), "plain": None}[sealed]
    with pytest.raises(KeyboardInterrupt):
        back_up(full, tmp_path / "b", readers=readers)
    assert not [name for name in os.listdir(tmp_path) if name.startswith((".b", "b"))]
    assert "backup.written" not in [entry.action for entry in full.custody.entries()]
