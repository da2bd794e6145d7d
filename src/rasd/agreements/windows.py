"""The first question: did it happen while the agreement was in force?

Days of an incident are days of its theatre; a part of day narrows them, widely enough to be never wrong. Where a start or
end is known to the day only, that whole day is undecided, and so is whatever straddles it: the answer is `possible` and the
entry is a boundary case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rasd.agreements.reasons import answer
from rasd.model import Agreement, AgreementTerm, Answer, Incident, Text

__all__ = ["Span", "answer_time", "force_of", "force_words", "span_of"]

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
    start = _edge(agreement.start, zone)
    ends = [one for one in (agreement.end, *(ext.until for ext in agreement.extensions)) if one is not None]
    if not ends or (agreement.end is None and agreement.extensions == []):
        return start, None
    return start, max((_edge(one, zone) for one in ends), key=lambda edge: edge.end)


def force_words(agreement: Agreement) -> Text:
    """Return the time in force, from the start to the latest extension, in both languages."""
    start, end = _said(agreement.start), _end_of(agreement)
    if end is None:
        return Text(ar=f"{start} – (لا نهاية مذكورة)", en=f"{start} – (no end stated)")
    return Text(ar=f"{start} – {_said(end)}", en=f"{start} – {_said(end)}")


def answer_time(
    incident: Incident, agreement: Agreement, term: AgreementTerm, zone: ZoneInfo
) -> tuple[Answer, bool]:
    """Return the answer for one term, and whether the incident straddles a start or an end."""
    reports = incident.date.reports or [one.report_id for one in incident.reports]
    start, end = force_of(agreement)
    span = span_of(incident, zone)
    if span is None:
        return _undated(incident, start, agreement), False
    when = _when(incident)
    begun, ended = _said(agreement.start), _said(_end_of(agreement))
    if span.end <= start.start:
        return answer("time", "no", "before", reports, when=when, start=begun), False
    if end is not None and span.start >= end.end:
        return answer("time", "no", "after", reports, when=when, end=ended), False
    if span.start < start.end and start.end > start.start or span.start < start.start:
        return answer("time", "possible", "at_start", reports, when=when, start=begun), True
    if end is not None and (span.end > end.start):
        return answer("time", "possible", "at_end", reports, when=when, end=ended), True
    own = _within_term(incident, term, agreement, span, reports)
    if own is not None:
        return own
    return _interrupted(agreement, span, when, reports) or (
        answer(
            "time", "yes", "inside", reports, when=when, window=_window(agreement.start, _end_of(agreement))
        ),
        False,
    )


def _within_term(
    incident: Incident, term: AgreementTerm, agreement: Agreement, span: Span, reports: list[str]
) -> tuple[Answer, bool] | None:
    """Return what the term's own window says where it leaves less than a plain yes."""
    if term.start is None and term.end is None:
        return None
    zone = ZoneInfo(agreement.zone)
    start = _edge(term.start, zone) if term.start is not None else Span(_BEFORE_ALL, _BEFORE_ALL)
    end = _edge(term.end, zone) if term.end is not None else Span(_EVER, _EVER)
    when, window = _when(incident), _window(term.start, term.end)
    if span.end <= start.start or span.start >= end.end:
        return answer("time", "no", "outside_term", reports, when=when, window=window), False
    if span.start >= start.end and span.end <= end.start:
        return None
    return answer("time", "possible", "at_edge_of_term", reports, when=when, window=window), True


def _interrupted(
    agreement: Agreement, span: Span, when: str, reports: list[str]
) -> tuple[Answer, bool] | None:
    """Return what suspensions and doubts say of a span inside the time in force."""
    zone = ZoneInfo(agreement.zone)
    for suspension in agreement.suspensions:
        begins, ends = _edge(suspension.start, zone), _edge(suspension.end, zone)
        whole, sure = Span(begins.start, ends.end), Span(begins.end, ends.start)
        window = _window(suspension.start, suspension.end)
        if not span.touches(whole):
            continue
        if suspension.certainty == "yes" and sure.start < sure.end and span.is_within(sure):
            return answer("time", "no", "suspended", reports, when=when, window=window), False
        return answer(
            "time", "possible", "partly_suspended", reports, when=when, window=window
        ), not span.is_within(whole)
    for doubt in agreement.doubts:
        if span.touches(Span(_edge(doubt.start, zone).start, _edge(doubt.end, zone).end)):
            window = _window(doubt.start, doubt.end)
            return answer("time", "possible", "doubted", reports, when=when, window=window), False
    return None


def _undated(incident: Incident, start: Span, agreement: Agreement) -> Answer:
    """Return the answer for an incident without a day: what is published before the start cannot lie within."""
    reports = [one.report_id for one in incident.reports]
    days = sorted(one.published for one in incident.reports if one.published)
    if not days:
        return answer("time", "possible", "unknown_unpublished", reports)
    published = days[0][:10]
    try:
        is_early = date.fromisoformat(published) < start.start.date()
    except ValueError:
        is_early = False
    if is_early:
        return answer(
            "time", "no", "published_before", reports, published=published, start=_said(agreement.start)
        )
    sentence = "habit" if incident.factuality == "recurrent" else "unknown"
    return answer("time", "possible", sentence, reports, published=published)


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


def _end_of(agreement: Agreement) -> datetime | date | None:
    zone = ZoneInfo(agreement.zone)
    ends = [one for one in (agreement.end, *(ext.until for ext in agreement.extensions)) if one is not None]
    return max(ends, key=lambda one: _edge(one, zone).end) if ends else None


def _said(moment: datetime | date | None) -> str:
    if moment is None:
        return "…"
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def _window(start: datetime | date | None, end: datetime | date | None) -> str:
    return f"{_said(start)} – {_said(end)}"


def _when(incident: Incident) -> str:
    first, last = incident.date.start, incident.date.end
    assert first is not None
    return first.isoformat() if last in (None, first) else f"{first.isoformat()} – {last}"
