"""The flat view of an incident that GeoJSON, Parquet and GeoParquet share: one row an incident, ranges as two columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, Privacy, said
from rasd.export.exchange.notes import WATERMARK, in_language
from rasd.export.exchange.options import ExportOptions
from rasd.export.page.labels import term
from rasd.model import Incident, IncidentHarm, IncidentPlace, Text

__all__ = ["COLUMNS", "EFFECTS", "NO_ROOM", "Column", "Sort", "main_place", "points_of", "row_of"]

Sort = Literal["text", "texts", "number", "degrees", "yes_no", "day"]
EFFECTS = ("killed", "injured", "casualties", "missing", "abducted", "detained", "displaced")
_EFFECT_WORDS = {
    "killed": said("القتلى", "killed"),
    "injured": said("الجرحى", "injured"),
    "casualties": said("القتلى والجرحى من غير تفريق", "killed or injured, not told apart"),
    "missing": said("المفقودون", "missing"),
    "abducted": said("المخطوفون", "abducted"),
    "detained": said("المحتجزون", "detained"),
    "displaced": said("النازحون", "displaced"),
}
_FINEST = ("site", "settlement", "district", "governorate", "country")

NO_ROOM: tuple[Text, ...] = (
    said(
        "أرقام كل تقرير على حدة، وأسباب الربط، وموضع كل قيمة في النص لا مكان لها هنا.",
        "The figures of single reports, the reasons of linking and where in a text each value stands have no room here.",
    ),
    said(
        "مع تعدد الأماكن تصف الأعمدة أدقها وحده.",
        "Where there are several places, the columns describe the most exact one only.",
    ),
)
"""What the flat view has no room for."""


@dataclass(frozen=True, kw_only=True)
class Column(Mapped):
    """A column of the flat view."""

    sort: Sort
    value: Callable[[Dossier, ExportOptions], Any]


def main_place(incident: Incident) -> IncidentPlace | None:
    """Return the most exactly named place, the first of several; the one whose point stands in the row."""
    return min(
        incident.places,
        key=lambda place: (
            place.latitude is None,
            _FINEST.index(place.precision) if place.precision in _FINEST else len(_FINEST),
        ),
        default=None,
    )


def points_of(incident: Incident) -> list[tuple[float, float]]:
    """Return longitude and latitude of every place that has a point, each once."""
    return list(
        dict.fromkeys(
            (place.longitude, place.latitude)
            for place in incident.places
            if place.latitude is not None and place.longitude is not None
        )
    )


def row_of(dossier: Dossier, options: ExportOptions) -> dict[str, Any]:
    """Return the flat view of a dossier, None where nothing is known."""
    return {column.column: column.value(dossier, options) for column in COLUMNS}


def _column(
    name: str,
    sort: Sort,
    value: Callable[[Incident], Any],
    source: str,
    meaning: Text,
    privacy: Privacy = "public",
) -> Column:
    return Column(
        column=name, sort=sort, value=lambda dossier, _: value(dossier.incident), source=source, meaning=meaning,
        privacy=privacy,
    )  # fmt: skip


def _of_place(name: str, sort: Sort, meaning: Text, privacy: Privacy = "public") -> Column:
    def value(incident: Incident) -> Any:
        place = main_place(incident)
        return None if place is None else getattr(place, name)

    return _column(name, sort, value, f"places.{name}", meaning, privacy)


def _people(incident: Incident, effect: str) -> IncidentHarm | None:
    return next((one for one in incident.harm if one.effect == effect and one.unit == "people"), None)


def _of_harm(effect: str, bound: str) -> Column:
    def value(incident: Incident) -> Any:
        harm = _people(incident, effect)
        return None if harm is None else getattr(harm, bound)

    what = _EFFECT_WORDS[effect]
    meanings = {
        "min": said(f"{what.ar}: أدنى رقم موثوق", f"{what.en}: lowest credible figure"),
        "max": said(f"{what.ar}: أعلى رقم موثوق، فارغ إن لم يكن له سقف", f"{what.en}: highest credible figure, empty where open"),
        "best": said(f"{what.ar}: الرقم الذي حدده شخص", f"{what.en}: the figure that a person set"),
    }  # fmt: skip
    return _column(f"{effect}_{bound}", "number", value, f"harm.{bound}", meanings[bound])


def _cited(dossier: Dossier, name: str) -> list[str]:
    named = (getattr(document, name) for document in dossier.documents.values())
    return list(dict.fromkeys(str(value) for value in named if value))


def _outlets(dossier: Dossier, _: ExportOptions) -> list[str]:
    linked = (report.outlet for report in dossier.incident.reports if report.outlet)
    return list(dict.fromkeys([*linked, *_cited(dossier, "outlet")]))


def _sources(dossier: Dossier, _: ExportOptions) -> list[str]:
    told = (source.name for report in dossier.reports.values() for source in report.sources)
    figures = (figure.source for harm in dossier.incident.harm for figure in harm.figures if figure.source)
    return list(dict.fromkeys([*told, *figures]))


def _decided(incident: Incident, about: str) -> list[str]:
    return [str(one.value) for one in incident.decided if one.about == about]


def _each(values: Iterable[Any], name: str) -> list[str]:
    return [str(getattr(value, name)) for value in values]


def _columns() -> Iterator[Column]:
    yield _column("id", "text", lambda one: one.id, "id", said("معرّف الحادثة", "id of the incident"))
    yield _column("kind", "text", lambda one: one.kind, "kind", said("نوع الحادثة", "kind of incident"))
    yield Column(
        column="kind_label", sort="text", source="kind", meaning=said("النوع بلغة التصدير", "the kind in the export's language"),
        value=lambda dossier, options: getattr(term("kinds", dossier.incident.kind), options.language),
    )  # fmt: skip
    yield _column("factuality", "text", lambda one: one.factuality, "factuality",
        said("أوقعت أم هُدّد بها أم نُفيت", "told as having happened, threatened, denied …"))  # fmt: skip
    yield _column(
        "start", "day", lambda one: one.date.start, "date.start", said("أول يوم محتمل", "first possible day")
    )
    yield _column(
        "end", "day", lambda one: one.date.end, "date.end", said("آخر يوم محتمل", "last possible day")
    )
    yield _column("part_of_day", "text", lambda one: one.date.part_of_day, "date.part_of_day", said("وقت اليوم", "part of day"))  # fmt: skip
    yield _column("places", "texts", lambda one: _each(one.places, "name"), "places.name",
        said("أسماء الأماكن كما كُتبت", "names of places as written"))  # fmt: skip
    yield _of_place("country", "text", said("رمز الدولة", "ISO 3166-1 alpha-2 code of the country"))
    yield _of_place("admin1", "text", said("المحافظة", "first-level unit"))
    yield _of_place("admin2", "text", said("المنطقة", "second-level unit"))
    yield _of_place(
        "latitude", "degrees", said("خط العرض لأدق مكان", "latitude of the most exact place"), "points"
    )
    yield _of_place(
        "longitude", "degrees", said("خط الطول لأدق مكان", "longitude of the most exact place"), "points"
    )
    yield _of_place("precision", "text", said("دقة المكان", "how exactly the place is named"))
    yield _of_place(
        "approximate", "yes_no", said("النقطة تمثل منطقة لا موقعا", "the point stands for an area")
    )
    yield _of_place("gazetteer_id", "text", said("معرّف المكان في المعجم الجغرافي", "id of the place in the gazetteer"), "points")  # fmt: skip
    yield _column("perpetrators", "texts", lambda one: _each(one.perpetrators, "actor"), "perpetrators.actor",
        said("من يُزعم أنه الفاعل", "who is alleged to have done it"))  # fmt: skip
    yield _column("perpetrators_certainty", "texts", lambda one: _each(one.perpetrators, "certainty"),
        "perpetrators.certainty", said("كيف نُسب الفعل إلى كل منهم", "how it is attributed to each"))  # fmt: skip
    yield _column("perpetrators_decided", "texts", lambda one: _decided(one, "perpetrator"), "decided.value",
        said("الفاعل المزعوم كما قرره شخص", "the alleged perpetrator as a person decided"))  # fmt: skip
    yield _column("targets", "texts", lambda one: _each(one.targets, "actor"), "targets.actor", said("من أصيب", "who was struck"))  # fmt: skip
    yield _column("target_sites", "texts", lambda one: _each(one.target_sites, "site"), "target_sites.site",
        said("أنواع المواقع المصابة", "sorts of sites struck"))  # fmt: skip
    yield _column("weapons", "texts", lambda one: _each(one.weapons, "weapon"), "weapons.weapon", said("الأسلحة", "weapons"))  # fmt: skip
    for effect in EFFECTS:
        yield _of_harm(effect, "min")
        yield _of_harm(effect, "max")
    yield _of_harm("killed", "best")
    yield _of_harm("injured", "best")
    yield _column("grade_proposed", "text", lambda one: one.grade.proposed, "grade.proposed",
        said("الدرجة المقترحة", "grade proposed by a printed rule"))  # fmt: skip
    yield _column("grade_decided", "text", lambda one: one.grade.decided, "grade.decided",
        said("الدرجة التي قررها شخص", "grade decided by a person"))  # fmt: skip
    yield _column("occurrence", "text", lambda one: one.occurrence, "occurrence",
        said("هل ثبت وقوعها", "how well it is attested that it happened"))  # fmt: skip
    yield _column("occurrence_decided", "text", lambda one: one.occurrence_decided, "occurrence_decided",
        said("الوقوع كما قرره شخص", "the same, decided by a person"))  # fmt: skip
    yield _column("contested", "yes_no", lambda one: one.contested, "contested", said("المصادر مختلفة", "sources disagree"))  # fmt: skip
    yield _column("contested_over", "texts", lambda one: list(one.contested_over), "contested_over",
        said("موضع الاختلاف", "what they disagree over"))  # fmt: skip
    yield _column("independent_sources", "number", lambda one: one.independent_sources, "independent_sources",
        said("عدد المصادر المستقلة", "number of independent sources"))  # fmt: skip
    yield _column("reports", "number", lambda one: len(one.reports), "reports", said("عدد التقارير", "number of reports"))  # fmt: skip
    yield _column("documents", "number", lambda one: len({link.document_id for link in one.reports}), "reports.document_id",
        said("عدد الوثائق", "number of documents"))  # fmt: skip
    yield Column(column="outlets", sort="texts", value=_outlets, source="documents.outlet",
        meaning=said("وسائل الإعلام", "outlets of the documents"))  # fmt: skip
    yield Column(column="urls", sort="texts", value=lambda dossier, _: _cited(dossier, "url"), source="documents.url",
        meaning=said("عناوين الوثائق", "addresses of the documents"))  # fmt: skip
    yield Column(column="sources", sort="texts", value=_sources, source="reports.sources.name", privacy="names",
        meaning=said("من نقلت عنه الوثائق", "whom the documents quote"))  # fmt: skip
    yield _column(
        "theatres", "texts", lambda one: list(one.theatres), "theatres", said("ساحات النزاع", "theatres")
    )
    yield _column("synthetic", "yes_no", lambda one: one.synthetic, "synthetic", said("مختلقة", "invented"))
    yield Column(column="notice", sort="text", source="constant", meaning=said("تنبيه على ما هو مختلق", "says so in words where it is invented"),
        value=lambda dossier, options: in_language(WATERMARK, options.language) if dossier.incident.synthetic else None)  # fmt: skip
    yield Column(column="rule_set", sort="text", source="rule set", meaning=said("قاعدة العد", "the rule set that counted"),
        value=lambda _, options: options.rule_set.name)  # fmt: skip


COLUMNS: tuple[Column, ...] = tuple(_columns())
