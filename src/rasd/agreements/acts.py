"""The fourth question: is it an act that the term names? Which incidents are which act is data: ``data/agreements/acts.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from rasd.agreements.reasons import Labels, Verdict, verdict
from rasd.errors import DataError
from rasd.model import AgreementTerm, AnswerValue, Incident, Text, ids, terms

__all__ = ["Bearing", "Conduct", "answer_act", "conduct_of", "harms_civilians"]

_KEYS = {"kinds", "families", "weapons", "sites", "civilians"}
_SORTS = ("is", "may_be", "shows")
Bearing = Literal["breach", "performance"]


@dataclass(frozen=True, slots=True)
class _Rule:
    kinds: frozenset[str]
    weapons: frozenset[str]
    sites: frozenset[str]
    civilians: str | None

    def holds(self, incident: Incident) -> bool:
        if incident.kind not in self.kinds:
            return False
        if self.weapons and not self.weapons & {one.weapon for one in incident.weapons}:
            return False
        if self.sites and not self.sites & {one.site for one in incident.target_sites}:
            return False
        harmed = harms_civilians(incident) if self.civilians is not None else "yes"
        return harmed == "yes" or (harmed == "possible" and self.civilians == "possible")


@dataclass(frozen=True, slots=True)
class Conduct:
    """The rules of one act."""

    is_: tuple[_Rule, ...]
    may_be: tuple[_Rule, ...]
    shows: tuple[_Rule, ...]


@cache
def conduct_of() -> dict[str, Conduct]:
    """Return the rules of every act.

    Raises DataError on an unknown act, key, kind, weapon or site, and when an act has no rules at all.
    """
    path = files("rasd.data") / "agreements" / "acts.yaml"
    found = {}
    for entry in yaml.safe_load(path.read_text("utf-8")):
        unknown = entry.keys() - {"act", *_SORTS}
        if unknown or entry.get("act") not in ids("acts"):
            raise DataError(
                f"{path}: {entry.get('act')}: {', '.join(sorted(unknown)) or 'no such act'}."
                f" Keys: act, {', '.join(_SORTS)}. Acts: {', '.join(ids('acts'))}."
            )
        found[entry["act"]] = Conduct(
            *(
                tuple(_rule(rule, f"{path}: {entry['act']}") for rule in entry.get(sort) or ())
                for sort in _SORTS
            )
        )
    if missing := set(ids("acts")) - found.keys():
        raise DataError(f"{path}: no entry for {', '.join(sorted(missing))}. Write `- act: {min(missing)}`.")
    return found


def _rule(given: dict[str, Any], where: str) -> _Rule:
    if unknown := given.keys() - _KEYS:
        raise DataError(f"{where}: unknown key {min(unknown)!r}. Keys: {', '.join(sorted(_KEYS))}.")
    kinds = set(given.get("kinds") or ())
    for family in given.get("families") or ():
        kinds |= {kind.id for kind in terms("kinds").values() if kind.family == family}
    for words, vocabulary in (
        (kinds, "kinds"),
        (given.get("weapons"), "weapons"),
        (given.get("sites"), "target_sites"),
    ):
        if wrong := set(words or ()) - set(ids(vocabulary)):
            raise DataError(f"{where}: {min(wrong)!r} is none of {vocabulary}: {', '.join(ids(vocabulary))}.")
    civilians = given.get("civilians")
    if civilians not in (None, "certain", "possible"):
        raise DataError(f"{where}: civilians: {civilians!r}. Write certain or possible.")
    return _Rule(
        frozenset(kinds),
        frozenset(given.get("weapons") or ()),
        frozenset(given.get("sites") or ()),
        civilians,
    )


def harms_civilians(incident: Incident) -> AnswerValue:
    """Return whether civilians were harmed or struck: possible where people whose status nobody states were."""
    if any(one.actor == "CIVILIANS" for one in incident.targets):
        return "yes"
    value: AnswerValue = "no"
    for harm in incident.harm:
        if harm.max == 0:
            continue
        statuses = {one.victim_status for one in harm.by_status if one.max != 0} or {harm.victim_status}
        if "civilian" in statuses:
            return "yes"
        if "unknown" in statuses:
            value = "possible"
    return value


def answer_act(incident: Incident, term: AgreementTerm, labels: Labels) -> tuple[Verdict, Bearing]:
    """Return whether the incident is an act that the term names, and whether it breaches or performs the term."""
    rules = conduct_of()
    kind = labels.term("kinds", incident.kind)
    reports = [one.report_id for one in incident.reports]
    for sort, value in (("shows", "yes"), ("is", "yes"), ("may_be", "possible")):
        if sort == "shows" and term.rule != "requires":
            continue
        for act in term.acts:
            conduct = rules[act]
            tried = {"shows": conduct.shows, "is": conduct.is_, "may_be": conduct.may_be}[sort]
            if not any(rule.holds(incident) for rule in tried):
                continue
            named = labels.term("acts", act)
            if sort == "shows":
                return verdict("act", "yes", sort, reports, kind=kind, act=named), "performance"
            against = _against(incident, term, labels, kind, named)
            if against is not None:
                return against, "breach"
            return verdict(
                "act", "yes" if value == "yes" else "possible", sort, reports, kind=kind, act=named
            ), "breach"
    named = _joined([labels.term("acts", act) for act in term.acts])
    return verdict("act", "no", "is_not", reports, kind=kind, act=named), "breach"


def _against(
    incident: Incident, term: AgreementTerm, labels: Labels, kind: Text, act: Text
) -> Verdict | None:
    """Return what a term that protects only some sides says, unless one of them was struck."""
    struck = [one.actor for one in incident.targets]
    if not term.against or set(struck) & set(term.against):
        return None
    parties = labels.all(term.against)
    if struck and "CIVILIANS" not in struck:
        reports = [report for one in incident.targets for report in one.reports]
        return verdict("act", "no", "not_against", reports, parties=parties, targets=labels.all(struck))
    reports = [one.report_id for one in incident.reports]
    return verdict("act", "possible", "against_unknown", reports, kind=kind, act=act, parties=parties)


def _joined(texts: list[Text]) -> Text:
    return Text(ar="، ".join(one.ar for one in texts), en=", ".join(one.en for one in texts))
