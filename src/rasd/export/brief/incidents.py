"""The incidents of a brief: sums by grade, the table with its bounds and who sets them, and what charts draw of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rasd.export.brief.facts import Brief
from rasd.export.brief.markup import said, table
from rasd.export.charts import HarmRange, HarmRow, MapRow, TimelineRow
from rasd.export.charts.alleged import short_name
from rasd.export.charts.styles import Style
from rasd.export.charts.timeline import GRADES
from rasd.export.incidents.sums import EFFECTS, by_effect
from rasd.export.page.labels import isolated
from rasd.export.phrases import Phrases
from rasd.model import Incident, IncidentHarm

__all__ = [
    "grade_of",
    "grouped",
    "harm_rows",
    "incident_tables",
    "map_rows",
    "sum_rows",
    "sums_table",
    "timeline_rows",
]

_TOLD_AS_FACT = ("asserted", "historical")
_BEHIND = re.compile(r" *\((?:reports|التقارير): [^)]*\)")
_ACTOR = re.compile(r"\b[A-Z]{2}[A-Z_]*[A-Z]\b")


def grade_of(incident: Incident) -> str:
    """Return the grade in force: as decided, else as proposed."""
    return incident.grade.decided or incident.grade.proposed


def grouped(brief: Brief) -> list[tuple[str, str, list[Incident]]]:
    """Return (basis, grade, incidents): what people decided first, what is not summed last."""
    found: dict[tuple[str, str], list[Incident]] = {}
    for one in brief.incidents:
        if one.grade.decided == "discounted":
            key = ("discounted", "")
        elif one.factuality not in _TOLD_AS_FACT:
            key = ("unrealized", "")
        else:
            key = ("decided" if one.grade.decided else "proposed", grade_of(one))
        found.setdefault(key, []).append(one)
    order: list[tuple[str, str]] = [(basis, grade) for basis in ("decided", "proposed") for grade in GRADES]
    order += [("discounted", ""), ("unrealized", "")]
    return [(basis, grade, found[basis, grade]) for basis, grade in order if (basis, grade) in found]


# --- sums --------------------------------------------------------------------------------------------------------------


def sums_table(brief: Brief, phrases: Phrases) -> str:
    """Return the sums by grade; decided and proposed stay apart, and there is no last row."""
    rows = [
        (
            said(phrases(basis)),
            said(phrases.term("grades", grade)),
            str(one.incidents),
            *(
                said(
                    phrases.range(one.low[effect], one.high[effect], is_open=effect in one.open)
                    if effect in one.low
                    else "–"
                )
                for effect in EFFECTS
            ),
        )
        for basis, grade, one in brief.sums().rows()
    ]
    heads = ("basis", "grade", "incidents_head", "killed_head", "injured_head")
    return table([phrases(one) for one in heads], rows, name="sums") if rows else ""


def sum_rows(brief: Brief, phrases: Phrases) -> Iterator[HarmRow]:
    """Yield the sums by grade as a chart draws them; a grade without any figure stands in the table alone."""
    for basis, grade, one in brief.sums().rows():
        ranges = {
            effect: HarmRange(one.low[effect], one.high[effect], effect in one.open)
            for effect in EFFECTS
            if effect in one.low
        }
        label = phrases.listed((phrases.term("grades", grade), phrases.counted("incidents", one.incidents)))
        if ranges:
            yield HarmRow(label, "decided" if basis == "decided" else "proposed", ranges)


# --- one by one --------------------------------------------------------------------------------------------------------


def incident_tables(brief: Brief, phrases: Phrases) -> str:
    """Return a table for each grade, with the documents that set the bounds of each range."""
    heads = [
        phrases(one)
        for one in ("date_head", "what_head", "alleged_head", "killed_head", "injured_head", "attested_head")
    ]
    parts = []
    for basis, grade, incidents in grouped(brief):
        name = phrases.term("grades", grade) if grade else ""
        title = said(phrases(f"group_{basis}", grade=name)) + f" ({len(incidents)})"
        rows = [_row(brief, one, phrases) for one in incidents]
        parts.append(f"<h3>{title}</h3>{table(heads, rows, name='incidents')}")
    return "".join(parts)


def _row(brief: Brief, incident: Incident, phrases: Phrases) -> Sequence[str]:
    part = incident.date.part_of_day
    when = said(phrases.days(incident.date.start, incident.date.end))
    when += f"<small>{said(phrases.term('parts_of_day', part))}</small>" if part else ""
    return (
        f'<span id="i-{incident.id}">{when}</span>',
        _what(incident, phrases),
        _alleged(incident, phrases),
        _harm(brief, incident, "killed", phrases),
        _harm(brief, incident, "injured", phrases),
        _attested(brief, incident, phrases),
    )


def _what(incident: Incident, phrases: Phrases) -> str:
    kind = f"<b>{said(phrases.term('kinds', incident.kind))}</b>"
    if incident.factuality != "asserted":
        kind += f" ({said(phrases.term('factuality', incident.factuality))})"
    places = []
    for place in incident.places:
        unit = f" – {said(phrases.unit(place.country, place.admin1))}" if place.admin1 else ""
        area = f" ({said(phrases('area_note'))})" if place.approximate else ""
        places.append(f"{isolated(place.name)}{unit}{area}")
    where = "<br>".join(places) or said(phrases("no_place"))
    other = [
        said(f"{phrases.term('effects', one.effect)} {phrases.range(one.min, one.max, is_open=one.open)}")
        for one in by_effect(incident.harm)
        if one.effect not in EFFECTS and one.unit == "people"
    ]
    return f"{kind}<br>{where}" + "".join(f"<small>{one}</small>" for one in other)


def _alleged(incident: Incident, phrases: Phrases) -> str:
    lines = []
    for one in incident.perpetrators:
        name = phrases.actor(one.actor)
        if one.certainty != "stated":
            name = phrases(
                "certainty_words", who=name, certainty=phrases.term("certainty", one.certainty).lower()
            )
        lines.append(said(name))
    lines += [
        said(phrases("person_decided", who=phrases.actor(str(one.value))))
        for one in incident.decided
        if one.about == "perpetrator"
    ]
    told = "<br>".join(lines) or said(phrases("nobody_named"))
    if incident.contested_over:
        over = phrases.listed(phrases(f"over_{one}") for one in incident.contested_over)
        told += f"<small>{said(phrases('contested_over', what=over))}</small>"
    return told


def _harm(brief: Brief, incident: Incident, effect: str, phrases: Phrases) -> str:
    found = [one for one in incident.harm if one.effect == effect and one.unit == "people"]
    told = "".join(_range(brief, incident, one, phrases) for one in found)
    for one in incident.conceded:
        if one.effect == effect:
            words = phrases.range(one.min, one.max, is_open=one.open)
            told += f"<small>{said(phrases('conceded', harm=words))}</small>"
    return told or '<span class="none">–</span>'


def _range(brief: Brief, incident: Incident, harm: IncidentHarm, phrases: Phrases) -> str:
    """Return a range and the documents that set its bounds."""
    told = f"<b>{said(phrases.range(harm.min, harm.max, is_open=harm.open))}</b>"
    low, high = (_refs(brief.numbers(ids, incident)) for ids in (harm.min_from, harm.max_from))
    if low and (low == high or not high):
        told += f"<small>{said(phrases('bound_both', refs='@')).replace('@', low)}</small>"
    else:
        for key, refs in (("bound_low", low), ("bound_high", high)):
            told += f"<small>{said(phrases(key, refs='@')).replace('@', refs)}</small>" if refs else ""
    if harm.best is not None:
        told += f"<small>{said(phrases('best_decided', n=harm.best))}</small>"
    return told


def _refs(numbers: Iterable[int]) -> str:
    return " ".join(f'<a href="#s{number}">[{number}]</a>' for number in numbers)


def _attested(brief: Brief, incident: Incident, phrases: Phrases) -> str:
    reports = [one.report_id for one in incident.reports]
    told = (
        said(phrases.counted("independent", incident.independent_sources))
        if incident.independent_sources
        else ""
    )
    told += f"<small>{said(phrases.counted('reports', len(reports)))}: {_refs(brief.numbers(reports, incident))}</small>"
    why = _reason(incident, phrases)
    return told + (f"<small>{said(phrases('grade_rule', why=why))}</small>" if why else "")


def _reason(incident: Incident, phrases: Phrases) -> str:
    """Return why the grade was proposed, actors by name; the reports behind it stand beside it already."""
    why = _BEHIND.sub("", incident.grade.reasons.get(phrases.language, ""))
    return _ACTOR.sub(lambda found: short_name(phrases.actor(found[0])), why)


# --- charts ------------------------------------------------------------------------------------------------------------


def _style(incident: Incident) -> Style:
    grade = grade_of(incident)
    return next((one for one in GRADES if one == grade), "discounted")


def map_rows(brief: Brief) -> Iterator[MapRow]:
    """Yield an incident at its first place that has a point, else without one."""
    for incident in _drawn(brief):
        pointed = [one for one in incident.places if one.latitude is not None]
        place = pointed[0] if pointed else None
        yield MapRow(
            place.name if place else "",
            place.latitude if place else None,
            place.longitude if place else None,
            incident.kind,
            _style(incident),
            (place.precision if place else None) or "settlement",
            place.country if place else None,
            incident.grade.decided is not None,
            incident.id in brief.coarse,
        )


def timeline_rows(brief: Brief) -> Iterator[TimelineRow]:
    """Yield an incident on its first day; one that began before the period, on the period's first."""
    for incident in _drawn(brief):
        day = incident.date.start or incident.date.end
        if day is not None and brief.first is not None:
            day = max(day, brief.first)
        yield TimelineRow(incident.kind, day, _style(incident), incident.grade.decided is not None)


def harm_rows(brief: Brief, phrases: Phrases) -> Iterator[HarmRow]:
    """Yield the ranges of each incident that is summed."""
    for incident in _drawn(brief):
        ranges = {
            one.effect: HarmRange(one.min, one.max, one.open, one.best)
            for one in incident.harm
            if one.effect in EFFECTS and one.unit == "people"
        }
        if ranges:
            when = incident.date.start.isoformat() if incident.date.start else phrases("no_day")
            where = incident.places[0].name if incident.places else phrases("no_place")
            label = phrases.listed((f"{when} {phrases.term('kinds', incident.kind)}", where))
            yield HarmRow(label, "decided" if incident.grade.decided else "proposed", ranges)


def _drawn(brief: Brief) -> Iterator[Incident]:
    """Yield what is told as having happened and was not discounted."""
    for incident in brief.incidents:
        if incident.factuality in _TOLD_AS_FACT and incident.grade.decided != "discounted":
            yield incident
