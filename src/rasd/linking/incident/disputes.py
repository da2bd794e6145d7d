"""What sources dispute: who did it, who those harmed were, whether it happened. Both sides are kept and nothing is decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Literal

from rasd.lexicon import Lexicon, cues
from rasd.linking.incident.independence import Sources
from rasd.linking.incident.stretches import sentence_at, stretch_of
from rasd.linking.member import Member
from rasd.model import IncidentPerpetrator, Occurrence, Perpetrator
from rasd.text import fold

__all__ = ["Disputes", "admitting", "disputes_of", "occurrence_of", "perpetrators_of"]

_STRENGTH = ("suspected", "accused", "stated", "claimed")
_BOTH_SIDES = frozenset({"clash", "agreement", "talks", "protest", "riot"})
"""Kinds that several sides take part in: two perpetrators are no dispute."""
_PEOPLE = frozenset({"killed", "injured", "casualties"})
_IRREGULAR = frozenset({"armed_group", "militia", "opposition"})
"""Of these sides, those who are struck are combatants by the word of who struck them; a state has civilians too."""
_WORD = re.compile(r"[^\W_]+")
Over = Literal["perpetrator", "status", "occurrence"]


@dataclass(frozen=True, slots=True)
class Disputes:
    """What is disputed, with the reports of each."""

    over: list[Over]
    perpetrator: list[str]
    """Reports of the several versions of who did it."""
    denials: list[str]


def _alleged(member: Member, members: Sequence[Member]) -> list[Perpetrator]:
    """Return who a report says did it: of a denial, only whom it accuses instead of those accused elsewhere."""
    own = member.report.perpetrators
    if member.report.factuality != "denied":
        return list(own)
    elsewhere = {
        one.actor
        for other in members
        if other.report.factuality != "denied"
        for one in other.report.perpetrators
    }
    denied = any(one.actor in elsewhere for one in own)
    return [
        one
        for one in own
        if one.certainty in ("accused", "suspected") or (denied and one.actor not in elsewhere)
    ]


def perpetrators_of(members: Sequence[Member], sources: Sources) -> list[IncidentPerpetrator]:
    """Return everyone alleged, with the strongest certainty; first whom most independent sources name."""
    found: dict[str, list[tuple[Member, Perpetrator]]] = {}
    for one in members:
        for alleged in _alleged(one, members):
            found.setdefault(alleged.actor, []).append((one, alleged))
    rows = [
        IncidentPerpetrator(
            actor=actor,
            certainty=max((alleged.certainty for _, alleged in given), key=_STRENGTH.index),
            independent_sources=len(
                {sources.number[one.id] for one, _ in given if not sources.is_party(one)}
            ),
            reports=list(dict.fromkeys(one.id for one, _ in given)),
        )
        for actor, given in found.items()
    ]
    return sorted(
        rows, key=lambda row: (-row.independent_sources, -_STRENGTH.index(row.certainty), row.actor)
    )


def disputes_of(
    members: Sequence[Member], sources: Sources, kind: str, day: Day | None, lexicon: Lexicon
) -> Disputes:
    """Return what the reports of one incident dispute; `members` in order of publication, `day` when it happened."""
    versions = [] if kind in _BOTH_SIDES else _versions(members, day, lexicon)
    denials = [one.id for one in members if one.report.factuality == "denied"]
    over: list[Over] = []
    if versions:
        over.append("perpetrator")
    if _differ_on_status(members, sources, kind, lexicon):
        over.append("status")
    accused = {alleged.actor for one in members for alleged in _alleged(one, members)}
    if denials and (accused or not versions):
        over.append("occurrence")
    return Disputes(over, versions, denials)


def _kin(actor: str, day: Day | None, lexicon: Lexicon) -> frozenset[str]:
    """Return an actor and those under whose command it stood on that day: to name either is one version."""
    known = lexicon.actors.get(actor)
    on = day.isoformat() if day else None
    above = (
        parent
        for parent, since, until in (known.parents if known else ())
        if (on is None and until is None) or (on is not None and (since or on) <= on <= (until or on))
    )
    return frozenset({actor, *above})


def _versions(members: Sequence[Member], day: Day | None, lexicon: Lexicon) -> list[str]:
    """Return the reports that name a perpetrator when they do not all allow for one and the same; else none."""
    given = [(one, alleged) for one in members if (alleged := _alleged(one, members))]
    sets = [frozenset().union(*(_kin(one.actor, day, lexicon) for one in alleged)) for _, alleged in given]
    apart = any(not (one & other) for number, one in enumerate(sets) for other in sets[:number])
    within = any(_holds_two(one, alleged, day, lexicon) for one, alleged in given)
    return [one.id for one, _ in given] if apart or within else []


def _holds_two(member: Member, alleged: Sequence[Perpetrator], day: Day | None, lexicon: Lexicon) -> bool:
    """Whether one report sets two versions against each other: "A accused B, while B said that A fired"."""
    actors = {one.actor for one in alleged}
    if len(actors) < 2 or any(actors <= _kin(actor, day, lexicon) for actor in actors):
        return False
    if not any(one.certainty in ("accused", "suspected") for one in alleged):
        return False
    places = sorted(min(start for start, _ in one.evidence) for one in alleged if one.evidence)
    if len(places) < 2:
        return len({one.certainty for one in alleged}) > 1
    between = member.text[max(0, places[0] - _BEFORE) : places[-1]]
    return not cues("other_version").isdisjoint(_WORD.findall(fold(between).text))


_BEFORE = 20
"""Characters before the first of the accused: تبادل الطرفان."""


def _differ_on_status(members: Sequence[Member], sources: Sources, kind: str, lexicon: Lexicon) -> bool:
    """Whether some call those harmed civilians and others combatants, a party's boast about its target included."""
    if kind in _BOTH_SIDES:
        return False
    civilian = combatant = False
    for one in members:
        denied = one.report.factuality == "denied"
        statuses = {
            row.victim_status
            for row in one.report.harm
            if row.effect in _PEOPLE and (row.min or row.max or 0) > 0 and not denied
        }
        combatant |= not denied and _party_says_fighters(one, sources)
        if sources.is_party(one):
            struck = [lexicon.actors.get(target.actor) for target in one.report.targets]
            combatant |= "combatant" in statuses or any(
                actor is not None and actor.type in _IRREGULAR for actor in struck
            )
        else:
            combatant |= statuses == {"combatant"}
            civilian |= "civilian" in statuses or (
                bool(statuses) and any(target.actor == "CIVILIANS" for target in one.report.targets)
            )
    return civilian and combatant


def _party_says_fighters(member: Member, sources: Sources) -> bool:
    """Whether a party, here or quoted here, calls those whom it struck fighters; those it accuses are others."""
    if sources.is_party(member):
        text = stretch_of(member)
        told = [(member.text.find(text), member.text.find(text) + len(text))] if text in member.text else []
    else:
        spans = [
            span for source in member.report.sources if source.type == "party" for span in source.evidence
        ]
        told = [sentence_at(member.text, start) for start, _ in spans]
    accused = [span for alleged in member.report.perpetrators for span in alleged.evidence]
    for start, end in told:
        letters = list(member.text[start:end])
        for first, last in accused:
            letters[max(0, first - start) : max(0, last - start)] = " " * (
                max(0, last - start) - max(0, first - start)
            )
        if cues("combatant_words").intersection(_WORD.findall(fold("".join(letters)).text)):
            return True
    return False


def occurrence_of(
    members: Sequence[Member], sources: Sources, disputes: Disputes, lexicon: Lexicon
) -> Occurrence:
    """Say whether it happened: denied, declared by a party that did it, told by several sources, or by one."""
    if "occurrence" in disputes.over:
        return "contested"
    if admitting(members, sources, lexicon):
        return "declared"
    return "likely" if sources.independent >= 2 else "single_source"


def admitting(members: Sequence[Member], sources: Sources, lexicon: Lexicon) -> frozenset[str]:
    """Return the reports in which a party tells of its own doing."""
    found = set()
    for one in members:
        if one.report.factuality == "denied":
            continue
        sides = lexicon.sides((one.record.outlet or "").lower()) if sources.is_party(one) else frozenset()
        if any(
            alleged.certainty == "claimed" or (sides and alleged.actor in sides)
            for alleged in one.report.perpetrators
        ):
            found.add(one.id)
    return frozenset(found)
