"""The ledger: both sides beside each other, three counts that never mix, and no way in for what is invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements_invented import incident, on, perpetrator, place, truce
from rasd.agreements import GROUPINGS, NOBODY, Ledger
from rasd.lexicon import Lexicon
from rasd.model import ClaimedTotal, Facet, Incident, LedgerEntry, Observation, Statement

LEXICON = Lexicon.load()


def ledger(incidents: list[Incident], **changes: Any) -> Ledger:
    made = Ledger(truce(**changes), LEXICON, keep_outside=True)
    made.add(incidents)
    return made


@given(st.lists(st.booleans(), max_size=6), st.booleans())
def test_nothing_invented_enters_a_real_ledger_and_nothing_real_an_invented_one(
    invented: list[bool], agreement_is_invented: bool
) -> None:
    offered = [incident(id=f"i{number}", synthetic=made_up) for number, made_up in enumerate(invented)]
    made = ledger(offered, synthetic=agreement_is_invented)
    assert [one.synthetic for one in made.entries] == [agreement_is_invented] * invented.count(
        agreement_is_invented
    )
    assert made.outside == []
    assert made.invented == (0 if agreement_is_invented else sum(invented))
    assert made.real == (len(invented) - sum(invented) if agreement_is_invented else 0)


def test_statements_and_observations_that_are_invented_stay_out_too() -> None:
    said = Statement(document_id="d9", total=ClaimedTotal(min=27, max=27, of="خرق"), synthetic=True)
    missing = Observation(
        agreement="invented_truce", term="no_fire", start="2031-04-20", end="2031-04-20",
        source="invented", words="لم تدخل أي شاحنة", synthetic=True,
    )  # fmt: skip
    real = Ledger(truce(synthetic=False), LEXICON, statements=[said], observations=[missing])
    assert (real.statements, real.observations) == ([], [])
    own = Ledger(truce(), LEXICON, statements=[said], observations=[missing])
    assert len(own.statements) == len(own.observations) == 1


def test_the_dateless_and_the_placeless_are_never_dropped() -> None:
    made = ledger([incident(id="i1", date={}, places=[])])
    (entry,) = made.entries
    assert entry.outcome == "possibly_in_scope"
    assert [row.key for row in made.rows("week")] == [NOBODY]


def test_threats_and_talks_are_no_acts_and_are_counted() -> None:
    made = ledger([incident(kind="threat", factuality="unrealized"), incident(id="i2", kind="talks")])
    assert (made.entries, made.outside, made.no_acts) == ([], [], 2)


def test_what_lies_outside_is_counted_by_the_question_that_failed() -> None:
    made = ledger(
        [incident(date=on("2031-03-01")), incident(id="i2", kind="arrest"), incident(id="i3", kind="arrest")]
    )
    assert made.failing == {"time": 1, "act": 2}
    assert len(made.outside) == 3
    assert not Ledger(truce(), LEXICON).outside


def test_rows_put_both_sides_beside_each_other_with_those_of_whom_nothing_is_reported() -> None:
    made = ledger([
        incident(id="i1"),
        incident(id="i2", date=on("2031-04-28"), perpetrators=[perpetrator("SYR_OPP", "suspected")]),
        incident(id="i3", date=on("2031-04-29"), perpetrators=[]),
    ])  # fmt: skip
    assert made.parties() == ["SYR_GOV", "SYR_OPP", "SDF", NOBODY]
    weeks = {row.key: row for row in made.rows("week")}
    assert list(weeks) == ["2031-04-14", "2031-04-28"]
    assert weeks["2031-04-14"].by_party["SYR_GOV"].in_scope == 1
    assert weeks["2031-04-28"].by_party["SYR_OPP"].possibly == 1
    assert weeks["2031-04-28"].by_party[NOBODY].possibly == 1
    party = {row.key: row.all for row in made.rows("party")}
    assert (party["SYR_GOV"].entries, party["SYR_OPP"].entries, party["SDF"].entries) == (1, 1, 0)
    assert {row.key for row in made.rows("term")} == {"no_fire"}


def test_strikes_are_a_count_of_their_own() -> None:
    shells = [{"item": "shell", "min": 70, "max": 76, "reports": ["d1#r1"]}]
    total = ledger([incident(munitions=shells), incident(id="i2", munitions=shells)]).total()
    assert (total.in_scope, total.munitions) == (2, {"shell": (140, 152)})


def test_people_s_facets_take_the_place_of_what_software_proposed() -> None:
    made = Ledger(truce(), LEXICON)
    facet = Facet(
        facet="corroborated", by="رئيسة التحرير", at="2031-05-01T10:00:00Z", why="فيديو", judgement=4
    )
    made.add([incident(independent_sources=2)], {"i1": [facet]})
    facets = made.entries[0].facets
    assert [(one.facet, one.is_suggested) for one in facets] == [("alleged", False), ("corroborated", False)]
    assert made.total().corroborated == 1


_SWAP = {"SYR_GOV": "SYR_OPP", "SYR_OPP": "SYR_GOV", "RUS": "TUR", "TUR": "RUS"}


def swapped(value: Any) -> Any:
    """Exchange the sides everywhere in plain data."""
    if isinstance(value, dict):
        return {key: swapped(one) for key, one in value.items()}
    if isinstance(value, list):
        return [swapped(one) for one in value]
    return _SWAP.get(value, value) if isinstance(value, str) else value


def seen(entry: LedgerEntry) -> Any:
    """Return what an entry says, without the sentences in which labels of actors stand."""
    dump = entry.model_dump(mode="json")
    for allegation in dump["allegations"]:
        for one in allegation["answers"]:
            one.pop("reason")
    return dump


SIDES = st.sampled_from(["SYR_GOV", "SYR_OPP", "RUS", "TUR", "SDF", "HTS", "ISR"])


@given(
    doers=st.lists(
        st.tuples(SIDES, st.sampled_from(["stated", "accused", "suspected", "claimed"])), max_size=3
    ),
    struck=st.lists(st.sampled_from(["SYR_GOV", "SYR_OPP", "HTS", "CIVILIANS"]), max_size=2, unique=True),
    kind=st.sampled_from(["shelling", "clash", "arrest", "incursion"]),
    admin1=st.sampled_from(["Idlib", "Hama", "Homs"]),
)
def test_swapping_the_sides_swaps_the_ledger_and_changes_nothing_else(
    doers: list[tuple[str, str]], struck: list[str], kind: str, admin1: str
) -> None:
    told = incident(
        kind=kind,
        places=[place(admin1=admin1)],
        perpetrators=[perpetrator(actor, certainty) for actor, certainty in dict(doers).items()],
        targets=[{"actor": one, "reports": ["d1#r1"]} for one in struck],
    )
    pact = truce().model_dump(by_alias=True, mode="json")
    one, other = (
        Ledger(truce(), LEXICON, keep_outside=True),
        Ledger(truce(**swapped(pact)), LEXICON, keep_outside=True),
    )
    one.add([told])
    other.add([Incident.model_validate(swapped(told.model_dump(mode="json")))])
    assert [swapped(seen(entry)) for entry in one.entries + one.outside] == [
        seen(entry) for entry in other.entries + other.outside
    ]
    assert [swapped(name) for name in one.parties()] == other.parties()


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_every_grouping_holds_every_entry(grouping: Any) -> None:
    made = ledger([incident(), incident(id="i2", perpetrators=[], date={}, places=[])])
    assert sum(row.all.entries for row in made.rows(grouping)) >= len(made.entries)


def test_an_entry_counts_for_each_party_and_term_with_the_outcome_that_it_has_there() -> None:
    pact = truce()
    terms = [pact.terms[0].model_dump(), pact.terms[0].model_dump() | {"id": "everywhere", "area": "buffer"}]
    made = Ledger(truce(terms=terms), LEXICON)
    made.add([incident(perpetrators=[perpetrator(), perpetrator("SYR_OPP", "suspected")],
                       places=[place(), place(admin1="Aleppo", admin2="Al Bab")])])  # fmt: skip
    (party,) = [row for row in made.rows("party") if row.key == "SYR_OPP"]
    assert (party.all.in_scope, party.all.possibly) == (0, 1)
    term = {row.key: row for row in made.rows("term")}
    assert (
        term["no_fire"].by_party["SYR_GOV"].in_scope,
        term["everywhere"].by_party["SYR_GOV"].possibly,
    ) == (1, 1)
