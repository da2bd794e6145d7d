"""Bytes become the characters that their writer meant, whatever the encoding; what is no text is refused."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasd.collection.decode import decode, detect
from rasd.errors import DocumentError

TEXT = "أفاد مراسلنا بمقتل ثلاثة مدنيين، بينهم طفلة، في قصف مدفعي على بلدة الزيتونية.\r\nوأصيب خمسة آخرون بجروح.\n"
SHORT = "قتل طفل في الزيتونية"
LATIN_TOO = "قالت قناة Al Zaytun TV إن 12 قذيفة سقطت على البلدة (UTC+3)"


@pytest.mark.parametrize("text", [TEXT, SHORT, LATIN_TOO], ids=["two lines", "short", "with Latin"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"],
)
def test_arabic_round_trips(text: str, encoding: str) -> None:
    if encoding == "iso8859_6":
        text = text.replace("،", ",")
    assert decode(text.encode(encoding), "x").text == text


def test_a_byte_order_mark_is_no_part_of_the_text_but_all_else_is() -> None:
    assert decode(b"\xef\xbb\xbf\r\n " + SHORT.encode(), "x").text == "\r\n " + SHORT


def test_a_truncated_utf8_text_loses_one_character_and_says_so() -> None:
    decoded = decode(TEXT.strip().encode("utf-8")[:-1] + b"\xd8", "x.txt")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(TEXT[:60]) and "U+FFFD" in decoded.note


def test_a_replacement_character_of_the_author_is_no_broken_byte() -> None:
    assert decode((TEXT + "\ufffd").encode(), "x").note == ""


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1256", "windows-1256"),
        ("utf-8", "windows-1256"),
        ("iso-8859-1", "windows-1256"),
        ("klingon", "windows-1256"),
    ],
)
def test_a_declared_charset_counts_only_where_the_bytes_agree(declared: str, encoding: str) -> None:
    assert detect(TEXT.encode("cp1256"), declared)[0] == encoding


def test_a_declared_single_byte_charset_decides_a_word() -> None:
    assert detect("من".encode("iso8859_6"), "iso-8859-6")[0] == "iso-8859-6"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"PK\x03\x04" + bytes(30), "office document"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (bytes(1000), "control characters"),
        (os.urandom(4096).replace(b"\xff\xfe", b"ab"), "control characters"),
        (TEXT.encode() + bytes(50), "control characters"),
    ],
    ids=["pdf", "zip", "png", "zeros", "noise", "zeros after text"],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match="not text") as caught:
        decode(data, "strange.txt")
    assert str(caught.value).startswith("strange.txt: ") and says in str(caught.value)


def test_a_stray_nul_does_not_cost_the_document() -> None:
    assert decode((TEXT[:20] + "\x00" + TEXT[20:]).encode(), "x").text == TEXT[:20] + "\x00" + TEXT[20:]


@given(st.binary(max_size=400))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decode(data, "x").text.encode("utf-8")
    except DocumentError:
        pass


@given(
    st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ ،.0123456789\n", min_size=1).filter(
        lambda t: not t.isascii()
    )
)
def test_utf8_is_never_taken_for_something_else(text: str) -> None:
    assert decode(text.encode("utf-8"), "x").text == text
