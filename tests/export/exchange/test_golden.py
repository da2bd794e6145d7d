"""What each format of a neighbouring tool writes for the invented incidents, beside a file that people can read.

After a change that is meant, `RASD_GOLDEN=write pytest tests/export/exchange/test_golden.py` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exchanged import written
from invented import DOSSIERS
from rasd.export.exchange import ORIGIN, ExportOptions, exchange_format_named, rule_set_named

FOLDER = Path(__file__).resolve().parents[2] / "golden/export"
CASES = {
    "acled": ("acled", ExportOptions(rule_set=rule_set_named("acled-like"))),
    "plover": ("plover", ExportOptions(language="ar")),
    "ucdp": ("ucdp", ExportOptions()),
    "hxl": ("hxl", ExportOptions()),
    "uwazi": ("uwazi", ExportOptions()),
    "bayanat-actors": ("bayanat-actors", ExportOptions(include=frozenset({"names"}), language="ar")),
    "bayanat-actors-public": ("bayanat-actors", ExportOptions()),
    "bayanat-bulletins": ("bayanat-bulletins", ExportOptions()),
    "atlos": ("atlos", ExportOptions(language="ar")),
    "acled-synthetic": ("acled", ExportOptions(is_synthetic=True)),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_is_what_was_agreed(case: str) -> None:
    name, options = CASES[case]
    path = FOLDER / f"{case}.{exchange_format_named(name).extension}"
    text = written(name, *DOSSIERS, options=options).replace(ORIGIN.encode(), b"rasd").decode()
    if os.environ.get("RASD_GOLDEN") == "write":
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8"), f"{path.name} differs; see the head of this file."
