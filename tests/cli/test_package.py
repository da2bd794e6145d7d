"""Taking documents out: what is chosen goes out, proves itself, is readable by whom it is for, and is told in the log."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXT = "أصيب ثلاثة مدنيين بقصف مدفعي على أطراف البلدة صباح اليوم"


@pytest.fixture(autouse=True)
def a_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rasd: Run) -> None:
    for name in ("RASD_STORE", "RASD_EVIDENCE", "RASD_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(3):
        row = {"id": f"d{number}", "text": f"{TEXT} {number}", "published": f"2024-03-1{number}"}
        (folder / f"{number}.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    many = "".join(json.dumps({"id": f"row{n}", "text": f"قذيفة على حي الورد {n}"}) + "\n" for n in range(3))
    (folder / "many.jsonl").write_text(many, "utf-8")
    assert rasd("collect", folder).code == 0


def ids(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as opened:
        lines = opened.read("documents/documents.jsonl").splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_a_package_of_chosen_documents_proves_itself(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("package", "d0", "d2", "--output", "p.wacz", "--by", "أمل")
    assert outcome.code == 0, outcome.err
    assert ids(tmp_path / "p.wacz") == ["d0", "d2"]
    proof = rasd("verify", "--package", "p.wacz", "--store", "nowhere")
    assert proof.code == 0 and "2 documents" in proof.out and "all holds" in proof.out
    assert rasd("verify").code == 0


def test_the_validator_of_the_wacz_library_accepts_it(rasd: Run, tmp_path: Path) -> None:
    pytest.importorskip("wacz")
    rasd("package", "--all", "--output", "p.wacz")
    command = [sys.executable, "-m", "wacz", "validate", "-f", "p.wacz"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert "Validation succeeded" in done.stdout, done.stdout + done.stderr


def test_words_and_days_choose_documents(rasd: Run, tmp_path: Path) -> None:
    assert rasd("package", "--search", "الورد", "--output", "a.wacz").code == 0
    assert ids(tmp_path / "a.wacz") == ["row0", "row1", "row2"]
    assert rasd("package", "--since", "2024-03-11", "--until", "2024-03-11", "--output", "b.wacz").code == 0
    assert ids(tmp_path / "b.wacz") == ["d1"]


def test_the_same_selection_gives_the_same_bytes_though_the_log_grew(rasd: Run, tmp_path: Path) -> None:
    rasd("package", "d0", "--output", "a.wacz")
    rasd("package", "d0", "--output", "b.wacz")
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()


def test_records_with_other_documents_are_told_and_can_stay(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("package", "row1", "--output", "a.wacz")
    assert "2 documents that were not chosen" in outcome.err
    outcome = rasd("package", "row1", "--output", "b.wacz", "--no-shared")
    assert "1 evidentiary records were left out" in outcome.err
    with zipfile.ZipFile(tmp_path / "b.wacz") as opened:
        assert opened.read("archive/evidence.warc.gz") == b""
    assert rasd("verify", "--package", "b.wacz").code == 0


def test_a_flipped_byte_is_named_and_the_exit_code_tells(rasd: Run, tmp_path: Path) -> None:
    rasd("package", "d0", "--output", "p.wacz")
    path = tmp_path / "p.wacz"
    data = bytearray(path.read_bytes())
    data[data.index(b"\x1f\x8b") + 60] ^= 1
    path.write_bytes(data)
    proof = rasd("verify", "--package", "p.wacz")
    assert proof.code == 1 and "archive/evidence.warc.gz" in proof.out


def test_the_custody_log_tells_what_left_the_house_and_for_whom(rasd: Run, tmp_path: Path) -> None:
    from rasd.store import Store

    rasd("package", "d0", "--output", "p.wacz", "--by", "أمل")
    with Store.open("rasd-store") as store:
        entry = list(store.custody.entries())[-1]
    assert (entry.action, entry.subject, entry.details["by"]) == ("package.written", "p.wacz", "أمل")
    import hashlib

    assert entry.details["sha256"] == hashlib.sha256((tmp_path / "p.wacz").read_bytes()).hexdigest()


def test_an_encrypted_package_is_opened_with_its_key_only(rasd: Run, tmp_path: Path) -> None:
    pyrage = pytest.importorskip("pyrage")
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(str(identity))
    (tmp_path / "other").write_text(str(other))
    outcome = rasd("package", "--all", "--output", "p.wacz.age", "--encrypt", str(identity.to_public()))
    assert outcome.code == 0, outcome.err
    assert TEXT.encode() not in (tmp_path / "p.wacz.age").read_bytes()
    assert "is encrypted" in rasd("verify", "--package", "p.wacz.age").out
    wrong = rasd("decrypt", "p.wacz.age", "--identity", "other", "--output", "p.wacz")
    assert wrong.code == 2 and "another key" in wrong.err and not (tmp_path / "p.wacz").exists()
    assert rasd("decrypt", "p.wacz.age", "--identity", "key", "--output", "p.wacz").code == 0
    assert rasd("verify", "--package", "p.wacz").code == 0


def test_a_passphrase_comes_from_the_environment(
    rasd: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyrage")
    monkeypatch.setenv("RASD_PASSPHRASE", "four words of mine")
    assert rasd("package", "d0", "--output", "p.age", "--passphrase").code == 0
    assert rasd("decrypt", "p.age", "--passphrase", "--output", "p.wacz").code == 0
    assert ids(tmp_path / "p.wacz") == ["d0"]
    monkeypatch.setenv("RASD_PASSPHRASE", "four words of thine")
    assert rasd("decrypt", "p.age", "--passphrase", "--output", "q.wacz").code == 2


def test_without_a_passphrase_it_is_said(rasd: Run) -> None:
    pytest.importorskip("pyrage")
    outcome = rasd("package", "d0", "--output", "p.age", "--passphrase")
    assert outcome.code == 2 and "RASD_PASSPHRASE" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody", "--output", "p.wacz"), "no document with the id nobody"),
        (("--output", "p.wacz"), "No documents chosen"),
        (("d0", "--output", "texts"), "is a folder"),
        (("d0", "--output", "none/p.wacz"), "cannot be written"),
        (("--search", "كلمةغيرموجودة", "--output", "p.wacz"), "no document is chosen"),
        (("--since", "yesterday", "--output", "p.wacz"), "is no day"),
        (("--since", "2024-02-02", "--until", "2024-01-01", "--output", "p.wacz"), "lies before"),
        (("--incident", "none", "--output", "p.wacz"), "no incident with the id none"),
        (("d0", "--output", "p.wacz", "--encrypt", "nokey"), "neither an age public key"),
        (("d0", "--output", "p.wacz", "--store", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_is_said_and_leaves_nothing(
    rasd: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    outcome = rasd("package", *arguments)
    assert outcome.code == 2 and words in outcome.err, outcome.err
    assert not (tmp_path / "p.wacz").exists() and not list(tmp_path.glob(".*part"))


def test_a_file_that_exists_is_not_written_over(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "p.wacz").write_text("mine")
    assert "exists" in rasd("package", "d0", "--output", "p.wacz").err
    assert (tmp_path / "p.wacz").read_text() == "mine"
    assert rasd("package", "d0", "--output", "p.wacz", "--replace").code == 0


def test_a_package_that_fails_is_not_in_the_log(rasd: Run, tmp_path: Path) -> None:
    from rasd.store import Store

    for path in (tmp_path / "rasd-store/evidence").rglob("*.warc.gz"):
        path.unlink()
    assert "is missing" in rasd("package", "d0", "--output", "p.wacz").err
    with Store.open("rasd-store") as store:
        assert all(entry.action != "package.written" for entry in store.custody.entries())


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_full_disk_is_said_and_leaves_nothing(
    rasd: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encrypted: bool
) -> None:
    from rasd.preservation.package.zipped import Zipped

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Zipped, "finish", full)
    more: tuple[str, ...] = ()
    if encrypted:
        pyrage = pytest.importorskip("pyrage")
        more = ("--encrypt", str(pyrage.x25519.Identity.generate().to_public()))
    outcome = rasd("package", "d0", "--output", "p.wacz", *more)
    assert outcome.code == 2 and "p.wacz: cannot be written: no space left on device" in outcome.err
    assert not (tmp_path / "p.wacz").exists() and not list(tmp_path.glob(".*part"))


def test_a_terminated_run_leaves_nothing(tmp_path: Path) -> None:
    program = (
        "import sys, time\nimport rasd.preservation.packing as packing\nfrom rasd.cli import main\n"
        "def slow(stream, contents):\n"
        "    stream.write(b'clear' * 1000); stream.flush(); print('begun', flush=True); time.sleep(60)\n"
        "packing.write_package = slow\nmain(['package', 'd0', '--output', 'p.wacz'])\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert child.stdout is not None and child.stdout.readline() == "begun\n"
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=60)
    assert child.returncode == 130
    assert not (tmp_path / "p.wacz").exists() and not list(tmp_path.glob(".*part"))
