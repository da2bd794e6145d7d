"""A ledger goes out: what people read, what programs read, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from agreements_invented import incident, on, perpetrator, place, truce
from rasd.agreements import Ledger
from rasd.errors import OutputError
from rasd.export.ledger import LEDGER_FORMATS, LEDGER_LINES, LedgerView, ledger_format_named, ledger_schema
from rasd.lexicon import Lexicon
from rasd.model import ClaimedTotal, Facet, Observation, Statement

LEXICON = Lexicon.load()


def made() -> Ledger:
    said = ClaimedTotal(
        min=27, max=27, of="خرقا", against=["SYR_OPP"], claimed_by=["ناطق متخيل"], agreement="الهدنة المتخيلة",
        since="2031-04-02", until="2031-04-20",
    )  # fmt: skip
    one = Ledger(
        truce(),
        LEXICON,
        statements=[Statement(document_id="d9", outlet="نشرة متخيلة", published="2031-04-21", total=said, synthetic=True)],
        observations=[
            Observation(
                agreement="invented_truce", term="no_fire", start="2031-04-20", end="2031-04-20", count=50, required=600,
                source="منظمة متخيلة", words="خمسون شاحنة", by="ليلى", synthetic=True,
            )
        ],
        keep_outside=True,
    )  # fmt: skip
    decided = Facet(
        facet="answered", value="denied", by="ليلى", at="2031-05-01T08:00:00Z", why="بيان", judgement=7
    )
    claim = {"agreement": "الهدنة المتخيلة", "claimed_by": ["ناطق متخيل"], "reports": ["d1#r1"]}
    one.add(
        [
            incident(breach_claims=[claim], independent_sources=2),
            incident(id="i2", date=on("2031-04-02"), perpetrators=[perpetrator("SYR_OPP", "accused")], places=[place("=cmd()")]),
            incident(id="i3", date={}, perpetrators=[]),
            incident(id="i4", kind="arrest"),
            incident(id="i5", kind="threat", factuality="unrealized"),
            incident(id="i6", synthetic=False),
        ],
        {"i2": [decided]},
    )  # fmt: skip
    return one


def written(form: str, **view: Any) -> str:
    stream = io.StringIO()
    ledger_format_named(form).write(made(), stream, LedgerView(**view))
    return stream.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_table_says_what_is_alleged_what_is_open_and_what_is_left_out() -> None:
    text = flat(written("table"))
    for said in (
        "SYNTHETIC", "in scope · alleged against SYR_GOV", "alleged, unverified: nobody has decided",
        "suggested as corroborated", "answered (denied), decided by ليلى, 2031-05-01, decision 7: بيان",
        "possibly in scope · boundary", "no report names who did it", "No report says when it happened",
        "called a breach of «الهدنة المتخيلة» by ناطق متخيل, it names this agreement",
        "27 خرقا as stated by ناطق متخيل, against SYR_OPP", "50 of 600", "Out of scope: 1 (act 1)",
        "Real incidents kept out of an invented ledger: 1", "no acts: 1",
    ):  # fmt: skip
        assert said in text, said
    assert "violat" not in text.lower()


def test_the_arabic_table_holds_no_english_sentence() -> None:
    text = flat(written("table", language="ar"))
    assert "قد يكون ضمنها · على الحد الزمني" in text
    assert "No report" not in text and "alleged" not in text


@pytest.mark.parametrize("width", ["60", "100", "200"])
def test_no_column_is_cut_at_any_width(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    text = written("table", grouping="week")
    assert "…" not in text.replace("– …", "")
    assert all(len(line) <= int(width) for line in text.splitlines())


def test_every_line_of_jsonl_is_of_the_schema_and_the_last_sums_up() -> None:
    known = {one.model_fields["line"].default: one for one in LEDGER_LINES}
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    for line in lines:
        known[line["line"]].model_validate(line)
    assert [line["line"] for line in lines] == [
        "agreement", "entry", "entry", "entry", "observation", "statement", "summary"
    ]  # fmt: skip
    summary = lines[-1]
    assert (summary["incidents"]["in_scope"], summary["incidents"]["possibly"], summary["real_kept_out"]) == (
        1,
        2,
        1,
    )
    assert summary["out_of_scope"] == {"act": 1}


@pytest.mark.parametrize("grouping", [None, "week"])
def test_every_line_passes_the_printed_schema(grouping: Any) -> None:
    check = Draft202012Validator(ledger_schema())
    for line in written("jsonl", grouping=grouping).splitlines():
        check.validate(json.loads(line))


def test_rows_of_jsonl_hold_all_parties() -> None:
    lines = [json.loads(line) for line in written("jsonl", grouping="party").splitlines()]
    rows = {line["key"]: line for line in lines if line["line"] == "row"}
    assert rows["SYR_GOV"]["all"]["in_scope"] == 1
    assert rows["SDF"]["all"]["in_scope"] == 0


def test_csv_runs_nothing_and_holds_the_five_answers() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", outside=True))))
    assert [row["outcome"] for row in rows] == [
        "possibly_in_scope",
        "in_scope",
        "possibly_in_scope",
        "out_of_scope",
    ]
    assert rows[0]["places"] == "'=cmd()"
    assert (rows[0]["time"], rows[0]["boundary"], rows[0]["answered"]) == ("possible", "yes", "denied")
    assert rows[1]["corroborated"] == "suggested"
    grouped = list(csv.DictReader(io.StringIO(written("csv", grouping="term"))))
    assert {row["party"] for row in grouped} >= {"(all)", "SYR_GOV", "SYR_OPP"}


def test_an_unknown_format_names_those_that_exist() -> None:
    with pytest.raises(OutputError, match="csv, jsonl, table"):
        ledger_format_named("pdf")
    assert len({one.name for one in LEDGER_FORMATS}) == len(LEDGER_FORMATS)
