"""How reports are called on the page: by their numbers, each a link to its source, also where that is on another page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rasd.export.sheet import Sheet, SheetSource

__all__ = ["A_PAGE", "Numbers", "Ref"]

A_PAGE = 24
"""Sources on one page of the sheet."""
_SAID = 12


@dataclass(frozen=True, slots=True)
class Ref:
    """A report as the page names it."""

    number: int
    href: str


class Numbers:
    """The numbers of an incident's reports; copies stand on the page of the report that they repeat."""

    def __init__(self, sheet: Sheet, page: int) -> None:
        shown = [source for source in sheet.sources if source.copy_of is None]
        self.page = page
        self.pages = max(1, -(-len(shown) // A_PAGE))
        self.sources: Sequence[SheetSource] = shown[(page - 1) * A_PAGE : page * A_PAGE]
        self._number = {source.link.report_id: source.number for source in sheet.sources}
        self._by_number = {source.number: source for source in sheet.sources}
        on_page = {source.number: index // A_PAGE + 1 for index, source in enumerate(shown)}
        for source in sheet.sources:
            if source.copy_of is not None:
                on_page[source.number] = on_page.get(source.copy_of, 1)
        self._on_page = on_page

    @property
    def has_earlier(self) -> bool:
        """Whether a page comes before."""
        return self.page > 1

    @property
    def has_later(self) -> bool:
        """Whether a page comes after."""
        return self.page < self.pages

    @property
    def earlier(self) -> int:
        """Return the page before."""
        return self.page - 1

    @property
    def later(self) -> int:
        """Return the page after."""
        return self.page + 1

    def of(self, report: str) -> int | None:
        """Return the number of a report; None where it is no report of the incident (any more)."""
        return self._number.get(report)

    def source(self, number: int) -> SheetSource:
        """Return the source of that number."""
        return self._by_number[number]

    def refs(self, reports: Iterable[str], most: int = _SAID) -> list[Ref]:
        """Return reports of the incident as links, by number; of very many the first."""
        numbers = sorted({self._number[one] for one in reports if one in self._number})
        return [self.ref(number) for number in numbers[:most]]

    def more(self, reports: Iterable[str], most: int = _SAID) -> int:
        """Return how many reports `refs` leaves out."""
        return max(0, len({one for one in reports if one in self._number}) - most)

    def ref(self, number: int) -> Ref:
        """Return a report as a link."""
        page = self._on_page.get(number, 1)
        return Ref(number, f"#s{number}" if page == self.page else f"?page={page}#s{number}")
