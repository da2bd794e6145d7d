"""Agreements on the command line: started, checked, listed and shown, an unchecked term said to be so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from cli.conftest import Run


@pytest.fixture
def started(rasd: Run, tmp_path: Path) -> Path:
    """Return the file that `rasd agreement new` writes."""
    outcome = rasd("agreement", "new", "valley_truce", "--folder", tmp_path / "own")
    assert outcome.code == 0
    path = Path(outcome.out.strip())
    assert path == tmp_path / "own" / "valley_truce.yaml" and str(path) in outcome.err
    return path


def test_a_started_agreement_passes_its_check_and_holds_every_key(rasd: Run, started: Path) -> None:
    from rasd.model import Agreement

    outcome = rasd("agreement", "check", started)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "1 agreement, 0 errors, 0 warnings.\n"
    held = yaml.safe_load(started.read_text("utf-8"))
    wanted = {field.alias or name for name, field in Agreement.model_fields.items()}
    assert wanted - held.keys() == {"schema_version", "theatre", "note"}
    assert held["synthetic"] is True, "what is invented must not enter a real ledger"


def test_it_is_never_written_over_another(rasd: Run, started: Path, tmp_path: Path) -> None:
    again = rasd("agreement", "new", "valley_truce", "--folder", started.parent)
    assert again.code == 2 and "is there already" in again.err
    taken = rasd("agreement", "new", "sochi_memorandum_2018", "--folder", tmp_path)
    assert taken.code == 2 and "Choose another id than" in taken.err
    odd = rasd("agreement", "new", "Valley Truce", "--folder", tmp_path)
    assert odd.code == 2 and "is no id" in odd.err
    on_a_file = rasd("agreement", "new", "other", "--folder", started / "below")
    assert on_a_file.code == 2 and "cannot be written" in on_a_file.err


def test_check_tells_every_finding_of_every_file(rasd: Run, started: Path) -> None:
    text = started.read_text("utf-8")
    (started.parent / "bad.yaml").write_text(
        text.replace("valley_truce", "bad").replace("{actor: ISIS,", "{actor: DAESH,").replace("Asia/Damascus", "Moon"),
        "utf-8",
    )  # fmt: skip
    (started.parent / "worse.yaml").write_text("id: [", "utf-8")
    outcome = rasd("agreement", "check", started.parent)
    assert outcome.code == 1
    assert outcome.err == "3 agreements, 3 errors, 0 warnings.\n"
    lines = outcome.out.splitlines()
    assert (
        lines[0].startswith(f"{started.parent / 'bad.yaml'}:")
        and "error: exempt DAESH: unknown actor" in lines[0]
    )
    assert "error: zone: 'Moon' is no IANA time zone." in lines[1]
    assert lines[2].startswith(f"{started.parent / 'worse.yaml'}:2: error: ")


def test_check_of_a_theatre_pack_knows_its_actors(rasd: Run, started: Path, tmp_path: Path) -> None:
    pack = tmp_path / "somewhere"
    assert rasd("theatre", "new", "somewhere", "--to", tmp_path).code == 0
    (pack / "agreements").mkdir()
    text = started.read_text("utf-8").replace("{actor: ISIS,", "{actor: SOMEWHERE_GOV,")
    (pack / "agreements" / "valley.yaml").write_text(text, "utf-8")
    alone = rasd("agreement", "check", pack / "agreements" / "valley.yaml")
    assert alone.code == 1 and "unknown actor 'SOMEWHERE_GOV'" in alone.out
    assert rasd("agreement", "check", pack).err == "1 agreement, 0 errors, 0 warnings.\n"
    listed = rasd("agreement", "list", "--theatre-pack", pack, "--theatre", "somewhere", "--format", "json")
    assert [one["id"] for one in json.loads(listed.out)] == ["valley_truce"]


def test_the_shipped_ones_have_no_errors(rasd: Run) -> None:
    outcome = rasd("agreement", "check")
    assert outcome.code == 0, outcome.out


def test_a_list_of_those_in_force_on_a_day(rasd: Run) -> None:
    def ids(*options: str) -> list[str]:
        return [one["id"] for one in json.loads(rasd("agreement", "list", "--format", "json", *options).out)]

    assert {"sochi_memorandum_2018", "yemen_truce_2022"} <= set(ids())
    april = ids("--on", "2019-04-30", "--theatre", "syria")
    assert "sochi_memorandum_2018" in april and "moscow_protocol_2020" not in april
    assert rasd("agreement", "list", "--on", "someday").code == 2
    assert "no such theatre. Theatres:" in rasd("agreement", "list", "--theatre", "moon").err


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "wording of 2 of 3 not checked"), ("ar", "2 من 3 لم تُقابل صياغتها")]
)
def test_the_unchecked_is_shown_as_such(rasd: Run, started: Path, lang: str, said: str) -> None:
    assert said in rasd("agreement", "show", started, "--lang", lang).out
    row = rasd("agreement", "list", "--agreements", started, "--on", "2031-05-01", "--lang", lang).out
    assert said.split(" of ")[0].split(" لم ")[0] in row


def test_show_tells_every_fact_with_its_sources_in_a_narrow_terminal(
    rasd: Run, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = rasd("agreement", "show", started).out
    assert max(map(len, text.splitlines())) <= 40
    plain = " ".join(text.split())
    for said in (
        "SYNTHETIC: invented", "2031-04-02 19:00 to 2031-06-02 19:00, Asia/Damascus", "extended to 2031-08-02 19:00",
        "side, for which TUR answers [text]", "for SYR_OPP [text]", "Islamic State [text]",
        "not delimited by the text: possible at most", "polygon of 5 points, longitude 36.40 to 36.70",
        "possible within 10 km of its edge", "no_heavy_weapons (para. 2)", "2031-04-10 to …",
        "wording unchecked against the primary text", "50 aid_truck a day", "Self-defence: Each side keeps",
        "2031-04-02 The truce began in the evening. [text]", "[text] (primary) Text of the invented truce, Nobody",
    ):  # fmt: skip
        assert said in plain, said


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_show_for_programs_reads_back_as_the_same(
    rasd: Run, started: Path, tmp_path: Path, format: str
) -> None:
    from rasd.agreements import Register
    from rasd.lexicon import Lexicon

    shown = rasd("agreement", "show", started, "--format", format).out
    copy = tmp_path / "copy.yaml"
    copy.write_text(shown, "utf-8")
    lexicon = Lexicon.load()
    first, second = (
        Register.load(lexicon=lexicon, extra=[path]).get("valley_truce") for path in (started, copy)
    )
    assert first == second


def test_the_environment_names_own_agreements(
    rasd: Run, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASD_AGREEMENTS", str(started.parent))
    assert rasd("agreement", "show", "valley_truce").code == 0
    (started.parent / "broken.yaml").write_text("id: [", "utf-8")
    outcome = rasd("agreement", "show", "valley_truce")
    assert outcome.code == 0 and "broken.yaml:2:" in outcome.err and "Left out." in outcome.err
    monkeypatch.setenv("RASD_AGREEMENTS", str(started.parent / "absent"))
    outcome = rasd("agreement", "list")
    assert outcome.code == 2 and outcome.err.startswith("RASD_AGREEMENTS: ")
    absent = rasd("agreement", "show", "nothing", "--agreements", started)
    assert absent.code == 2
