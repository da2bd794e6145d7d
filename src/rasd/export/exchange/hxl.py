"""HXL: CSV whose second row tells humanitarian tools what each column is.

One row a place; people are counted on the first row of an incident. Ranges are two columns (`+min`, `+max`), so nothing is
made of them; the number by the rule set stands beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from rasd.export.exchange.citing import outlets_of, urls_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, Privacy, said
from rasd.export.exchange.notes import WATERMARK, in_language
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.row_table import RowColumn, column, write_rows
from rasd.export.exchange.rows import Row, harm_of, is_area, rows_of
from rasd.export.exchange.sides import Sides, sides_of
from rasd.export.exchange.telling import Words, notes_told
from rasd.model import IncidentHarm, Text

__all__ = ["Hxl"]

_EFFECTS = {
    "killed": ("+killed", "القتلى", "killed"),
    "injured": ("+injured", "الجرحى", "injured"),
    "casualties": ("+killed+injured", "القتلى والجرحى من غير تفريق", "killed or injured, not told apart"),
    "missing": ("+missing", "المفقودون", "missing"),
    "abducted": ("+abducted", "المخطوفون", "abducted"),
    "detained": ("+detained", "المعتقلون", "detained"),
    "displaced": ("+displaced", "النازحون", "displaced"),
}


@dataclass(frozen=True)
class _Shown:
    """A row with what asks of an export."""

    row: Row
    options: ExportOptions
    sides: Sides

    @property
    def words(self) -> Words:
        return Words(self.options.language)

    def harm(self, effect: str, unit: str = "people") -> IncidentHarm | None:
        if not self.row.carries_harm:
            return None
        if unit == "people":
            return harm_of(self.row.incident, effect)
        return next(
            (one for one in self.row.incident.harm if one.effect == effect and one.unit == unit), None
        )


@dataclass(frozen=True, kw_only=True)
class _Tagged(RowColumn[_Shown]):
    """A column with its hashtag."""

    tag: str


def _tagged(
    tag: str,
    name: str,
    source: str,
    ar: str,
    en: str,
    value: Callable[[_Shown], object],
    privacy: Privacy = "public",
) -> _Tagged:
    plain = column(name, source, ar, en, value, privacy=privacy)
    return _Tagged(column=name, source=source, meaning=plain.meaning, value=value, privacy=privacy, tag=tag)


def _place(name: str) -> Callable[[_Shown], object]:
    return lambda shown: None if shown.row.place is None else getattr(shown.row.place, name)


def _bound(effect: str, bound: str, unit: str = "people") -> Callable[[_Shown], object]:
    def value(shown: _Shown) -> object:
        harm = shown.harm(effect, unit)
        return None if harm is None else getattr(harm, bound)

    return value


def _number(effect: str) -> Callable[[_Shown], object]:
    def value(shown: _Shown) -> object:
        harm = shown.harm(effect)
        return None if harm is None else shown.options.rule_set.single(harm)

    return value


def _columns() -> Iterator[_Tagged]:
    yield _tagged("#event+id", "id", "id", "معرّف الحادثة، ورقم الصف إن تعددت أماكنها", "id of the incident, with the number of the row where it has several places", lambda s: s.row.id)  # fmt: skip
    yield _tagged(
        "#event+type+code", "kind", "kind", "رمز نوعها", "code of its kind", lambda s: s.row.incident.kind
    )
    yield _tagged("#event+type+name", "kind_name", "kind", "نوعها", "its kind", lambda s: s.words.term("kinds", s.row.incident.kind))  # fmt: skip
    yield _tagged("#status+factuality", "factuality", "factuality", "أوقعت أم نُفيت أم هُدّد بها", "told as having happened, denied, threatened …", lambda s: s.words.term("factuality", s.row.incident.factuality))  # fmt: skip
    yield _tagged("#date+start", "date_start", "date.start", "أول يوم محتمل", "first possible day", lambda s: s.row.incident.date.start)  # fmt: skip
    yield _tagged("#date+end", "date_end", "date.end", "آخر يوم محتمل", "last possible day", lambda s: s.row.incident.date.end)  # fmt: skip
    yield _tagged("#country+code+v_iso2", "country_code", "places.country", "رمز الدولة", "ISO 3166-1 alpha-2 code", lambda s: s.row.country.alpha2 if s.row.country else None)  # fmt: skip
    yield _tagged("#country+name", "country", "places.country", "الدولة؛ دولة ساحة النزاع إن لم يُذكر مكان", "country; the theatre's where no place is told", lambda s: s.row.country.name if s.row.country else None)  # fmt: skip
    yield _tagged("#adm1+name", "admin1", "places.admin1", "المحافظة", "first-level unit", _place("admin1"))
    yield _tagged("#adm2+name", "admin2", "places.admin2", "المنطقة", "second-level unit", _place("admin2"))
    yield _tagged("#loc+name", "place", "places.name", "اسم المكان كما كُتب", "name of the place as written", _place("name"))  # fmt: skip
    yield _tagged(
        "#geo+lat", "latitude", "places.latitude", "خط العرض", "latitude", _place("latitude"), "points"
    )
    yield _tagged(
        "#geo+lon", "longitude", "places.longitude", "خط الطول", "longitude", _place("longitude"), "points"
    )
    yield _tagged("#geo+precision", "precision", "places.precision", "دقة المكان", "how exactly the place is named", lambda s: s.words.term("precision", s.row.place.precision) if s.row.place and s.row.place.precision else None)  # fmt: skip
    yield _tagged("#geo+approximate", "approximate", "places.approximate", "yes: النقطة تمثل منطقة لا موضعا", "yes: the point stands for an area, not for a spot", lambda s: None if s.row.place is None else "yes" if is_area(s.row.place) else "no")  # fmt: skip
    for effect, (attributes, ar, en) in _EFFECTS.items():
        yield _tagged(f"#affected+ind{attributes}", effect, "harm, rule set", f"{ar}: الرقم وفق قاعدة العد، على صف واحد للحادثة", f"{en}: the number by the rule set, on one row an incident", _number(effect))  # fmt: skip
        yield _tagged(f"#affected+ind{attributes}+min", f"{effect}_min", "harm.min", f"{ar}: أدنى رقم موثوق", f"{en}: lowest credible figure", _bound(effect, "min"))  # fmt: skip
        yield _tagged(f"#affected+ind{attributes}+max", f"{effect}_max", "harm.max", f"{ar}: أعلى رقم موثوق، فارغ إن لم يكن له سقف", f"{en}: highest credible figure, empty where open", _bound(effect, "max"))  # fmt: skip
    yield _tagged("#affected+hh+displaced+min", "displaced_families_min", "harm.min (families)", "الأسر النازحة: الحد الأدنى", "displaced families: lowest figure", _bound("displaced", "min", "families"))  # fmt: skip
    yield _tagged("#affected+hh+displaced+max", "displaced_families_max", "harm.max (families)", "الأسر النازحة: الحد الأعلى", "displaced families: highest figure", _bound("displaced", "max", "families"))  # fmt: skip
    yield _tagged("#affected+killed+children", "killed_children", "harm.children", "أطفال بين القتلى", "children among the killed", _bound("killed", "children"))  # fmt: skip
    yield _tagged("#affected+f+killed", "killed_women", "harm.women", "نساء بين القتلى", "women among the killed", _bound("killed", "women"))  # fmt: skip
    yield _tagged("#group+alleged+list", "alleged", "perpetrators, decided", "من يُزعم أنه الفاعل", "who is alleged to have done it", lambda s: "; ".join(map(s.words.actor, s.sides.alleged)))  # fmt: skip
    yield _tagged("#group+struck+list", "struck", "targets", "المستهدفون", "who was struck", lambda s: "; ".join(map(s.words.actor, s.sides.struck)))  # fmt: skip
    yield _tagged("#item+weapon+list", "weapons", "weapons", "الأسلحة المذكورة", "weapons named", lambda s: "; ".join(s.words.term("weapons", one.weapon) for one in s.row.incident.weapons))  # fmt: skip
    yield _tagged("#impact+site+list", "sites", "target_sites", "أنواع المواقع المصابة", "sorts of sites struck", lambda s: "; ".join(s.words.term("target_sites", one.site) for one in s.row.incident.target_sites))  # fmt: skip
    yield _tagged("#status+contested+list", "contested", "contested_over", "موضع الخلاف بين المصادر", "what sources disagree over", lambda s: "; ".join(s.words(f"over_{one}") for one in s.row.incident.contested_over))  # fmt: skip
    yield _tagged("#status+grade", "grade", "grade", "درجة التوثيق، وما قرره مراجع يسبق المقترح", "how well attested, a reviewer's decision before the proposal", lambda s: s.words.term("grades", s.row.incident.grade.decided or s.row.incident.grade.proposed))  # fmt: skip
    yield _tagged("#meta+sources+num", "independent_sources", "independent_sources", "عدد المصادر المستقلة", "number of independent sources", lambda s: s.row.incident.independent_sources)  # fmt: skip
    yield _tagged("#meta+source+name+list", "outlets", "documents.outlet", "وسائل الإعلام الناشرة", "outlets that published it", lambda s: "; ".join(outlets_of(s.row.dossier)))  # fmt: skip
    yield _tagged("#meta+url+list", "urls", "documents.url", "عناوين الوثائق", "addresses of the documents", lambda s: "; ".join(urls_of(s.row.dossier)))  # fmt: skip
    yield _tagged("#description", "notes", "incident", "ما ترويه التقارير", "what reports tell", lambda s: " ".join(notes_told(s.row, s.options)))  # fmt: skip
    yield _tagged("#meta+rule_set", "rule_set", "rule set", "قاعدة العد", "the rule set that counted", lambda s: s.options.rule_set.name)  # fmt: skip
    yield _tagged("#meta+notice", "notice", "synthetic", "تنبيه على ما هو مختلق", "says so where it is invented", lambda s: in_language(WATERMARK, s.options.language) if s.row.incident.synthetic else None)  # fmt: skip


_COLUMNS: tuple[_Tagged, ...] = tuple(_columns())


class Hxl:
    """CSV with hashtags of the Humanitarian Exchange Language."""

    name: ClassVar[str] = "hxl"
    title: ClassVar[Text] = said("CSV بوسوم HXL", "CSV with HXL hashtags")
    extension: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = "https://hxlstandard.org/standard/1-1final/dictionary/"
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _COLUMNS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("صف لكل مكان: المتضررون على صف واحد للحادثة.", "A row a place: people harmed are counted on one row an incident."),
        said("أرقام كل تقرير على حدة، وأسباب الربط، وموضع كل قيمة في النص لا مكان لها.", "The figures of single reports, the reasons of linking and where in a text each value stands have no room."),
        said("عدة قيم في خلية واحدة تفصلها فاصلة منقوطة.", "Several values of one cell are separated by semicolons."),
    )  # fmt: skip

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write names, hashtags, then a row a place."""
        shown = (
            _Shown(row, options, sides_of(dossier.incident))
            for dossier in dossiers
            for row in rows_of(dossier)
        )
        write_rows(_COLUMNS, shown, stream, heads=[{one.column: one.tag for one in _COLUMNS}])
