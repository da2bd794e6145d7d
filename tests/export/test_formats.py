"""What holds for every output format, and for the ones that machines read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator

import pytest

from rasd.errors import OutputError
from rasd.export import FORMATS, Pair, format_named
from rasd.model import Document, Record

Written = Callable[..., str]


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_a_format_is_found_by_its_name(name: str) -> None:
    assert format_named(name).name == name


def test_an_unknown_format_lists_those_that_exist() -> None:
    with pytest.raises(OutputError, match=r'^Unknown format "xslx"\. Formats: html, json, jsonl, table\.$'):
        format_named("xslx")


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_no_documents_make_a_whole_output(name: str, written: Written) -> None:
    output = written(name)
    expected = {"jsonl": "", "json": "[\n]\n"}
    if name in expected:
        assert output == expected[name]
    elif name == "table":
        assert output.split("\n") == ["0 documents, 0 reports, 0 tolls, 0 issues", ""]
    else:
        assert output.startswith("<!doctype html>") and output.rstrip().endswith("</html>")


@pytest.mark.parametrize("name", [one.name for one in FORMATS if one.lossless])
def test_a_lossless_format_gives_the_records_back(name: str, written: Written, pair: Pair) -> None:
    empty = (Document(text=""), Record(id="two"))
    output = written(name, pair, empty)
    rows = json.loads(output) if name == "json" else [json.loads(line) for line in output.splitlines()]
    assert [Record.model_validate_json(json.dumps(row)) for row in rows] == [pair[1], empty[1]]


@pytest.mark.parametrize("name", ["jsonl", "json"])
def test_records_are_written_as_they_come(name: str, pair: Pair) -> None:
    stream = io.StringIO()
    seen: list[int] = []

    def pairs() -> Iterator[Pair]:
        for _ in range(3):
            seen.append(stream.getvalue().count('"schema_version"'))
            yield pair

    format_named(name).write(pairs(), stream)
    assert seen == [0, 1, 2]


def test_an_interrupted_array_still_parses(pair: Pair) -> None:
    stream = io.StringIO()

    def pairs() -> Iterator[Pair]:
        yield pair
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        format_named("json").write(pairs(), stream)
    assert [row["id"] for row in json.loads(stream.getvalue())] == ["one"]


def test_jsonl_keeps_what_is_not_known_and_the_order_of_the_model(written: Written, pair: Pair) -> None:
    row = json.loads(written("jsonl", pair))
    assert list(row) == list(Record.model_fields)
    assert row["reports"][1]["date"]["start"] is None
    assert row["reports"][0]["harm"][1]["max"] is None
    (span,) = row["reports"][0]["places"][0]["evidence"]
    assert pair[0].text[span[0] : span[1]] == "أريحا بريف إدلب الجنوبي"


@pytest.mark.parametrize("break_", ["\n", "\r", "\u0085", "\u2028", "\u2029"])
def test_a_record_stays_on_one_line_whatever_its_title_holds(break_: str, written: Written) -> None:
    record = Record(id="one", title=f"a{break_}b")
    (line,) = written("jsonl", (Document(text=""), record)).splitlines()
    assert Record.model_validate_json(line) == record
