"""The figures of linking: pairs, B-cubed and ranges, by hand-made sets whose figures are known."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from rasd.coding import Coder
from rasd.errors import DocumentError
from rasd.evaluation import is_link_set, read_gold_incidents, read_link_set, score_links
from rasd.linking import Linker, incidents_of, members_of, traits_of
from rasd.model import Incident

GOLD = {
    "a": frozenset({"x"}),
    "b": frozenset({"x"}),
    "c": frozenset({"x", "y"}),
    "d": frozenset({"y"}),
    "e": frozenset(),
}


def incident(identity: str, *documents: str, **more: Any) -> Incident:
    return Incident.model_validate(
        {
            "id": identity,
            "kind": "shelling",
            "grade": {"proposed": "weak", "rule": "weak.single"},
            "occurrence": "single_source",
            "reports": [
                {
                    "document_id": one,
                    "report_id": f"{one}#r1",
                    "factuality": more.get("factuality_of_reports", "asserted"),
                }
                for one in documents
            ],
            **{name: value for name, value in more.items() if name != "factuality_of_reports"},
        }
    )


def test_the_gold_itself_scores_one() -> None:
    score = score_links(GOLD, [incident("x", "a", "b", "c"), incident("y", "c", "d")])
    assert score.pairwise.f1 == score.b_cubed_f1 == 1.0 and not score.wrong and not score.missed


def test_a_wrong_and_a_missed_pair_are_named_and_cost_their_share() -> None:
    score = score_links(GOLD, [incident("1", "a", "b"), incident("2", "c", "d", "e")])
    assert score.wrong == [("c", "e"), ("d", "e")] and score.missed == [("a", "c"), ("b", "c")]
    assert (score.pairwise.precision, score.pairwise.recall) == (0.5, 0.5)
    # Mentions of the gold: a 2/3, b 2/3, c in y 2/2, c in x nothing, d 2/2.
    assert score.b_cubed_recall == pytest.approx((2 / 3 + 2 / 3 + 1 + 0 + 1) / 5)
    # Ours: a 2/2, b 2/2, c 2/3, d 2/3, e nothing.
    assert score.b_cubed_precision == pytest.approx((1 + 1 + 2 / 3 + 2 / 3 + 0) / 5)


def test_an_incident_told_twice_earns_nothing() -> None:
    once = score_links(GOLD, [incident("1", "a", "b", "c"), incident("2", "c", "d")])
    twice = score_links(GOLD, [incident("1", "a", "b", "c"), incident("2", "c", "d"), incident("3", "a")])
    assert twice.b_cubed_precision < once.b_cubed_precision and twice.b_cubed_recall == once.b_cubed_recall


@pytest.mark.parametrize(
    "more",
    [{"kind": "talks"}, {"kind": "siege"}, {"factuality_of_reports": "recurrent"}],
    ids=["talks", "siege", "habit"],
)
def test_what_is_no_act_of_force_is_left_out(more: dict[str, Any]) -> None:
    right = [incident("x", "a", "b", "c"), incident("y", "c", "d")]
    assert score_links(GOLD, [*right, incident("z", "a", "e", **more)]).pairwise.f1 == 1.0


def test_ranges_are_exact_or_named_with_both() -> None:
    harm = [{"effect": "killed", "min": 4, "max": 6}, {"effect": "injured", "min": 9, "max": None}]
    found = [incident("1", "a", "b", "c", harm=harm)]
    wanted = {
        "key": "x",
        "kind": "shelling",
        "documents": ["a", "b", "c"],
        "killed": [4, 6],
        "injured": [9, None],
    }
    assert score_links(GOLD, found, [wanted]).ranges_exact == 1
    score = score_links(GOLD, found, [{**wanted, "killed": None}])
    assert score.ranges_exact == 0 and "x: gold" in score.wrong_ranges[0]


def test_a_broken_set_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "links.jsonl"
    path.write_text('{"id": "a", "text": "نص", "incidents": []}\n{"id": "b", "text": "نص"}\n', "utf-8")
    assert is_link_set(path)
    with pytest.raises(DocumentError, match=r"links\.jsonl:2: not a linked document"):
        list(read_link_set(path))
    with pytest.raises(DocumentError, match=r"links\.jsonl:1: not an incident"):
        read_gold_incidents(path)


CORPUS = Path(os.environ.get("RASD_CORPUS", "none"))


@pytest.mark.skipif(
    not (CORPUS / "link-dev.jsonl").is_file(), reason="RASD_CORPUS names no folder with link-dev.jsonl"
)
def test_the_linking_set_holds_its_floors_in_ten_orders_of_arrival() -> None:
    coder = Coder.load()
    rows = list(read_link_set(CORPUS / "link-dev.jsonl"))
    members = {
        member.id: member
        for row in rows
        for member in members_of(coder.code(row.document), row.document.text)
    }
    seen = set()
    for seed in range(10):
        order = sorted(members)
        random.Random(seed).shuffle(order)
        linker = Linker()
        for one in order:
            linker.add(traits_of(members[one]))
        found = list(incidents_of(linker, lambda ids: [members[one] for one in ids], lexicon=coder.lexicon))
        seen.add(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
    assert len(seen) == 1
    gold = {row.document.id or "": row.incidents for row in rows}
    score = score_links(gold, found, read_gold_incidents(CORPUS / "link-dev.incidents.jsonl"))
    assert score.pairwise.f1 >= 0.93 and score.b_cubed_f1 >= 0.93 and score.ranges_exact >= 38
