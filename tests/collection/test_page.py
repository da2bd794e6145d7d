"""The article of a page, its title, outlet and date, and where each was found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rasd.collection import Collected
from rasd.collection.tree import parse

Read = Callable[..., list[Collected]]
FIRST = "قُتل ثلاثة مدنيين، بينهم طفلة، في قصف مدفعي استهدف بلدة الزيتونية بريف حلب أمس الأربعاء."
SECOND = "وقال مصدر طبي إن خمسة آخرين أصيبوا بجروح، اثنان منهم في حالة خطرة."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TEXT = f"{FIRST}\n{SECOND}"


LD = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"},'
    ' {"datePublished": "2024-03-14T09:00:00+03:00", "dateModified": "2024-03-20"}]}</script>'
)


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html dir=rtl><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def text_of(collected: list[Collected]) -> str:
    assert collected[0].document is not None, collected[0].error
    return collected[0].document.text


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{BODY}</article>",
        f"<main>{BODY}</main>",
        f"<div itemprop=articleBody>{BODY}</div>",
        f"<div><div>{BODY}</div></div>",
        f"{FIRST}<br>{SECOND}",
        f"<p>{FIRST}<p>{SECOND}",
        f"<nav><ul><li>الرئيسية<li>أخبار الريف والمدينة في كل يوم</ul></nav><article>{BODY}</article><footer>حقوق</footer>",
        f"<article>{BODY}<aside><p>اقرأ أيضا عن أخبار أخرى كثيرة</p></aside><script>var a='<p>';</script></article>",
        f"<article>{BODY}<div class='related-posts'><p>أخبار أخرى كثيرة في هذا القسم</p></div></article>",
        f"<article>{BODY}<ul><li><a href=1>عنوان خبر آخر طويل في هذا الموقع</a></ul></article>",
        f"<div class='site-menu'><p>قائمة طويلة جدا من الكلمات التي لا تهم</p></div><div>{BODY}</div>",
        f"<article><style>p{{}}</style><!-- <p>تعليق</p> -->{BODY}<form><label>بريدك</label></form></article>",
        f"<div class=has-sidebar><article>{BODY}</article></div>",
        f"<svg><text>شكل</text></svg><noscript>شغل جافاسكربت</noscript><article>{BODY}</article>",
        f"<article>{BODY}</article><article><p>{'مقال آخر قصير ' * 4}</p></article>",
        f"<article><p hidden>مخفي</p><p style='display: none'>مخفي</p>{BODY}</article>",
    ],
)
def test_the_article_is_taken_and_the_rest_left(read: Read, body: str) -> None:
    assert text_of(read("a.html", page(body))) == TEXT


def test_white_space_is_shown_as_a_browser_does(read: Read) -> None:
    body = (
        "<article><p>"
        + FIRST.replace(" ", "\n   ", 3).replace("مدنيين", "<b>مد</b>نيين")
        + f"&nbsp;</p><p>{SECOND}</p></article>"
    )
    assert text_of(read("a.htm", page(body))) == TEXT


def test_the_headline_is_the_title_and_not_in_the_text(read: Read) -> None:
    document = read("a.html", page(f"<article><h1>قصف على <i>الزيتونية</i></h1>{BODY}</article>"))[0].document
    assert document is not None and (document.title, document.text) == ("قصف على الزيتونية", TEXT)


@pytest.mark.parametrize(
    ("head", "body", "published", "found_in"),
    [
        (
            LD + '<meta property="article:published_time" content="2023-01-01">',
            "",
            "2024-03-14T09:00:00+03:00",
            "JSON-LD datePublished",
        ),
        (
            '<meta property="article:published_time" content="2024-03-14T09:00:00Z">',
            "",
            "2024-03-14T09:00:00Z",
            "meta article:published_time",
        ),
        ('<meta name="date" content="20240314">', "", "2024-03-14", "meta date"),
        ("", '<span itemprop="datePublished" content="2024-03-14">', "2024-03-14", "itemprop datePublished"),
        ("", '<time datetime="2024-03-14 09:00">الخميس</time>', "2024-03-14 09:00", "time datetime"),
        ('<script type="application/ld+json">{broken</script>', "", None, None),
        ('<meta property="article:modified_time" content="2024-03-14">', "", None, None),
        ('<meta name="date" content="الخميس">', "", None, None),
    ],
)
def test_the_publication_date_says_where_it_was_found(
    read: Read, head: str, body: str, published: str | None, found_in: str | None
) -> None:
    document = read("a.html", page(f"{body}<article>{BODY}</article>", head))[0].document
    assert document is not None and (document.published, document.published_from) == (published, found_in)


def test_the_option_dates_a_page_that_states_nothing(read: Read) -> None:
    document = read("a.html", page(f"<article>{BODY}</article>"), published="2024-03-14")[0].document
    assert document is not None and document.published_from == "option --published"


def test_outlet_title_and_address_come_from_the_page(read: Read) -> None:
    head = (
        '<meta property="og:title" content="قصف &amp; قتلى"><meta property="og:site_name" content="شبكة الريف">'
        '<link rel="canonical" href="urn:page:1"><title>قصف | شبكة</title>'
    )
    document = read("a.html", page(f"<article>{BODY}</article>", head), outlet="غيرها")[0].document
    assert document is not None
    assert (document.title, document.outlet, document.url) == ("قصف & قتلى", "شبكة الريف", "urn:page:1")


@pytest.mark.parametrize(
    "body", ["", "<nav>أخبار</nav>", "<p>قصير</p>", f"<nav>{BODY}</nav>", f"<script>{BODY}"]
)
def test_a_page_without_an_article_is_said_so(read: Read, body: str) -> None:
    assert "no article text found" in str(read("a.html", page(body))[0].error)


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16", "iso8859_6"])
def test_a_page_in_an_old_encoding_is_read(read: Read, encoding: str) -> None:
    content = (
        page(f"<article>{BODY}</article>").replace("charset=utf-8", f"charset={encoding}").replace("،", ",")
    )
    assert text_of(read("a.html", content.encode(encoding))) == TEXT.replace("،", ",")


HOSTILE = {
    "comments": "<!--",
    "tags that never end": "<a ",
    "nothing but brackets": "<",
    "ampersands": "&",
    "nesting": "<div>",
    "unclosed paragraphs": "<p>نص",
    "end tags that close nothing": "</p>",
    "quotes": '<a b="',
    "attributes": "<a b='\" ",
    "links": "<a>ن</a>",
    "asides": "<aside>",
    "articles": "<article>ن",
    "scripts": "<script>",
    "sections": "<![CDATA[",
    "numeric references": "&#99999999999",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_repetition_is_linear_and_bounded(name: str) -> None:
    import time

    def seconds(size: int) -> float:
        html = HOSTILE[name] * (size // len(HOSTILE[name]))
        start = time.process_time()  # work, not waiting: what else the machine does must not matter
        parse(html)
        return time.process_time() - start

    seconds(1000)
    small = max(min(seconds(20_000) for _ in range(3)), 0.002)
    assert min(seconds(400_000) for _ in range(2)) < 20 * small * 5


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_refused(read: Read, name: str) -> None:
    collected = read("a.html", HOSTILE[name] * 2000 + f"<article>{BODY}</article>")
    assert len(collected) == 1
