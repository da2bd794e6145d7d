"""The privacy class of every field that could leave: a new field fails `tests/export/exchange/test_privacy.py` until classed.

names: victims, witnesses, local people. internal: who decided and why. points: exact points of what is protected. texts:
words of the documents, which may name anybody. All else is public.
"""

from __future__ import annotations

from collections.abc import Mapping

from rasd.export.exchange.dossier import Cited
from rasd.export.exchange.format import Privacy
from rasd.model import (
    BreachClaim,
    ClaimedTotal,
    DateWindow,
    Decided,
    Document,
    Figure,
    Grade,
    Harm,
    Incident,
    IncidentBreachClaim,
    IncidentDate,
    IncidentHarm,
    IncidentMunition,
    IncidentPerpetrator,
    IncidentPlace,
    IncidentSite,
    IncidentTarget,
    IncidentWeapon,
    Issue,
    Keyword,
    LinkedReport,
    LinkReason,
    Munition,
    Party,
    Perpetrator,
    Place,
    PlaceCandidate,
    Record,
    Report,
    ReportedFigure,
    Source,
    StatusHarm,
    Target,
    TargetSite,
    Toll,
    Weapon,
)
from rasd.model.record import Model

__all__ = ["CLASSES"]


def _classed(
    public: str = "", *, names: str = "", internal: str = "", points: str = "", texts: str = ""
) -> dict[str, Privacy]:
    given: tuple[tuple[Privacy, str], ...] = (
        ("public", public), ("names", names), ("internal", internal), ("points", points), ("texts", texts),
    )  # fmt: skip
    return {field: privacy for privacy, fields in given for field in fields.split()}


_VALUE = "evidence rule data_version "

CLASSES: Mapping[type[Model], Mapping[str, Privacy]] = {
    # --- the document and its record -----------------------------------------------------------------------------------
    Document: _classed("id outlet published published_from url theatre synthetic", texts="title text"),
    Cited: _classed(
        "id outlet published published_from url theatre synthetic text_sha256", texts="title text"
    ),
    Record: _classed(
        "schema_version data_version id outlet url published published_from theatre theatres synthetic text_sha256 reports"
        " tolls claimed_totals keywords issues",
        texts="title",
    ),
    Report: _classed(
        _VALUE
        + "id kind kind_basis factuality date places perpetrators parties targets target_sites weapons munitions"
        " harm sources breach_claims"
    ),
    DateWindow: _classed(_VALUE + "start end part_of_day"),
    Place: _classed(
        _VALUE + "name region country admin1 admin2 place_class candidates decided_by",
        points="latitude longitude gazetteer_id precision",
    ),
    PlaceCandidate: _classed("name country admin1", points="latitude longitude gazetteer_id"),
    Perpetrator: _classed(_VALUE + "actor certainty", names="claimed_by"),
    Party: _classed(_VALUE + "actor certainty"),
    Target: _classed(_VALUE + "actor"),
    TargetSite: _classed(_VALUE + "site"),
    Weapon: _classed(_VALUE + "weapon"),
    Munition: _classed(_VALUE + "item count"),
    Harm: _classed(
        _VALUE
        + "effect min max victim_status status_basis children women men medics journalists aid_workers approximate unit",
        names="victims",
        texts="phrase",
    ),
    Figure: _classed("effect min max"),
    Source: _classed(_VALUE + "type figures", names="name"),
    BreachClaim: _classed(_VALUE + "agreement", names="claimed_by"),
    Toll: _classed(_VALUE + "effect min max since until place", names="source"),
    ClaimedTotal: _classed(
        _VALUE + "min max approximate of agreement against claimed_by_actors since until place",
        names="claimed_by",
        texts="phrase",
    ),
    Issue: _classed("code span", texts="message"),
    Keyword: _classed(_VALUE + "text of"),
    # --- the incident ----------------------------------------------------------------------------------------------------
    Incident: _classed(
        "schema_version id kind factuality date places perpetrators targets target_sites weapons munitions harm conceded"
        " breach_claims grade occurrence occurrence_decided decided contested contested_over independent_sources groups"
        " theatres synthetic reports"
    ),
    IncidentDate: _classed("reports start end part_of_day"),
    IncidentPlace: _classed(
        "reports name region country admin1 admin2",
        points="latitude longitude gazetteer_id precision approximate",
    ),
    IncidentPerpetrator: _classed("reports actor certainty independent_sources"),
    IncidentTarget: _classed("reports actor"),
    IncidentSite: _classed("reports site"),
    IncidentWeapon: _classed("reports weapon"),
    IncidentMunition: _classed("reports item min max"),
    IncidentBreachClaim: _classed("reports agreement", names="claimed_by"),
    IncidentHarm: _classed(
        "effect min max open unit victim_status children women min_from max_from best by_status figures"
    ),
    StatusHarm: _classed("victim_status min max min_from max_from"),
    ReportedFigure: _classed(
        "report_id document_id source_type published min max victim_status evidence counted replaced_by group",
        names="source",
        texts="phrase",
    ),
    LinkedReport: _classed(
        "document_id report_id factuality score linked_to reasons copy_of group is_party outlet published"
    ),
    LinkReason: _classed("part weight", internal="ar en"),
    Grade: _classed("proposed rule reasons reports decided", internal="by"),
    Decided: _classed("about value effect at judgement joined left earlier", internal="by why"),
}
"""What of each model's fields may leave."""
