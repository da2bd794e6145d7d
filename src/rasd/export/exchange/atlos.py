"""Atlos: a CSV for its bulk import, one row an incident, lower-case columns.

An Atlos geolocation says "here", so only a named site or town becomes one; what is known by its area is told in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from rasd.export.exchange.citing import urls_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.row_table import RowColumn, column, write_rows
from rasd.export.exchange.rows import Row, day_of, days_wide, is_area, rows_of
from rasd.export.exchange.telling import notes_told, title_of
from rasd.model import Text

__all__ = ["Atlos"]

_SHORTEST, _LONGEST, _MOST_INFO = 8, 240, 3000
_URLS = 10
_VISIBLE_HARM = frozenset({"killed", "injured", "casualties"})


@dataclass(frozen=True)
class _Incident:
    """An incident by its most exact place."""

    row: Row
    options: ExportOptions

    @property
    def point(self) -> tuple[float, float] | None:
        place = self.row.place
        if place is None or place.latitude is None or place.longitude is None or is_area(place):
            return None
        return place.latitude, place.longitude

    @property
    def description(self) -> str:
        title = title_of(self.row, self.options.language)
        return _cut(title.ljust(_SHORTEST, "."), _LONGEST)

    @property
    def more(self) -> str:
        urls = urls_of(self.row.dossier)[_URLS:]
        return _cut("\n".join([*notes_told(self.row, self.options), *urls]), _MOST_INFO)

    @property
    def tags(self) -> str:
        incident = self.row.incident
        tags = [
            f"rasd {incident.id}",
            incident.kind,
            f"grade {incident.grade.decided or incident.grade.proposed}",
        ]
        tags += [f"contested {one}" for one in incident.contested_over]
        tags += ["synthetic"] if incident.synthetic else []
        return ", ".join(tag.replace(",", " ") for tag in tags)

    @property
    def sensitivity(self) -> str:
        harmed = any(
            harm.effect in _VISIBLE_HARM and (harm.min or harm.max) for harm in self.row.incident.harm
        )
        return "Graphic Violence" if harmed else "Not Sensitive"

    def url(self, number: int) -> str | None:
        urls = urls_of(self.row.dossier)
        return urls[number] if number < len(urls) else None


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _urls() -> Iterator[RowColumn[_Incident]]:
    for number in range(_URLS):

        def value(given: _Incident, number: int = number) -> object:
            return given.url(number)

        yield column(f"source_{number + 1}", "documents.url", f"عنوان الوثيقة {number + 1}", f"address of document {number + 1}", value)  # fmt: skip


_COLUMNS: tuple[RowColumn[_Incident], ...] = (
    column("status", "constant", "دائما To Do: لم يعمل عليها أحد بعد هناك", "always To Do: nobody has worked on it there yet", lambda _: "To Do"),
    column("description", "kind, places, date", "النوع والمكان واليوم، حتى 240 حرفا", "kind, place and day, up to 240 characters", lambda i: i.description),
    column("sensitive", "harm", "Graphic Violence إن ذُكر قتلى أو جرحى، وإلا Not Sensitive", "Graphic Violence where killed or injured people are told, else Not Sensitive", lambda i: i.sensitivity),
    column("date", "date", "اليوم إن كان بعينه", "the day, where it is certain", lambda i: day_of(i.row.incident) if days_wide(i.row.incident) == 1 else None),
    column("latitude", "places.latitude", "خط العرض؛ فارغ إن كانت النقطة تمثل منطقة", "latitude; empty where the point stands for an area", lambda i: i.point[0] if i.point else None, privacy="points"),
    column("longitude", "places.longitude", "خط الطول؛ فارغ إن كانت النقطة تمثل منطقة", "longitude; empty where the point stands for an area", lambda i: i.point[1] if i.point else None, privacy="points"),
    column("more_info", "incident", "ما ترويه التقارير وما لا تحمله الأعمدة، حتى 3000 حرف", "what reports tell and the columns cannot carry, up to 3000 characters", lambda i: i.more),
    column("tags", "id, kind, grade, contested_over", "المعرّف والنوع والدرجة والخلاف، بفواصل", "id, kind, grade and disputes, with commas between", lambda i: i.tags),
    *_urls(),
)  # fmt: skip


class Atlos:
    """CSV for the bulk import of Atlos."""

    name: ClassVar[str] = "atlos"
    title: ClassVar[Text] = said("CSV لاستيراد Atlos", "CSV for the bulk import of Atlos")
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = (
        "https://github.com/atlosdotorg/atlos/blob/main/platform/lib/platform/material/attribute.ex"
    )
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _COLUMNS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("موقع واحد لكل حادثة، هو أدق أماكنها؛ ولا موقع لما يُعرف بمنطقته وحدها.", "One geolocation an incident, its most exact place; none where only an area is known."),
        said("يوم واحد: المدة غير المؤكدة في more_info.", "One day: an uncertain window stands in more_info."),
        said("لا أعمدة للفاعل المزعوم ولا للمستهدف ولا للضرر: في more_info. للمشروع أن يضيف صفات من عنده.", "No columns for the alleged perpetrator, who was struck or harm: in more_info. A project may add attributes of its own."),
        said("عشرة عناوين للوثائق: ما زاد في more_info.", "Ten addresses of documents: further ones stand in more_info."),
    )  # fmt: skip

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a row an incident."""
        write_rows(_COLUMNS, (_Incident(next(rows_of(dossier)), options) for dossier in dossiers), stream)
