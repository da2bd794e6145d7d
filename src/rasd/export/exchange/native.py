"""The native format: JSON Lines that lose nothing, and that `rasd import` reads back into a store.

A document and its record or reports come before the first incident that needs them, and come once. The same store gives the
same bytes, whatever database it is kept in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import IO, Any, ClassVar

from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.gathering import is_whole
from rasd.export.exchange.lines import (
    DocumentLine,
    HeaderLine,
    IncidentLine,
    JudgementLine,
    RecordLine,
    ReportLine,
    Withdrawn,
)
from rasd.export.exchange.notes import ORIGIN, notes_of
from rasd.export.exchange.options import ExportOptions
from rasd.export.jsonl import LINE_BREAKS
from rasd.model import Text
from rasd.model.record import Model
from rasd.store import Judgement

__all__ = ["Native"]


class Native:
    """JSON Lines for another Rasd, and for programs."""

    name: ClassVar[str] = "jsonl"
    title: ClassVar[Text] = said("سطور JSON الأصلية بلا فقد", "native JSON Lines, nothing lost")
    extension: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/jsonl"
    is_lossless: ClassVar[bool] = True
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = ""
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = (
        Mapped(
            column="header", source="export", meaning=said("سطر أول: ما الملف وما حُجب منه", "first line: what the file is and what was left out")
        ),
        Mapped(
            column="document", source="documents", privacy="texts",
            meaning=said("وثيقة: الوسيلة والعنوان والتاريخ، والنص إن طُلب", "a document: outlet, address, date; its words where asked for"),
        ),
        Mapped(
            column="record", source="records", privacy="texts",
            meaning=said("السجل المرمّز كاملا، حين يُطلب كل شيء", "the whole coded record, where everything is asked for"),
        ),
        Mapped(
            column="report", source="reports", privacy="names",
            meaning=said("تقرير واحد، حين لا يُطلب كل شيء", "one report, where not everything is asked for"),
        ),
        Mapped(
            column="incident", source="incidents", privacy="names",
            meaning=said("الحادثة بكل قيمها وأسباب الربط", "the incident with every value and the reasons of linking"),
        ),
        Mapped(
            column="judgement", source="decisions", privacy="internal",
            meaning=said("قرار شخص بسببه واسمه، حين يُطلب كل شيء", "a person's decision with who and why, where everything is asked for"),
        ),
    )  # fmt: skip
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said(
            "النسخ الأصلية وسجل الحفظ وملاحظات الالتزام بالاتفاقات تنتقل في الحزم لا هنا.",
            "Evidentiary copies and the custody log travel in packages (`rasd package`), not here; nor do observations under"
            " agreements.",
        ),
    )

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write the header, then for each incident what it needs and what is not there yet, then itself."""
        header = HeaderLine(
            generator=ORIGIN,
            is_synthetic=options.is_synthetic,
            is_whole=is_whole(options),
            include=sorted(options.include),
            rule_set=options.rule_set.name,
            notes=notes_of(self, options),
        )
        stream.write(_json(header))
        written = _Written()
        for dossier in dossiers:
            stream.writelines(map(_json, _lines(dossier, written, whole=header.is_whole)))


class _Written:
    """What has been written already, by a short digest: a long export holds eight bytes a document."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def is_new(self, *name: object) -> bool:
        """Tell whether it comes for the first time, and remember it."""
        digest = int.from_bytes(blake2b("\0".join(map(str, name)).encode(), digest_size=8).digest(), "big")
        if digest in self._seen:
            return False
        self._seen.add(digest)
        return True


def _lines(dossier: Dossier, written: _Written, *, whole: bool) -> Iterator[Model]:
    for key, document in dossier.documents.items():
        if written.is_new("document", key):
            yield DocumentLine(document=document)
            if key in dossier.records:
                yield RecordLine(document_id=key, record=dossier.records[key])
    if not whole:
        for key, report in dossier.reports.items():
            yield ReportLine(report_id=key, report=report)
    yield IncidentLine(incident=dossier.incident)
    for one in dossier.judgements:
        if written.is_new("judgement", one.number):
            yield _judgement(one)


def _judgement(one: Judgement) -> JudgementLine:
    undone = one.undone
    return JudgementLine(
        number=one.number, action=one.action, subjects=list(one.subjects), value=one.value, by=one.by, at=one.at,
        why=one.why, spans={name: list(spans) for name, spans in one.spans.items()},
        undone=None if undone is None else Withdrawn(by=undone.by, at=undone.at, why=undone.why),
    )  # fmt: skip


def _json(line: Model) -> str:
    return line.model_dump_json().translate(LINE_BREAKS) + "\n"
