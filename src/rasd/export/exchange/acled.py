"""ACLED-like CSV: ACLED's columns and codes, one row a place, one conservative number of deaths on one row an incident.

`actor1` and `actor2` are no attacker and no target: who is alleged to have struck whom stands in `tags`. Where sources
contradict each other on the perpetrator, an unidentified group stands there and the notes name all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import IO, Any, ClassVar

from rasd.export.exchange.acled_codes import disorder_of, event_of, inter_of, interaction, sub_event_of
from rasd.export.exchange.citing import outlets_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.row_table import RowColumn, column, write_rows
from rasd.export.exchange.rows import Row, day_of, days_wide, harm_of, is_area, rows_of
from rasd.export.exchange.sides import CIVILIANS, Sides, sides_of
from rasd.export.exchange.tables import Country, table
from rasd.export.exchange.telling import Words, notes_told
from rasd.model import Text

__all__ = ["Acled"]

_CROWDS = {"protest": ("Protesters", "protesters"), "riot": ("Rioters", "rioters")}
_GEO = {"site": 1, "settlement": 1, "district": 2, "governorate": 3, "country": 3}
_WEEK = 7


@dataclass(frozen=True)
class _Coded:
    """A row under ACLED's codes."""

    row: Row
    options: ExportOptions
    sub_event: str
    sides: Sides

    @property
    def country(self) -> Country | None:
        return self.row.country

    @cached_property
    def actors(self) -> tuple[tuple[list[str], int | None], tuple[list[str], int | None]]:
        """Both sides: names, the main one first, and the code of the main one's type."""
        incident = self.row.incident
        struck = self._side(self.sides.struck)
        if incident.kind in _CROWDS:
            crowd, sort = _CROWDS[incident.kind]
            code = int(table("acled")["inter"][sort])
            others = self._side([*self.sides.agreed, *self.sides.armed_struck])
            return ([self._in_country(crowd)], code), others
        if incident.kind in ("agreement", "talks"):
            parties = dict.fromkeys(
                party.actor for report in self.row.dossier.reports.values() for party in report.parties
            )
            return self._both([*self.sides.agreed, *(one for one in parties if one not in self.sides.agreed)])
        if incident.kind == "clash":
            return self._both([*self.sides.agreed, *self.sides.armed_struck])
        if not self.sides.agreed:
            return ([self._in_country("Unidentified Armed Group")], self._code("unidentified")), struck
        return self._side(self.sides.agreed), struck

    def _both(
        self, actors: Sequence[str]
    ) -> tuple[tuple[list[str], int | None], tuple[list[str], int | None]]:
        distinct = list(dict.fromkeys(actors))
        if not distinct and self.sides.is_contested:
            return ([self._in_country("Unidentified Armed Group")], self._code("unidentified")), ([], None)
        return self._side([*distinct[:1], *distinct[2:]]), self._side(distinct[1:2])

    def _side(self, actors: Sequence[str]) -> tuple[list[str], int | None]:
        if not actors:
            return [], None
        names = [self._name(one) for one in dict.fromkeys(actors)]
        return names, inter_of(actors[0], self.country.alpha2 if self.country else None)

    def _name(self, actor: str) -> str:
        return (
            self._in_country("Civilians") if actor == CIVILIANS else Words(self.options.language).actor(actor)
        )

    def _in_country(self, who: str) -> str:
        return f"{who} ({self.country.name})" if self.country else who

    @staticmethod
    def _code(sort: str) -> int:
        return int(table("acled")["inter"][sort])

    @property
    def targets_civilians(self) -> bool:
        """Whether it is political violence whose main target is civilians."""
        return (
            self.sides.struck[:1] == (CIVILIANS,)
            and "Political violence" in disorder_of(self.sub_event)
            and self.row.incident.kind not in _CROWDS
        )

    @property
    def tags(self) -> str:
        incident, sides = self.row.incident, self.sides
        given = [f"rasd incident={incident.id}"]
        if sides.alleged and incident.kind not in ("clash", "agreement", "talks", *_CROWDS):
            given.append("alleged perpetrator=" + "|".join(sides.alleged))
        if sides.struck and incident.kind not in ("clash", *_CROWDS):
            given.append("struck=" + "|".join(sides.struck))
        if sides.is_contested:
            given.append("perpetrator contested")
        if "occurrence" in incident.contested_over:
            given.append("occurrence contested")
        if is_area(self.row.place):
            given.append("approximate location")
        if not self.row.carries_harm:
            given.append(f"fatalities counted on={self.row.first_id}")
        if incident.synthetic:
            given.append("synthetic")
        return "; ".join(given)

    @property
    def fatalities(self) -> int:
        """ACLED has no empty number: no report of a death is 0, and the notes say what is reported."""
        harm = harm_of(self.row.incident, "killed")
        if harm is None or not self.row.carries_harm:
            return 0
        return self.options.rule_set.single(harm) or 0


def _time_precision(coded: _Coded) -> int:
    wide = days_wide(coded.row.incident)
    return 3 if wide is None or wide > _WEEK else 1 if wide == 1 else 2


def _published(coded: _Coded) -> int | None:
    moments = [document.published for document in coded.row.dossier.documents.values() if document.published]
    moments += [link.published for link in coded.row.incident.reports if link.published]
    stamps = [stamp for moment in moments if (stamp := _seconds(moment)) is not None]
    return max(stamps, default=None)


def _seconds(moment: str) -> int | None:
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())


def _place(coded: _Coded, name: str) -> object:
    return None if coded.row.place is None else getattr(coded.row.place, name)


_COLUMNS: tuple[RowColumn[_Coded], ...] = (
    column("event_id_cnty", "id", "معرّف الحادثة، ورقم الصف إن تعددت أماكنها", "id of the incident, with the number of the row where it has several places", lambda c: c.row.id),
    column("event_date", "date", "اليوم، وهو منتصف المدة إن لم يكن مؤكدا؛ فارغ إن لم يُذكر", "the day; the middle of the window where it is not certain, empty where none is told", lambda c: day_of(c.row.incident)),
    column("year", "date", "السنة", "its year", lambda c: day.year if (day := day_of(c.row.incident)) else None),
    column("time_precision", "date", "1 يوم بعينه، 2 أسبوع، 3 أطول من ذلك أو غير مذكور", "1 a day, 2 within a week, 3 longer or not told", _time_precision),
    column("disorder_type", "kind", "صنف الاضطراب عند ACLED", "ACLED's disorder type", lambda c: disorder_of(c.sub_event)),
    column("event_type", "kind", "نوع الحدث عند ACLED", "ACLED's event type", lambda c: event_of(c.sub_event)),
    column("sub_event_type", "kind, perpetrators, targets, weapons, harm", "النوع الفرعي عند ACLED", "ACLED's sub-event type", lambda c: c.sub_event),
    column("actor1", "perpetrators, decided, parties", "أحد الطرفين، لا مهاجما ولا مستهدفا بالضرورة", "one of the actors; neither attacker nor target by its place", lambda c: next(iter(c.actors[0][0]), None)),
    column("assoc_actor_1", "perpetrators", "من ذُكر معه", "those named with it", lambda c: "; ".join(c.actors[0][0][1:])),
    column("inter1", "perpetrators", "رمز نوعه: 1 قوات دولة، 2 متمردون، 3 ميليشيا سياسية، 4 ميليشيا هوية، 5 مشاغبون، 6 محتجون، 7 مدنيون، 8 قوات خارجية", "code of its type: 1 state forces, 2 rebels, 3 political militia, 4 identity militia, 5 rioters, 6 protesters, 7 civilians, 8 external forces", lambda c: c.actors[0][1]),
    column("actor2", "targets, perpetrators", "الطرف الآخر", "the other actor", lambda c: next(iter(c.actors[1][0]), None)),
    column("assoc_actor_2", "targets", "من ذُكر معه", "those named with it", lambda c: "; ".join(c.actors[1][0][1:])),
    column("inter2", "targets, perpetrators", "رمز نوعه", "code of its type", lambda c: c.actors[1][1]),
    column("interaction", "perpetrators, targets", "الرمزان معا، الأصغر أولا", "both codes as one number, the lower first", lambda c: interaction(c.actors[0][1], c.actors[1][1])),
    column("civilian_targeting", "targets, harm", "هل المدنيون هم المستهدفون", "whether civilians are the main target", lambda c: "Civilian targeting" if c.targets_civilians else None),
    column("iso", "places.country", "رقم الدولة في ISO 3166", "ISO 3166 number of the country", lambda c: c.country.number if c.country else None),
    column("region", "places.country", "الإقليم عند ACLED", "ACLED's region", lambda c: c.country.region if c.country else None),
    column("country", "places.country", "الدولة كما تسميها ACLED؛ دولة ساحة النزاع إن لم يُذكر مكان", "country as ACLED calls it; the theatre's where no place is told", lambda c: c.country.name if c.country else None),
    column("admin1", "places.admin1", "المحافظة", "first-level unit", lambda c: _place(c, "admin1")),
    column("admin2", "places.admin2", "المنطقة", "second-level unit", lambda c: _place(c, "admin2")),
    column("admin3", "constant", "فارغ: لا يُسجَّل المستوى الثالث", "empty: a third level is not recorded"),
    column("location", "places.name", "اسم المكان كما كُتب", "name of the place as written", lambda c: _place(c, "name")),
    column("latitude", "places.latitude", "خط العرض", "latitude", lambda c: _place(c, "latitude"), privacy="points"),
    column("longitude", "places.longitude", "خط الطول", "longitude", lambda c: _place(c, "longitude"), privacy="points"),
    column("geo_precision", "places.precision", "1 موضع أو بلدة، 2 منطقة، 3 محافظة فأكبر أو غير مذكور؛ والنقطة في 2 و3 تمثل منطقة", "1 site or town, 2 district, 3 governorate or larger or not told; under 2 and 3 the point stands for an area", lambda c: _GEO.get(c.row.place.precision or "", 3) if c.row.place else 3),
    column("source", "documents.outlet, reports.outlet", "وسائل الإعلام الناشرة", "outlets that published it", lambda c: "; ".join(outlets_of(c.row.dossier))),
    column("source_scale", "constant", "فارغ: نطاق كل مصدر غير معروف", "empty: the reach of a source is not known"),
    column("notes", "incident", "ما ترويه التقارير وما لا تحمله الأعمدة", "what reports tell, and what the columns cannot carry", lambda c: " ".join(notes_told(c.row, c.options))),
    column("fatalities", "harm (killed), rule set", "القتلى وفق قاعدة العد، على صف واحد للحادثة؛ 0 إن لم يُذكر عدد", "deaths by the rule set, on one row an incident; 0 where no number is told", lambda c: c.fatalities),
    column("tags", "id, perpetrators, targets, contested_over, places.approximate", "المعرّف والاتجاه والخلاف والتقريب", "the id, who is alleged to have struck whom, what is contested, what is approximate", lambda c: c.tags),
    column("timestamp", "documents.published", "وقت آخر نشر، بالثواني منذ 1970", "when its latest report was published, in seconds since 1970", _published),
)  # fmt: skip


class Acled:
    """CSV in the form of ACLED's downloads, for those who keep their own beside it."""

    name: ClassVar[str] = "acled"
    title: ClassVar[Text] = said("CSV على غرار ACLED", "ACLED-like CSV")
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = "https://acleddata.com/methodology/acled-codebook"
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _COLUMNS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("عدد واحد للقتلى: المدى والسقف المفتوح والأسر في الملاحظات.", "One number of deaths: ranges, open ceilings and families stand in the notes."),
        said("لا أعمدة للجرحى ولا للمفقودين ولا للمخطوفين ولا للمعتقلين ولا للنازحين: في الملاحظات.", "No columns for injured, missing, abducted, detained or displaced people: in the notes."),
        said("طرف رئيس واحد لكل جانب: حين تختلف المصادر في الفاعل يُكتب مجهولا، والأسماء في الملاحظات.", "One main actor a side: where sources disagree on the perpetrator it is written as unidentified, and the notes name all."),
        said("يوم واحد لكل صف: المدة غير المؤكدة في الملاحظات.", "One day a row: an uncertain window stands in the notes."),
        said("لا رمز للنزوح والتهديد والتحليق والتوغل والانتشار والحصار وعرقلة المساعدات والانسحاب والإفراج، ولا لما نُفي أو لم يقع: تُترك خارج الملف ويُذكر عددها.", "No code for displacement, threat, overflight, incursion, deployment, siege, aid obstruction, withdrawal and release, nor for what is denied or never happened: left out and counted."),
        said("درجة التوثيق والمصادر المستقلة وأسباب الربط: الأولى في الملاحظات وحدها.", "Grades, independent sources and reasons of linking: only the grade stands in the notes."),
    )  # fmt: skip

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        """Incidents that have no code there, by kind or by what hinders."""

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a row a place."""
        write_rows(_COLUMNS, self._rows(dossiers, options), stream)

    def _rows(self, dossiers: Iterable[Dossier], options: ExportOptions) -> Iterator[_Coded]:
        for dossier in dossiers:
            incident = dossier.incident
            sides = sides_of(incident)
            sub_event = sub_event_of(incident, sides)
            if sub_event is None:
                self.left_out[incident.kind] += 1
            elif incident.factuality in ("denied", "unrealized"):
                self.left_out[incident.factuality] += 1
            else:
                yield from (_Coded(row, options, sub_event, sides) for row in rows_of(dossier))
