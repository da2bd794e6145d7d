"""The facets of ledger entries: people's decisions on an incident under an agreement.

They are judgements like all others: about reports, with evidence, so they go with most of the reports that they were made
on through every linking and coding, and come back when what took them away is undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rasd.agreements import Holder
from rasd.errors import StoreError
from rasd.lexicon import Lexicon
from rasd.model import Agreement, Facet, Incident
from rasd.store.deciding import Outcome, current, found, outcome_of, reasoned
from rasd.store.facet_values import FacetChoice, facets_from, wrong_facet
from rasd.store.standing import Standing, home_of

if TYPE_CHECKING:
    from rasd.store.store import Store

__all__ = ["facets_of", "facets_on", "facets_under", "set_facet"]

_BATCH = 400


def set_facet(
    store: Store,
    incident_id: str,
    agreement: Agreement,
    choice: FacetChoice,
    *,
    by: str,
    why: str,
    lexicon: Lexicon | None = None,
) -> Outcome:
    """Record what a person decides on an incident under an agreement; `lexicon` knows the actors, by default the packaged."""
    lexicon = lexicon or Lexicon.load()
    incident = current(store, found(store, incident_id))
    value = choice.recorded(agreement.id)
    wrong = wrong_facet(value)
    if wrong:
        raise StoreError(wrong)
    _check(incident, agreement, choice, lexicon)
    reasoned("facet", why)
    with store.transaction():
        before = _same(facets_of(store, agreement.id, [incident.id]).get(incident.id, []), choice)
        if before is not None and (before.value, before.by) == (choice.value, by):
            raise StoreError(
                f"{incident.id}: {by} already decided so: {choice.facet} {choice.value} (decision {before.judgement})."
                " Nothing was changed."
            )
        if (
            choice.value == "unset"
            and choice.facet in ("attributed", "answered")
            and (before is None or before.value == "unset")
        ):
            whom = f" of {choice.actor}" if choice.actor else ""
            raise StoreError(
                f"{incident.id}: nobody set {choice.facet}{whom} under {agreement.id}, so nothing is to unset."
            )
        reports = [link.report_id for link in incident.reports]
        made = store.judge("facet", reports, by=by, why=why, value=value)
        outcome = outcome_of(store, [made], [])
        if before is not None and before.value != choice.value:
            numbers = ", ".join(map(str, [*before.earlier, before.judgement]))
            outcome.told.append(
                f"Decision {made.number} contradicts {numbers} on {choice.facet}; the later holds."
            )
        outcome.told.extend(_outside(incident, Holder(agreement, lexicon)))
        return outcome


def facets_of(store: Store, agreement_id: str, incident_ids: Sequence[str]) -> dict[str, list[Facet]]:
    """Return what people decided on incidents under an agreement, by incident id; those without are left out.

    What a person took away is there too, with the value `unset`.
    """
    return {
        key: under[agreement_id] for key, under in facets_under(store, incident_ids, agreement_id).items()
    }


def facets_on(store: Store, incident_id: str) -> dict[str, list[Facet]]:
    """Return what people decided on one incident, by agreement."""
    return facets_under(store, [incident_id]).get(incident_id, {})


def facets_under(
    store: Store, incident_ids: Sequence[str], agreement_id: str | None = None
) -> dict[str, dict[str, list[Facet]]]:
    """Return facets by incident and agreement, of all agreements or of one; a few questions a batch, however many."""
    from rasd.store import models
    from rasd.store.failing import told

    keys = list(dict.fromkeys(incident_ids))
    shown: dict[str, dict[str, list[Facet]]] = {}
    with told(store.address):
        if not models.Judgement.objects.using(store.alias).filter(action="facet").exists():
            return shown
    for start in range(0, len(keys), _BATCH):
        here = _reports_of(store, keys[start : start + _BATCH])
        documents = {report.rpartition("#")[0] for reports in here.values() for report in reports}
        made = [
            one
            for one in store.judgements(documents=documents, action="facet")
            if agreement_id in (None, one.value["agreement"])
        ]
        standing = [Standing(one, now) for one, now in zip(made, store.located(made), strict=True)]
        homes = store.incidents_of(list(dict.fromkeys(r for one in standing for r in one.reports)))
        about: dict[tuple[str, str], list[Standing]] = {}
        for one in standing:
            home = home_of(one, homes)
            if home in here:
                about.setdefault((str(home), one.judgement.value["agreement"]), []).append(one)
        for (home, agreement), some in sorted(about.items()):
            shown.setdefault(home, {})[agreement] = facets_from(some, here[home])
    return shown


def _reports_of(store: Store, keys: Sequence[str]) -> dict[str, list[str]]:
    from rasd.store import models
    from rasd.store.failing import told

    here: dict[str, list[str]] = {}
    with told(store.address):
        linked = models.IncidentReport.objects.using(store.alias).filter(incident__key__in=keys)
        for key, report in linked.order_by("id").values_list("incident__key", "report_key"):
            here.setdefault(key, []).append(report)
    return here


def _outside(incident: Incident, holder: Holder) -> Iterator[str]:
    """Say when the incident lies outside of the terms: a person may know better, and should know that."""
    entry, agreement = holder.hold(incident), holder.agreement
    if entry.outcome == "out_of_scope":
        failing = ", ".join(entry.allegations[0].failing)
        yield (
            f"{incident.id} lies outside of the terms of {agreement.id}: the answer to {failing} is no. The decision is kept;"
            f" `rasd ledger {agreement.id} --all` shows it."
        )


def _same(facets: Sequence[Facet], choice: FacetChoice) -> Facet | None:
    wanted = (choice.facet, choice.term, choice.actor)
    return next((one for one in facets if (one.facet, one.term, one.actor) == wanted), None)


def _check(incident: Incident, agreement: Agreement, choice: FacetChoice, lexicon: Lexicon) -> None:
    """Raise StoreError for a facet that the method does not allow."""
    if incident.synthetic != agreement.synthetic:
        raise StoreError(
            f"{incident.id}: "
            + (
                f"an invented incident, and {agreement.id} is a real agreement. Its ledger takes no invented one."
                if incident.synthetic
                else f"a real incident, and {agreement.id} is an invented agreement. Its ledger takes invented ones only."
            )
        )
    known = [term.id for term in agreement.terms]
    if choice.term is not None and choice.term not in known:
        raise StoreError(f'{agreement.id}: no term "{choice.term}". Its terms: {", ".join(known)}.')
    if choice.actor is not None and choice.actor not in lexicon.actors:
        raise StoreError(
            f'No actor has the id "{choice.actor}". `rasd theatre show` lists those of a theatre.'
        )
