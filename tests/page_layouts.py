"""Pages of invented reports as sites of several kinds lay them out, with their menus, lists of other news and comments."""

from __future__ import annotations

import json
from collections.abc import Callable

TITLE = "ثلاثة قتلى في قصف على بلدة معرة النعمان"
DAY = "2020-01-15"
PARAGRAPHS = (
    "قُتل ثلاثة مدنيين وأصيب سبعة آخرون في غارة جوية شنتها طائرات روسية على سوق مدينة معرة النعمان صباح اليوم الأربعاء.",
    "وقال مصدر في الدفاع المدني إن فرق الإنقاذ نقلت المصابين إلى مشفى قريب &quot;رغم تحليق الطائرات&quot;، وإن حال اثنين منهم حرجة.",
    "وفي حادث منفصل قصفت قوات النظام بالمدفعية بلدة كفرنبل يوم الثلاثاء، ما أدى إلى مقتل رجل وإصابة امرأة بجروح.",
    "وتشهد المنطقة حركة نزوح واسعة نحو الشمال منذ أسابيع، وتقول منظمات محلية إن الطرق مزدحمة بالعائلات.",
)
OTHERS = (
    "مقتل عشرة جنود في هجوم على حاجز قرب الرقة",
    "انفجار سيارة مفخخة في مدينة الباب",
    "أسعار الصرف اليوم في الأسواق",
    "اعتقال خمسة أشخاص في درعا",
)
_MENU = "".join(
    f"<li><a href='/s/{n}'>{word}</a></li>" for n, word in enumerate(("الرئيسية", "أخبار", "رياضة", "رأي"))
)
_CARDS = "".join(
    f"<li><a href='/n/{n}'><img src='/{n}.jpg' alt='صورة'><span>{one}</span></a></li>"
    for n, one in enumerate(OTHERS)
)
_SCRIPT = "<script>window.dataLayer=[];function g(a,b){return a<b&&b>a?'<p>':\"</p>\"}</script>"
_BODY = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
_COMMENTS = (
    "<section class=comments id=comments><h3>تعليقات</h3><ol><li class=comment><cite>زائر</cite>"
    "<p>الله يرحم الشهداء، قتلوا عشرين في قريتنا أمس</p></li></ol></section>"
)
_META = (
    f"<meta property=og:title content='{TITLE}'><meta property=og:site_name content='صوت الضفاف'>"
    f"<meta property='article:published_time' content='{DAY}T11:20:00+02:00'>"
)


def _ld(**more: object) -> str:
    node = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": f"{DAY}T11:20:00+02:00",
        "publisher": {"@type": "Organization", "name": "صوت الضفاف"},
        **more,
    }
    return f"<script type='application/ld+json'>{json.dumps({'@graph': [{'@type': 'WebSite'}, node]}, ensure_ascii=False)}</script>"


def wordpress() -> bytes:
    """Article with header, share buttons, "read also" inside, a widget and comments beside it."""
    return f"""<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8><title>{TITLE} - صوت الضفاف</title>{_ld()}{_SCRIPT}
<link rel=stylesheet href=/a.css></head><body class="single postid-5"><nav class=main-menu><ul>{_MENU}</ul></nav>
<article id=post-5 class="post hentry"><header class=entry-header><h1 class=entry-title>{TITLE}</h1>
<time class="entry-date" datetime="{DAY}T11:20:00+02:00">15 يناير 2020</time></header>
<div class=entry-content>{_BODY}<div class="share-buttons social"><a href=#>شارك</a></div>
<ul class=related-posts>{_CARDS}</ul></div></article><aside class=widget><h3>الأكثر قراءة</h3><ul>{_CARDS}</ul></aside>
{_COMMENTS}<footer><p>جميع الحقوق محفوظة &copy; صوت الضفاف</p></footer></body></html>""".encode()


def drupal() -> bytes:
    """Deep divs of fields, the body marked by `itemprop`."""
    return f"""<!DOCTYPE html><html dir=rtl><head><meta charset="utf-8">{_META}</head><body><div id=page><div id=header>
<ul class=menu>{_MENU}</ul></div><div class=region-content><div class=node><h2 class=title><a href=/node/7>{TITLE}</a></h2>
<div class="field field-name-body"><div class=field-items><div class="field-item even" itemprop="articleBody">{_BODY}</div></div></div>
</div></div><div class=sidebar><h2>آخر الأخبار</h2><ul>{_CARDS}</ul></div></div></body></html>""".encode()


def blogger() -> bytes:
    """No mark of the article but a div of the body, lines parted by <br>, the date as a reader sees it."""
    lines = "<br /><br />".join(PARAGRAPHS)
    return f"""<html dir='rtl'><head><meta charset='utf-8'/><title>{TITLE}</title></head><body><div class='outer-wrapper'>
<div class='main-wrap'><div class='post-outer'><h1 class='post-title'>{TITLE}</h1>
<span class='post-timestamp published'>الأربعاء، 15 يناير 2020</span>
<div class='post-body entry-content'>{lines}</div></div></div>
<div class='sidebar-wrap'><h2>أرشيف المدونة</h2><ul>{_CARDS}</ul></div></div></body></html>""".encode()


def tables() -> bytes:
    """Nested tables in windows-1256 that nothing declares."""
    lines = "<br><br>".join(PARAGRAPHS)
    return f"""<html><head><title>{TITLE}</title></head><body bgcolor=#ffffff><table width=780><tr><td colspan=2>
<table><tr><td><a href=1.asp>الرئيسية</a></td><td><a href=2.asp>أخبار</a></td></tr></table></td></tr>
<tr><td width=560><table><tr><td><font size=4><b>{TITLE}</b></font></td></tr><tr><td class=date>15/1/2020</td></tr>
<tr><td><font face=Tahoma>{lines}</font></td></tr></table></td><td><a href=3.asp>{OTHERS[0]}</a><br>
<a href=4.asp>{OTHERS[1]}</a></td></tr></table></body></html>""".encode("cp1256")


def amp() -> bytes:
    """AMP: custom elements, an article without paragraphs' classes."""
    return f"""<!doctype html><html ⚡ lang=ar><head><meta charset=utf-8>{_ld()}<style amp-boilerplate>body{{opacity:1}}</style>
</head><body><amp-sidebar id=s><ul>{_MENU}</ul></amp-sidebar><article><h1>{TITLE}</h1><amp-img src=/a.jpg width=2 height=1></amp-img>
{_BODY}<amp-social-share type=twitter></amp-social-share></article><amp-list>{_CARDS}</amp-list></body></html>""".encode()


def head_only() -> bytes:
    """A page that scripts fill in, whose text stands in its JSON-LD alone."""
    body = "\n".join(one.replace("&quot;", '"') for one in PARAGRAPHS)
    return f"<html><head><meta charset=utf-8><title>{TITLE}</title>{_ld(articleBody=body)}</head><body><div id=root></div></body></html>".encode()


def modules() -> bytes:
    """Class names that a build made of other words: the body is called "related"."""
    return f"""<html><head><meta charset=utf-8>{_META}</head><body><div id=__next><div class=nav__x1><ul>{_MENU}</ul></div>
<main class=story_main__9a><h1>{TITLE}</h1><div class="related_body__3f">{_BODY}</div><div class=widget__1><ul>{_CARDS}</ul></div></main>
</div></body></html>""".encode()


def unmarked() -> bytes:
    """Paragraphs in divs without a name, utf-16."""
    return f"""<html><head><meta charset=utf-16>{_META}</head><body><div><div><ul>{_MENU}</ul></div><div><h1>{TITLE}</h1>{_BODY}</div>
<div><h4><a href=/x>{OTHERS[0]}</a></h4><h4><a href=/y>{OTHERS[1]}</a></h4></div></div></body></html>""".encode(
        "utf-16"
    )


def bullets() -> bytes:
    """A digest: each report an item of a list, right below the article."""
    items = "".join(f"<li>{one}</li>" for one in PARAGRAPHS[:3])
    return f"""<html><head><meta charset=utf-8>{_META}</head><body><article><h1>{TITLE}</h1><p>أبرز ما جرى في المنطقة خلال اليوم بحسب
مراسلينا:</p><ul>{items}</ul></article></body></html>""".encode()


def bare_list() -> bytes:
    """The same digest right below <body>, where lists are mostly menus."""
    items = "".join(f"<li>{one}</li>" for one in PARAGRAPHS[:3])
    return f"""<html><head><meta charset=utf-8>{_META}</head><body><h1>{TITLE}</h1><ul>{_MENU}</ul>
<p>أبرز ما جرى في المنطقة اليوم بحسب مراسلينا:</p><ul>{items}</ul></body></html>""".encode()


def live() -> bytes:
    """A live blog: entries under headings of their own, each with its hour."""
    entries = "".join(
        f"<section><h2>تحديث {n}</h2><p>{one}</p></section>" for n, one in enumerate(PARAGRAPHS, start=1)
    )
    ld = _ld(**{"@type": "LiveBlogPosting"})
    return f"""<html><head><meta charset=utf-8>{ld}</head><body><main><h1>{TITLE}</h1><div class=live>{entries}</div></main>
<aside><ul>{_CARDS}</ul></aside></body></html>""".encode()


def iso() -> bytes:
    """ISO-8859-6, declared as something else."""
    body = _BODY.replace("گ", "ك")
    page = f"<html><head><meta charset=iso-8859-1>{_META}</head><body><article><h1>{TITLE}</h1>{body}</article></body></html>"
    return page.encode("iso8859_6")


LAYOUTS: dict[str, Callable[[], bytes]] = {
    one.__name__: one
    for one in (
        wordpress,
        drupal,
        blogger,
        tables,
        amp,
        head_only,
        modules,
        unmarked,
        bullets,
        bare_list,
        live,
        iso,
    )
}
