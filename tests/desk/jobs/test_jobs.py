"""Jobs as a person meets them: a killed worker loses nothing, two workers share no job, a job ends when it is asked to."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parent
_WORKER = "import jobs_sample; jobs_sample.made(''); from rasd.desk.jobs.working import main; main()"
_ASK = """
import json, sys
import jobs_sample
import django
django.setup()
jobs_sample.made('')
from rasd.desk.jobs.models import Job, JobLine
from rasd.desk.jobs.shown import lines_of, shown
from rasd.desk.site.words import Words
given = json.loads(sys.argv[1])
"""


class Desk:
    """The jobs of one store, asked in processes of their own."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self._url = url
        path = os.pathsep.join([str(_HERE), os.environ.get("PYTHONPATH", "")])
        self.env = {**os.environ, "RASD_STORE": url or str(folder / "store"), "PYTHONPATH": path}
        self.env["RASD_EVIDENCE"] = str(folder / "evidence")
        self.env["DJANGO_SETTINGS_MODULE"] = "rasd.desk.settings"

    def ask(self, code: str, **given: Any) -> Any:
        """Run `code`, which prints JSON."""
        done = subprocess.run(
            [sys.executable, "-c", _ASK + code, json.dumps(given)],
            env=self.env, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def put(self, kind: str, count: int = 1, **arguments: Any) -> list[int]:
        """Put jobs into the queue."""
        code = "print(json.dumps(jobs_sample.put(given['kind'], given['count'], **given['arguments'])))"
        found: list[int] = self.ask(code, kind=kind, count=count, arguments=arguments)
        return found

    def state(self, number: int) -> dict[str, Any]:
        """Return a job as a page shows it, in English."""
        found: dict[str, Any] = self.ask(
            "from dataclasses import asdict\n"
            "job = Job.objects.get(number=given['number']); words = Words('en')\n"
            "lines, results, _ = lines_of(job, words)\n"
            "print(json.dumps({**asdict(shown(job, words)), 'lines': [one.text for one in lines],\n"
            " 'results': [one.address for one in results], 'tries': job.tries}, default=str))",
            number=number,
        )
        return found

    def until(self, number: int, state: str) -> dict[str, Any]:
        """Wait until a job is in a state."""
        found = ""
        for _ in range(2400):
            if self._url:
                found = self.state(number)["state"]
            else:
                with closing(sqlite3.connect(self.folder / "store/rasd.db", timeout=30)) as database:
                    [[found]] = database.execute("SELECT state FROM desk_jobs_job WHERE number = ?", [number])
            if found == state:
                return self.state(number)
            time.sleep(0.05)
        raise AssertionError(self.state(number))

    @contextmanager
    def worker(self, **env: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker."""
        command = [sys.executable, "-c", _WORKER]
        with subprocess.Popen(command, env={**self.env, **env}, stdin=subprocess.PIPE) as process:
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    Desk(folder).ask("from rasd.desk import DeskOptions, prepare\nprepare(DeskOptions()).close()")
    return folder / "store"


@pytest.fixture
def desk(empty: Path, tmp_path: Path) -> Desk:
    shutil.copytree(empty, tmp_path / "store")
    return Desk(tmp_path)


def noted(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def until_noted(path: Path, lines: int) -> None:
    for _ in range(2400):
        if len(noted(path)) >= lines:
            return
        time.sleep(0.05)
    raise AssertionError(noted(path))


def test_a_job_is_done_and_tells_of_it(desk: Desk, tmp_path: Path) -> None:
    [number] = desk.put("noting", path=str(tmp_path / "notes"), steps=3, pause=0)
    with desk.worker():
        found = desk.until(number, "done")
    assert found["lines"] == ["3 done", "The work is done."]
    assert found["results"] == ["/about"] and found["failures"] == 0


def test_a_killed_worker_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    first, second = desk.put("noting", 2, path=str(notes), steps=6, pause=0.1)
    with desk.worker(RASD_DESK_WORKER="a") as process:
        until_noted(notes, 2)
        os.kill(process.pid, signal.SIGKILL)
    assert desk.state(first)["state"] == "running"
    with desk.worker(RASD_DESK_WORKER="b", RASD_DESK_WORKERS_GONE="a"):
        found = desk.until(first, "done")
        assert found["tries"] == 2 and "it was begun again" in found["lines"][0]
        desk.until(second, "done")


def test_what_cannot_be_begun_again_is_marked_as_stopped(desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    [number] = desk.put("once", path=str(notes), steps=600, pause=0.1)
    with desk.worker(RASD_DESK_WORKER="a") as process:
        until_noted(notes, 1)
        os.kill(process.pid, signal.SIGKILL)
    with desk.worker(RASD_DESK_WORKER="b", RASD_DESK_WORKERS_GONE="a"):
        found = desk.until(number, "stopped")
    assert "What was kept stays" in found["lines"][-1]


def test_a_job_that_kills_its_workers_is_stopped(desk: Desk) -> None:
    [number] = desk.put("failing", how="die")
    for turn in range(3):
        with desk.worker(RASD_DESK_WORKER=f"w{turn}", RASD_DESK_WORKERS_GONE=f"w{turn - 1}") as process:
            assert process.wait(60) == 9
    with desk.worker(RASD_DESK_WORKERS_GONE="w2"):
        assert desk.until(number, "stopped")["tries"] == 3


def _check_two_workers(desk: Desk, notes: Path) -> None:
    numbers = desk.put("noting", 8, path=str(notes), steps=2, pause=0.15)
    with desk.worker(), desk.worker():
        for number in numbers:
            desk.until(number, "done")
    rows = noted(notes)
    assert len(rows) == 16 and len({(job, step) for job, _, step in rows}) == 16


def test_two_workers_share_no_job(desk: Desk, tmp_path: Path) -> None:
    _check_two_workers(desk, tmp_path / "notes")


def test_two_desks_on_one_server_share_no_job(bare_url: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, bare_url)
    desk.ask("from rasd.desk import DeskOptions, prepare\nprepare(DeskOptions()).close()", first=True)
    _check_two_workers(desk, tmp_path / "notes")


def test_a_job_of_a_living_worker_of_another_desk_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    [number] = desk.put("noting", path=str(tmp_path / "notes"), steps=1, pause=0)
    desk.ask(
        "from datetime import UTC, datetime, timedelta\n"
        "Job.objects.update(state='running', holder='elsewhere', held_until=datetime.now(UTC) + timedelta(hours=1))"
    )
    [other] = desk.put("noting", path=str(tmp_path / "others"), steps=1, pause=0)
    with desk.worker(RASD_DESK_WORKERS_GONE="a,b"):
        desk.until(other, "done")
    assert desk.state(number)["state"] == "running" and not noted(tmp_path / "notes")


def test_a_job_ends_when_it_is_asked_to(desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    [number] = desk.put("noting", path=str(notes), steps=3000, pause=0.05)
    with desk.worker():
        until_noted(notes, 2)
        desk.ask("from datetime import UTC, datetime\nJob.objects.update(asked_to_end_at=datetime.now(UTC))")
        found = desk.until(number, "cancelled")
    assert found["lines"][-1] == "Cancelled. What was kept before that stays."


def test_a_stopped_worker_gives_its_job_back(desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    [number] = desk.put("noting", path=str(notes), steps=3000, pause=0.05)
    with desk.worker() as process:
        until_noted(notes, 1)
        process.terminate()
        assert process.wait(30) == 0
    found = desk.state(number)
    assert found["state"] == "waiting" and found["tries"] == 0


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("words", "here: this is wrong. Do that."),
        ("memory", "There was not enough memory."),
        ("disk", "The disk is full."),
        ("ours", "An error of Rasd (\u2068KeyError\u2069)."),
    ],
)
def test_a_failure_is_told_in_words_and_the_worker_goes_on(
    desk: Desk, tmp_path: Path, how: str, words: str
) -> None:
    [number] = desk.put("failing", how=how)
    [after] = desk.put("noting", path=str(tmp_path / "notes"), steps=1, pause=0)
    with desk.worker():
        desk.until(after, "done")
    found = desk.state(number)
    assert found["state"] == "failed" and words in found["lines"][-1] and "Traceback" not in str(found)
    assert "\u202e" not in found["lines"][0] and "\u0007" not in found["lines"][0]
