"""The first question: did it happen while the agreement was in force?

Days of an incident are days of its theatre; a part of day narrows them, widely enough to be never wrong. Where a start or
end is known to the day only, that whole day is undecided, and so is whatever straddles it: the answer is `possible` and the
entry is a boundary case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rasd.agreements.moments import ending, moment_words
from rasd.agreements.reasons import Verdict, verdict
from rasd.model import Agreement, AgreementTerm, Incident, Text

__all__ = ["Span", "Windows", "force_of", "force_words", "span_of"]

_HOURS = {
    "dawn": (2, 8),
    "morning": (5, 13),
    "noon": (10, 16),
    "afternoon": (12, 20),
    "evening": (15, 24),
    "night": (0, 30),
}
"""Hours from the day's midnight. A night belongs to the day on which it begins or ends: both ends are kept."""
_EVER = datetime.max.replace(tzinfo=UTC)
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `start` (inclusive) to `end` (exclusive), both aware."""

    start: datetime
    end: datetime

    def touches(self, other: Span) -> bool:
        """Whether the two share a moment."""
        return self.start < other.end and other.start < self.end

    def is_within(self, other: Span) -> bool:
        """Whether all of this lies in `other`."""
        return other.start <= self.start and self.end <= other.end


def span_of(incident: Incident, zone: ZoneInfo) -> Span | None:
    """Return the moments in which the incident may have happened; None without a day. `zone` is that of its days."""
    first, last = incident.date.start, incident.date.end or incident.date.start
    if first is None or last is None:
        return None
    begin, end = 0, 24
    if first == last and incident.date.part_of_day in _HOURS:
        begin, end = _HOURS[incident.date.part_of_day]
    return Span(_at(first, begin, zone), _at(last, end, zone))


def force_of(agreement: Agreement) -> tuple[Span, Span | None]:
    """Return the moments in which the agreement begins and those in which it ends (None: no end is stated).

    Each is an instant where the hour is known, else the whole day. The latest extension moves the end.
    """
    zone = ZoneInfo(agreement.zone)
    end = ending(agreement)
    return _edge(agreement.start, zone), None if end is None else _edge(end, zone)


def force_words(agreement: Agreement) -> Text:
    """Return the time in force, from the start to the latest extension, in both languages."""
    start, end = moment_words(agreement.start), ending(agreement)
    if end is None:
        return Text(ar=f"{start} – (لا نهاية مذكورة)", en=f"{start} – (no end stated)")
    return Text(ar=f"{start} – {moment_words(end)}", en=f"{start} – {moment_words(end)}")


class Windows:
    """The times of one agreement and its terms, read once."""

    def __init__(self, agreement: Agreement) -> None:
        self._zone = ZoneInfo(agreement.zone)
        self._agreement = agreement
        self._start, self._end = force_of(agreement)
        self._said = moment_words(agreement.start), moment_words(ending(agreement))
        self._breaks = [
            (
                _edge(one.start, self._zone),
                _edge(one.end, self._zone),
                _window(one.start, one.end),
                one.certainty,
            )
            for one in agreement.suspensions
        ]
        self._doubts = [
            (
                Span(_edge(one.start, self._zone).start, _edge(one.end, self._zone).end),
                _window(one.start, one.end),
            )
            for one in agreement.doubts
        ]
        self._terms = {
            one.id: (
                _edge(one.start, self._zone) if one.start is not None else Span(_BEFORE_ALL, _BEFORE_ALL),
                _edge(one.end, self._zone),
                _window(one.start, one.end),
            )
            for one in agreement.terms
            if one.start is not None or one.end is not None
        }

    def answer(self, incident: Incident, zone: ZoneInfo) -> tuple[Verdict, bool]:
        """Return the answer for the agreement, and whether the incident straddles a start or an end.

        `zone` is that of the incident's days.
        """
        reports = incident.date.reports or [one.report_id for one in incident.reports]
        start, end, (begun, ended) = self._start, self._end, self._said
        span = span_of(incident, zone)
        if span is None:
            return _undated(incident, start, self._agreement), False
        when = _when(incident)
        if span.end <= start.start:
            return verdict("time", "no", "before", reports, when=when, start=begun), False
        if end is not None and span.start >= end.end:
            for doubt, window in self._doubts:  # whether it went on after its end may be disputed
                if span.touches(doubt):
                    return verdict("time", "possible", "doubted", reports, when=when, window=window), False
            return verdict("time", "no", "after", reports, when=when, end=ended), False
        if span.start < max(start.start, start.end):
            return verdict("time", "possible", "at_start", reports, when=when, start=begun), True
        if end is not None and span.end > end.start:
            return verdict("time", "possible", "at_end", reports, when=when, end=ended), True
        return self._interrupted(span, when, reports) or (
            verdict("time", "yes", "inside", reports, when=when, window=f"{begun} – {ended}"),
            False,
        )

    def within(
        self, incident: Incident, term: AgreementTerm, zone: ZoneInfo, whole: tuple[Verdict, bool]
    ) -> tuple[Verdict, bool]:
        """Return the answer for a term with a window of its own; `whole` is that of the agreement."""
        if term.id not in self._terms or whole[0].value == "no":
            return whole
        span = span_of(incident, zone)
        if span is None:
            return whole
        start, end, window = self._terms[term.id]
        reports, when = whole[0].reports, _when(incident)
        if span.end <= start.start or span.start >= end.end:
            return verdict("time", "no", "outside_term", reports, when=when, window=window), False
        if span.start >= start.end and span.end <= end.start:
            return whole
        return verdict("time", "possible", "at_edge_of_term", reports, when=when, window=window), True

    def _interrupted(self, span: Span, when: str, reports: list[str]) -> tuple[Verdict, bool] | None:
        """Return what suspensions and doubts say of a span inside the time in force."""
        for begins, ends, window, certainty in self._breaks:
            whole, sure = Span(begins.start, ends.end), Span(begins.end, ends.start)
            if not span.touches(whole):
                continue
            if certainty == "yes" and sure.start < sure.end and span.is_within(sure):
                return verdict("time", "no", "suspended", reports, when=when, window=window), False
            edge = not span.is_within(whole)
            return verdict("time", "possible", "partly_suspended", reports, when=when, window=window), edge
        for doubt, window in self._doubts:
            if span.touches(doubt):
                return verdict("time", "possible", "doubted", reports, when=when, window=window), False
        return None


def _undated(incident: Incident, start: Span, agreement: Agreement) -> Verdict:
    """Return the answer for an incident without a day: what is published before the start cannot lie within."""
    reports = [one.report_id for one in incident.reports]
    days = sorted(one.published for one in incident.reports if one.published)
    if not days:
        return verdict("time", "possible", "unknown_unpublished", reports)
    published = days[0][:10]
    try:
        is_early = date.fromisoformat(published) < start.start.date()
    except ValueError:
        is_early = False
    if is_early:
        return verdict(
            "time",
            "no",
            "published_before",
            reports,
            published=published,
            start=moment_words(agreement.start),
        )
    sentence = "habit" if incident.factuality == "recurrent" else "unknown"
    return verdict("time", "possible", sentence, reports, published=published)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """Return the moment `hour` hours after a day's midnight by the wall clock."""
    try:
        return datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), zone)
    except OverflowError:
        return _EVER


def _edge(moment: datetime | date | None, zone: ZoneInfo) -> Span:
    """Return an instant, or the day that a day-only moment leaves open; endless where there is none."""
    if moment is None:
        return Span(_EVER, _EVER)
    if isinstance(moment, datetime):
        at = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        return Span(at, at)
    return Span(_at(moment, 0, zone), _at(moment, 24, zone))


def _window(start: datetime | date | None, end: datetime | date | None) -> str:
    return f"{moment_words(start)} – {moment_words(end)}"


def _when(incident: Incident) -> str:
    first, last = incident.date.start, incident.date.end
    assert first is not None
    return first.isoformat() if last in (None, first) else f"{first.isoformat()} – {last}"
