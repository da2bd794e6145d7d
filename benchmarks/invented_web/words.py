"""The word lists of the invented web, read once."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
_HOLE = re.compile(r"%(0?)(\d*)([dxs])|%%")


@cache
def listed(name: str) -> dict[str, Any]:
    """Return one file of word lists."""
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)


def weighted(shares: dict[str, float]) -> tuple[list[str], list[float]]:
    """Return names and running sums of their shares, as `random.choices` wants them."""
    sums, names, total = [], [], 0.0
    for name, share in shares.items():
        total += share
        names.append(name)
        sums.append(total)
    return names, sums


def filled(chance: random.Random, shape: str) -> str:
    """Return a shape of `markup.yaml` with numbers and names in its holes."""
    names = listed("markup")["names"]

    def fill(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[3] == "s":
            return chance.choice(names)
        if found[3] == "d":
            return str(chance.randrange(1, 999))
        wide = int(found[2] or 6)
        return f"{chance.getrandbits(4 * wide):0{wide}x}"

    return _HOLE.sub(fill, shape)
