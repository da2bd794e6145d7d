"""Agreements in a terminal, one a row; where the width is too small for columns, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table as Grid

from rasd.agreements import force_words
from rasd.export.cells import cell
from rasd.export.page.labels import actor
from rasd.export.sheet.words import Words
from rasd.model import Agreement

__all__ = ["print_agreements"]

_WIDE = 100


def print_agreements(agreements: Sequence[Agreement], stream: TextIO, *, language: str = "en") -> None:
    """Write a table of agreements in one language."""
    console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = max(console.width, 140)
    words = Words(language, "agreement.yaml")
    grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    is_wide = console.width >= _WIDE
    grid.add_column(words("id"), ratio=3, overflow="fold")
    if is_wide:
        for key, ratio in (("class", 2), ("in_force", 3), ("parties", 3), ("terms", 2)):
            grid.add_column(words(key).lower(), ratio=ratio, overflow="fold")
    for one in agreements:
        names = [
            (name if language == "en" else words.of(actor(name)))
            + (f" ({words('possible')})" if certainty == "possible" else "")
            for name, certainty in ((party.actor, party.certainty) for party in one.parties)
        ]
        unchecked = sum(term.wording == "unchecked" for term in one.terms)
        told = words("count_unchecked", n=unchecked, of=len(one.terms)) if unchecked else words("all_checked")
        window = f"{getattr(force_words(one), language)} ({one.zone})"
        first = [one.id, getattr(one.title, language), words("invented") if one.synthetic else ""]
        rest = [[words(one.agreement_class)], [window], [words.listed(names)], [told]]
        columns = [first, *rest] if is_wide else [[*first, *(line for lines in rest for line in lines), " "]]
        grid.add_row(
            *(cell(lines, on_terminal=console.is_terminal) for lines in columns), end_section=is_wide
        )
    console.print(grid)
