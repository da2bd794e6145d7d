"""The report for a reader: one file that opens anywhere, right to left, with every value beside its words.

The page needs no network and allows none: a content security policy permits its own style and script by hash and
nothing else. Fragments of documents are spooled to disk while totals and maps are gathered, so memory grows with the
index, not with the texts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from string import Template
from tempfile import SpooledTemporaryFile
from typing import ClassVar, TextIO
from urllib.parse import urlsplit

from rasd.export.format import Pair
from rasd.export.page.cards import Cards
from rasd.export.page.labels import (
    Label,
    asset,
    attribute,
    both,
    direction,
    isolated,
    shown,
    term,
    theatre,
    word,
)
from rasd.export.page.maps import Point, render_map
from rasd.export.page.marks import Marks
from rasd.model import Document, Record

__all__ = ["Html"]

_LEGEND = (
    "place",
    "date",
    "actor",
    "target",
    "harm",
    "weapon",
    "source",
    "kind",
    "breach_claim",
    "toll",
    "issue",
)
_COUNTED = ("reports", "tolls", "claimed_totals", "issues")
_CLOCK = re.compile(r"(\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d|)")
_IN_MEMORY = 8 * 1024 * 1024


@dataclass(slots=True)
class _Gathered:
    """What the head of the page says about all documents."""

    rows: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))
    points: dict[str | None, list[Point]] = field(default_factory=dict)
    synthetic: bool = False


class Html:
    """One self-contained page."""

    name: ClassVar[str] = "html"
    extension: ClassVar[str] = "html"
    media_type: ClassVar[str] = "text/html"
    lossless: ClassVar[bool] = False

    def write(self, pairs: Iterable[Pair], stream: TextIO) -> None:
        """Write the page after the last pair has come; a page without documents says so."""
        gathered = _Gathered()
        with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as spool:
            for number, (document, record) in enumerate(pairs, 1):
                for piece in _document(number, document, record, gathered):
                    spool.write(piece)
            before, after = _page(gathered)
            stream.write(before)
            spool.seek(0)
            while piece := spool.read(1 << 16):
                stream.write(piece)
            stream.write(after)


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _page(gathered: _Gathered) -> tuple[str, str]:
    """Return what stands before and after the documents."""
    style, script = asset("report.css"), asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    counts = {"documents": len(gathered.rows), **gathered.counts}
    maps = "".join(render_map(identity, points) for identity, points in gathered.points.items())
    filled = Template(asset("page.html")).substitute(
        policy=attribute(policy),
        style=style,
        script=script,
        title=shown(f"{word('title').ar} | {word('title').en}"),
        heading=both(word("title")),
        skip=both(word("skip")),
        language=both(word("language")),
        intro=both(word("intro")),
        counts="".join(f"<li>{both(word(key))}: <b>{count}</b></li>" for key, count in counts.items()),
        legend="".join(f'<li><i class="dot {slot}"></i>{both(word(slot))}</li>' for slot in _LEGEND),
        legend_title=both(word("legend")),
        index=_index(gathered.rows),
        maps=f'<section class="maps"><h2>{both(word("maps"))}</h2><p>{both(word("map_note"))}</p>{maps}</section>'
        if maps
        else "",
        synthetic=_watermark() if gathered.synthetic else "",
        documents="\0",
    )
    before, _, after = filled.partition("\0")
    return before, after


def _watermark() -> str:
    label = word("synthetic")
    return (
        f'<p class="synthetic"><span lang="ar">{shown(label.ar)}</span> – '
        f'<span lang="en">{shown(label.en)}</span></p>'
    )


def _index(rows: list[str]) -> str:
    title = f"<h2>{both(word('contents'))}</h2>"
    if not rows:
        return f'{title}<p class="none">{both(word("no_documents"))}</p>'
    heads = ("document", "outlet", "published", "theatre", *_COUNTED)
    head = "".join(f'<th scope="col">{both(word(key))}</th>' for key in heads)
    return f"{title}<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _title(document: Document) -> str:
    if document.title:
        return isolated(document.title)
    opening = document.text.strip().partition("\n")[0][:80]
    return isolated(opening) if opening else both(word("untitled"))


def _published(document: Document) -> str:
    if document.published is None:
        return both(word("unknown_date"))
    day, _, clock = document.published.partition("T")
    time = _CLOCK.fullmatch(clock)
    moment = f"{day} {time[1]} {time[2]}" if time else document.published
    return f'<bdi dir="ltr">{shown(moment.strip())}</bdi>'


def _index_row(number: int, document: Document, record: Record) -> str:
    counts = tuple(len(getattr(record, key)) for key in _COUNTED)
    cells = (
        isolated(document.outlet) if document.outlet else "—",
        _published(document),
        both(theatre(document.theatre)) if document.theatre else "—",
    )
    return (
        f'<tr><th scope="row"><a href="#d{number}"><span class="number">{number}</span> {_title(document)}</a></th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "".join(
            f'<td class="count"><span class="unit">{both(word(key))}: </span>{count}</td>'
            for key, count in zip(_COUNTED, counts, strict=True)
        )
        + "</tr>"
    )


def _document(number: int, document: Document, record: Record, gathered: _Gathered) -> Iterator[str]:
    """Yield the article of one document and add it to what is gathered."""
    prefix = f"d{number}"
    marks = Marks(document.text, prefix)
    cards = Cards(marks, prefix)
    reports = [cards.report(nth, report) for nth, report in enumerate(record.reports, 1)]
    below = cards.below(record)

    gathered.rows.append(_index_row(number, document, record))
    for key in _COUNTED:
        gathered.counts[key] += len(getattr(record, key))
    gathered.synthetic |= document.synthetic
    for nth, report in enumerate(record.reports, 1):
        kind = term("kinds", report.kind)
        title = Label(f"{number}.{nth} {kind.ar}", f"{number}.{nth} {kind.en}")
        for place in report.places:
            gathered.points.setdefault(record.theatre or document.theatre, []).append(
                Point(
                    place.name,
                    place.latitude,
                    place.longitude,
                    place.country,
                    place.precision or "",
                    f"#{prefix}r{nth}",
                    title,
                )
            )

    synthetic = " is-synthetic" if document.synthetic else ""
    yield f'<article class="doc{synthetic}" id="{prefix}"><header>'
    yield f'<h2><a href="#{prefix}"><span class="number">{number}</span></a> {_title(document)}</h2>'
    yield f'<ul class="about">{"".join(f"<li>{item}</li>" for item in _about(document))}</ul>'
    yield f"{_watermark() if document.synthetic else ''}</header>"
    yield f'<div class="pair"><section class="source-text"><h3>{both(word("text"))}</h3>'
    side = direction(document.text)
    yield f'<div class="text" dir="{side}"{" lang=ar" if side == "rtl" else ""}>'
    yield from marks.render()
    yield f'</div></section><section class="records"><h3>{both(word("records"))}</h3>'
    yield "".join(reports) if reports else f'<p class="none">{both(word("no_reports"))}</p>'
    yield f"{below}</section></div>{_about_record(record)}</article>\n"


def _about(document: Document) -> Iterator[str]:
    if document.outlet:
        yield isolated(document.outlet)
    yield _published(document)
    if document.theatre:
        yield both(theatre(document.theatre))
    if document.url and _is_web(document.url):
        yield f'<a href="{attribute(document.url)}" rel="noreferrer noopener">{both(word("original"))}</a>'


def _about_record(record: Record) -> str:
    facts = {
        "id": record.id,
        "text_sha256": record.text_sha256,
        "schema_version": record.schema_version,
        "data_version": record.data_version,
        "published_from": record.published_from or "",
    }
    entries = "".join(
        f"<div><dt>{key}</dt><dd><code>{shown(value)}</code></dd></div>"
        for key, value in facts.items()
        if value
    )
    return f'<details class="facts"><summary>{both(word("record"))}</summary><dl dir="ltr">{entries}</dl></details>'


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
