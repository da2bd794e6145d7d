"""Kills Rasd with SIGKILL at random moments and proves after each that nothing acknowledged is lost.

A round brings new documents to one store. Each stage (`collect`, and `code` and `link` where they are asked for) is
started, killed at a random moment, and proved: every document whose line was printed is in the store with its text,
`rasd verify` holds, every coded document has its record and reports whole, every incident its reports. Then the stage
runs to its end, and the next one begins. At last the store must equal one that was never disturbed: the same documents,
and the same incidents to the byte where they were linked.

    python tools/kill_loop.py --rounds 100 --stages collect,code,link --seed 1
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

PROGRAM = [sys.executable, "-c", "from rasd.cli import main; main()"]
STAGES = {"collect": ["collect", "IN", "--format", "jsonl"], "code": ["code"], "link": ["link"]}
TOWNS = ("سرمين", "بنش", "الأتارب", "معرة النعمان", "كفرنبل", "سراقب", "جسر الشغور", "أريحا")
ACTS = ("قصف مدفعي على", "غارة جوية على", "انفجار لغم في", "قصف صاروخي على")
COUNTS = ("ثلاثة مدنيين", "مدنيان اثنان", "خمسة أشخاص", "طفلان وامرأة", "أربعة عمال")


@dataclass
class Loop:
    """One store under fire, and what has been acknowledged of it."""

    folder: Path
    chance: random.Random
    texts: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    @property
    def store(self) -> Path:
        """The folder of the store that is killed."""
        return self.folder / "store"

    @property
    def inputs(self) -> Path:
        """The folder of the inputs."""
        return self.folder / "in"

    def write_inputs(self, rounds: int, documents: int) -> None:
        """Write made-up reports, a folder for each round: half of them rows of a few files, half of them a file each."""
        for one in range(1, rounds + 1):
            self.write_round(self.inputs / f"{one:04}", range((one - 1) * documents, one * documents))

    def write_round(self, folder: Path, numbers: range) -> None:
        """Write the reports of one round."""
        folder.mkdir(parents=True)
        rows: list[list[str]] = [[] for _ in range(5)]
        for number in numbers:
            day = f"2024-03-{1 + number % 28:02d}"
            town, act, count = TOWNS[number % 8], ACTS[number % 4], COUNTS[number % 5]
            text = (
                f"أصيب {count} اليوم في {act} {town} بريف إدلب، وفق ما أفاد مراسلنا في التقرير رقم {number}."
            )
            row = {
                "id": f"k{number:05d}",
                "text": text,
                "published": day,
                "outlet": f"شبكة مثال {number % 7}",
                "synthetic": True,
            }
            self.texts[str(row["id"])] = text
            line = json.dumps(row, ensure_ascii=False)
            if number % 2:
                rows[number // 2 % 5].append(line)
            else:
                (folder / f"one-{number:05d}.jsonl").write_text(line, "utf-8")
        for number, lines in enumerate(rows):
            (folder / f"many-{number}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")

    def command(self, stage: str, store: Path, given: Path | None = None) -> list[str]:
        """Return the command line of a stage; `given` is what is collected, by default all there is."""
        words = [str(given or self.inputs) if word == "IN" else word for word in STAGES[stage]]
        return [*PROGRAM, *words, "--store", str(store)]

    def whole_run(self, stage: str, store: Path, given: Path | None = None) -> float:
        """Run a stage to its end and return its seconds."""
        begun = time.monotonic()
        done = subprocess.run(
            self.command(stage, store, given),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            self.failed.append(f"{stage} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
        if stage == "collect" and store == self.store:
            self.acknowledge(done.stdout)
        return time.monotonic() - begun

    def acknowledge(self, printed: str) -> int:
        """Note the documents whose lines were printed whole."""
        lines = [line for line in printed.splitlines(keepends=True) if line.endswith("\n")]
        ids = [json.loads(line).get("id") for line in lines]
        self.acknowledged.update(one for one in ids if one)
        return len(ids)

    def kill(self, stage: str, number: int, seconds: float) -> str:
        """Start a stage, kill it at a random moment, and return what happened in words."""
        begun = time.monotonic()
        process = subprocess.Popen(
            self.command(stage, self.store, self.inputs / f"{number:04}"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        printed = _Printed(process.stdout)
        if stage == "collect" and self.chance.random() < 0.5:
            printed.wait_for(self.chance.choice((1, 1, 2, 400, 501)), seconds)
            time.sleep(self.chance.random() * 0.1)
        else:
            # Most of a short run is its start, which touches nothing: three of four kills come later.
            time.sleep(
                seconds * self.chance.choice((self.chance.random(), *3 * [self.chance.uniform(0.5, 1)]))
            )
        process.send_signal(signal.SIGKILL)
        code = process.wait()
        after = time.monotonic() - begun
        told = self.acknowledge(printed.rest()) if stage == "collect" else 0
        how = "killed" if code == -signal.SIGKILL else f"ended ({code})"
        return f"{how} after {after:5.2f} s, {told:5} lines printed"

    def check(self, where: str) -> str:
        """Prove the store as it lies there now, and return what was found in words."""
        if not (self.store / "rasd.db").is_file():
            if self.acknowledged:
                self.failed.append(f"{where}: no store, though documents were acknowledged")
            return "no store yet"
        proof = subprocess.run(
            [*PROGRAM, "verify", "--store", str(self.store), "--format", "jsonl"],
            capture_output=True,
            text=True,
            check=False,
        )
        findings = [json.loads(line) for line in proof.stdout.splitlines()]
        notices = sum(one["level"] == "notice" for one in findings)
        if proof.returncode not in (0, 2) or len(findings) > notices:
            self.failed.append(f"{where}: verify ended with {proof.returncode}: {proof.stdout}{proof.stderr}")
        stored = self.stored(self.store)
        lost = [one for one in self.acknowledged if stored.get(one) != self.texts[one]]
        if lost:
            self.failed.append(f"{where}: {len(lost)} acknowledged documents are lost: {sorted(lost)[:3]}")
        halves = self.half_written(self.store)
        self.failed += [f"{where}: {one}" for one in halves[:5]]
        return (
            f"{len(stored):5} documents, {len(self.acknowledged):5} acknowledged, {len(lost)} lost,"
            f" {len(halves)} half written, {notices} left behind"
        )

    def stored(self, store: Path) -> dict[str, str]:
        """Return the texts of a store by id."""
        from django.db import DatabaseError

        from rasd.errors import RasdError
        from rasd.store import Store

        try:
            with Store.open(str(store), create=False) as opened:
                return {one.id: one.document.text for one in opened.documents()}
        except (RasdError, DatabaseError) as error:
            self.failed.append(f"the store does not open: {error}")
            return {}

    def half_written(self, store: Path) -> list[str]:
        """Return what is not whole: a coded document without its reports, an incident without its own."""
        from rasd.model import Incident, Record
        from rasd.store import Store

        found = []
        with Store.open(str(store), create=False) as opened:
            from rasd.store import models

            def rows(table: str) -> Any:
                return getattr(models, table).objects.using(opened.alias)

            reports: dict[str, set[str]] = {}
            for key in rows("Report").values_list("key", flat=True):
                reports.setdefault(key.rpartition("#")[0], set()).add(key)
            records = rows("CodedRecord").filter(current=True).values_list("document__key", "record")
            for key, written in records:
                said = {f"{key}#{report.id}" for report in Record.model_validate_json(written).reports}
                if said != reports.get(key, set()):
                    found.append(f"document {key}: its record and its reports differ")
            linked: dict[str, set[str]] = {}
            for key, report in rows("IncidentReport").values_list("incident__key", "report_key"):
                linked.setdefault(key, set()).add(report)
            for key, written in rows("Incident").values_list("key", "incident"):
                incident = Incident.model_validate_json(written)
                said = {report.report_id for report in incident.reports}
                if said != linked.get(key, set()):
                    found.append(f"incident {key}: what it says and what is linked to it differ")
        return found

    def incidents(self, store: Path) -> list[str]:
        """Return the incidents of a store as JSON."""
        from rasd.store import Store

        with Store.open(str(store), create=False) as opened:
            return sorted(incident.model_dump_json() for incident in opened.incidents())


class _Printed:
    """What a process prints, read as it comes so that it never waits for us."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._lines: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for line in self._stream:
            self._lines.append(line)

    def wait_for(self, lines: int, seconds: float) -> None:
        """Wait until so many lines were printed, or so long."""
        until = time.monotonic() + seconds
        while len(self._lines) < lines and time.monotonic() < until and self._thread.is_alive():
            time.sleep(0.002)

    def rest(self) -> str:
        """Return all that was printed, once the process is gone."""
        self._thread.join()
        self._stream.close()
        return "".join(self._lines)


def main() -> int:
    """Run the loop and print one line a round; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=30, help="kills a stage")
    parser.add_argument("--documents", type=int, default=600, help="new ones a round")
    parser.add_argument("--stages", default="collect", help="of: " + ", ".join(STAGES))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    stages = given.stages.split(",")
    with tempfile.TemporaryDirectory(prefix="rasd-kill-") as folder:
        loop = Loop(Path(folder), random.Random(given.seed))
        loop.write_inputs(given.rounds, given.documents)
        calm = loop.folder / "calm"
        seconds = {stage: loop.whole_run(stage, calm, loop.inputs / "0001") for stage in stages}
        print(f"{len(loop.texts)} documents, {given.rounds} rounds, seed {given.seed}; calm:", end=" ")
        print(", ".join(f"{stage} {took:.1f} s" for stage, took in seconds.items()), flush=True)
        for number in range(1, given.rounds + 1):
            for stage in stages:
                happened = loop.kill(stage, number, seconds[stage])
                print(f"{number:4} {stage:7}: {happened}; {loop.check(f'{stage} {number}')}", flush=True)
                loop.whole_run(stage, loop.store, loop.inputs / f"{number:04}")
        print(f"at the end: {loop.check('the end')}", flush=True)
        for stage in stages:
            loop.whole_run(stage, calm)
        if loop.stored(loop.store) != loop.stored(calm):
            loop.failed.append("the store differs from one that was never disturbed")
        if "link" in stages:
            ours, theirs = loop.incidents(loop.store), loop.incidents(calm)
            print(f"{len(ours)} incidents, {len(theirs)} in the store that was never disturbed")
            if ours != theirs:
                loop.failed.append("the incidents differ from those of a store that was never disturbed")
        for one in loop.failed:
            print("FAILED:", one)
        print(f"{len(loop.failed)} failures" if loop.failed else "nothing lost, nothing doubled, all proved")
    return 1 if loop.failed else 0


if __name__ == "__main__":
    sys.exit(main())
