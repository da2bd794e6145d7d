"""Small pieces of a brief's HTML: everything that is shown is escaped here, and days and shares keep their order in Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rasd.export.page.labels import shown

__all__ = ["figure", "listing", "said", "section", "table"]

_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:[T ]\d\d:\d\d)?(?: – \d{4}-\d\d(?:-\d\d)?(?:[T ]\d\d:\d\d)?)?")
_SHARE = re.compile(r"(?<![\w.])\.\d+(?:–\.\d+)?")


def said(text: str) -> str:
    """Return text as HTML; no day breaks over two lines, and a share (.66) keeps its point in front.

    >>> said("حتى 2031-04-20")
    'حتى <bdi dir="ltr" class="day">2031-04-20</bdi>'
    """
    days = _DAY.sub(lambda found: _isolated(found[0], found[0].split(" – ")), shown(text))
    return _SHARE.sub(lambda found: f'<bdi dir="ltr">{found[0]}</bdi>', days)


def _isolated(text: str, days: Sequence[str]) -> str:
    if len(days) == 1:
        return f'<bdi dir="ltr" class="day">{text}</bdi>'
    return f'<bdi dir="ltr"><span class="day">{days[0]} –</span> <span class="day">{days[1]}</span></bdi>'


def section(identity: str, title: str, inside: str) -> str:
    """Return a part of the page under its heading."""
    return f'<section id="{identity}"><h2>{said(title)}</h2>{inside}</section>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, name: str = "") -> str:
    """Return a table of cells that are HTML already; the first of each row is its heading, heads repeat on each page."""
    head = "".join(f'<th scope="col">{said(one)}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{cells[0]}</th>{"".join(f"<td>{one}</td>" for one in cells[1:])}</tr>'
        for cells in rows
    )
    named = f' class="{name}"' if name else ""
    return (
        f'<div class="scroll"><table{named}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def listing(lines: Iterable[str]) -> str:
    """Return lines that are HTML already as a list; nothing where there is none."""
    items = "".join(f"<li>{one}</li>" for one in lines if one)
    return f"<ul>{items}</ul>" if items else ""


def figure(svg: str) -> str:
    """Return a chart."""
    return f'<figure class="scroll">{svg}</figure>'
