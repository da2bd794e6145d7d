"""How well the reader reads, as floors: the coded corpus beside the checkout, or a skip that says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from rasd.cli import app


def figures(path: Path) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["evaluate", str(path), "--json"])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def f1(found: Mapping[str, Any], kind: str) -> float:
    return float(found[kind]["all"]["f1"])


def test_the_founding_article_is_read(corpus_dir: Path) -> None:
    found = figures(corpus_dir / "seed.gold.jsonl")
    assert f1(found, "incidents") >= 0.95
    assert f1(found, "political") >= 0.70


@pytest.fixture(scope="module")
def dev(corpus_dir: Path) -> dict[str, Any]:
    return figures(corpus_dir / "dev.gold.jsonl")


def test_real_documents_are_read(dev: dict[str, Any]) -> None:
    assert f1(dev, "incidents") >= 0.62
    assert dev["incidents"]["report"]["recall"] >= 0.75
    assert dev["exact_harm"] >= 0.60


def test_documents_without_a_report_stay_silent(dev: dict[str, Any]) -> None:
    assert dev["false_alarm_documents"]["alarmed"] <= 0.2 * dev["false_alarm_documents"]["of"]


def test_every_value_has_its_evidence(dev: dict[str, Any]) -> None:
    assert dev["evidence"]["good"] == dev["evidence"]["of"] > 1_000
