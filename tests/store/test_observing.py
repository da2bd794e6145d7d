"""What a term requires and did not happen: entered with words of a stored document or not at all, and taken back in the open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agreements_invented import truce
from arrivals import arrival
from rasd.errors import StoreError
from rasd.model import Agreement
from rasd.store import Store
from rasd.store.ledgers import LedgerStore
from rasd.store.observing import Sight, observations, observe, undo_observation

TEXT = "قالت الهيئة المتخيلة إن ١٢٠ شاحنة فقط دخلت المعبر\nخلال يومين، وكانت قد طلبت إدخالَ ستمئة."
AGREEMENT = truce(
    synthetic=False,
    end=None,
    terms=[
        {"id": "no_fire", "rule": "forbids", "acts": ["fire"], "text": {"ar": "لا نار", "en": "No fire"}},
        {
            "id": "trucks",
            "rule": "requires",
            "acts": ["aid_delivery"],
            "quantity": {"count": 600, "of": "aid_truck", "per": "day"},
            "text": {"ar": "ستمئة شاحنة كل يوم", "en": "Six hundred trucks a day"},
        },
    ],
)
SIGHT: dict[str, Any] = {
    "term": "trucks",
    "first_day": date(2031, 4, 10),
    "last_day": date(2031, 4, 11),
    "document_id": "d0",
    "words": "120 شاحنه فقط دخلت المعبر خلال يومين",
    "count": 120,
    "against": "SYR_GOV",
}


@pytest.fixture
def filled(store: Store) -> Store:
    store.add(
        [
            arrival(TEXT, id="d0", outlet="وكالة متخيلة"),
            arrival("نص مختلق عن ١٢٠ شاحنة", id="d1", synthetic=True),
        ]
    )
    return store


def entered(store: Store, agreement: Agreement = AGREEMENT, *, by: str = "سلمى", **changes: Any) -> Any:
    return observe(store, agreement, Sight(**{**SIGHT, **changes}), by=by, why="الإحصاء اليومي")


def test_an_observation_keeps_the_place_of_its_words_and_what_was_required(filled: Store) -> None:
    made = entered(filled)
    assert (made.number, made.count, made.required, made.against) == (1, 120, 1200, "SYR_GOV")
    [(first, last)] = made.evidence
    assert TEXT[first:last] == "١٢٠ شاحنة فقط دخلت المعبر\nخلال يومين"
    assert made.words == "١٢٠ شاحنة فقط دخلت المعبر خلال يومين"
    assert (made.source, made.document_id, made.by, made.synthetic) == ("وكالة متخيلة", "d0", "سلمى", False)
    assert LedgerStore(filled).observations(AGREEMENT.id) == [made]
    assert not LedgerStore(filled).observations("another")
    entry = list(filled.custody.entries())[-1]
    assert entry.action == "observation.made" and entry.subject == "d0#o1"
    assert "الإحصاء" not in str(entry) and "شاحنة" not in str(entry)


def test_taking_one_back_keeps_both(filled: Store) -> None:
    entered(filled)
    undone = undo_observation(filled, 1, by="حسن", why="إحصاء قديم")
    assert undone.undone is not None and undone.undone.by == "حسن"
    assert not LedgerStore(filled).observations(AGREEMENT.id)
    [kept] = observations(filled, undone=None)
    assert kept == undone
    with pytest.raises(StoreError, match="taken back by حسن"):
        undo_observation(filled, 1, by="سلمى")
    assert list(filled.custody.entries())[-1].action == "observation.undone"
    assert entered(filled).number == 2


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("words of nowhere", {"words": "خمسون شاحنة"}, "does not stand in its text.*evidence or nothing"),
    ("no words", {"words": " — "}, "No word in --words"),
    ("no document", {"document_id": "d9"}, 'no document "d9".*rasd collect'),
    ("no term", {"term": "x"}, 'no term "x".*that require: trucks'),
    ("a term that forbids", {"term": "no_fire"}, "no_fire forbids.*is an incident"),
    ("days in the wrong order", {"last_day": date(2031, 4, 1)}, "lies before"),
    (
        "before it began",
        {"first_day": date(2030, 1, 1), "last_day": date(2030, 1, 2)},
        "holds from 2031-04-02.*lies outside",
    ),
    ("nobody known", {"against": "XX"}, 'No actor has the id "XX".*Bound by invented_truce: SYR_GOV'),
    ("less than none", {"count": -1}, "-1 is no number"),
    ("nobody", {"by": " "}, "who enters it"),
    ("an invented document", {"document_id": "d1", "words": "١٢٠ شاحنة"}, "d1: an invented document"),
]


@pytest.mark.parametrize(("changes", "message"), [one[1:] for one in BAD], ids=[name for name, *_ in BAD])
def test_what_has_no_evidence_or_no_meaning_is_refused(
    filled: Store, changes: dict[str, Any], message: str
) -> None:
    before = len(list(filled.custody.entries()))
    with pytest.raises(StoreError, match=message):
        entered(filled, **changes)
    assert not list(observations(filled, undone=None)) and len(list(filled.custody.entries())) == before


def test_an_invented_agreement_takes_invented_documents_only(filled: Store) -> None:
    invented = AGREEMENT.model_copy(update={"synthetic": True})
    with pytest.raises(StoreError, match="d0: a real document, and invented_truce is an invented agreement"):
        entered(filled, invented)
    assert entered(filled, invented, document_id="d1", words="١٢٠ شاحنة").synthetic


def test_the_same_person_enters_the_same_once(filled: Store) -> None:
    entered(filled)
    with pytest.raises(StoreError, match="as observation 1"):
        entered(filled)
    assert entered(filled, by="حسن").number == 2
