"""The fifth question: does no exemption apply? Acts against a group that the agreement leaves out lie outside its terms."""

from __future__ import annotations

from rasd.agreements.acts import harms_civilians
from rasd.agreements.reasons import Labels, Verdict, verdict
from rasd.model import Agreement, Incident

__all__ = ["answer_exemption"]

_STRIKES_NOBODY = {
    "overflight",
    "incursion",
    "deployment",
    "siege",
    "aid_obstruction",
    "withdrawal",
    "release",
}
_NOBODY = {"UNIDENTIFIED"}


def answer_exemption(incident: Incident, agreement: Agreement, labels: Labels) -> Verdict:
    """Return yes when no exemption applies, no when only exempt groups were struck."""
    if not agreement.exempt:
        return verdict("exemption", "yes", "none")
    exempt = {one.actor: one.certainty for one in agreement.exempt}
    targets = [one for one in incident.targets if one.actor not in _NOBODY]
    struck = [one.actor for one in targets]
    reports = [report for one in targets for report in one.reports]
    left_out = [one for one in struck if one in exempt]
    if left_out and (len(left_out) < len(struck) or harms_civilians(incident) == "yes"):
        return verdict("exemption", "possible", "mixed", reports, targets=labels.all(left_out))
    if left_out:
        is_sure = any(exempt[one] == "yes" for one in left_out)
        sentence = "exempt" if is_sure else "exempt_possible"
        return verdict(
            "exemption", "no" if is_sure else "possible", sentence, reports, targets=labels.all(left_out)
        )
    if struck:
        sentence = "civilians" if struck == ["CIVILIANS"] else "not_struck"
        return verdict("exemption", "yes", sentence, reports, targets=labels.all(struck))
    told = [one.report_id for one in incident.reports]
    if harms_civilians(incident) == "yes":
        return verdict("exemption", "yes", "civilians", told)
    if incident.kind in _STRIKES_NOBODY:
        return verdict("exemption", "yes", "harmless", told)
    return verdict("exemption", "possible", "unknown", told, exempt=labels.all(exempt))
