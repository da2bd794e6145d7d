"""A record as lines of the form: a card a report, a line a value, each with its words, its mark in the text and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasd.desk.site import Words
from rasd.desk.verifying.fields import FIELDS
from rasd.desk.verifying.saying import named, notes_on, said
from rasd.export.page.marks import Mark
from rasd.model import Record, Report
from rasd.store.review import Reviewed, ReviewedValue

__all__ = ["Card", "Group", "Line", "cards_of", "marks_of", "sheet_of"]

_QUOTE = 160
_REJECTED = "keyword"
"""What a rejected value's words lie under: beneath everything else."""


@dataclass(slots=True)
class Line:
    """One value of one report."""

    key: str
    report: str
    field: str
    slot: str
    state: str
    said: str
    notes: list[str]
    quotes: list[str]
    spans: list[tuple[int, int]]
    anchor: str
    """Where its words begin: `c12`; empty where it has none."""
    rule: str
    before: Any
    """What a decision is about: the value that stands, the rejected one where none does."""
    machine_said: str = ""
    """What the machine read, where something else stands."""
    by: str = ""
    at: datetime | None = None
    why: str = ""
    is_outdated: bool = False
    has_machine: bool = False
    names: str = ""
    """Field and value, for whoever does not see where the line stands."""

    part: int = 1
    """Of a long text: where its words begin."""

    @property
    def is_open(self) -> bool:
        """Whether it still is to be decided."""
        return self.state == "proposed" or self.is_outdated

    @property
    def is_empty(self) -> bool:
        """Whether it says that the text gives none, as a date without days does."""
        return self.field == "date" and not any(
            self.before.get(name) for name in ("start", "end", "part_of_day")
        )

    @property
    def can_reject(self) -> bool:
        """Whether a report may be without it."""
        return self.state != "rejected" and self.field not in ("kind", "factuality") and not self.is_empty

    @property
    def can_take(self) -> bool:
        """Whether the machine reads something now that could stand in its place."""
        return self.is_outdated and self.has_machine

    @property
    def name_key(self) -> str:
        """Return the phrase for its field."""
        return f"verifying.field.{self.field}"

    @property
    def state_key(self) -> str:
        """Return the phrase for what a person did."""
        return f"verifying.by.{self.state}"


@dataclass(slots=True)
class Group:
    """The values of one field."""

    field: str
    name: str
    slot: str
    lines: list[Line]
    is_list: bool


@dataclass(slots=True)
class Card:
    """One report."""

    id: str
    number: int
    title: str
    factuality: str
    is_rejected: bool
    is_added: bool
    groups: list[Group]
    missing: list[tuple[str, str]]
    """Fields of which it has no value: name and words."""
    doubts: list[Any] = field(default_factory=list)
    is_open: bool = True
    """Whether its values are shown; of a long record the later ones are fetched when they come into view."""

    @property
    def lines(self) -> list[Line]:
        """Return all its lines."""
        return [line for group in self.groups for line in group.lines]

    @property
    def open_ones(self) -> int:
        """Return how many of its values are to be decided."""
        return 0 if self.is_rejected else sum(line.is_open for line in self.lines)


def cards_of(reviewed: Reviewed, text: str, words: Words) -> list[Card]:
    """Return the reports of a document in the order of the record, those that were rejected last."""
    reports = _reports(reviewed)
    values: dict[str, list[ReviewedValue]] = {}
    for value in reviewed.values:
        values.setdefault(value.report, []).append(value)
    order = sorted(values, key=lambda one: one in reviewed.rejected)
    cards = []
    for number, report in enumerate(order, 1):
        cards.append(_card(reviewed, report, number, values[report], reports.get(report), text, words))
    return cards


def _reports(reviewed: Reviewed) -> dict[str, Report]:
    found: dict[str, Report] = {}
    for record in (reviewed.machine, reviewed.record):
        for index, report in enumerate(record.reports, 1):
            found[report.id or f"r{index}"] = report
    return found


def _card(
    reviewed: Reviewed, report: str, number: int, values: Sequence[ReviewedValue], found: Report | None,
    text: str, words: Words,
) -> Card:  # fmt: skip
    by_field: dict[str, list[Line]] = {}
    for value in values:
        by_field.setdefault(value.field, []).append(_line(value, found, text, words))
    groups = [
        Group(name, named(words, name), FIELDS[name].slot, by_field[name], FIELDS[name].is_list)
        for name in FIELDS
        if name in by_field
    ]
    of_kind, of_truth = by_field.get("kind"), by_field.get("factuality")
    missing = [
        (name, named(words, name)) for name, one in FIELDS.items() if one.is_list and name not in by_field
    ]
    return Card(
        report, number, of_kind[0].said if of_kind else report, of_truth[0].said if of_truth else "",
        report in reviewed.rejected, report.startswith("p"), groups, missing,
        [one for one in reviewed.doubts if one.report == report],
    )  # fmt: skip


def _line(value: ReviewedValue, report: Report | None, text: str, words: Words) -> Line:
    shown = value.value if value.value is not None else value.machine
    spans = [(start, end) for start, end in value.spans if 0 <= start < end <= len(text)]
    rule = shown.get("rule", "") if isinstance(shown, dict) else ""
    if value.field == "kind" and report is not None:
        spans = [(start, end) for start, end in report.evidence if 0 <= start < end <= len(text)]
        rule = report.rule
    machine = ""
    if value.state in ("corrected", "rejected") or value.is_outdated:
        machine = (
            said(words, value.field, value.machine)
            if value.machine is not None
            else words("verifying.nothing_read")
        )
    says = said(words, value.field, shown)
    review = value.review
    return Line(
        value.key, value.report, value.field, FIELDS[value.field].slot, value.state, says,
        notes_on(words, value.field, shown), [_short(text[start:end]) for start, end in spans], spans,
        f"c{spans[0][0]}" if spans else "", "" if rule.startswith("review:") else rule, shown, machine,
        review.by if review else "", review.at if review else None, review.why if review else "",
        value.is_outdated, value.machine is not None, f"{named(words, value.field)}: {says}",
    )  # fmt: skip


def _short(quote: str) -> str:
    """Return words of the text, the middle of many left out."""
    return (
        quote
        if len(quote) <= _QUOTE
        else f"{quote[: _QUOTE // 2].rstrip()} … {quote[-_QUOTE // 2 :].lstrip()}"
    )


def marks_of(cards: Iterable[Card], record: Record, words: Words) -> list[Mark]:
    """Return what is laid over the text: every value at its words, and what the reader met and did not understand."""
    marks = [
        Mark(
            start,
            end,
            _REJECTED if card.is_rejected or line.state == "rejected" else line.slot,
            line.key,
            line.names,
        )
        for card in cards
        for line in card.lines
        for start, end in line.spans
    ]
    for number, issue in enumerate(record.issues, 1):
        if issue.span is not None:
            marks.append(
                Mark(*issue.span, "issue", f"issue{number}", f"{words('verifying.issue')}: {issue.message}")
            )
    return marks


def sheet_of(record: Record, text: str, words: Words) -> Mapping[str, Any]:
    """Return what a record holds beside its reports: tolls, claimed totals, issues, as plain words."""
    tolls = [
        {
            "said": f"{words.term('effects', one.effect)}: {words.range(one.min, one.max)}",
            "notes": [
                part for part in (words.day(one.since), words.day(one.until), one.place, one.source) if part
            ],
        }
        for one in record.tolls
    ]
    totals = [
        {
            "said": f"{one.of}: {words.range(one.min, one.max)}",
            "notes": [
                part
                for part in (one.agreement, *one.claimed_by, words.day(one.since), words.day(one.until))
                if part
            ],
        }
        for one in record.claimed_totals
    ]
    issues = [
        {
            "id": f"issue{number}",
            "code": one.code,
            "message": one.message,
            "anchor": f"c{one.span[0]}" if one.span else "",
            "quote": _short(text[one.span[0] : one.span[1]]) if one.span else "",
        }
        for number, one in enumerate(record.issues, 1)
    ]
    return {"tolls": tolls, "totals": totals, "issues": issues}
