"""The packaged packs pass the suite, one test a pack and check; a started pack passes it with warnings alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasd.conformance import CHECKS, Subject, ambiguous_words, check, meanings, run, start
from rasd.conformance.suite import load
from rasd.evaluation.rereading.alignment import Alignment
from rasd.evaluation.rereading.comparing import Mismatch, Rereading
from rasd.evaluation.swap import Trial
from rasd.lexicon import Lexicon
from rasd.lexicon.files import root

PACKS = sorted(path.parent for path in (root() / "theatres").glob("*/theatre.yaml"))


@cache
def subject(folder: Path) -> Subject:
    return load(folder)


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_the_packaged_pack_conforms(folder: Path, name: str) -> None:
    found = [str(finding) for finding in run(name, subject(folder)) if finding.is_error]
    assert not found, "\n".join(found)


def test_there_are_seven_packs() -> None:
    names = ["iraq", "lebanon", "libya", "palestine", "sudan", "syria", "yemen"]
    assert [folder.name for folder in PACKS] == names


@pytest.mark.parametrize("word", ambiguous_words())
@pytest.mark.parametrize("theatre", [folder.name for folder in PACKS])
def test_every_ambiguous_word_has_a_meaning_or_a_reason(theatre: str, word: str) -> None:
    found = [one for one in meanings(Lexicon.load(), theatre) if one.word == word]
    assert found
    assert all(one.actor or one.note for one in found)


@pytest.fixture
def started(tmp_path: Path) -> Path:
    start("somalia", tmp_path / "somalia", "SO", "Africa/Mogadishu")
    return tmp_path / "somalia"


def test_a_started_pack_conforms_and_says_what_to_fill_in(started: Path) -> None:
    found = [finding for name in CHECKS for finding in run(name, load(started))]
    assert not [str(finding) for finding in found if finding.is_error]
    assert {finding.check for finding in found} == {"filled_in"}
    assert all("to be filled in" in finding.fact for finding in found)
    assert {Path(finding.file).name for finding in found} == {
        "actors.yaml", "corpus.yaml", "outlets.yaml", "places.tsv", "sources.yaml", "theatre.yaml",
    }  # fmt: skip


# --- what each check finds ---------------------------------------------------------------------------------------

BROKEN = [
    ("characters", "actors.yaml", "مرتزقة المثال]", "مرتزقۀ المثال, ﻣﺮﺗﺰﻗﺔ]", "presentation forms"),
    ("characters", "sources.yaml", "وزارة صحة", "وزارة\u200f صحة", "direction marks"),
    ("elsewhere", "actors.yaml", "مرتزقة المثال]", "الجيش الوطني]", "in the theatre"),
    ("ids", "actors.yaml", "id: SOMALIA_OPP", "id: somalia-opp", "somalia-opp"),
    ("ids", "actors.yaml", "type: opposition", "type: rebels", "rebels"),
    ("ids", "theatre.yaml", "uses: [USA, ISIS]", "uses: [USA, NOBODY]", "NOBODY"),
    ("countries", "theatre.yaml", "countries: [SO]", "countries: [SOM]", "SOM"),
    ("countries", "theatre.yaml", "Africa/Mogadishu", "Africa/Moga", "Africa/Moga"),
    ("parents", "actors.yaml", "type: opposition", "type: opposition\n    parents: [NOBODY]", "NOBODY"),
    ("parents", "actors.yaml", "type: opposition", "type: opposition\n    parents: [SOMALIA_OPP]", "above itself"),
    (
        "parents", "actors.yaml", "type: opposition",
        "type: opposition\n    parents: [{id: SOMALIA_GOV, since: 2020-01-01, until: 2019-01-01}]", "Exchange",
    ),
    ("dates", "actors.yaml", "since: 2011-01-01", "since: May 2011", "no day"),
    ("dates", "actors.yaml", "since: 2011-01-01", "since: 2011-01-01\n    until: 2010-01-01", "Exchange"),
    ("dates", "actors.yaml", "[\n      الجيش,", "[\n      {name: الجيش, until: 2010-05-01},", "outside the dates"),
    ("dates", "theatre.yaml", "covers_from: 2011-01-01", "covers_until: 2011-01-01", "since when"),
    ("framings", "actors.yaml", "مرتزقة المثال]", "مرتزقة المثال, جَيش المِثال]", "at one date"),
    (
        "balance", "actors.yaml", "عصابات المثال]",
        ", ".join(f"كتيبة المثال {number}" for number in range(60)) + "]", "framings",
    ),
    ("words", "theatre.yaml", "{word: العدو,", "{word: الجيش,", "العدو"),
    ("words", "theatre.yaml", "{word: العدو,", "{word: الجيش,", "Keep one of the two"),
    ("words", "theatre.yaml", "{word: العدو,", "{word: القبيلة,", "no ambiguous word"),
    ("bodies", "sources.yaml", "type: medical", "type: ministry", "ministry"),
    ("bodies", "sources.yaml", "type: party, actor: SOMALIA_GOV", "type: party", "names no actor"),
    ("bodies", "sources.yaml", "actor: SOMALIA_GOV", "actor: NOBODY", "NOBODY"),
    ("outlets", "outlets.yaml", "alignment: party", "alignment: neutral", "neutral"),
    ("outlets", "outlets.yaml", "sides: [SOMALIA_OPP]", "sides: [NOBODY]", "NOBODY"),
    ("outlets", "actors.yaml", "sides: [SOMALIA_OPP]", "sides: [NOBODY]", "NOBODY"),
    ("markers", "theatre.yaml", "عاصمة المثال]", "بلاد المثال]", "stands twice"),
    ("markers", "theatre.yaml", "عاصمة المثال]", "صنعاء]", "yemen"),
    ("places", "places.tsv", "\t10.000\t10.000\t", "\t\t\t", "no point"),
    ("places", "places.tsv", "\tSO\t", "\tKE\t", "KE"),
    ("places", "places.tsv", "\t10.000\t10.000\t", "\tnorth\t10.000\t", "north"),
    ("places", "places.tsv", "so_example_town", "sy_idlib_kafr_nobol", "core list"),
    ("collisions", "actors.yaml", "مرتزقة المثال]", "القصف]", "event"),
    ("examples", "corpus.yaml", "says: {type: local}", "says: {type: medical}", "medical"),
    ("examples", "corpus.yaml", "places: [المثال العليا], ", "", "places"),
    ("examples", "corpus.yaml", "كان هذا المثال", "كان جيش المثال", "say nothing"),
    ("examples", "corpus.yaml", "dimension: attribution", "dimension: sources", "Dimensions"),
    ("examples", "corpus.yaml", "framing: hostile", "framing: bad", "Framings"),
    ("examples", "corpus.yaml", "theatres: [somalia]", "theatres: [yemen]", "yemen"),
    ("coverage", "corpus.yaml", ", targets: [SOMALIA_GOV]", "", "two sides"),
    ("coverage", "corpus.yaml", "framing: hostile", "framing: neutral", "hostile"),
    ("coverage", "corpus.yaml", "says: {theatre: somalia}", "says: {theatre: yemen}", "recognised"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "told"),
    BROKEN,
    ids=[f"{case[0]}-{number}" for number, case in enumerate(BROKEN)],
)
def test_the_check_finds(started: Path, name: str, file: str, old: str, new: str, told: str) -> None:
    path = started / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    found = [finding for finding in run(name, load(started)) if told in str(finding)]
    assert found, [str(finding) for finding in run(name, load(started))]
    assert all(
        Path(finding.file).parent == started and finding.line > 0 and finding.fact for finding in found
    )


@pytest.mark.parametrize(
    ("again", "told", "is_error"),
    [
        ({"mismatches": (Mismatch(1, "weapons", "artillery", ""),)}, "weapons artillery", True),
        ({"mismatches": (Mismatch(1, "weapons", "artillery", "", excused="why"),)}, "", False),
        ({"left": ("الجيش",)}, "no wording for الجيش", False),
    ],
)
def test_a_document_that_reads_otherwise_exchanged_is_found(
    started: Path, monkeypatch: pytest.MonkeyPatch, again: dict[str, Any], told: str, is_error: bool
) -> None:
    reread = Rereading("x", "somalia", "A:B", "text", Alignment(), **again)
    monkeypatch.setattr(Trial, "exchanged", lambda self, pair: reread)
    found = run("exchanges", load(started))
    assert bool(found) == bool(told)
    assert all(told in finding.fact and finding.is_error == is_error for finding in found)


# --- damaged packs -----------------------------------------------------------------------------------------------

ODD: list[Any] = [None, 3, [], {}, "", ["a"], {"a": 1}, True, [None], [[]], [{}], "2011-02-30"]


def places_in(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every node of a parsed file."""
    yield path
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield from places_in(node[key], (*path, key))


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pack_is_told_and_never_a_traceback(started: Path, seed: int) -> None:
    chance = random.Random(seed)
    file = started / chance.choice(
        ["theatre.yaml", "actors.yaml", "sources.yaml", "outlets.yaml", "corpus.yaml"]
    )
    content = yaml.safe_load(file.read_text("utf-8"))
    *way, last = chance.choice([path for path in places_in(content) if path])
    node = content
    for key in way:
        node = node[key]
    node[last] = chance.choice(ODD)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    for _, found in check(started):
        assert all(finding.fact and finding.line > 0 for finding in found)


def test_a_pack_that_refers_to_itself_is_refused(started: Path) -> None:
    path = started / "sources.yaml"
    path.write_text("sources:\n  - &a {name: x, type: local}\n  - *a\n", "utf-8")
    ((_, found),) = check(started)
    assert "`*a`" in found[0].fact + found[0].remedy and found[0].line == 3


def test_a_broken_agreement_of_a_pack_is_found_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "meadow"
    start("meadow", folder, "SO", "Africa/Mogadishu")
    (folder / "agreements").mkdir()
    (folder / "agreements" / "2031_pact.yaml").write_text(
        "id: meadow_pact\ntitel: {ar: هدنة, en: Truce}\n", "utf-8"
    )
    found = [one for one in run("agreements", load(folder)) if one.is_error]
    assert any("titel" in str(one) and one.line == 2 for one in found)
