"""`rasd incidents` and `rasd incident` over a store: what is found, how it is shown, what is refused in which words."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linked_store import told_store
from rasd.store import Store
from rasd.store.deciding import Value, judge, merge, note
from rasd.store.feeds import Feed, Feeds
from rasd.store.linking import relink


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of two incidents: d0 and d1 on one day, d2 on another; the commands work on it."""
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("COLUMNS", "100")
    return told_store(Store.open(), ["2019-04-28", "2019-04-28", "2019-05-20"])


def of(store: Store, report: str) -> str:
    return store.incidents_of([report])[report]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["d2", "d0"]),
        (["--place", "هبيط"], ["d2", "d0"]),
        (["--place", "sy_habit", "--since", "2019-05-01"], ["d2"]),
        (["--until", "2019-04-30"], ["d0"]),
        (["--near", "35.45,36.54,5"], ["d2", "d0"]),
        (["--near", "33.5,36.3,5"], []),
        (["--admin1", "إدلب"], ["d2", "d0"]),
        (["--admin1", "حلب"], []),
        (["--country", "sy", "--theatre", "syria"], ["d2", "d0"]),
        (["--killed", "3.."], ["d2"]),
        (["--killed", "..2"], ["d0"]),
        (["--killed", "2"], ["d0"]),
        (["--injured", "1.."], []),
        (["--perpetrator", "syr_gov", "--kind", "shelling"], ["d2", "d0"]),
        (["--kind", "protest"], []),
        (["--text", "وثيقة 2"], ["d2"]),
        (["--grade", "weak"], ["d2", "d0"]),
        (["--decided-only"], []),
        (["--sort", "sources"], ["d0", "d2"]),
        (["--limit", "1"], ["d2"]),
        (["--synthetic"], []),
    ],
    ids=str,
)
def test_options_narrow_the_list(rasd, store: Store, options: list[str], found: list[str]) -> None:
    done = rasd("incidents", *options, "--format", "jsonl")
    assert done.code == 0
    assert [record["reports"][0]["document_id"] for record in done.records()] == found
    if not found:
        assert "None of the 2 incidents matches" in done.err
    if "--limit" in options:
        assert "1 of 2 incidents shown" in done.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--killed", "many"], "5, 5.., ..3 or 5..9"),
        (["--killed", ".."], "5, 5.., ..3 or 5..9"),
        (["--killed", "9..5"], "Write 5..9"),
        (["--near", "35.4,36.5"], "latitude, longitude and distance"),
        (["--near", "95,36,1"], "latitude, longitude and distance"),
        (["--since", "yesterday"], "2024-03-14"),
        (["--since", "2020-02-02", "--until", "2020-01-01"], "Exchange them"),
        (["--kind", "murder"], "Kinds: air_strike"),
        (["--weapon", "sword"], "No weapon"),
        (["--grade", "good"], "confirmed, fair"),
        (["--sort", "colour"], "date, killed"),
        (["--format", "xml"], "csv, json, jsonl, table"),
    ],
    ids=str,
)
def test_an_option_that_means_nothing_is_told_with_what_exists(
    rasd, store: Store, options, words: str
) -> None:
    done = rasd("incidents", *options)
    assert done.code == 2 and words in " ".join(done.err.split())


def test_a_decided_grade_is_found_as_decided_and_told_apart(rasd, store: Store) -> None:
    judge(store, of(store, "d0#r1"), [Value("grade", "confirmed")], by="سلمى", why="بيان")
    for options in (["--grade", "confirmed"], ["--decided-only"]):
        assert len(rasd("incidents", *options, "--format", "jsonl").records()) == 1
    assert not rasd("incidents", "--grade", "contested", "--format", "jsonl").records()
    table = rasd("incidents", "--format", "table").out
    assert "confirmed" in table and "weak (proposed)" in table
    rows = [line.split() for line in table.splitlines()]
    assert ["decided", "confirmed", "1", "1–2", "–"] in rows and ["proposed", "weak", "1", "3", "–"] in rows


def test_a_spreadsheet_has_both_grades(rasd, store: Store, tmp_path: Path) -> None:
    judge(store, of(store, "d0#r1"), [Value("grade", "confirmed")], by="سلمى", why="بيان")
    rasd("incidents", "--output", tmp_path / "out.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert [(row["grade_proposed"], row["grade_decided"]) for row in rows] == [
        ("weak", ""),
        ("weak", "confirmed"),
    ]


def test_a_store_that_is_not_there_is_not_made(rasd, tmp_path: Path) -> None:
    done = rasd("incidents", "--store", tmp_path / "none")
    assert done.code == 2 and "no store there yet" in done.err and not (tmp_path / "none").exists()


def test_an_empty_store_says_how_it_fills(rasd, tmp_path: Path) -> None:
    Store.open(str(tmp_path / "empty")).close()
    done = rasd("incidents", "--store", tmp_path / "empty", "--format", "table")
    assert (
        done.code == 0
        and "0 incidents" in done.out
        and "rasd collect" in done.err
        and "rasd link" in done.err
    )


def test_a_silent_feed_is_told_as_a_gap_and_never_as_calm(rasd, store: Store) -> None:
    now = datetime.now(UTC)
    spoke = now - timedelta(days=40)
    for theatre in ("syria", "yemen"):
        feed = Feed(
            f"https://{theatre}.example/rss",
            900,
            now - timedelta(days=60),
            now,
            theatre=theatre,
            outlet=f"شبكة {theatre}",
        )
        Feeds(store).add(feed)
        row = Feeds(store).claim_due("test/1")
        assert row is not None
        moments = tuple(spoke - timedelta(hours=hour) for hour in range(8, -1, -1))
        Feeds(store).finish(
            replace(
                row, last_visit_at=now, last_success_at=now, moments=moments, due_at=now + timedelta(hours=1)
            ),
            "test/1",
        )
    told = rasd("incidents", "--theatre", "syria", "--format", "jsonl").err
    assert f"Gap in coverage, not calm: شبكة syria since {spoke:%Y-%m-%d}" in told and "yemen" not in told
    assert "Gap" not in rasd("incidents", "--until", "2019-12-31", "--format", "jsonl").err


def test_one_incident_is_shown_with_quotes_bounds_reasons_and_history(rasd, store: Store) -> None:
    key = of(store, "d0#r1")
    note(store, key, "راجع الصورة", by="سلمى")
    out = rasd("incident", key).out
    for words in (
        "صحيفة 0", "صحيفة 1", "«خمسة مدنيين»", "1 set by [1], 2 set by [2]", "https://news.example/0", "the same place",
        "founded from 2 reports", "راجع الصورة", "proposed: weak", "nobody has decided",
    ):  # fmt: skip
        assert words in out, words


def test_one_incident_in_arabic_and_as_json(rasd, store: Store) -> None:
    key = of(store, "d0#r1")
    assert "المكان نفسه" in rasd("incident", key, "--lang", "ar").out
    told = json.loads(rasd("incident", key, "--format", "json").out)
    assert told["incident"]["id"] == key and told["sources"][0]["figures"][0]["quote"] == "خمسة مدنيين"
    assert told["history"][0]["action"] == "founded"


def test_a_former_id_leads_on_and_says_so(rasd, store: Store) -> None:
    old, key = of(store, "d2#r1"), of(store, "d0#r1")
    merge(store, [key, old], by="سلمى", why="الضربة نفسها", relink=relink)
    out = rasd("incident", old).out
    assert f"{old} is now part of {key}" in out and "one incident" in out and "الضربة نفسها" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["i0"], 'no incident "i0"'),
        (["i0", "--lang", "fr"], "Languages: en, ar"),
        (["i0", "--format", "csv"], "words, json"),
    ],
)
def test_what_cannot_be_shown_is_told(rasd, store: Store, arguments: list[str], words: str) -> None:
    done = rasd("incident", *arguments)
    assert done.code == 2 and words in done.err and not done.out
