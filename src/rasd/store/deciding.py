"""People decide on incidents: split, merge, judge, note, undo. Each is recorded, linked anew and kept in one transaction.

A decision names reports, never an incident alone, so it outlives every new linking and coding. What contradicts a decision
in force is refused where it can be (a merge across a *no*), and told where it holds (a *no* across a *yes*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rasd.errors import StoreError
from rasd.linking import Decisions
from rasd.model import Incident, LinkedReport
from rasd.store.judgement import Action, Judgement
from rasd.store.standing import (
    VALUES,
    Standing,
    contradictions,
    home_of,
    noes,
    pairs_of,
    with_decisions,
    wrong_value,
)

if TYPE_CHECKING:
    from rasd.store.store import Store

__all__ = [
    "Outcome",
    "Relink",
    "Value",
    "decided",
    "decisions_of",
    "hold_apart",
    "hold_together",
    "judge",
    "merge",
    "note",
    "split",
    "standing_of",
    "undo",
]

Relink = Callable[["Store", Sequence[str]], object]
"""Links reports anew, with all whom they touch, and keeps their incidents."""
_SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a person sets for an incident."""

    about: Action
    value: str | int
    effect: str | None = None
    """Of which harm, for best and victim_status."""

    @property
    def recorded(self) -> Any:
        """Return it as the judgement keeps it."""
        return self.value if self.effect is None else {"value": self.value, "effect": self.effect}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision."""

    judgements: list[Judgement]
    incidents: list[Incident]
    """Where its reports are now, in the order of the reports."""
    told: list[str] = field(default_factory=list)
    """What a person should know beside it, in words."""


# --- decisions in force ------------------------------------------------------------------------------------------------


def standing_of(store: Store, *, documents: Iterable[str] | None = None) -> list[Standing]:
    """Return the decisions in force, of all documents or of those named, in the order in which they were made.

    Notes decide nothing, facets nothing on the incident itself (`rasd.store.facets`): both are left out.
    """
    made = [one for one in store.judgements(documents=documents) if one.action not in ("note", "facet")]
    return [Standing(one, now) for one, now in zip(made, store.located(made), strict=True)]


def decisions_of(store: Store) -> Decisions:
    """Return people's yes and no on reports, as they are called now, for the linker."""
    return Decisions(pairs_of(standing_of(store)))


def decided(
    store: Store, incidents: Sequence[Incident], standing: Sequence[Standing] | None = None
) -> list[Incident]:
    """Return incidents with what people decided on them, not yet kept.

    A decision goes with most of the reports that it was made on. Incidents of the store that it leaves come after those
    given. `standing` are all decisions in force, where the caller has them at hand.
    """
    given = {incident.id: incident for incident in incidents}
    here = {link.report_id for incident in incidents for link in incident.reports}
    if standing is None:
        standing = standing_of(store, documents={report.rpartition("#")[0] for report in here})
    standing = [one for one in standing if one.judgement.action in VALUES and here.intersection(one.reports)]
    if not standing:
        return [with_decisions(incident, ()) if incident.decided else incident for incident in incidents]
    reports = {report for one in standing for report in one.reports}
    homes = store.incidents_of(sorted(reports))
    homes |= {link.report_id: incident.id for incident in incidents for link in incident.reports}
    about: dict[str, list[Standing]] = {}
    for one in standing:
        home = home_of(one, homes)
        if home is not None:
            about.setdefault(home, []).append(one)
    shown = [with_decisions(incident, about.get(incident.id, ())) for incident in incidents]
    for key in dict.fromkeys(homes[report] for one in standing for report in one.reports if report in homes):
        if key not in given and (other := store.incident(key)) is not None and other.id == key:
            mine = {one.judgement.number for one in about.get(key, ())}
            kept = other.model_copy(
                update={"decided": [one for one in other.decided if one.judgement in mine]}
            )
            if len(kept.decided) != len(other.decided):
                shown.append(with_decisions(other, about.get(key, ())))
    return shown


# --- what people do ----------------------------------------------------------------------------------------------------


def split(
    store: Store,
    incident_id: str,
    reports: Sequence[str],
    *,
    by: str,
    why: str,
    relink: Relink,
    each: bool = False,
) -> Outcome:
    """Take reports out of an incident into one of their own; with `each` into one each."""
    incident = current(store, found(store, incident_id))
    named = [_report(incident, report) for report in dict.fromkeys(reports)]
    out = list(dict.fromkeys(link.report_id for link in named))
    if not out:
        raise StoreError(f"split: names no report of {incident.id}. Its reports: {_listed(incident)}.")
    stay = [link.report_id for link in incident.reports if link.report_id not in out]
    if not stay and not (each and len(out) > 1):
        raise StoreError(
            f"{incident.id}: has no other report, so nothing is left to split from. Its reports: {_listed(incident)}."
        )
    sides = [[report] for report in out] if each else [out]
    value = {"sides": [side for side in (*sides, stay) if side], "is_one": not each}
    reasoned("split", why)
    with store.transaction():
        made = store.judge("negative", [*out, *stay], by=by, why=why, value=value)
        relink(store, made.subjects)
        return outcome_of(store, [made], _against(store, made))


def merge(store: Store, incident_ids: Sequence[str], *, by: str, why: str, relink: Relink) -> Outcome:
    """Make one incident of several. Refused where a decision in force holds two of their reports apart."""
    found_ones = {one.id: one for one in (current(store, found(store, key)) for key in incident_ids)}
    if len(found_ones) < 2:
        named = " and ".join(dict.fromkeys(incident_ids))
        raise StoreError(f"{named}: one and the same incident. Name two different ones.")
    reasoned("merge", why)
    incidents = list(found_ones.values())
    if len({incident.synthetic for incident in incidents}) > 1:
        raise StoreError(
            "An invented incident is never merged with a real one: nothing would tell them apart."
        )
    home = {link.report_id: incident.id for incident in incidents for link in incident.reports}
    with store.transaction():
        _refuse_across_a_no(store, home)
        made = store.judge("positive", list(home), by=by, why=why, value={"incidents": list(found_ones)})
        relink(store, made.subjects)
        outcome = outcome_of(store, [made], [])
        if len(outcome.incidents) > 1:
            numbers = contradictions(standing_of(store)).get(made.number, [])
            against = f" Decisions that hold them apart: {', '.join(map(str, numbers))}." if numbers else ""
            raise StoreError(
                f"{' and '.join(found_ones)}: not one incident after all.{against} Nothing was changed."
            )
        return outcome


def hold_apart(store: Store, incident_ids: Sequence[str], *, by: str, why: str, relink: Relink) -> Outcome:
    """Record that incidents are not one: nothing links them until a person takes it back."""
    found_ones = {one.id: one for one in (current(store, found(store, key)) for key in incident_ids)}
    if len(found_ones) < 2:
        named = " and ".join(dict.fromkeys(incident_ids))
        raise StoreError(f"{named}: one and the same incident. Name two different ones, or split it.")
    reasoned("apart", why)
    sides = [[link.report_id for link in incident.reports] for incident in found_ones.values()]
    with store.transaction():
        reports = [report for side in sides for report in side]
        made = store.judge("negative", reports, by=by, why=why, value={"sides": sides, "is_one": False})
        relink(store, made.subjects)
        return outcome_of(store, [made], _against(store, made))


def hold_together(
    store: Store, incident_id: str, reports: Sequence[str], *, by: str, why: str, relink: Relink
) -> Outcome:
    """Record that reports of one incident tell the same, so that no later reading parts them."""
    incident = current(store, found(store, incident_id))
    named = list(dict.fromkeys(_report(incident, report).report_id for report in reports))
    if len(named) < 2:
        raise StoreError(f"{incident.id}: name two different reports. Its reports: {_listed(incident)}.")
    reasoned("together", why)
    with store.transaction():
        made = store.judge("positive", named, by=by, why=why, value={"incidents": [incident.id]})
        relink(store, made.subjects)
        return outcome_of(store, [made], [])


def judge(store: Store, incident_id: str, values: Sequence[Value], *, by: str, why: str) -> Outcome:
    """Set values of an incident; what the machine proposes stays beside them."""
    incident = current(store, found(store, incident_id))
    if not values:
        raise StoreError(
            f"{incident.id}: nothing to judge. Give --grade, --occurrence, --best or another value."
        )
    for value in values:
        _check(incident, value)
    reasoned("judge", why)
    reports = [link.report_id for link in incident.reports]
    with store.transaction():
        mine = {
            (one.about, one.effect, str(one.value))
            for one in incident.decided
            if one.by == by
            and one.judgement not in {number for other in incident.decided for number in other.earlier}
        }
        for value in values:
            if (value.about, value.effect, str(value.value)) in mine:
                raise StoreError(
                    f"{incident.id}: {by} already decided so: {_said(value)}. Nothing was changed."
                )
        made = [store.judge(v.about, reports, by=by, why=why, value=v.recorded) for v in values]
        store.keep_incidents(decided(store, [incident]), by=by)
        outcome = outcome_of(store, made, [])
    for one in outcome.incidents:
        outcome.told.extend(
            f"Decision {later.judgement} contradicts {', '.join(map(str, later.earlier))} on {later.about}; the later holds."
            for later in one.decided
            if later.earlier and later.judgement in {m.number for m in made}
        )
    return outcome


def note(store: Store, incident_id: str, text: str, *, by: str) -> Outcome:
    """Write words beside an incident."""
    incident = current(store, found(store, incident_id))
    if not text.strip():
        raise StoreError(f"{incident.id}: an empty note. Write what it should say.")
    made = store.judge("note", [link.report_id for link in incident.reports], by=by, why=text.strip())
    return Outcome([made], [incident])


def undo(store: Store, number: int, *, by: str, why: str, relink: Relink) -> Outcome:
    """Take a decision back: the grouping is again what the other decisions and the machine make of it."""
    with store.transaction():
        undone = store.undo(number, by=by, why=why)
        if undone.action in ("positive", "negative"):
            relink(store, undone.subjects)
        outcome = outcome_of(store, [undone], [])
        if undone.action in VALUES:
            store.keep_incidents(decided(store, outcome.incidents), by=by)
            outcome = outcome_of(store, [undone], [])
        return outcome


# --- checks ------------------------------------------------------------------------------------------------------------


def found(store: Store, incident_id: str) -> Incident:
    """Return an incident by its id or a former one.

    Raises StoreError in words of a person.
    """
    incident = store.incident(incident_id.strip())
    if incident is None:
        raise StoreError(f'{store.address}: no incident "{incident_id}". `rasd incidents` lists them.')
    return incident


def current(store: Store, incident: Incident) -> Incident:
    """Return the incident; refuse one whose reports were coded anew and not linked since."""
    reports = [link.report_id for link in incident.reports]
    read = store.reports(reports)
    gone = [report for report in reports if report not in read]
    if gone:
        raise StoreError(
            f"{incident.id}: {gone[0]} was coded anew since it was linked, and is read otherwise now. Run `rasd link` first."
        )
    return incident


def _report(incident: Incident, named: str) -> LinkedReport:
    """Return the report that is named by id, by its document, or by the beginning of either."""
    name = named.strip().replace("…", "")
    exact = [link for link in incident.reports if link.report_id == name]
    of_document = [link for link in incident.reports if link.document_id == name]
    document, _, report = name.rpartition("#")
    beginning = [
        link
        for link in incident.reports
        if len(name) >= _SHORTEST_PREFIX
        and (
            link.report_id.startswith(name)
            or (document and link.document_id.startswith(document) and link.report_id.endswith(f"#{report}"))
        )
    ]
    for choice in (exact, of_document, beginning):
        if len(choice) == 1:
            return choice[0]
        if choice:
            several = ", ".join(link.report_id for link in choice)
            raise StoreError(
                f'"{named}" names several reports of {incident.id}: {several}. Give one in full.'
            )
    raise StoreError(f'"{named}": no report of {incident.id}. Its reports: {_listed(incident)}.')


def _listed(incident: Incident) -> str:
    return ", ".join(link.report_id for link in incident.reports)


def reasoned(what: str, why: str) -> None:
    if not why.strip():
        raise StoreError(f"{what}: a decision needs its reason. Give --why.")


def _refuse_across_a_no(store: Store, home: dict[str, str]) -> None:
    for one in standing_of(store, documents={report.rpartition("#")[0] for report in home}):
        for first, second in noes(one):
            if first in home and second in home and home[first] != home[second]:
                made = one.judgement
                raise StoreError(
                    f"{made.by} held {first} and {second} apart on {made.at:%Y-%m-%d} (decision {made.number}:"
                    f" {made.why}). If that no longer holds, take it back first: rasd undo {made.number}"
                )


def _check(incident: Incident, value: Value) -> None:
    """Raise StoreError for a value that the method does not allow."""
    wrong = wrong_value(value.about, value.recorded)
    if wrong:
        raise StoreError(wrong)
    if value.about == "perpetrator":
        _check_actor(incident, str(value.value))
    if value.about in ("best", "victim_status"):
        harms = {harm.effect: harm for harm in incident.harm if harm.unit == "people"}
        if value.effect not in harms:
            told = ", ".join(harms) or "none"
            raise StoreError(
                f'{incident.id}: no report tells of "{value.effect}". Harm that reports tell of: {told}.'
            )
        harm = harms[value.effect]
        if value.about == "best":
            best = int(value.value)
            low, high = harm.min or 0, None if harm.open else harm.max
            if best < low or (high is not None and best > high):
                span = f"{low} or more" if high is None else f"{low}–{high}"
                raise StoreError(
                    f"{incident.id}: {value.effect} {best} lies outside of what credible reports give, {span}. A best figure"
                    " lies inside; if a report does not belong here, split it off first."
                )


def _check_actor(incident: Incident, actor: str) -> None:
    from rasd.lexicon import Lexicon

    named = [one.actor for one in incident.perpetrators]
    if actor not in named and actor not in Lexicon.load().actors:
        told = ", ".join(named) or "none"
        raise StoreError(
            f'No actor has the id "{actor}". Named by reports of {incident.id}: {told}; `rasd theatre show` lists others.'
        )


# --- what to tell ------------------------------------------------------------------------------------------------------


def _against(store: Store, made: Judgement) -> list[str]:
    """Return in words which decisions in force a *no* contradicts."""
    standing = standing_of(store)
    by_number = {one.judgement.number: one.judgement for one in standing}
    return [
        f"Decision {number} of {by_number[number].by} held some of these together ({by_number[number].why}). Both are"
        f" kept; the no holds until it is undone."
        for number in contradictions(standing).get(made.number, [])
    ]


def outcome_of(store: Store, made: list[Judgement], told: list[str]) -> Outcome:
    reports = [report for now in store.located(made) for report in now if report is not None]
    homes = store.incidents_of(list(dict.fromkeys(reports)))
    keys = dict.fromkeys(homes[report] for report in reports if report in homes)
    incidents = [incident for key in keys if (incident := store.incident(key)) is not None]
    return Outcome(made, incidents, told)


def _said(value: Value) -> str:
    effect = "" if value.effect is None else f"{value.effect} "
    return f"{value.about} {effect}{value.value}"
