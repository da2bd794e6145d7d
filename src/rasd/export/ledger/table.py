"""A ledger in a terminal: both sides beside each other, each entry with its five answers, the unverified said as such."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from rasd.agreements import NOBODY, Grouping, Ledger, Tally, force_words
from rasd.export.cells import NONE, cell, clean
from rasd.export.ledger.format import LedgerView
from rasd.export.page.labels import actor, day_window
from rasd.export.sheet.words import Words
from rasd.model import Facet, LedgerClaim, LedgerEntry, Observation, Statement
from rasd.model import Text as Both

__all__ = ["LedgerTable"]

_LABEL = 11
_PARTY = 13
"""Width of a party's column with the space behind it."""


class LedgerTable:
    """A table for people, in one language."""

    name: ClassVar[str] = "table"
    extension: ClassVar[str] = "txt"
    media_type: ClassVar[str] = "text/plain"

    def write(self, ledger: Ledger, stream: TextIO, view: LedgerView) -> None:
        """Write the ledger from its heading to what it leaves out."""
        console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
        _Page(ledger, view, console).show()


class _Page:
    def __init__(self, ledger: Ledger, view: LedgerView, console: Console) -> None:
        self._ledger = ledger
        self._agreement = ledger.agreement
        self._view = view
        self._console = console
        self._words = Words(view.language, "ledger.yaml")

    def show(self) -> None:
        """Print it part by part."""
        self._head()
        self._matrix(self._view.grouping or "term")
        if self._view.grouping is None:
            self._entries()
        self._beside()
        self._foot()

    # --- parts -------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        words, agreement = self._words, self._agreement
        self._line(words("heading", title=self._said(agreement.title)), "bold")
        if agreement.synthetic:
            self._line(words("invented"), "bold red")
        self._line(words("in_force", window=self._said(force_words(agreement)), zone=agreement.zone))
        unchecked = sum(one.wording == "unchecked" for one in agreement.terms)
        if unchecked:
            self._line(words("unchecked", n=unchecked, of=len(agreement.terms)))
        self._line(words("caution"), "italic")

    def _matrix(self, grouping: Grouping) -> None:
        """Print rows of a grouping, a column for each party; a table too wide goes party by party below each other."""
        rows = self._ledger.rows(grouping)
        parties = [] if grouping == "party" else self._ledger.columns()
        self._title("side_by_side")
        room = max(1, (self._console.width - 46) // _PARTY)
        grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        wide = len(parties) <= room
        grid.add_column(self._words(grouping), ratio=1, overflow="fold")
        if wide:
            grid.add_column(self._words("all"), width=_PARTY - 2, overflow="fold")
        else:
            grid.add_column(self._words("all"), ratio=1, overflow="fold")
        for party in parties if wide else ():
            grid.add_column(self._party(party), width=_PARTY - 2, overflow="fold")
        for row in rows:
            cells = [self._key(grouping, row.key), self._tally(row.all)]
            if wide:
                cells += [self._tally(row.by_party.get(party, Tally())) for party in parties]
            else:
                told = [(party, row.by_party.get(party, Tally())) for party in parties]
                cells[1] = "\n".join(
                    [
                        cells[1],
                        *(
                            f"{self._party(party)}: {self._tally(one, ', ')}"
                            for party, one in told
                            if one.any
                        ),
                    ]
                )
            grid.add_row(*(self._cell(text.split("\n")) for text in cells))
        self._console.print(grid)
        if self._view.language == "en":
            named = [one for one in (parties or self._ledger.parties()) if one != NOBODY]
            self._line("; ".join(f"{one}: {self._words.of(actor(one))}" for one in named), "dim")
        self._line(self._words("row_note"), "dim")

    def _entries(self) -> None:
        self._title("listed")
        entries = self._ledger.sorted()
        if not entries:
            self._line(self._words("none"))
        for entry in (*entries, *(self._ledger.outside if self._view.outside else ())):
            self._entry(entry)

    def _entry(self, entry: LedgerEntry) -> None:
        words = self._words
        date = day_window(entry.date.start, entry.date.end) or words("no_time")
        part = f" {words.term('parts_of_day', entry.date.part_of_day)}" if entry.date.part_of_day else ""
        kind = words.term("kinds", entry.kind)
        told = "" if entry.factuality == "asserted" else f" ({words.term('factuality', entry.factuality)})"
        places = words.listed(one.name for one in entry.places) or words("no_place")
        edge = f" · {words('boundary')}" if entry.boundary else ""
        self._console.print()
        self._line(f"{date}{part} · {kind}{told} · {places}", "bold")
        self._line(f"{words(entry.outcome)}{edge} · {self._against(entry)} · {entry.incident_id}", indent=2)
        if entry.bearing == "performance":
            self._line(words("performance_of"), indent=2)
        self._standing(entry)
        harm = words.listed(
            f"{words.term('effects', one.effect)} {words.range(one.min, one.max, is_open=one.open)}"
            for one in entry.harm
        )
        grade = words.term("grades", entry.grade_decided or entry.grade)
        sources = words("one_source", n=entry.independent_sources)
        self._line(words.listed(one for one in (harm, grade, sources) if one), indent=2)
        grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=_LABEL, style="dim", overflow="fold")
        grid.add_column(width=10, overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for one in entry.answers:
            label = words("area_question" if one.question == "area" else one.question)
            grid.add_row(label, words(one.value), self._cell([self._said(one.reason)]))
        self._console.print(Padding(grid, (0, 0, 0, 2)))
        for claim in entry.claims:
            self._line(self._claim(claim), indent=2)

    def _standing(self, entry: LedgerEntry) -> None:
        decided = [one for one in entry.facets if one.judgement is not None]
        for one in decided:
            self._line(self._facet(one), indent=2)
        if not decided and any(one.facet == "alleged" for one in entry.facets):
            self._line(self._words("unverified"), indent=2)
        for one in entry.facets:
            if one.is_suggested:
                why = self._said(one.why) if isinstance(one.why, Both) else one.why
                self._line(self._words("suggested", why=why), indent=2)

    def _beside(self) -> None:
        words, total = self._words, self._ledger.total()
        if total.munitions:
            listed = words.listed(
                f"{words.term('munitions', item)} {words.range(low, high)}"
                for item, (low, high) in total.munitions.items()
            )
            self._console.print()
            self._line(words("strikes", list=listed))
        for title, lines in (
            ("statements", [self._statement(one) for one in self._ledger.statements if one.is_this != "no"]),
            ("observations", [self._observation(one) for one in self._ledger.observations]),
            (
                "reservations",
                [f"{self._said(one.label)}: {self._said(one.text)}" for one in self._agreement.reservations],
            ),
        ):
            if lines:
                self._title(title)
                for line in lines:
                    self._line(line)

    def _foot(self) -> None:
        words, ledger = self._words, self._ledger
        self._console.print()
        if ledger.failing:
            reasons = words.listed(
                f"{words('area_question' if question == 'area' else question)} {count}"
                for question, count in sorted(ledger.failing.items())
            )
            self._line(words("left_out", n=sum(ledger.failing.values()), reasons=reasons))
        for key, number in (
            ("no_acts", ledger.no_acts),
            ("left_invented", ledger.invented),
            ("left_real", ledger.real),
        ):
            if number:
                self._line(words(key, n=number))
        primary = [one for one in self._agreement.references if one.is_primary]
        self._line(words("sources", n=len(self._agreement.references), id=self._agreement.id))
        for one in primary:
            self._line(f"{one.title} {one.url}".rstrip(), indent=2)

    # --- pieces ------------------------------------------------------------------------------------------------

    def _key(self, grouping: Grouping, key: str) -> str:
        if grouping == "term":
            term = next(one for one in self._agreement.terms if one.id == key)
            mark = f" ({self._words('term_unchecked')})" if term.wording == "unchecked" else ""
            return f"{key}\n{self._said(term.text)}{mark}"
        if grouping == "area":
            area = next((one for one in self._agreement.areas if one.id == key), None)
            return self._said(area.label) if area is not None else self._words("no_area")
        if grouping == "party":
            return self._party(key)
        return key or self._words("no_day")

    def _party(self, party: str) -> str:
        """Return an actor's id, explained below the table; in Arabic its name, since Latin ids tear a line apart."""
        if party == NOBODY:
            return self._words("nobody")
        return party if self._view.language == "en" else self._words.of(actor(party))

    def _tally(self, tally: Tally, between: str = "\n") -> str:
        parts = (
            ("within", tally.in_scope), ("maybe", tally.possibly), ("edge", tally.boundary), ("performed", tally.performance),
        )  # fmt: skip
        return between.join(self._words(key, n=number) for key, number in parts if number) or NONE

    def _against(self, entry: LedgerEntry) -> str:
        words = self._words
        certainty = {one.actor: one.certainty for one in reversed(entry.allegations)}
        named = [
            self._party(one)
            + (
                f" ({words.term('certainty', told)})"
                if (told := certainty.get(one)) not in (None, "stated")
                else ""
            )
            for one in entry.parties
            if one is not None
        ]
        return words("against", who=words.listed(named)) if named else words("against_nobody")

    def _facet(self, facet: Facet) -> str:
        words = self._words
        name = words(facet.facet) + (f" ({self._party(facet.actor)})" if facet.actor else "")
        why = self._said(facet.why) if isinstance(facet.why, Both) else facet.why
        return words(
            "decided",
            facet=name,
            value=words(facet.value),
            by=facet.by,
            at=facet.at[:10],
            n=facet.judgement,
            why=why,
        )

    def _claim(self, claim: LedgerClaim) -> str:
        words = self._words
        said = (
            words("claim", agreement=claim.agreement, who=words.listed(claim.claimed_by))
            if claim.claimed_by
            else words("claim_outlet", agreement=claim.agreement)
        )
        names = {"yes": "claim_this", "possible": "claim_possible", "no": "claim_no"}[claim.is_this]
        return words.listed((said, words(names)))

    def _statement(self, one: Statement) -> str:
        words, total = self._words, one.total
        against = (
            words("statement_against", who=words.listed(map(self._party, total.against)))
            if total.against
            else ""
        )
        since = (
            words("statement_since", since=total.since or "…", until=total.until or "…")
            if total.since
            else ""
        )
        return words(
            "statement", outlet=one.outlet or NONE, published=(one.published or NONE)[:10],
            count=words.range(total.min, total.max), of=total.of,
            who=words.listed(total.claimed_by) or words("outlet_itself"), against=against, since=since,
        )  # fmt: skip

    def _observation(self, one: Observation) -> str:
        return self._words(
            "observation", window=day_window(one.start, one.end), term=one.term,
            count=NONE if one.count is None else one.count, required=NONE if one.required is None else one.required,
            source=one.source, by=one.by,
        )  # fmt: skip

    def _said(self, both: Both | object) -> str:
        return str(getattr(both, self._view.language))

    def _title(self, key: str) -> None:
        self._console.print()
        self._line(self._words(key), "bold")

    def _line(self, text: str, style: str = "", *, indent: int = 0) -> None:
        shown = Text(clean(text), style=style)
        self._console.print(Padding(shown, (0, 0, 0, indent)) if indent else shown)

    def _cell(self, lines: Iterable[str]) -> Text:
        return cell(lines, on_terminal=self._console.is_terminal)
