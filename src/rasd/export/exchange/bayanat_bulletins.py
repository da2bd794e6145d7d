"""Bayanat: a bulletin an incident as JSON, a request body of its API (`POST /admin/api/bulletin/`) a line.

Lookups there go by numbers that only the installation knows, so labels, sources and locations are left to its people; points
go as geolocations, which need none. Text is escaped: nothing in it becomes markup.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import IO, Any, ClassVar

from rasd.export.exchange.citing import documents_of, urls_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.notes import notes_of
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.row_table import RowColumn, column
from rasd.export.exchange.rows import Row, days_wide, is_area, rows_of
from rasd.export.exchange.telling import Words, notes_told, title_of
from rasd.model import Text

__all__ = ["BayanatBulletins"]

_LONGEST = 255
_ADDRESS = re.compile(r"https?://[^\s/]+")


@dataclass(frozen=True)
class _Bulletin:
    """An incident with the request."""

    row: Row
    options: ExportOptions

    def title(self, language: Any) -> str:
        title = title_of(self.row, language)
        return title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"

    @property
    def link(self) -> str:
        """The first address that Bayanat takes for one and has room for, else its word for none."""
        urls = (url for url in urls_of(self.row.dossier) if _ADDRESS.match(url) and len(url) <= _LONGEST)
        return next(urls, "NA")

    @property
    def description(self) -> str:
        told = [" ".join(notes_told(self.row, replace(self.options, language=one))) for one in ("ar", "en")]
        cited = [
            " — ".join(piece for piece in (one.outlet, (one.published or "")[:10], one.url) if piece)
            for one in documents_of(self.row.dossier)
        ]
        return "".join(f"<p>{html.escape(piece)}</p>" for piece in [*told, *cited] if piece)

    @property
    def points(self) -> list[dict[str, Any]]:
        words = Words(self.options.language)
        found = []
        for row in rows_of(self.row.dossier):
            place = row.place
            if place is None or place.latitude is None or place.longitude is None:
                continue
            point: dict[str, Any] = {
                "title": place.name,
                "main": row.number == 1,
                "lat": place.latitude,
                "lng": place.longitude,
            }
            if is_area(place):
                precision = words.term("precision", place.precision) if place.precision else "?"
                point["comment"] = words("approximate", precision=precision.lower())
            found.append(point)
        return found

    @property
    def events(self) -> list[dict[str, Any]]:
        date, wide = self.row.incident.date, days_wide(self.row.incident)
        event: dict[str, Any] = {
            "title": self.title("en"),
            "title_ar": self.title("ar"),
            "estimated": wide != 1,
        }
        if date.start or date.end:
            event["from_date"] = str(date.start or date.end)
        if date.end and date.end != date.start:
            event["to_date"] = str(date.end)
        return [event]

    @property
    def tags(self) -> list[str]:
        incident = self.row.incident
        tags = ["rasd", f"kind:{incident.kind}", f"grade:{incident.grade.decided or incident.grade.proposed}"]
        tags += [f"contested:{one}" for one in incident.contested_over]
        tags += [f"factuality:{incident.factuality}"] if incident.factuality != "asserted" else []
        return [*tags, *(["synthetic"] if incident.synthetic else [])]


def _published(bulletin: _Bulletin) -> str | None:
    days = [one.published[:10] for one in documents_of(bulletin.row.dossier) if one.published]
    return min(days, default=None)


_FIELDS: tuple[RowColumn[_Bulletin], ...] = (
    column("originid", "id", "معرّف الحادثة", "id of the incident", lambda b: b.row.incident.id),
    column("title", "kind, places, date", "العنوان بالإنكليزية", "title in English", lambda b: b.title("en")),
    column("title_ar", "kind, places, date", "العنوان بالعربية", "title in Arabic", lambda b: b.title("ar")),
    column("description", "incident, documents", "ما ترويه التقارير باللغتين، والوثائق", "what reports tell in both languages, and the documents", lambda b: b.description),
    column("comments", "export", "بأي قاعدة عُدّت وما حُجب", "by which rules it is counted, and what is withheld", lambda b: " ".join(notes_of(BayanatBulletins, b.options))),
    column("source_link", "documents.url", "عنوان أول وثيقة، أو NA", "address of the first document, or NA", lambda b: b.link),
    column("tags", "kind, grade, contested_over, factuality", "النوع والدرجة والخلاف", "kind, grade and disputes", lambda b: b.tags),
    column("geoLocations", "places", "النقاط، أدقها رئيسية، مع تنبيه على التقريبي", "points, the most exact one main, those of areas marked", lambda b: b.points, privacy="points"),
    column("events", "date, kind", "متى، وهل اليوم تقدير", "when, and whether the day is an estimate", lambda b: b.events),
    column("publish_date", "documents.published", "يوم أول نشر", "day of the first publication", _published),
    column("status", "constant", "دائما Machine Created", "always Machine Created", lambda _: "Machine Created"),
)  # fmt: skip


class BayanatBulletins:
    """Bodies of requests that create bulletins, one a line."""

    name: ClassVar[str] = "bayanat-bulletins"
    title: ClassVar[Text] = said("نشرات Bayanat لواجهته البرمجية", "Bulletins for the API of Bayanat")
    extension: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/jsonl"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = (
        "https://github.com/sjacorg/bayanat/blob/main/enferno/admin/validation/models.py"
    )
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _FIELDS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("الوسوم والمصادر والمواقع هناك بأرقام لا تعرفها إلا نسختكم من Bayanat: تُضاف بعد الاستيراد.", "Labels, sources and locations go by numbers that only your installation knows: added after the import."),
        said("لا حقول للفاعل المزعوم ولا للضرر ومداه: في الوصف.", "No fields for the alleged perpetrator, harm or its range: in the description."),
        said("عنوان وثيقة واحد: سائرها في الوصف.", "One address of a document: the others stand in the description."),
    )  # fmt: skip

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a request an incident and line."""
        for bulletin in self._bulletins(dossiers, options):
            given = ((one.column, one.value(bulletin)) for one in _FIELDS)
            item = {name: value for name, value in given if value is not None}
            stream.write(json.dumps({"item": item}, ensure_ascii=False, allow_nan=False) + "\n")

    def _bulletins(self, dossiers: Iterable[Dossier], options: ExportOptions) -> Iterator[_Bulletin]:
        for dossier in dossiers:
            yield _Bulletin(next(rows_of(dossier)), options)
