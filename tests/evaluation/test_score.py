"""Scores: small cases counted by hand, and the shared scorer's figures to the last digit."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rasd.evaluation import Score, Scorer, compare, fold_name, pair_reports, slots_of

Report = dict[str, Any]
TEXT = "قُتل مدنيان أمس في قصف على الزيتونية"
SHELLING: Report = {
    "kind": "shelling",
    "factuality": "asserted",
    "date": {"start": "2024-03-13", "end": "2024-03-13", "evidence": [[12, 15]]},
    "places": [{"name": "الزيتونية", "evidence": [[27, 36]]}],
    "perpetrators": [],
    "harm": [{"effect": "killed", "min": 2, "max": 2, "evidence": [[0, 11]]}],
    "evidence": [[0, 36]],
}


def scored(golds: list[Report], predicted: list[Report], text: str = TEXT) -> Score:
    scorer = Scorer()
    scorer.add(compare("d", golds, predicted), text, predicted)
    return scorer.score


def test_a_perfect_coding_scores_one() -> None:
    score = scored([SHELLING], [SHELLING])
    rows = score.rows("incidents")
    assert (rows["all"].precision, rows["all"].recall, rows["report"].hits) == (1, 1, 1)
    assert (score.harm_exact, score.harm_of) == (1, 1)
    assert (score.evidence_good, score.evidence_of) == (4, 4)


def test_a_missed_report_costs_all_its_values() -> None:
    rows = scored([SHELLING], []).rows("incidents")
    assert (rows["all"].hits, rows["all"].false, rows["all"].missed) == (
        0,
        0,
        5,
    )  # kind factuality date place harm
    assert rows["report"].missed == 1


def test_a_wrong_count_is_one_false_and_one_missed_value() -> None:
    wrong = SHELLING | {"harm": [{"effect": "killed", "min": 3, "max": 3}]}
    score = scored([SHELLING], [wrong])
    harm = score.rows("incidents")["harm"]
    assert (harm.hits, harm.false, harm.missed) == (0, 1, 1)
    assert (score.harm_exact, score.harm_of) == (0, 1)


def test_harm_is_summed_per_effect_and_an_open_maximum_opens_the_sum() -> None:
    rows = [
        {"effect": "killed", "min": 1, "max": 1, "children": 1},
        {"effect": "killed", "min": 2, "max": None, "women": 2},
        {"effect": "injured", "min": None, "max": 4},
    ]
    slots = slots_of(SHELLING | {"harm": rows})
    assert slots["harm"] == {("killed", 3, None), ("injured", 0, 4)}
    assert slots["harm_detail"] == {("killed", "children", 1), ("killed", "women", 2)}


def test_background_is_left_out_with_the_prediction_that_pairs_with_it() -> None:
    historical = SHELLING | {"factuality": "historical"}
    score = scored([historical], [SHELLING])
    assert score.rows("incidents")["report"].as_json()["predicted"] == 0
    assert (score.quiet, score.alarmed) == (1, 0)


def test_monitoring_kinds_do_not_count() -> None:
    assert scored([], [SHELLING | {"kind": "overflight"}]).rows("incidents")["all"].false == 0


@pytest.mark.parametrize(
    ("report", "alarmed"),
    [
        (SHELLING, 1),
        (SHELLING | {"factuality": "recurrent"}, 0),
        ({"kind": "talks"}, 0),
    ],
)
def test_only_an_asserted_incident_raises_a_false_alarm(report: Report, alarmed: int) -> None:
    score = scored([], [report])
    assert (score.quiet, score.alarmed) == (1, alarmed)


def test_the_most_alike_reports_pair_first() -> None:
    other = SHELLING | {"places": [{"name": "السروية"}]}
    slots = [slots_of(SHELLING), slots_of(other)]
    assert pair_reports(slots, list(reversed(slots))) == {0: 1, 1: 0}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مدينة الدّانا", "دانا"),
        ("قلعة المضيق", "قلعه مضيق"),
        ("«أبو ظبي»", "ابوظبى"),
        ("کفر نبل", "كفرنبل"),
        ("ﺣﻠﺐ", "حلب"),
    ],
)
def test_names_fold_alike(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    "spans",
    [[], None, [[5, 5]], [[0, 99]], [[-1, 3]], [[11, 12]], [[0, 1, 2]], [["0", "3"]], [[0.0, 3.0]]],
    ids=str,
)
def test_bad_evidence_is_no_evidence(spans: Any) -> None:
    bare = {"kind": "shelling", "evidence": spans}
    score = scored([], [bare])
    assert (score.evidence_good, score.evidence_of) == (0, 1)


def test_a_name_must_stand_in_its_span() -> None:
    place = {"name": "الزيتونية", "evidence": [[0, 4]]}
    score = scored([], [{"kind": "shelling", "places": [place], "evidence": [[0, 4]]}])
    assert (score.evidence_good, score.evidence_of) == (1, 2)


# --- beside the shared scorer ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared(corpus_dir: Path) -> ModuleType:
    path = corpus_dir.parent / "score.py"
    if not path.is_file():
        pytest.skip(f"{path} is missing: the shared scorer stands beside the corpus folder")
    spec = importlib.util.spec_from_file_location("shared_score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def corpus(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines() if line.strip()]


def disturbed(reports: list[Report], others: list[Report], chance: random.Random) -> list[Report]:
    """Return the reports as a mediocre reader might have read them."""
    result = []
    for report in json.loads(json.dumps([*reports, *chance.sample(others, k=min(2, len(others)))])):
        if chance.random() < 0.2:
            continue
        if chance.random() < 0.2:
            report["kind"] = chance.choice(["shelling", "air_strike", "talks", "siege", "clash", "explosion"])
        if chance.random() < 0.2:
            report["factuality"] = chance.choice(["asserted", "historical", "recurrent"])
        for field in ("places", "harm", "sources", "weapons", "perpetrators", "munitions"):
            if report.get(field) and chance.random() < 0.3:
                report[field] = report[field][: chance.randrange(2)]
            for value in report.get(field) or []:
                if chance.random() < 0.5:
                    value["evidence"] = [[chance.randrange(-2, 40), chance.randrange(60)]]
        if chance.random() < 0.2 and report.get("date"):
            report["date"] = {"start": "2024-01-01", "end": None, "evidence": [[0, 3]]}
        result.append(report)
    return result


@pytest.mark.parametrize("name", ["seed.gold.jsonl", "dev.gold.jsonl"])
@pytest.mark.parametrize("seed", range(8))
def test_figures_are_those_of_the_shared_scorer(
    corpus_dir: Path, shared: ModuleType, name: str, seed: int
) -> None:
    golds = corpus(corpus_dir, name)
    everything = [report for gold in golds for report in gold["reports"]]
    chance = random.Random(seed)
    predicted = {gold["id"]: {"reports": disturbed(gold["reports"], everything, chance)} for gold in golds}
    scorer = Scorer()
    for gold in golds:
        reports = predicted[gold["id"]]["reports"]
        scorer.add(compare(gold["id"], gold["reports"], reports), gold["text"], reports)
    assert scorer.score.as_json() == shared.score(golds, predicted)


def test_names_fold_as_the_shared_scorer_folds_them(corpus_dir: Path, shared: ModuleType) -> None:
    words = {word for gold in corpus(corpus_dir, "dev.gold.jsonl") for word in gold["text"].split(" ")}
    names = {
        p["name"]
        for g in corpus(corpus_dir, "dev.gold.jsonl")
        for r in g["reports"]
        for p in r.get("places") or []
    }
    for name in words | names:
        assert fold_name(name) == shared.fold(name)
