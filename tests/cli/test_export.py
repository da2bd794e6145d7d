"""`rasd export` over a store and over a file: what leaves, under which name, and what is refused in which words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from linked_store import told_store
from rasd.export.exchange import EXCHANGE_FORMATS
from rasd.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of two real incidents and an invented one; the commands work on it."""
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "store"))
    return told_store(Store.open(), ["2019-04-28", "2019-04-28", "2019-05-20", "2019-06-20"], synthetic=[3])


def features(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(path.read_text("utf-8"))["features"]
    return found


def test_the_extension_names_the_format_and_invented_ones_stay_out_aloud(
    rasd, store: Store, tmp_path: Path
) -> None:
    done = rasd("export", "--output", tmp_path / "map.geojson")
    assert done.code == 0 and "2 incidents written" in done.err and "geojson, public" in done.err
    assert "1 invented incident left out; --synthetic" in done.err
    rows = features(tmp_path / "map.geojson")
    assert len(rows) == 2 and rows == sorted(rows, key=lambda row: str(row["id"]))


def test_invented_ones_leave_alone_and_marked(rasd, store: Store, tmp_path: Path) -> None:
    done = rasd("export", "--synthetic", "--output", tmp_path / "map.geojson", "--lang", "ar")
    (row,) = features(tmp_path / "map.geojson")
    assert "مختلق" in row["properties"]["notice"] and "2 real incidents left out" in done.err  # type: ignore[index]


def test_filters_are_those_of_the_list(rasd, store: Store) -> None:
    done = rasd("export", "--format", "geojson", "--since", "2019-05-01")
    assert len(json.loads(done.out)["features"]) == 1
    none = rasd("export", "--format", "geojson", "--kind", "protest")
    assert json.loads(none.out)["features"] == [] and "None of the 3 incidents" in none.err and none.code == 0


def test_documents_are_cited_and_reports_are_read_a_batch_at_a_time(rasd, store: Store) -> None:
    rows = json.loads(rasd("export", "--format", "geojson", "--until", "2019-04-30").out)["features"]
    told = rows[0]["properties"]
    assert told["outlets"] == ["صحيفة 0", "صحيفة 1"] and told["documents"] == 2
    assert sorted(told["urls"]) == ["https://news.example/0", "https://news.example/1"]


def test_what_may_leave_is_said(rasd, store: Store, tmp_path: Path) -> None:
    done = rasd("export", "--output", tmp_path / "map.geojson", "--include", "points,names")
    assert "with names, points: not for publication" in done.err
    notes = " ".join(json.loads((tmp_path / "map.geojson").read_text("utf-8"))["rasd"]["notes"])
    assert "Internal notes" in notes and "Names of victims" not in notes


def test_a_file_of_incidents_is_exported_and_a_broken_line_named(rasd, store: Store, tmp_path: Path) -> None:
    listed = rasd("incidents", "--format", "jsonl").out
    given = tmp_path / "incidents.jsonl"
    given.write_text(listed + "{broken\n", "utf-8")
    done = rasd("export", "--incidents", given, "--output", tmp_path / "map.geojson")
    assert done.code == 1 and "incidents.jsonl:4" in done.err and len(features(tmp_path / "map.geojson")) == 2
    refused = rasd("export", "--incidents", given, "--kind", "shelling", "--format", "geojson")
    assert refused.code == 2 and "--incidents takes the file as it is" in refused.err


@pytest.mark.parametrize("form", EXCHANGE_FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("folder", "Is a directory"),
        ("/dev/full", "No space left"),
        ("nowhere/map", "No such file or directory"),
    ],
)
def test_a_bad_target_is_said_and_leaves_nothing(
    rasd, store: Store, tmp_path: Path, form, target: str, words: str
) -> None:
    (tmp_path / "out" / "folder").mkdir(parents=True)
    done = rasd(
        "export", "--format", form.name, "--output", target if target[0] == "/" else tmp_path / "out" / target
    )
    assert done.code == 2 and words in done.err and "written to" not in done.err
    assert os.listdir(tmp_path / "out") == ["folder"]


def test_a_target_that_may_not_be_written_keeps_what_it_was(
    rasd, store: Store, tmp_path: Path, monkeypatch
) -> None:
    target = tmp_path / "map.geojson"
    target.write_text("earlier", "utf-8")
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)  # a superuser may write everything
    done = rasd("export", "--output", target)
    assert done.code == 2 and "read-only file" in done.err and target.read_text("utf-8") == "earlier"


def test_an_export_that_breaks_off_leaves_the_earlier_file(
    rasd, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "map.geojson"
    target.write_text("earlier", "utf-8")

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rasd.export.exchange.geojson._feature", breaks)
    done = rasd("export", "--output", target)
    assert done.code == 130 and target.read_text("utf-8") == "earlier"
    assert [path.name for path in tmp_path.iterdir() if "geojson" in path.name] == ["map.geojson"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "shapefile"], "Formats: "),
        (["--output", "map.unknown"], "Name it with --format"),
        (["--format", "geojson", "--rules", "mine"], "Rule sets: rasd-1, acled-like"),
        (["--format", "geojson", "--include", "victims"], "Classes: names, internal, points, texts, all"),
        (["--format", "geojson", "--lang", "fr"], "en, ar"),
        (["--format", "geojson", "--killed", "many"], "5, 5.., ..3 or 5..9"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_with_what_exists(
    rasd, store: Store, options: list[str], words: str
) -> None:
    done = rasd("export", *options)
    assert done.code == 2 and words in done.err


def test_an_empty_store_says_what_to_do(rasd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "store"))
    Store.open().close()
    done = rasd("export", "--format", "geojson")
    assert done.code == 0 and "holds no incident yet" in done.err


def test_a_missing_extra_says_how_to_install_it(
    rasd, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasd.export.exchange.geojson import GeoJson

    def lacking(*_: object) -> None:
        raise ImportError("No module named 'pyarrow'", name="pyarrow")

    monkeypatch.setattr(GeoJson, "needs", "tables")
    monkeypatch.setattr(GeoJson, "write", lacking)
    done = rasd("export", "--output", tmp_path / "map.geojson")
    assert (
        done.code == 2
        and 'pip install "rasd[tables]"' in done.err
        and not (tmp_path / "map.geojson").exists()
    )
