"""``rasd verify``: everything proved offline; what does not hold is named, with what it means and what to do."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_NOTHING, Steps, complain, count_of, printable
from rasd.cli.options import checked_format
from rasd.cli.stamp import CaOption
from rasd.cli.stores import EvidenceOption, StoreOption

if TYPE_CHECKING:
    from rasd.errors import StoreError
    from rasd.preservation import Finding
    from rasd.preservation.stamping import Trust
    from rasd.store import Store

__all__ = ["verify"]

_FORMATS = ("words", "jsonl")


def verify(
    package: Annotated[
        list[Path] | None,
        typer.Option(
            "--package", metavar="FILE", help="Prove this package instead, without a store; repeatable."
        ),
    ] = None,
    ca: CaOption = None,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
    format: Annotated[
        str, typer.Option(metavar="FORMAT", help="words, or jsonl: one line a finding.")
    ] = "words",
) -> None:
    """Prove that everything in the store is as it was kept, without the network.

    Evidentiary copies against their digests and the custody log, references against the records that they name,
    working copies against their hashes, the custody log against its own chain, the database's own integrity, fetched
    media against their hashes, time-stamps against the certificates kept with them or --ca. What fails is named, and the rest is proved all the same.

    Exit code 0: all holds; 1: something does not, one line each; 2: nothing could be proved.
    """
    checked_format(format, _FORMATS)
    run = _Run(as_lines=format == "jsonl")
    trust = None
    if ca is not None:
        from rasd.preservation.stamping import read_certificates

        trust = read_certificates(ca)
    if package:
        _packages(package, run, trust)
        return
    from rasd.errors import StoreError
    from rasd.preservation import prove, prove_log
    from rasd.store import Store, parse_address

    address = parse_address(store, evidence)
    database = address.database
    if database is not None and database.is_file():
        for finding in prove_log(database):  # before opening, which lets SQLite forget what does not hold
            run.tell(finding)
    try:
        opening = Store.open(store, evidence=evidence, create=False)
    except StoreError as error:
        if database is None or not database.is_file():
            raise
        _without_store(error, address.evidence, run)
        return
    with opening as opened:
        try:
            for finding in prove(opened, database=database, trust=trust, progress=run.progress):
                run.tell(finding)
        finally:
            run.close()
        run.conclude(opened)


def _without_store(error: StoreError, evidence: Path, run: _Run) -> None:
    """Prove what can be proved of the evidence where the database does not open."""
    from rasd.preservation import failure, prove_files_alone

    place, _, fact = str(error).partition(": ")
    meaning = "only the evidence files were proved, each by itself"
    run.tell(
        failure(place, fact, meaning, "Keep a copy of the folder as it is, then restore it from a backup")
    )
    for finding in prove_files_alone(evidence, run.progress):
        run.tell(finding)
    run.close()
    raise typer.Exit(EXIT_FAILED)


def _packages(paths: list[Path], run: _Run, trust: Trust | None) -> None:
    """Prove packages from their own bytes, each one whatever became of the others."""
    from rasd.errors import PreservationError
    from rasd.preservation.package import verify_package
    from rasd.preservation.proof.finding import failure, notice

    failed = 0
    for path in paths:
        try:
            check = verify_package(path, trust=trust)
        except PreservationError as error:
            place, _, fact = str(error).partition(": ")
            run.tell(failure(place, fact, "", ""))
            failed += 1
            continue
        for fault in check.faults:
            place, _, fact = fault.removesuffix(".").rpartition(": ")
            run.tell(failure(place, fact, "the package was altered after it was made, or damaged", ""))
        for note in check.notes:
            run.tell(notice(path.name, note))
        failed += not check.holds
        run.say(
            f"{path}: {check.files} files, {check.records} records, {check.documents} documents"
            f" ({check.tombstones} as tombstones), {check.entries} custody entries, {check.stamps} time-stamps:"
            f" {'all holds' if check.holds else f'{len(check.faults)} failures, named above'}."
        )
    if failed:
        raise typer.Exit(EXIT_FAILED)


class _Run:
    """One proof: findings as they come, progress on a terminal, the sum at the end."""

    def __init__(self, *, as_lines: bool) -> None:
        self._as_lines = as_lines
        self._found: Counter[str] = Counter()
        self._done: dict[str, int] = {}
        self._steps = Steps()

    def progress(self, step: str, done: int, total: int) -> None:
        """Note how far a step is, and show it on a terminal."""
        self._done[step] = done
        self._steps.show(step, done, total)

    def close(self) -> None:
        """Take the progress away."""
        self._steps.close()

    def tell(self, finding: Finding) -> None:
        """Print one finding."""
        self._found[finding.level] += 1
        self.close()
        if self._as_lines:
            print(json.dumps(finding.as_row(), ensure_ascii=False), flush=True)
        else:
            level = "FAILS" if finding.level == "failure" else "note"
            print(printable(f"{level}  {finding}").replace("\n", " "), flush=True)

    def say(self, words: str) -> None:
        """Say what was proved, beside the findings."""
        (complain if self._as_lines else print)(printable(words))

    def conclude(self, store: Store) -> None:
        """Say what was proved and exit with the code that tells it."""
        seq, digest = store.custody.head()
        proved = ", ".join(
            count_of(self._done.get(step, 0), noun)
            for step, noun in (
                ("custody log", "custody entry"),
                ("working copies", "document"),
                ("evidence files", "evidence file"),
                ("media", "media file"),
            )
        ).replace("entrys", "entries")
        failures = self._found["failure"]
        verdict = f"{count_of(failures, 'failure')}, named above" if failures else "all holds"
        self.say(f"{store.address}: {proved}: {verdict}.")
        if seq:
            self.say(
                f"Head of the custody log: entry {seq}, {digest}. Write it down elsewhere: a later log must contain it."
            )
        if failures:
            raise typer.Exit(EXIT_FAILED)
        if not any(self._done.values()):
            complain("Nothing to prove: the store is empty.")
            raise typer.Exit(EXIT_NOTHING)
