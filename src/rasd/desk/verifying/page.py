"""What the page of one document shows: the text in parts, the record as cards, the bar above them, open forms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest

from rasd.desk.access import hidden, is_allowed, masked_record, masked_text, masks
from rasd.desk.site import Words, store
from rasd.desk.verifying.fields import SLOTS
from rasd.desk.verifying.layers import Piece, cut, parts_of, pieces
from rasd.desk.verifying.lines import Card, cards_of, marks_of
from rasd.desk.verifying.saying import named, said
from rasd.desk.verifying.workspace import needs_second
from rasd.errors import StoreError
from rasd.store import Reviewed, StoredDocument
from rasd.store.review import QueueFilter, Review, ReviewedValue

__all__ = [
    "Sheet",
    "bar_of",
    "had_part",
    "last_review",
    "next_one",
    "opened",
    "renewed",
    "sheet",
    "slots",
    "told",
    "value_named",
]

_HISTORY = 200
_MANY = 120
"""Values that are shown at once; reports behind them are opened when they come into view."""


@dataclass
class Sheet:
    """One document under a person's eyes."""

    document: StoredDocument
    text: str
    reviewed: Reviewed | None
    """None while the document is not coded."""
    words: Words
    can_decide: bool
    cards: list[Card] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return the id of the document."""
        return self.document.id

    @property
    def revision(self) -> int:
        """Return what a decision is based on."""
        return self.reviewed.revision if self.reviewed else 0

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        """Return where the pieces of the text begin and end."""
        return cut(self.text)

    @cached_property
    def parts(self) -> list[tuple[int, int]]:
        """Return the parts of the text, each as first piece and behind last."""
        return parts_of(self.bounds)

    @cached_property
    def starts(self) -> list[int]:
        """Return where each part begins."""
        return [self.bounds[first][0] for first, _ in self.parts]

    @property
    def part_numbers(self) -> range:
        """Return the numbers of the parts, from 1."""
        return range(1, len(self.parts) + 1)

    def pieces(self, part: int, over: Sequence[tuple[int, int]] | None = None) -> list[Piece]:
        """Return the pieces of one part, counted from 1; only those that touch one of `over`, where it is given."""
        first, last = self.parts[part - 1] if self.parts else (0, 0)
        bounds = self.bounds[first:last]
        if over is not None:
            bounds = [(a, b) for a, b in bounds if any(start < b and a < end for start, end in over)]
        marks = marks_of(self.cards, self.reviewed.machine, self.words) if self.reviewed and bounds else []
        return list(pieces(self.text, marks, bounds))

    def part_of(self, place: int) -> int:
        """Return in which part a code point stands."""
        return max(1, bisect_right(self.starts, place))

    def fold(self, wanted: Iterable[str] = ()) -> None:
        """Close the reports behind so many values, but for those that are wanted."""
        count, kept = 0, set(wanted)
        for card in self.cards:
            card.is_open = count < _MANY or card.id in kept
            count += len(card.lines)

    def place(self) -> None:
        """Give every line the part in which its words begin."""
        for card in self.cards:
            for line in card.lines:
                line.part = self.part_of(line.spans[0][0]) if line.spans else 1


def opened(request: HttpRequest, key: str) -> StoredDocument:
    """Return a document that this person may see. Raises Http404 just the same for none and for a hidden one."""
    found = None if key in hidden(request).documents else store().document(key)
    if found is None:
        raise Http404
    return found


def last_review(key: str) -> tuple[int, str]:
    """Return the number of the last row of a document's history and whose it is, without reading the document."""
    from rasd.store import models

    found = models.Review.objects.filter(document__key=key).order_by("-id").values_list("id", "by").first()
    return found or (0, "")


def next_one(request: HttpRequest, key: str) -> str:
    """Return the document that waits next, behind this one; empty: none does."""
    states = {"waiting", "in_work", "returned"} | ({"verified"} if needs_second() else set())
    wanted = QueueFilter(states=frozenset(states), hidden=hidden(request).documents | {key})
    return next((row.document for row in store().queue(wanted, limit=1)), "")


def renewed(found: Sheet, reviewed: Reviewed) -> Sheet:
    """Return a sheet after a decision, for who may decide: the text is the same."""
    return Sheet(
        found.document,
        found.text,
        reviewed,
        found.words,
        found.can_decide,
        cards_of(reviewed, found.text, found.words),
    )


def sheet(request: HttpRequest, key: str, words: Words) -> Sheet:
    """Return a document with its record as it stands, masked where this person is to see no names."""
    document = opened(request, key)
    text, reviewed = document.document.text, None
    if document.coded_with is not None:
        try:
            reviewed = store().reviewed(key)
        except StoreError:
            reviewed = None  # redacted or coded anew between the two questions: shown as not coded
    is_masked = masks(request)
    if is_masked:
        text = masked_text(text, reviewed.machine if reviewed else None)
        if reviewed is not None:
            reviewed = _masked(reviewed)
    found = Sheet(document, text, reviewed, words, is_allowed(request, "verify") and not is_masked)
    if reviewed is not None:
        found.cards = cards_of(reviewed, text, words)
    return found


def _masked(reviewed: Reviewed) -> Reviewed:
    """Return it as a reader sees it: names masked, decisions without who made them and why, nothing of the past."""
    record = masked_record(reviewed.record)
    shown = {
        (report.id, name): [one.model_dump(mode="json") for one in getattr(report, name)]
        for report in record.reports
        for name in ("places", "perpetrators", "parties", "targets", "target_sites", "weapons", "munitions", "harm", "sources", "breach_claims")
    }  # fmt: skip
    values = []
    for value in reviewed.values:
        if value.value is None or value.report in reviewed.rejected:
            continue
        left: Any = value.value
        if isinstance(left, dict) and value.field != "date":
            rest = shown.get((value.report, value.field)) or []
            if not rest:
                continue
            left = rest.pop(0)
        values.append(replace(value, value=left, machine=None, review=None, is_outdated=False))
    return replace(
        reviewed, record=record, machine=masked_record(reviewed.machine), values=tuple(values), history=(),
        state_by="", lost=(), rejected=frozenset(),
    )  # fmt: skip


def value_named(reviewed: Reviewed, key: str) -> ReviewedValue | None:
    """Return a value by its key; None: it is another one by now."""
    return next((value for value in reviewed.values if value.key == key), None)


# --- the bar -----------------------------------------------------------------------------------------------------------


def bar_of(found: Sheet, request: HttpRequest) -> dict[str, Any]:
    """Return what stands above the record: where it stands, what may be done with all of it, what was done last."""
    reviewed, words = found.reviewed, found.words
    if reviewed is None:
        return {}
    me = request.user.get_username()
    second = needs_second()
    last = next((one for one in reversed(reviewed.history) if _may_undo(one, me)), None)
    open_ones = sum(
        value.state == "proposed" or value.is_outdated
        for value in reviewed.values
        if value.report not in reviewed.rejected
    )
    mine = had_part(reviewed.history, me)
    return {
        "state": reviewed.state,
        "state_said": words(f"verifying.state.{reviewed.state}"),
        "state_by": reviewed.state_by,
        "state_why": _state_why(reviewed.history),
        "open_ones": open_ones,
        "revision": reviewed.revision,
        "needs_second": second,
        "next": next_one(request, found.key) if found.can_decide else "",
        "can_verify": reviewed.state not in ("verified", "approved"),
        "can_approve": second and reviewed.state == "verified" and not mine,
        "is_mine": second and reviewed.state == "verified" and mine,
        "can_return": reviewed.state in ("verified", "approved") and not (second and mine),
        "undo": {"number": last.number, "said": told(last, words)} if last else None,
        "history": [
            {
                "said": told(one, words),
                "by": one.by,
                "at": one.at,
                "why": one.why,
                "is_undone": one.undone_by is not None,
            }
            for one in reversed(reviewed.history[-_HISTORY:])
        ],
        "lost": [told(one, words) for one in reviewed.lost],
        "outdated": [line for card in found.cards for line in card.lines if line.is_outdated],
        "doubts": [{"why": one.why, "by": one.by, "report": one.report} for one in reviewed.doubts],
    }


def _may_undo(one: Review, me: str) -> bool:
    return one.by == me and one.undone_by is None and one.action not in ("state", "undo")


def had_part(history: Sequence[Review], person: str) -> bool:
    """Tell whether a person had a part in what is verified now: who decided on a value reads it no second time."""
    found = False
    for one in history:
        if one.action == "state" and one.after in ("returned", "waiting"):
            found = False
        elif one.by == person and (one.action not in ("state", "undo") or one.after == "verified"):
            found = True
    return found


def _state_why(history: Sequence[Review]) -> str:
    return next((one.why for one in reversed(history) if one.action == "state"), "")


def told(one: Review, words: Words) -> str:
    """Return one row of the history in words."""
    if one.action == "state":
        return words(f"verifying.state.{one.after}")
    name = (
        words("verifying.report") if one.field == "report" else named(words, one.field) if one.field else ""
    )
    before, after = (said(words, one.field, value) if one.field else "" for value in (one.before, one.after))
    return words(f"verifying.did.{one.action}", field=name, before=before, after=after)


def slots(words: Words) -> list[tuple[str, str]]:
    """Return the legend."""
    return [(slot, words(f"verifying.slot.{slot}")) for slot in (*SLOTS, "issue")]
