"""The text is all there, whatever lies over it, and a browser can count its code points."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from rasd.desk.verifying.layers import cut, parts_of, pieces
from rasd.export.page.marks import Mark

_TEXTS = st.text(
    st.one_of(st.sampled_from("قصف بلدة a\n\r\t<&\"'\u202e\u200f\x00😀"), st.characters()), max_size=4_500
)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(_TEXTS)
    places = st.integers(0, max(len(text), 1))
    spans = draw(st.lists(st.tuples(places, places), max_size=12))
    slots = st.sampled_from(["harm", "date", "place", "kind", "issue", "keyword"])
    return text, [
        Mark(min(span), max(span), draw(slots), f"v{number}", "says") for number, span in enumerate(spans)
    ]


def points(shown: str) -> int:
    """Count code points as static/verifying/offsets.js does."""
    badges = [int(n) for n in re.findall(r'<span[^>]*data-n="(\d+)">[^<]*</span>', shown)]
    left = re.sub(r'<span[^>]*data-n="\d+">[^<]*</span>', "", shown)
    return sum(badges) + len(html.unescape(re.sub(r"<[^>]+>", "", left)))


def words(shown: str, original: str) -> str:
    """Return the text of a piece, badges as the character that they stand for."""
    plain = re.sub(r'<span class="control" data-n="1">U\+([0-9A-F]+)</span>', lambda m: f"&&{m[1]};", shown)
    plain = plain.replace('<span data-n="1"></span>', "&&000D;")
    plain = re.sub(r"<[^>]+>", "", plain)
    out = []
    for token in re.split(r"(&&[0-9A-F]+;)", plain):
        out.append(
            chr(int(token[2:-1], 16)) if re.fullmatch(r"&&[0-9A-F]+;", token) else html.unescape(token)
        )
    return "".join(out)


@given(_TEXTS)
def test_pieces_hold_the_whole_text_in_order(text: str) -> None:
    bounds = cut(text)
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(end - start <= 2_000 and "\n" not in text[start : end - 1] for start, end in bounds)
    parts = parts_of(bounds)
    assert [index for first, last in parts for index in range(first, last)] == list(range(len(bounds)))


@given(marked())
def test_what_is_shown_is_the_source_and_every_span_is_covered(found: tuple[str, list[Mark]]) -> None:
    text, marks = found
    shown = list(pieces(text, marks, cut(text)))
    assert "".join(words(piece.inside, text) for piece in shown) == text
    for piece in shown:
        assert points(piece.inside) == piece.end - piece.start
    covered: dict[str, set[int]] = {}
    for piece in shown:
        for anchor, keys, inside in re.findall(
            r'<a class="m[^"]*" id="c(\d+)"[^>]*data-v="([^"]+)"[^>]*>(.*?)</a>', piece.inside, re.DOTALL
        ):
            for key in keys.split():
                covered.setdefault(key, set()).update(range(int(anchor), int(anchor) + points(inside)))
    for mark in marks:
        wanted = set(range(mark.start, mark.end)) if mark.end <= len(text) else set()
        assert covered.get(mark.value, set()) == wanted


def test_markup_of_a_source_is_text() -> None:
    [piece] = pieces("<script>alert(1)</script>", [Mark(0, 8, "place", 'v"><b', '"><img>')], [(0, 25)])
    assert "<script" not in piece.inside and "<img" not in piece.inside and "<b" not in piece.inside


def test_a_text_of_five_megabytes_is_cut_into_parts_that_a_browser_takes() -> None:
    text = ("قصفت المدفعية أطراف البلدة فجرا\n" * 170_000)[:5_000_000]
    bounds = cut(text)
    parts = parts_of(bounds)
    sizes = [bounds[last - 1][1] - bounds[first][0] for first, last in parts]
    assert sum(sizes) == len(text) and max(sizes) < 65_000
    assert max(last - first for first, last in parts) < 2_500
