"""The same run on a Ray cluster of one machine: a worker killed in the middle costs nothing, and nothing leaves the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from engine_archives import linked_alone, parts_of_archive
from engine_runs import inputs, into, on_one_machine, told
from engine_stand_in import slices_over
from rasd.scale import LocalDepot

pytest.importorskip("daft")
pytest.importorskip("ray")
SCRIPT = Path(__file__).resolve().parents[2] / "engine_on_ray.py"


def test_ray_makes_the_same_with_a_worker_killed_and_listens_to_nobody_else(
    tmp_path: Path,
) -> None:
    given = inputs()
    given["2.lines"].insert(7, "kill worker once worker")
    given["4.lines"].insert(7, "kill reader once reader")
    slices = slices_over(given, into(tmp_path / "in"))
    (tmp_path / "slices.json").write_text(json.dumps([asdict(one) for one in slices]))
    (tmp_path / "archive").mkdir()
    parts_of_archive(tmp_path / "archive", 120, 2)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=1500,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert (tmp_path / "worker").exists() and (tmp_path / "reader").exists()
    assert (said["report"]["done"], said["report"]["set_aside"]) == (6, [])
    assert said["report"]["retries"] >= 1
    assert told(LocalDepot(tmp_path / "out")) == on_one_machine(slices, tmp_path)
    loopback = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
    assert set(said["listening"]) <= loopback
    assert said["incidents"] == linked_alone(120)
