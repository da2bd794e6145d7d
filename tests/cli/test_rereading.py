"""``rasd evaluate --swap`` and ``--noise`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

TEXT = "قصفت قوات النظام بالمدفعية أمس بلدة كفرنبل في ريف إدلب، ما أدى إلى مقتل مدنيين اثنين."


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text(
        json.dumps({"id": "a", "text": TEXT, "published": "2018-05-10", "theatre": "syria"}), "utf-8"
    )
    return path


def test_texts_without_reports_are_read_with_sides_exchanged(rasd: Run, texts: Path) -> None:
    done = rasd("evaluate", texts, "--swap", "SYR_GOV:SYR_OPP", "--json")
    figures = json.loads(done.out)
    assert (done.code, figures["read"], figures["share"]) == (0, 1, 1.0)
    assert figures["by"]["syria SYR_GOV:SYR_OPP"]["equal"] == 1


def test_texts_are_read_with_noise(rasd: Run, texts: Path) -> None:
    done = rasd("evaluate", texts, "--noise", "all")
    assert done.code == 0
    assert "hamza" in done.out and "100.00%" in done.out


def test_a_folder_of_examples_will_do(rasd: Run, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(f"cases:\n  - texts: ['{TEXT}']\n", "utf-8")
    assert rasd("evaluate", tmp_path, "--noise", "tatweel").code == 0


def test_differences_end_in_exit_code_one(rasd: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasd.evaluation.rereading import NOISE

    monkeypatch.setitem(NOISE, "tatweel", lambda text, at: ("", "" if text[at] == "ق" else text[at], ""))
    done = rasd("evaluate", texts, "--noise", "tatweel", "--errors")
    assert done.code == 1
    assert "a\ttatweel\t1\t" in done.out


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--swap", "SYR_GOV"), "is no pair"),
        (("--swap", "SYR_GOV:XYZ"), 'Unknown actor "XYZ"'),
        (("--noise", "dots"), 'Unknown --noise "dots"'),
        (("--noise", "all", "--swap", "all"), "two trials"),
    ],
)
def test_a_wrong_trial_names_its_options(rasd: Run, texts: Path, option: tuple[str, ...], told: str) -> None:
    done = rasd("evaluate", texts, *option)
    assert done.code == 2
    assert told in done.err
