"""What people decided on the values of a document's record: plain values, beside the machine's and never in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

from rasd.errors import StoreError
from rasd.model import Record

__all__ = [
    "OPEN_STATES",
    "REVIEW_ACTIONS",
    "REVIEW_STATES",
    "Conflict",
    "QueueFilter",
    "QueueRow",
    "Review",
    "ReviewAction",
    "ReviewConflict",
    "ReviewDecision",
    "ReviewState",
    "Reviewed",
    "ReviewedValue",
    "ValueState",
]

ReviewAction = Literal["accept", "correct", "reject", "add", "doubt"]
REVIEW_ACTIONS: tuple[str, ...] = get_args(ReviewAction)
"""accept: it stands as read. correct: another value stands. reject: it is not so. add: the machine missed it. doubt: words
beside it, which change no value."""
ReviewState = Literal["waiting", "in_work", "verified", "approved", "returned"]
REVIEW_STATES: tuple[str, ...] = get_args(ReviewState)
"""in_work: somebody has begun. verified: a person is done with it. approved: a second one agrees. returned: does not."""
OPEN_STATES = frozenset({"waiting", "in_work", "returned"})
"""Those that leave something to do."""
ValueState = Literal["proposed", "accepted", "corrected", "rejected", "added"]


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """One decision to be made."""

    report: str
    """Id of the report within the document: `r1`; empty for a report that is added."""
    field: str
    """A field of a report (kind, factuality, date, places, harm …), or `report` for all of it."""
    action: ReviewAction
    before: Any = None
    """The value as it was shown, so that a value which has changed since is not decided on; None to add."""
    after: Any = None
    """The value that shall stand (correct, add), with its evidence."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One row of a document's history: a decision, an undoing, or a state that somebody gave it."""

    number: int
    """Over the whole store; rises."""
    action: str
    """One of REVIEW_ACTIONS, `undo` or `state`."""
    report: str
    field: str
    before: Any
    after: Any
    machine: Any
    """What the machine had read when it was decided; None where it had read nothing."""
    spans: tuple[tuple[int, int], ...]
    """Evidence of the report then: what it is found again by."""
    run: int
    """The coding run whose record was decided on."""
    by: str
    at: datetime
    why: str = ""
    undoes: int | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewedValue:
    """One value of one report: what the machine read, what stands, and who decided."""

    key: str
    """`report.field.digest`, the same as long as the value is."""
    report: str
    field: str
    state: ValueState
    machine: Any
    """As read; None where a person added it or the machine reads it no more."""
    value: Any
    """What stands; None where it was rejected."""
    spans: tuple[tuple[int, int], ...]
    review: Review | None = None
    """The decision that holds; None while it is only proposed."""
    is_outdated: bool = False
    """Whether the machine reads something else now than when it was decided."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document's record as the machine read it and as it stands."""

    document: str
    machine: Record
    record: Record
    """The effective record: linking, ledgers and exports read this one."""
    values: tuple[ReviewedValue, ...]
    revision: int
    """Number of the last row of its history; 0: nobody has decided anything."""
    state: ReviewState
    state_by: str
    """Who gave it its state, or is at work on it."""
    history: tuple[Review, ...]
    rejected: frozenset[str] = frozenset()
    """Reports that are no incident, as a person decided."""
    lost: tuple[Review, ...] = ()
    """Decisions on what the machine reads no more, which have nothing to hold on to."""

    @property
    def outdated(self) -> tuple[ReviewedValue, ...]:
        """Return the values to decide on again, because the machine reads something else since."""
        return tuple(value for value in self.values if value.is_outdated)

    @property
    def doubts(self) -> tuple[Review, ...]:
        """Return the doubts that were noted and not taken back."""
        return tuple(one for one in self.history if one.action == "doubt" and one.undone_by is None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that could not be made, because the value is another one now or somebody else decided on it."""

    decision: ReviewDecision
    now: Any
    """What stands now; None where it is gone."""
    by: str
    """Who changed it; `coding` where the document was coded anew."""
    at: datetime | None


class ReviewConflict(StoreError):
    """Somebody else decided on the same values since they were shown; nothing was kept."""

    def __init__(self, message: str, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(message)
        self.conflicts = conflicts


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which documents of the queue; nothing given: all that wait, are in work or came back."""

    states: frozenset[str] = OPEN_STATES
    outlet: str | None = None
    theatre: str | None = None
    kind: str | None = None
    by: str | None = None
    """Who has it in work or gave it its state."""
    is_outdated: bool | None = None
    has_reports: bool | None = True
    hidden: frozenset[str] = frozenset()
    """Ids of documents to leave out."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One document of the queue, and why it stands where it stands."""

    document: str
    state: str
    by: str
    at: datetime | None
    weight: float
    reports: int
    killed: int
    """Most that one of its reports tells of."""
    injured: int
    doubts: int
    """Issues of the reader, places not settled, reports without a day, doubts that people noted."""
    outdated: int
    """Decisions that a new coding put in question."""
    is_novel: bool
    """Whether no incident of the thirty days before it was in one of its places, when it was coded."""
    kinds: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    theatre: str | None = None
    published_on: date | None = None
