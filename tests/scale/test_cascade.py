"""Every page leaves the cascade at one stage, counted with its reason; one that a stage stumbles over costs no other."""

from __future__ import annotations

import json

from archive_runs import cascade
from rasd.model import Record
from rasd.scale import Page, SetAside
from rasd.scale.cascade import Kept
from rasd.scale.options import Options
from rasd.scale.tally import STAGES, Tally

WORDS = (
    "market prices",
    "ع weather",
    "ع force of the sea",
    "ع force strike one",
    "ع force strike two",
    "ع empty",
    "ع force stumble",
)


def pages(*words: str) -> list[Page]:
    return [Page(f"crawl: byte {number}", text.encode()) for number, text in enumerate(words)]


def run(*words: str, options: Options | None = None) -> Kept:
    return cascade(options).run(pages(*words), "crawl")


def test_each_page_leaves_at_one_stage_with_its_reason() -> None:
    kept = run(*WORDS)
    assert [row["where"] for row in kept.rows] == ["crawl: byte 3", "crawl: byte 4"]
    dropped = {stage: dict(kept.tally.dropped[stage]) for stage in STAGES if kept.tally.dropped[stage]}
    assert dropped == {
        "bytes": {"no Arabic": 1},
        "parse": {"no article": 1},
        "text": {"no word of force": 1},
        "reader": {"no report": 1},
    }
    assert [(one.where, one.reason) for one in kept.set_aside] == [
        ("crawl: byte 6", "reader failed: RuntimeError: stumbled")
    ]
    assert kept.tally.pages == len(WORDS) == kept.tally.kept + 4 + len(kept.set_aside)


def test_a_page_that_the_byte_test_stumbles_over_costs_no_other() -> None:
    kept = run("ع trip", "ع force strike")
    assert [(one.where, one.reason) for one in kept.set_aside] == [
        ("crawl: byte 0", "bytes failed: ValueError: tripped")
    ]
    assert kept.tally.kept == kept.tally.set_aside == 1


def test_passed_counts_what_a_stage_let_through() -> None:
    tally = run(*WORDS[:-1]).tally
    assert [tally.passed(stage) for stage in STAGES[1:]] == [5, 4, 3, 2]


def test_a_row_holds_the_record_and_its_traits() -> None:
    row = run("ع force strike one").rows[0]
    record = Record.model_validate_json(row["record"])
    assert record.reports[0].kind == "air_strike"
    assert row["text"] == "ع force strike one"
    assert row["members"][0]["id"].endswith("#1")
    assert json.loads(row["members"][0]["traits"])["kind"] == "air_strike"


def test_careful_takes_the_text_of_candidates_again() -> None:
    assert run("ع force strike", options=Options(careful=True)).rows[0]["text"] == "ع force strike careful"


def test_without_the_byte_test_every_page_is_parsed() -> None:
    kept = run("force strike in Latin letters", options=Options(has_byte_test=False))
    assert kept.tally.kept == 1
    assert not kept.tally.dropped["bytes"]


def test_what_a_reader_of_archives_set_aside_stays_set_aside() -> None:
    kept = cascade().run([SetAside("crawl: byte 9", "cut short", 9), *pages("ع force strike")], "crawl")
    assert [one.reason for one in kept.set_aside] == ["cut short"]
    assert kept.tally.kept == 1
    assert kept.tally.set_aside == 1


def test_the_sample_holds_whole_pages_of_every_stage_and_of_what_was_kept() -> None:
    kept = run(*WORDS, options=Options(sample=1.0))
    assert {(row["stage"], row["reason"]) for row in kept.sample} == {
        ("bytes", "no Arabic"),
        ("parse", "no article"),
        ("text", "no word of force"),
        ("reader", "no report"),
        ("kept", ""),
    }
    assert {row["body"].decode() for row in kept.sample} == set(WORDS) - {"ع force stumble"}
    assert not run(*WORDS, options=Options(sample=0.0)).sample


def test_the_same_pages_are_drawn_whatever_stands_beside_them() -> None:
    some = Options(sample=0.3)
    words = [f"Latin {number}" for number in range(200)]
    drawn = [row["where"] for row in run(*words, options=some).sample]
    assert 30 < len(drawn) < 90
    half = cascade(some).run(pages(*words)[::2], "crawl")
    assert [row["where"] for row in half.sample] == [
        where for where in drawn if int(where.split()[-1]) % 2 == 0
    ]


def test_counts_of_slices_add_up_and_survive_json() -> None:
    one, other = run(*WORDS).tally, run("ع force strike", "nothing").tally
    total = Tally.of([one, other])
    assert total.kept == 3
    assert total.dropped["bytes"]["no Arabic"] == 2
    assert Tally.from_json(json.loads(json.dumps(total.as_json()))).as_json() == total.as_json()


def test_a_page_that_took_its_process_with_it_is_left_alone() -> None:
    heard: list[str] = []
    kept = cascade().run(
        pages("ع force strike", "ع die"),
        "crawl",
        told=lambda tally, where: heard.append(where),
        avoided={"crawl: byte 1"},
    )
    assert [one.where for one in kept.set_aside] == ["crawl: byte 1"]
    assert heard == ["crawl: byte 0", "crawl: byte 0", ""]


def test_the_page_at_hand_is_told_before_each_stage_that_may_die_of_it() -> None:
    heard: list[str] = []
    kept = cascade().run(
        pages("ع force strike one", "ع weather", "ع force strike two", *["prices"] * 9),
        "crawl",
        told=lambda tally, where: heard.append(where.removeprefix("crawl: byte ")),
    )
    assert heard == ["0", "1", "2", "0", "2", ""]  # parsed one after another, then read
    assert len(kept.rows) == 2


def test_many_pages_leave_in_their_order() -> None:
    kept = run(*["ع force strike", "ع weather", "prices"] * 100)
    numbers = [int(row["where"].split()[-1]) for row in kept.rows]
    assert numbers == list(range(0, 300, 3))
    assert kept.tally.dropped["text"].total() == kept.tally.dropped["bytes"].total() == 100
