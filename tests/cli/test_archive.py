"""`rasd archive` as a person meets it: tables, a second run, a refusal, an interruption."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("resiliparse")

MAIN = "from rasd.cli import main; main()"
TEXTS = (
    "قُتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين بريف إدلب، وقال الدفاع المدني إن بين القتلى طفلا.",
    "قُتل ثلاثة مدنيين أمس بقصف مدفعي على بلدة سرمين في ريف إدلب، بحسب مراسل وكالة مدار في المنطقة.",
    "أصيب خمسة أشخاص فجر اليوم في غارة جوية على مدينة الخوخة جنوب الحديدة، وقالت مصادر طبية إن حالتهم مستقرة.",
    "ارتفعت أسعار الخضار في أسواق العاصمة مع بداية الأسبوع بسبب كلفة النقل.",
    "Prices went up again this week.",
)


def rasd(*arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert not check or done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done


def write(path: Path, texts: tuple[str, ...] = TEXTS, *, times: int = 1) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        for turn in range(times):
            for number, text in enumerate(texts):
                row = {
                    "id": f"{path.stem}-{turn}-{number}",
                    "text": text,
                    "published": "2024-03-14T09:00:00+03:00",
                    "outlet": f"وكالة {number}",
                }
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def tables(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("run.json", ".lock")
    }


def rows(folder: Path, table: str) -> list[dict[str, object]]:
    return [
        row
        for path in sorted((folder / table).rglob("*.parquet"))
        for row in pq.ParquetFile(path).read().to_pylist()
    ]


def test_reports_are_linked_and_lie_by_theatre_and_month(tmp_path: Path) -> None:
    done = rasd("archive", write(tmp_path / "rows.jsonl"), "--output", tmp_path / "out", "--jobs", "1")
    assert "3 documents with 3 reports" in done.stdout
    assert "no word of force 1" in done.stdout
    out = tmp_path / "out"
    assert len(rows(out, "documents")) == 3
    assert (out / "reports/theatre=syria/month=2024-03").is_dir()
    assert (out / "incidents/theatre=yemen/month=2024-03").is_dir()
    by_kind = {row["kind"]: row for row in rows(out, "incidents")}
    assert by_kind.keys() == {"shelling", "air_strike"}
    assert by_kind["shelling"]["documents"] == 2
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["total"]["kept"] == 3
    assert manifest["counts"]["incidents"] == 2
    listed = {one["name"] for one in manifest["files"]}
    assert listed == {
        name for name in tables(out) if name.startswith(("documents/", "reports/", "incidents/"))
    }


def test_the_same_command_again_does_nothing_and_another_month_adds(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a.jsonl"), write(tmp_path / "b.jsonl", TEXTS[2:])
    rasd("archive", one, "-o", tmp_path / "out")
    before = tables(tmp_path / "out")
    assert "nothing to do" in rasd("archive", one, "-o", tmp_path / "out").stdout
    assert tables(tmp_path / "out") == before
    rasd("archive", other, "-o", tmp_path / "out")
    rasd("archive", one, other, "-o", tmp_path / "both")
    assert tables(tmp_path / "out") == tables(tmp_path / "both")


@pytest.mark.parametrize("after", [0.7, 2.0])
def test_killed_and_begun_again_a_run_ends_the_same(tmp_path: Path, after: float) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for name in "abc":
        write(inputs / f"{name}.jsonl", times=40)
    rasd("archive", inputs, "-o", tmp_path / "whole", "-j", "2")
    command = [sys.executable, "-c", MAIN, "archive", str(inputs), "-o", str(tmp_path / "out"), "-j", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        time.sleep(after)
        run.kill()
    for _ in range(100):  # its processes end with the page at hand
        again = rasd("archive", inputs, "-o", tmp_path / "out", "-j", "1", check=False)
        if "in use" not in again.stderr:
            break
        time.sleep(0.1)
    assert again.returncode == 0, again.stderr
    assert tables(tmp_path / "out") == tables(tmp_path / "whole")


def test_interrupted_a_run_says_how_to_go_on(tmp_path: Path) -> None:
    write(tmp_path / "rows.jsonl", times=3000)
    command = [
        sys.executable,
        "-c",
        MAIN,
        "archive",
        str(tmp_path / "rows.jsonl"),
        "-o",
        str(tmp_path / "out"),
        "-j",
        "1",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        while not (tmp_path / "out" / ".crumbs").exists() and run.poll() is None:
            time.sleep(0.05)
        time.sleep(0.3)
        run.send_signal(signal.SIGTERM)
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "the same command goes on" in told
    assert "Traceback" not in told


def test_other_settings_in_one_folder_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl")
    rasd("archive", path, "-o", tmp_path / "out")
    done = rasd("archive", path, "-o", tmp_path / "out", "--careful", check=False)
    assert done.returncode == 2
    assert "careful was False, is True" in done.stderr


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.jsonl")
    (folder / "b.parquet").write_bytes(b"no parquet at all")
    (folder / "c.jsonl").write_text(
        json.dumps({"text": TEXTS[0]}, ensure_ascii=False) + '\n{"text": broken\n', "utf-8"
    )
    done = rasd("archive", folder, "-o", tmp_path / "out", check=False)
    assert done.returncode == 1
    assert "b.parquet" in done.stderr
    assert "1 record set aside" in done.stderr
    (aside,) = (tmp_path / "out" / "set-aside.jsonl").read_text("utf-8").splitlines()
    assert "c.jsonl" in json.loads(aside)["where"]
    assert len(rows(tmp_path / "out", "documents")) == 4


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = rasd("archive", tmp_path / "empty", "-o", tmp_path / "out", check=False)
    assert done.returncode == 2
    assert "empty" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_engine_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    done = rasd(
        "archive", write(tmp_path / "a.jsonl"), "-o", tmp_path / "out", "--engine", "spark", check=False
    )
    assert done.returncode == 2
    assert "Engines: local, daft, ray" in done.stderr


def test_documents_of_an_archive_go_on_into_a_store(tmp_path: Path) -> None:
    rasd("archive", write(tmp_path / "rows.jsonl"), "-o", tmp_path / "out")
    done = rasd("collect", tmp_path / "out" / "documents", "--store", tmp_path / "store")
    assert "3" in done.stdout + done.stderr
