"""The native format: its lines follow the schema, it comes back into a store without loss, and bad input costs itself."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from arrivals import arrival
from exchanged import dossier, written
from linked_store import code, report, told_store
from rasd.errors import DocumentError
from rasd.export.exchange import ExportOptions, Import, Taken, exchange_format_named, export, included
from rasd.export.exchange.gathering import dossiers_of
from rasd.export.exchange.lines import line_schema
from rasd.store import IncidentFilter, Store
from rasd.store.deciding import Value, judge, note, undo
from rasd.store.linking import link_store, relink

WHOLE = ExportOptions(include=included("all"))
REPLACED = "قتل خمسة مدنيين في نص آخر مختلف تماما عن الأول."


def exported(store: Store, options: ExportOptions = WHOLE) -> str:
    stream = io.StringIO()
    export(exchange_format_named("jsonl"), dossiers_of(store, IncidentFilter(), options), stream, options)
    return stream.getvalue()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def changed(text: str, kind: str, change: Callable[[dict[str, Any]], Any]) -> str:
    """Return the file with a change to the first line of a kind."""
    rows = lines(text)
    change(next(row for row in rows if row["type"] == kind))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def full(store: Store) -> Store:
    """Return a store of two incidents with decisions, one of them taken back."""
    told_store(store, ["2019-04-28", "2019-04-28", "2019-05-20"])
    first = store.incidents_of(["d0#r1"])["d0#r1"]
    judge(store, first, [Value("grade", "confirmed")], by="سلمى", why="أقر الطرف")
    taken_back = judge(store, first, [Value("occurrence", "likely")], by="عمر", why="خطأ")
    undo(store, taken_back.judgements[0].number, by="سلمى", why="مصدر آخر", relink=relink)
    judge(store, first, [Value("best", 2, "killed")], by="عمر", why="بالأسماء")
    note(store, first, "الصور عند الموثقة", by="سلمى")
    return store


@pytest.fixture
def other(tmp_path: Path, request: pytest.FixtureRequest, address: str) -> Store:
    """Return an empty store of the same kind as the first one."""
    if address.startswith("postgresql"):
        address = request.getfixturevalue("bare_url")
    else:
        address = str(tmp_path / "other")
    opened = Store.open(address, evidence=tmp_path / "other-evidence")
    request.addfinalizer(opened.close)
    return opened


def take(store: Store, text: str, folder: Path, name: str = "given.jsonl") -> tuple[Taken, list[str]]:
    told: list[str] = []
    (folder / name).write_text(text, "utf-8")
    return Import(store, tell=told.append).take(folder / name), told


def test_every_line_follows_the_schema(full: Store) -> None:
    schema = line_schema()
    validator = jsonschema.Draft202012Validator(schema)
    for text in (exported(full), exported(full, ExportOptions())):
        for row in lines(text):
            assert not list(validator.iter_errors(row)), row
    kinds = [row["type"] for row in lines(exported(full))]
    assert kinds[0] == "header" and set(kinds) == {"header", "document", "record", "incident", "judgement"}
    assert list(validator.iter_errors({"type": "incident"}))


def test_export_import_export_is_the_same_to_the_byte(full: Store, other: Store, tmp_path: Path) -> None:
    before = exported(full)
    taken, told = take(other, before, tmp_path)
    assert not told and (taken.documents, taken.records, taken.incidents, taken.judgements) == (3, 3, 2, 4)
    assert exported(other) == before
    undone = [one for one in other.judgements(undone=None) if one.undone]
    assert [(one.by, one.undone.by, one.undone.why) for one in undone if one.undone] == [
        ("عمر", "سلمى", "مصدر آخر")
    ]


def test_decisions_can_be_made_and_undone_after_an_import(full: Store, other: Store, tmp_path: Path) -> None:
    take(other, exported(full), tmp_path)
    link_store(other)
    assert {one.id for one in other.incidents()} == {one.id for one in full.incidents()}
    first = other.incidents_of(["d0#r1"])["d0#r1"]
    assert [(one.about, one.by) for one in other.incident(first).decided] == [
        ("grade", "سلمى"),
        ("best", "عمر"),
    ]  # type: ignore[union-attr]
    made = judge(other, first, [Value("grade", "weak")], by="ليلى", why="تراجع")
    numbers = [one.number for one in other.judgements(undone=None)]
    assert made.judgements[0].number == max(numbers) and len(set(numbers)) == len(numbers)


def test_the_custody_log_says_from_which_file(full: Store, other: Store, tmp_path: Path) -> None:
    from hashlib import sha256

    text = exported(full)
    take(other, text, tmp_path)
    digest = sha256(text.encode()).hexdigest()
    entries = list(other.custody.entries())
    added = [entry for entry in entries if entry.action == "document.added"]
    assert len(added) == 3 and all(digest in entry.details["extractor"] for entry in added)
    assert {entry.details["method"] for entry in added} == {"import"}
    made = [entry for entry in entries if entry.action == "judgement.made"]
    assert len(made) == 4 and all(entry.details["file_sha256"] == digest for entry in made)
    (last,) = (entry for entry in entries if entry.action == "exchange.imported")
    assert last.subject == digest and last.details["incidents"] == 2


def test_the_same_again_changes_nothing_and_is_counted_once(
    full: Store, other: Store, tmp_path: Path
) -> None:
    text = exported(full)
    take(other, text, tmp_path)
    again, told = take(other, text, tmp_path)
    assert not told and (again.documents, again.records, again.incidents, again.judgements) == (0, 0, 0, 0)
    assert again.known == 3 + 3 + 2 + 4 and exported(other) == text
    header, *rest = text.splitlines(keepends=True)
    doubled, _ = take(other, header + rest[0] + "".join(rest), tmp_path)
    assert doubled.doubled == 1


def test_a_broken_line_is_named_and_the_rest_goes_on(full: Store, other: Store, tmp_path: Path) -> None:
    rows = exported(full).splitlines(keepends=True)
    broken = [rows[0], "{broken\n", '{"type":"weather"}\n', "[1]\n", *rows[1:]]
    taken, told = take(other, "".join(broken), tmp_path)
    assert [line.split(": ")[0].rpartition(":")[2] for line in told] == ["2", "3", "4"]
    assert taken.failed == 3 and taken.incidents == 2 and exported(other) == exported(full)


@pytest.mark.parametrize(
    ("kind", "change", "fact"),
    [
        ("document", lambda row: row["document"].pop("id"), "id: Field required"),
        ("document", lambda row: row["document"].update(text="نص آخر"), "another text than its text_sha256"),
        ("document", lambda row: row["document"].update(text=None), "has no text"),
        ("record", lambda row: row["record"]["reports"][0].update(kind="murder"), "kind"),
        ("record", lambda row: row["record"].update(schema_version="2.0", novel=1), "schema_version 2.0"),
        ("incident", lambda row: row["incident"].update(novel=1), "novel"),
        ("judgement", lambda row: row.update(action="guess"), "action"),
    ],
    ids=str,
)
def test_what_is_wrong_in_a_line_is_said(
    full: Store, other: Store, tmp_path: Path, kind: str, change: Callable[[Any], Any], fact: str
) -> None:
    taken, told = take(other, changed(exported(full), kind, change), tmp_path)
    assert taken.failed >= 1 and any(fact in line and "given.jsonl:" in line for line in told)
    assert taken.incidents >= 1


def test_what_rests_on_a_missing_document_is_left_out_with_it(
    full: Store, other: Store, tmp_path: Path
) -> None:
    rows = [row for row in exported(full).splitlines(keepends=True) if '"document":{"id":"d2"' not in row]
    taken, told = take(other, "".join(rows), tmp_path)
    assert taken.failed == 2 and taken.incidents == 1
    assert "no document d2" in told[0] and "rests on document d2" in told[1]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (
            lambda row: row.update(exchange_version="2.0"),
            "exchange_version 2.0, and this Rasd reads up to 1.0",
        ),
        (lambda row: row.update(schema_version="2.1"), "schema_version 2.1"),
        (lambda row: row.update(is_whole=False, include=["names"]), "without internal, points, texts"),
        (lambda row: row.update(notes=7), "header is broken"),
        (lambda row: row.update(type="incident"), "no header"),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_kept_is_refused_before_anything_is(
    full: Store, other: Store, tmp_path: Path, change: Callable[[Any], Any], fact: str
) -> None:
    with pytest.raises(DocumentError, match=fact):
        take(other, changed(exported(full), "header", change), tmp_path)
    assert not list(other.documents()) and other.custody.head()[0] == 0


def test_another_text_under_a_known_id_is_a_version_and_its_incident_waits(
    full: Store, other: Store, tmp_path: Path
) -> None:
    other.add([arrival(REPLACED, id="d0")])
    taken, told = take(other, exported(full), tmp_path)
    assert not told and (taken.documents, taken.versions, taken.to_link, taken.incidents) == (2, 1, 1, 1)
    kept = {one.id: one.version_of for one in other.documents()}
    (version,) = (name for name, of in kept.items() if of == "d0")
    record = other.record(version)
    assert record is not None and record.id == version and other.record("d0") is None
    link_store(other)
    assert other.incidents_of([f"{version}#r1", "d1#r1"]).keys() == {f"{version}#r1", "d1#r1"}


def test_nothing_of_this_store_is_overwritten(full: Store, other: Store, tmp_path: Path) -> None:
    told_store(other, ["2019-04-28", "2019-04-28"])
    code(other, {"d0": [report("الوثيقة: قتل خمسة مدنيين", killed=9)]}, version="ours")
    link_store(other)
    first = other.incidents_of(["d0#r1"])["d0#r1"]
    mine = judge(other, first, [Value("grade", "weak")], by="هدى", why="مصدر واحد")
    before = other.record("d0")
    taken, _ = take(other, exported(full), tmp_path)
    assert other.record("d0") == before and taken.kept_ours == 1 and taken.to_link == 1
    made = {one.number: one.by for one in other.judgements(undone=None)}
    assert made[mine.judgements[0].number] == "هدى" and len(made) == 5


def test_a_public_file_holds_reports_and_no_record_or_decision(full: Store) -> None:
    kinds = {row["type"] for row in lines(exported(full, ExportOptions()))}
    assert kinds == {"header", "document", "report", "incident"}
    assert "سلمى" not in exported(full, ExportOptions())


def test_no_character_of_a_text_ends_a_line() -> None:
    text = written("jsonl", dossier(places=[{"name": "حي\u2028النور\u0085"}])).decode()
    assert all(json.loads(line) for line in text.splitlines())
