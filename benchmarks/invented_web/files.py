"""One file of an invented crawl: its pages in the order of their fetching, and what is true of the Arabic ones."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from invented_web.others import other_answer
from invented_web.pools import PLAIN, arabic_page, paragraphs, plain_page, words
from invented_web.records import BREAKS, Answer, file_head, records
from invented_web.sites import News, Site
from invented_web.tellings import DAYS, FIRST_DAY, Telling
from invented_web.words import listed, weighted

ARABIC_SITES, OTHER_SITES = 80, 40
PLAIN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Crawl:
    """What to write: shares are of all pages."""

    folder: Path
    pages: int
    seed: int = 1
    per_file: int = 20_000
    violent: float = 0.01
    other_arabic: float = 0.04
    plain: float = PLAIN_SHARE
    """Share of the other Arabic pages that speak of nothing near to violence; the others use its words for something else."""
    broken: float = 0.0005
    level: int = 6
    median: int = 21_000


@cache
def _site(language: str, number: int) -> Site:
    return Site(language, number)


@cache
def _languages() -> tuple[list[str], list[float]]:
    return weighted({code: given["share"] for code, given in listed("languages")["languages"].items()})


def write_file(crawl: Crawl, number: int, tellings: Mapping[int, Telling]) -> dict[str, Any]:
    """Write one file and its part of the truth; return counts. `tellings` has reports of violence by number of page."""
    chance = random.Random(f"file {crawl.seed} {number}")
    name = f"crawl-{number:05}.warc.gz"
    first = number * crawl.per_file
    last = min(first + crawl.per_file, crawl.pages)
    begun = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
    step = timedelta(days=DAYS + 3) / crawl.pages
    counts: Counter[str] = Counter()
    size = decoded = 0
    part = crawl.folder / f"truth-{number:05}.part"
    with (crawl.folder / f"{name}.part").open("wb") as stream, part.open("w", encoding="utf-8") as truth:
        size += stream.write(file_head(chance, name, begun + first * step, crawl.level))
        for page in range(first, last):
            now = begun + page * step
            telling = tellings.get(page)
            if telling is not None:
                now = max(now, telling.published + timedelta(minutes=chance.randrange(2, 300)))
            kind, answer, facts = _answer(crawl, chance, page, now, telling)
            broken = BREAKS[int(chance.random() * len(BREAKS))] if chance.random() < crawl.broken else ""
            counts[kind] += 1
            decoded += len(answer.body)
            members = records(chance, answer, now, crawl.level, broken)
            if facts is not None or broken:
                facts = {
                    "address": answer.address,
                    "file": name,
                    "offset": size + len(members[0]),
                    **(facts or {"kind": "none"}),
                }
                if broken:
                    facts["broken"] = broken
                    counts["broken"] += 1
                truth.write(json.dumps(facts, ensure_ascii=False) + "\n")
            for one in members:
                size += stream.write(one)
    (crawl.folder / f"{name}.part").rename(crawl.folder / name)
    return {"file": name, "bytes": size, "decoded": decoded, "counts": dict(counts)}


def _answer(
    crawl: Crawl, chance: random.Random, page: int, now: datetime, telling: Telling | None
) -> tuple[str, Answer, dict[str, Any] | None]:
    if telling is not None:
        news = News(telling.title, telling.paragraphs, telling.published, telling.outlet, page)
        answer, how = _laid_out(crawl, chance, "ar", news)
        text = "\n".join((telling.title, *telling.paragraphs))
        facts = {
            "violent": True,
            **telling.truth,
            "published": telling.published.isoformat(),
            "outlet": telling.outlet,
            **how,
            "text": text,
        }
        return "arabic reports of violence", answer, facts
    drawn = chance.random() * (1 - crawl.violent)
    published = now - timedelta(minutes=chance.randrange(3, 900))
    if drawn < crawl.other_arabic:
        is_plain = crawl.plain > 0 and chance.random() < crawl.plain
        topic, title, told = (plain_page if is_plain else arabic_page)(chance)
        news = News(title, told, published, chance.choice(listed("reports")["outlets"]), page)
        # Half of the plain pages stand on sites of news, with news of violence beside them.
        code = PLAIN if is_plain and chance.random() < 0.5 else "ar"
        answer, how = _laid_out(crawl, chance, code, news)
        return "other arabic", answer, {"violent": False, "topic": topic, "plain": is_plain, **how}
    drawn = 100 * chance.random()
    for kind, share in listed("markup")["kinds"].items():
        drawn -= share
        if drawn < 0:
            return kind, other_answer(chance, kind, page, now), None
    names, sums = _languages()
    code = chance.choices(names, cum_weights=sums)[0]
    pool = paragraphs(code)
    at = chance.randrange(len(pool))
    told = [pool[(at + turn) % len(pool)] for turn in range(chance.randrange(3, 16))]
    news = News(words(code).title(chance), told, published, f"{code} outlet {page % 50}", page)
    answer, _ = _laid_out(crawl, chance, code, news)
    return f"news in {code}", answer, None


def _laid_out(crawl: Crawl, chance: random.Random, code: str, news: News) -> tuple[Answer, dict[str, Any]]:
    """Return the page of some site, encoded, and how: its layout, its charset."""
    site = _site(code, chance.randrange(ARABIC_SITES if code[:2] == "ar" else OTHER_SITES))
    size = int(chance.lognormvariate(0, 0.7) * crawl.median)
    if chance.random() < 0.003:
        size = chance.randrange(400_000, 1_000_000)
    legacy = (
        "windows-1256" if code[:2] == "ar" else listed("languages")["languages"][code].get("charset", "utf-8")
    )
    charset = legacy if chance.random() < (0.7 if site.layout == "tables" else 0.01) else "utf-8"
    text = site.page(chance, news, min(size, 1_000_000), charset)
    how: dict[str, Any] = {"layout": site.layout, "charset": charset}
    if chance.random() < 0.01:
        body = text.encode("ascii", "xmlcharrefreplace")
        how["entities"] = True
    else:
        body = text.encode(charset, "xmlcharrefreplace")
        if charset == "utf-8" and chance.random() < 0.005:
            body = b"\xef\xbb\xbf" + body
    declared = chance.random()
    media_type = "text/html"
    if declared < 0.003 and code[:2] == "ar":
        media_type, how["mislabelled"] = "text/html; charset=ISO-8859-1", True
    elif declared < (0.5 if charset != "utf-8" else 0.85):
        media_type = f"text/html; charset={charset if chance.random() < 0.5 else charset.upper()}"
    return Answer(site.address(news), body, media_type), how
