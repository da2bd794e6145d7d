"""The grade of an incident: the first rule of ``data/vocab/grade_rules.yaml`` that holds, printed with the reports behind it."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.linking.incident.disputes import Disputes
from rasd.linking.incident.independence import Sources
from rasd.linking.member import Member
from rasd.model import Grade, IncidentPerpetrator, terms

__all__ = ["grade_of"]


def grade_of(
    members: Sequence[Member],
    sources: Sources,
    disputes: Disputes,
    perpetrators: Sequence[IncidentPerpetrator],
) -> Grade:
    """Propose a grade. `confirmed` and `discounted` are people's and never proposed."""
    independent = [group[0] for group in sources.groups[: sources.independent]]
    if "perpetrator" in disputes.over:
        rule, reports = "contested.perpetrator", disputes.perpetrator
    elif sources.independent >= 2 and perpetrators:
        rule, reports = "fair.sources", independent
    elif sources.independent >= 2:
        rule, reports = "weak.nobody_named", independent
    elif sources.independent == 1:
        rule, reports = "weak.one_source", sources.groups[0]
    else:
        rule, reports = "weak.parties_only", [one.id for one in members]
    term = terms("grade_rules")[rule]
    filled = {
        "actors": "، ".join(one.actor for one in perpetrators),
        "n": sources.independent,
        "reports": " ".join(reports),
    }
    english = {**filled, "actors": ", ".join(one.actor for one in perpetrators)}
    return Grade(
        proposed=term.family,  # type: ignore[arg-type]
        rule=rule,
        reasons={"ar": term.ar.format(**filled), "en": term.en.format(**english)},
        reports=list(reports),
    )
