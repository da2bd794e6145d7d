"""XLSX for people: incidents, the figures of single reports, their sources, and a sheet of notes; right to left in Arabic.

Rows are written as they come and not kept, so that a large file needs no more memory than a small one. A sheet that is full
goes on in the next. Texts are texts: no cell is a formula, none is made a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Day
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar

from rasd.export.escaping import safe_cell
from rasd.export.exchange.citing import documents_of, quoted_in
from rasd.export.exchange.columns import COLUMNS, row_of
from rasd.export.exchange.dossier import Cited, Dossier
from rasd.export.exchange.format import Mapped, Privacy, said
from rasd.export.exchange.notes import notes_of
from rasd.export.exchange.options import ExportOptions, Language
from rasd.export.exchange.rows import rows_of
from rasd.export.exchange.telling import Words, notes_told
from rasd.model import IncidentHarm, ReportedFigure, Text

__all__ = ["MOST_ROWS", "Xlsx"]

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""
_LONGEST = 32_767
"""Characters of a cell."""
_WIDTH, _WIDE = 16, 60
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_SHEETS = {
    "incidents": said("الحوادث", "Incidents"),
    "figures": said("الأرقام", "Figures"),
    "sources": said("المصادر", "Sources"),
    "notes": said("ملاحظات", "Notes"),
}


@dataclass(frozen=True)
class _Given:
    """What a row of a sheet is made of."""

    dossier: Dossier
    options: ExportOptions
    harm: IncidentHarm | None = None
    figure: ReportedFigure | None = None
    document: Cited | None = None
    conceded: bool = False

    @property
    def words(self) -> Words:
        return Words(self.options.language)


@dataclass(frozen=True, kw_only=True)
class _Cell(Mapped):
    """A column of one sheet."""

    sheet: str
    head: Text
    value: Callable[[_Given], object]


def _cell(
    sheet: str,
    name: str,
    source: str,
    ar: str,
    en: str,
    value: Callable[[_Given], object],
    privacy: Privacy = "public",
) -> _Cell:
    return _Cell(
        column=f"{sheet}: {name}", source=source, meaning=said(ar, en), privacy=privacy, sheet=sheet,
        head=said(ar, name), value=value,
    )  # fmt: skip


def _of_row(name: str) -> Callable[[_Given], object]:
    def value(given: _Given) -> object:
        found = row_of(given.dossier, given.options)[name]
        if isinstance(found, bool):
            return "yes" if found else "no"
        return "; ".join(found) if isinstance(found, list) else found

    return value


def _account(given: _Given) -> str:
    return " ".join(notes_told(next(rows_of(given.dossier)), given.options))


def _figure(name: str) -> Callable[[_Given], object]:
    return lambda given: getattr(given.figure, name)


def _document(name: str) -> Callable[[_Given], object]:
    return lambda given: getattr(given.document, name)


def _incident(given: _Given) -> str:
    return given.dossier.incident.id


_CELLS: tuple[_Cell, ...] = (
    *(_cell("incidents", one.column, one.source, one.meaning.ar, one.meaning.en, _of_row(one.column), one.privacy) for one in COLUMNS),
    _cell("incidents", "account", "incident", "ما ترويه التقارير", "what reports tell", _account),
    _cell("figures", "incident", "id", "معرّف الحادثة", "id of the incident", _incident),
    _cell("figures", "effect", "harm.effect", "الضرر", "which harm", lambda g: g.words.term("effects", g.harm.effect) if g.harm else None),
    _cell("figures", "unit", "harm.unit", "أفراد أم أسر", "people or families", lambda g: g.harm.unit if g.harm else None),
    _cell("figures", "report", "harm.figures.report_id", "معرّف التقرير", "id of the report", _figure("report_id")),
    _cell("figures", "min", "harm.figures.min", "الأدنى", "lowest", _figure("min")),
    _cell("figures", "max", "harm.figures.max", "الأعلى، فارغ إن لم يكن له سقف", "highest, empty where open", _figure("max")),
    _cell("figures", "status", "harm.figures.victim_status", "صفة الضحايا", "the victims' status", _figure("victim_status")),
    _cell("figures", "counted", "harm.figures.counted", "معدود أم مستبدل أم من طرف أم منفي أم نسخة", "counted, replaced, of a party, denied or a copy", lambda g: "conceded" if g.conceded else g.figure.counted if g.figure else None),
    _cell("figures", "source", "harm.figures.source", "صاحب الرقم", "whose figure it is", _figure("source"), "names"),
    _cell("figures", "words", "harm.figures.phrase", "الكلمات المعدودة", "the words that were counted", _figure("phrase"), "texts"),
    _cell("figures", "published", "harm.figures.published", "وقت النشر", "when it was published", _figure("published")),
    _cell("sources", "incident", "id", "معرّف الحادثة", "id of the incident", _incident),
    _cell("sources", "document", "documents.id", "معرّف الوثيقة", "id of the document", _document("id")),
    _cell("sources", "outlet", "documents.outlet", "وسيلة الإعلام", "outlet", _document("outlet")),
    _cell("sources", "title", "documents.title", "العنوان", "headline", _document("title"), "texts"),
    _cell("sources", "url", "documents.url", "العنوان الشبكي", "address", _document("url")),
    _cell("sources", "published", "documents.published", "وقت النشر", "when it was published", _document("published")),
    _cell("sources", "quotes", "reports.sources.name", "من نُقل عنه في تقارير الحادثة", "whom the incident's reports quote", lambda g: "; ".join(quoted_in(g.dossier)), "names"),
)  # fmt: skip


class _Sheet:
    """A sheet that goes on in another when it is full."""

    def __init__(self, book: Any, title: str, heads: Sequence[str], language: Language, formats: Any) -> None:
        self._book, self._title, self._heads = book, title, heads
        self._is_right_to_left = language == "ar"
        self._formats = formats
        self._number = 0
        self._open()

    def _open(self) -> None:
        self._number += 1
        title = self._title if self._number == 1 else f"{self._title} {self._number}"
        self._sheet = self._book.add_worksheet(title)
        if self._is_right_to_left:
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        for number, head in enumerate(self._heads):
            self._sheet.set_column(number, number, _WIDTH if len(self._heads) > 1 else _WIDE * 2)
            self._sheet.write_string(0, number, head, self._formats["head"])
        self._rows = 0

    def write(self, values: Iterable[object]) -> None:
        if self._rows == MOST_ROWS:
            self._open()
        self._rows += 1
        for number, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, Day):
                self._sheet.write_datetime(self._rows, number, value, self._formats["day"])
            elif isinstance(value, (int, float)):
                self._sheet.write_number(self._rows, number, value)
            else:
                self._sheet.write_string(self._rows, number, _text(value))


def _text(value: object) -> str:
    text = str(safe_cell(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Xlsx:
    """A workbook for people who read and sort in a spreadsheet."""

    name: ClassVar[str] = "xlsx"
    title: ClassVar[Text] = said("مصنف جداول XLSX", "Workbook for spreadsheets (XLSX)")
    extension: ClassVar[str] = "xlsx"
    media_type: ClassVar[str] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = True
    definition: ClassVar[str] = (
        "https://ecma-international.org/publications-and-standards/standards/ecma-376/"
    )
    needs: ClassVar[str] = "tables"
    fields: ClassVar[tuple[Mapped, ...]] = _CELLS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("أسباب الربط وموضع كل قيمة في النص لا مكان لها.", "The reasons of linking and where in a text each value stands have no room."),
        said("خلية النص لا تتسع لأكثر من 32767 حرفا.", "A cell holds no more than 32,767 characters."),
        said("مع تعدد الأماكن تصف أعمدة المكان أدقها وحده.", "Where there are several places, the columns of the place describe the most exact one only."),
    )  # fmt: skip

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a row an incident, a figure and a document, each on its sheet, then the notes."""
        # The archive is closed whole before a byte goes out: one left open on a full disk could never be closed.
        with TemporaryFile() as whole:
            self._write(dossiers, whole, options)
            whole.seek(0)
            copyfileobj(whole, stream)

    def _write(self, dossiers: Iterable[Dossier], stream: IO[bytes], options: ExportOptions) -> None:
        from xlsxwriter import Workbook

        book = Workbook(
            stream,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )  # fmt: skip
        book.set_properties(
            {"created": _MADE, "title": self.title.en, "comments": " ".join(notes_of(self, options))}
        )
        formats = {
            "head": book.add_format({"bold": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        language = options.language
        words = {name: title.ar if language == "ar" else title.en for name, title in _SHEETS.items()}
        sheets = {
            name: _Sheet(book, words[name], _heads(name, language), language, formats)
            for name in ("incidents", "figures", "sources")
        }
        for dossier in dossiers:
            for name, given in _rows(dossier, options):
                sheets[name].write(one.value(given) for one in _CELLS if one.sheet == name)
        notes = _Sheet(book, words["notes"], [words["notes"]], language, formats)
        for line in [*notes_of(self, options), *_legend(options)]:
            notes.write([line])
        book.close()


def _heads(sheet: str, language: Language) -> list[str]:
    return [one.head.ar if language == "ar" else one.head.en for one in _CELLS if one.sheet == sheet]


def _legend(options: ExportOptions) -> Iterator[str]:
    """Say what each column is, in the language of the export."""
    for one in _CELLS:
        meaning = one.meaning.ar if options.language == "ar" else one.meaning.en
        yield f"{one.column}: {meaning}"


def _rows(dossier: Dossier, options: ExportOptions) -> Iterator[tuple[str, _Given]]:
    yield "incidents", _Given(dossier, options)
    for harm, conceded in [
        *((harm, False) for harm in dossier.incident.harm),
        *((harm, True) for harm in dossier.incident.conceded),
    ]:
        for figure in harm.figures:
            yield "figures", _Given(dossier, options, harm=harm, figure=figure, conceded=conceded)
    for document in documents_of(dossier):
        yield "sources", _Given(dossier, options, document=document)
