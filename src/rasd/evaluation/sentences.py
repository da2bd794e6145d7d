"""Sentences that people judged with yes or no: does this tell an assault?

An assault, as PLOVER has it, is any use of physical force against people or their property. The reader says yes when it
has an asserted report of a kind that the vocabulary maps to PLOVER's ASSAULT.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasd.errors import DocumentError
from rasd.evaluation.score import Tally
from rasd.model import Document, terms

__all__ = ["AssaultScore", "Sentence", "is_sentence_set", "read_sentences", "tells_assault"]

_ASSAULT = "ASSAULT"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and its judgement."""

    document: Document
    assault: bool


@dataclass(slots=True)
class AssaultScore:
    """The figures of a set, and which sentences were judged otherwise."""

    tally: Tally = field(default_factory=Tally)
    sentences: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    """`missed` or `false`, and the id of the sentence."""

    def add(self, sentence: Sentence, *, says_yes: bool) -> None:
        """Count one sentence."""
        self.sentences += 1
        self.tally.add(
            int(says_yes and sentence.assault),
            int(says_yes and not sentence.assault),
            int(sentence.assault and not says_yes),
        )
        if says_yes != sentence.assault:
            self.errors.append(("missed" if sentence.assault else "false", sentence.document.id or ""))

    def as_json(self) -> dict[str, Any]:
        """Return the figures."""
        return {"sentences": self.sentences, "assault": self.tally.as_json()}


def tells_assault(reports: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether one of the reports says that force was used."""
    kinds = terms("kinds")
    return any(
        kinds[report["kind"]].plover.startswith(_ASSAULT)
        and (report.get("factuality") or "asserted") == "asserted"
        for report in reports
        if report.get("kind") in kinds
    )


def is_sentence_set(path: Path) -> bool:
    """Tell whether the first row of a file is a judged sentence and no coded document."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            row: Any = json.loads(next((line for line in lines if line.strip()), "null"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "reports" not in row and isinstance(row.get("assault"), bool)


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a file; raises DocumentError that names a line which is none."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row: Any = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise DocumentError(f"{path}:{number}: not JSON: {error}. Give one object a line.") from None
            if (
                not isinstance(row, dict)
                or not isinstance(row.get("text"), str)
                or not isinstance(row.get("assault"), bool)
            ):
                raise DocumentError(
                    f'{path}:{number}: not a judged sentence. Write {{"id": …, "text": …, "assault": true or false}}.'
                )
            identity = str(row["id"]) if row.get("id") is not None else f"line {number}"
            known = {
                name: row[name]
                for name in ("published", "outlet", "theatre")
                if isinstance(row.get(name), str) and row[name]
            }
            source = "field published" if "published" in known else None
            yield Sentence(
                Document(id=identity, text=row["text"], published_from=source, **known), row["assault"]
            )
