"""`rasd backup` and `rasd restore` as a person meets them, with a desk's people among what is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from arrivals import arrival
from rasd.store import Store

pyrage = pytest.importorskip("pyrage")
_PASSPHRASE = "four words of mine"
_DESK = """
import sys
from pathlib import Path
from rasd.desk import DeskOptions, prepare

prepare(DeskOptions(store=sys.argv[1], evidence=Path(sys.argv[2])))
from django.contrib.sessions.models import Session
from django.utils import timezone
from rasd.desk.access.models import User

if sys.argv[3] == "fill":
    User.objects.create_user(username="amina", password="saffron-lantern-42", role="verifier", language="en")
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())
person = User.objects.get(username="amina")
print(person.role, person.is_active, person.check_password("saffron-lantern-42"), Session.objects.count(),
      person.date_joined.isoformat())
User.objects.create_user(username=sys.argv[3], password="saffron-lantern-42")
"""


def rasd(*arguments: object, stdin: str = "", passphrase: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own: a process serves one desk."""
    import os

    env = {**os.environ, "RASD_PASSPHRASE": passphrase} if passphrase else {**os.environ}
    run = "import sys; from rasd.cli import main; sys.argv[0] = 'rasd'; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, *map(str, arguments)], input=stdin, capture_output=True, text=True, env=env,
        timeout=300, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def desk(address: str, evidence: Path, what: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _DESK, address, str(evidence), what], capture_output=True, text=True, timeout=300, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(str(identity))
    return str(identity.to_public()), path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with Store.open(str(folder)) as store:
        store.add([arrival("أصيب طفلان بقصف مدفعي على البلدة", id="d1")])
    return folder


def test_a_desk_moves_to_a_server_and_back_with_its_people(
    filled: Path, bare_url: str, tmp_path: Path, key: tuple[str, Path]
) -> None:
    """SQLite to PostgreSQL to SQLite: roles, passwords, moments and truth values mean the same; nobody is signed in."""
    before = desk(str(filled), filled / "evidence", "fill")
    assert before[:4] == ["verifier", "True", "True", "1"]
    evidence = tmp_path / "server/evidence"
    done = rasd("backup", tmp_path / "b1", "--recipient", key[0], "--store", filled)
    assert done.returncode == 0 and "all holds" in done.stdout and key[0] in done.stdout
    done = rasd("restore", tmp_path / "b1", "--store", bare_url, "--evidence", evidence, "-i", key[1])
    assert done.returncode == 0, done.stderr
    assert desk(bare_url, evidence, "second") == [*before[:3], "0", before[4]]
    done = rasd("backup", tmp_path / "b2", "--recipient", key[0], "--store", bare_url, "--evidence", evidence)
    assert done.returncode == 0, done.stderr
    done = rasd("restore", tmp_path / "b2", "--store", tmp_path / "again", "-i", key[1])
    assert done.returncode == 0, done.stderr
    assert desk(str(tmp_path / "again"), tmp_path / "again/evidence", "third") == [
        *before[:3],
        "0",
        before[4],
    ]
    secrets = {
        (place / "secret.key").read_text()
        for place in (filled / "desk", tmp_path / "server/rasd-desk", tmp_path / "again/desk")
    }
    assert len(secrets) == 1


def test_a_passphrase_is_asked_for_unless_it_is_given(filled: Path, tmp_path: Path) -> None:
    done = rasd("backup", tmp_path / "b", "--store", filled)
    assert done.returncode == 2 and "RASD_PASSPHRASE" in done.stderr and not (tmp_path / "b").exists()
    (tmp_path / "words").write_text(_PASSPHRASE + "\n")
    done = rasd("backup", tmp_path / "b", "--store", filled, "--passphrase-file", tmp_path / "words")
    assert done.returncode == 0, done.stderr
    done = rasd("restore", tmp_path / "b", "--store", tmp_path / "new", passphrase="five words of thine")
    assert done.returncode == 2 and "passphrase does not open it" in done.stderr
    assert not (tmp_path / "new").exists()
    done = rasd("restore", tmp_path / "b", "--check", passphrase=_PASSPHRASE)
    assert done.returncode == 0 and "all holds" in done.stdout


def test_in_the_clear_only_when_it_is_asked_for_and_it_is_said(filled: Path, tmp_path: Path) -> None:
    done = rasd("backup", tmp_path / "b", "--plain", "--store", filled)
    assert done.returncode == 0 and "not encrypted" in done.stderr
    done = rasd("backup", tmp_path / "b", "--plain", "--encrypt", "age1x", "--store", filled)
    assert done.returncode == 2
    done = rasd("restore", tmp_path / "b")
    assert done.returncode == 2 and "--store" in done.stderr
    done = rasd("restore", tmp_path / "b", "--store", filled)
    assert done.returncode == 2 and "nothing is overwritten" in done.stderr
