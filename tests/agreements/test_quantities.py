"""What a term requires over some days is never said to be more than its text requires."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements_invented import truce
from rasd.agreements.quantities import days_of, required_over
from rasd.model import Agreement

START = date(2031, 4, 2)


def agreement(per: str, count: int = 600, *, term: dict[str, Any] | None = None, **changes: Any) -> Agreement:
    return truce(
        terms=[
            {
                "id": "trucks",
                "rule": "requires",
                "acts": ["aid_delivery"],
                "quantity": {"count": count, "of": "aid_truck", "per": per},
                "text": {"ar": "شاحنات", "en": "Trucks"},
                **(term or {}),
            }
        ],
        **changes,
    )


def required(given: Agreement, first: date, last: date) -> int | None:
    return required_over(given, given.terms[0], first, last)


@pytest.mark.parametrize(
    ("per", "first", "last", "expected"),
    [
        ("day", date(2031, 4, 10), date(2031, 4, 12), 1800),
        ("day", date(2031, 3, 30), date(2031, 4, 2), 600),  # it began on the last of these
        ("day", date(2031, 6, 2), date(2031, 6, 30), 600),  # and ended on the first of these
        ("day", date(2030, 1, 1), date(2030, 1, 2), None),
        ("week", date(2031, 4, 10), date(2031, 4, 16), 600),
        ("week", date(2031, 4, 10), date(2031, 4, 10), 85),
        ("month", date(2031, 5, 1), date(2031, 5, 31), 600),
        ("month", date(2031, 4, 16), date(2031, 5, 31), 900),
        ("total", date(2031, 4, 10), date(2031, 4, 12), None),
        ("total", date(2031, 4, 1), date(2031, 6, 30), 600),
    ],
)
def test_what_is_required_of_days(per: str, first: date, last: date, expected: int | None) -> None:
    assert required(agreement(per), first, last) == expected


def test_a_term_without_a_quantity_requires_no_number() -> None:
    assert required(agreement("day", term={"quantity": None}), START, START) is None


def test_an_extension_and_a_window_of_the_terms_own_move_the_days() -> None:
    longer = agreement("day", extensions=[{"until": "2031-08-02T00:00"}], term={"start": "2031-05-01"})
    assert days_of(longer, longer.terms[0]) == (date(2031, 5, 1), date(2031, 8, 1))
    endless = agreement("total", end=None)
    assert days_of(endless, endless.terms[0]) == (START, None)
    assert required(endless, START, date(2040, 1, 1)) is None


@given(
    per=st.sampled_from(["day", "week", "month"]),
    first=st.dates(START, date(2031, 6, 2)),
    days=st.lists(st.integers(1, 20), min_size=1, max_size=4),
)
def test_parts_never_require_more_than_the_whole(per: str, first: date, days: list[int]) -> None:
    given, begin, parts = agreement(per), first, 0
    for length in days:
        until = date.fromordinal(begin.toordinal() + length - 1)
        parts += required(given, begin, until) or 0
        begin = date.fromordinal(until.toordinal() + 1)
    assert parts <= (required(given, first, date.fromordinal(begin.toordinal() - 1)) or 0)
