"""The full reader on a sample of a finished run: what of the dropped was a report, and how the fast way differs on the kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rasd.collection.collected import Defaults
from rasd.errors import DocumentError, OutputError
from rasd.model import Record, Report
from rasd.scale.audit.drawing import KEPT, Group, drawn
from rasd.scale.audit.result import AUDIT, Agreement, Audit, Lost, Stratum
from rasd.scale.cascade import Extract, Reader
from rasd.scale.depot import LocalDepot
from rasd.scale.extraction import extract as extract_page
from rasd.scale.page import Page
from rasd.scale.part import receipts
from rasd.scale.tally import STAGES, Tally

__all__ = ["audit"]

Told = Callable[[int, int], None]


def audit(
    folder: Path,
    *,
    most: int,
    coder: Reader,
    defaults: Defaults,
    extract: Extract = extract_page,
    told: Told | None = None,
) -> Audit:
    """Read up to `most` of the pages that a run kept for inspection, carefully, and write ``audit.json`` beside its output.

    `told` hears how many of how many are done. Raises OutputError where the folder holds no finished slice.
    """
    depot = LocalDepot(folder)
    standing = receipts(depot)
    if not standing:
        raise OutputError(
            f"{folder}: holds no finished slice of `rasd archive`. Give the --output of a run that has begun."
        )
    total = Tally.of(one.tally for one in standing.values())
    sizes: dict[Group, int] = {
        (stage, reason): count for stage in STAGES[1:] for reason, count in total.dropped[stage].items()
    }
    reading = _Reading(coder, extract, defaults)
    pages = drawn(depot, set(standing), sizes, most)
    for number, (group, page) in enumerate(pages, start=1):
        reading.read(group, page)
        if told is not None:
            told(number, most)
    order = {stage: number for number, stage in enumerate(STAGES)}
    found = Audit(
        most=most,
        strata=tuple(
            Stratum(*group, size, reading.sampled[group], reading.found[group])
            for group, size in sorted(sizes.items(), key=lambda one: (order[one[0][0]], -one[1], one[0]))
        ),
        kept=total.kept,
        kept_sampled=reading.sampled[KEPT],
        kept_confirmed=reading.found[KEPT],
        agreement=reading.agreement(),
        lost=tuple(sorted(reading.lost, key=lambda one: one.where)),
        failed=tuple(sorted(reading.failed)),
    )
    depot.write(AUDIT, json.dumps(found.as_json(), ensure_ascii=False, indent=1).encode())
    return found


class _Reading:
    """What the full reader has found so far."""

    def __init__(self, coder: Reader, extract: Extract, defaults: Defaults) -> None:
        self._coder = coder
        self._extract = extract
        self._defaults = defaults
        self.sampled: Counter[Group] = Counter()
        self.found: Counter[Group] = Counter()
        self.lost: list[Lost] = []
        self.failed: list[tuple[str, str]] = []
        self._pages: Counter[str] = Counter()

    def read(self, group: Group, page: Page) -> None:
        """Read one page as `rasd read` does; a kept one the fast way too."""
        try:
            record = self._record(page, careful=True)
            fast = self._record(page, careful=False) if group == KEPT and page.document is None else None
        except Exception as error:  # noqa: BLE001 - a page that the reader stumbles over costs no other
            self.failed.append((page.where, f"{type(error).__name__}: {error}"[:300]))
            return
        self.sampled[group] += 1
        names = _named(record)
        self.found[group] += bool(names)
        if names and group != KEPT:
            self.lost.append(Lost(page.where, *group, page.address, names))
        if group == KEPT and page.document is None:
            self._compare(fast, record)

    def _record(self, page: Page, *, careful: bool) -> Record | None:
        """Return what a page says; None where it holds no article."""
        try:
            if page.document is not None:
                return self._coder.code(page.document)
            return self._coder.code(self._extract(page, defaults=self._defaults, careful=careful).document)
        except DocumentError:
            return None

    def _compare(self, fast: Record | None, careful: Record | None) -> None:
        one, other = _keys(fast), _keys(careful)
        self._pages["pages"] += 1
        self._pages["same_pages"] += one == other
        self._pages["fast"] += one.total()
        self._pages["careful"] += other.total()
        self._pages["both"] += (one & other).total()

    def agreement(self) -> Agreement:
        """Return how far both ways agree on the kept."""
        return Agreement(**self._pages)


def _named(record: Record | None) -> tuple[str, ...]:
    if record is None:
        return ()
    return (*(report.kind for report in record.reports), *("toll" for _ in record.tolls))


def _keys(record: Record | None) -> Counter[tuple[object, ...]]:
    return Counter(_key(report) for report in record.reports) if record is not None else Counter()


def _key(report: Report) -> tuple[object, ...]:
    places = tuple(sorted(place.gazetteer_id or place.name for place in report.places))
    return report.kind, report.date.start, report.date.end, places
