"""Documents out of pages of archives: the fast way gives the reader what the careful way gives it, on any page in time."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from page_layouts import DAY, LAYOUTS, OTHERS, PARAGRAPHS, TITLE
from rasd.coding import Coder
from rasd.collection import Defaults
from rasd.collection.web_page import Outside, read_web_page
from rasd.errors import DocumentError
from rasd.model import Document
from rasd.scale.extraction import extract
from rasd.scale.page import Page

AT = datetime(2020, 2, 1, tzinfo=UTC)
ADDRESS = "https://www.news.invented.example/a/5"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def page(body: bytes | str, **more: object) -> Page:
    data = body.encode() if isinstance(body, str) else body
    return Page("crawl: byte 7", data, ADDRESS, "text/html", fetched_at=AT, **more)  # type: ignore[arg-type]


def fast(body: bytes | str, **more: object) -> Document:
    return extract(page(body, **more), defaults=Defaults(theatre="syria")).document


def told(coder: Coder, document: Document) -> list[object]:
    return [
        (
            report.kind,
            report.date.start,
            report.date.end,
            [place.name for place in report.places],
            [(harm.effect, harm.min, harm.max) for harm in report.harm],
            [one.actor for one in report.perpetrators],
        )
        for report in coder.code(document).reports
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_page_says_of_itself_is_read_as_carefully(layout: str) -> None:
    one = page(LAYOUTS[layout]())
    quick = extract(one, defaults=Defaults()).document
    slow = extract(one, defaults=Defaults(), careful=True).document
    assert quick.model_dump(exclude={"text"}) == slow.model_dump(exclude={"text"})
    assert quick.title == TITLE
    assert (quick.published or "")[:10] == ("" if layout == "tables" else DAY)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_is_the_reports_sentences_a_line_each_and_no_other_news(layout: str) -> None:
    lines = [line.removeprefix("- ") for line in fast(LAYOUTS[layout]()).text.split("\n")]
    wanted = [one.replace("&quot;", '"') for one in PARAGRAPHS]
    wanted = wanted[:3] if "list" in layout or layout == "bullets" else wanted
    assert [line for line in lines if line in wanted] == wanted
    assert TITLE not in lines
    assert not [other for other in OTHERS if any(other in line for line in lines)]
    assert not [line for line in lines if "قريتنا" in line]  # a comment


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "tables"])
def test_the_reader_makes_the_same_of_both(layout: str, coder: Coder) -> None:
    one = page(LAYOUTS[layout]())
    slow = extract(one, defaults=Defaults(), careful=True).document
    reports = told(coder, extract(one, defaults=Defaults()).document)
    assert len(reports) == 2
    assert reports == told(coder, slow)


def test_careful_is_what_reading_the_page_gives() -> None:
    body = LAYOUTS["wordpress"]()
    read = read_web_page(body, "x", Outside(ADDRESS, AT, "utf-8", defaults=Defaults(outlet="none")))
    made = extract(page(body, charset="utf-8"), defaults=Defaults(outlet="none"), careful=True)
    assert (made.document, made.extractor) == (read.document, read.extractor)
    assert made.document.id is None


def test_the_extractor_is_named_with_its_version() -> None:
    names = [
        extract(page(LAYOUTS["amp"]()), defaults=Defaults(), careful=careful).extractor
        for careful in (False, True)
    ]
    assert names[0].startswith("resiliparse 2")
    assert names[1].startswith("trafilatura")


def test_the_outlet_is_the_host_and_the_theatre_the_default_where_the_page_names_none() -> None:
    document = fast(LAYOUTS["blogger"]())
    assert (document.outlet, document.theatre, document.url) == ("news.invented.example", "syria", ADDRESS)


def article(head: str = "", body: str = "", after: str = "") -> str:
    return f"<html><head><meta charset=utf-8>{head}</head><body><article><h1>{TITLE}</h1>{body}<p>{PARAGRAPHS[0]}</p></article>{after}"


@pytest.mark.parametrize(
    ("body", "published", "place"),
    [
        (
            article(
                "<meta property='article:published_time' content='2031-01-01'>",
                "<p>دمشق - 14 كانون الثاني 2020 - وكالات</p>",
            ),
            "2020-01-14",
            "date shown on the page",
        ),
        (
            article(body="<time datetime='2020-01-15T09:30+03:00'>أمس</time>"),
            "2020-01-15T09:30+03:00",
            "time datetime",
        ),
        (article(), None, None),
    ],
)
def test_a_date_is_never_in_the_future_and_keeps_hour_and_zone(
    body: str, published: str | None, place: str | None
) -> None:
    document = fast(body)
    assert (document.published, document.published_from) == (published, place)


MENU_DATE = "<div class='sidebar'><span class='published'>3 كانون الثاني 2020</span></div>"
OWN_DATE = "<abbr class='published' title='x'>15 كانون <b>الثاني</b> 2020 09:30</abbr>"
OTHER_DATES = "<i class='post-date'>أمس</i>"


@pytest.mark.parametrize("others", [0, 3, 100])
@pytest.mark.parametrize(
    ("shown", "published"),
    [
        (OWN_DATE, "2020-01-15T09:30"),
        (MENU_DATE + OWN_DATE, "2020-01-15T09:30"),
        (MENU_DATE, None),
        ("<span class='date'>15 كانون الثاني 2020</span>", None),  # any day may stand above a text
        ("<article><span class='date'>15 كانون الثاني 2020</span></article>", "2020-01-15"),
        ("<span class='updated published-at posted'>15 كانون الثاني 2020</span>", None),
        ("<div class='published'>" + "<b></b>" * 40 + "15 كانون الثاني 2020</div>", None),
    ],
)
def test_a_page_without_a_headline_shows_its_date_by_a_name(
    shown: str, published: str | None, others: int
) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    body = f"<html><head><title>{TITLE}</title></head><body>{OTHER_DATES * others}{shown}<div>{text}</div></body></html>"
    assert fast(body).published == published
    assert extract(page(body), defaults=Defaults(), careful=True).document.published == published


def test_the_address_gives_the_day_and_nothing_is_guessed() -> None:
    one = page(article(after="<p>© 2019</p>"))
    one.address = "https://news.invented.example/2020/01/15/strike"
    assert extract(one, defaults=Defaults()).document.published_from == "address of the page"


def test_entities_and_markup_of_characters_are_read() -> None:
    document = fast(
        article(
            body="<p>قال الناطق &laquo;سقط 5 &lt;جرحى&gt;&raquo; &#1601;&#1610; حلب أمس &amp;amp; اليوم.</p>"
        )
    )
    assert "قال الناطق «سقط 5 <جرحى>» في حلب أمس &amp; اليوم." in document.text


def test_a_link_within_a_sentence_stays_and_a_line_of_links_goes() -> None:
    document = fast(
        article(
            body="<p>قُتل رجل في <a href='/t?a=\"x>y\"'>بلدة كفرنبل</a> أمس.</p><p><a href=/1>مقتل عشرة في حمص</a></p>"
        )
    )
    assert "قُتل رجل في بلدة كفرنبل أمس." in document.text
    assert "حمص" not in document.text


def test_a_heading_with_nothing_under_it_goes_and_one_with_text_stays() -> None:
    document = fast(
        article(body="<h2>في الجنوب</h2><p>قصف على درعا البلد اليوم.</p>", after="").replace(
            "</article>", "<h3>مقتل عشرة في حمص</h3></article>"
        )
    )
    assert "في الجنوب\nقصف على درعا البلد اليوم." in document.text
    assert "حمص" not in document.text


@pytest.mark.parametrize(
    "body", ["", "<html><body><div id=root></div><script>x='قتل'</script>", "<p>قتل</p>", "\0" * 200]
)
def test_a_page_without_an_article_says_so(body: str) -> None:
    with pytest.raises(DocumentError, match="crawl: byte 7"):
        fast(body)


def test_plain_text_and_documents_are_taken_as_they_are() -> None:
    one = page(PARAGRAPHS[0])
    one.media_type = "text/plain"
    assert extract(one, defaults=Defaults()).document.text == PARAGRAPHS[0]
    given = Document(id="7", text="قُتل رجل.", title=None)
    one.document = given
    assert extract(one, defaults=Defaults(), careful=True).document is given


def test_invented_pages_are_marked_where_the_caller_says_so() -> None:
    assert extract(page(LAYOUTS["amp"]()), defaults=Defaults(synthetic=True)).document.synthetic


HOSTILE = """
import resource, sys, time
from rasd.collection import Defaults
from rasd.errors import DocumentError
from rasd.scale.extraction import extract
from rasd.scale.page import Page

resource.setrlimit(resource.RLIMIT_STACK, (8 << 20, 8 << 20))
TEXT = "<p>" + "قُتل ثلاثة مدنيين في قصف على بلدة كفرنبل. " * 4
PAGES = {
    "divs": "<body>" + "<div>" * 100_000 + TEXT,
    "inline": "<body>" + "<b><i>" * 50_000 + TEXT,
    "formatting": "<body>" + "<p><font size=1>" * 30_000 + TEXT,
    "tables": "<body>" + "<table><tr><td>" * 40_000 + TEXT,
    "lists": "<body>" + "<ul><li>" * 50_000 + TEXT,
    "nested below the limit": "<body>" + "<div class=a>" * 2_900 + TEXT,
    "articles": "<body>" + "<article><time datetime=2020-01-01>" * 15_000 + TEXT,
    "brackets": "<" * 500_000,
    "comments": "<body>" + TEXT + "<!--" * 1_200_000,
    "scripts": "<body>" + "<script type='application/ld+json'>{}</script>" * 100_000 + TEXT,
    "few scripts": "<body>" + "<script type='application/ld+json'>{}</script>" * 15_000 + TEXT,
    "deep json": "<script type='application/ld+json'>" + "[" * 1_000_000 + "</script>" + TEXT,
    "attribute": "<body><div class='" + "x " * 2_000_000 + "'>" + TEXT,
    "attributes": "<body><div " + " ".join(f"a{n}" for n in range(500_000)) + ">" + TEXT,
    "given attributes": "<body><div " + " ".join(f"a{n}='>'" for n in range(300_000)) + ">" + TEXT,
    "glued attributes": "<body><div " + "".join(f'a{n}=""' for n in range(300_000)) + ">" + TEXT,
    "quoted names": "<body><div " + " ".join(f'a"{n}' for n in range(300_000)) + ">" + TEXT,
    "unclosed": "<body><a href='" + TEXT * 1000,
    "nul": "<body>" + TEXT + "\\0" * 5_000_000,
    "breaks": "<body>" + TEXT + "<br>" * 200_000,
    "paragraphs": "<body>" + TEXT + "<p>قتل" * 100_000,
    "entities": "<body>" + TEXT + "&#1602;" * 700_000,
    "long": "<body>" + TEXT * 10_000,
    "references": "<body>" + TEXT + "&#" + "9" * 1_000_000 + ";",
    "templates": "<body>" + "<template>" * 15_000 + TEXT,
    "pictures": "<body>" + "<svg><g>" * 15_000 + TEXT,
    "dates": "<body>" + TEXT + "<div class=date>1" * 15_000,
    "few dates": "<body>" + "<div>" * 15_000 + "<i class=date>1" * 45 + "<b></b>" * 15_000 + TEXT,
    "times": "<body>" + TEXT + "<time>2020" * 15_000,
}
slow = []
for name, text in PAGES.items():
    begun = time.process_time()
    try:
        made = extract(Page(name, text.encode(), "https://news.example/", "text/html"), defaults=Defaults())
        print(name, len(made.document.text), made.extractor, round(time.process_time() - begun, 2))
    except DocumentError as error:
        print(name, str(error)[:60], round(time.process_time() - begun, 2))
# Not ru_maxrss: that begins at the size of whoever started this process.
lines = open("/proc/self/status").read().splitlines()
peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) >> 10
print("peak", peak)
"""


def test_hostile_pages_end_neither_the_process_nor_its_patience() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    *_, last = done.stdout.splitlines()
    assert last.startswith("peak")
    assert int(last.split()[1]) < 2_000, done.stdout


def test_what_a_row_states_is_taken_where_the_page_says_nothing() -> None:
    text = (
        "قُتل ثلاثة مدنيين في قصف مدفعي على بلدة سرمين بريف إدلب، وقال الدفاع المدني إن بين القتلى طفلا. " * 3
    )
    stated = {"published": "2019-04-28", "outlet": "وكالة", "title": "قصف على سرمين"}
    for careful in (False, True):
        made = extract(
            page(f"<html><body><article><p>{text}</p></article></body></html>", stated=stated),
            defaults=Defaults(),
            careful=careful,
        ).document
        assert (made.published, made.published_from) == ("2019-04-28", "field published")
        assert (made.outlet, made.title) == ("وكالة", "قصف على سرمين")
