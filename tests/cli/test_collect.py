"""Collecting: what is acknowledged, what is told, and what happens to what cannot be read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local_site import page_of, running_site

Run = Callable[..., Any]
TEXT = "أصيب ثلاثة مدنيين بقصف مدفعي على أطراف البلدة صباح اليوم"


@pytest.fixture(autouse=True)
def no_store_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RASD_STORE", raising=False)
    monkeypatch.delenv("RASD_EVIDENCE", raising=False)
    monkeypatch.chdir(tmp_path)


def rows(path: Path, count: int, *, start: int = 0) -> Path:
    numbers = range(start, start + count)
    path.write_text(
        "".join(json.dumps({"id": f"d{n}", "text": f"{TEXT} {n}"}) + "\n" for n in numbers), "utf-8"
    )
    return path


def test_the_first_run_makes_a_store_and_says_what_comes_next(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("collect", rows(tmp_path / "a.jsonl", 3))
    assert outcome.code == 0
    assert "A new store: rasd-store" in outcome.err
    assert "3 documents: 3 added, 0 already known." in outcome.out
    assert "`rasd code`" in outcome.out and "`rasd link`" in outcome.out
    assert rasd("verify").code == 0


def test_the_second_run_knows_them_all(rasd: Run, tmp_path: Path) -> None:
    source = rows(tmp_path / "a.jsonl", 3)
    rasd("collect", source)
    outcome = rasd("collect", source)
    assert (outcome.code, outcome.err) == (0, "")
    assert "3 documents: 0 added, 3 already known." in outcome.out


def test_lines_name_id_outcome_place_and_hash(rasd: Run, tmp_path: Path) -> None:
    outcome = rasd("collect", rows(tmp_path / "a.jsonl", 2), "--format", "jsonl")
    first, second = outcome.records()
    assert (first["id"], first["outcome"], second["where"]) == ("d0", "added", f"{tmp_path}/a.jsonl:2")
    assert first["sha256"] == second["sha256"] and len(first["sha256"]) == 64


def test_what_fails_is_named_counted_by_reason_and_costs_only_itself(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT}) + "\nnot json\n{}\n[]\n", "utf-8")
    outcome = rasd("collect", tmp_path / "a.jsonl", "gone.txt")
    assert outcome.code == 1
    assert "a.jsonl:2: not JSON" in outcome.err and "gone.txt: no such file" in outcome.err
    assert "1 document: 1 added" in outcome.out
    assert "4 inputs failed" in outcome.out and "not JSON (1)" in outcome.out


def test_nothing_that_could_be_collected_is_code_2(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert rasd("collect", "gone.txt").code == 2
    assert rasd("collect", tmp_path / "empty").code == 2


def test_another_text_under_the_same_id_is_told_aloud(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "x", "text": TEXT}), "utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "x", "text": TEXT + " وقتل رابع"}), "utf-8")
    outcome = rasd("collect", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert "another text than document x" in outcome.err and "kept beside it as x@" in outcome.err
    assert "1 new version" in outcome.out


def test_a_pipe_is_collected_row_by_row(rasd: Run) -> None:
    lines = "".join(json.dumps({"id": f"p{n}", "text": f"{TEXT} {n}"}) + "\n" for n in range(3))
    assert rasd("collect", "-", "--format", "jsonl", stdin=lines).ids() == ["p0", "p1", "p2"]
    assert rasd("verify").code == 0


def test_a_folder_that_holds_the_store_does_not_collect_the_store(rasd: Run, tmp_path: Path) -> None:
    rows(tmp_path / "a.jsonl", 2)
    (tmp_path / "page.html").write_text(page_of(), "utf-8")
    for evidence in ("rasd-store/evidence", "elsewhere"):
        rasd("collect", ".", "--evidence", evidence)
        outcome = rasd("collect", ".", "--evidence", evidence)
        assert "3 documents: 0 added, 3 already known." in outcome.out


def test_records_of_an_archive_are_kept_with_the_moment_that_it_claims(rasd: Run, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from rasd.preservation.evidence import Answer, Batch, Payload
    from rasd.preservation.reading import record_at
    from rasd.store import Store

    batch = Batch(tmp_path / "theirs", at=datetime(2013, 8, 21, 6, 0, tzinfo=UTC))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    body, uri = Payload(page_of().encode()), "https://news.example/1"
    batch.response(body, Answer(target_uri=uri, at=batch.at, request=b"", head=head))
    outcome = rasd("collect", tmp_path / "theirs" / batch.close().name)
    assert outcome.code == 0 and "1 document: 1 added" in outcome.out
    with Store.open("rasd-store") as store:
        (stored,) = store.documents()
        evidence = stored.arrival.evidence
        assert evidence is not None
        seen = record_at(store.evidence / evidence.warc, evidence.offset)
    assert stored.arrival.collected_at.year > 2013
    assert seen.headers["warc-date"].startswith("2013-08-21") and seen.sha256 == body.sha256
    assert rasd("verify").code == 0


def test_columns_of_other_names_are_given(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"key,body\n1,{TEXT}\n", "utf-8")
    assert rasd("collect", "a.csv", "--map", "text=body").code == 0


def test_defaults_reach_the_store(rasd: Run, tmp_path: Path) -> None:
    from rasd.store import Store

    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    rasd("collect", "a.txt", "--published", "2024-03-14", "--outlet", "شبكة مثال", "--theatre", "syria")
    with Store.open("rasd-store") as store:
        (stored,) = store.documents()
    document = stored.document
    assert (document.published, document.outlet, document.theatre) == ("2024-03-14", "شبكة مثال", "syria")


def test_an_unknown_format_names_those_that_exist(rasd: Run) -> None:
    outcome = rasd("collect", "x", "--format", "xml")
    assert outcome.code == 2 and "words, jsonl" in outcome.err


def test_pages_of_the_web_are_kept_with_what_the_server_said(rasd: Run) -> None:
    from local_site import page_of
    from rasd.preservation.reading import record_at
    from rasd.store import Store

    with running_site() as site:
        page = site.give("/1", page_of(), X_Served_By="مثال".encode().decode("latin-1"))
        moved = site.give("/old", status=301, Location="/1")
        gone = f"{site.root}/gone"
        outcome = rasd("collect", page, moved, gone, "--allow-private", "--format", "jsonl")
        refused = rasd("collect", page, "--store", "other")
    assert outcome.code == 1
    assert [row["outcome"] for row in outcome.records()].count("failed") == 1
    assert f"{gone}: is not there" in outcome.err
    assert refused.code == 2 and "--allow-private" in refused.err
    with Store.open("rasd-store") as store:
        (stored,) = store.documents()
        evidence = stored.arrival.evidence
        assert evidence is not None and stored.arrival.method == "web"
        pieces: list[bytes] = []
        seen = record_at(store.evidence / evidence.warc, evidence.offset, payload=pieces)
    assert (seen.kind, seen.headers["warc-target-uri"], seen.headers["warc-ip-address"]) == (
        "response",
        page,
        "127.0.0.1",
    )
    assert "قُتل ثلاثة مدنيين".encode() in b"".join(pieces)
    assert rasd("verify").code == 0


# --- processes that are killed, and two at once ----------------------------------------------------------------------


def start(*arguments: object, errors: int = subprocess.PIPE) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", "from rasd.cli import main; main()", *map(str, arguments)]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=errors, text=True)


def test_two_that_collect_at_once_lose_and_double_nothing(rasd: Run, tmp_path: Path) -> None:
    one = rows(tmp_path / "one.jsonl", 300)
    two = rows(tmp_path / "two.jsonl", 300, start=150)
    running = [start("collect", source, "--store", "st", "--format", "jsonl") for source in (one, two, one)]
    outputs = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], [errors for _, errors in outputs]
    lines = [json.loads(line) for out, _ in outputs for line in out.splitlines()]
    assert len(lines) == 900
    added = [line["id"] for line in lines if line["outcome"] == "added"]
    assert sorted(added) == sorted(f"d{n}" for n in range(450))
    assert rasd("verify", "--store", "st").code == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_what_a_killed_process_acknowledged_is_there_and_proved(rasd: Run, tmp_path: Path) -> None:
    """Killed after some of its lines were printed; `tools/kill_loop.py` does so many times, at random moments."""
    acknowledged: set[str] = set()
    for turn in range(3):
        source = rows(tmp_path / f"{turn}.jsonl", 2000, start=2000 * turn)
        process = start("collect", source, "--store", "st", "--format", "jsonl", errors=subprocess.DEVNULL)
        assert process.stdout is not None
        for _ in range(1 + 400 * turn):
            acknowledged.add(json.loads(process.stdout.readline())["id"])
        os.kill(process.pid, signal.SIGKILL)
        with process.stdout:
            rest = process.stdout.read()
        process.wait(timeout=60)
        acknowledged.update(
            json.loads(line)["id"] for line in rest.splitlines(keepends=True) if line.endswith("}\n")
        )
        outcome = rasd("verify", "--store", "st", "--format", "jsonl")
        assert outcome.code == 0, outcome.out
        assert acknowledged <= stored_ids("st")
    final = rasd("collect", *sorted(tmp_path.glob("*.jsonl")), "--store", "st")
    assert final.code == 0
    assert stored_ids("st") == {f"d{n}" for n in range(6000)}
    assert rasd("verify", "--store", "st").code == 0


def stored_ids(folder: str) -> set[str]:
    from rasd.store import Store

    with Store.open(folder) as store:
        return {one.id for one in store.documents()}
