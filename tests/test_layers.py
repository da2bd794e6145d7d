"""The core is a function of text and data: no network, database, thread, terminal or clock in it.

Which room may import which is a contract of import-linter (pyproject.toml); here stands what rooms may take from
outside the package.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "rasd"
CHAIN = ("model", "text", "lexicon", "grammar", "places", "coding", "linking", "agreements")
FORBIDDEN = {
    "asyncio", "concurrent", "ftplib", "http", "multiprocessing", "rich", "select", "selectors", "smtplib", "socket",
    "socketserver", "sqlite3", "ssl", "subprocess", "threading", "time", "typer", "urllib",
}  # fmt: skip
CLOCK = {"now", "today", "utcnow"}
FILES = [
    path for room in CHAIN if (PACKAGE / room).exists() for path in sorted((PACKAGE / room).rglob("*.py"))
]


def breaches(source: str) -> list[str]:
    """Return what a file of the core may not do, by line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        found += [f"{node.lineno}: imports {name}" for name in names if name.split(".")[0] in FORBIDDEN]
        if isinstance(node, ast.Attribute) and node.attr in CLOCK:
            found.append(f"{node.lineno}: reads the clock with .{node.attr}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_core_takes_nothing_from_outside(path: Path) -> None:
    found = breaches(path.read_text("utf-8"))
    assert not found, (
        f"{path.relative_to(PACKAGE.parent)}: {found}. Now is the document's `published`; see docs/map.md."
    )


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "from urllib.request import urlopen",
        "def late():\n    import sqlite3",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date as Day\nDay.today()",
        "from time import time",
    ],
)
def test_a_breach_is_seen(source: str) -> None:
    assert breaches(source)


def test_ordinary_code_is_no_breach() -> None:
    assert not breaches("import re\nfrom datetime import date\nfrom rasd.text import fold\ndate(2024, 3, 14)")
