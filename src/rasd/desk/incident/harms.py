"""Harm of an incident for the page: each range with its drawing, the reports that set its bounds, and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from rasd.desk.incident.ranges import drawn_range
from rasd.desk.incident.refs import Numbers, Ref
from rasd.desk.site import Words
from rasd.export.incidents.sums import by_effect
from rasd.export.sheet import Words as SheetWords
from rasd.model import IncidentHarm, StatusHarm

__all__ = ["Bound", "HarmShown", "harms_of", "range_of"]


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of a range, and the reports that set it."""

    value: str
    refs: Sequence[Ref]
    more: int


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one status."""

    status: str
    said: str
    low: Bound | None
    high: Bound | None


@dataclass(frozen=True, slots=True)
class HarmShown:
    """One effect."""

    effect: str
    said: str
    low: Bound | None
    high: Bound | None
    is_open: bool
    parts: tuple[Part, ...]
    among: str
    """Children and women among them."""
    best: str
    drawing: SafeString


def harms_of(harms: Iterable[IncidentHarm], numbers: Numbers, words: Words) -> list[HarmShown]:
    """Return harm in the order of the vocabulary."""
    sheet = SheetWords(words.language)

    def bound(value: int | None, reports: Sequence[str]) -> Bound | None:
        if value is None or not reports:
            return None
        return Bound(words.number(value), numbers.refs(reports), numbers.more(reports))

    def part(one: StatusHarm) -> Part:
        return Part(
            sheet(one.victim_status),
            words.range(one.min, one.max),
            bound(one.min, one.min_from),
            bound(one.max, one.max_from),
        )

    found = []
    for harm in by_effect(list(harms)):
        said = range_of(words, harm)
        effect = words.term("effects", harm.effect)
        among = [
            sheet(name, n=words.number(count))
            for name, count in (("children", harm.children), ("women", harm.women))
            if count is not None
        ]
        statuses = harm.by_status if len(harm.by_status) > 1 or _is_told(harm.by_status) else []
        found.append(
            HarmShown(
                effect,
                said,
                bound(harm.min, harm.min_from),
                bound(harm.max, harm.max_from),
                harm.open or (harm.max is None and harm.min is not None),
                tuple(map(part, statuses)),
                words.listed(among),
                "" if harm.best is None else words.number(harm.best),
                drawn_range(
                    harm,
                    numbers.of,
                    says=f"{effect}: {said}",
                    is_mirrored=words.is_arabic,
                    digits=words.digits_of,
                ),
            )
        )
    return found


def range_of(words: Words, harm: IncidentHarm) -> str:
    """Return a range in words; an open one says so."""
    said = SheetWords(words.language).range(harm.min, harm.max, is_open=harm.open)
    unit = "" if harm.unit == "people" else f" {words('incident.families')}"
    return words.digits_of(said) + unit


def _is_told(parts: Sequence[StatusHarm]) -> bool:
    return any(part.victim_status != "unknown" for part in parts)
