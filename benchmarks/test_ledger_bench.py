"""Holding incidents against an agreement: within its terms, and outside by place or time, an incident each."""

from __future__ import annotations

from typing import Any

import pytest

from agreements_invented import incident, on, place, truce
from rasd.agreements import Holder, Ledger
from rasd.lexicon import Lexicon
from rasd.model import Incident

LEXICON = Lexicon.load()
WITHIN = [incident(id=f"i{number}") for number in range(500)]
OUTSIDE = [
    incident(id=f"i{number}", places=[place(admin1="Homs", longitude=39.0)])
    if number % 2
    else incident(id=f"i{number}", date=on("2030-01-01"))
    for number in range(500)
]


@pytest.mark.parametrize("incidents", [WITHIN, OUTSIDE], ids=["within", "outside"])
def test_hold(benchmark: Any, incidents: list[Incident]) -> None:
    def held() -> None:
        Ledger(truce(), LEXICON).add(incidents)

    benchmark(held)


def test_hold_one_in_full(benchmark: Any) -> None:
    holder = Holder(truce(), LEXICON)
    benchmark(holder.hold, WITHIN[0])
