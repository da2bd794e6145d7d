"""The words of a claim name an agreement, may name it, or name another."""

from __future__ import annotations

from datetime import date

import pytest

from rasd.agreements import Register
from rasd.agreements.naming import claim_answer
from rasd.lexicon import Lexicon

REGISTER = Register.load(lexicon=Lexicon.load())


@pytest.mark.parametrize(
    ("agreement", "words", "on", "answer"),
    [
        ("sochi_memorandum_2018", "الاتفاق الروسي التركي", "2019-04-28", "yes"),
        ("sochi_memorandum_2018", "للاتفاق الروسي التركي", "2019-04-28", "yes"),
        ("sochi_memorandum_2018", "الاتفاق التركي الروسي المبرم", "2019-04-28", "yes"),
        ("sochi_memorandum_2018", "اتفاقية سوتشي", "2019-04-28", "yes"),
        ("sochi_memorandum_2018", "الاتفاق الروسي التركي", "2020-05-01", "no"),
        ("moscow_protocol_2020", "الاتفاق الروسي التركي", "2020-05-01", "yes"),
        ("sochi_memorandum_2018", "وقف إطلاق النار", "2019-04-28", "possible"),
        ("sochi_memorandum_2018", "لوقف إطلاق النار في إدلب", "2019-04-28", "yes"),
        ("sochi_memorandum_2018", "الهدنة", "2016-02-27", "no"),
        ("sochi_memorandum_2018", "اتفاق أضنة", "2019-04-28", "no"),
        ("yemen_truce_2022", "الهدنة", "2022-05-01", "possible"),
        ("yemen_truce_2022", "الهدنة", "2023-05-01", "no"),
        ("hodeidah_agreement_2018", "اتفاق ستوكهولم", "2019-05-01", "yes"),
        ("jeddah_declaration_2023", "إعلان جدة", "2023-06-01", "yes"),
    ],
)
def test_words_name_an_agreement_on_a_day(agreement: str, words: str, on: str, answer: str) -> None:
    told = claim_answer(REGISTER.get(agreement), words, on=date.fromisoformat(on), same_theatre=True)
    assert told == answer


def test_general_words_of_another_theatre_name_nothing() -> None:
    sochi = REGISTER.get("sochi_memorandum_2018")
    assert claim_answer(sochi, "وقف إطلاق النار", on=date(2019, 4, 28), same_theatre=False) == "no"
    assert claim_answer(sochi, "وقف إطلاق النار", on=None, same_theatre=True) == "possible"
