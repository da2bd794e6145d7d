"""Kills Rasd with SIGKILL at random moments and proves after each that nothing acknowledged is lost.

A round starts one command on one store (`collect`, or `code` and `link` where they are asked for), kills it at a
random moment of its run, then asks three things: is every document whose line was printed in the store with its text;
does `rasd verify` hold; does the store answer. At the end each stage runs once undisturbed, and the store must equal
one that was never disturbed: the same documents, and the same incidents byte for byte where they were linked.

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
from typing import IO

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

    def whole_run(self, stage: str, store: Path) -> float:
        """Run a stage to its end and return its seconds."""
        begun = time.monotonic()
        done = subprocess.run(self.command(stage, store), capture_output=True, text=True, check=False)
        if done.returncode not in (0,):
            self.failed.append(f"{stage} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
        if stage == "collect":
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
            time.sleep(self.chance.random() * seconds)
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
        return f"{len(stored):5} documents, {len(self.acknowledged):5} acknowledged, {len(lost)} lost, {notices} left behind"

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

    def incidents(self, store: Path) -> str:
        """Return the incidents of a store as JSON lines."""
        done = subprocess.run(
            [*PROGRAM, "incidents", "--store", str(store), "--format", "jsonl"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            self.failed.append(f"incidents ended with {done.returncode}: {done.stderr.strip()[-300:]}")
        return "\n".join(sorted(done.stdout.splitlines()))


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
    parser.add_argument("--documents", type=int, default=800, help="new ones a round")
    parser.add_argument("--stages", default="collect", help="of: " + ", ".join(STAGES))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    stages = given.stages.split(",")
    with tempfile.TemporaryDirectory(prefix="rasd-kill-") as folder:
        loop = Loop(Path(folder), random.Random(given.seed))
        loop.write_inputs(given.rounds, given.documents)
        calm = loop.folder / "calm"
        seconds = {stage: loop.whole_run(stage, calm) for stage in stages}
        loop.acknowledged.clear()
        print(f"{len(loop.texts)} documents, {given.rounds} kills a stage, seed {given.seed}; calm:", end=" ")
        print(", ".join(f"{stage} {took:.1f} s" for stage, took in seconds.items()), flush=True)
        seconds["collect"] = 1.0 + seconds.get("collect", 0.0) / given.rounds  # a round brings its share
        for stage in stages:
            for number in range(1, given.rounds + 1):
                happened = loop.kill(stage, number, seconds[stage])
                print(f"{stage:7} {number:4}: {happened}; {loop.check(f'{stage} {number}')}", flush=True)
            loop.whole_run(stage, loop.store)
            print(f"{stage:7} done: {loop.check(f'{stage} at the end')}", flush=True)
        if loop.stored(loop.store) != loop.stored(calm):
            loop.failed.append("the store differs from one that was never disturbed")
        if "link" in stages and loop.incidents(loop.store) != loop.incidents(calm):
            loop.failed.append("the incidents differ from those of a store that was never disturbed")
        for one in loop.failed:
            print("FAILED:", one)
        print(f"{len(loop.failed)} failures" if loop.failed else "nothing lost, nothing doubled, all proved")
    return 1 if loop.failed else 0


if __name__ == "__main__":
    sys.exit(main())
