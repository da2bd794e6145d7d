"""Several processes: order, bounded reading ahead, and workers that die."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from rasd.cli.pool import Outcome, read_in_processes
from rasd.collection import Collected
from rasd.errors import DocumentError
from rasd.export import one_line
from rasd.model import Document, Issue, Record


class Reader:
    """Does what the text says."""

    def code(self, document: Document) -> Record:
        word, _, rest = document.text.partition(" ")
        if word == "die":
            os._exit(int(rest or 0))
        if word == "sleep":
            time.sleep(float(rest))
        if word == "raise":
            raise RecursionError("too deep")
        if word == "tell":
            aloud, silent = Issue(code="not_arabic", message="no Arabic"), Issue(code="other", message="no")
            return Record(id=document.text, issues=[aloud, silent])
        return Record(id=document.text)


def inputs(*texts: str) -> Iterator[Collected]:
    for number, text in enumerate(texts):
        if text == "broken":
            yield Collected(f"in:{number}", error=DocumentError(f"in:{number}: broken"))
        else:
            yield Collected(f"in:{number}", Document(id=None, text=text))


def run(*texts: str, jobs: int = 3) -> list[Outcome]:
    return list(read_in_processes(Reader(), inputs(*texts), jobs, Reader))


def said(outcomes: list[Outcome]) -> list[str]:
    return [outcome.record.id if outcome.record else str(outcome.error) for outcome in outcomes]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_outcomes_come_in_the_order_of_the_inputs(jobs: int) -> None:
    texts = [f"sleep {0.02 * (number % 3)}" if number % 4 else f"quick {number}" for number in range(40)]
    assert said(run(*texts, jobs=jobs)) == texts


def test_nothing_in_nothing_out() -> None:
    assert run() == []


def test_broken_inputs_keep_their_place() -> None:
    assert said(run("a", "broken", "b", "broken")) == ["a", "in:1: broken", "b", "in:3: broken"]


def test_a_dead_worker_costs_one_document() -> None:
    outcomes = said(run("a", "die 7", "b", "die 9", "c", "raise", "d"))
    assert [outcome for outcome in outcomes if not outcome.startswith("in:")] == ["a", "b", "c", "d"]
    assert outcomes[1].startswith("in:1: the process that read this document died (exit code 7)")
    assert "in:5: the reader failed on this document (RecursionError: too deep)" in outcomes[5]


def test_a_worker_that_dies_in_the_middle_of_a_batch_costs_one_document() -> None:
    texts = [f"quick {number}" for number in range(400)]
    texts[350] = "die 7"  # batches hold ten documents and more by then
    outcomes = said(run(*texts, jobs=2))
    assert outcomes[350].startswith("in:350: the process that read this document died (exit code 7)")
    del texts[350], outcomes[350]
    assert outcomes == texts


@pytest.mark.parametrize("jobs", [1, 3])
def test_lines_are_the_records_and_what_is_to_be_said_comes_with_them(jobs: int) -> None:
    reader, texts = Reader(), ["a", "broken", "raise", "tell b"]
    plain = list(read_in_processes(reader, inputs(*texts), jobs, Reader))
    lines = list(read_in_processes(reader, inputs(*texts), jobs, Reader, lines=True))
    assert [one.line for one in lines] == [one.record and one_line(one.record) or "" for one in plain]
    assert [one.record for one in lines] == [None] * 4
    assert [one.told for one in lines] == [one.told for one in plain] == [(), (), (), ("no Arabic",)]
    assert [str(one.error) for one in lines] == [str(one.error) for one in plain]


def test_documents_that_all_kill_their_worker_end() -> None:
    assert all("died" in outcome for outcome in said(run(*["die 1"] * 12)))


def test_reading_ahead_is_bounded() -> None:
    taken = 0

    def endless() -> Iterator[Collected]:
        nonlocal taken
        while True:
            taken += 1
            yield Collected("in", Document(id=None, text="sleep 0.001"))

    outcomes = read_in_processes(Reader(), endless(), 2, Reader)
    for _ in range(20):
        next(outcomes)
    outcomes.close()
    assert taken <= 20 + 4 * 2 + 2


def test_a_document_larger_than_a_pipe_goes_through() -> None:
    texts = ["نص " * 200_000, "b", "نص آخر " * 200_000]
    assert said(run(*texts, jobs=2)) == texts


def test_workers_are_gone_afterwards() -> None:
    import multiprocessing

    run("a", "b")
    assert multiprocessing.active_children() == []
