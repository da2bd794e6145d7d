"""The brief as one HTML file: no script, no request to anywhere, and pages that print well.

The policy in its head allows its own style and its own font and nothing else. An invented brief carries its watermark over
every screen and every printed page.
"""

from __future__ import annotations

import base64
import hashlib
from string import Template

from rasd.export.brief.closing import gaps_part, method_part, sources_part
from rasd.export.brief.facts import Brief
from rasd.export.brief.incidents import (
    harm_rows,
    incident_tables,
    map_rows,
    sum_rows,
    sums_table,
    timeline_rows,
)
from rasd.export.brief.ledger import ledger_section
from rasd.export.brief.markup import figure, listing, said, section
from rasd.export.charts import Chart, Gap, draw_harm, draw_map, draw_timeline, font_face
from rasd.export.incidents.sums import EFFECTS
from rasd.export.page.labels import asset, attribute
from rasd.export.phrases import Phrases

__all__ = ["brief_page"]


def brief_page(brief: Brief, language: str) -> str:
    """Return the page in one language, `ar` or `en`."""
    return _Page(brief, Phrases(language)).html()


class _Page:
    def __init__(self, brief: Brief, phrases: Phrases) -> None:
        self._brief, self._phrases = brief, phrases
        days = brief.days()
        last = days[1] if days else None
        self._gaps = [
            Gap(one.since, last, f"{one.outlet}: {one.why}")
            for one in brief.silent
            if last is not None and one.since <= last
        ]

    def html(self) -> str:
        phrases, brief = self._phrases, self._brief
        title = brief.title or phrases("brief")
        style = self._style(title)
        digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"
        body = [
            self._head(title),
            section("facts", phrases("facts"), self._facts()),
        ]
        if brief.incidents:
            body += [
                section("map", phrases("where"), self._chart(draw_map(map_rows(brief), phrases=phrases))),
                self._when(),
                section(
                    "grades",
                    phrases("by_grade"),
                    f'<p class="note">{said(phrases("range_note"))}</p>{incident_tables(brief, phrases)}',
                ),
                self._harmed(),
            ]
        body += [
            ledger_section(number, ledger, brief, phrases, gaps=self._gaps)
            for number, ledger in enumerate(brief.ledgers, 1)
        ]
        body += [
            section("sources", phrases("sources"), sources_part(brief, phrases)) if brief.documents else "",
            section("method", phrases("method"), method_part(brief, phrases)),
            section("gaps", phrases("gaps"), gaps_part(brief, phrases)),
        ]
        return Template(asset("brief.html")).substitute(
            language=phrases.language,
            side="rtl" if phrases.is_arabic else "ltr",
            policy=attribute(policy),
            title=attribute(title),
            style=style,
            watermark=self._watermark(),
            body="\n".join(body),
        )

    def _chart(self, chart: Chart) -> str:
        """Return a chart for the page; its watermark is the page's own."""
        return figure(chart.svg(alone=False, prefix=chart.name))

    def _style(self, title: str) -> str:
        running = f"{title} · {self._period()}"
        if self._brief.is_synthetic:
            running = f"{Phrases('ar')('synthetic_mark')} · {Phrases('en')('synthetic_mark')} · {running}"
        side = "rtl" if self._phrases.is_arabic else "ltr"
        pages = (
            f"@page{{@top-center{{content:{_css(running)};direction:{side}}}"
            '@bottom-center{content:counter(page) " / " counter(pages)}}'
        )
        return font_face(("Regular", "Bold")) + asset("brief.css") + pages

    def _period(self) -> str:
        first, last, phrases = self._brief.first, self._brief.last, self._phrases
        if first and last:
            return phrases.days(first, last)
        if first:
            return phrases("from_day", day=first.isoformat())
        return phrases("until_day", day=last.isoformat()) if last else phrases("all_days")

    def _head(self, title: str) -> str:
        phrases, brief = self._phrases, self._brief
        lines = [phrases("period", days=self._period())]
        if brief.filters:
            lines.append(phrases("about", filters=phrases.listed(phrases.of(one) for one in brief.filters)))
        if brief.written:
            lines.append(phrases("written", day=brief.written.isoformat()))
        invented = f'<p class="synthetic">{said(phrases("invented"))}</p>' if brief.is_synthetic else ""
        links = [("facts", "facts")]
        links += (
            [("map", "where"), ("time", "when"), ("grades", "by_grade"), ("harm", "harmed")]
            if brief.incidents
            else []
        )
        entries = [f'<a href="#{target}">{said(phrases(key))}</a>' for target, key in links]
        entries += [
            f'<a href="#ledger-{number}">{said(phrases.text(one.agreement.title))}</a>'
            for number, one in enumerate(brief.ledgers, 1)
        ]
        closing = [("sources", "sources")] if brief.documents else []
        closing += [("method", "method"), ("gaps", "gaps")]
        entries += [f'<a href="#{target}">{said(phrases(key))}</a>' for target, key in closing]
        return (
            f'<header class="top"><h1>{said(title)}</h1>{invented}<p>{"<br>".join(map(said, lines))}</p>'
            f'<p class="caution">{said(phrases("caution"))}</p>'
            f'<nav aria-label="{attribute(phrases("contents"))}">{listing(entries)}</nav></header>'
        )

    def _facts(self) -> str:
        phrases, brief = self._phrases, self._brief
        if not brief.incidents:
            return f"<p>{said(phrases('no_incidents'))}</p>"
        sums = brief.sums()
        outlets = len({one.outlet for one in brief.documents.values() if one.outlet})
        decided = sum(one.grade.decided is not None for one in brief.incidents)
        lines = [
            phrases(
                "fact_incidents",
                incidents=phrases.counted("incidents", len(brief.incidents)),
                documents=phrases.counted("documents", len(brief.documents)),
                outlets=phrases.counted("outlets", outlets),
            ),
            phrases("fact_decided", decided=phrases.counted("incidents_of", decided))
            if decided
            else phrases("fact_none_decided"),
        ]
        if sums.contested:
            lines.append(phrases("fact_contested", incidents=phrases.counted("incidents_of", sums.contested)))
        lines += [self._ledger_fact(number) for number in range(len(brief.ledgers))]
        if brief.silent:
            lines.append(phrases("fact_gaps", feeds=phrases.counted("silent_feeds", len(brief.silent))))
        for key, count in (("beside_discounted", sums.discounted), ("beside_unrealized", sums.unrealized)):
            if count:
                lines.append(phrases(key, incidents=phrases.counted("incidents", count)))
        table = sums_table(brief, phrases)
        note = f'<p class="note">{said(phrases("no_total"))}</p>' if table else ""
        return listing(map(said, lines)) + table + note

    def _ledger_fact(self, number: int) -> str:
        ledger = self._brief.ledgers[number]
        total = ledger.total()
        return self._phrases(
            "fact_ledger",
            title=self._phrases.text(ledger.agreement.title),
            within=total.in_scope,
            possibly=total.possibly,
            boundary=total.boundary,
            corroborated=total.corroborated,
        )

    def _when(self) -> str:
        days = self._brief.days()
        if days is None:
            return ""
        chart = draw_timeline(
            timeline_rows(self._brief), first=days[0], last=days[1], phrases=self._phrases, gaps=self._gaps
        )
        return section("time", self._phrases("when"), self._chart(chart))

    def _harmed(self) -> str:
        phrases = self._phrases
        rows = list(harm_rows(self._brief, phrases))
        sums = list(sum_rows(self._brief, phrases))
        charts = [
            draw_harm(found, EFFECTS, title=phrases(title), phrases=phrases, name=name)
            for name, title, found in (("sums", "harm_by_grade", sums), ("ranges", "harm_ranges", rows))
            if found
        ]
        inside = "".join(map(self._chart, charts)) or f"<p>{said(phrases('no_figure'))}</p>"
        return section("harm", phrases("harmed"), inside)

    def _watermark(self) -> str:
        if not self._brief.is_synthetic:
            return ""
        mark = f"{Phrases('ar')('synthetic_mark')} · {Phrases('en')('synthetic_mark')}"
        return f'<div class="watermark" aria-hidden="true">{"".join(f"<span>{said(mark)}</span>" for _ in range(12))}</div>'


def _css(text: str) -> str:
    """Return text as a CSS string; everything but letters and digits is written by its code point."""
    safe = "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in text)
    return f'"{safe}"'
