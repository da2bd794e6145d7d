"""Where reports differ, field by field: each value beside the reports that give it. A field that only one tells is no difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rasd.desk.incident.naming import days_of
from rasd.desk.incident.refs import Numbers, Ref
from rasd.desk.site import Words
from rasd.export.sheet import Words as SheetWords
from rasd.model import Incident, Report

__all__ = ["Difference", "differences_of"]


@dataclass(frozen=True, slots=True)
class Told:
    """One value and who tells it."""

    said: str
    refs: Sequence[Ref]
    more: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reports fill differently."""

    field: str
    values: tuple[Told, ...]
    is_contested: bool


_Values = Mapping[str, list[str]]


def differences_of(
    incident: Incident, reports: Mapping[str, Report], numbers: Numbers, words: Words
) -> list[Difference]:
    """Return the fields in which reports differ; what is contested between sources comes first."""
    sheet = SheetWords(words.language)
    contested = set(incident.contested_over)

    def given(pairs: Iterable[tuple[str, Iterable[str]]]) -> _Values:
        found: dict[str, list[str]] = {}
        for said, who in pairs:
            found.setdefault(said, []).extend(who)
        return found

    fields: list[tuple[str, _Values, bool]] = [
        (
            words("incident.alleged"),
            given((words.term("actor", one.actor), one.reports) for one in incident.perpetrators),
            "perpetrator" in contested,
        ),
        (
            words("incident.happened"),
            given((words.term("factuality", one.factuality), [one.report_id]) for one in incident.reports),
            "occurrence" in contested,
        ),
        (
            words("incident.kind"),
            given((words.term("kinds", one.kind), [key]) for key, one in reports.items()),
            False,
        ),
        (words("incident.when"), given(_days(reports, words)), False),
        (words("incident.part_of_day"), given(_parts(reports, words)), False),
        (words("incident.where"), given(_places(reports)), False),
    ]
    for harm in incident.harm:
        effect = words.term("effects", harm.effect)
        counted = [one for one in harm.figures if one.counted == "counted"]
        fields.append(
            (effect, given((words.range(one.min, one.max), [one.report_id]) for one in counted), False)
        )
        statuses = given(
            (sheet(one.victim_status), [one.report_id]) for one in counted if one.victim_status != "unknown"
        )
        fields.append((f"{effect}: {words('incident.status')}", statuses, "status" in contested))
    found = [
        Difference(
            field,
            tuple(Told(said, numbers.refs(who), numbers.more(who)) for said, who in values.items()),
            is_contested,
        )
        for field, values, is_contested in fields
        if len(values) > 1
    ]
    return sorted(found, key=lambda one: not one.is_contested)


def _days(reports: Mapping[str, Report], words: Words) -> Iterable[tuple[str, list[str]]]:
    windows: dict[tuple[date | None, date | None], list[str]] = {}
    for key, report in reports.items():
        if report.date.start or report.date.end:
            windows.setdefault((report.date.start, report.date.end), []).append(key)
    for (first, last), who in sorted(windows.items(), key=lambda one: str(one[0])):
        yield days_of(words, first, last), who


def _parts(reports: Mapping[str, Report], words: Words) -> Iterable[tuple[str, list[str]]]:
    for key, report in reports.items():
        if report.date.part_of_day:
            yield words.term("parts_of_day", report.date.part_of_day), [key]


def _places(reports: Mapping[str, Report]) -> Iterable[tuple[str, list[str]]]:
    for key, report in reports.items():
        names = [place.name for place in report.places]
        if names:
            yield " · ".join(dict.fromkeys(names)), [key]
