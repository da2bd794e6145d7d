"""Only the reader that was named can read; every wrong key, cut and full disk is said, and nothing is left behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rasd.errors import OutputError, PreservationError
from rasd.preservation import encryption
from rasd.preservation.encryption import decrypt, encrypting, readers_of
from rasd.preservation.outfile import OutFile

pyrage = pytest.importorskip("pyrage")


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(f"# made for a test\n{identity}\n")
    return str(identity.to_public()), path


def sealed(public: list[str], data: bytes, passphrase: str | None = None) -> bytes:
    sink = io.BytesIO()
    with encrypting(sink, readers_of(public, passphrase=passphrase)) as stream:
        for start in range(0, len(data), 65_536):
            stream.write(data[start : start + 65_536])
    return sink.getvalue()


def opened(path: Path, **with_what: object) -> bytes:
    sink = io.BytesIO()
    decrypt(path, sink, **({"identity": None} | with_what))  # type: ignore[arg-type]
    return sink.getvalue()


def test_what_was_encrypted_comes_back(tmp_path: Path, key: tuple[str, Path]) -> None:
    data = os.urandom(3_000_000)
    (tmp_path / "x.age").write_bytes(sealed([key[0]], data))
    assert opened(tmp_path / "x.age", identity=key[1]) == data


def test_every_reader_of_a_file_of_keys_can_read(tmp_path: Path, key: tuple[str, Path]) -> None:
    other = pyrage.x25519.Identity.generate()
    (tmp_path / "keys.txt").write_text(f"# team\n{key[0]}\n\n{other.to_public()}\n")
    (tmp_path / "other.txt").write_text(str(other))
    (tmp_path / "x.age").write_bytes(sealed([str(tmp_path / "keys.txt")], b"words"))
    assert opened(tmp_path / "x.age", identity=key[1]) == b"words"
    assert opened(tmp_path / "x.age", identity=tmp_path / "other.txt") == b"words"


def test_a_passphrase_opens_what_it_closed_and_another_does_not(tmp_path: Path) -> None:
    (tmp_path / "x.age").write_bytes(sealed([], b"words", "four words of mine"))
    assert opened(tmp_path / "x.age", passphrase="four words of mine") == b"words"
    with pytest.raises(PreservationError, match="another key or passphrase"):
        opened(tmp_path / "x.age", passphrase="four words of thine")


def test_a_wrong_key_is_said(tmp_path: Path, key: tuple[str, Path]) -> None:
    (tmp_path / "x.age").write_bytes(sealed([str(pyrage.x25519.Identity.generate().to_public())], b"words"))
    with pytest.raises(PreservationError, match="made for another key"):
        opened(tmp_path / "x.age", identity=key[1])


@pytest.mark.parametrize("cut", [3_000, 70_000, 131_000])
def test_a_cut_or_altered_file_is_said(tmp_path: Path, key: tuple[str, Path], cut: int) -> None:
    whole = sealed([key[0]], bytes(150_000))
    altered = bytearray(whole)
    altered[cut] ^= 1
    for data in (whole[:cut], bytes(altered)):
        (tmp_path / "x.age").write_bytes(data)
        with pytest.raises(PreservationError, match="damaged or cut off"):
            opened(tmp_path / "x.age", identity=key[1])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("age1notakey", "is no public key"),
        ("no such file", "neither an age public key"),
        ("ssh-ed25519 AAAA", "is no public key"),
    ],
)
def test_what_is_no_key_is_said(given: str, words: str) -> None:
    with pytest.raises(PreservationError, match=words):
        readers_of([given])


def test_a_private_key_is_refused_and_not_repeated() -> None:
    private = str(pyrage.x25519.Identity.generate())
    with pytest.raises(PreservationError, match="private key") as caught:
        readers_of([private])
    assert private not in str(caught.value)


def test_a_file_without_keys_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_text("# nobody yet\n")
    with pytest.raises(PreservationError, match="No public key"):
        readers_of([str(tmp_path / "keys.txt")])
    with pytest.raises(PreservationError, match="holds no private key"):
        encryption.identities_of(pyrage, tmp_path / "keys.txt")


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(PreservationError, match="fewer than 8"):
        readers_of([], passphrase="short")


def test_key_and_passphrase_together_are_refused(key: tuple[str, Path]) -> None:
    with pytest.raises(PreservationError, match="not both"):
        readers_of([key[0]], passphrase="four words of mine")


def test_without_the_library_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(PreservationError, match=r"pip install 'rasd\[evidence\]'"):
        readers_of(["age1x"])


def test_too_much_for_a_passphrase_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "PASSPHRASE_LIMIT", 100_000)
    with pytest.raises(PreservationError, match="public key"):
        sealed([], bytes(200_000), "four words of mine")


class Full(io.BytesIO):
    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_the_error_that_is_raised(key: tuple[str, Path]) -> None:
    readers = readers_of([key[0]])
    with pytest.raises(OSError, match="No space left"), encrypting(Full(), readers) as stream:
        for _ in range(40):
            stream.write(bytes(1 << 20))


def test_the_error_of_the_writer_is_the_error_that_is_raised(key: tuple[str, Path]) -> None:
    readers = readers_of([key[0]])
    with pytest.raises(ValueError, match="mine"), encrypting(io.BytesIO(), readers) as stream:
        stream.write(b"a")
        raise ValueError("mine")


def test_an_output_appears_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    out = OutFile(tmp_path / "p.wacz")
    out.stream.write(b"words")
    assert not (tmp_path / "p.wacz").exists()
    out.keep()
    assert (tmp_path / "p.wacz").read_bytes() == b"words"
    assert (tmp_path / "p.wacz").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["p.wacz"]


@pytest.mark.parametrize("nameless", [True, False])
def test_a_dropped_output_leaves_nothing(
    tmp_path: Path, nameless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not nameless:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    out = OutFile(tmp_path / "p.wacz")
    out.stream.write(b"words")
    out.drop()
    assert not list(tmp_path.iterdir())


def test_without_nameless_files_an_output_appears_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    out = OutFile(tmp_path / "p.wacz")
    out.stream.write(b"words")
    out.keep()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("p.wacz", b"words")]


def test_a_folder_a_file_that_exists_and_a_missing_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        OutFile(tmp_path)
    (tmp_path / "p.wacz").write_text("mine")
    with pytest.raises(OutputError, match="exists"):
        OutFile(tmp_path / "p.wacz")
    with pytest.raises(OutputError, match="cannot be written"):
        OutFile(tmp_path / "none" / "p.wacz")
    out = OutFile(tmp_path / "p.wacz", replace=True)
    out.stream.write(b"new")
    out.keep()
    assert (tmp_path / "p.wacz").read_text() == "new"


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    out = OutFile(tmp_path / "p.wacz")
    out.stream.write(b"words")
    (tmp_path / "p.wacz").write_text("mine")
    with pytest.raises(OutputError, match="appeared meanwhile"):
        out.keep()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("p.wacz", "mine")]


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="this system has no nameless files")
def test_a_killed_process_leaves_no_clear_words(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom rasd.preservation.outfile import OutFile\n"
        "out = OutFile(Path(sys.argv[1]))\nout.stream.write(b'clear words' * 100000)\nout.stream.flush()\n"
        "print('written', flush=True)\ntime.sleep(60)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "p.wacz")], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None and child.stdout.readline() == "written\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    left = list(tmp_path.iterdir())
    if left:
        pytest.skip("this file system has no nameless files")
    assert not left
