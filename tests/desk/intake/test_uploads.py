"""Files that people drop: told by their bytes, bounded, named by nobody but the desk, gone when they were read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

_SCRIPT = """
import io, json, sys
from pathlib import Path
import django
django.setup()
from rasd.collection import Defaults
from rasd.desk.intake import uploads
class Upload(io.BytesIO):
    def __init__(self, name, data):
        super().__init__(data); self.name = name
base = Path(sys.argv[1])
given = [Upload(name, bytes.fromhex(data)) for name, data in json.loads(sys.stdin.read())]
token, names, refused = uploads.dropped(base, given)
found = list(uploads.read_files(base, token, Defaults(synthetic=True))) if token else []
stored = sorted(path.name for path in (base / "uploads").rglob("*")) if (base / "uploads").is_dir() else []
if token:
    uploads.removed(base, token)
print(json.dumps({
    "names": names, "refused": [[one.name, one.key] for one in refused], "stored": stored,
    "texts": [one.document.text for one in found if one.document],
    "synthetic": [one.document.synthetic for one in found if one.document],
    "errors": [str(one.error) for one in found if one.error],
    "left": [str(path) for path in (base / "uploads").rglob("*")] if (base / "uploads").is_dir() else [],
}))
"""
_FULL = """
def full(number):
    raise OSError(28, "No space left on device")
uploads.os.fsync = full
try:
    uploads.dropped(base, given)
except OSError:
    print("full", len(list((base / "uploads").iterdir())))
"""
_ARABIC = "قُتل مدنيان بقصف مدفعي على بلدة سراقب."


def drop(tmp_path: Path, *files: tuple[str, bytes]) -> dict[str, Any]:
    env = {
        **os.environ,
        "RASD_STORE": str(tmp_path / "store"),
        "DJANGO_SETTINGS_MODULE": "rasd.desk.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path / "desk")], env=env, capture_output=True, text=True,
        input=json.dumps([[name, data.hex()] for name, data in files]), check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def zipped(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return held.getvalue()


def test_every_format_is_told_by_its_bytes(tmp_path: Path) -> None:
    row = json.dumps({"text": _ARABIC}, ensure_ascii=False)
    page = f"<!doctype html><html><body><article><h1>خبر</h1><p>{_ARABIC * 4}</p></article></body></html>"
    found = drop(
        tmp_path,
        ("a.txt", _ARABIC.encode("windows-1256")),
        ("page.txt", page.encode()),
        ("rows.jsonl", row.encode()),
        ("rows.csv", f"text,outlet\n{_ARABIC},وكالة\n".encode()),
        ("mail.eml", f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{_ARABIC}".encode()),
        ("archive.bin", zipped(inner__a=_ARABIC) or b""),
        ("files.zip", zipped(**{"a.txt": _ARABIC})),
        ("no-extension", _ARABIC.encode("utf-16")),
    )  # fmt: skip
    assert sum(_ARABIC in text for text in found["texts"]) == 7, found
    assert all(found["synthetic"]) and not found["refused"]
    assert len(found["errors"]) == 1 and "archive.bin" in found["errors"][0]
    assert found["left"] == []


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("report.txt", b"%PDF-1.7 x", "intake.refused.pdf"),
        ("a.html", b"\x7fELF\x02", "intake.refused.program"),
        ("a.json", b"MZ\x90", "intake.refused.program"),
        ("a.csv", b"\x89PNG\r\n", "intake.refused.picture"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1", "intake.refused.office"),
        ("a.txt", b"", "intake.refused.empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "intake.refused.empty"),
        ("a.json", b"SQLite format 3\0", "intake.refused.database"),
    ],
)
def test_what_is_not_read_is_refused_with_words(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    found = drop(tmp_path, (name, data))
    assert found["refused"] == [[name, key]] and found["stored"] == [] and not found["texts"]


def test_a_name_leads_nowhere(tmp_path: Path) -> None:
    found = drop(
        tmp_path,
        ("../../../etc/passwd.txt", _ARABIC.encode()),
        ("..\\..\\evil\u202etxt.exe", _ARABIC.encode()),
    )
    assert found["names"] == ["passwd.txt", "evil_txt.exe"] and len(found["texts"]) == 2
    assert not any("passwd" in name or "evil" in name for name in found["stored"])
    assert not list(tmp_path.rglob("*passwd*"))


def test_hostile_archives_cost_themselves_alone(tmp_path: Path) -> None:
    bomb = zipped(**{"a.txt": "ا" * 30_000_000})
    found = drop(
        tmp_path,
        ("bomb.zip", bomb),
        ("outside.zip", zipped(**{"../../../tmp/evil.txt": _ARABIC})),
        ("broken.zip", b"PK\x03\x04" + b"\0" * 200),
        ("broken.json", b'{"text": "' + b"[" * 5000),
        ("good.txt", _ARABIC.encode()),
    )
    assert found["texts"] == [_ARABIC] and len(found["errors"]) >= 4, found["errors"]
    assert not any("Traceback" in error for error in found["errors"])


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    """What the page then says is that of every error of the disk; half a file must not stay."""
    script = _SCRIPT.replace("token, names, refused = uploads.dropped(base, given)", _FULL).partition(
        "found ="
    )[0]
    env = {
        **os.environ,
        "RASD_STORE": str(tmp_path / "store"),
        "DJANGO_SETTINGS_MODULE": "rasd.desk.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "desk")], env=env, capture_output=True, text=True,
        input=json.dumps([["a.txt", _ARABIC.encode().hex()]]), check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout.split() == ["full", "0"], done.stderr
