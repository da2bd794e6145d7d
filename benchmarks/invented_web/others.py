"""What a crawl holds beside pages of news: errors, redirects, feeds, maps of sites, data, scripts, style sheets, pictures."""

from __future__ import annotations

import json
import random
from datetime import datetime

from invented_web.pools import asides, scripts, styles, words
from invented_web.records import Answer
from invented_web.words import listed

_CODES = ("en", "en", "en", "de", "es", "fr", "ru", "tr", "ar", "fa")


def other_answer(chance: random.Random, kind: str, number: int, now: datetime) -> Answer:
    """Return the answer of some server for one of the kinds of `markup.yaml`."""
    host = f"https://files{number % 97}.invented.example"
    code = chance.choice(_CODES)

    def title() -> str:
        return str(chance.choice(listed("reports")["outlets"])) if code == "ar" else words(code).title(chance)

    if kind == "missing":
        said = chance.choice(listed("markup")["missing"])
        inside = "".join(chance.choices(asides(code), k=chance.randrange(1, 5)))
        body = f"<!DOCTYPE html><html><head><title>{said}</title><style>{chance.choice(styles())}</style></head><body><h1>{said}</h1>{inside}</body></html>"
        status = chance.choice(
            ("404 Not Found", "404 Not Found", "410 Gone", "403 Forbidden", "500 Internal Server Error")
        )
        return Answer(f"{host}/gone/{number}", body.encode(), "text/html; charset=utf-8", status)
    if kind == "redirect":
        target = f"{host}/moved/{chance.getrandbits(40):x}"
        body = f'<html><head><title>301 Moved</title></head><body><a href="{target}">here</a></body></html>'
        return Answer(
            f"{host}/old/{number}",
            body.encode(),
            "text/html",
            chance.choice(("301 Moved Permanently", "302 Found")),
            f"Location: {target}",
        )
    if kind == "rss":
        rows = "".join(
            f"<item><title>{title()}</title><link>{host}/n/{chance.getrandbits(30)}</link><guid>{chance.getrandbits(64):x}</guid>"
            f"<pubDate>{now:%a, %d %b %Y %H:%M:%S} +0000</pubDate><description><![CDATA[{title()}. {title()}]]></description></item>\n"
            for _ in range(chance.randrange(10, 60))
        )
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{title()}</title><link>{host}</link>\n{rows}</channel></rss>\n'
        return Answer(
            f"{host}/feed/{number}",
            body.encode(),
            chance.choice(("application/rss+xml", "text/xml; charset=utf-8")),
        )
    if kind == "sitemap":
        rows = "".join(
            f"<url><loc>{host}/n/{chance.getrandbits(44):x}</loc><lastmod>{now:%Y-%m-%d}</lastmod></url>\n"
            for _ in range(chance.randrange(50, 900))
        )
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
        return Answer(f"{host}/sitemap-{number}.xml", body.encode(), "application/xml")
    if kind == "json":
        told = [
            {
                "id": chance.getrandbits(30),
                "title": title(),
                "score": chance.random(),
                "tags": title().split()[:3],
            }
            for _ in range(chance.randrange(5, 120))
        ]
        return Answer(
            f"{host}/api/{number}.json",
            json.dumps(told, ensure_ascii=chance.random() < 0.5).encode(),
            "application/json",
        )
    if kind == "script":
        inside = "\n".join(
            piece.removeprefix("<script>").removesuffix("</script>\n")
            for piece in chance.choices(scripts(), k=chance.randrange(5, 80))
        )
        return Answer(f"{host}/js/{number}.js", inside.encode(), "application/javascript")
    if kind == "style":
        return Answer(
            f"{host}/css/{number}.css",
            "".join(chance.choices(styles(), k=chance.randrange(3, 40))).encode(),
            "text/css",
        )
    picture = b"\xff\xd8\xff\xe0\x00\x10JFIF" + chance.randbytes(
        min(int(chance.lognormvariate(9.3, 1)), 400_000)
    )
    return Answer(f"{host}/media/{number}.jpg", picture, "image/jpeg")
