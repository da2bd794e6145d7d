"""Agreements of a pack: each file as `rasd agreement check` sees it."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.agreements import examine
from rasd.conformance.finding import Finding
from rasd.conformance.subject import Subject

__all__ = ["agreements"]


def agreements(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong, or should be better, with the files in the pack's folder ``agreements``."""
    for sheet in examine(subject.lexicon):
        if subject.folder.resolve() not in sheet.path.resolve().parents:
            continue
        for one in sheet.findings:
            yield Finding("agreements", one.file, one.line, one.place, one.fact, one.remedy, one.is_error)
