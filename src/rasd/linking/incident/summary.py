"""The door of the room's second half: a group of reports becomes one incident, the same in whatever order they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from rasd.lexicon import Lexicon
from rasd.linking.incident.consensus import date_of, kind_of, places_of, voting
from rasd.linking.incident.disputes import admitting, disputes_of, occurrence_of, perpetrators_of
from rasd.linking.incident.figures import told_by
from rasd.linking.incident.grades import grade_of
from rasd.linking.incident.independence import Sources, sources_of
from rasd.linking.incident.ranges import conceded, harm_of
from rasd.linking.incident.stretches import stretch_of
from rasd.linking.incident.updates import is_withdrawal, replace_earlier, withdraw
from rasd.linking.member import Member
from rasd.model import (
    GradeName,
    Incident,
    IncidentBreachClaim,
    IncidentMunition,
    IncidentSite,
    IncidentTarget,
    IncidentWeapon,
    LinkedReport,
    LinkReason,
    Occurrence,
    Report,
)

__all__ = ["Judged", "Link", "incident_id", "summarize"]

_FACTUALITY = ("asserted", "historical", "recurrent", "unrealized", "denied")


@dataclass(frozen=True, slots=True)
class Link:
    """Why a report is here: its best pair with another report of the incident, and the parts of that pair's score."""

    score: float
    linked_to: str
    reasons: tuple[LinkReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What people decided on an incident: set beside what is proposed, never instead of it."""

    grade: GradeName | None = None
    occurrence: Occurrence | None = None
    best: Mapping[str, int] = field(default_factory=dict)
    """By effect."""
    by: str | None = None


def summarize(
    members: Sequence[Member],
    links: Mapping[str, Link] | None = None,
    copies: Mapping[str, str] | None = None,
    judged: Judged | None = None,
    *,
    lexicon: Lexicon | None = None,
) -> Incident:
    """Return the incident that `members` tell.

    `copies` maps a document's id to that of the document it repeats. `lexicon` is that of the reading; the packaged words
    when left out. Raises ValueError without members.
    """
    if not members:
        raise ValueError("no report: an incident has at least one")
    links, copies, judged, lexicon = links or {}, copies or {}, judged or Judged(), lexicon or Lexicon.load()
    ordered = sorted({one.id: one for one in members}.values(), key=lambda one: one.order)
    copies = _roots(copies, {one.document_id for one in ordered})
    sources = sources_of(ordered, copies, lexicon)
    figures = told_by(ordered, sources)
    replace_earlier(figures, copies)
    if len(ordered) > 1:
        taken = [one for one in ordered if is_withdrawal(stretch_of(one))]
        withdraw(figures, [(one, sources.keys[one.id]) for one in taken])
    kind = kind_of(ordered, sources)
    date = date_of(ordered, sources)
    disputes = disputes_of(ordered, sources, kind, date.start, lexicon)
    perpetrators = perpetrators_of(ordered, sources)
    grade = grade_of(ordered, sources, disputes, perpetrators)
    if judged.grade is not None:
        grade.decided, grade.by = judged.grade, judged.by
    told = voting(ordered, sources)
    return Incident(
        id=incident_id(ordered[0]),
        kind=kind,
        factuality=min((one.report.factuality for one in ordered), key=_FACTUALITY.index),
        date=date,
        places=places_of(ordered, sources),
        perpetrators=perpetrators,
        targets=[
            IncidentTarget(actor=actor, reports=reports)
            for actor, reports in _given(ordered, sources, lambda one: [value.actor for value in one.targets])
        ],
        target_sites=[
            IncidentSite(site=site, reports=reports)
            for site, reports in _given(told, sources, lambda one: [value.site for value in one.target_sites])
        ],
        weapons=[
            IncidentWeapon(weapon=weapon, reports=reports)
            for weapon, reports in _given(told, sources, lambda one: [value.weapon for value in one.weapons])
        ],
        munitions=_munitions(told),
        harm=harm_of(figures, sources, copies, judged.best),
        conceded=conceded(figures, admitting(ordered, sources, lexicon), sources),
        breach_claims=_claims(ordered),
        grade=grade,
        occurrence=occurrence_of(ordered, sources, disputes, lexicon),
        occurrence_decided=judged.occurrence,
        contested=bool(disputes.over),
        contested_over=disputes.over,
        independent_sources=sources.independent,
        groups=sources.groups,
        theatres=list(dict.fromkeys(_theatres(ordered))),
        synthetic=any(one.record.synthetic for one in ordered),
        reports=[_linked(one, links.get(one.id), copies, sources) for one in ordered],
    )


def incident_id(founder: Member) -> str:
    """Return the id of the incident that a report founds: the earliest published of all, so the same whatever came first."""
    return "i" + sha256(founder.id.encode()).hexdigest()[:12]


def _roots(copies: Mapping[str, str], present: set[str]) -> dict[str, str]:
    """Return for each document the one that it repeats in the end, as long as that is part of the incident."""
    found = {}
    for document in sorted(present & copies.keys()):
        seen, at = {document}, document
        while at in copies and copies[at] not in seen and copies[at] in present:
            at = copies[at]
            seen.add(at)
        if at != document:
            found[document] = at
    return found


def _theatres(members: Iterable[Member]) -> Iterable[str]:
    for one in members:
        if one.record.theatre:
            yield one.record.theatre


def _claims(members: Iterable[Member]) -> list[IncidentBreachClaim]:
    """Return the breach claims of all reports; the same words from the same mouths are one."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in members:
        for claim in one.report.breach_claims:
            found.setdefault((claim.agreement, tuple(claim.claimed_by)), []).append(one.id)
    return [
        IncidentBreachClaim(
            agreement=agreement, claimed_by=list(claimed_by), reports=list(dict.fromkeys(reports))
        )
        for (agreement, claimed_by), reports in found.items()
    ]


def _given(
    members: Sequence[Member], sources: Sources, values: Callable[[Report], list[str]]
) -> list[tuple[str, list[str]]]:
    """Return each value with the reports that give it, first what most sources give."""
    found: dict[str, list[Member]] = {}
    for one in members:
        for value in dict.fromkeys(values(one.report)):
            found.setdefault(value, []).append(one)
    return [
        (value, [one.id for one in given])
        for value, given in sorted(
            found.items(), key=lambda item: (-len({sources.number[one.id] for one in item[1]}), item[0])
        )
    ]


def _munitions(members: Sequence[Member]) -> list[IncidentMunition]:
    counts: dict[str, list[tuple[int, str]]] = {}
    for one in members:
        for munition in one.report.munitions:
            counts.setdefault(munition.item, []).append((munition.count, one.id))
    return [
        IncidentMunition(
            item=item,
            min=min(count for count, _ in given),
            max=max(count for count, _ in given),
            reports=list(dict.fromkeys(report for _, report in given)),
        )
        for item, given in sorted(counts.items())
    ]


def _linked(one: Member, link: Link | None, copies: Mapping[str, str], sources: Sources) -> LinkedReport:
    return LinkedReport(
        document_id=one.document_id,
        report_id=one.id,
        factuality=one.report.factuality,
        score=link.score if link else None,
        linked_to=link.linked_to if link else None,
        reasons=list(link.reasons) if link else [],
        copy_of=copies.get(one.document_id),
        group=sources.number[one.id],
        is_party=sources.is_party(one),
        outlet=one.record.outlet,
        published=one.record.published,
    )
