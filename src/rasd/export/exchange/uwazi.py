"""Uwazi: a CSV of entities, one an incident, as its import reads it.

`|` stands between values of one cell, `latitude|longitude` in a geolocation, `from:to` in a range of days, `Parent::Child` in a
nested list. Columns that end in `__ar` and `__en` are translations; both languages must be set up in the collection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import IO, Any, ClassVar

from rasd.export.exchange.citing import documents_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.options import ExportOptions, Language
from rasd.export.exchange.row_table import RowColumn, column, write_rows
from rasd.export.exchange.rows import Row, harm_of, is_area, rows_of
from rasd.export.exchange.sides import sides_of
from rasd.export.exchange.telling import Words, notes_told, title_of
from rasd.export.page.labels import admin1, countries_of, theatre
from rasd.model import Text

__all__ = ["Uwazi"]

_LANGUAGES: tuple[tuple[Language, str], ...] = (("ar", "بالعربية"), ("en", "بالإنكليزية"))
_EFFECTS = {"killed": ("القتلى", "killed"), "injured": ("الجرحى", "injured"), "missing": ("المفقودون", "missing"),
    "abducted": ("المخطوفون", "abducted"), "detained": ("المعتقلون", "detained"), "displaced": ("النازحون", "displaced")}  # fmt: skip
_BETWEEN, _RANGE, _NESTED = "|", ":", "::"


@dataclass(frozen=True)
class _Entity:
    """An incident by its most exact place."""

    row: Row
    options: ExportOptions


def _value(text: str) -> str:
    """Return a value that holds none of the marks that part values."""
    return text.replace(_NESTED, " ").replace(_BETWEEN, "/").strip()


def _many(values: Iterable[str]) -> str:
    return _BETWEEN.join(dict.fromkeys(map(_value, values)))


def _translated(
    name: str, source: str, ar: str, en: str, value: Callable[[_Entity, Language], object]
) -> Iterator[RowColumn[_Entity]]:
    for language, in_words in _LANGUAGES:

        def one(entity: _Entity, language: Language = language) -> object:
            return value(entity, language)

        tongue = {"ar": "in Arabic", "en": "in English"}[language]
        yield column(f"{name}__{language}", source, f"{ar}، {in_words}", f"{en}, {tongue}", one)


def _unit(entity: _Entity, language: Language) -> str | None:
    place = entity.row.place
    if place is None or not place.admin1 or entity.row.country is None:
        return None
    label = admin1(place.country, place.admin1)
    return f"{_value(_country(entity.row, language))}{_NESTED}{_value(Words(language).of(label))}"


def _country(row: Row, language: Language) -> str:
    """Return the name of the country; a theatre of that country has it in both languages."""
    country = row.country
    if country is None:
        return ""
    own = (one for one in row.incident.theatres if countries_of(one)[:1] == (country.alpha2,))
    return next((Words(language).of(theatre(one)) for one in own), country.name)


def _point(entity: _Entity) -> str | None:
    place = entity.row.place
    if place is None or place.latitude is None or place.longitude is None or is_area(place):
        return None
    return f"{place.latitude}{_BETWEEN}{place.longitude}"


def _period(entity: _Entity) -> str | None:
    date = entity.row.incident.date
    if date.start is None and date.end is None:
        return None
    return f"{date.start or ''}{_RANGE}{date.end or ''}"


def _link(entity: _Entity) -> str | None:
    first = next((one for one in documents_of(entity.row.dossier) if one.url), None)
    return None if first is None else f"{_value(first.outlet or first.id)}{_BETWEEN}{first.url}"


def _bound(effect: str, bound: str) -> Callable[[_Entity], object]:
    def value(entity: _Entity) -> object:
        harm = harm_of(entity.row.incident, effect)
        return None if harm is None else getattr(harm, bound)

    return value


def _columns() -> Iterator[RowColumn[_Entity]]:
    yield from _translated("title", "kind, places, date", "العنوان", "title", lambda e, language: _value(title_of(e.row, language)))  # fmt: skip
    yield column("rasd_id", "id", "معرّف الحادثة", "id of the incident", lambda e: e.row.incident.id)
    yield from _translated("kind", "kind", "النوع (قائمة)", "kind (select)", lambda e, language: _value(Words(language).term("kinds", e.row.incident.kind)))  # fmt: skip
    yield column("date", "date", "اليوم إن كان بعينه", "the day, where it is certain", lambda e: e.row.incident.date.start if e.row.incident.date.start == e.row.incident.date.end else None)  # fmt: skip
    yield column(
        "period",
        "date",
        "أول يوم محتمل وآخره (مدى أيام)",
        "first and last possible day (date range)",
        _period,
    )
    yield from _translated("unit", "places.country, places.admin1", "الدولة والمحافظة (قائمة متداخلة)", "country and first-level unit (nested select)", _unit)  # fmt: skip
    yield column("places", "places.name", "أسماء الأماكن كما كُتبت (قائمة متعددة)", "names of places as written (multiselect)", lambda e: _many(place.name for place in e.row.incident.places))  # fmt: skip
    yield column("geolocation", "places.latitude, places.longitude", "أدق الأماكن؛ فارغ إن كانت النقطة تمثل منطقة", "the most exact place; empty where the point stands for an area", _point, privacy="points")  # fmt: skip
    yield from _translated("precision", "places.precision", "دقة المكان (قائمة)", "how exactly the place is named (select)", lambda e, language: Words(language).term("precision", e.row.place.precision) if e.row.place and e.row.place.precision else None)  # fmt: skip
    yield from _translated("alleged", "perpetrators, decided", "من يُزعم أنه الفاعل (قائمة متعددة)", "who is alleged to have done it (multiselect)", lambda e, language: _many(map(Words(language).actor, sides_of(e.row.incident).alleged)))  # fmt: skip
    yield from _translated("struck", "targets", "المستهدفون (قائمة متعددة)", "who was struck (multiselect)", lambda e, language: _many(map(Words(language).actor, sides_of(e.row.incident).struck)))  # fmt: skip
    yield from _translated("weapons", "weapons", "الأسلحة (قائمة متعددة)", "weapons (multiselect)", lambda e, language: _many(Words(language).term("weapons", one.weapon) for one in e.row.incident.weapons))  # fmt: skip
    yield from _translated("sites", "target_sites", "المواقع المصابة (قائمة متعددة)", "sites struck (multiselect)", lambda e, language: _many(Words(language).term("target_sites", one.site) for one in e.row.incident.target_sites))  # fmt: skip
    for effect, (ar, en) in _EFFECTS.items():
        yield column(f"{effect}_min", "harm.min", f"{ar}: أدنى رقم موثوق", f"{en}: lowest credible figure", _bound(effect, "min"))  # fmt: skip
        yield column(f"{effect}_max", "harm.max", f"{ar}: أعلى رقم موثوق، فارغ إن لم يكن له سقف", f"{en}: highest credible figure, empty where open", _bound(effect, "max"))  # fmt: skip
    yield column("killed_counted", "harm, rule set", "القتلى وفق قاعدة العد", "killed, by the rule set", lambda e: e.options.rule_set.single(harm) if (harm := harm_of(e.row.incident, "killed")) else None)  # fmt: skip
    yield from _translated("grade", "grade", "درجة التوثيق (قائمة)", "how well attested (select)", lambda e, language: Words(language).term("grades", e.row.incident.grade.decided or e.row.incident.grade.proposed))  # fmt: skip
    yield from _translated("contested", "contested_over", "موضع الخلاف (قائمة متعددة)", "what sources disagree over (multiselect)", lambda e, language: _many(Words(language)(f"over_{one}") for one in e.row.incident.contested_over))  # fmt: skip
    yield column("source", "documents.url", "أول وثيقة (رابط)", "the first document (link)", _link)
    yield column("outlets", "documents.outlet", "وسائل الإعلام (قائمة متعددة)", "outlets (multiselect)", lambda e: _many(one.outlet for one in documents_of(e.row.dossier) if one.outlet))  # fmt: skip
    yield from _translated("description", "incident", "ما ترويه التقارير", "what reports tell", lambda e, language: " ".join(notes_told(e.row, replace(e.options, language=language))))  # fmt: skip


_COLUMNS: tuple[RowColumn[_Entity], ...] = tuple(_columns())


class Uwazi:
    """CSV for the import of Uwazi."""

    name: ClassVar[str] = "uwazi"
    title: ClassVar[Text] = said("CSV لاستيراد Uwazi", "CSV for the import of Uwazi")
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = "https://github.com/huridocs/uwazi/tree/development/app/api/csv"
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _COLUMNS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("موقع جغرافي واحد لكل حادثة، هو أدق أماكنها؛ ولا نقطة لما يُعرف بمنطقته وحدها.", "One geolocation an incident, its most exact place; no point where only an area is known."),
        said("رابط واحد: سائر الوثائق بأسماء وسائلها.", "One link: the other documents by their outlets."),
        said("السقف المفتوح والأسر ومن أصيب من كل صفة والذخائر في الوصف وحده.", "Open ceilings, families, parts by status and munitions stand in the description only."),
        said("أرقام كل تقرير على حدة وأسباب الربط لا مكان لها.", "The figures of single reports and the reasons of linking have no room."),
    )  # fmt: skip

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a row an incident."""
        entities = (_Entity(next(rows_of(dossier)), options) for dossier in dossiers)
        write_rows(_COLUMNS, entities, stream)
