"""What was redacted is nowhere any more: not in texts, search, records, files of the store, packages; and stays away."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rasd.coding import Coder
from rasd.preservation.reading import records
from rasd.preservation.redaction.destroying import tombstone_record
from rasd.store import Selection, Store
from rasd.store.redactions import FILLER

Run = Callable[..., Any]
NAME = "زيدون المثالي"
TEXT = f"قُتل المزارع {NAME} وأصيب طفلان بقصف مدفعي استهدف بلدة كفرنبل صباح اليوم، وفق ما قال وزيدون المثالي الابن"
OTHER = "سقطت ثلاث قذائف على حي سكني دون إصابات"


@pytest.fixture(autouse=True)
def a_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rasd: Run) -> None:
    for name in ("RASD_STORE", "RASD_EVIDENCE", "RASD_REDACTION_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    page("one", TEXT, title=f"مقتل {NAME}")
    page("two", OTHER)
    assert rasd("collect", "one.jsonl", "two.jsonl").code == 0


def page(name: str, text: str, **facts: str) -> None:
    row = {"id": name, "text": text, "published": "2024-03-14", "outlet": "وكالة المثال", **facts}
    Path(f"{name}.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")


def order(rasd: Run, *more: str) -> Any:
    return rasd("redact", "--by", "أمل", "--why", "طلب الأسرة", *more)


def text_of(document_id: str) -> str:
    with Store.open("rasd-store") as store:
        found = store.document(document_id)
    assert found is not None
    return found.document.text


def coded() -> None:
    with Store.open("rasd-store") as store:
        coder = Coder()
        run = store.begin_coding("test")
        documents = list(store.documents())
        store.keep_records(run, [(one.id, coder.code(one.document)) for one in documents])


def everywhere(folder: Path) -> bytes:
    """All bytes of the store except the evidentiary copies and their witness."""
    return b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file() and "evidence" not in path.parts
    )


def test_a_name_is_taken_out_of_texts_titles_and_every_file_of_the_store(rasd: Run, tmp_path: Path) -> None:
    coded()
    outcome = order(rasd, "--text", NAME)
    assert outcome.code == 0, outcome.err
    assert "زيدون" not in text_of("one") and len(text_of("one")) == len(TEXT)
    with Store.open("rasd-store") as store:
        record = store.record("one")
        title = next(store.documents(Selection(ids=("one",)))).document.title
    assert (
        record is not None
        and "زيدون" not in record.model_dump_json()
        and "المثالي" not in record.model_dump_json()
    )
    assert title is not None and "زيدون" not in title and FILLER in title
    assert "زيدون".encode() not in everywhere(tmp_path / "rasd-store")
    assert rasd("package", "--search", "زيدون", "--output", "p.wacz").code == 2


def test_evidence_elsewhere_in_the_text_stays_in_its_place(rasd: Run) -> None:
    coded()
    with Store.open("rasd-store") as store:
        before = store.record("one")
        order(rasd, "--text", NAME)
        after = store.record("one")
    assert before is not None and after is not None
    spans = [harm.evidence for report in before.reports for harm in report.harm]
    assert spans and spans == [harm.evidence for report in after.reports for harm in report.harm]
    start, end = TEXT.index("طفلان"), TEXT.index("طفلان") + 5
    assert text_of("one")[start:end] == "طفلان"


@pytest.mark.parametrize("spelling", ["زيدون المثالي", "زَيْدُون الـمثالى", "زيدون  المثالي"])
def test_every_spelling_means_the_same_name(rasd: Run, spelling: str) -> None:
    assert order(rasd, "--text", spelling).code == 0
    assert "زيدون" not in text_of("one")


def test_what_arabic_joins_before_the_name_stays(rasd: Run) -> None:
    order(rasd, "--text", NAME)
    assert "قال و" + FILLER * len("زيدون المثالي") + " الابن" in text_of("one")


def test_it_is_left_in_longer_words_and_this_is_told(rasd: Run) -> None:
    page("three", "جاء الزيدونيون وزيدون معهم")
    rasd("collect", "three.jsonl")
    outcome = order(rasd, "--text", "زيدون", "three")
    assert "1 longer words hold it" in outcome.err
    assert text_of("three") == "جاء الزيدونيون و█████ معهم"


def test_a_span_of_one_document(rasd: Run) -> None:
    start = OTHER.index("حي سكني")
    assert order(rasd, "two", "--span", f"{start}:{start + 7}").code == 0
    assert text_of("two") == OTHER.replace("حي سكني", FILLER * 7)
    assert text_of("one") == TEXT


def test_a_whole_document_leaves_its_tombstone(rasd: Run, tmp_path: Path) -> None:
    coded()
    assert order(rasd, "one", "--whole").code == 0
    assert text_of("one") == FILLER * len(TEXT)
    with Store.open("rasd-store") as store:
        assert store.record("one") is None
    assert "زيدون".encode() not in everywhere(tmp_path / "rasd-store")
    rasd("package", "one", "two", "--output", "p.wacz")
    with zipfile.ZipFile("p.wacz") as opened:
        (tombstone, _) = map(json.loads, opened.read("documents/documents.jsonl").splitlines())
    assert tombstone["tombstone"] and "text" not in tombstone


def test_collecting_the_same_page_again_does_not_bring_it_back(rasd: Run, tmp_path: Path) -> None:
    order(rasd, "--text", NAME)
    outcome = rasd("collect", "one.jsonl")
    assert outcome.code == 0 and "1 already known" in outcome.out
    assert "زيدون".encode() not in everywhere(tmp_path / "rasd-store")


def test_a_new_page_with_the_name_comes_in_without_it(rasd: Run, tmp_path: Path) -> None:
    order(rasd, "--text", NAME)
    page(
        "four",
        f"دُفن {NAME} أمس",
        title=NAME,
        url="https://example.org/%D8%B2%D9%8A%D8%AF%D9%88%D9%86-المثالي",
    )
    assert rasd("collect", "four.jsonl").code == 0
    assert text_of("four") == f"دُفن {FILLER * len(NAME)} أمس"
    assert "زيدون".encode() not in everywhere(tmp_path / "rasd-store")
    assert b"%D8%B2%D9%8A%D8%AF%D9%88%D9%86" not in everywhere(tmp_path / "rasd-store")
    assert rasd("verify").code == 0


def test_another_version_of_a_document_that_was_taken_out_whole_is_taken_out_too(rasd: Run) -> None:
    order(rasd, "one", "--whole")
    page("one", TEXT + " تحديث")
    rasd("collect", "one.jsonl")
    with Store.open("rasd-store") as store:
        assert all("زيدون" not in one.document.text for one in store.documents())


def test_a_new_coding_does_not_bring_it_back(rasd: Run, tmp_path: Path) -> None:
    coded()
    order(rasd, "--text", NAME)
    coded()
    assert "زيدون".encode() not in everywhere(tmp_path / "rasd-store")


def test_packages_hold_the_tombstone_and_not_the_record(rasd: Run) -> None:
    order(rasd, "--text", NAME)
    outcome = rasd("package", "--all", "--output", "p.wacz")
    assert "1 as tombstones" in outcome.out and "1 evidentiary records" in outcome.out, outcome.out
    with zipfile.ZipFile("p.wacz") as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert "زيدون".encode() not in everything
    assert rasd("verify", "--package", "p.wacz").code == 0


def test_verify_understands_redactions(rasd: Run) -> None:
    order(rasd, "--text", NAME)
    order(rasd, "two", "--whole")
    proof = rasd("verify")
    assert proof.code == 0, proof.out


def test_an_altered_text_is_found_after_a_redaction_too(rasd: Run, tmp_path: Path) -> None:
    order(rasd, "--text", NAME)
    with sqlite3.connect(tmp_path / "rasd-store/rasd.db") as database:
        database.execute("UPDATE store_document SET text = replace(text, 'طفلان', 'رجلان')")
    database.close()
    assert rasd("verify").code == 1


def test_the_custody_log_tells_who_and_why_and_not_what(rasd: Run) -> None:
    order(rasd, "--text", NAME)
    with Store.open("rasd-store") as store:
        entries = [
            entry for entry in store.custody.entries() if entry.action.endswith(("ordered", "redacted"))
        ]
    ordered, told = entries
    assert (ordered.details["by"], ordered.details["why"]) == ("أمل", "طلب الأسرة")
    assert len(told.details["removed"]) == 2 and len(told.details["removed"][0]["hmac"]) == 64
    assert "زيدون" not in json.dumps([entry.details for entry in entries], ensure_ascii=False)


def test_the_hash_of_a_short_name_cannot_be_guessed_without_the_key(rasd: Run, tmp_path: Path) -> None:
    import hashlib

    order(rasd, "--text", NAME)
    with Store.open("rasd-store") as store:
        written = json.dumps([entry.details for entry in store.custody.entries()])
    for guess in (NAME, f"words\x00{NAME}", f"removed\x00{NAME}"):
        assert hashlib.sha256(guess.encode()).hexdigest() not in written
    assert (tmp_path / "rasd-store/evidence/redaction.key").stat().st_mode & 0o077 == 0


def test_without_the_key_nothing_comes_in(rasd: Run, tmp_path: Path) -> None:
    order(rasd, "--text", NAME)
    key = tmp_path / "rasd-store/evidence/redaction.key"
    key.rename(tmp_path / "elsewhere")
    page("five", NAME)
    outcome = rasd("collect", "five.jsonl")
    assert outcome.code == 2 and "redaction.key" in outcome.err


def test_the_key_may_lie_elsewhere(rasd: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_REDACTION_KEY", str(tmp_path / "stick.key"))
    order(rasd, "--text", NAME)
    page("five", f"دُفن {NAME}")
    assert rasd("collect", "five.jsonl").code == 0
    assert "زيدون" not in text_of("five")
    assert not (tmp_path / "rasd-store/evidence/redaction.key").exists()


def test_the_evidentiary_copy_still_holds_it_and_this_is_said(rasd: Run, tmp_path: Path) -> None:
    outcome = order(rasd, "--text", NAME)
    assert "still hold the words" in outcome.err
    (path,) = (tmp_path / "rasd-store/evidence").rglob("*.warc.gz")
    assert path.stat().st_mode & 0o077 == 0


def test_a_destroyed_copy_leaves_its_tombstone_and_everything_else_holds(rasd: Run, tmp_path: Path) -> None:
    outcome = order(rasd, "one", "--whole", "--destroy-evidence")
    assert outcome.code == 0, outcome.err
    (path,) = (tmp_path / "rasd-store/evidence").rglob("*.warc.gz")
    payloads: list[bytes] = []
    import gzip

    assert "زيدون".encode() not in gzip.decompress(path.read_bytes())
    assert OTHER.encode() in gzip.decompress(path.read_bytes())
    assert all(not seen.problem for seen in records(path)) and not payloads
    proof = rasd("verify")
    assert proof.code == 0, proof.out
    rasd("package", "--all", "--output", "p.wacz")
    with zipfile.ZipFile("p.wacz") as opened:
        tombstone = json.loads(opened.read("documents/documents.jsonl").splitlines()[0])
    assert tombstone["evidence_destroyed"]


def test_a_copy_that_others_share_is_not_destroyed(rasd: Run, tmp_path: Path) -> None:
    rows = [{"id": f"row{n}", "text": f"قذيفة {n} على {NAME}"} for n in range(3)]
    Path("many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    rasd("collect", "many.jsonl")
    outcome = order(rasd, "row0", "--whole", "--destroy-evidence")
    assert outcome.code == 2 and "2 other documents" in outcome.err
    assert "زيدون" in text_of("row0")
    assert not list((tmp_path / "rasd-store/evidence").rglob("*.part"))
    assert order(rasd, "row0", "row1", "row2", "--whole", "--destroy-evidence").code == 0
    assert rasd("verify").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--text", "اسم لا يوجد"), "stands in no document"),
        (("--text", "…"), "no word in what was given"),
        (("nobody", "--text", "زيدون"), "no document with the id nobody"),
        (("two", "--span", "0:9999"), "no characters 0 to 9999"),
        (("two", "--span", "x"), "is no span"),
        (("--span", "0:5"), "of one document"),
        (("--whole",), "Name the documents"),
        ((), "one of them"),
        (("two", "--whole", "--text", "x"), "one of them"),
        (("two", "--text", "حي", "--destroy-evidence"), "goes with --whole"),
        (("--text", "كلمة " * 201), "more than 200"),
        (("--text", "زيدون", "--store", "nowhere"), "nowhere"),
    ],
)
def test_bad_orders_are_said_and_change_nothing(rasd: Run, arguments: tuple[str, ...], words: str) -> None:
    outcome = order(rasd, *arguments)
    assert outcome.code == 2 and words in outcome.err, outcome.err
    assert text_of("one") == TEXT and text_of("two") == OTHER
    with Store.open("rasd-store") as store:
        assert all(not entry.action.startswith("redaction") for entry in store.custody.entries())


def test_an_order_says_who_and_why(rasd: Run) -> None:
    assert rasd("redact", "--text", NAME).code == 2
    outcome = rasd("redact", "--text", NAME, "--by", " ", "--why", "x")
    assert outcome.code == 2 and "custody log" in outcome.err


def test_a_rule_may_be_kept_ahead(rasd: Run) -> None:
    assert order(rasd, "--text", "هيثم المثالي", "--ahead").code == 0
    page("six", "قال هيثم المثالي إن القصف توقف")
    rasd("collect", "six.jsonl")
    assert "هيثم" not in text_of("six")


def test_the_words_may_come_from_standard_input(rasd: Run) -> None:
    outcome = rasd("redact", "--by", "a", "--why", "b", "--text", "-", stdin=NAME)
    assert outcome.code == 0 and "زيدون" not in text_of("one")


@pytest.mark.parametrize("length", [230, 299, 300, 301, 420, 5_000, 65_700, 70_001, 1_000_003])
def test_a_tombstone_fills_its_place_to_the_byte(tmp_path: Path, length: int) -> None:
    member, digest = tombstone_record(length, "<urn:uuid:0f6cbe6b-8b4e-4f29-a5c4-3a4b2a3a4b2a>")
    (tmp_path / "x.warc.gz").write_bytes(member)
    (seen,) = records(tmp_path / "x.warc.gz")
    assert (seen.length, seen.sha256, seen.problem) == (length, digest, "")


def test_what_people_wrote_beside_their_decisions_is_taken_out_and_still_proved(
    rasd: Run, tmp_path: Path
) -> None:
    coded()
    with Store.open("rasd-store") as store:
        record = store.record("one")
        assert record is not None
        report = f"one#{record.reports[0].id}"
        made = store.judge("note", [report], by="أمل", why=f"قالت أسرة {NAME}", value=f"الشاهد {NAME}")
        store.undo(made.number, by="أمل", why=f"خطأ في اسم {NAME}")
    assert order(rasd, "--text", NAME).code == 0
    assert "زيدون".encode() not in everywhere(tmp_path / "rasd-store")
    proof = rasd("verify")
    assert proof.code == 0, proof.out
