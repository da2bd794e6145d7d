"""A package holds what was selected, is accepted by others' tools, proves itself, and says what fails."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from parcels import AT, PAGE, contents, evidence, stored
from rasd.errors import PreservationError
from rasd.preservation.package import Contents, Tombstone, verify_package, write_package


def packed(path: Path, what: Contents) -> Path:
    with path.open("w+b") as stream:
        write_package(stream, what)
    return path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return packed(tmp_path / "p.wacz", contents(tmp_path / "evidence"))


def index(package: zipfile.ZipFile) -> list[dict[str, str]]:
    import gzip

    lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    return [json.loads(line[line.index("{") :]) for line in lines]


def test_the_validator_of_the_wacz_library_accepts_it(package: Path) -> None:
    pytest.importorskip("wacz")
    command = [sys.executable, "-m", "wacz", "validate", "-f", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and "Validation succeeded" in done.stdout, done.stdout + done.stderr


def test_every_line_of_the_index_leads_to_its_record(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        archive = opened.read("archive/evidence.warc.gz")
        lines = index(opened)
    assert len(lines) == 3
    for line in lines:
        start, length = int(line["offset"]), int(line["length"])
        seen = [
            (record.headers["WARC-Target-URI"], record.reader.read())
            for record in ArchiveIterator(io.BytesIO(archive[start : start + length]))
        ]
        assert [address for address, _ in seen] == [line["url"]]
        if line["url"].startswith("https:"):
            assert (line["status"], line["mime"]) == ("200", "text/html")
            assert seen[0][1].startswith(PAGE)


def test_the_records_are_stored_so_that_they_can_be_read_in_place(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        for name in ("archive/evidence.warc.gz", "indexes/index.cdx.gz"):
            assert opened.getinfo(name).compress_type == zipfile.ZIP_STORED


def test_requests_and_notes_come_with_their_answers(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        records = ArchiveIterator(io.BytesIO(opened.read("archive/evidence.warc.gz")))
        kinds = [record.headers["WARC-Type"] for record in records]
    assert kinds == ["warcinfo", *["response", "request", "metadata"] * 2, "resource"]


def test_the_same_selection_gives_the_same_bytes(tmp_path: Path) -> None:
    what = contents(tmp_path / "evidence")
    first, second = packed(tmp_path / "a.wacz", what), packed(tmp_path / "b.wacz", what)
    assert first.read_bytes() == second.read_bytes()


def test_a_sound_package_proves_itself(package: Path) -> None:
    check = verify_package(package)
    assert check.holds, check.faults
    assert (check.documents, check.entries, check.records) == (3, 3, 8)


def test_it_shows_no_custody_entry_of_other_documents(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert b"folder of a witness" not in everything and b"secret" not in everything


def test_the_leaflet_is_in_arabic_and_english(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        assert "حزمة" in opened.read("about/README.ar.md").decode()
        assert "rasd verify --package" in opened.read("about/README.en.md").decode()


def test_invented_documents_are_marked_in_the_title_and_the_leaflet(tmp_path: Path) -> None:
    what = contents(tmp_path / "evidence", documents=[(stored(0, "مثال", None, synthetic=True), None)])
    with zipfile.ZipFile(packed(tmp_path / "p.wacz", what)) as opened:
        assert json.loads(opened.read("datapackage.json"))["title"].startswith("SYNTHETIC")
        assert "SYNTHETIC" in opened.read("about/README.en.md").decode()
        assert "مصطنع" in opened.read("about/README.ar.md").decode()


def test_of_a_redacted_document_only_the_tombstone_goes_out(tmp_path: Path) -> None:
    kept = evidence(tmp_path / "evidence")
    gone = Tombstone("redacted-1", "2024-03-15", is_whole=False, removed=({"span": [3, 9], "hmac": "ab"},))
    documents = [(stored(0, "قال ██████ إن", kept[0]), gone), (stored(1, "نص", kept[1]), None)]
    what = contents(
        tmp_path / "evidence", documents=documents, withheld=lambda one: "" if one == kept[1] else "r"
    )
    path = packed(tmp_path / "p.wacz", what)
    assert verify_package(path).holds
    with zipfile.ZipFile(path) as opened:
        lines = [json.loads(line) for line in opened.read("documents/documents.jsonl").splitlines()]
        assert [line["url"] for line in index(opened)] == [kept[1].target_uri]
    assert lines[0]["tombstone"] and lines[0]["id"] == "redacted-1" and "sightings" not in lines[0]


def test_an_empty_selection_is_a_sound_package_too(tmp_path: Path) -> None:
    what = contents(tmp_path / "evidence", documents=[], entries=[], hashes=[])
    assert verify_package(packed(tmp_path / "p.wacz", what)).holds


def rewritten(
    package: Path, name: str, change: Callable[[bytes], bytes | None], *, honest: bool = False
) -> Path:
    """The package with one file changed; `honest` also writes the new hashes down, as a forger would."""
    import hashlib

    out = package.with_name("changed.wacz")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w") as new:
        files = {one: old.read(one) for one in old.namelist()}
        changed = change(files[name]) if name in files else change(b"")
        if changed is None:
            del files[name]
        else:
            files[name] = changed
        if honest and changed is not None:
            listed = json.loads(files["datapackage.json"])
            for one in listed["resources"]:
                if one["path"] == name:
                    one |= {"hash": f"sha256:{hashlib.sha256(changed).hexdigest()}", "bytes": len(changed)}
            files["datapackage.json"] = json.dumps(listed).encode()
            digest = hashlib.sha256(files["datapackage.json"]).hexdigest()
            files["datapackage-digest.json"] = json.dumps({"hash": f"sha256:{digest}"}).encode()
        for one, data in files.items():
            new.writestr(one, data)
    return out


NAMES = [
    "archive/evidence.warc.gz", "custody/entries.jsonl", "custody/proofs.json", "datapackage.json",
    "documents/documents.jsonl", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl",
    "about/README.ar.md",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_one_flipped_byte_in_any_file_is_named(package: Path, name: str) -> None:
    def flip(data: bytes) -> bytes:
        at = len(data) // 2
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    check = verify_package(rewritten(package, name, flip))
    assert any(name in fault for fault in check.faults), check.faults


@pytest.mark.parametrize("name", [*NAMES, "datapackage-digest.json"])
def test_a_missing_file_is_named(package: Path, name: str) -> None:
    check = verify_package(rewritten(package, name, lambda _: None))
    assert any(name in fault for fault in check.faults)


def test_an_added_file_is_named(package: Path) -> None:
    check = verify_package(rewritten(package, "archive/more.warc.gz", lambda _: b"more"))
    assert any("archive/more.warc.gz" in fault and "added" in fault for fault in check.faults)


def test_a_forged_text_with_fitting_file_hashes_is_still_found(package: Path) -> None:
    def forge(data: bytes) -> bytes:
        return data.replace("نص الوثيقة 1".encode(), "نص الوثيقة 9".encode())

    check = verify_package(rewritten(package, "documents/documents.jsonl", forge, honest=True))
    assert any("d1" in fault and "another SHA-256" in fault for fault in check.faults)


def test_a_forged_custody_entry_with_fitting_file_hashes_is_still_found(package: Path) -> None:
    def forge(data: bytes) -> bytes:
        return data.replace(b'"subject": "d1"', b'"subject": "d9"')

    check = verify_package(rewritten(package, "custody/entries.jsonl", forge, honest=True))
    assert any("entry 3" in fault and "altered" in fault for fault in check.faults)


def test_a_record_whose_document_names_other_evidence_is_found(package: Path) -> None:
    def forge(data: bytes) -> bytes:
        at = data.index(b'"record_id": "') + 30
        return data[:at] + (b"0" if data[at : at + 1] != b"0" else b"1") + data[at + 1 :]

    check = verify_package(rewritten(package, "documents/documents.jsonl", forge, honest=True))
    assert any("is not in archive/evidence.warc.gz" in fault for fault in check.faults)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "is no package"),
        (b"", "is no package"),
        (b"age-encryption.org/v1\n", "is encrypted"),
    ],
)
def test_what_is_no_package_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.wacz"
    path.write_bytes(content)
    with pytest.raises(PreservationError, match=words):
        verify_package(path)


def test_a_truncated_package_is_no_package(package: Path) -> None:
    whole = package.read_bytes()
    package.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PreservationError, match="cut off"):
        verify_package(package)


def test_a_package_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(PreservationError, match="cannot be read"):
        verify_package(tmp_path / "none.wacz")


def test_missing_evidence_stops_the_package(tmp_path: Path) -> None:
    what = contents(tmp_path / "evidence")
    shutil.rmtree(tmp_path / "evidence")
    with pytest.raises(PreservationError, match="is missing"):
        packed(tmp_path / "p.wacz", what)


def test_damaged_evidence_stops_the_package(tmp_path: Path) -> None:
    what = contents(tmp_path / "evidence")
    (path,) = (tmp_path / "evidence").rglob("*.warc.gz")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    with pytest.raises(PreservationError, match="does not hold"):
        packed(tmp_path / "p.wacz", what)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org", "http://example.org/", "https://www2.Example.org/A/B.html#x",
        "https://example.org:8443/%D8%A3/x", "http://www.example.org/أخبار/1?b=2&a=1", "urn:sha256:abc",
        "https://example.org/a/", "https://example.org/a?x=%D8%A3", "http://مثال.org/a",
    ],
)  # fmt: skip
def test_sort_keys_are_those_of_the_library_of_replay_tools(address: str) -> None:
    surt = pytest.importorskip("surt")
    from rasd.preservation.package.index import sort_key

    assert sort_key(address) == surt.surt(address)


def test_the_index_has_a_block_for_every_three_hundred_lines(tmp_path: Path) -> None:
    import gzip

    from rasd.preservation.package.index import IndexLine, blocks

    lines = [
        IndexLine(
            f"https://example.org/{number:04}",
            "20240314093015",
            "text/html",
            "200",
            "sha256:0",
            number,
            1,
            "e",
        )
        for number in range(700)
    ]
    packed_lines, names = blocks(lines, "index.cdx.gz")
    head, *block_lines = names.decode().splitlines()
    assert head.startswith("!meta 0 ") and len(block_lines) == 3
    for line in block_lines:
        facts = json.loads(line[line.index("{") :])
        block = gzip.decompress(packed_lines[facts["offset"] : facts["offset"] + facts["length"]]).decode()
        assert block.startswith(line[: line.index(" {")])
    assert AT.year == 2024
