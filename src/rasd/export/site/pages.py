"""The pages of a published site in one language: everything shown comes from an incident's public form.

A page runs no script, asks nothing of another address, and says in its head that it may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Template

from rasd.export.brief.closing import gaps_part, method_part, sources_part
from rasd.export.brief.facts import Brief
from rasd.export.brief.incidents import grade_of, harm_rows, incident_tables, map_rows
from rasd.export.brief.markup import figure, listing, said, section, table
from rasd.export.charts import MapRow, TimelineRow, draw_harm, draw_map, draw_timeline
from rasd.export.incidents.sums import EFFECTS
from rasd.export.page.labels import asset, attribute, isolated
from rasd.export.phrases import Phrases
from rasd.model import Incident

__all__ = ["Line", "SitePages", "line_of"]

_POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
_OTHER = {"ar": ("en", "English"), "en": ("ar", "العربية")}


@dataclass(frozen=True, slots=True)
class Line:
    """What the lists keep of an incident while its page is written and let go."""

    id: str
    first: date | None
    last: date | None
    kind: str
    factuality: str
    grade: str
    is_decided: bool
    places: tuple[tuple[str, str | None, str | None], ...]
    """Name, country, first-level unit."""
    perpetrators: tuple[str, ...]
    harm: tuple[tuple[str, int | None, int | None, bool], ...]
    reports: int
    row: MapRow
    on_timeline: TimelineRow

    @property
    def order(self) -> tuple[bool, str, str]:
        """Return what lists are sorted by: the latest day first once reversed, without a day last."""
        return self.first is not None, self.first.isoformat() if self.first else "", self.id


def line_of(brief: Brief) -> Line:
    """Return the line of the one incident of a brief."""
    one = brief.incidents[0]
    row = next(map_rows(brief), None)
    style = row.grade if row is not None else "discounted"
    first = one.date.start or one.date.end
    is_decided = one.grade.decided is not None
    return Line(
        one.id, first, one.date.end or first, one.kind, one.factuality, grade_of(one), is_decided,
        tuple((place.name, place.country, place.admin1) for place in one.places),
        tuple(dict.fromkeys(named.actor for named in one.perpetrators)),
        tuple(
            (harm.effect, harm.min, harm.max, harm.open)
            for harm in one.harm
            if harm.effect in EFFECTS and harm.unit == "people"
        ),
        len(one.reports),
        row or MapRow("", None, None, one.kind, style),
        TimelineRow(one.kind, first, style, is_decided),
    )  # fmt: skip


def _linked(inside: str, address: str | None) -> str:
    """Return words of HTML as a link; an address of another kind than the web's is none."""
    if not address or not address.startswith(("https://", "http://")):
        return inside
    return f'<a href="{attribute(address)}" rel="external noopener noreferrer nofollow">{inside}</a>'


class SitePages:
    """The pages in one language; `above` of a page is the way back to the site's root."""

    def __init__(self, language: str, title: str, written: date, *, is_synthetic: bool) -> None:
        self.phrases = Phrases(language)
        self.language = language
        self._title = title or self.phrases("site")
        self._written = written
        self._is_synthetic = is_synthetic

    def incident(self, brief: Brief, addresses: Mapping[str, str | None]) -> str:
        """Return the page of the one incident of a brief; `addresses` of its documents, by document id."""
        phrases, one = self.phrases, brief.incidents[0]
        where = one.places[0].name if one.places else phrases("no_place")
        title = phrases.listed(
            (phrases.term("kinds", one.kind), where, phrases.days(one.date.start, one.date.end))
        )
        rows = list(map_rows(brief))
        harms = list(harm_rows(brief, phrases))
        body = [
            section("told", phrases("site_told"), incident_tables(brief, phrases) + self._disputes(one)),
            self._where(rows),
            section(
                "harm",
                phrases("harmed"),
                figure(draw_harm(harms, EFFECTS, title=phrases("harm_ranges"), phrases=phrases, name="harm").svg(alone=False, prefix="harm")),
            )
            if harms
            else "",
            section("reports", phrases("site_reports"), self._reports(one, addresses)),
            section("sources", phrases("sources"), sources_part(brief, phrases)),
        ]  # fmt: skip
        return self.page(title, body, above="../../", twin=f"incidents/{one.id}.html")

    def index(self, lines: Sequence[Line], files: Sequence[tuple[str, str]]) -> str:
        """Return the first page: what this is, counts, the timeline and the data."""
        phrases = self.phrases
        decided = sum(line.is_decided for line in lines)
        facts = [
            phrases.counted("incidents", len(lines)),
            phrases("fact_decided", decided=phrases.counted("incidents_of", decided))
            if decided
            else phrases("fact_none_decided"),
            phrases("written", day=self._written.isoformat()),
        ]
        days = [line.first for line in lines if line.first is not None]
        chart = (
            draw_timeline(
                (line.on_timeline for line in lines), first=min(days), last=max(days), phrases=phrases
            ).svg(alone=False, prefix="time")
            if days
            else ""
        )
        data = [f'<a href="../data/{name}">{said(label)}</a>' for name, label in files]
        body = [
            f'<p class="caution">{said(phrases("site_caution"))}</p>',
            section("facts", phrases("facts"), listing(map(said, facts))),
            section("time", phrases("when"), figure(chart)) if chart else "",
            section("data", phrases("site_data"), listing(data) + f'<p class="note">{said(phrases("site_public"))}</p>'),
        ]  # fmt: skip
        return self.page(self._title, body, above="../", twin="index.html")

    def listed(self, lines: Sequence[Line], number: int, pages: int) -> str:
        """Return one page of the list."""
        phrases = self.phrases
        heads = [
            phrases(one)
            for one in ("date_head", "what_head", "alleged_head", "killed_head", "injured_head", "grade")
        ]
        body = [
            table(heads, [self._row(line) for line in lines], name="incidents")
            if lines
            else f"<p>{said(phrases('no_incidents'))}</p>",
            self._pager(number, pages),
        ]
        title = phrases("site_list") if pages < 2 else phrases("site_list_page", n=number, of=pages)
        return self.page(title, body, above="../", twin=f"list-{number}.html")

    def map(self, lines: Sequence[Line]) -> str:
        """Return the map of all."""
        rows = [line.row for line in lines]
        return self.page(self.phrases("where"), [self._where(rows)], above="../", twin="map.html")

    def method(self) -> str:
        """Return how it was made, how well that works, and what it cannot know."""
        phrases = self.phrases
        empty = Brief([], {}, is_synthetic=self._is_synthetic)
        body = [
            f"<p>{said(phrases('site_method'))}</p>",
            section("method", phrases("method"), method_part(empty, phrases)),
            section("gaps", phrases("gaps"), gaps_part(empty, phrases)),
        ]
        return self.page(phrases("method"), body, above="../", twin="method.html")

    def page(self, title: str, body: Sequence[str], *, above: str, twin: str) -> str:
        """Return a whole page. `twin`: the same page's path within the folder of the other language."""
        phrases = self.phrases
        other, name = _OTHER[self.language]
        own = f"{above}{self.language}/"
        entries = [
            f'<a href="{own}{target}">{said(phrases(key))}</a>'
            for target, key in (
                ("index.html", "site_first"),
                ("list-1.html", "site_list"),
                ("map.html", "where"),
                ("method.html", "method"),
            )
        ]
        entries.append(
            f'<a href="{above}{other}/{attribute(twin)}" lang="{other}" hreflang="{other}">{name}</a>'
        )
        mark = f"{Phrases('ar')('synthetic_mark')} · {Phrases('en')('synthetic_mark')}"
        invented = f'<p class="synthetic">{said(phrases("site_invented"))}</p>' if self._is_synthetic else ""
        return Template(asset("site.html")).substitute(
            language=self.language,
            side="rtl" if phrases.is_arabic else "ltr",
            policy=attribute(_POLICY),
            title=attribute(title if title == self._title else f"{title} – {self._title}"),
            style=f"{above}style.css",
            site=f'<a href="{own}index.html">{said(self._title)}</a>',
            nav=f'<nav aria-label="{attribute(phrases("contents"))}">{listing(entries)}</nav>',
            heading=said(title),
            invented=invented,
            watermark=f'<div class="watermark" aria-hidden="true">{"".join(f"<span>{said(mark)}</span>" for _ in range(12))}</div>'
            if self._is_synthetic
            else "",
            body="\n".join(body),
        )

    def _where(self, rows: Sequence[MapRow]) -> str:
        chart = draw_map(rows, phrases=self.phrases)
        return section("map", self.phrases("where"), figure(chart.svg(alone=False, prefix="map")))

    def _disputes(self, one: Incident) -> str:
        phrases = self.phrases
        if not one.contested_over:
            return ""
        over = phrases.listed(phrases(f"over_{what}") for what in one.contested_over)
        return f"<p>{said(phrases('contested_over', what=over))}</p>"

    def _reports(self, one: Incident, addresses: Mapping[str, str | None]) -> str:
        phrases = self.phrases
        rows = []
        for link in one.reports:
            why = phrases.listed(filter(None, (getattr(reason, self.language) for reason in link.reasons)))
            rows.append(
                (
                    _linked(
                        isolated(link.outlet) if link.outlet else said(phrases("unknown_outlet")),
                        addresses.get(link.document_id),
                    ),
                    said((link.published or "")[:10]),
                    said(phrases.term("factuality", link.factuality)),
                    str(link.group) if link.group is not None else "–",
                    said(why) if why else "–",
                )
            )
        heads = [
            phrases(one_)
            for one_ in ("outlet_head", "site_published", "site_factuality", "site_group", "site_why")
        ]
        return table(heads, rows, name="counts") + f'<p class="note">{said(phrases("site_groups"))}</p>'

    def _row(self, line: Line) -> Sequence[str]:
        phrases = self.phrases
        kind = f"<b>{said(phrases.term('kinds', line.kind))}</b>"
        if line.factuality != "asserted":
            kind += f" ({said(phrases.term('factuality', line.factuality))})"
        where = "<br>".join(
            isolated(name) + (f" – {said(phrases.unit(country, unit))}" if unit else "")
            for name, country, unit in line.places
        ) or said(phrases("no_place"))
        alleged = "<br>".join(said(phrases.actor(actor)) for actor in line.perpetrators)
        basis = phrases("decided" if line.is_decided else "proposed")
        harm = {effect: phrases.range(low, high, is_open=is_open) for effect, low, high, is_open in line.harm}
        return (
            f'<a href="incidents/{line.id}.html">{said(phrases.days(line.first, line.last))}</a>',
            f"{kind}<br>{where}",
            alleged or said(phrases("nobody_named")),
            *(said(harm[effect]) if effect in harm else '<span class="none">–</span>' for effect in EFFECTS),
            f"{said(phrases.term('grades', line.grade))}<small>{said(basis)}</small>",
        )

    def _pager(self, number: int, pages: int) -> str:
        if pages < 2:
            return ""
        near = sorted({1, pages, *range(max(1, number - 3), min(pages, number + 3) + 1)})
        links = [
            f'<b aria-current="page">{one}</b>' if one == number else f'<a href="list-{one}.html">{one}</a>'
            for one in near
        ]
        return (
            f'<nav class="pages" aria-label="{attribute(self.phrases("site_pages"))}">{listing(links)}</nav>'
        )
