"""What became of an incident, newest first: what the machine made of its reports, and what people decided, with who and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rasd.desk.incident.refs import Numbers, Ref
from rasd.desk.site import Words
from rasd.export.cells import short
from rasd.export.sheet import SheetEntry, facet_words
from rasd.export.sheet import Words as SheetWords

__all__ = ["Happened", "decision_words", "history_of"]

_CHANGES = ("founded", "changed", "removed", "merged")


@dataclass(frozen=True, slots=True)
class Side:
    """Reports that a line is about, with a word before them."""

    before: str
    refs: Sequence[Ref]
    more: int
    gone: tuple[str, ...] = ()
    """Reports that are elsewhere now, or are read no more."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: str
    by: str
    is_machine: bool
    said: str
    why: str
    sides: tuple[Side, ...]
    judgement: int | None
    undone: str
    undone_why: str
    is_note: bool
    former: str
    """The id that the incident had then, where it was another."""
    orphaned: str

    @property
    def is_standing(self) -> bool:
        """Whether it is a decision that can be taken back."""
        return self.judgement is not None and not self.undone


def history_of(entries: Iterable[SheetEntry], numbers: Numbers, words: Words, key: str) -> list[Happened]:
    """Return the lines, newest first."""
    teller = _Teller(numbers, words, key)
    return [teller.line(entry) for entry in sorted(entries, key=lambda entry: entry.at, reverse=True)]


def decision_words(words: Words, entry: SheetEntry) -> str:
    """Return a decision in words: what was decided, and to which value."""
    sheet = SheetWords(words.language)
    value = entry.details.get("value")
    if entry.action == "facet":
        return facet_words(sheet, **entry.details["facet"])
    said = sheet("action." + entry.action)
    if value in (None, ""):
        return said
    effect, _, given = str(value).rpartition(" ")
    given = {
        "grade": lambda: words.term("grades", given),
        "occurrence": lambda: sheet(f"occurrence.{given}"),
        "perpetrator": lambda: words.term("actor", given),
        "victim_status": lambda: sheet(given),
    }.get(entry.action, lambda: words.digits_of(given))()
    return f"{said}: {' '.join(piece for piece in (words.term('effects', effect), given) if piece)}"


class _Teller:
    def __init__(self, numbers: Numbers, words: Words, key: str) -> None:
        self._numbers = numbers
        self._words = words
        self._sheet = SheetWords(words.language)
        self._key = key

    def line(self, entry: SheetEntry) -> Happened:
        """Return one entry."""
        is_decision = entry.judgement is not None
        undone = ""
        if entry.undone is not None:
            undone = self._words(
                "incident.undone_by", by=entry.undone["by"], at=self._words.day(entry.undone["at"])
            )
        return Happened(
            at=entry.at,
            by="" if entry.by in ("", "link") else entry.by,
            is_machine=entry.by in ("", "link"),
            said=decision_words(self._words, entry) if is_decision else self._change(entry),
            why=entry.why,
            sides=tuple(self._sides(entry)),
            judgement=entry.judgement,
            undone=undone,
            undone_why=(entry.undone or {}).get("why", ""),
            is_note=entry.action == "note",
            former=entry.incident_id if entry.incident_id not in (None, self._key) else "",
            orphaned=self._words.listed(map(short, entry.orphaned)),
        )

    def _change(self, entry: SheetEntry) -> str:
        sheet, words, details = self._sheet, self._words, entry.details
        if entry.action == "founded":
            return words.counted("incident.founded", len(details.get("added", ())))
        if entry.action == "merged":
            return sheet("merged", into=details.get("into", ""))
        before = [self._before(name, details.get("before", {})) for name in details.get("changed", ())]
        said = words.listed(one for one in before if one)
        word = sheet(entry.action) if entry.action in _CHANGES else entry.action
        return f"{word}: {said}" if said else word

    def _before(self, name: str, before: dict[str, object]) -> str:
        """Return a field that changed, with what it was where that is short."""
        words = self._words
        label = words(f"incident.field.{name}") if words.known(f"incident.field.{name}") else name
        was = before.get(name)
        told = ""
        if name in ("harm", "conceded") and isinstance(was, list):
            told = words.listed(
                f"{words.term('effects', str(one['effect']))} {words.range(one['min'], one['max'])}"
                for one in was
            )
        elif name == "grade" and isinstance(was, dict):
            told = words.term("grades", was.get("decided") or was.get("proposed"))
        elif name == "date" and isinstance(was, dict):
            days = dict.fromkeys(was[end] for end in ("start", "end") if was.get(end))
            told = " – ".join(map(words.day, days))
        elif name == "kind":
            told = words.term("kinds", str(was))
        elif name == "perpetrators" and isinstance(was, list):
            told = words.listed(words.term("actor", str(one["actor"])) for one in was)
        return words("incident.was", field=label, was=told) if told else label

    def _sides(self, entry: SheetEntry) -> Iterator[Side]:
        details = entry.details
        if entry.judgement is not None:
            if entry.action in ("positive", "negative"):
                for number, side in enumerate(details.get("sides") or [details.get("reports", ())]):
                    yield self._side("" if number == 0 else self._words("incident.against"), side)
            return
        if entry.action == "founded":
            return
        for name, before in (("added", "incident.joined"), ("removed", "incident.left")):
            if details.get(name):
                yield self._side(self._words(before), details[name])

    def _side(self, before: str, reports: Sequence[str]) -> Side:
        gone = [report for report in reports if self._numbers.of(report) is None]
        return Side(
            before, self._numbers.refs(reports), self._numbers.more(reports), tuple(map(short, gone[:6]))
        )
