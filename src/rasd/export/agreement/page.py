"""An agreement in a terminal, however narrow: nothing cut away, Arabic in logical order, the unchecked said as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from rasd.agreements import moment_words
from rasd.export.cells import cell, clean
from rasd.export.page.labels import actor, admin1
from rasd.export.sheet.words import Words
from rasd.model import Agreement, AgreementArea, AgreementTerm

__all__ = ["print_agreement"]

_LABEL = 11


def print_agreement(agreement: Agreement, stream: TextIO, *, language: str = "en") -> None:
    """Write everything that is known of the agreement."""
    console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
    _Page(agreement, console, language).show()


class _Page:
    def __init__(self, agreement: Agreement, console: Console, language: str) -> None:
        self._agreement = agreement
        self._console = console
        self._language = language
        self._words = Words(language, "agreement.yaml")

    def show(self) -> None:
        """Print it part by part."""
        agreement, words = self._agreement, self._words
        self._line(self._said(agreement.title), "bold")
        self._line(agreement.title.en if self._language == "ar" else agreement.title.ar, "dim")
        if agreement.synthetic:
            self._line(words("invented"), "bold red")
        self._grid(self._facts())
        if agreement.note is not None:
            self._line(self._said(agreement.note))
        for title, rows in (
            ("parties", list(self._parties())),
            ("guarantors", list(self._guarantors())),
            ("exempt", list(self._exempt())),
        ):
            if rows:
                self._title(title)
                self._grid(rows)
        self._title("areas")
        for area in agreement.areas:
            self._line(f"{area.id}: {self._said(area.label)}", "bold")
            for text in self._area(area):
                self._line(text, indent=2)
        self._terms()
        if agreement.reservations:
            self._title("reservations")
            for one in agreement.reservations:
                self._line(f"{self._said(one.label)}: {self._said(one.text)} {self._sources(one)}")
        if agreement.timeline:
            self._title("timeline")
            self._grid(
                (str(one.day), [f"{self._said(one.what)} {self._sources(one)}"]) for one in agreement.timeline
            )
        self._title("references")
        for reference in agreement.references:
            primary = f" ({words('primary')})" if reference.is_primary else ""
            self._line(
                f"[{reference.id}]{primary} {words.listed(filter(None, (reference.title, reference.publisher)))}"
            )
            for text in filter(None, (reference.url, reference.note)):
                self._line(text, indent=2)

    # --- parts -------------------------------------------------------------------------------------------------

    def _facts(self) -> Iterator[tuple[str, list[str]]]:
        agreement, words = self._agreement, self._words
        yield words("id"), [agreement.id]
        if agreement.theatre:
            yield words("theatre"), [agreement.theatre]
        yield words("class"), [words(agreement.agreement_class)]
        yield words("form"), [words.listed((words(agreement.form.declared), words(agreement.form.medium)))]
        if agreement.declared_by:
            yield words("declared_by"), [words.listed(map(self._actor, agreement.declared_by))]
        if agreement.names:
            yield (
                words("names"),
                [
                    words("between", name=one.name, since=one.since or "…", until=one.until or "…")
                    if one.since or one.until
                    else one.name
                    for one in agreement.names
                ],
            )
        yield words("in_force"), list(self._force())

    def _force(self) -> Iterator[str]:
        agreement, words = self._agreement, self._words
        end = words("no_end") if agreement.end is None else moment_words(agreement.end)
        yield words("window", start=moment_words(agreement.start), end=end, zone=agreement.zone)
        if not isinstance(agreement.start, datetime):
            yield words("hour_unknown")
        for extension in agreement.extensions:
            told = words(
                "extended_on" if extension.agreed else "extended",
                until=moment_words(extension.until),
                agreed=extension.agreed,
            )
            yield f"{told} {self._sources(extension)}"
        for key, stretches in (("suspended", agreement.suspensions), ("doubted", agreement.doubts)):
            for one in stretches:
                sure = getattr(one, "certainty", "yes")
                words_of = words(key, start=moment_words(one.start), end=moment_words(one.end))
                yield self._noted(f"{words_of}{self._possibly(sure)}", one)

    def _parties(self) -> Iterator[tuple[str, list[str]]]:
        for one in self._agreement.parties:
            role = self._words(one.role)
            if one.through:
                role = self._words.listed((role, self._words("through", who=self._actor(one.through))))
            yield (
                one.actor,
                [self._noted(f"{self._name(one.actor)}{role}{self._possibly(one.certainty)}", one)],
            )

    def _guarantors(self) -> Iterator[tuple[str, list[str]]]:
        for one in self._agreement.guarantors:
            sides = self._words.listed(map(self._actor, one.answers_for))
            told = self._words("for", who=sides) if sides else ""
            yield one.actor, [self._noted(f"{self._name(one.actor)}{told}", one)]

    def _exempt(self) -> Iterator[tuple[str, list[str]]]:
        for one in self._agreement.exempt:
            name = self._name(one.actor).rstrip(": ")
            yield one.actor, [self._noted(f"{name}{self._possibly(one.certainty)}", one)]

    def _area(self, area: AgreementArea) -> Iterator[str]:
        words = self._words
        if not area.is_delimited:
            yield words("undelimited")
        for unit in area.units:
            first = words.of(admin1(unit.country, unit.admin1)) if unit.admin1 else ""
            named = " / ".join(filter(None, (unit.country, first, unit.admin2)))
            yield f"{named}{self._possibly(unit.certainty)}"
        for one in area.places:
            yield f"{words('place', id=one.id)}{self._possibly(one.certainty)}"
        if area.geometry is not None:
            points = _points(area.geometry["coordinates"])
            lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
            yield words(
                "polygon", n=len(points), west=f"{min(lons):.2f}", east=f"{max(lons):.2f}",
                south=f"{min(lats):.2f}", north=f"{max(lats):.2f}",
            )  # fmt: skip
        if area.uncertainty_km:
            yield words("uncertainty", km=f"{area.uncertainty_km:g}")
        if area.note is not None:
            yield self._said(area.note)
        yield self._sources(area)

    def _terms(self) -> None:
        agreement, words = self._agreement, self._words
        unchecked = sum(one.wording == "unchecked" for one in agreement.terms)
        self._title("terms")
        self._line(
            words("count_unchecked", n=unchecked, of=len(agreement.terms))
            if unchecked
            else words("all_checked"),
            "yellow" if unchecked else "",
        )
        for term in agreement.terms:
            self._console.print()
            clause = f" ({term.clause})" if term.clause else ""
            self._line(f"{term.id}{clause}", "bold")
            self._line(self._said(term.text), indent=2)
            for text in self._scope(term):
                self._line(text, indent=2)
            self._line(words(term.wording), "" if term.wording == "checked" else "yellow", indent=2)
            if term.note is not None:
                self._line(self._said(term.note), indent=2)
            self._line(self._sources(term), indent=2)

    def _scope(self, term: AgreementTerm) -> Iterator[str]:
        words = self._words
        acts = words.listed(words.term("acts", act) for act in term.acts)
        yield f"{words(term.rule)}: {acts}"
        who = words.listed(map(self._actor, term.by)) or words("every_party")
        whom = words.listed(map(self._actor, term.against)) or words("anyone")
        yield words.listed((words("by", who=who), words("against", who=whom)))
        area = next((one for one in self._agreement.areas if one.id == term.area), None)
        yield self._said(area.label) if area is not None else words("everywhere")
        if term.start or term.end:
            yield words("term_window", start=moment_words(term.start), end=moment_words(term.end))
        if term.quantity is not None:
            quantity = term.quantity
            yield words("quantity", count=quantity.count, of=quantity.of, per=words(quantity.per))

    # --- pieces ------------------------------------------------------------------------------------------------

    def _name(self, identity: str) -> str:
        """Return an actor's name and a colon, where the name says more than the id."""
        name = self._words.of(actor(identity))
        return "" if name.upper() == identity else f"{name}: "

    def _actor(self, identity: str) -> str:
        """Return an actor's id; in Arabic its name, since Latin ids tear a line apart."""
        return identity if self._language == "en" else self._words.of(actor(identity))

    def _possibly(self, certainty: str) -> str:
        return f" ({self._words('possible')})" if certainty == "possible" else ""

    def _noted(self, text: str, fact: Any) -> str:
        note = self._said(fact.note) if fact.note is not None else ""
        return "\n".join(filter(None, (f"{text} {self._sources(fact)}", note)))

    def _sources(self, fact: Any) -> str:
        return f"[{', '.join(fact.sources) or self._words('no_source')}]"

    def _said(self, both: Any) -> str:
        return str(getattr(both, self._language))

    def _title(self, key: str) -> None:
        self._console.print()
        self._line(self._words(key), "bold")

    def _line(self, text: str, style: str = "", *, indent: int = 0) -> None:
        shown = Text(clean(text), style=style)
        self._console.print(Padding(shown, (0, 0, 0, indent)) if indent else shown)

    def _grid(self, rows: Iterable[tuple[str, list[str]]]) -> None:
        grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=_LABEL, style="dim", overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for label, lines in rows:
            grid.add_row(label, cell(lines, on_terminal=self._console.is_terminal))
        self._console.print(grid)


def _points(value: Any) -> list[tuple[float, float]]:
    """Return the points of GeoJSON coordinates, however deep."""
    if isinstance(value[0], (int, float)):
        return [(value[0], value[1])]
    return [point for part in value for point in _points(part)]
