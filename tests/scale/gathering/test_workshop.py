"""Tasks on several processes: in order, done again where a process died, refused in words where it dies each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rasd.errors import OutputError
from rasd.scale.gathering.workshop import Workshop
from scale_parts import __file__ as parts
from scale_parts import die, die_once, name_of


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_made_comes_in_the_order_of_the_tasks(tmp_path: Path, jobs: int) -> None:
    heard: list[tuple[int, int]] = []
    tasks = [tmp_path / str(number) for number in range(9)]
    with Workshop(jobs, None) as workshop:
        made = list(workshop.each(name_of, tasks, lambda done, of: heard.append((done, of))))
    assert made == [task.name for task in tasks]
    assert heard[0] == (0, 9) and heard[-1] == (9, 9)


def test_a_process_that_is_killed_costs_nothing_but_time(tmp_path: Path) -> None:
    tasks = [tmp_path / str(number) for number in range(4)]
    for task in tasks[1:]:
        task.write_text("here already")
    with Workshop(2, None) as workshop:
        assert list(workshop.each(die_once, tasks)) == ["0", "1", "2", "3"]


def test_a_task_that_kills_every_process_is_refused_in_words(tmp_path: Path) -> None:
    with Workshop(2, None) as workshop, pytest.raises(OutputError, match="died three times.*--jobs 1"):
        list(workshop.each(die, [tmp_path, tmp_path]))


def test_processes_that_were_forked_before_arrow_was_loaded_are_replaced_and_use_its_lean_pool(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", _FORKED, str(Path(parts).parent), str(tmp_path)]
    said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert said.stdout.split() == ["0", "1", "2", "3", "system"], said.stderr


_FORKED = """
import sys
from pathlib import Path
from rasd.scale.gathering.workshop import Workshop
sys.path.insert(0, sys.argv[1])
tasks = [Path(sys.argv[2]) / str(number) for number in range(4)]
for task in tasks[1:]:
    task.write_text("here already")
assert "pyarrow" not in sys.modules
with Workshop(2, None) as workshop:
    from scale_parts import die_once, pool_of
    print(*workshop.each(die_once, tasks), *workshop.each(pool_of, tasks[:1]))
"""
