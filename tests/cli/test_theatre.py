"""``rasd theatre``, and packs from outside in the other commands."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "object"]
TEXT = "قصفت حركة المثال أمس قرية المثال العليا في بلاد المثال."


@pytest.fixture
def pack(rasd: Run, tmp_path: Path) -> Path:
    rasd("theatre", "new", "somalia", "--to", tmp_path / "packs", "--country", "SO")
    return tmp_path / "packs" / "somalia"


def test_list_tells_every_theatre_and_where_it_is_from(rasd: Run, pack: Path) -> None:
    found = {
        one["id"]: one for one in json.loads(rasd("theatre", "list", "--json", "--theatre-pack", pack).out)
    }
    assert len(found) == 8
    assert found["somalia"]["origin"] == str(pack)
    assert found["syria"]["origin"] == "packaged"
    assert all(
        one[key] for one in found.values() for key in ("actors", "names", "sources", "outlets", "places")
    )
    assert "somalia" in rasd("theatre", "list", "--theatre-pack", pack).out


def test_show_tells_whom_a_word_means_by_date_and_outlet(rasd: Run) -> None:
    shown = json.loads(rasd("theatre", "show", "yemen", "--json").out)
    army = [word for word in shown["words"] if word["word"] == "الجيش"]
    assert {word["actor"]: word["sides"] for word in army} == {"HOUTHI": ["HOUTHI"], "YEM_GOV": []}
    assert any(word["actor"] is None and word["note"] for word in shown["words"])
    assert {actor["id"] for actor in shown["defines"]} >= {"HOUTHI", "YEM_GOV", "STC"}
    told = rasd("theatre", "show", "syria").out
    assert "الجيش: SYR_GOV" in told and "– 2024-12-08" in told and "names nobody" in told


def test_show_of_no_theatre_names_those_there_are(rasd: Run) -> None:
    outcome = rasd("theatre", "show", "narnia")
    assert outcome.code == 2 and "sudan" in outcome.err


def test_a_started_pack_is_written_once(rasd: Run, pack: Path) -> None:
    again = rasd("theatre", "new", "somalia", "--to", pack.parent)
    assert again.code == 2 and "there already" in again.err
    checked = rasd("theatre", "check", pack)
    assert checked.code == 0 and "to be filled in" in checked.out and "0 errors" in checked.err


@pytest.mark.parametrize("name", ["Somalia", "syria", "../x", "a"])
def test_a_name_that_cannot_be_is_refused(rasd: Run, tmp_path: Path, name: str) -> None:
    outcome = rasd("theatre", "new", name, "--to", tmp_path / "packs")
    assert outcome.code == 2
    assert not (tmp_path / "packs").exists()


def test_check_tells_file_line_fact_and_remedy(rasd: Run, pack: Path) -> None:
    path = pack / "sources.yaml"
    path.write_text(path.read_text("utf-8").replace("type: medical", "type: ministry"), "utf-8")
    outcome = rasd("theatre", "check", pack)
    assert outcome.code == 1
    assert f"{path}:4: error [bodies] وزارة صحة المثال: has the type 'ministry'" in outcome.out
    assert "Types: agency" in outcome.out
    rows = json.loads(rasd("theatre", "check", pack, "--json").out)
    assert any(row["check"] == "bodies" and row["is_error"] and row["line"] == 4 for row in rows)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("actors.yaml", "type: opposition", "typ: opposition", "unknown key 'typ'. Keys: added"),
        ("sources.yaml", "sources:", "bodies:", "unknown key 'bodies'. Keys: sources."),
        ("theatre.yaml", "timezone:", "zone:", "unknown key 'zone'. Keys: countries"),
        ("theatre.yaml", "countries: [SO]", "countries: SO", "`countries:` is no list"),
        ("theatre.yaml", "id: somalia", "id: 1 2", "is no id"),
        ("actors.yaml", "since: 2011-01-01", "since: 2011-13-01", "no such day"),
        ("theatre.yaml", "id: somalia", "id: syria", "is taken by"),
        ("outlets.yaml", "alignment: state", "note: state", "`alignment:` is missing"),
        (
            "actors.yaml",
            "label: {ar: حركة المثال المسلحة, en: Armed movement of somalia}",
            "note: x",
            "has no label",
        ),
        ("actors.yaml", "actors:", "actors: [", "expected"),
    ],
)
def test_what_does_not_load_is_told_and_never_read_past(
    rasd: Run, pack: Path, file: str, old: str, new: str, told: str
) -> None:
    path = pack / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    checked = rasd("theatre", "check", pack)
    assert checked.code == 1 and "[loads]" in checked.out and told in checked.out
    read = rasd("read", "-", "--theatre-pack", pack, stdin=TEXT)
    assert read.code == 2 and told in read.err and file in read.err


def test_a_file_that_no_pack_has_is_refused(rasd: Run, pack: Path) -> None:
    (pack / "actor.yaml").write_text("actors: []\n", "utf-8")
    assert "Files: theatre.yaml, actors.yaml" in rasd("read", "-", "--theatre-pack", pack, stdin=TEXT).err


def test_check_of_no_pack_is_exit_code_2(rasd: Run, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        outcome = rasd("theatre", "check", path)
        assert outcome.code == 2 and str(path) in outcome.err


def test_a_pack_from_outside_is_read_with(rasd: Run, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("read", "-", "--published", "2024-03-14", "--format", "jsonl")
    assert rasd(*arguments, stdin=TEXT).records()[0]["theatre"] is None
    by_option = rasd(*arguments, "--theatre-pack", pack.parent, stdin=TEXT).records()[0]
    monkeypatch.setenv("RASD_THEATRES", os.pathsep.join(["", str(pack), str(pack.parent)]))
    by_variable = rasd(*arguments, stdin=TEXT).records()[0]
    assert by_option == by_variable
    assert by_option["theatre"] == "somalia"
    report = by_option["reports"][0]
    assert report["perpetrators"][0]["actor"] == "SOMALIA_OPP"
    assert report["places"][0]["name"] == "المثال العليا"
    assert report["places"][0]["gazetteer_id"] == "so_example_town"
    assert "somalia" in rasd("explain", TEXT, "--theatre", "somalia").out


def test_processes_of_their_own_read_with_the_pack_too(rasd: Run, pack: Path) -> None:
    rows = "".join(json.dumps({"id": str(number), "text": TEXT}) + "\n" for number in range(4))
    outcome = rasd("read", "-", "--jobs", "2", "--format", "jsonl", "--theatre-pack", pack, stdin=rows)
    assert [record["theatre"] for record in outcome.records()] == ["somalia"] * 4


def test_the_page_names_the_actors_of_the_pack(rasd: Run, pack: Path) -> None:
    out = rasd(
        "read", "-", "--published", "2024-03-14", "--format", "html", "--theatre-pack", pack, stdin=TEXT
    ).out
    assert "حركة المثال المسلحة" in out and "مسرح المثال" in out


def test_a_folder_that_is_not_there_is_told_with_its_variable(
    rasd: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASD_THEATRES", "nowhere")
    outcome = rasd("read", "-", stdin=TEXT)
    assert outcome.code == 2 and "RASD_THEATRES: nowhere: no such folder" in outcome.err
