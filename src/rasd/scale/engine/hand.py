"""The process that does slices for one worker of the engine, and outlives what a page does to it.

A worker of the engine keeps a connection to the engine: were it to die with a page, its whole query would. So it hands every slice
to a process of its own, clean of the engine's threads, which does it in the same pool as a run on one machine: a page
that kills or stalls its reader is found out by name there, and costs nothing else.

Lines go both ways: a slice in, what became of it out.
"""

from __future__ import annotations

import json
import os
import pickle  # nosec B403 - as the engine itself hands work over: from the driver to its own processes
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from rasd import __version__
from rasd.errors import OutputError, RasdError
from rasd.model import Document
from rasd.scale.crumbs import Crumb
from rasd.scale.engine.objects import ANYWHERE, depot_at
from rasd.scale.local import ATTEMPTS, Done, Pool
from rasd.scale.page import Page
from rasd.scale.part import RECEIPTS, Receipt, part_schema, table_bytes
from rasd.scale.slices import Slice
from rasd.scale.work import Tools

__all__ = ["Hand", "Task", "done_of", "line_of"]

_REPORT = "قتل ثلاثة مدنيين وأصيب خمسة آخرون بقصف مدفعي استهدف سوقا شعبيا في مدينة إدلب صباح اليوم الخميس."
DONE, FAILED, FULL, UNREADY = "done", "failed", "full", "unready"


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs beside its slices; travels to every node."""

    load: bytes
    """Pickled: read only in the process that does slices, which finds what the driver finds."""
    depot: str
    """Path that every node sees, or address in an object store."""
    stall: float
    version: str
    """Of the package, the same on every node."""
    paths: tuple[str, ...] = ()
    """Where modules lie, on this machine; nodes of a cluster have theirs installed."""

    @classmethod
    def of(cls, load: Callable[[], Tools], depot: str, *, stall: float, is_here: bool) -> Task:
        """Return the task of a run from this process."""
        paths = tuple(path for path in sys.path if path) if is_here else ()
        return cls(pickle.dumps(load), depot, stall, __version__, paths)


class Hand:
    """The process of one worker; another takes its place when it is killed."""

    def __init__(self, task: Task) -> None:
        self._task = b64encode(pickle.dumps(task))
        self._paths = task.paths or tuple(path for path in sys.path if path)
        self._depot = depot_at(task.depot)
        self._name = f"{os.uname().nodename}:{os.getpid()}"
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    def do(self, slice_line: str) -> str:
        """Do a slice and return what became of it, as a line of JSON."""
        one = json.loads(slice_line)
        standing = self._standing(Slice(**one))
        if standing is not None:
            return self._told(one, DONE, standing.as_json())
        how = ""
        for attempt in range(1, ATTEMPTS + 1):
            process = self._running()
            answer = b""
            try:
                assert process.stdin is not None and process.stdout is not None
                process.stdin.write(slice_line.encode("utf-8", "surrogatepass") + b"\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except OSError:  # it died while idle
                pass
            if answer.endswith(b"\n"):
                fields = json.loads(answer)
                fields["attempts"] += attempt - 1
                return json.dumps({**fields, "worker": self._name})
            how = self.end()
        return self._told(
            one, FAILED, f"the process that read it was killed {ATTEMPTS} times ({how})", ATTEMPTS
        )

    def _told(self, one: dict[str, Any], sort: str, said: str, attempts: int = 1) -> str:
        return json.dumps({**_fields(one, sort, said, attempts), "worker": self._name})

    def _standing(self, one: Slice) -> Receipt | None:
        """Return the receipt of a slice that a worker finished before it was lost."""
        try:
            return Receipt.from_json(self._depot.read(f"{RECEIPTS}{one.key}.json"))
        except (OSError, ValueError):
            return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from rasd.scale.engine.hand import serve; serve()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(self._paths)},
            )
            assert self._process.stdin is not None
            self._process.stdin.write(self._task + b"\n")
        return self._process

    def end(self) -> str:
        """Let the process end, and return how it ended."""
        process, self._process = self._process, None
        if process is None:
            return ""
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    pass
        try:
            code = process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        assert self._said is not None
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - 2000))
        last = self._said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        self._said.close()
        return f"signal {-code}" if code < 0 else f"exit code {code}{': ' if last else ''}{last[:300]}"


def serve() -> None:
    """Run in the process: do slices off standard input until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the driver decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints is no answer
    parent = os.getppid()
    task: Task = pickle.loads(b64decode(sys.stdin.buffer.readline()))  # nosec B301 - of the process that started this one
    try:
        _refuse_other_version(task.version)
        tools = pickle.loads(task.load)()  # nosec B301 - what the driver named
        _warm(tools)
    except Exception as error:  # noqa: BLE001 - a reason that the driver can tell
        unready = str(error) if isinstance(error, RasdError) else f"{type(error).__name__}: {error}"
        for line in sys.stdin.buffer:
            _answer(answers, line, UNREADY, unready)
        return
    depot = depot_at(
        task.depot
    )  # asks nothing yet: this process must stay free of the engine's threads, it forks

    def told(crumbs: Sequence[Crumb]) -> None:
        if os.getppid() != parent:
            os._exit(1)  # the worker was killed: nobody waits any more

    with tempfile.TemporaryDirectory(prefix="rasd-") as folder:
        pool = Pool(lambda: tools, ANYWHERE, depot, jobs=1, crumbs=Path(folder) / "crumbs", stall=task.stall)
        for line in sys.stdin.buffer:
            one = Slice(**json.loads(line))
            crumbs = Path(folder) / "crumbs"
            pool = Pool(lambda: tools, ANYWHERE, depot, jobs=1, crumbs=crumbs, stall=task.stall)
            try:
                (done,) = pool.run([one], told=told)
            except OutputError as error:
                _answer(answers, line, FULL, str(error))
                continue
            if done.receipt is None:
                _answer(answers, line, FAILED, done.reason, done)
            else:
                _answer(answers, line, DONE, done.receipt.as_json(), done)


def _warm(tools: Tools) -> None:
    """Read a made-up report, so that what is loaded on first use is loaded once and not in every process that is forked."""
    body = f"<html><body><article><p>{_REPORT}</p></article></body></html>".encode()
    document = Document.model_validate({"id": "warm", "text": _REPORT, "published": "2024-03-14"})
    pages = [Page("warm", _REPORT.encode(), document=document), Page("warm", body, media_type="text/html")]
    kept = tools.cascade.run(pages, "warm")
    table_bytes(kept.rows, part_schema())


def _refuse_other_version(version: str) -> None:
    if __version__ != version:
        raise OutputError(
            f"{os.uname().nodename}: has Rasd {__version__}, the run was started by {version}. Install the same on every node."
        )


def _answer(answers: IO[bytes], line: bytes, sort: str, said: str, done: Done | None = None) -> None:
    fields = _fields(json.loads(line), sort, said, done.attempts if done is not None else 1)
    if done is not None:
        fields["seconds"] = done.seconds
        fields["stages"] = dict(done.receipt.tally.seconds) if done.receipt is not None else {}
    answers.write(json.dumps(fields).encode() + b"\n")
    answers.flush()


def _fields(one: dict[str, Any], sort: str, said: str, attempts: int) -> dict[str, Any]:
    return {"sort": sort, "slice": one, "said": said, "attempts": attempts, "seconds": 0.0, "stages": {}}


def line_of(one: Slice) -> str:
    """Return a slice as the line that `Hand.do` takes."""
    return json.dumps(asdict(one))


def done_of(fields: dict[str, Any]) -> Done:
    """Return what became of a slice, as a run on one machine would tell it; raises OutputError where nothing can be kept."""
    if fields["sort"] == FULL:
        raise OutputError(fields["said"])
    one = Slice(**fields["slice"])
    if fields["sort"] != DONE:
        return Done(one, None, fields["said"], fields["attempts"], fields["seconds"])
    receipt = Receipt.from_json(fields["said"])
    receipt.tally.seconds.update(fields["stages"])
    return Done(one, receipt, "", fields["attempts"], fields["seconds"])
