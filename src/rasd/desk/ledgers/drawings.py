"""Charts of a ledger as this person sees it: drawn once for each question and language, with the same numbers as a table."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from datetime import date
from typing import Any

from rasd.desk.charts.coverage import gaps
from rasd.desk.ledgers.asking import Asked
from rasd.desk.ledgers.seen import Seen
from rasd.desk.site.words import Words
from rasd.export.charts import Chart, alleged_rows, ledger_charts
from rasd.export.charts.scales import Span, first_of, period_for
from rasd.export.page.labels import actor
from rasd.export.phrases import Phrases

__all__ = ["charts_of", "drawings", "period_table"]

_KEPT = 24
_kept: OrderedDict[Any, list[Chart]] = OrderedDict()
_lock = threading.Lock()


def charts_of(found: Seen, asked: Asked, language: str) -> list[Chart]:
    """Return the charts of what is asked for, in one language."""
    until = asked.until
    silent = gaps(found.agreement.theatre, until)
    key = (found.identity, language, tuple(silent))
    with _lock:
        made = _kept.get(key)
    if made is None:
        made = ledger_charts(
            found.ledger, language=language, first=asked.since, last=until, gaps=silent,
            watermark=found.agreement.synthetic,
        )  # fmt: skip
        with _lock:
            _kept[key] = made
            while len(_kept) > _KEPT:
                _kept.popitem(last=False)
    return made


def drawings(found: Seen, asked: Asked, language: str) -> list[dict[str, str]]:
    """Return the charts as markup that stands in a page."""
    if not found.ledger.entries:
        return []
    return [
        {"name": one.name, "title": one.title, "svg": one.svg(alone=False, prefix=f"l-{one.name}")}
        for one in charts_of(found, asked, language)
    ]


def period_table(found: Seen, words: Words) -> dict[str, Any] | None:
    """Return what the first chart draws, in numbers: periods down, parties across; None without a day."""
    counted = found.known("periods", lambda: _counted(found))
    if counted is None:
        return None
    span, counts = counted
    parties, phrases = found.columns(), Phrases(words.language)
    slots = [slot for slot in span.slots() if any(counts[slot, one] for one in parties)]
    return {
        "period": span.period,
        "parties": [phrases.of(actor(one)) if one else phrases("nobody_named") for one in parties],
        "rows": [(words.day(slot), [counts[slot, one] for one in parties]) for slot in slots],
    }


def _counted(found: Seen) -> tuple[Span, Counter[tuple[date, str]]] | None:
    counts: Counter[tuple[date, str]] = Counter()
    entries = [one for one in found.ledger.breaches() if one.date.start is not None]
    if not entries:
        return None
    days = [day for one in entries for day in (one.date.start, one.date.end) if day is not None]
    span = Span(min(days), max(days), period_for(min(days), max(days)))
    for entry in entries:
        for row in alleged_rows(entry):
            if row.day is not None:
                counts[first_of(row.day, span.period), row.party] += 1
    return span, counts
