"""The record that stands: the machine's values with people's decisions laid over them. Arithmetic on plain values, no table.

A decision finds its report again by the words it was read from, and its value by the value itself, else by its words, so
it outlives a new coding. Where the machine then reads something else, the decision stands and is marked as outdated; a
rejection holds only for the value that was rejected.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from rasd.model import Record
from rasd.store.review import Review, ReviewedValue, ValueState

__all__ = [
    "LISTS",
    "SCALARS",
    "Effective",
    "Slot",
    "core",
    "lay_over",
    "overlap",
    "report_spans",
    "spans_of",
]

SCALARS = ("kind", "factuality", "date")
"""Fields of a report that have one value."""
LISTS = (
    "places", "perpetrators", "parties", "targets", "target_sites", "weapons", "munitions", "harm", "sources",
    "breach_claims",
)  # fmt: skip
Json = dict[str, Any]
Span = tuple[int, int]
_STATES: dict[str, ValueState] = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "add": "added",
}


@dataclass(slots=True)
class Slot:
    """One value of one report, under decision."""

    report: str
    field: str
    machine: Any
    value: Any
    state: ValueState = "proposed"
    review: Review | None = None
    is_outdated: bool = False


@dataclass(slots=True)
class _Account:
    """One report: its own parts, and the slots of its values."""

    id: str
    base: Json
    slots: list[Slot] = field(default_factory=list)
    is_rejected: bool = False
    is_machine: bool = True
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Effective:
    """What stands."""

    record: Record
    slots: tuple[Slot, ...]
    rejected: frozenset[str]
    lost: tuple[Review, ...]

    def values(self) -> tuple[ReviewedValue, ...]:
        """Return the values with keys that name them."""
        seen: dict[str, int] = {}
        found = []
        for slot in self.slots:
            shown = slot.value if slot.value is not None else slot.machine
            digest = sha256(core(shown).encode()).hexdigest()[:10]
            key = f"{slot.report}.{slot.field}.{digest}"
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                key += f".{seen[key]}"
            found.append(
                ReviewedValue(
                    key, slot.report, slot.field, slot.state, slot.machine, slot.value, spans_of(shown),
                    slot.review, slot.is_outdated,
                )
            )  # fmt: skip
        return tuple(found)


def lay_over(
    machine: Record, reviews: Iterable[Review], earlier: Callable[[int, str], Json | None] = lambda *_: None
) -> Effective:
    """Return the record that stands after `reviews`, in the order of their numbers; undone ones are passed over.

    `earlier` gives a report by run and id from the record of an earlier run: one that people decided on stays, when the
    machine reads it no more.
    """
    accounts = _accounts(machine)
    lost: list[Review] = []
    for one in reviews:
        if one.undone_by is None and one.action in _STATES:
            _decide(accounts, one, earlier, lost)
    kept = [account for account in accounts.values() if not account.is_rejected]
    record = machine.model_copy(
        update={"reports": Record.model_validate({"id": machine.id, "reports": list(map(_assembled, kept))}).reports}
    )  # fmt: skip
    return Effective(
        record,
        tuple(slot for account in accounts.values() for slot in account.slots),
        frozenset(account.id for account in accounts.values() if account.is_rejected),
        tuple(lost),
    )


def core(value: Any) -> str:
    """Return a value as text without what read it: two values with the same one are the same value."""
    if isinstance(value, dict):
        value = {
            key: part
            for key, part in value.items()
            if key not in ("rule", "data_version") and part is not None and part != [] and part != ""
        }
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def spans_of(value: Any) -> tuple[Span, ...]:
    """Return the evidence of a value."""
    return (
        tuple((int(first), int(last)) for first, last in value.get("evidence", ()))
        if isinstance(value, dict)
        else ()
    )


def report_spans(report: Json) -> tuple[Span, ...]:
    """Return the evidence of a report, else that of its values."""
    own = spans_of(report)
    if own:
        return own
    return tuple(span for name in LISTS for value in report.get(name, ()) for span in spans_of(value))


def overlap(some: Sequence[Span], others: Sequence[Span]) -> int:
    """Return how many code points two lists of spans share."""
    covered = {place for first, last in some for place in range(first, last)}
    return len(covered & {place for first, last in others for place in range(first, last)})


def _accounts(machine: Record) -> dict[str, _Account]:
    found: dict[str, _Account] = {}
    for index, report in enumerate(machine.reports, 1):
        base = report.model_dump(mode="json")
        name = base["id"] = report.id or f"r{index}"
        found[name] = _Account(name, base, _slots(name, base))
    return found


def _slots(name: str, base: Json, review: Review | None = None) -> list[Slot]:
    """Return the values of a report; those of an added one are a person's, with no machine beside them."""

    def slot(field_: str, value: Any) -> Slot:
        return (
            Slot(name, field_, value, value)
            if review is None
            else Slot(name, field_, None, value, "added", review)
        )

    return [
        *(slot(name_, base.get(name_)) for name_ in SCALARS),
        *(slot(name_, value) for name_ in LISTS for value in base.get(name_, ())),
    ]


def _decide(
    accounts: dict[str, _Account],
    one: Review,
    earlier: Callable[[int, str], Json | None],
    lost: list[Review],
) -> None:
    if one.field == "report" and one.action == "add":
        base = {**one.after, "id": one.report}
        accounts[one.report] = _Account(
            one.report, base, _slots(one.report, base, one), is_machine=False, review=one
        )
        return
    account = _account_of(accounts, one)
    if account is None and one.action != "reject":
        base_then = earlier(one.run, one.report)
        if base_then is not None:
            name = f"p{one.number}"
            kept = _slots(name, base_then)
            for slot in kept:
                slot.machine, slot.is_outdated = None, True
            account = accounts[name] = _Account(
                name, {**base_then, "id": name}, kept, is_machine=False, review=one
            )
    if account is None:
        lost.append(one)
    elif one.field == "report":
        account.is_rejected, account.review = one.action == "reject", one
    elif one.action == "add":
        account.slots.append(Slot(account.id, one.field, None, one.after, "added", one))
    else:
        _decide_value(account, one)


def _account_of(accounts: dict[str, _Account], one: Review) -> _Account | None:
    named = accounts.get(one.report)
    if named is not None and not named.is_machine:
        return named
    spans = one.spans
    if not spans:
        return named
    best, most = None, (0, False)
    for account in accounts.values():
        shared = (overlap(spans, report_spans(account.base)), account.id == one.report)
        if shared[0] and shared > most:
            best, most = account, shared
    return best


def _decide_value(account: _Account, one: Review) -> None:
    slot = _slot_of(account, one)
    if slot is None:
        if one.action != "reject":
            value = one.after if one.action == "correct" else one.before
            account.slots.append(
                Slot(account.id, one.field, None, value, _STATES[one.action], one, is_outdated=True)
            )
        return
    is_other = core(slot.machine) != core(one.machine) and not (slot.machine is None and one.machine is None)
    slot.is_outdated = is_other
    if one.action == "reject":
        if is_other and slot.review is None:
            return  # the machine reads another value here now: that one was never rejected
        slot.value = None if one.field not in SCALARS else _empty(one.field, slot)
    else:
        slot.value = one.after if one.action == "correct" else one.before
    slot.state, slot.review = _STATES[one.action], one


def _empty(name: str, slot: Slot) -> Any:
    return {"start": None, "end": None, "part_of_day": None, "evidence": []} if name == "date" else slot.value


def _slot_of(account: _Account, one: Review) -> Slot | None:
    of_field = [slot for slot in account.slots if slot.field == one.field]
    if one.field in SCALARS:
        return of_field[0]
    for value, side in ((one.before, "value"), (one.machine, "machine")):
        if value is not None:
            wanted = core(value)
            for slot in of_field:
                if core(getattr(slot, side)) == wanted:
                    return slot
    spans = spans_of(one.machine) or spans_of(one.before)
    best, most = None, 0
    for slot in of_field:
        shared = overlap(spans, spans_of(slot.machine)) if slot.machine is not None else 0
        if shared > most and _alike(one.field, slot.machine, one.machine or one.before):
            best, most = slot, shared
    return best


def _alike(name: str, one: Any, other: Any) -> bool:
    """Tell whether two values at the same words may be one value: harm of another effect is another harm."""
    return name != "harm" or one.get("effect") == other.get("effect")


def _assembled(account: _Account) -> Json:
    report = dict(account.base)
    for name in LISTS:
        report[name] = []
    for slot in account.slots:
        if slot.field in LISTS:
            if slot.value is not None:
                report[slot.field].append(slot.value)
        else:
            report[slot.field] = slot.value
    return report
