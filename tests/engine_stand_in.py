"""Stand-ins for the engine's tests: slices of lines, a reader that takes no time, and pages that kill whoever reads them.

Importable by name, for processes on the engine to find them.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from rasd.model import Document, Record
from rasd.scale.cascade import Cascade, Kept
from rasd.scale.engine.objects import ANYWHERE
from rasd.scale.options import Options
from rasd.scale.page import Page
from rasd.scale.slices import Slice
from rasd.scale.work import Tools

__all__ = ["load", "slices_over", "texts"]

REPORT = {"id": "r1", "kind": "shelling", "evidence": [(0, 3)], "places": []}


def texts(count: int, begin: int = 0) -> list[str]:
    """Return short texts; every fifth tells of nothing."""
    return [f"{'سكون' if number % 5 == 0 else 'قصف'} {number}" for number in range(begin, begin + count)]


def slices_over(inputs: dict[str, list[str]], put: Any) -> list[Slice]:
    """Keep each input, one text a line, by `put(name, body)` and return one slice for each."""
    made = []
    for name, rows in inputs.items():
        body = "".join(f"{row}\n" for row in rows).encode()
        where = put(name, body)
        made.append(Slice(where, "jsonl", 0, len(body), ANYWHERE.stamp(where)))
    return made


class _Lines:
    """The pages of a slice, one a line."""

    def __init__(self, one: Slice, stream: BinaryIO) -> None:
        self.left_out: Counter[str] = Counter()
        self._one, self._stream = one, stream
        self.records = 0

    def __iter__(self) -> Iterator[Page]:
        self._stream.seek(self._one.start)
        for line in self._stream.read(self._one.end - self._one.start).decode().splitlines():
            self.records += 1
            text = line.strip()
            document = Document(id=text, text=text, published="2024-03-14", synthetic=True)
            yield Page(f"{self._one.input}: {text}", text.encode(), document=document)


class _Reader:
    """Reads at once; some texts act on the process that reads them."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def code(self, document: Document) -> Record:
        """Return a report for what tells of one."""
        word, _, rest = document.text.partition(" ")
        getattr(self, f"_{word}", lambda rest: None)(rest)
        reports = [REPORT] if word == "قصف" or word.isascii() else []
        return Record.model_validate({"id": document.id, "synthetic": True, "reports": reports})

    def _kill(self, rest: str) -> None:
        """Kill the process that reads, its pool, or the engine's worker: once, or always."""
        whom, how_often, name = rest.split()
        mark = self._folder / name
        if how_often == "once" and mark.exists():
            return
        mark.write_text(f"{os.getpid()}")
        # reader <- pool of the worker's process <- worker of the engine
        target = os.getpid()
        for _ in range({"reader": 0, "pool": 1, "worker": 2}[whom]):
            target = int(Path(f"/proc/{target}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(target, signal.SIGKILL)
        time.sleep(5)

    def _sleep(self, rest: str) -> None:
        time.sleep(float(rest.split()[0]))


class _Passes:
    def of_bytes(self, body: bytes, charset: str = "") -> str:
        return ""

    def of_text(self, text: str) -> str:
        return ""


class _Cascade(Cascade):
    def run(self, pages: Any, name: str, **given: Any) -> Kept:
        return super().run(pages, Path(name).name, **given)


def _signature(text: str) -> list[int]:
    return [len(text)]


def _extract(page: Page, **given: Any) -> Any:
    raise AssertionError("rows with a text need no parser")


def load(folder: str) -> Tools:
    """Return tools over the stand-ins; marks of what was killed are left in `folder`."""
    stand_in: Any = ModuleType("rasd.scale.reading")
    stand_in.Limits = lambda **given: None
    stand_in.open_pages = lambda one, stream, **given: _Lines(one, stream)
    sys.modules["rasd.scale.reading"] = stand_in
    options = Options(sample=0.0)
    return Tools(_Cascade(_Reader(folder), _Passes(), _extract, _signature, options), options, "stand-in")


def unready(folder: str) -> Tools:
    """Fail, as tools do whose data is broken."""
    raise ValueError(json.dumps("a pack is broken", ensure_ascii=True))
