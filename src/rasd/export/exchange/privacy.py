"""What may leave: from a dossier its public form, field by field by the declared classes, never by guess.

Names of witnesses, local people and accounts of social media are masked by the sort of source they are; a name whose sort
is not known is masked too. Of incidents that struck what is protected, every point is rounded to a tenth of a degree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_args

from rasd.export.exchange.classes import CLASSES
from rasd.export.exchange.counting import counted_words
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import PRIVACY
from rasd.export.exchange.options import Include
from rasd.model import (
    BreachClaim,
    ClaimedTotal,
    IncidentBreachClaim,
    LinkReason,
    Perpetrator,
    Report,
    ReportedFigure,
    Source,
    Toll,
)
from rasd.model.record import Model

M = TypeVar("M", bound=Model)

__all__ = ["MASKED_SOURCES", "PROTECTED_SITES", "is_protected", "made_public"]

MASKED_SOURCES = frozenset({"witness", "local", "social_media"})
PROTECTED_SITES = frozenset({"hospital", "camp", "aid"})
_RESCUERS = ("medics", "aid_workers")
_COARSE = {"site": "district", "settlement": "district"}
_DECIMALS = 1
"""Of a degree: about eleven kilometres from north to south."""


def made_public(dossier: Dossier, include: frozenset[Include] = frozenset()) -> Dossier:
    """Return what of a dossier may leave: all that is public, and the classes in `include`.

    Whole records tell of other incidents too, and decisions of who decided: they leave only where everything does.
    """
    hidden = frozenset(PRIVACY) - {"public"} - include
    if not hidden:
        return dossier
    if "points" in hidden and not is_protected(dossier):
        hidden -= {"points"}
    context = _Context(_names_told(dossier), hidden)
    return replace(
        dossier,
        incident=_cleared(dossier.incident, context),
        reports={name: _cleared(report, context) for name, report in dossier.reports.items()},
        documents={name: _cleared(document, context) for name, document in dossier.documents.items()},
        records={},
        judgements=(),
    )


def is_protected(dossier: Dossier) -> bool:
    """Tell whether it tells of a hospital, a camp, aid or rescuers, as what was struck or who was harmed."""
    sites = {one.site for one in dossier.incident.target_sites}
    if not sites.isdisjoint(PROTECTED_SITES) or any(
        _is_camp(place.name) for place in dossier.incident.places
    ):
        return True
    return any(map(_protects, dossier.reports.values()))


def _protects(report: Report) -> bool:
    return (
        any(one.site in PROTECTED_SITES for one in report.target_sites)
        or any(place.place_class == "camp" or _is_camp(place.name) for place in report.places)
        or any(getattr(harm, who) for harm in report.harm for who in _RESCUERS)
    )


def _is_camp(name: str) -> bool:
    return name.startswith(("مخيم", "مخيّم"))


@dataclass(frozen=True, slots=True)
class _Context:
    """What decides about a field beside its class."""

    public_names: frozenset[str]
    """Names of sources that may be told: each is of a sort that is not masked, in every place where it is met."""
    hidden: frozenset[str]
    """Classes that stay here; points only where something protected was struck."""


def _names_told(dossier: Dossier) -> frozenset[str]:
    met = [(source.name, source.type) for report in dossier.reports.values() for source in report.sources]
    met += [
        (figure.source, figure.source_type)
        for harm in (*dossier.incident.harm, *dossier.incident.conceded)
        for figure in harm.figures
        if figure.source_type is not None
    ]
    met += [(document.outlet, "outlet") for document in dossier.documents.values() if document.outlet]
    met += [(link.outlet, "outlet") for link in dossier.incident.reports if link.outlet]
    masked = {name for name, sort in met if sort in MASKED_SOURCES}
    return frozenset(name for name, _ in met) - masked


# --- field by field ----------------------------------------------------------------------------------------------------


def _cleared(model: M, context: _Context) -> M:
    """Return a model without what is hidden; the same one where nothing is."""
    hidden, nested = _plan(type(model), context.hidden)
    changes: dict[str, Any] = {}
    for name in hidden:
        value = getattr(model, name)
        left = _remedy(model, name, value, context)
        if left != value:
            changes[name] = left
    for name in nested:
        value = getattr(model, name)
        if isinstance(value, Model):
            left = _cleared(value, context)
            if left is not value:
                changes[name] = left
        elif value:
            parts = [_cleared(one, context) if isinstance(one, Model) else one for one in value]
            if any(part is not one for part, one in zip(parts, value, strict=True)):
                changes[name] = parts
    return model.model_copy(update=changes) if changes else model


@cache
def _plan(model: type[Model], hidden: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields that are hidden, and those that hold models."""
    classes = CLASSES[model]
    return (
        tuple(name for name in model.model_fields if classes[name] in hidden),
        tuple(
            name
            for name, field in model.model_fields.items()
            if classes[name] not in hidden and _holds_models(field.annotation)
        ),
    )


def _holds_models(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return True
    return any(_holds_models(part) for part in get_args(annotation))


def _remedy(model: Model, name: str, value: Any, context: _Context) -> Any:
    """Return what is left of a hidden field."""
    own = _REMEDIES.get((type(model), name))
    if own is not None:
        return own(model, value, context)
    if CLASSES[type(model)][name] == "points":
        return _coarse(name, value)
    return _emptied(value)


def _emptied(value: Any) -> Any:
    return [] if isinstance(value, list) else "" if isinstance(value, str) else None


def _coarse(name: str, value: Any) -> Any:
    if name == "approximate":
        return True
    if name == "precision":
        return _COARSE.get(value, value)
    return round(value, _DECIMALS) if isinstance(value, float) else None


def _mask(name: str, context: _Context) -> str:
    return name if not name or name in context.public_names else "[source]"


def _masked(_: Any, value: Any, context: _Context) -> Any:
    if isinstance(value, list):
        return [_mask(name, context) for name in value]
    return None if value is None else _mask(value, context)


def _masked_source(source: Any, value: str, context: _Context) -> str:
    """Return the name of a source, or what sort of source it is."""
    sort = source.type if isinstance(source, Source) else source.source_type
    if sort in MASKED_SOURCES:
        return f"[{sort}]"
    return value if sort is not None else _mask(value, context)


def _reason(reason: Any, value: str, _: _Context) -> str:
    """Return the words of a reason; those of a decision name who decided."""
    return "" if reason.part == "decision" else value


_REMEDIES: Mapping[tuple[type[Model], str], Callable[[Any, Any, _Context], Any]] = {
    (Source, "name"): _masked_source,
    (ReportedFigure, "source"): _masked_source,
    (ReportedFigure, "phrase"): lambda _figure, value, _context: counted_words(value),
    (Perpetrator, "claimed_by"): _masked,
    (BreachClaim, "claimed_by"): _masked,
    (IncidentBreachClaim, "claimed_by"): _masked,
    (Toll, "source"): _masked,
    (ClaimedTotal, "claimed_by"): _masked,
    (LinkReason, "ar"): _reason,
    (LinkReason, "en"): _reason,
}
