"""Programs that run inside a desk: a process of its own, since settings of the desk and of the store's tests exclude each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["inside"]

_BEFORE = """
import json, sys
from pathlib import Path
from types import SimpleNamespace
from rasd.desk import DeskOptions, prepare
store = prepare(DeskOptions(store=sys.argv[1], evidence=Path(sys.argv[2])))
from rasd.desk.access.models import User

def person(name, role):
    return User.objects.get_or_create(username=name, defaults={"role": role})[0]

def request_of(name, role):
    return SimpleNamespace(user=person(name, role))

told = {}
"""
_AFTER = """
print(json.dumps(told, ensure_ascii=False))
"""


def inside(address: str, evidence: Path, program: str) -> dict[str, Any]:
    """Run `program` in a desk on the store at `address` and return what it put into ``told``.

    It finds `store`, and `person(name, role)` and `request_of(name, role)`, which make people.
    """
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _BEFORE + program + _AFTER, address, str(evidence)],
        capture_output=True, text=True, check=False, timeout=300, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
