"""Facets of ledger entries are people's: with who and why, through every coding and linking, and undone without a trace lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements_invented import truce
from linked_store import TEXT, code, report, told_store
from rasd.errors import StoreError
from rasd.model import Facet, Incident
from rasd.store import Store
from rasd.store.deciding import merge, split, standing_of, undo
from rasd.store.facet_values import FacetChoice
from rasd.store.facets import facets_of, facets_on, set_facet
from rasd.store.ledgers import LedgerStore
from rasd.store.linking import link_store, relink

DAY, OTHER = "2019-04-28", "2019-05-20"
TRUCE = truce(synthetic=False)
WHO: dict[str, Any] = {"by": "سلمى", "why": "مصدران مستقلان"}
HOW: dict[str, Any] = {"by": "سلمى", "why": "يومان مختلفان", "relink": relink}


@pytest.fixture
def told(store: Store) -> Store:
    """Return a store with an incident of three reports (d0, d1, d2), and another of one (d3)."""
    return told_store(store, [DAY, DAY, DAY, OTHER])


def of(store: Store, key: str) -> Incident:
    found = store.incident(store.incidents_of([key])[key])
    assert found is not None
    return found


def setting(store: Store, key: str, *choice: Any, **more: Any) -> int:
    """Set a facet for the incident of a report; return the number of the decision."""
    made = set_facet(store, of(store, key).id, TRUCE, FacetChoice(*choice), **{**WHO, **more})
    return made.judgements[0].number


def under(store: Store, key: str) -> list[Facet]:
    """Return what holds for the incident of a report."""
    incident = of(store, key).id
    return LedgerStore(store).facets(TRUCE.id, [incident]).get(incident, [])


def test_a_facet_comes_back_with_who_and_why_and_touches_nothing_of_the_incident(told: Store) -> None:
    before = of(told, "d0#r1")
    number = setting(told, "d0#r1", "corroborated")
    [facet] = under(told, "d0#r1")
    assert (facet.facet, facet.value, facet.by, facet.why) == (
        "corroborated",
        "set",
        "سلمى",
        "مصدران مستقلان",
    )
    assert facet.judgement == number and not facet.is_suggested and facet.joined == 0
    assert facet.reports == ["d0#r1", "d1#r1", "d2#r1"]
    assert of(told, "d0#r1") == before and not under(told, "d3#r1")
    assert facets_on(told, before.id) == {TRUCE.id: [facet]}
    assert facets_of(told, "another_agreement", [before.id]) == {}
    assert [entry.action for entry in told.custody.entries()][-1] == "judgement.made"


def test_what_the_software_alleges_is_taken_away_by_a_person_and_comes_back_with_undo(told: Store) -> None:
    number = setting(told, "d0#r1", "alleged", "unset")
    assert [(one.facet, one.value) for one in under(told, "d0#r1")] == [("alleged", "unset")]
    undo(told, number, by="حسن", why="", relink=relink)
    assert under(told, "d0#r1") == []


def test_the_later_decision_holds_and_names_the_earlier(told: Store) -> None:
    first = setting(told, "d0#r1", "corroborated")
    key = of(told, "d0#r1").id
    outcome = set_facet(told, key, TRUCE, FacetChoice("corroborated", "unset"), by="حسن", why="نسخة واحدة")
    second = outcome.judgements[0].number
    assert f"Decision {second} contradicts {first} on corroborated" in outcome.told[0]
    [facet] = under(told, "d0#r1")
    assert facet.value == "unset" and facet.earlier == [first]
    undo(told, second, by="حسن", why="", relink=relink)
    assert [(one.value, one.earlier) for one in under(told, "d0#r1")] == [("set", [])]


def test_each_actor_and_each_term_has_its_own(told: Store) -> None:
    setting(told, "d0#r1", "attributed", "set", "SYR_GOV")
    setting(told, "d0#r1", "attributed", "set", "RUS", "no_fire")
    setting(told, "d0#r1", "answered", "denied", "SYR_GOV")
    setting(told, "d0#r1", "answered", "counter_alleged", "RUS")
    setting(told, "d0#r1", "attributed", "unset", "SYR_GOV", by="حسن")
    assert [(one.facet, one.value, one.actor, one.term) for one in under(told, "d0#r1")] == [
        ("attributed", "set", "RUS", "no_fire"),
        ("attributed", "unset", "SYR_GOV", None),
        ("answered", "denied", "SYR_GOV", None),
        ("answered", "counter_alleged", "RUS", None),
    ]


def test_a_facet_goes_with_most_of_its_reports(told: Store) -> None:
    key = of(told, "d0#r1").id
    setting(told, "d0#r1", "corroborated")
    split(told, key, ["d0#r1"], **HOW)
    assert not under(told, "d0#r1") and [one.reports for one in under(told, "d1#r1")] == [["d1#r1", "d2#r1"]]


def test_reports_that_join_later_are_told(told: Store) -> None:
    setting(told, "d3#r1", "corroborated")
    merge(told, [of(told, "d0#r1").id, of(told, "d3#r1").id], **HOW)
    assert [one.joined for one in under(told, "d0#r1")] == [3]


def test_a_facet_survives_a_new_coding(told: Store) -> None:
    setting(told, "d3#r1", "attributed", "set", "SYR_GOV")
    text = TEXT.format(3)
    again = report(text, 2, day=OTHER, killed=4).model_copy(update={"evidence": [(0, 8)]})
    other = report(text, 1, day=DAY).model_copy(update={"evidence": [(20, 30)]})
    code(told, {"d3": [other, again]}, version="v2")
    link_store(told, again=True)
    assert [one.actor for one in under(told, "d3#r2")] == ["SYR_GOV"]


BAD: list[tuple[str, FacetChoice, dict[str, Any], str]] = [
    ("no reason", FacetChoice("corroborated"), {"why": " "}, "needs its reason"),
    ("nobody", FacetChoice("corroborated"), {"by": " "}, "who decides"),
    ("nobody blamed", FacetChoice("attributed"), {}, "names nobody to whom. Give --actor"),
    ("unknown actor", FacetChoice("attributed", "set", "XX"), {}, 'No actor has the id "XX"'),
    ("actor of none", FacetChoice("corroborated", "set", "SYR_GOV"), {}, "only attributed and answered do"),
    ("no answer", FacetChoice("answered", "set"), {}, "There are: denied, admitted, counter_alleged, unset"),
    ("answer of none", FacetChoice("alleged", "denied"), {}, "There are: set, unset"),
    ("no such facet", FacetChoice("proven"), {}, "There are: alleged, corroborated"),  # type: ignore[arg-type]
    ("no such term", FacetChoice("alleged", "unset", term="x"), {}, 'no term "x". Its terms: no_fire'),
    ("nothing set", FacetChoice("attributed", "unset", "RUS"), {}, "nobody set attributed of RUS"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "more", "message"), [one[1:] for one in BAD], ids=[name for name, *_ in BAD]
)
def test_what_means_nothing_is_refused(told: Store, choice: FacetChoice, more: Any, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        set_facet(told, of(told, "d0#r1").id, TRUCE, choice, **{**WHO, **more})
    assert not list(told.judgements(undone=None))


def test_a_facet_of_what_lies_outside_of_the_terms_is_kept_and_told(told: Store) -> None:
    outcome = set_facet(told, of(told, "d0#r1").id, TRUCE, FacetChoice("corroborated"), **WHO)
    assert "lies outside of the terms of invented_truce: the answer to time is no" in outcome.told[0]
    inside = TRUCE.model_copy(update={"start": date(2019, 4, 1), "end": None})
    assert not set_facet(told, of(told, "d3#r1").id, inside, FacetChoice("corroborated"), **WHO).told


def test_the_same_person_sets_the_same_once(told: Store) -> None:
    setting(told, "d0#r1", "corroborated")
    with pytest.raises(StoreError, match=r"already decided so: corroborated set \(decision 1\)"):
        setting(told, "d0#r1", "corroborated")
    setting(told, "d0#r1", "corroborated", by="حسن")


def test_the_lower_door_takes_no_suggestion_and_no_facet_without_a_reason(told: Store) -> None:
    value = FacetChoice("corroborated").recorded(TRUCE.id)
    with pytest.raises(StoreError, match="takes agreement, facet and value"):
        told.judge("facet", ["d0#r1"], by="س", why="سبب", value={**value, "is_suggested": True})
    with pytest.raises(StoreError, match="needs its reason"):
        told.judge("facet", ["d0#r1"], by="س", value=value)


def test_an_invented_incident_has_no_facet_under_a_real_agreement_nor_the_other_way_round(
    store: Store,
) -> None:
    told_store(store, [DAY, OTHER], synthetic=[1])
    with pytest.raises(StoreError, match="invented incident, and invented_truce is a real agreement"):
        setting(store, "d1#r1", "corroborated")
    with pytest.raises(StoreError, match="real incident, and invented_truce is an invented agreement"):
        set_facet(store, of(store, "d0#r1").id, truce(), FacetChoice("corroborated"), **WHO)
    set_facet(store, of(store, "d1#r1").id, truce(), FacetChoice("corroborated"), **WHO)


def test_many_incidents_cost_no_more_questions_than_one(told: Store) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    setting(told, "d0#r1", "corroborated")
    setting(told, "d3#r1", "corroborated")
    counts = []
    for keys in ([of(told, "d0#r1").id], [one.id for one in told.incidents()]):
        with CaptureQueriesContext(connections[told.alias]) as asked:
            assert len(facets_of(told, TRUCE.id, keys)) == len(keys)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["set", "unset", "undo", "split", "merge"]), st.integers(0, 99), st.integers(0, 99)
    ),
    max_size=7,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_sequence_every_facet_in_force_is_somewhere_once_and_undoing_leaves_none(
    store: Store, steps: Any
) -> None:
    if not store.count():
        told_store(store, [DAY, DAY, OTHER])
    for one in list(store.judgements()):
        undo(store, one.number, by="x", why="", relink=relink)
    for step, first, second in steps:
        incidents = sorted(store.incidents(), key=lambda incident: incident.id)
        one, other = incidents[first % len(incidents)], incidents[second % len(incidents)]
        try:
            if step in ("set", "unset"):
                set_facet(store, one.id, TRUCE, FacetChoice("corroborated", step), by=f"p{second}", why="سبب")  # type: ignore[arg-type]
            elif step == "undo" and (made := [j.number for j in store.judgements()]):
                undo(store, made[first % len(made)], by="حسن", why="", relink=relink)
            elif step == "split":
                split(store, one.id, [one.reports[second % len(one.reports)].report_id], **HOW)
            elif step == "merge":
                merge(store, [one.id, other.id], **HOW)
        except StoreError:
            continue
        everything = facets_of(store, TRUCE.id, [incident.id for incident in store.incidents()])
        latest = [facet for facets in everything.values() for facet in facets]
        assert all(len(facets) == 1 for facets in everything.values())
        named = {number for facet in latest for number in (*facet.earlier, facet.judgement)}
        made = [judgement for judgement in store.judgements(action="facet")]
        assert named <= {judgement.number for judgement in made}
        assert not latest if not made else max(j.number for j in made) in named
    assert all(one.judgement.action != "facet" for one in standing_of(store))
    for judgement in list(store.judgements()):
        undo(store, judgement.number, by="حسن", why="", relink=relink)
    assert not facets_of(store, TRUCE.id, [incident.id for incident in store.incidents()])
