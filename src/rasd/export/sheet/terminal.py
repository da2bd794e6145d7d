"""A sheet in a terminal: as many sources side by side as the width holds, Arabic in logical order, nothing cut away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from rasd.export.cells import cell, clean, short
from rasd.export.incidents.sums import by_effect
from rasd.export.page.labels import day_window
from rasd.export.sheet.facet_words import facet_lines, facet_words
from rasd.export.sheet.facts import Sheet, SheetEntry, SheetFigure, SheetSource
from rasd.export.sheet.words import Words
from rasd.model import Decided, IncidentHarm, StatusHarm

__all__ = ["print_sheet"]

_COLUMN = 32
"""Least width of a source; narrower, Arabic sentences fall apart."""
_LABEL = 11
_FIGURES = {
    "counted": "counted",
    "replaced": "replaced",
    "party": "party_figure",
    "denied": "denied",
    "copy": "copy",
}
_NOT_VALUES = ("grade", "by", "decided")


def print_sheet(sheet: Sheet, stream: TextIO, *, language: str = "en") -> None:
    """Write the sheet of one incident."""
    console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
    _Page(sheet, console, Words(language)).show()


class _Page:
    def __init__(self, sheet: Sheet, console: Console, words: Words) -> None:
        self._sheet = sheet
        self._incident = sheet.incident
        self._console = console
        self._words = words

    def show(self) -> None:
        """Print it part by part."""
        self._head()
        self._summary()
        self._title("side_by_side")
        self._sources()
        self._title("why_linked")
        self._reasons()
        self._title("history")
        self._history()

    # --- parts -------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        words, incident = self._words, self._incident
        if self._sheet.asked:
            self._line(words("asked", old=self._sheet.asked, id=incident.id), "yellow")
        kind = words.term("kinds", incident.kind)
        told = (
            "" if incident.factuality == "asserted" else f" ({words.term('factuality', incident.factuality)})"
        )
        self._line(f"{incident.id}  {kind}{told}", "bold")
        if incident.synthetic:
            self._line(words("synthetic"), "bold red")

    def _summary(self) -> None:
        rows = [
            ("when", [self._when()]),
            ("where", list(self._where())),
            ("who", list(self._who())),
            ("struck", list(self._struck())),
            ("weapons", self._weapons()),
            ("harm", [line for harm in by_effect(self._incident.harm) for line in self._harm(harm)]),
            ("conceded", [line for harm in self._incident.conceded for line in self._harm(harm)]),
            ("grade", list(self._grade())),
            ("occurrence", list(self._occurrence())),
            (
                "contested",
                [self._words.listed(self._words(f"over.{over}") for over in self._incident.contested_over)],
            ),
            ("attested", [self._attested()]),
            ("ledgers", list(self._ledgers())),
            ("notes", list(self._notes())),
            ("former", [self._words.listed(self._sheet.former)]),
        ]
        grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=_LABEL, style="dim", overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for label, lines in rows:
            if any(lines):
                grid.add_row(self._words(label), self._cell(lines))
        self._console.print(grid)

    def _sources(self) -> None:
        shown = [source for source in self._sheet.sources if source.copy_of is None]
        room = max(1, (self._console.width - _LABEL - 2) // _COLUMN)
        chunks = -(-len(shown) // room)
        each = -(-len(shown) // chunks) if chunks else 1
        for start in range(0, len(shown), each):
            self._matrix(shown[start : start + each])

    def _matrix(self, sources: Sequence[SheetSource]) -> None:
        grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        grid.add_column("", width=_LABEL, style="dim", overflow="fold")
        for source in sources:
            grid.add_column(
                self._cell([f"[{source.number}] {source.link.outlet or '–'}"]), ratio=1, overflow="fold"
            )
        for label, lines in (
            ("published", [[source.link.published or "–"] for source in sources]),
            ("document", [[short(source.link.report_id), source.url or ""] for source in sources]),
            ("counts_as", [[self._counts_as(source)] for source in sources]),
            ("says", [list(self._says(source)) for source in sources]),
            ("tells", [list(self._tells(source)) for source in sources]),
            ("blames", [list(self._blames(source)) for source in sources]),
            ("harm", [[line for one in source.figures for line in self._figure(one)] for source in sources]),
            ("copies", [list(self._copies(source)) for source in sources]),
        ):
            if any(any(of) for of in lines):
                grid.add_row(self._words(label), *(self._cell(of) for of in lines), end_section=False)
        self._console.print(grid)
        self._console.print()

    def _reasons(self) -> None:
        pairs: set[frozenset[str]] = set()
        linked = []
        for source in self._sheet.sources:
            pair = frozenset((source.link.report_id, source.link.linked_to or ""))
            if source.link.linked_to and pair not in pairs:
                pairs.add(pair)
                linked.append(source)
        if not linked:
            self._line(self._words("alone"))
            return
        grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=_LABEL, style="dim", overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for source in linked:
            score = "" if source.link.score is None else f"{source.link.score:.2f}"
            reasons = [
                f"{reason.weight:+.1f}  {reason.ar if self._words.language == 'ar' else reason.en}"
                for reason in source.link.reasons
            ]
            both = f"[{source.number}] {self._sheet.number(source.link.linked_to or '')}"
            grid.add_row(self._cell([both, score]), self._cell(reasons))
        self._console.print(grid)

    def _history(self) -> None:
        grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=16, style="dim", overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for entry in self._sheet.entries:
            grid.add_row(entry.at[:16].replace("T", " "), self._cell(self._entry(entry)))
        self._console.print(grid)

    # --- summary -----------------------------------------------------------------------------------------------

    def _when(self) -> str:
        date = self._incident.date
        part = self._words.term("parts_of_day", date.part_of_day) if date.part_of_day else ""
        return " ".join(
            piece for piece in (day_window(date.start, date.end) or self._words("no_time"), part) if piece
        )

    def _where(self) -> Iterator[str]:
        for place in self._incident.places:
            units = [
                unit for unit in (place.admin2, place.admin1, place.country) if unit and unit != place.name
            ]
            region = f" ({self._words.listed(dict.fromkeys(units))})" if units else ""
            area = f", {self._words('area')}" if place.approximate else ""
            yield f"{place.name}{region}{area}"
        if not self._incident.places:
            yield self._words("no_place")

    def _who(self) -> Iterator[str]:
        for one in self._incident.perpetrators:
            certainty = self._words.term("certainty", one.certainty)
            on = self._words("by_sources", certainty=certainty, n=one.independent_sources)
            yield f"{self._words.actor(one.actor)}: {on} {self._refs(one.reports)}"
        if not self._incident.perpetrators:
            yield self._words("nobody")
        yield from self._decided("perpetrator")

    def _struck(self) -> Iterator[str]:
        for target in self._incident.targets:
            yield f"{self._words.actor(target.actor)} {self._refs(target.reports)}"
        for site in self._incident.target_sites:
            yield f"{self._words.term('target_sites', site.site)} {self._refs(site.reports)}"

    def _weapons(self) -> list[str]:
        lines = [
            f"{self._words.term('weapons', w.weapon)} {self._refs(w.reports)}" for w in self._incident.weapons
        ]
        return lines + [
            f"{self._words.term('munitions', m.item)} {self._words.range(m.min, m.max)} {self._refs(m.reports)}"
            for m in self._incident.munitions
        ]

    def _harm(self, harm: IncidentHarm) -> Iterator[str]:
        words = self._words
        yield f"{words.harm(harm)}{self._bounds(harm)}"
        for part in harm.by_status if len(harm.by_status) > 1 else ():
            yield f"  {words(part.victim_status)} {words.range(part.min, part.max)}{self._bounds(part)}"
        if len(harm.by_status) == 1 and harm.by_status[0].victim_status != "unknown":
            yield f"  {words(harm.by_status[0].victim_status)}"
        counts = [
            words(name, n=n)
            for name, n in (("children", harm.children), ("women", harm.women))
            if n is not None
        ]
        if counts:
            yield f"  {words.listed(counts)}"
        yield from (f"  {line}" for line in self._decided("best", harm.effect))
        yield from (f"  {line}" for line in self._decided("victim_status", harm.effect))

    def _bounds(self, harm: IncidentHarm | StatusHarm) -> str:
        given = []
        if harm.min is not None and harm.min_from:
            given.append(self._words("set_by", bound=harm.min, reports=self._refs(harm.min_from)))
        if harm.max is not None and harm.max_from and (harm.max, harm.max_from) != (harm.min, harm.min_from):
            given.append(self._words("set_by", bound=harm.max, reports=self._refs(harm.max_from)))
        return f"   {self._words.listed(given)}" if given else ""

    def _grade(self) -> Iterator[str]:
        grade = self._incident.grade
        yield f"{self._words('proposed')}: {self._words.term('grades', grade.proposed)}"
        rule = grade.reasons.get(self._words.language, "")
        for source in self._sheet.sources:
            rule = rule.replace(source.link.report_id, f"[{source.number}]")
        yield f"  {rule}" if rule else ""
        yield f"  {grade.rule}"
        yield from list(self._decided("grade")) or [self._words("undecided")]

    def _occurrence(self) -> Iterator[str]:
        yield f"{self._words('proposed')}: {self._words('occurrence.' + self._incident.occurrence)}"
        yield from self._decided("occurrence")

    def _attested(self) -> str:
        documents = len({link.document_id for link in self._incident.reports})
        n = self._incident.independent_sources
        return self._words("independent", n=n, reports=len(self._incident.reports), documents=documents)

    def _ledgers(self) -> Iterator[str]:
        for agreement, facets in self._sheet.facets.items():
            for facet in facets:
                yield from facet_lines(self._words, agreement, facet)

    def _notes(self) -> Iterator[str]:
        for entry in self._sheet.entries:
            if entry.action == "note" and entry.undone is None:
                yield f"{entry.why} ({self._decision(entry.by, entry.at, entry.judgement)})"

    def _decided(self, about: str, effect: str | None = None) -> Iterator[str]:
        for one in self._incident.decided:
            if one.about == about and (effect is None or one.effect == effect):
                yield f"{self._words('best' if about == 'best' else 'decided')}: {self._value(one)}"
                yield f"  {self._decision(one.by, one.at, one.judgement)}: {one.why}"
                if one.joined:
                    yield f"  {self._words('joined', n=one.joined)}"
                if one.left:
                    yield f"  {self._words('left', n=one.left)}"
                for earlier in one.earlier:
                    yield f"  {self._words('earlier', n=earlier)}"

    def _value(self, one: Decided) -> str:
        value = str(one.value)
        return {
            "grade": lambda: self._words.term("grades", value),
            "occurrence": lambda: self._words(f"occurrence.{value}"),
            "perpetrator": lambda: self._words.actor(value),
            "victim_status": lambda: self._words(value),
            "best": lambda: value,
        }[one.about]()

    def _decision(self, by: str, at: str, number: int | None) -> str:
        return self._words("decision", by=by, at=at[:10], n=number)

    # --- sources -----------------------------------------------------------------------------------------------

    def _counts_as(self, source: SheetSource) -> str:
        if source.link.is_party:
            return self._words("party")
        group = source.link.group
        return "" if group is None else self._words("source_number", n=group + 1)

    def _says(self, source: SheetSource) -> Iterator[str]:
        given = source.report.sources if source.report else []
        for one in given:
            yield f"{one.name} ({self._words.term('source_types', one.type)})"
        if source.report and not given:
            yield self._words("outlet_itself")

    def _tells(self, source: SheetSource) -> Iterator[str]:
        report = source.report
        if report is None:
            yield self._words.term("factuality", source.link.factuality)
            return
        yield f"{self._words.term('kinds', report.kind)}, {self._words.term('factuality', report.factuality)}"
        date = report.date
        part = self._words.term("parts_of_day", date.part_of_day) if date.part_of_day else ""
        yield " ".join(piece for piece in (day_window(date.start, date.end), part) if piece)
        yield from (place.name for place in report.places)
        yield self._words.listed(self._words.term("weapons", one.weapon) for one in report.weapons)

    def _blames(self, source: SheetSource) -> Iterator[str]:
        for one in source.report.perpetrators if source.report else ():
            claimed = f": {self._words.listed(one.claimed_by)}" if one.claimed_by else ""
            yield f"{one.actor} ({self._words.term('certainty', one.certainty)}){claimed}"

    def _figure(self, one: SheetFigure) -> Iterator[str]:
        figure, words = one.figure, self._words
        status = f", {words(figure.victim_status)}" if figure.victim_status != "unknown" else ""
        yield f"{words.term('effects', one.effect)} {words.range(figure.min, figure.max)}{status}"
        yield f"«{one.quote}»" if one.quote else ""
        if figure.counted != "counted":
            report = self._sheet.number(figure.replaced_by) if figure.replaced_by else ""
            yield f"({words(_FIGURES[figure.counted], report=report)})"

    def _copies(self, source: SheetSource) -> Iterator[str]:
        by_number = {one.number: one.link for one in self._sheet.sources}
        for number in source.copies:
            link = by_number[number]
            yield f"[{number}] {link.outlet or '–'}"
            yield f"{short(link.report_id)}, {link.published or '–'}"

    # --- history -----------------------------------------------------------------------------------------------

    def _entry(self, entry: SheetEntry) -> list[str]:
        words = self._words
        if entry.judgement is not None:
            value = entry.details.get("value")
            told = words("action." + entry.action) + ("" if value in (None, "") else f": {self._made(entry)}")
            lines = [f"{told} ({self._decision(entry.by, entry.at, entry.judgement)})", entry.why]
            if entry.action in ("positive", "negative"):
                sides = entry.details.get("sides") or [entry.details.get("reports", ())]
                lines.append(" | ".join(" ".join(map(self._sheet.number, side)) for side in sides))
            if entry.orphaned:
                lines.append(words("orphaned", reports=words.listed(map(short, entry.orphaned))))
            if entry.undone:
                undone = words("undone", by=entry.undone["by"], at=entry.undone["at"][:10])
                lines.append(f"{undone}: {entry.undone['why']}" if entry.undone["why"] else undone)
            return lines
        whose = "" if entry.incident_id in (None, self._incident.id) else f"{entry.incident_id}: "
        return [whose + line for line in self._change(entry)]

    def _made(self, entry: SheetEntry) -> str:
        """Return the value of a decision in words."""
        if entry.action == "facet":
            return facet_words(self._words, **entry.details["facet"])
        effect, _, value = str(entry.details["value"]).rpartition(" ")
        about = Decided.model_validate({"about": entry.action, "value": value, "by": "", "judgement": 0})
        return " ".join(
            piece for piece in (effect and self._words.term("effects", effect), self._value(about)) if piece
        )

    def _change(self, entry: SheetEntry) -> Iterator[str]:
        words, details = self._words, entry.details
        by = "" if entry.by in ("", "link") else f" ({entry.by})"
        added, removed = details.get("added", ()), details.get("removed", ())
        if entry.action == "founded":
            yield words("founded", n=len(added)) + by
            return
        if entry.action == "merged":
            yield words("merged", into=details.get("into", "")) + by
            return
        changed = words.listed(
            words(name) if words.known(name) else name for name in details.get("changed", ())
        )
        yield (f"{words(entry.action)}: {changed}" if changed else words(entry.action)) + by
        if added:
            yield words("added_reports", reports=" ".join(map(self._sheet.number, added)))
        if removed:
            yield words("removed_reports", reports=" ".join(map(self._sheet.number, removed)))

    # --- small -------------------------------------------------------------------------------------------------

    def _refs(self, reports: Sequence[str]) -> str:
        return " ".join(sorted(map(self._sheet.number, reports)))

    def _cell(self, lines: Iterable[str]) -> Text:
        return cell(lines, on_terminal=self._console.is_terminal)

    def _title(self, key: str) -> None:
        self._console.print()
        self._line(self._words(key), "bold")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(clean(text), style=style))
