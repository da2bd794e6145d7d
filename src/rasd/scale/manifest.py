"""What a run says of itself: ``manifest.json``, the same for the same pages, and ``run.json``, with times and rates.

The manifest is written last: where it stands and names the same slices, everything that it lists is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasd.scale.depot import Depot
from rasd.scale.local import Done
from rasd.scale.options import OUTPUT_VERSION
from rasd.scale.part import Receipt
from rasd.scale.tally import STAGES, Tally

__all__ = ["MANIFEST", "RUN", "SET_ASIDE", "is_whole", "write_manifest", "write_run"]

MANIFEST, RUN, SET_ASIDE = "manifest.json", "run.json", "set-aside.jsonl"


def is_whole(depot: Depot, standing: Mapping[str, Receipt]) -> bool:
    """Tell whether the manifest of an earlier run lists exactly these receipts."""
    try:
        written = json.loads(depot.read(MANIFEST))
        return bool(written["slices"] == _slices(standing) and written["version"] == OUTPUT_VERSION)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return False


def write_manifest(
    depot: Depot,
    settings: Mapping[str, Any],
    standing: Mapping[str, Receipt],
    files: Sequence[Mapping[str, Any]],
    counts: Mapping[str, int],
) -> None:
    """Write the manifest, and the records that were set aside beside it; raises OutputError."""
    aside = [row for receipt in _ordered(standing.values()) for row in receipt.set_aside]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in aside)
    depot.write(SET_ASIDE, lines.encode("utf-8", "backslashreplace"))
    inputs: dict[str, list[Receipt]] = {}
    for receipt in _ordered(standing.values()):
        inputs.setdefault(receipt.slice.input, []).append(receipt)
    manifest = {
        "version": OUTPUT_VERSION,
        "settings": dict(settings),
        "inputs": [
            {"input": name, "slices": len(found), **Tally.of(one.tally for one in found).as_json()}
            for name, found in sorted(inputs.items())
        ],
        "total": Tally.of(receipt.tally for receipt in standing.values()).as_json(),
        "counts": dict(counts),
        "files": [dict(one) for one in files],
        "slices": _slices(standing),
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=1)
    depot.write(MANIFEST, written.encode("utf-8", "backslashreplace"))


def _slices(standing: Mapping[str, Receipt]) -> dict[str, str]:
    return {key: standing[key].part_sha256 for key in sorted(standing)}


def _ordered(found: Iterable[Receipt]) -> list[Receipt]:
    return sorted(found, key=lambda one: (one.slice.input, one.slice.start, one.slice.key))


def write_run(
    depot: Depot, done: Sequence[Done], *, engine: str, jobs: int, seconds: Mapping[str, float]
) -> dict[str, Any]:
    """Write what this run took and return it: `seconds` of wall clock by step, work by stage, the slowest slices."""
    fresh = Tally.of(one.receipt.tally for one in done if one.receipt is not None)
    taken = sorted((one.seconds for one in done), reverse=True)
    median = taken[len(taken) // 2] if taken else 0.0
    wall = seconds.get("slices", 0.0)
    run = {
        "engine": engine,
        "jobs": jobs,
        "seconds": {step: round(spent, 3) for step, spent in seconds.items()},
        "stage_seconds": {stage: round(fresh.seconds.get(stage, 0.0), 3) for stage in STAGES},
        "slices": len(done),
        "attempts": sum(one.attempts for one in done),
        "pages": fresh.pages,
        "pages_per_second": round(fresh.pages / wall, 1) if wall else None,
        "megabytes_per_second": round(fresh.bytes_read / 1e6 / wall, 2) if wall else None,
        "slice_seconds": {"longest": round(max(taken, default=0.0), 3), "median": round(median, 3)},
        "not_read": [
            {"input": one.slice.input, "start": one.slice.start, "end": one.slice.end, "reason": one.reason}
            for one in done
            if one.receipt is None
        ],
    }
    depot.write(RUN, json.dumps(run, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))
    return run
