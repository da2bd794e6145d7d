"""The HTML report: every value beside its words, nothing from outside, and no text that gets out of its place."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser

import pytest

from rasd.export import Pair
from rasd.export.page.labels import direction
from rasd.export.page.marks import Mark, segments
from rasd.model import Document, Record
from rasd.model.record import BreachClaim, Harm, Issue, Keyword, Perpetrator, Place, Report, Source, Toll

Paged = Callable[..., "Page"]

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u202eabc\u2066\x00$policy</style>"


class Element:
    """One element of a page with all the text inside it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.text = ""


class Page(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in {"meta", "input", "br", "path", "circle"}:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def with_class(self, name: str) -> list[Element]:
        return [e for e in self.elements if name in e.attributes.get("class", "").split()]

    def by_id(self, identity: str) -> Element:
        (found,) = [e for e in self.elements if e.attributes.get("id") == identity]
        return found


def spans_of(record: Record) -> list[tuple[int, int]]:
    """Return every span of evidence anywhere in `record`, found without knowing its fields."""
    found: list[tuple[int, int]] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "evidence":
                    found.extend(inner)
                elif key == "span" and inner is not None:
                    found.append(inner)
                else:
                    walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(record.model_dump())
    return found


@pytest.fixture
def page(written: Callable[..., str]) -> Paged:
    """Return the parsed report of some pairs."""
    return lambda *pairs: Page(written("html", *pairs))


def hostile_pair() -> Pair:
    """Return a pair with hostile words everywhere that a record has room for words."""
    evidence = [(0, 8), (3, 40), (20, len(HOSTILE))]
    report = Report(
        kind="clash",
        evidence=evidence,
        rule=HOSTILE,
        places=[
            Place(
                name=HOSTILE,
                region=HOSTILE,
                country=HOSTILE,
                admin1=HOSTILE,
                latitude=1,
                longitude=1,
                decided_by=[HOSTILE],
                evidence=evidence,
            ),
            Place(name=HOSTILE),
        ],
        perpetrators=[Perpetrator(actor=HOSTILE, claimed_by=[HOSTILE])],
        harm=[Harm(effect="killed", min=1, max=1, victims=[HOSTILE], evidence=evidence)],
        sources=[Source(name=HOSTILE, type="witness", evidence=evidence)],
        breach_claims=[BreachClaim(agreement=HOSTILE, claimed_by=[HOSTILE])],
    )
    record = Record(
        id=HOSTILE,
        text_sha256=HOSTILE,
        data_version=HOSTILE,
        reports=[report],
        tolls=[Toll(effect="killed", place=HOSTILE, source=HOSTILE)],
        keywords=[Keyword(text=HOSTILE, of="place")],
        issues=[Issue(code=HOSTILE, span=(0, 9), message=HOSTILE)],
    )
    document = Document(
        text=HOSTILE,
        title=HOSTILE,
        outlet=HOSTILE,
        published=HOSTILE,
        theatre=HOSTILE,
        url="javascript:alert(3)",
    )
    return document, record


def policy_of(page: Page) -> str:
    (meta,) = [e for e in page.elements if e.attributes.get("http-equiv") == "Content-Security-Policy"]
    return meta.attributes["content"]


def content_of(page: Page, tag: str) -> list[str]:
    return re.findall(rf"<{tag}>(.*?)</{tag}>", page.source, re.DOTALL)


def words_at(page: Page, value: str) -> str:
    """Return the words that light up for one value, in the order of the text."""
    return "".join(e.text for e in page.with_class("m") if value in e.attributes["data-v"].split())


def test_no_hostile_text_becomes_markup(page: Paged) -> None:
    calm, hostile = page((Document(text="a"), Record(id="a"))), page(hostile_pair())
    for tag in ("script", "style", "meta"):
        assert len([e for e in hostile.elements if e.tag == tag]) == len(
            [e for e in calm.elements if e.tag == tag]
        )
    assert {e.tag for e in hostile.elements}.isdisjoint({"img", "iframe", "object", "link", "base", "form"})
    assert not [
        name for e in hostile.elements for name in e.attributes if name.startswith("on") or name == "style"
    ]
    assert "alert(1)" in hostile.source


def test_no_text_turns_the_direction_of_the_page(page: Paged) -> None:
    source = page(hostile_pair()).source
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", source)
    assert "U+202E" in source


def test_plain_direction_marks_stay_in_the_text(page: Paged) -> None:
    report = page((Document(text="قصف\u200f (RPG)\u200e"), Record(id="a")))
    assert report.with_class("text")[0].text == "قصف\u200f (RPG)\u200e"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://[broken", "x"]
)
def test_only_web_addresses_become_links(url: str, page: Paged) -> None:
    report = page((Document(text="a", url=url), Record(id="a")))
    assert all(e.attributes["href"].startswith("#") for e in report.elements if e.tag == "a")


def test_a_web_address_is_linked_without_a_referrer(page: Paged) -> None:
    report = page((Document(text="a", url="https://news.example/?a=1&b='2'"), Record(id="a")))
    (link,) = [e for e in report.elements if e.attributes.get("href", "").startswith("http")]
    assert link.attributes["href"] == "https://news.example/?a=1&b='2'"
    assert link.attributes["rel"] == "noreferrer noopener"


def test_the_policy_allows_its_own_style_and_script_and_nothing_else(page: Paged, pair: Pair) -> None:
    report = page(pair)
    policy = policy_of(report)
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for directive, tag in (("style-src", "style"), ("script-src", "script")):
        (content,) = content_of(report, tag)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_the_page_asks_the_network_for_nothing(page: Paged, pair: Pair) -> None:
    report = page(pair)
    assert not [e for e in report.elements if "src" in e.attributes or e.tag in {"link", "iframe", "img"}]
    assert "url(" not in report.source and "@import" not in report.source
    assert all(e.attributes["href"].startswith("#") for e in report.elements if "href" in e.attributes)


def test_the_text_is_shown_whole(page: Paged, pair: Pair) -> None:
    assert page(pair).with_class("text")[0].text == pair[0].text


def test_every_span_of_the_record_is_an_element_of_the_text(page: Paged, pair: Pair) -> None:
    report = page(pair)
    expected = sorted(pair[0].text[start:end] for start, end in spans_of(pair[1]))
    values = {value for e in report.with_class("m") for value in e.attributes["data-v"].split()}
    assert sorted(words_at(report, value) for value in values) == expected


def test_values_and_words_link_both_ways(page: Paged, pair: Pair) -> None:
    report = page(pair)
    ids = [e.attributes["id"] for e in report.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {e.attributes["href"][1:] for e in report.elements if "href" in e.attributes} <= set(ids)
    for value in report.with_class("v"):
        if value.tag == "a":
            words = report.by_id(value.attributes["href"][1:])
            assert value.attributes["id"] in words.attributes["data-v"].split()


def test_a_value_without_words_is_shown_as_such(page: Paged) -> None:
    harm = Harm(effect="killed", min=1, max=1, evidence=[(5, 900)])
    report = page((Document(text="نص قصير"), Record(id="a", reports=[Report(kind="clash", harm=[harm])])))
    (value,) = report.with_class("harm")[1:2]
    assert value.tag == "span"
    assert "no words" in report.source


def spans(*given: tuple[int, int]) -> list[Mark]:
    return [Mark(start, end, "place", f"v{n}", "") for n, (start, end) in enumerate(given)]


@pytest.mark.parametrize(
    "given",
    [
        [],
        [(0, 10)],
        [(2, 5), (5, 8)],
        [(0, 6), (3, 9)],
        [(0, 9), (2, 4), (3, 7)],
        [(1, 4), (1, 4), (1, 9)],
        [(0, 3), (2, 5), (4, 7), (6, 10), (0, 10)],
    ],
)
def test_segments_cover_the_text_once_and_know_all_their_values(given: Sequence[tuple[int, int]]) -> None:
    marks = spans(*given)
    cut = list(segments(10, marks))
    assert [position for s in cut for position in range(s.start, s.end)] == list(range(10))
    for segment in cut:
        for position in range(segment.start, segment.end):
            assert set(segment.marks) == {m for m in marks if m.start <= position < m.end}


def test_the_innermost_value_gives_a_segment_its_link() -> None:
    inner, outer = Mark(3, 5, "date", "in", ""), Mark(0, 9, "kind", "out", "")
    assert [s.marks[:1] for s in segments(9, [outer, inner])] == [(outer,), (inner,), (outer,)]


def test_a_keyword_never_hides_a_value() -> None:
    keyword, place = Mark(0, 3, "keyword", "k", ""), Mark(0, 9, "place", "p", "")
    assert next(segments(9, [keyword, place])).marks == (place, keyword)


def test_the_struck_side_does_not_hide_the_count_of_victims() -> None:
    target, harm = Mark(2, 6, "target", "t", ""), Mark(0, 9, "harm", "h", "")
    assert [s.marks[0] for s in segments(9, [target, harm])] == [harm, harm, harm]


def test_a_text_without_length_has_no_segments() -> None:
    assert list(segments(0, [])) == []


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        (2, 2, "2"),
        (4, None, "4 or more"),
        (None, 9, "up to 9"),
        (0, 0, "0"),
        (10, 15, "10–15"),
        (None, None, "number not given"),
    ],
)
def test_harm_says_which_bound_is_missing(low: int | None, high: int | None, says: str, page: Paged) -> None:
    report = Report(kind="clash", harm=[Harm(effect="killed", min=low, max=high)])
    assert says in page((Document(text="a"), Record(id="a", reports=[report]))).by_id("d1r1").text


def test_perpetrators_are_alleged_and_breaches_are_claims(page: Paged, pair: Pair) -> None:
    card = page(pair).by_id("d1r1").text
    assert "Alleged perpetrator" in card and "منسوب" in card
    assert "Called a breach of" in card
    assert "violation by" not in page(pair).source.lower()


def test_reasons_and_rules_can_be_opened(page: Paged, pair: Pair) -> None:
    (details,) = [e for e in page(pair).elements if e.tag == "details" and "places.region" in e.text]
    assert "the region names إدلب" in details.text and "ps:jericho" in details.text


def test_only_invented_documents_carry_the_watermark(page: Paged, pair: Pair) -> None:
    document, record = pair
    real = document.model_copy(update={"synthetic": False})
    assert len(page(pair, (real, record)).with_class("is-synthetic")) == 1
    assert not page((real, record)).with_class("synthetic")


def test_a_wide_place_is_a_wide_circle_and_a_place_without_point_is_none(page: Paged) -> None:
    def radius(precision: str) -> float:
        places = [
            Place(name="أ", latitude=35, longitude=36, precision=precision),
            Place(name="ب", latitude=36.5, longitude=38, precision="settlement"),
            Place(name="ج"),
        ]
        report = page((Document(text="a"), Record(id="a", reports=[Report(kind="clash", places=places)])))
        circles = report.with_class("spot")
        assert len([c for c in circles if c.tag == "circle"]) == 2
        (circle,) = [c for c in circles if c.tag == "circle" and precision in c.attributes["class"].split()][
            :1
        ]
        return float(circle.attributes["r"])

    assert radius("governorate") > radius("district") > radius("settlement")


def test_a_place_far_from_all_others_is_listed_and_not_drawn(page: Paged) -> None:
    near = [Place(name=f"ق{n}", latitude=35 + n / 10, longitude=36, precision="settlement") for n in range(5)]
    far = Place(name="بعيد", latitude=32.6, longitude=14.2, precision="settlement")
    report = page((Document(text="a"), Record(id="a", reports=[Report(kind="clash", places=[*near, far])])))
    assert len([e for e in report.with_class("spot") if e.tag == "circle"]) == 5
    (figure,) = [e for e in report.elements if e.tag == "figure"]
    assert "بعيد" in figure.text and "Places far outside this map" in figure.text


def test_each_theatre_has_a_map(page: Paged) -> None:
    def pair_of(theatre: str) -> Pair:
        report = Report(kind="clash", places=[Place(name="أ", latitude=33, longitude=36)])
        return Document(text="a", theatre=theatre), Record(id="a", theatre=theatre, reports=[report])

    report = page(pair_of("syria"), pair_of("iraq"), pair_of("syria"))
    assert len([e for e in report.elements if e.tag == "svg"]) == 2


@pytest.mark.parametrize(
    ("text", "side"), [("🔴 #CNN قصف على البلدة", "rtl"), ("Shelling of درعا today", "ltr"), ("١٢٣ …", "rtl")]
)
def test_a_text_goes_the_way_of_most_of_its_letters(text: str, side: str, page: Paged) -> None:
    assert direction(text) == side
    assert page((Document(text=text), Record(id="a"))).with_class("text")[0].attributes["dir"] == side
