"""An incident as somebody sees it from whom some of its documents are kept: what only those tell is left out."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from rasd.model import Incident, IncidentHarm, ReportedFigure
from rasd.model.incident import Given

__all__ = ["without_documents"]

_Given = TypeVar("_Given", bound=Given)


def without_documents(incident: Incident, documents: Collection[str]) -> Incident:
    """Return the incident without what only these documents tell; the same incident where it has none of them.

    A range is drawn anew over the figures that are left and count; where none is left, the harm goes.
    """
    kept = [one for one in incident.reports if one.document_id not in documents]
    if len(kept) == len(incident.reports):
        return incident
    left = {one.report_id for one in kept}

    def seen(values: list[_Given]) -> list[_Given]:
        some = [one.model_copy(update={"reports": [r for r in one.reports if r in left]}) for one in values]
        return [one for one, before in zip(some, values, strict=True) if one.reports or not before.reports]

    groups = [[one for one in group if one in left] for group in incident.groups]
    dated = not incident.date.reports or left.intersection(incident.date.reports)
    return incident.model_copy(
        update={
            "reports": kept,
            "date": incident.date if dated else incident.date.model_copy(update={"start": None, "end": None, "part_of_day": None}),
            "places": seen(incident.places),
            "perpetrators": seen(incident.perpetrators),
            "targets": seen(incident.targets),
            "target_sites": seen(incident.target_sites),
            "weapons": seen(incident.weapons),
            "munitions": seen(incident.munitions),
            "breach_claims": seen(incident.breach_claims),
            "harm": [one for harm in incident.harm for one in _harm(harm, left)],
            "conceded": [one for harm in incident.conceded for one in _harm(harm, left)],
            "groups": [one for one in groups if one],
            "independent_sources": min(incident.independent_sources, max(1, len([one for one in groups if one]))),
        }
    )  # fmt: skip


def _harm(harm: IncidentHarm, left: set[str]) -> list[IncidentHarm]:
    figures = [one for one in harm.figures if one.report_id in left]
    if len(figures) == len(harm.figures):
        return [harm]
    counted: list[ReportedFigure] = [one for one in figures if one.counted == "counted"]
    if not counted:
        return []
    lows = [one.min for one in counted if one.min is not None]
    highs = [one.max if one.max is not None else one.min for one in counted]
    most = max((one for one in highs if one is not None), default=None)
    return [
        harm.model_copy(
            update={
                "figures": figures,
                "min": min(lows, default=None),
                "max": most,
                "open": any(one.max is None for one in counted),
                "best": None,
                "children": None,
                "women": None,
                "by_status": [],
                "min_from": [],
                "max_from": [],
            }
        )
    ]
