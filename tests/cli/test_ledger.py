"""``rasd ledger``: files and stores in, a ledger out, clear words for what is amiss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agreements_invented import incident, on, truce
from rasd.cli import app

RUN = CliRunner()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return an invented agreement's file and a file of incidents, one real, one broken and one doubled."""
    pact = tmp_path / "pact.yaml"
    pact.write_text(truce().model_dump_json(by_alias=True, exclude={"theatre"}), "utf-8")
    incidents = tmp_path / "incidents.jsonl"
    given = [
        incident(),
        incident(id="i2", date=on("2031-05-20")),
        incident(id="i3", synthetic=False),
        incident(),
    ]
    lines = [one.model_dump_json() for one in given]
    incidents.write_text("\n".join([*lines, '{"id": "i9"}', "no json"]), "utf-8")
    return pact, incidents


def test_an_agreement_and_incidents_from_files_and_what_was_left_out(files: tuple[Path, Path]) -> None:
    pact, incidents = files
    run = RUN.invoke(app, ["ledger", str(pact), "--incidents", str(incidents), "--format", "jsonl"])
    assert run.exit_code == 1
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["entry"]["incident_id"] for line in lines if line["line"] == "entry"] == ["i1", "i2"]
    assert lines[-1]["real_kept_out"] == 1
    assert f"{incidents}:5: no incident" in run.stderr and f"{incidents}:6: no incident" in run.stderr
    assert "counted once: 1" in run.stderr


def test_a_period_narrows_but_drops_nothing_undated(files: tuple[Path, Path], tmp_path: Path) -> None:
    pact, _ = files
    some = tmp_path / "some.jsonl"
    given = [incident(), incident(id="i2", date=on("2031-05-20")), incident(id="i3", date={})]
    some.write_text("\n".join(one.model_dump_json() for one in given), "utf-8")
    run = RUN.invoke(
        app, ["ledger", str(pact), "--incidents", str(some), "--since", "2031-05-01", "--format", "csv"]
    )
    assert [row.split(",")[1] for row in run.stdout.splitlines()[1:]] == ["i2", "i3"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ledger", "nothing_like_it"], "No agreement 'nothing_like_it'. Agreements: "),
        (["ledger", "yemen_truce_2022", "--by", "moon"], "term, party, area, day, week"),
        (["ledger", "yemen_truce_2022", "--lang", "fr"], "Languages: en, ar"),
        (["ledger", "yemen_truce_2022", "--format", "pdf"], "Formats: csv, jsonl, table"),
        (["ledger", "yemen_truce_2022", "--since", "2022-05-01", "--until", "2022-04-01"], "Exchange them"),
        (
            ["ledger", "yemen_truce_2022", "--incidents", "/nowhere/x.jsonl"],
            "/nowhere/x.jsonl: cannot be read",
        ),
        (["ledger", "yemen_truce_2022", "--agreements", "/nowhere"], "/nowhere"),
    ],
)
def test_what_is_amiss_is_said_with_what_exists(arguments: list[str], said: str) -> None:
    run = RUN.invoke(app, arguments)
    assert run.exit_code != 0
    assert said in " ".join((run.stdout + run.stderr + str(run.exception)).split())


def test_charts_are_written_beside(files: tuple[Path, Path], tmp_path: Path) -> None:
    pact, incidents = files
    folder = tmp_path / "charts"
    RUN.invoke(
        app, ["ledger", str(pact), "--incidents", str(incidents), "--plot", str(folder), "--lang", "ar"]
    )
    names = {path.name for path in folder.iterdir()}
    assert {"alleged.svg", "alleged.png", "terms.svg", "terms.png"} <= names
    assert "مختلق" in (folder / "alleged.svg").read_text("utf-8")
    blocked = tmp_path / "file"
    blocked.write_text("")
    run = RUN.invoke(app, ["ledger", str(pact), "--incidents", str(incidents), "--plot", str(blocked)])
    assert run.exit_code != 0 and "Choose another --plot" in str(run.exception)


def test_without_an_agreement_all_are_shown_at_a_glance(files: tuple[Path, Path]) -> None:
    pact, incidents = files
    asked = ["ledger", "--agreements", str(pact), "--incidents", str(incidents), "--format", "jsonl"]
    rows = {row["agreement"]: row for row in map(json.loads, RUN.invoke(app, asked).stdout.splitlines())}
    assert (rows["invented_truce"]["in_scope"], rows["invented_truce"]["synthetic"]) == (2, True)
    # Of all that was offered one incident is real: the others cannot be there.
    sochi = rows["sochi_memorandum_2018"]
    assert (sochi["in_scope"], sochi["possibly_in_scope"], sochi["synthetic"]) == (0, 1, False)
    narrow = RUN.invoke(app, [*asked, "--since", "2031-05-01", "--until", "2031-05-02"])
    assert "yemen_truce_2022" not in narrow.stdout and "invented_truce" in narrow.stdout
    table = RUN.invoke(app, [*asked[:-2], "--lang", "ar"]).stdout
    assert "ضمن الأحكام: 2" in table and "مختلق" in table
    assert RUN.invoke(app, [*asked, "--by", "week"]).exit_code != 0
