"""PLOVER: event, mode and context as JSON, an object a line, the form that its manual advises.

Where both sides fight, both are sources, as the manual says. Fields of our own stand beside PLOVER's, as it allows: bounds of
ranges, how exact a place is, whom sources disagree on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from typing import IO, Any, ClassVar

from rasd.export.exchange.citing import documents_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.notes import ORIGIN
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.row_table import RowColumn, column
from rasd.export.exchange.rows import Row, harm_of, is_area, rows_of
from rasd.export.exchange.sides import CIVILIANS, Sides, country_of_actor, sides_of, sort_of_actor
from rasd.export.exchange.tables import country_of, kind_code, table
from rasd.export.exchange.telling import Words, notes_told
from rasd.model import IncidentHarm, Text

__all__ = ["Plover"]

_TOGETHER = ("clash", "agreement", "talks")
_COUNTS = {"killed": "dead", "injured": "injured", "casualties": "size", "detained": "arrested"}


@dataclass(frozen=True)
class _Coded:
    """A row under PLOVER's codes."""

    row: Row
    options: ExportOptions
    sides: Sides
    category: str
    mode: str | None

    @property
    def sources(self) -> list[dict[str, Any]]:
        incident = self.row.incident
        acting = list(self.sides.agreed)
        if incident.kind in _TOGETHER:
            parties = (
                party.actor for report in self.row.dossier.reports.values() for party in report.parties
            )
            acting = list(dict.fromkeys([*acting, *self.sides.armed_struck, *parties]))
        if not acting:
            sector = CIVILIANS if incident.kind in ("protest", "riot", "displacement") else None
            return [self._actor(sector)]
        return [self._actor(one) for one in acting]

    @property
    def recipients(self) -> list[dict[str, Any]] | None:
        if self.row.incident.kind in _TOGETHER:
            return None
        return [self._actor(one) for one in self.sides.struck] or None

    def _actor(self, identity: str | None) -> dict[str, Any]:
        codes = table("plover")
        sort = sort_of_actor(identity) if identity else None
        code = country_of_actor(identity) if identity else None
        if code is None and identity in (None, CIVILIANS):
            code = self._country3()
        if code is None:
            code = codes["stateless"].get(sort, codes["stateless"]["other"])
        found: dict[str, Any] = {"code": code, "sector": codes["sectors"][sort or "unidentified"]}
        if identity and identity != CIVILIANS:
            found |= {"identifier_text": Words(self.options.language).actor(identity), "rasd_actor": identity}
        return found

    def _country3(self) -> str | None:
        return self.row.country.alpha3 if self.row.country else None

    @property
    def contexts(self) -> list[str]:
        codes = table("plover")
        told = codes["contexts"].get(
            self.row.incident.kind, ["military"] if self.category == "ASSAULT" else []
        )
        factuality = codes["factuality"].get(self.row.incident.factuality)
        return [*told, *([factuality] if factuality and self.category != "THREATEN" else [])]

    @property
    def location(self) -> dict[str, Any] | None:
        place = self.row.place
        if place is None:
            return None
        country = country_of(place.country) if place.country else None
        given = {
            "name": place.name,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "country code": place.country,
            "cc3": country.alpha3 if country else None,
            "admin1": place.admin1,
            "admin2": place.admin2,
            "precision": place.precision,
            "approximate": is_area(place),
        }
        return {key: value for key, value in given.items() if value is not None}

    @property
    def citation(self) -> dict[str, str] | None:
        cited = documents_of(self.row.dossier)
        if not cited:
            return None
        first = cited[0]
        given = {"citation": first.id, "url": first.url, "title": first.title, "publication": first.outlet,
            "language": "ar", "coder": ORIGIN}  # fmt: skip
        return {key: value for key, value in given.items() if value}

    @property
    def others_cited(self) -> list[dict[str, str]] | None:
        given = [
            {key: value for key, value in (("citation", one.id), ("url", one.url), ("publication", one.outlet)) if value}
            for one in documents_of(self.row.dossier)[1:]
        ]  # fmt: skip
        return given or None

    def harm(self, effect: str) -> IncidentHarm | None:
        return harm_of(self.row.incident, effect) if self.row.carries_harm else None


def _iso(day: Day | None) -> str | None:
    return day.isoformat() if day else None


def _count(
    effect: str, of: Callable[[_Coded, IncidentHarm], int | bool | None]
) -> Callable[[_Coded], object]:
    def value(coded: _Coded) -> object:
        harm = coded.harm(effect)
        return None if harm is None else of(coded, harm)

    return value


def _counts() -> Iterator[RowColumn[_Coded]]:
    words = {"killed": ("القتلى", "killed"), "injured": ("الجرحى", "injured"),
        "casualties": ("القتلى والجرحى معا", "killed or injured, not told apart"), "detained": ("المعتقلون", "detained")}  # fmt: skip
    for effect, name in _COUNTS.items():
        ar, en = words[effect]
        yield column(name, "harm, rule set", f"{ar}: الرقم وفق قاعدة العد، على سجل واحد للحادثة", f"{en}: the number by the rule set, on one record an incident",
            _count(effect, lambda coded, harm: coded.options.rule_set.single(harm)))  # fmt: skip
        yield column(f"{name}_min", "harm.min", f"{ar}: أدنى رقم موثوق", f"{en}: lowest credible figure; a field that Rasd adds", _count(effect, lambda _, harm: harm.min))  # fmt: skip
        yield column(f"{name}_max", "harm.max", f"{ar}: أعلى رقم موثوق", f"{en}: highest credible figure; a field that Rasd adds", _count(effect, lambda _, harm: harm.max))  # fmt: skip
        yield column(f"{name}_open", "harm.open", f"{ar}: لا سقف في أحد المصادر", f"{en}: a source gives no ceiling; a field that Rasd adds", _count(effect, lambda _, harm: harm.open or None))  # fmt: skip


_FIELDS: tuple[RowColumn[_Coded], ...] = (
    column("id", "id", "معرّف السجل", "id of the record", lambda c: c.row.id),
    column("has_event", "constant", "دائما صحيح", "always true", lambda _: True),
    column("date", "date.start, date.end", "أول يوم محتمل", "first possible day", lambda c: _iso(c.row.incident.date.start or c.row.incident.date.end)),
    column("enddate", "date.end", "آخر يوم محتمل، إن كان غيره", "last possible day, where it is another", lambda c: _iso(c.row.incident.date.end) if c.row.incident.date.end != c.row.incident.date.start else None),
    column("source", "perpetrators, decided, parties", "من يُزعم أنه الفاعل، أو الطرفان معا في القتال المتبادل؛ UAF إن لم يُعرف أو اختُلف فيه", "those alleged, or both sides where both fight; UAF where nobody is named or sources disagree", lambda c: c.sources),
    column("recipient", "targets", "المستهدفون", "those struck", lambda c: c.recipients),
    column("event", "kind", "صنف الحدث", "event category", lambda c: [c.category]),
    column("mode", "kind", "كيف", "how", lambda c: [c.mode] if c.mode else None),
    column("context", "kind, factuality", "السياق", "context", lambda c: c.contexts or None),
    column("quad_code", "kind", "1 تعاون قولي، 2 تعاون مادي، 3 نزاع قولي، 4 نزاع مادي", "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict", lambda c: table("plover")["quad"][c.category]),
    column("event_loc", "places", "المكان ودقته وهل النقطة تقريبية", "the place, how exact it is, and whether its point is approximate", lambda c: c.location, privacy="points"),
    column("link", "id", "معرّف الحادثة حين تتعدد سجلاتها", "id of the incident where it has several records", lambda c: c.row.incident.id if c.row.of > 1 else None),
    *_counts(),
    column("contested_source", "perpetrators", "من تختلف المصادر فيهم؛ حقل يضيفه رصد", "those whom sources disagree on; a field that Rasd adds", lambda c: list(c.sides.alleged) if c.sides.is_contested else None),
    column("synthetic", "synthetic", "صحيح إن كانت الحادثة مختلقة؛ حقل يضيفه رصد", "true where it is invented; a field that Rasd adds", lambda c: c.row.incident.synthetic or None),
    column("cite_info", "documents", "أول وثيقة", "the first document", lambda c: c.citation),
    column("other_citations", "documents", "سائر الوثائق؛ حقل يضيفه رصد", "the other documents; a field that Rasd adds", lambda c: c.others_cited),
    column("coder", "constant", "البرنامج ونسخته", "the program and its version", lambda _: ORIGIN),
    column("comment", "incident", "ما ترويه التقارير وما لا تحمله الحقول", "what reports tell, and what the fields cannot carry", lambda c: " ".join(notes_told(c.row, c.options))),
)  # fmt: skip


class Plover:
    """PLOVER records, one JSON object a line."""

    name: ClassVar[str] = "plover"
    title: ClassVar[Text] = said("سجلات PLOVER", "PLOVER records")
    extension: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/jsonl"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = "https://github.com/openeventdata/PLOVER/blob/master/PLOVER_MANUAL.pdf"
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = _FIELDS
    cannot_carry: ClassVar[tuple[Text, ...]] = (
        said("اليوم لازم: الحوادث التي لم يُذكر لها يوم تُترك خارج الملف ويُذكر عددها.", "A day is required: incidents without one are left out and counted."),
        said("لا رمز للاعتراض والنزوح والتحليق والتوغل، ولا لما نُفي: تُترك خارج الملف ويُذكر عددها.", "No code for interception, displacement, overflight and incursion, nor for what is denied: left out and counted."),
        said("لا حقول للمفقودين والمخطوفين والنازحين والأسر، ولا للأسلحة والمواقع المصابة: في التعليق.", "No fields for missing, abducted and displaced people and families, nor for weapons and sites struck: in the comment."),
        said("لا مكان لدرجة التوثيق ولا للمصادر المستقلة ولا لما تختلف فيه المصادر غير الفاعل إلا في التعليق.", "Grades, independent sources and disputes over anything but the perpetrator stand in the comment only."),
        said("السيطرة على أرض تُكتب ASSAULT؛ ولا يُكتب تراجع الطرف الآخر سجلا ثانيا.", "A capture is written as ASSAULT; the other side's retreat is no second record."),
    )  # fmt: skip

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        """Incidents that have no code there, by kind or by what hinders."""

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write an object a place and line; a field without value is left out."""
        for coded in self._rows(dossiers, options):
            given = ((one.column, one.value(coded)) for one in _FIELDS)
            record = {name: value for name, value in given if value is not None}
            stream.write(
                json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
            )

    def _rows(self, dossiers: Iterable[Dossier], options: ExportOptions) -> Iterator[_Coded]:
        for dossier in dossiers:
            incident = dossier.incident
            code = kind_code(incident.kind, "plover")
            if code is None:
                self.left_out[incident.kind] += 1
            elif incident.factuality == "denied":
                self.left_out["denied"] += 1
            elif incident.date.start is None and incident.date.end is None:
                self.left_out["no_day"] += 1
            else:
                category, _, mode = code.partition(" ")
                mode = mode or table("plover")["modes"].get(incident.kind, "")
                sides = sides_of(incident)
                yield from (_Coded(row, options, sides, category, mode or None) for row in rows_of(dossier))
