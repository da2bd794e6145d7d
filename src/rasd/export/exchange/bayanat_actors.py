"""Bayanat: those harmed as a sheet for its import of actors, columns named as its fields.

A person whom reports name is a row of their own, only where the export asks for names; the others of one harm are one row of
type Entity that says how many they are, so that an import without names is not an empty one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from rasd.export.exchange.citing import outlets_of, urls_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.row_table import RowColumn, column, write_rows
from rasd.export.exchange.rows import Row, rows_of
from rasd.export.exchange.telling import Words, notes_told, title_of
from rasd.export.page.labels import count_range
from rasd.model import IncidentHarm, Text
from rasd.text import fold

__all__ = ["BayanatActors"]

_EFFECTS = ("killed", "injured", "casualties", "missing", "abducted", "detained")
_CIVILIAN = {"civilian": "Civilian", "combatant": "Non-Civilian"}


@dataclass(frozen=True)
class _Actor:
    """One who was harmed, or all who are not named."""

    row: Row
    options: ExportOptions
    harm: IncidentHarm
    number: int
    person: str | None
    named: int

    @property
    def words(self) -> Words:
        return Words(self.options.language)

    @property
    def name(self) -> str:
        if self.person is not None:
            return self.person
        low, high = (
            (bound - self.named if bound is not None else None) for bound in (self.harm.min, self.harm.max)
        )
        key = "unnamed" if "names" in self.options.include else "withheld"
        effect = self.words.term("effects", self.harm.effect)
        return self.words(key, effect=effect, range=self.words.of(count_range(low, high)))

    @property
    def civilian(self) -> str | None:
        return _CIVILIAN.get(self.harm.victim_status)

    @property
    def age(self) -> str | None:
        """Minor where the reports call everybody of this harm a child, else not known of this one."""
        everybody = self.harm.min
        return "Minor" if everybody and self.harm.children == everybody == self.harm.max else None

    @property
    def sex(self) -> str | None:
        everybody = self.harm.min
        return "Female" if everybody and self.harm.women == everybody == self.harm.max else None

    @property
    def tags(self) -> str:
        tags = ["rasd", self.harm.effect, *(["synthetic"] if self.row.incident.synthetic else [])]
        if self.person is None:
            tags.append("unnamed" if "names" in self.options.include else "names-withheld")
        return ",".join(f'"{tag}"' for tag in tags)


def _date(actor: _Actor, name: str) -> object:
    return getattr(actor.row.incident.date, name)


_COLUMNS: tuple[RowColumn[_Actor], ...] = (
    column("name", "reports.harm.victims", "الاسم؛ أو عدد من لم يُذكر اسمه أو حُجب", "the name; or how many are not named, or withheld", lambda a: a.name, privacy="names"),
    column("name_ar", "reports.harm.victims", "الاسم بالعربية", "the name in Arabic", lambda a: a.person, privacy="names"),
    column("type", "constant", "Person لمن ذُكر اسمه، وإلا Entity", "Person where named, else Entity", lambda a: "Person" if a.person else "Entity"),
    column("civilian", "harm.victim_status", "Civilian أو Non-Civilian حين تُعرف الصفة", "Civilian or Non-Civilian where the status is known", lambda a: a.civilian),
    column("age", "harm.children", "Minor حين يكون الجميع أطفالا", "Minor where all of them are children", lambda a: a.age),
    column("sex", "harm.women", "Female حين تكون الجميع نساء", "Female where all of them are women", lambda a: a.sex),
    column("tags", "harm.effect", "ما لحق به", "what happened to them", lambda a: a.tags),
    column("originid", "id", "معرّف الحادثة ورقم الصف فيها", "id of the incident and number of the row in it", lambda a: f"{a.row.incident.id}/v{a.number}"),
    column("description", "incident", "ما ترويه التقارير", "what reports tell", lambda a: " ".join(notes_told(a.row, a.options))),
    column("source_link", "documents.url", "عنوان أول وثيقة", "address of the first document", lambda a: next(iter(urls_of(a.row.dossier)), None)),
    column("sources", "documents.outlet", "وسائل الإعلام، تُقبل إن كانت مسجلة هناك بالاسم نفسه", "outlets, taken where they exist there under the same name", lambda a: ",".join(f'"{outlet}"' for outlet in outlets_of(a.row.dossier))),
    column("event_title", "kind, places, date", "عنوان الحدث", "title of what happened", lambda a: title_of(a.row, a.options.language)),
    column("event_location", "places.name", "المكان، يُقبل إن كان مسجلا هناك بالاسم نفسه", "the place, taken where it exists there under the same name", lambda a: a.row.place.name if a.row.place else None),
    column("event_from_date", "date.start", "أول يوم محتمل", "first possible day", lambda a: _date(a, "start")),
    column("event_to_date", "date.end", "آخر يوم محتمل", "last possible day", lambda a: _date(a, "end")),
)  # fmt: skip


class BayanatActors:
    """CSV for the sheet import of Bayanat, which makes actors."""

    name: ClassVar[str] = "bayanat-actors"
    title: ClassVar[Text] = said(
        "المتضررون لاستيراد Bayanat", "Those harmed, for the sheet import of Bayanat"
    )
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = (
        "https://github.com/sjacorg/bayanat/blob/main/enferno/data_import/utils/sheet_import.py"
    )
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _COLUMNS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("الأسماء محجوبة ما لم تُطلب: عندئذ لكل ضرر صف واحد بعدد المتضررين.", "Names are withheld unless asked for: each harm is then one row that says how many."),
        said("لا تحمل إلا المتضررين من الناس: الحوادث التي لم يتضرر فيها أحد تُترك ويُذكر عددها، وكذلك الأسر والنازحون.", "Only people harmed: incidents without any are left out and counted, and so are families and displaced people."),
        said("العلاقة بين المتضرر والحادثة لا تُستورد: المعرّف في originid.", "The tie between a person and the incident is not imported: its id stands in originid."),
        said("الفاعل المزعوم ومدى الأرقام ودرجة التوثيق في الوصف وحده.", "The alleged perpetrator, ranges and grade stand in the description only."),
    )  # fmt: skip

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        """Incidents in which no people are told to be harmed."""

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a row a person, and one for those of a harm who are not named."""
        write_rows(_COLUMNS, self._actors(dossiers, options), stream)

    def _actors(self, dossiers: Iterable[Dossier], options: ExportOptions) -> Iterator[_Actor]:
        for dossier in dossiers:
            number = 0
            for actor in _harmed(dossier, options):
                number += 1
                yield actor
            if not number:
                self.left_out["nobody_harmed"] += 1


def _harmed(dossier: Dossier, options: ExportOptions) -> Iterator[_Actor]:
    row = next(rows_of(dossier))
    number = 0
    for harm in dossier.incident.harm:
        if harm.effect not in _EFFECTS or harm.unit != "people" or not (harm.min or harm.max or harm.best):
            continue
        names = _names(dossier, harm.effect)
        for name in names:
            number += 1
            yield _Actor(row, options, harm, number, name, len(names))
        if len(names) < max(harm.min or 0, harm.max or 0) or harm.max is None:
            number += 1
            yield _Actor(row, options, harm, number, None, len(names))


def _names(dossier: Dossier, effect: str) -> list[str]:
    """Return the names that reports give, each person once however a report spells them."""
    found: dict[str, str] = {}
    for report in dossier.reports.values():
        for harm in report.harm:
            if harm.effect == effect:
                for name in harm.victims:
                    found.setdefault(fold(name).text.strip(), name)
    return list(found.values())
