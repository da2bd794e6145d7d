"""How much a term requires over some days: what an observation of too few is held beside.

Only whole days inside the term's window count, and a part of a week or month requires its share, rounded down: what is
said to be required is never more than the text requires.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date as Day
from datetime import datetime, timedelta
from fractions import Fraction

from rasd.agreements.moments import ending
from rasd.model import Agreement, AgreementTerm

__all__ = ["days_of", "required_over"]

_A_DAY = timedelta(days=1)


def days_of(agreement: Agreement, term: AgreementTerm) -> tuple[Day, Day | None]:
    """Return the first and last day of a term, extensions taken in; None: no end is stated."""
    first = max(_day(agreement.start), _day(term.start or agreement.start))
    given = [_last(one) for one in (ending(agreement), term.end) if one is not None]
    return first, min(given) if given else None


def required_over(agreement: Agreement, term: AgreementTerm, first: Day, last: Day) -> int | None:
    """Return how many the term requires from `first` to `last`, both inside; None where that cannot be said.

    A total is due over the whole window, so it is given only for days that cover it.
    """
    if term.quantity is None:
        return None
    start, end = days_of(agreement, term)
    inside, until = max(first, start), last if end is None else min(last, end)
    if until < inside:
        return None
    count, days = term.quantity.count, (until - inside).days + 1
    match term.quantity.per:
        case "day":
            return count * days
        case "week":
            return count * days // 7
        case "month":
            return int(count * _months(inside, until))
        case _:
            return count if end is not None and inside == start and until == end else None


def _months(first: Day, last: Day) -> Fraction:
    """Return how many months the days are, a part of one as its share."""
    months = Fraction(0)
    while first <= last:
        length = monthrange(first.year, first.month)[1]
        until = min(last, first.replace(day=length))
        months += Fraction((until - first).days + 1, length)
        first = until + _A_DAY
    return months


def _day(moment: Day | datetime) -> Day:
    return moment.date() if isinstance(moment, datetime) else moment


def _last(moment: Day | datetime) -> Day:
    """Return the last day that an end leaves: a time is exclusive, so midnight leaves the day before."""
    return (moment - timedelta(microseconds=1)).date() if isinstance(moment, datetime) else moment
