"""A gold file: JSON Lines of documents with their text and their reports as people coded them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasd.errors import DocumentError
from rasd.model import Document

__all__ = ["GoldDocument", "read_gold"]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One document with its coding."""

    document: Document
    reports: list[dict[str, Any]]

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id or ""


def read_gold(path: Path) -> Iterator[GoldDocument]:
    """Yield the documents of a gold file.

    Raises DocumentError that names the line which is no coded document: a gold file is ours, and must be whole.
    """
    try:
        lines = path.open(encoding="utf-8-sig")
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror or error}. Give a gold file (JSON Lines).") from None
    with lines:
        try:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _gold(line, f"{path}:{number}", number)
        except UnicodeDecodeError as error:
            raise DocumentError(f"{path}: not UTF-8 ({error.reason}). Save the gold as UTF-8.") from None


def _gold(line: str, where: str, number: int) -> GoldDocument:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{where}: not JSON: {error}. A gold file is one object a line.") from None
    reports = row.get("reports") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(reports, list):
        raise DocumentError(f'{where}: not a coded document. Write {{"id": …, "text": …, "reports": […]}}.')
    if not all(isinstance(report, dict) for report in reports):
        raise DocumentError(
            f"{where}: a report is not an object. Write the reports as the codebook has them."
        )
    known = {name: row[name] for name in ("published", "outlet", "title", "url", "theatre") if row.get(name)}
    if not all(isinstance(value, str) for value in known.values()):
        raise DocumentError(f"{where}: {', '.join(known)} must be texts.")
    source = "field published" if "published" in known else None
    identity = str(row["id"]) if row.get("id") is not None else f"line {number}"
    return GoldDocument(Document(id=identity, text=row["text"], published_from=source, **known), reports)
