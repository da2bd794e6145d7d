"""UCDP-GED-like CSV: incidents with reported deaths under the columns of UCDP's Georeferenced Event Dataset.

`low` and `high` are the bounds of the range, `best` is there only when a person set it. Numbers of conflicts, dyads and actors
are UCDP's own and stay empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import IO, Any, ClassVar

from rasd.export.exchange.citing import documents_of, outlets_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.row_table import RowColumn, column, write_rows
from rasd.export.exchange.rows import Row, days_wide, harm_of, place_class, rows_of
from rasd.export.exchange.sides import CIVILIANS, Sides, country_of_actor, sides_of, sort_of_actor
from rasd.export.exchange.tables import Country, country_of, table
from rasd.export.exchange.telling import Words
from rasd.model import IncidentHarm, Text

__all__ = ["Ucdp"]

_STATES = frozenset({"government", "armed_forces", "foreign_state", "coalition"})
_GOVERNMENTS = frozenset({"government", "foreign_state"})
_WHERE = {"site": 1, "settlement": 1, "district": 3, "governorate": 4, "country": 6}
_FUZZY = frozenset({"region", "river", "mountain"})
_CELLS_A_DEGREE, _CELLS_A_ROW = 2, 720
_REGIONS = ((199, "Americas"), (399, "Europe"), (626, "Africa"), (699, "Middle East"), (999, "Asia"))


@dataclass(frozen=True)
class _Coded:
    """A row under UCDP's codes."""

    row: Row
    options: ExportOptions
    sides: Sides
    killed: IncidentHarm

    @property
    def country(self) -> Country | None:
        return self.row.country

    @cached_property
    def dyad(self) -> tuple[str | None, str | None]:
        """Side A and side B: a state first where there is one, civilians always second."""
        agreed, armed = self.sides.agreed, self.sides.armed_struck
        first = agreed[0] if agreed else None
        if self.row.incident.kind == "clash":
            second = next(iter([*agreed[1:], *armed]), None)
        elif self.sides.struck[:1] == (CIVILIANS,):
            return first, CIVILIANS
        else:
            second = armed[0] if armed else None
        if sort_of_actor(first or "") not in _STATES and sort_of_actor(second or "") in _STATES:
            return second, first
        return first, second

    @property
    def violence(self) -> int | None:
        """1 state-based, 2 between groups, 3 one-sided; None where a side is not known."""
        first, second = self.dyad
        if second == CIVILIANS:
            return 3 if first else None
        if first is None or second is None:
            return None
        return 1 if {sort_of_actor(first), sort_of_actor(second)} & _STATES else 2

    @property
    def low(self) -> int | None:
        if not self.row.carries_harm:
            return 0
        return self.killed.min if self.killed.min is not None else 0

    @property
    def high(self) -> int | None:
        return self.killed.max if self.row.carries_harm else 0

    @property
    def best(self) -> int | None:
        """A person's; under a rule set that gives one number, that number. Empty beside a bound that stands alone."""
        rules = self.options.rule_set
        number = self.killed.best if rules.name == "rasd-1" else rules.single(self.killed)
        return number if self.row.carries_harm or number is None else 0

    @cached_property
    def parts(self) -> dict[str, int]:
        """Lower bounds of the dead by side; whoever cannot be told is unknown, so that they add up to `low`."""
        low = self.low or 0
        told = {part.victim_status: part.min or 0 for part in self.killed.by_status}
        if not told and self.killed.victim_status != "unknown":
            told = {self.killed.victim_status: low}
        if not self.row.carries_harm:
            told = {}
        civilians = min(told.get("civilian", 0), low)
        fighters = min(told.get("combatant", 0), low - civilians)
        struck = self.sides.armed_struck[:1] if self.row.incident.kind != "clash" else ()
        side_a = fighters if struck and struck[0] == self.dyad[0] else 0
        side_b = fighters if struck and struck[0] == self.dyad[1] else 0
        return {
            "a": side_a,
            "b": side_b,
            "civilians": civilians,
            "unknown": low - civilians - side_a - side_b,
        }

    def name(self, side: int) -> str | None:
        actor = self.dyad[side]
        if actor is None:
            return None
        return "Civilians" if actor == CIVILIANS else Words(self.options.language).actor(actor)

    def gw(self, side: int) -> int | None:
        actor = self.dyad[side]
        if actor is None or sort_of_actor(actor) not in _GOVERNMENTS:
            return None
        alpha3 = country_of_actor(actor)
        numbers = (country_of(alpha2) for alpha2 in table("countries"))
        return next((one.gw for one in numbers if alpha3 and one.alpha3 == alpha3), None)


def _where(coded: _Coded) -> int | None:
    place = coded.row.place
    if place is None:
        return 6 if coded.country else None  # known by its theatre only
    sort = place_class(coded.row.dossier, place)
    if sort == "sea":
        return 7
    return 5 if sort in _FUZZY else _WHERE.get(place.precision or "")


def _date_precision(coded: _Coded) -> int:
    wide = days_wide(coded.row.incident)
    if wide is None:
        return 5
    return 1 if wide == 1 else 2 if wide < 7 else 3 if wide == 7 else 4 if wide <= 31 else 5


def _region(coded: _Coded) -> str | None:
    if coded.country is None:
        return None
    if coded.country.gw is None:
        return coded.country.region if coded.country.region == "Middle East" else None
    number = coded.country.gw
    return next(region for last, region in _REGIONS if number <= last)


def _grid(coded: _Coded) -> int | None:
    """Return the number of the PRIO-GRID cell, half a degree wide, counted from the south-west."""
    place = coded.row.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    row, cell = (
        floor((place.latitude + 90) * _CELLS_A_DEGREE),
        floor((place.longitude + 180) * _CELLS_A_DEGREE),
    )
    return min(row, 359) * _CELLS_A_ROW + min(cell, _CELLS_A_ROW - 1) + 1


def _point(coded: _Coded) -> str | None:
    place = coded.row.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return f"POINT ({place.longitude:g} {place.latitude:g})"


def _dyad_name(coded: _Coded) -> str | None:
    names = [name for side in (0, 1) if (name := coded.name(side))]
    return " - ".join(names) if len(names) == 2 else None


def _own(name: str) -> RowColumn[_Coded]:
    return column(name, "constant", "فارغ: رقم تعطيه UCDP", "empty: a number that UCDP gives")


_COLUMNS: tuple[RowColumn[_Coded], ...] = (
    column("id", "id", "معرّف الحادثة، ورقم الصف إن تعددت أماكنها", "id of the incident, with the number of the row where it has several places", lambda c: c.row.id),
    _own("relid"),
    column("year", "date", "السنة", "year", lambda c: day.year if (day := c.row.incident.date.start or c.row.incident.date.end) else None),
    _own("active_year"),
    column("code_status", "synthetic", "Synthetic لما هو مختلق، وإلا فارغ", "Synthetic where it is invented, else empty", lambda c: "Synthetic" if c.row.incident.synthetic else None),
    column("type_of_violence", "perpetrators, targets", "1 دولة طرف، 2 بين جماعات، 3 على المدنيين؛ فارغ إن جُهل طرف", "1 a state is a side, 2 between groups, 3 against civilians; empty where a side is not known", lambda c: c.violence),
    *map(_own, ("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id")),
    column("dyad_name", "perpetrators, targets", "الطرفان", "both sides", _dyad_name),
    *map(_own, ("side_a_dset_id", "side_a_new_id")),
    column("side_a", "perpetrators, decided", "الطرف الأول، والدولة أولا؛ فارغ إن جُهل أو اختُلف فيه", "side A, a state first; empty where it is not known or contested", lambda c: c.name(0)),
    *map(_own, ("side_b_dset_id", "side_b_new_id")),
    column("side_b", "targets, perpetrators", "الطرف الثاني، أو Civilians", "side B, or Civilians", lambda c: c.name(1)),
    column("number_of_sources", "reports", "عدد التقارير", "number of reports", lambda c: len(c.row.incident.reports)),
    column("source_article", "documents", "الوسيلة وتاريخ النشر والعنوان الشبكي لكل وثيقة", "outlet, day of publication and address of each document", lambda c: "; ".join(", ".join(piece for piece in (one.outlet, (one.published or "")[:10], one.url) if piece) for one in documents_of(c.row.dossier))),
    column("source_office", "documents.outlet", "وسائل الإعلام", "outlets", lambda c: "; ".join(outlets_of(c.row.dossier))),
    column("source_date", "documents.published", "أيام النشر", "days of publication", lambda c: "; ".join(dict.fromkeys((one.published or "")[:10] for one in documents_of(c.row.dossier) if one.published))),
    column("source_headline", "documents.title", "العناوين", "headlines", lambda c: "; ".join(one.title for one in documents_of(c.row.dossier) if one.title), privacy="texts"),
    column("source_original", "reports.sources.name", "من نقلت عنه الوثائق", "whom the documents quote", lambda c: "; ".join(dict.fromkeys(source.name for report in c.row.dossier.reports.values() for source in report.sources)), privacy="names"),
    column("where_prec", "places.precision", "1 موضع أو بلدة، 3 منطقة، 4 محافظة، 5 إقليم أو نهر أو جبل، 6 دولة، 7 بحر", "1 site or town, 3 second-level unit, 4 first-level unit, 5 region, river or mountain, 6 country, 7 sea", _where),
    column("where_coordinates", "places.name", "اسم المكان كما كُتب", "name of the place as written", lambda c: c.row.place.name if c.row.place else None),
    column("where_description", "places.region", "ما يقوله النص عن موضعه", "what the text says of where it lies", lambda c: c.row.place.region if c.row.place else None),
    column("adm_1", "places.admin1", "المحافظة", "first-level unit", lambda c: c.row.place.admin1 if c.row.place else None),
    column("adm_2", "places.admin2", "المنطقة", "second-level unit", lambda c: c.row.place.admin2 if c.row.place else None),
    column("latitude", "places.latitude", "خط العرض", "latitude", lambda c: c.row.place.latitude if c.row.place else None, privacy="points"),
    column("longitude", "places.longitude", "خط الطول", "longitude", lambda c: c.row.place.longitude if c.row.place else None, privacy="points"),
    column("geom_wkt", "places.longitude, places.latitude", "النقطة بصيغة WKT", "the point as WKT", _point, privacy="points"),
    column("priogrid_gid", "places.latitude, places.longitude", "رقم خلية PRIO-GRID", "number of the PRIO-GRID cell", _grid, privacy="points"),
    column("country", "places.country", "الدولة", "country", lambda c: c.country.name if c.country else None),
    column("country_id", "places.country", "رقمها في قائمة غليديتش ووارد", "its number in the list of Gleditsch and Ward", lambda c: c.country.gw if c.country else None),
    column("region", "places.country", "الإقليم", "region", _region),
    column("event_clarity", "places, date", "1 مكان واحد ويوم واحد، وإلا 2", "1 for one place and one day, else 2", lambda c: 1 if c.row.of == 1 and days_wide(c.row.incident) == 1 else 2),
    column("date_prec", "date", "1 يوم، 2 من يومين إلى ستة، 3 أسبوع، 4 إلى شهر، 5 أطول أو غير مذكور", "1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 longer or not told", _date_precision),
    column("date_start", "date.start", "أول يوم محتمل", "first possible day", lambda c: c.row.incident.date.start),
    column("date_end", "date.end", "آخر يوم محتمل", "last possible day", lambda c: c.row.incident.date.end),
    column("deaths_a", "harm.by_status", "الحد الأدنى لقتلى مقاتلي الطرف الأول حين يُعرف أنهم منه", "lower bound of side A's dead fighters, where they are known to be its", lambda c: c.parts["a"]),
    column("deaths_b", "harm.by_status", "والطرف الثاني", "the same of side B", lambda c: c.parts["b"]),
    column("deaths_civilians", "harm.by_status", "الحد الأدنى للقتلى المدنيين", "lower bound of dead civilians", lambda c: c.parts["civilians"]),
    column("deaths_unknown", "harm.by_status", "من لا تُعرف صفته، حتى يبلغ المجموع الحد الأدنى", "those whose status is not known; the four add up to `low`", lambda c: c.parts["unknown"]),
    column("best", "harm.best, rule set", "ما حدده شخص؛ ومع acled-like الرقم المتحفظ؛ وإلا فارغ", "what a person set; under acled-like the conservative number; else empty", lambda c: c.best),
    column("high", "harm.max", "أعلى رقم موثوق؛ فارغ إن لم يكن له سقف", "highest credible figure, empty where open", lambda c: c.high),
    column("low", "harm.min", "أدنى رقم موثوق", "lowest credible figure", lambda c: c.low),
    column("gwnoa", "perpetrators", "رقم الدولة إن كان الطرف الأول دولة", "number of the state where side A is one", lambda c: c.gw(0)),
    column("gwnob", "targets", "رقم الدولة إن كان الطرف الثاني دولة", "number of the state where side B is one", lambda c: c.gw(1)),
)  # fmt: skip


class Ucdp:
    """CSV in the form of UCDP GED."""

    name: ClassVar[str] = "ucdp"
    title: ClassVar[Text] = said("CSV على غرار UCDP GED", "UCDP-GED-like CSV")
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = "https://ucdp.uu.se/downloads/ged/ged251.pdf"
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _COLUMNS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("لا تضم إلا ما فيه قتلى: ما لم تذكر تقاريره قتلى، وما نُفي أو لم يقع، يُترك خارج الملف ويُذكر عدده.", "Only incidents with reported deaths: without them, or denied, or not told as having happened, they are left out and counted."),
        said("لا عمود للملاحظات: الخلاف على الفاعل ودرجة التوثيق والسقف المفتوح لا تُحمل؛ والفاعل المختلف فيه يُترك فارغا.", "No column for notes: disputes, grades and open ceilings are not carried; a contested perpetrator is left empty."),
        said("طرفان لكل صف: من زاد على ذلك من الفاعلين أو المستهدفين يُترك.", "Two sides a row: further perpetrators or targets are left out."),
        said("لا أعمدة للجرحى ولا لغيرهم من المتضررين.", "No columns for injured or otherwise harmed people."),
        said("القتلى على صف واحد للحادثة حين تتعدد أماكنها، وعلى سائرها 0.", "Where an incident has several places, its dead stand on one row and 0 on the others."),
    )  # fmt: skip

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        """Incidents that the format has no room for, by what hinders."""

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a row a place."""
        write_rows(_COLUMNS, self._rows(dossiers, options), stream)

    def _rows(self, dossiers: Iterable[Dossier], options: ExportOptions) -> Iterator[_Coded]:
        for dossier in dossiers:
            killed = harm_of(dossier.incident, "killed")
            if dossier.incident.factuality in ("denied", "unrealized"):
                self.left_out[dossier.incident.factuality] += 1
            elif killed is None or not (killed.min or killed.max or killed.best):
                self.left_out["no_deaths"] += 1
            else:
                sides = sides_of(dossier.incident)
                yield from (_Coded(row, options, sides, killed) for row in rows_of(dossier))
