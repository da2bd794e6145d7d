"""From an invented text to the ledger: reading, linking and the five questions together, for either side alike."""

from __future__ import annotations

import pytest

from agreements_invented import truce
from rasd.agreements import Ledger
from rasd.coding import Coder
from rasd.lexicon import Lexicon
from rasd.linking import Linker, incidents_of, members_of, traits_of
from rasd.model import Document, LedgerEntry

TEXT = (
    "قصفت {doer} بالمدفعية بلدة سرمين في ريف إدلب أمس الأحد، ما أدى إلى مقتل مدنيين اثنين وإصابة طفل، فيما يعد خرقا"
    " للهدنة المتخيلة. وقال ناشطون إن {doer} استهدفت فجر اليوم الاثنين بقذائف الهاون أطراف مدينة سراقب."
)
SIDES = {"SYR_GOV": "قوات النظام السوري", "SYR_OPP": "فصائل المعارضة السورية"}


def entries(text: str, *, synthetic: bool = True) -> list[LedgerEntry]:
    document = Document(
        id="doc", text=text, outlet="نشرة متخيلة", published="2031-04-21T12:00:00+03:00", theatre="syria",
        synthetic=synthetic,
    )  # fmt: skip
    record = Coder().code(document)
    members = members_of(record, text)
    linker = Linker()
    for member in members:
        linker.add(traits_of(member))
    lexicon = Lexicon.load()
    made = Ledger(truce(), lexicon)
    made.add(incidents_of(linker, lambda ids: [one for one in members if one.id in ids], lexicon=lexicon))
    return made.sorted()


@pytest.mark.parametrize("side", SIDES)
def test_a_text_comes_to_the_ledger_with_place_day_side_and_claim(side: str) -> None:
    first, second = entries(TEXT.format(doer=SIDES[side]))
    assert [one.places[0].name for one in (first, second)] == ["سرمين", "سراقب"]
    assert [str(one.date.start) for one in (first, second)] == ["2031-04-20", "2031-04-21"]
    assert [one.parties for one in (first, second)] == [[side], [side]]
    assert first.outcome == "in_scope"
    assert [(one.agreement, one.is_this) for one in first.claims] == [("الهدنة المتخيلة", "yes")]


def test_swapping_the_sides_in_the_text_swaps_the_ledger_and_changes_nothing_else() -> None:
    def told(side: str) -> list[tuple[object, ...]]:
        return [
            (one.date.start, one.date.part_of_day, [place.name for place in one.places], one.kind, one.outcome,
             [answer.value for answer in one.answers], one.harm, [claim.agreement for claim in one.claims])
            for one in entries(TEXT.format(doer=SIDES[side]))
        ]  # fmt: skip

    assert told("SYR_GOV") == told("SYR_OPP")


def test_the_same_text_that_does_not_say_it_is_invented_cannot_enter() -> None:
    assert entries(TEXT.format(doer=SIDES["SYR_GOV"]), synthetic=False) == []
