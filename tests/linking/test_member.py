"""Members: reports with the document that they stand in."""

from __future__ import annotations

from rasd.linking import Member, members_of
from rasd.model import Record, Report


def member(document: str, published: str | None) -> Member:
    record = Record(id=document, published=published, reports=[Report(id="r1", kind="shelling")])
    return members_of(record, "نص")[0]


def test_a_member_is_named_by_document_and_report() -> None:
    assert member("مثال-1", None).id == "مثال-1#r1"


def test_order_goes_by_moment_across_zones_and_puts_the_undated_last() -> None:
    late, early = member("a", "2024-05-01T09:30:00+03:00"), member("b", "2024-05-01T06:00:00Z")
    undated, broken = member("c", None), member("d", "أمس")
    assert [one.document_id for one in sorted([undated, late, broken, early], key=lambda m: m.order)] == list(
        "bacd"
    )
