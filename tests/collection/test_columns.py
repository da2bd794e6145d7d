"""Columns of other names: mapped to fields, and the existing ones told where one is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from rasd.collection import Collected, columns_of
from rasd.errors import DocumentError
from rasd.model import Document

Read = Callable[..., list[Collected]]
TEXT = "قُتل مدنيان في قصف على بلدة الزيتونية"


def document(one: Collected) -> Document:
    assert one.document is not None, one.error
    return one.document


def test_columns_of_a_table_are_mapped(read: Read, pipe: Read) -> None:
    content = f"Nr;Body;Day;Agency\n7;{TEXT};14/03/2024;الساحل\n"
    columns = columns_of(["text=Body", "id=Nr", "published=Day", "outlet=Agency"])
    for found in (read("a.csv", content, columns=columns), pipe(content, columns=columns)):
        (only,) = found
        assert document(only) == Document(
            id="7", text=TEXT, outlet="الساحل", published="2024-03-14", published_from="field published"
        )


def test_a_column_that_the_header_lacks_is_named_with_those_that_exist(read: Read) -> None:
    (only,) = read("a.csv", f"body,day\n{TEXT},x\n", columns={"text": "content"})
    assert '"content"' in str(only.error) and "body,day" in str(only.error)
    (only,) = read("a.csv", f"body,day\n{TEXT},x\n", columns={"text": "body", "published": "date"})
    assert "no column date" in str(only.error) and "body, day" in str(only.error)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_name_with_points_leads_into_objects_and_lists(read: Read, name: str) -> None:
    row = {"data": {"text": TEXT, "at": 1710408600}, "who": [{"name": "الساحل"}], "nr": 12}
    columns = columns_of(["text=data.text", "published=data.at", "outlet=who.0.name", "id=nr"])
    (only,) = read(name, json.dumps(row), columns=columns)
    found = document(only)
    assert (found.text, found.outlet, found.id) == (TEXT, "الساحل", "12")
    assert found.published == "2024-03-14T09:30:00+00:00"


def test_a_name_that_holds_a_point_is_itself(read: Read) -> None:
    (only,) = read("a.jsonl", json.dumps({"a.b": TEXT, "a": {"b": "x"}}), columns={"text": "a.b"})
    assert document(only).text == TEXT


def test_a_row_without_the_text_column_is_named_and_the_rest_read(read: Read) -> None:
    rows = [{"body": TEXT}, {"other": {"deep": 1}}, {"body": TEXT}]
    content = "\n".join(json.dumps(row) for row in rows)
    first, second, third = read("a.jsonl", content, columns={"text": "body", "published": "day"})
    assert document(first) == document(third)
    assert "no column day" in first.note and "Columns: body" in first.note
    assert 'no column "body"' in str(second.error) and "other.deep" in str(second.error)


@pytest.mark.parametrize(
    ("value", "published"),
    [(1710408600000, "2024-03-14T09:30:00+00:00"), ("1710408600", "2024-03-14T09:30:00+00:00"), (None, None)],
)
def test_dates_are_read_in_other_forms(read: Read, value: Any, published: str | None) -> None:
    (only,) = read("a.jsonl", json.dumps({"t": TEXT, "d": value}), columns={"text": "t", "published": "d"})
    assert document(only).published == published


@pytest.mark.parametrize("value", [1e300, -(10**30), "أمس", True, [1], {"a": 1}])
def test_a_date_that_is_none_names_its_row(read: Read, value: Any) -> None:
    (only,) = read("a.jsonl", json.dumps({"t": TEXT, "d": value}), columns={"text": "t", "published": "d"})
    assert 'field "published"' in str(only.error) and "a.jsonl:1" in str(only.error)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["body"], "not field=column"),
        (["text="], "not field=column"),
        (["body=text"], "Fields: id, text"),
        (["text=a", "text=b"], "two columns"),
    ],
)
def test_a_mapping_that_is_none_is_refused(given: list[str], says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        columns_of(given)
