"""A reader, a sieve and an extraction that tests steer by the words of a page."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasd.collection import Defaults
from rasd.errors import DocumentError
from rasd.model import Document, Record, Report
from rasd.scale import Page
from rasd.scale.cascade import Cascade
from rasd.scale.options import Options
from rasd.scale.work import Tools


class Reader:
    """Finds a report where a text says "strike"; other words make it fail, die or hang."""

    def code(self, document: Document) -> Record:
        """Return a record, or do what the text asks for."""
        text = document.text
        if "stumble" in text:
            raise RuntimeError("stumbled")
        if "die" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "once" in text:
            mark = Path(text.split("once ")[1].split()[0])
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in text:
            time.sleep(600)
        reports = [Report(id="1", kind="air_strike")] if "strike" in text else []
        return Record(
            id=document.id or text,
            data_version="1",
            text_sha256="0",
            reports=reports,
            published=document.published,
        )


class Sieve:
    """Lets pass what holds an Arabic letter, then what says "force"."""

    def of_bytes(self, body: bytes, charset: str = "") -> str:
        """Return why not."""
        if b"trip" in body:
            raise ValueError("tripped")
        return "" if "ع".encode() in body else "no Arabic"

    def of_text(self, text: str) -> str:
        """Return why not."""
        return "" if "force" in text else "no word of force"


@dataclass
class Extracted:
    """What came out of a page."""

    document: Document
    extractor: str = "test"


def extract(page: Page, *, defaults: Defaults, careful: bool = False) -> Extracted:
    """Take the body as the text."""
    text = page.body.decode()
    if "empty" in text:
        raise DocumentError(f"{page.where}: no article text found in this page.")
    return Extracted(Document(id=None, text=text + (" careful" if careful else "")))


def cascade(options: Options | None = None) -> Cascade:
    """Return a cascade over the parts of this module."""
    return Cascade(Reader(), Sieve(), extract, lambda text: [len(text)], options or Options())


def tools(options: Options | None = None) -> Tools:
    """Return tools over them."""
    options = options or Options()
    lexicon: Any = None
    return Tools(cascade(options), options, lexicon)


def rows(path: Path, texts: list[str], first: int = 0) -> Path:
    """Write texts as JSON Lines, one document a line."""
    lines = (
        json.dumps(
            {"id": f"{path.stem}-{first + number}", "text": text, "published": "2024-03-14"},
            ensure_ascii=False,
        )
        for number, text in enumerate(texts)
    )
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return path
