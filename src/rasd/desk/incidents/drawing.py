"""The rows of the list as HTML, without the template language: fifty rows are most of what the page costs.

Everything goes through `shown`, which escapes markup and makes characters that turn the page's direction visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe

from rasd.desk.incidents.rows import Row
from rasd.export.page.labels import shown

__all__ = ["rows_drawn"]


def rows_drawn(rows: Iterable[Row], heads: Mapping[str, str]) -> SafeString:
    """Return the rows; `heads` are the words of the columns and of what a row may lack."""
    said = {name: escape(text) for name, text in heads.items()}
    return mark_safe("\n".join(_row(row, said) for row in rows))  # nosec B308 B703: every value is escaped below


def _row(row: Row, said: Mapping[str, str]) -> str:
    what = f'<a href="{escape(row.url)}">{shown(row.kind)}</a>'
    if row.is_contested:
        what += f' <span class="badge care">{said["contested"]}</span>'
    if row.is_synthetic:
        what += f' <span class="badge">{said["synthetic"]}</span>'
    grade = f'<span class="badge{" good" if row.is_decided else ""}">{shown(row.grade)}</span>'
    whose = said["decided" if row.is_decided else "proposed"]
    cells = (
        ("day", "days", shown(row.days) if row.days else said["no_day"]),
        ("what", "", what),
        ("where", "", _where(row, said)),
        ("killed", "number", shown(row.killed) or "–"),
        ("injured", "number", shown(row.injured) or "–"),
        ("alleged", "", shown(row.alleged) or "–"),
        ("grade", "", f'{grade} <span class="meta">{whose}</span>'),
        ("sources", "number", shown(row.sources)),
    )
    return "<tr>" + "".join(_cell(said[name], sort, inside) for name, sort, inside in cells) + "</tr>"


def _cell(label: str, sort: str, inside: str) -> str:
    kind = f' class="{sort}"' if sort else ""
    return f'<td{kind} data-label="{label}">{inside}</td>'


def _where(row: Row, said: Mapping[str, str]) -> str:
    if not row.places:
        return f'<span class="meta">{said["no_place"]}</span>'
    where = f'<bdi dir="auto">{shown(row.places)}</bdi>'
    if row.unit:
        where += f' <span class="meta"><bdi>{shown(row.unit)}</bdi></span>'
    if row.is_approximate:
        where += f' <span class="meta">{said["approximate"]}</span>'
    return where
