"""All parts become tables: what one linker gives, the same bytes whatever the slices, copies folded where nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import generated
from rasd.coding import Coder
from rasd.errors import OutputError
from rasd.lexicon import Lexicon
from rasd.linking import Linker, incidents_of, members_of, traits_of
from rasd.model import Document, Incident, Record
from rasd.scale.gathering import gather, scoring
from rasd.scale.gathering.folding import substance
from scale_parts import Pair, row_of, rows_of, table, write_parts

LEXICON = Lexicon.load()


@pytest.fixture(autouse=True)
def _dense(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated, "DAYS", 40)


def linked(pairs: list[Pair]) -> dict[str, Incident]:
    """Return what one linker in memory gives."""
    linker, members = Linker(), {}
    for document, record in pairs:
        for member in members_of(record, document.text):
            members[member.id] = member
            linker.add(traits_of(member))
    found = incidents_of(linker, lambda ids: [members[one] for one in ids], lexicon=LEXICON)
    return {incident.id: incident for incident in found}


def gathered(folder: Path, pairs: list[Pair], *, sizes: int = 100, **options: Any) -> dict[str, Incident]:
    gather(write_parts(folder, rows_of(pairs), sizes), coder_lexicon=LEXICON, **options)
    return {row["id"]: Incident.model_validate_json(row["incident"]) for row in table(folder, "incidents")}


def copy_of(pair: Pair, name: str, *, more: str = "", hours: int = 2) -> Pair:
    """Return a document of another outlet with the same words, published later, as reading it would give it."""
    document, record = pair
    hour = min(23, int((document.published or "")[11:13]) + hours)
    published = f"{(document.published or '')[:11]}{hour:02}:30:00+03:00"
    changed = {"id": name, "outlet": f"موقع {name}", "published": published}
    return (
        document.model_copy(update={**changed, "text": f"{document.text}{more}"}),
        record.model_copy(update=changed),
    )


def with_copies(pairs: list[Pair], seed: int) -> list[Pair]:
    chance = random.Random(seed)
    made = list(pairs)
    for number, pair in enumerate(pairs):
        for again in range(chance.choice((0, 0, 0, 1, 3))):
            more = chance.choice(("", "", " تابعوا آخر أخبارنا على منصاتنا"))
            made.append(copy_of(pair, f"c{number:05}-{again}", more=more, hours=chance.randrange(0, 12)))
    chance.shuffle(made)
    return made


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for name in ("documents", "reports", "incidents")
        for path in (folder / name).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("days", "chunk", "sizes", "jobs"), [(1, 7, 30, 1), (32, 5_000, 400, 1), (9, 90, 50, 2)]
)
def test_incidents_are_those_of_one_linker_however_the_work_is_cut(
    tmp_path: Path, days: int, chunk: int, sizes: int, jobs: int
) -> None:
    pairs = with_copies(list(generated.archive(300, 5)), 5)
    found = gathered(tmp_path, pairs, sizes=sizes, days=days, chunk=chunk, jobs=jobs, fold=False)
    assert found == linked(pairs)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    reports=st.integers(1, 40),
    span=st.integers(1, 60),
    days=st.integers(1, 40),
    chunk=st.integers(1, 30),
)
def test_small_archives_of_any_sort_link_as_in_memory(
    tmp_path_factory: pytest.TempPathFactory, seed: int, reports: int, span: int, days: int, chunk: int
) -> None:
    generated.DAYS = span  # set back by the fixture
    pairs = with_copies(list(generated.archive(reports, seed)), seed)
    folder = tmp_path_factory.mktemp("run")
    assert gathered(folder, pairs, sizes=11, days=days, chunk=chunk, fold=False) == linked(pairs)


def test_folding_copies_changes_nothing_of_what_incidents_say(tmp_path: Path) -> None:
    pairs = with_copies(list(generated.archive(400, 11)), 11)
    expected = linked(pairs)
    found = gathered(tmp_path, pairs)
    assert {name: substance(one) for name, one in found.items()} == {
        name: substance(one) for name, one in expected.items()
    }
    rows = {row["id"]: row for row in table(tmp_path, "documents")}
    copies = {name: row["copy_of"] for name, row in rows.items() if row["copy_of"]}
    assert len(copies) > 200 and set(rows) == {document.id for document, _ in pairs}
    assert not copies.keys() & set(copies.values())  # what is repeated repeats nothing itself
    assert all(rows[copy]["published"] >= rows[of]["published"] for copy, of in copies.items())
    reports = table(tmp_path, "reports")
    assert {row["document"] for row in reports} == set(rows) - set(copies)
    for row in table(tmp_path, "incidents"):
        told = {one.document_id for one in expected[row["id"]].reports}
        assert row["documents"] == len(told)
        assert row["outlets"] == len({rows[one]["outlet"] for one in told})
        assert set(row["folded"]) == told & copies.keys()


def test_the_same_documents_give_the_same_bytes_however_they_were_sliced(tmp_path: Path) -> None:
    rows = rows_of(with_copies(list(generated.archive(150, 2)), 2))
    whole = write_parts(tmp_path / "whole", rows, 1_000)
    random.Random(1).shuffle(rows)
    cut = write_parts(tmp_path / "cut", rows, 37)
    one = gather(whole, coder_lexicon=LEXICON)
    other = gather(cut, coder_lexicon=LEXICON, days=5, chunk=20)
    assert one == other
    assert digests(whole) == digests(cut) == {file["name"]: file["sha256"] for file in one.files}


def told(
    name: str, text: str, killed: int, *, hour: int = 9, outlet: str = "", kind: str = "shelling"
) -> Pair:
    """Return a document on one incident, its figure as given."""
    published = f"2019-04-28T{hour:02}:00:00+03:00"
    outlet = outlet or f"صحيفة {name}"
    report = {
        "id": "r1", "kind": kind, "evidence": [(0, len(text))], "date": {"start": "2019-04-28", "end": "2019-04-28"},
        "places": [{"name": "السدرة", "country": "SY", "admin1": "Idlib", "gazetteer_id": "x1", "latitude": 35.5, "longitude": 36.4,
                    "precision": "settlement", "evidence": [(0, len(text))]}],
        "harm": [{"effect": "killed", "min": killed, "max": killed, "phrase": str(killed)}],
    }  # fmt: skip
    document = Document(
        id=name, text=text, published=published, outlet=outlet, theatre="syria", synthetic=True
    )
    record = Record.model_validate(
        {
            "id": name,
            "outlet": outlet,
            "published": published,
            "theatre": "syria",
            "synthetic": True,
            "reports": [report],
        }
    )
    return document, record


TEXT = (
    "سقطت قذائف على السوق الشعبي في بلدة السدرة صباح الأحد فقتل {} أشخاص بحسب سكان، وتضررت محال ومنازل مجاورة. "
    "ونقلت فرق الإسعاف المصابين إلى النقاط الطبية القريبة وأغلقت المدارس أبوابها حتى إشعار آخر."
)


def test_an_update_that_raises_the_toll_is_no_copy(tmp_path: Path) -> None:
    first, update = told("a", TEXT.format(3), 3), told("b", TEXT.format(5), 5, hour=12)
    again = copy_of(update, "c")
    found = gathered(tmp_path, [first, update, again])
    rows = {row["id"]: row["copy_of"] for row in table(tmp_path, "documents")}
    assert rows == {"a": None, "b": None, "c": "b"}
    (incident,) = found.values()
    assert (incident.harm[0].min, incident.harm[0].max) == (3, 5)


def test_a_stock_paragraph_under_other_news_is_no_copy(tmp_path: Path) -> None:
    stock = (
        "وتشهد المنطقة منذ سنوات عمليات متقطعة رغم اتفاقات عدة لم تصمد طويلا، ويقول سكانها إن الحياة فيها صعبة. "
        * 4
    )
    pairs = [
        told("a", f"قتل ثلاثة في قصف على السدرة. {stock}", 3),
        told("b", f"اعتقل مسلحون خمسة رجال في السدرة. {stock}", 5, kind="arrest"),
    ]
    gathered(tmp_path, pairs)
    assert [row["copy_of"] for row in table(tmp_path, "documents")] == [None, None]
    assert len(table(tmp_path, "reports")) == 2


def test_a_document_met_again_stands_once_with_its_sightings(tmp_path: Path) -> None:
    document, record = told("a", TEXT.format(3), 3)
    rows = [
        row_of(document.model_copy(update={"url": f"https://example.org/{at}"}), record, f"x: byte {at}", f"2020-01-0{at}T00:00:00+00:00")
        for at in (3, 1, 2)
    ]  # fmt: skip
    result = gather(write_parts(tmp_path, rows, 1), coder_lexicon=LEXICON)
    (row,) = table(tmp_path, "documents")
    assert row["url"] == "https://example.org/1"
    assert [one["url"] for one in row["sightings"]] == ["https://example.org/2", "https://example.org/3"]
    assert (result.counts["pages"], result.counts["documents"], result.counts["same_id"]) == (3, 1, 2)
    assert len(table(tmp_path, "reports")) == 1


def test_a_copy_of_several_reports_is_folded_in_all_of_its_incidents_or_in_none(tmp_path: Path) -> None:
    document, record = told("a", TEXT.format(3), 3)
    second = record.reports[0].model_copy(update={"id": "r2", "kind": "arrest"})
    both = (document, record.model_copy(update={"reports": [*record.reports, second]}))
    copy = copy_of(both, "c")
    gathered(tmp_path / "all", [both, copy], chunk=1)
    assert {row["id"]: row["copy_of"] for row in table(tmp_path / "all", "documents")} == {
        "a": None,
        "c": "a",
    }
    # Published weeks later, its undated report is of another incident: then nothing of it is folded.
    late = copy_of(both, "c")
    undated = second.model_copy(update={"date": type(second.date)()})
    changed = {"published": "2019-06-20T10:00:00+03:00", "reports": [record.reports[0], undated]}
    both = (document, record.model_copy(update={"reports": [record.reports[0], undated]}))
    late = (
        late[0].model_copy(update={"published": changed["published"]}),
        late[1].model_copy(update=changed),
    )
    found = gathered(tmp_path / "none", [both, late], chunk=1)
    assert {row["copy_of"] for row in table(tmp_path / "none", "documents")} == {None}
    assert found == linked([both, late])


def test_rows_without_place_or_day_live_under_unknown_and_undated(tmp_path: Path) -> None:
    document, record = told("a", TEXT.format(3), 3)
    bare = {"theatre": None, "published": None}
    report = record.reports[0].model_copy(update={"date": type(record.reports[0].date)()})
    pair = (document.model_copy(update=bare), record.model_copy(update={**bare, "reports": [report]}))
    result = gather(write_parts(tmp_path, rows_of([pair])), coder_lexicon=LEXICON)
    assert [file["name"] for file in result.files] == [
        f"{name}/theatre=unknown/month=undated/part-00000.parquet"
        for name in ("documents", "incidents", "reports")
    ]


def test_no_parts_give_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    result = gather(tmp_path, coder_lexicon=LEXICON)
    assert result.files == [] and result.counts["incidents"] == 0


def test_cut_off_at_any_step_the_old_tables_stand_and_the_next_run_gives_the_same(tmp_path: Path) -> None:
    class Cut(Exception):
        pass

    folder = write_parts(tmp_path, rows_of(list(generated.archive(60, 1))))
    expected = gather(folder, coder_lexicon=LEXICON)
    before = digests(folder)
    for number, row in enumerate(rows_of(list(generated.archive(10, 9)))):
        (folder / "parts" / f"more{number}.parquet").write_bytes(_part(row))

    def until(step: str) -> Any:
        def heard(name: str, done: int, of: int) -> None:
            if name == step and done == of:
                raise Cut

        return heard

    for step in ("documents", "pairs", "incidents", "files"):
        with pytest.raises(Cut):
            gather(folder, coder_lexicon=LEXICON, told=until(step))
        assert digests(folder) == before
    for path in (folder / "parts").glob("more*"):
        path.unlink()
    (folder / "reports").rename(folder / ".reports.before")  # killed between the two renames of one table
    assert gather(folder, coder_lexicon=LEXICON) == expected
    assert digests(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == ["documents", "incidents", "parts", "reports"]


def _part(row: dict[str, Any]) -> bytes:
    from rasd.scale.part import part_schema, table_bytes

    return table_bytes([row], part_schema())


def test_a_part_that_the_disk_damaged_is_named(tmp_path: Path) -> None:
    folder = write_parts(tmp_path, rows_of(list(generated.archive(30, 1))), 10)
    part = folder / "parts" / "0000000000000001.parquet"
    data = part.read_bytes()
    part.write_bytes(data[: len(data) // 2])
    with pytest.raises(OutputError, match=r"0001\.parquet: not a part .*receipts/0000000000000001\.json"):
        gather(folder, coder_lexicon=LEXICON)
    part.write_bytes(bytes([*data[:200], *(255 - one for one in data[200:600]), *data[600:]]))
    with pytest.raises(OutputError, match=r"0001\.parquet: "):
        gather(folder, coder_lexicon=LEXICON)


def test_killed_with_its_processes_it_leaves_the_old_whole_and_the_next_run_gives_the_same(
    tmp_path: Path,
) -> None:
    folder = write_parts(tmp_path, rows_of(list(generated.archive(40, 1))), 10)
    code = (
        "import os, signal, sys; from pathlib import Path; from rasd.scale.gathering import gather\n"
        "def told(step, done, of):\n"
        "    if step == sys.argv[2] and done == of: os.kill(os.getpid(), signal.SIGKILL)\n"
        "gather(Path(sys.argv[1]), told=told)"
    )
    for step in ("texts", "files"):
        killed = subprocess.run([sys.executable, "-c", code, str(folder), step], check=False)
        assert killed.returncode == -signal.SIGKILL
        assert not digests(folder)
    gather(folder, coder_lexicon=LEXICON)
    whole = digests(folder)
    again = write_parts(tmp_path / "again", rows_of(list(generated.archive(40, 1))), 10)
    gather(again, coder_lexicon=LEXICON)
    assert digests(again) == whole


def test_a_hot_block_is_scored_in_shares_that_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring.bins, "__kwdefaults__", {"hot": 60})
    pairs = with_copies(list(generated.archive(200, 8)), 8)
    assert gathered(tmp_path, pairs, fold=False) == linked(pairs)


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    folder = write_parts(tmp_path, rows_of(list(generated.archive(5, 1))))
    (folder / ".gathering").write_text("in the way")
    with pytest.raises(OutputError, match="gathering.*: cannot be written .*start the same command again"):
        gather(folder, coder_lexicon=LEXICON)


CORPUS = Path(os.environ.get("RASD_CORPUS", "none"))


@pytest.mark.skipif(
    not (CORPUS / "link-dev.jsonl").is_file(), reason="RASD_CORPUS names no folder with link-dev.jsonl"
)
def test_the_linking_set_gives_what_one_linker_gives_with_and_without_folding(tmp_path: Path) -> None:
    coder = Coder.load()
    pairs = []
    for line in (CORPUS / "link-dev.jsonl").read_text("utf-8").splitlines():
        document = Document.model_validate(
            {name: value for name, value in json.loads(line).items() if name in Document.model_fields}
        )
        pairs.append((document, coder.code(document)))
    expected = linked(pairs)
    assert gathered(tmp_path / "whole", pairs, fold=False) == expected
    found = gathered(tmp_path / "folded", pairs, days=3, chunk=9)
    assert {name: substance(one) for name, one in found.items()} == {
        name: substance(one) for name, one in expected.items()
    }
