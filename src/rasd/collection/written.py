"""Dates as heads of messages and columns of tables write them: for machines, or for people."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from rasd.collection.collected import iso_date

__all__ = ["stated"]

_MOST = 120
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,T]{1,3}(\d{1,2}):(\d{2})(?::\d{2})?)?")
_MAIL = re.compile(r"(?:[A-Za-z]{3},\s{0,3})?\d{1,2}\s[A-Za-z]{3}\s\d{4}\s\d{1,2}:\d{2}")


def stated(written: str) -> str | None:
    """Return a written date as an ISO 8601 day or moment, the day before the month; None where it is none.

    >>> stated("Thu, 14 Mar 2024 09:30:00 +0300"), stated("١٤/٣/٢٠٢٤"), stated("الخميس 14 آذار 2024"), stated("أمس")
    ('2024-03-14T09:30:00+03:00', '2024-03-14', '2024-03-14', None)
    """
    written = written.strip()[:_MOST].translate(_DIGITS)
    if found := iso_date(written):
        return found
    if _MAIL.match(written):
        try:
            return parsedate_to_datetime(written).isoformat()
        except (ValueError, TypeError, IndexError):
            return None
    if numbers := _NUMBERS.fullmatch(written):
        day = iso_date(f"{numbers[3]}-{int(numbers[2]):02}-{int(numbers[1]):02}")
        clock = f"T{int(numbers[4]):02}:{numbers[5]}" if numbers[4] else ""
        return iso_date(f"{day}{clock}") if day is not None else None
    from rasd.collection.datelines import written_date  # words are loaded only where one is needed

    return written_date(written)
