"""JSON, JSON Lines, CSV and TSV: one row, one document; a broken one is named and the rest goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from rasd.collection import Collected

Read = Callable[..., list[Collected]]
TEXT = "قُتل مدنيان في قصف على بلدة الزيتونية أمس"
OTHER = "أصيب طفل بانفجار لغم قرب السروية"


def row(**fields: object) -> str:
    return json.dumps({"text": TEXT} | fields, ensure_ascii=False)


def texts(collected: list[Collected]) -> list[str | None]:
    return [one.document.text if one.document else None for one in collected]


def errors(collected: list[Collected]) -> list[str]:
    return [str(one.error) for one in collected if one.error]


def test_all_fields_are_taken_and_others_ignored(read: Read) -> None:
    fields = {
        "id": "a1",
        "published": "2024-03-14T09:00:00+03:00",
        "outlet": "شبكة الريف",
        "title": "قصف",
        "url": "urn:x",
        "theatre": "syria",
        "synthetic": True,
    }
    document = read("a.jsonl", row(**fields, reports=[], likes=3))[0].document
    assert document is not None
    assert document.model_dump() == {"text": TEXT, "published_from": "field published"} | fields


def test_defaults_fill_only_what_a_row_lacks(read: Read) -> None:
    lines = row(outlet="صحيفة") + "\n" + row(published="2020-01-01", theatre="other") + "\n"
    first, second = (
        one.document for one in read("a.jsonl", lines, published="2024-03-14", outlet="و", theatre="syria")
    )
    assert first is not None and second is not None
    assert (first.outlet, first.published, first.published_from, first.theatre) == (
        "صحيفة",
        "2024-03-14",
        "option --published",
        "syria",
    )
    assert (second.outlet, second.published, second.published_from, second.theatre) == (
        "و",
        "2020-01-01",
        "field published",
        "other",
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken", "not JSON"),
        ('{"text": "' + TEXT, "not JSON"),
        ("[1, 2]", "a list, not an object"),
        ('"text"', "a text, not an object"),
        ("null", "null, not an object"),
        ("{}", 'no field "text"'),
        ('{"text": 7}', '"text" is a number'),
        ('{"text": "  \\n"}', "empty"),
        (row(id=7), 'field "id" is a number'),
        (row(outlet=["a"]), 'field "outlet" is a list'),
        (row(title={"ar": "a"}), 'field "title" is an object'),
        (row(published=20240314), 'field "published" is a number'),
        (row(published="أمس"), "not a date"),
        (row(published="14/03/2024"), "ISO 8601"),
        (row(synthetic="perhaps"), "synthetic"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"text": ' + "9" * 5000 + "}", "not read"),
        ("%PDF-1.4", "not JSON"),
        ("\x00\x01\x02", "not JSON"),
    ],
)
def test_a_broken_line_is_named_by_number_and_the_rest_is_read(read: Read, line: str, says: str) -> None:
    collected = read("rows.jsonl", f"{row()}\n\n{line}\n{row(text=OTHER)}\n")
    assert texts(collected) == [TEXT, None, OTHER]
    assert "rows.jsonl:3: " in errors(collected)[0] and says in errors(collected)[0]


def test_nothing_and_null_are_unknown_not_wrong(read: Read) -> None:
    document = read("a.jsonl", row(published="", outlet=None, id=None))[0].document
    assert document is not None and (document.published, document.outlet, document.id) == (None, None, None)


def test_lone_surrogates_become_one_character_each(read: Read) -> None:
    document = read("a.jsonl", '{"text": "قتل \\ud800 طفل \\ud83d\\ude00", "title": "\\udfff"}')[0].document
    assert document is not None and document.text == "قتل \ufffd طفل 😀" and document.title == "\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_rows_are_read_in_any_encoding(read: Read, name: str, encoding: str) -> None:
    content = f"text,outlet\n{TEXT},صحيفة\n" if name.endswith("csv") else row() + "\n"
    assert texts(read(name, content.encode(encoding))) == [TEXT]


def test_a_line_in_another_encoding_is_read_and_noted(read: Read) -> None:
    collected = read("a.jsonl", row().encode() + b"\n" + row(text=OTHER).encode("cp1256") + b"\n")
    assert texts(collected) == [TEXT, OTHER]
    assert "a.jsonl:2" in collected[1].note and "windows-1256" in collected[1].note


def test_a_line_above_the_limit_is_refused_and_the_rest_is_read(read: Read) -> None:
    long = row(text="قتل " * 5000)
    collected = read("a.jsonl", f"{row()}\n{long}\n{row(text=OTHER)}", max_bytes=1000)
    assert texts(collected) == [TEXT, None, OTHER] and "a.jsonl:2" in errors(collected)[0]


def test_separators_that_python_takes_for_newlines_stay_in_the_line(read: Read) -> None:
    assert texts(read("a.jsonl", row(text="قتل\u2028طفل\u0085x\x0b") + "\n")) == ["قتل\u2028طفل\u0085x\x0b"]


# --- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (row(), [TEXT]),
        (f"[{row()},\n {row(text=OTHER)}]", [TEXT, OTHER]),
        (json.dumps({"text": TEXT}, indent=2), [TEXT]),
        (f"{row()}\n{row(text=OTHER)}\n", [TEXT, OTHER]),
        (f"[{row()}, 5]", [TEXT, None]),
    ],
    ids=["object", "list", "indented", "lines under the name json", "a list with a stray number"],
)
def test_json_holds_one_document_or_many(read: Read, content: str, expected: list[str | None]) -> None:
    assert texts(read("a.json", content)) == expected


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("[]", "empty"),
        ('{"text": "x",\n "id": }', "line 2, column 8"),
        ("[" * 200_000, "nested too deeply"),
        (f"[{row()}, 5]", "a.json: item 2"),
    ],
)
def test_wrong_json_is_said_with_its_place(read: Read, content: str, says: str) -> None:
    assert says in errors(read("a.json", content))[0]


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "\t")]
)
def test_tables_are_read_with_the_delimiter_of_their_header(read: Read, name: str, delimiter: str) -> None:
    content = f"id{delimiter}TEXT{delimiter}published\r\na{delimiter}{TEXT}{delimiter}2024-03-14\r\n"
    document = read(name, content)[0].document
    assert document is not None and (document.id, document.text, document.published) == (
        "a",
        TEXT,
        "2024-03-14",
    )


def test_quoted_fields_keep_newlines_quotes_and_delimiters(read: Read) -> None:
    collected = read("a.csv", 'id,text\n1,"قتل ""طفل"",\nوأصيب آخر"\n2,' + OTHER + "\n")
    assert texts(collected) == ['قتل "طفل",\nوأصيب آخر', OTHER]
    assert [one.where.rsplit(":", 1)[1] for one in collected] == ["2", "4"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("7", "1 fields where the header names 2"),
        ("7,a,b", "3 fields where the header names 2"),
        ('7,"never closed', "never closed"),
        ('7,"closed"then more', "broken row"),
        ("7,", "empty"),
    ],
)
def test_a_broken_row_costs_its_own_line_only(read: Read, line: str, says: str) -> None:
    collected = read("t.csv", f"id,text\n1,{TEXT}\n{line}\n3,{OTHER}\n")
    assert texts(collected) == [TEXT, None, OTHER]
    assert "t.csv:3: " in errors(collected)[0] and says in errors(collected)[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("id,body\n1,x\n", "no column `text` in the header (id,body)"),
        ("id,text\n", "no row"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_it_needs(read: Read, content: str, says: str) -> None:
    assert says in errors(read("t.csv", content))[0]


def test_open_quotes_on_every_line_cost_linear_work(read: Read) -> None:
    def seconds(lines: int) -> float:
        start = time.process_time()  # work, not waiting: what else the machine does must not matter
        found = read("t.csv", "id,text\n" + '1,"قتل\n' + "2,قتل\n" * lines)
        assert len(found) == lines + 1
        return time.process_time() - start

    seconds(100)
    assert min(seconds(20_000) for _ in range(2)) < 50 * max(seconds(1_000), 0.005)
