"""Invented sites: each has a language, a layout and a frame of its own, and lays pages of news out in it."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from invented_web.pools import PLAIN, RIGHT_TO_LEFT, asides, scripts, styles, words
from invented_web.words import listed, weighted


@dataclass(slots=True)
class News:
    """What a page of news says, before a site lays it out."""

    title: str
    paragraphs: list[str]
    published: datetime
    outlet: str
    number: int


class Site:
    """One host: its pages share a head, a menu and a foot, which differ from every other host's."""

    def __init__(self, language: str, number: int) -> None:
        chance = random.Random(f"site {language} {number}")
        names, sums = weighted(listed("markup")["layouts"])
        self.language = language
        self.layout = chance.choices(names, cum_weights=sums)[0]
        self.host = f"{chance.choice(('www', 'news', 'm', 'online'))}.{language}{number}.invented.example"
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        old = self.layout == "tables"
        self._style = "".join(chance.sample(styles(), 1 if old else chance.randrange(2, 8)))
        self._scripts = "".join(chance.sample(scripts(), 1 if old else chance.randrange(2, 9)))
        self._names = chance.sample(listed("markup")["names"], 8)
        if language in ("ar", PLAIN):
            labels = chance.sample(listed("negatives")["menu"], 14)
        else:
            labels = [words(language).title(chance).split(" ")[0][:14] for _ in range(14)]
            if chance.random() < 0.15:
                labels.append("العربية")
        self._labels = labels
        menu = "".join(
            f'<li class="menu-item menu-item-{chance.getrandbits(12)}"><a href="/{self._names[turn % 8]}/{turn}">{label}</a></li>'
            for turn, label in enumerate(labels)
        )
        self._menu = f'<nav class="{self._names[0]}-menu"><ul>{menu}</ul></nav>\n'
        self._foot = f'<footer class="{self._names[1]}"><ul>{menu[: len(menu) // 2]}</ul><p>&copy; 2024 {self.host}</p></footer>\n'
        self._asides = asides(language)

    def address(self, news: News) -> str:
        """Return where the page of `news` stands."""
        on = news.published
        return {
            "wordpress": f"https://{self.host}/{on:%Y/%m/%d}/{news.number}/",
            "drupal": f"https://{self.host}/node/{news.number}",
            "blogger": f"https://{self.host}/{on:%Y/%m}/blog-post_{news.number}.html",
            "tables": f"http://{self.host}/news.asp?id={news.number}",
            "amp": f"https://{self.host}/amp/{news.number}",
            "state": f"https://{self.host}/story/{on:%Y%m%d}-{news.number}",
            "plain": f"https://{self.host}/a/{news.number}.html",
        }[self.layout]

    def page(self, chance: random.Random, news: News, size: int, charset: str) -> str:
        """Return the page of `news`, filled up to about `size` characters with what else stands on such pages."""
        title = escape(news.title, quote=False)
        inner = self._article(chance, news, title)
        head = self._head(news, title, charset)
        used = len(head) + len(inner) + len(self._menu) + len(self._foot)
        above: list[str] = []
        below: list[str] = []
        pool, blobs = self._asides, scripts()
        first, blob = chance.randrange(len(pool)), chance.randrange(len(blobs))
        while used < size:
            if chance.random() < 0.55:
                piece = pool[first % len(pool)]
                first += 1
            else:
                piece = blobs[blob % len(blobs)]
                blob += 1
            (above if chance.random() < 0.3 else below).append(piece)
            used += len(piece)
        front = "".join(above)
        return (
            f'<!DOCTYPE html>\n<html lang="{self.language[:2]}" dir="{self.direction}">\n{head}<body class="{self._names[2]} postid-{news.number}">\n'
            f"{self._menu}{front}{inner}{''.join(below)}{self._foot}</body>\n</html>\n"
        )

    def _head(self, news: News, title: str, charset: str) -> str:
        stamp, address = news.published.isoformat(), self.address(news)
        if self.layout == "tables":
            return (
                f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title} - {news.outlet}</title>\n'
                f"<style>{self._style}</style>{self._scripts}</head>\n"
            )
        linked_to = (
            f'<link rel="canonical" href="{address}"><meta property="og:title" content="{title}"><meta property="og:type" content="article">'
            f'<meta property="og:site_name" content="{news.outlet}"><meta property="og:url" content="{address}">\n'
        )
        named = f'<head><meta charset="{charset}"><meta name="viewport" content="width=device-width"><title>{title} - {news.outlet}</title>\n'
        parts = [named, linked_to]
        if self.layout in ("wordpress", "drupal", "state"):
            parts.append(f'<meta property="article:published_time" content="{stamp}">\n')
        if self.layout in ("wordpress", "amp", "plain"):
            linked = {
                "@context": "https://schema.org", "@type": "NewsArticle", "headline": news.title, "datePublished": stamp,
                "dateModified": stamp, "mainEntityOfPage": address, "publisher": {"@type": "Organization", "name": news.outlet},
            }  # fmt: skip
            said = json.dumps(linked, ensure_ascii=news.number % 3 == 0)
            parts.append(f'<script type="application/ld+json">{said}</script>\n')
        tag = "style amp-custom" if self.layout == "amp" else "style"
        parts.append(f"<{tag}>{self._style}</style>\n{self._scripts}</head>\n")
        return "".join(parts)

    def _article(self, chance: random.Random, news: News, title: str) -> str:
        texts = [escape(text, quote=False) for text in news.paragraphs]
        stamp = news.published.isoformat()
        shown = self._shown(news.published)
        layout = self.layout
        if layout == "wordpress":
            return (
                f'<article id="post-{news.number}" class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1>'
                f'<div class="entry-meta"><time class="entry-date published" datetime="{stamp}">{shown}</time> <span class="byline">{news.outlet}</span></div></header>\n'
                f'<div class="entry-content">\n{"".join(f"<p>{text}</p>{chr(10)}" for text in texts)}</div></article>\n'
            )
        if layout == "drupal":
            return (
                f'<div class="node node--type-article" data-history-node-id="{news.number}"><h1 class="page-header"><span>{title}</span></h1>'
                f'<div class="field field--name-created">{shown}</div>\n<div class="field field--name-body field__item">'
                f"{''.join(f'<p>{text}</p>{chr(10)}' for text in texts)}</div></div>\n"
            )
        if layout == "blogger":
            return (
                f'<div class="post hentry"><h2 class="date-header"><span>{shown}</span></h2><h3 class="post-title entry-title">{title}</h3>'
                f'<div class="post-body entry-content" id="post-body-{news.number}"><div dir="{self.direction}">{"<br /><br />".join(texts)}</div></div>'
                f'<abbr class="published" title="{stamp}">{shown}</abbr></div>\n'
            )
        if layout == "tables":
            return (
                f'<table width="100%" border="0"><tr><td width="20%" valign="top" bgcolor="#eeeeee">{"<br>".join(self._labels)}</td><td valign="top">'
                f'<table width="98%"><tr><td><font size="5" color="#990000"><b>{title}</b></font></td></tr><tr><td><font size="2">{shown}</font></td></tr>'
                f'<tr><td align="justify"><font size="4">{"<br><br>".join(texts)}</font></td></tr></table></td></tr></table>\n'
            )
        if layout == "amp":
            return (
                f'<main><amp-img src="/m/{news.number}.jpg" width="800" height="450"></amp-img><h1>{title}</h1><time datetime="{stamp}">{shown}</time>'
                f'{"".join(f"<p>{text}</p>" for text in texts)}</main><amp-analytics type="gtag" id="a{news.number}"></amp-analytics>\n'
            )
        if layout == "state":
            held: dict[str, Any] = {
                "props": {
                    "pageProps": {
                        "story": {
                            "id": news.number,
                            "title": news.title,
                            "published": stamp,
                            "body": news.paragraphs,
                        }
                    }
                },
                "buildId": f"{chance.getrandbits(80):020x}",
            }
            state = json.dumps(held, ensure_ascii=news.number % 2 == 0)
            return (
                f'<div id="__next"><main class="{self._names[3]}_story__{chance.getrandbits(20):x}"><h1>{title}</h1><time dateTime="{stamp}">{shown}</time>'
                f'<div class="{self._names[4]}_body__{chance.getrandbits(20):x}">{"".join(f"<p>{text}</p>" for text in texts)}</div></main></div>'
                f'<script id="__NEXT_DATA__" type="application/json">{state}</script>\n'
            )
        return f'<div class="{self._names[5]}"><article><h1>{title}</h1><p class="date">{shown}</p>{"".join(f"<p>{text}</p>" for text in texts)}</article></div>\n'

    def _shown(self, on: datetime) -> str:
        if self.language in ("ar", PLAIN):
            reports = listed("reports")
            return f"{reports['weekdays'][on.weekday()]} {on.day} {reports['months']['elsewhere'][on.month - 1]} {on.year} {on:%H:%M}"
        return f"{on.day} {words(self.language).months[on.month - 1]} {on.year}, {on:%H:%M}"
