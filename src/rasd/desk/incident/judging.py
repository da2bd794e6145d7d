"""A person sets values of an incident: grade, whether it happened, best figures, who did it, the status of those harmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rasd.desk.access import needs
from rasd.desk.incident.deeds import Deed, Plan, begun
from rasd.desk.incident.harms import range_of
from rasd.desk.incident.naming import name_of
from rasd.desk.site import Words
from rasd.export.sheet import Words as SheetWords
from rasd.lexicon import Lexicon
from rasd.model import Incident, IncidentHarm, terms
from rasd.store.deciding import Value
from rasd.store.deciding import judge as decide
from rasd.store.standing import OCCURRENCES, STATUSES
from rasd.text import fold

__all__ = ["judge"]

_LONGEST_NUMBER = 9


@dataclass(slots=True)
class _Typed:
    """What the form holds, and what is wrong with it."""

    values: list[Value] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, typed: str, value: Value, said: str) -> None:
        """Take one value."""
        self.values.append(value)
        self.fields.append((name, typed))
        self.said.append(said)


@require_http_methods(["GET", "POST"])
@needs("verify")
def judge(request: HttpRequest, key: str) -> HttpResponse:
    """Take values, show what will be recorded beside what is proposed, and record it."""
    deed = begun(request, key, "judge")
    if isinstance(deed, HttpResponse):
        return deed
    if request.method == "GET":
        return _form(deed, {}, {})
    typed = _read(deed)
    if not typed.wrong and not typed.values:
        typed.wrong["form"] = deed.words("incident.wrong.nothing")
    if typed.wrong:
        return _form(deed, request.POST, typed.wrong, status=422)
    words = deed.words
    plan = Plan(
        name="judge",
        audited="incident.judged",
        others=(),
        will=(*typed.said, words("incident.judge.beside"), words("incident.judge.undo")),
        fields=tuple(typed.fields),
        act=lambda why: decide(deed.store, deed.shown.id, typed.values, by=deed.by, why=why),
        done="incident.judge.done",
        details=(("about", sorted({value.about for value in typed.values})),),
        back=reverse("incident_judge", args=[deed.shown.id]),
    )
    return deed.answer(plan)


def _read(deed: Deed) -> _Typed:
    words, shown, given = deed.words, deed.shown, deed.request.POST
    sheet = SheetWords(words.language)
    typed = _Typed()

    def was(text: str | None) -> str:
        return text or words("incident.undecided")

    grade = given.get("grade", "")
    if grade in terms("grades"):
        before = was(words.term("grades", shown.grade.decided))
        said = words("incident.judge.grade", was=before, now=words.term("grades", grade))
        typed.add("grade", grade, Value("grade", grade), said)
    occurrence = given.get("occurrence", "")
    if occurrence in OCCURRENCES:
        now = shown.occurrence_decided
        before = was(sheet(f"occurrence.{now}") if now else None)
        said = words("incident.judge.occurrence", was=before, now=sheet(f"occurrence.{occurrence}"))
        typed.add("occurrence", occurrence, Value("occurrence", occurrence), said)
    named = given.get("perpetrator", "").strip()
    if named:
        actor = _actor(named, shown)
        if actor is None:
            typed.wrong["perpetrator"] = words("incident.wrong.actor")
        else:
            said = words("incident.judge.perpetrator", now=words.term("actor", actor))
            typed.add("perpetrator", actor, Value("perpetrator", actor), said)
    for harm in _people(shown):
        _read_harm(typed, harm, given, words, sheet)
    for value, (name, _) in zip(typed.values, typed.fields, strict=True):
        if _is_so_already(shown, value, deed.by):
            typed.wrong[name] = words("incident.wrong.already")
    return typed


def _read_harm(typed: _Typed, harm: IncidentHarm, given: Any, words: Words, sheet: SheetWords) -> None:
    effect = words.term("effects", harm.effect)
    name = f"best-{harm.effect}"
    figure = given.get(name, "").strip()
    if figure:
        number = int(figure) if figure.isdecimal() and len(figure) <= _LONGEST_NUMBER else None
        low, high = harm.min or 0, None if harm.open else harm.max
        if number is None:
            typed.wrong[name] = words("incident.wrong.number")
        elif number < low or (high is not None and number > high):
            typed.wrong[name] = words("incident.wrong.outside", range=range_of(words, harm))
        else:
            said = words("incident.judge.best", effect=effect, now=number, range=range_of(words, harm))
            typed.add(name, str(number), Value("best", number, harm.effect), said)
    status = given.get(f"status-{harm.effect}", "")
    if status in STATUSES:
        said = words("incident.judge.status", effect=effect, now=sheet(status))
        typed.add(f"status-{harm.effect}", status, Value("victim_status", status, harm.effect), said)


def _is_so_already(shown: Incident, value: Value, by: str) -> bool:
    overruled = {number for one in shown.decided for number in one.earlier}
    return any(
        (one.about, one.effect, str(one.value), one.by) == (value.about, value.effect, str(value.value), by)
        and one.judgement not in overruled
        for one in shown.decided
    )


def _people(shown: Incident) -> list[IncidentHarm]:
    found = {harm.effect: harm for harm in shown.harm if harm.unit == "people"}
    return [found[effect] for effect in terms("effects") if effect in found]


def _actor(named: str, shown: Incident) -> str | None:
    """Return the actor of that id or name; None where the lexicon has none."""
    told = [one.actor for one in shown.perpetrators]
    if named in told:
        return named
    return _actors().get(fold(named).text.strip().casefold())


@cache
def _actors() -> dict[str, str]:
    found: dict[str, str] = {}
    for identity, actor in Lexicon.load().actors.items():
        for name in (identity, actor.label_ar, actor.label_en):
            found.setdefault(fold(name).text.strip().casefold(), identity)
    return found


def _form(deed: Deed, given: Any, wrong: dict[str, str], status: int = 200) -> HttpResponse:
    words, shown = deed.words, deed.shown
    sheet = SheetWords(words.language)
    grades = [
        {"id": one, "said": words.term("grades", one), "note": words(f"incident.grade_note.{one}")}
        for one in terms("grades")
    ]
    harms = [
        {
            "effect": harm.effect,
            "said": words.term("effects", harm.effect),
            "range": range_of(words, harm),
            "best": given.get(f"best-{harm.effect}", ""),
            "status": given.get(f"status-{harm.effect}", ""),
            "wrong_best": wrong.get(f"best-{harm.effect}", ""),
            "wrong_status": wrong.get(f"status-{harm.effect}", ""),
        }
        for harm in _people(shown)
    ]
    filling = {
        "key": shown.id,
        "name": name_of(words, shown),
        "incident": shown,
        "proposed": words.term("grades", shown.grade.proposed),
        "decided": words.term("grades", shown.grade.decided),
        "grades": grades,
        "grade": given.get("grade", ""),
        "occurrences": [{"id": one, "said": sheet(f"occurrence.{one}")} for one in OCCURRENCES],
        "occurrence": given.get("occurrence", ""),
        "occurrence_proposed": sheet(f"occurrence.{shown.occurrence}"),
        "actors": [{"id": one.actor, "said": words.term("actor", one.actor)} for one in shown.perpetrators],
        "perpetrator": given.get("perpetrator", ""),
        "statuses": [{"id": one, "said": sheet(one)} for one in STATUSES],
        "harms": harms,
        "wrong": wrong,
        "back": deed.address,
        **deed.late(),
    }
    return render(deed.request, "incident/judge.html", filling, status=status)
