"""`rasd facet`, `observe` and `observations`: people's entries in a ledger, with who and why, each with a way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrivals import arrival
from linked_store import told_store
from rasd.store import Store

TRUCE = """\
id: valley_truce
title: {ar: هدنة الوادي المتخيلة, en: Invented truce of the valley}
names: [هدنة الوادي]
class: cessation_of_hostilities
form: {declared: bilateral, medium: written}
declared_by: [SYR_GOV]
references: [{id: text, title: Invented text, publisher: Nobody, is_primary: true}]
parties: [{actor: SYR_GOV, role: signatory, sources: [text]}, {actor: SYR_OPP, role: signatory, sources: [text]}]
areas:
  - {id: idlib, label: {ar: إدلب, en: Idlib}, units: [{country: SY, admin1: Idlib}], sources: [text]}
zone: Asia/Damascus
start: 2019-04-01
terms:
  - {id: no_fire, rule: forbids, acts: [fire], text: {ar: لا نار, en: No fire}, sources: [text]}
  - id: aid
    rule: requires
    acts: [aid_delivery]
    quantity: {count: 50, of: aid_truck, per: day}
    text: {ar: خمسون شاحنة كل يوم, en: Fifty trucks a day}
    sources: [text]
synthetic: true
"""
WORDS = "دخلت 12 شاحنة فقط خلال يومين"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of an invented incident (d0 with d1) and a real one (d2), and a truce of one's own."""
    (tmp_path / "truce.yaml").write_text(TRUCE, "utf-8")
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("RASD_AGREEMENTS", str(tmp_path / "truce.yaml"))
    monkeypatch.setenv("RASD_BY", "سلمى")
    monkeypatch.setenv("COLUMNS", "150")
    filled = told_store(Store.open(), ["2019-04-28", "2019-04-28", "2019-05-20"], synthetic=[0, 1])
    filled.add([arrival(f"قالت الهيئة المتخيلة: {WORDS}.", id="aid-1", outlet="وكالة", synthetic=True)])
    return filled


def of(store: Store, report: str) -> str:
    return store.incidents_of([report])[report]


def test_a_facet_is_told_shown_and_taken_back(rasd, store: Store) -> None:
    key = of(store, "d0#r1")
    done = rasd("facet", "valley_truce", key, "attributed", "--actor", "syr_gov", "--why", "بقايا الذخيرة")
    assert done.code == 0 and "Decision 1: valley_truce: attributed to SYR_GOV, by سلمى" in done.out
    assert "rasd undo 1" in done.out
    rasd("facet", "valley_truce", key, "answered", "--answer", "denied", "--term", "no_fire", "--why", "بيان")
    sheet = rasd("incident", key).out
    assert sheet.count("valley_truce: attributed to SYR_GOV") == 2 and "بقايا الذخيرة" in sheet
    assert "valley_truce: answered (term no_fire): denied" in sheet
    assert "منسوب بقرار إلى SYR_GOV" in rasd("incident", key, "--lang", "ar").out
    listed = rasd("judgements").out
    assert "attributed to" in listed and "in force" in listed
    assert rasd("undo", 1).code == 0
    assert rasd("incident", key).out.count("attributed to SYR_GOV") == 1  # in the history alone
    assert "undone by سلمى" in rasd("judgements", "--all").out


def test_of_two_the_later_holds_and_both_are_listed(rasd, store: Store) -> None:
    key = of(store, "d0#r1")
    rasd("facet", "valley_truce", key, "corroborated", "--why", "مصدران")
    done = rasd("facet", "valley_truce", key, "corroborated", "--unset", "--why", "نسخة", "--by", "حسن")
    assert "Decision 2 contradicts 1 on corroborated" in done.err
    rows = rasd("judgements", "--format", "jsonl").records()
    assert [(row["number"], row["overruled_by"]) for row in rows] == [(1, 2), (2, None)]
    assert rows[1]["value"] == {"agreement": "valley_truce", "facet": "corroborated", "value": "unset"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no_truce", "ID", "corroborated", "--why", "x"], "No agreement 'no_truce'"),
        (["valley_truce", "i0", "corroborated", "--why", "x"], 'no incident "i0"'),
        (["valley_truce", "ID", "proven", "--why", "x"], "There are: alleged, corroborated"),
        (["valley_truce", "ID", "corroborated"], "needs its reason"),
        (["valley_truce", "ID", "answered", "--why", "x"], "give --answer: denied, admitted"),
        (["valley_truce", "ID", "alleged", "--answer", "denied", "--why", "x"], "goes with answered alone"),
        (["valley_truce", "ID", "attributed", "--why", "x"], "Give --actor"),
        (["valley_truce", "REAL", "corroborated", "--why", "x"], "a real incident, and valley_truce is an invented"),
        (["sochi_memorandum_2018", "ID", "corroborated", "--why", "x"], "an invented incident, and sochi"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(rasd, store: Store, arguments: list[str], words: str) -> None:
    names = {"ID": of(store, "d0#r1"), "REAL": of(store, "d2#r1")}
    done = rasd("facet", *(names.get(argument, argument) for argument in arguments))
    assert done.code == 2 and words in " ".join(done.err.split()) and not list(store.judgements())


OBSERVE = ("observe", "valley_truce", "aid", "--from", "2019-04-10", "--to", "2019-04-11", "--count", 12)


def test_an_observation_is_told_listed_and_taken_back(rasd, store: Store) -> None:
    done = rasd(*OBSERVE, "--document", "aid-1", "--words", "دخلت ١٢ شاحنه فقط", "--against", "syr_gov")
    assert done.code == 0 and "Observation o1: valley_truce aid" in done.out
    assert "12 of 100 required, alleged against SYR_GOV" in done.out and "«دخلت 12 شاحنة فقط»" in done.out
    listed = rasd("observations", "valley_truce").out
    assert "of 100" in listed and "SYNTHETIC" in listed and "1 observation" in listed
    done = rasd("undo", "o1", "--why", "إحصاء صُحّح", "--by", "حسن")
    assert done.code == 0 and "Observation o1" in done.out
    assert "nothing was observed" in rasd("observations", "valley_truce").err
    [row] = rasd("observations", "valley_truce", "--all", "--format", "jsonl").records()
    assert row["undone"]["by"] == "حسن" and row["required"] == 100
    assert "taken back by حسن" in rasd("observations", "valley_truce", "--all").out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--document", "aid-1", "--words", "لم تدخل شاحنة"], "does not stand in its text"),
        (["--document", "d9", "--words", WORDS], 'no document "d9"'),
        (["--words", WORDS], "--document"),
        (["--document", "aid-1"], "--words"),
    ],
)
def test_evidence_or_nothing(rasd, store: Store, more: list[str], words: str) -> None:
    done = rasd(*OBSERVE, *more)
    assert done.code == 2 and words in " ".join(done.err.split())
    assert "nothing was observed" in rasd("observations", "valley_truce").err


def test_a_number_that_is_none_is_refused(rasd, store: Store) -> None:
    assert "no observation has the number 7" in " ".join(rasd("undo", "o7").err.split())
    done = rasd("undo", "seven")
    assert done.code == 2 and "o3" in done.err
