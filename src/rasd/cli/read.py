"""``rasd read``: documents in, records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_NOTHING, Ticker, complain
from rasd.cli.options import (
    MAX_JOBS,
    LimitOption,
    MapOption,
    OutletOption,
    OutputOption,
    PublishedOption,
    SyntheticOption,
    TheatreOption,
)
from rasd.cli.packs import PackOption, pack_folders

if TYPE_CHECKING:
    from rasd.cli.coders import Reader
    from rasd.cli.pool import Outcome
    from rasd.collection import Defaults
    from rasd.export import Format
    from rasd.model import Document, Record

__all__ = ["defaults_of", "read"]


def read(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|-",
            help="Files (txt, html, json, jsonl, csv, tsv, parquet, eml, mbox, warc, wacz, Telegram exports; also in gz and zip),"
            " folders (all such files below), or - for standard input.",
            show_default=False,
        ),
    ] = None,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    theatre: TheatreOption = None,
    synthetic: SyntheticOption = False,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="table, jsonl, json or html; by default what --output's extension says, else table on a terminal"
            " and jsonl elsewhere.",
        ),
    ] = None,
    output: OutputOption = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=1, max=MAX_JOBS, help="Processes; the order stays that of the input."
        ),
    ] = 1,
    map: MapOption = None,
    limit_mb: LimitOption = 20,
    theatre_pack: PackOption = None,
) -> None:
    """Read Arabic reports into records.

    Rows of json, jsonl and csv hold `text` and optionally `id`, `published`, `outlet`, `title`, `url`, `theatre`,
    `synthetic`; other fields are ignored, and columns of other names are given by --map. docs/inputs.md says what is
    read of each format. What cannot be read is named on standard error and the rest goes on.

    Exit code 0: all read; 1: some inputs failed, the rest is written; 2: nothing was read; 130: interrupted, what was
    finished is written.
    """
    from rasd.cli.coders import load_reader
    from rasd.cli.output import destination, writable
    from rasd.export import LineFormat

    packs = pack_folders(theatre_pack)
    defaults = defaults_of(published, outlet, theatre, limit_mb, packs, map or (), synthetic=synthetic)
    form = _format(format, output)
    given = _paths(paths)
    if output is not None:
        _refuse_input_as_output(output, given)
    progressive = form.name == "jsonl"
    reader = load_reader(packs)  # broken data is told before an output file is touched
    if packs:
        from rasd.export import name_by

        name_by(reader.lexicon)
    run = _Run(
        reader,
        given,
        defaults,
        jobs,
        output,
        packs,
        ticks=not (progressive and output is None and sys.stdout.isatty()),
    )
    with writable(output), destination(output, progressive=progressive) as stream:
        flushed = stream if progressive else None
        if isinstance(form, LineFormat):
            form.write_lines(run.lines(flushed), stream)
        else:
            form.write(run.pairs(flushed), stream)
    run.conclude()


class _Run:
    """One pass over the inputs, with what there is to say about it at the end."""

    def __init__(
        self,
        reader: Reader,
        paths: list[str],
        defaults: Defaults,
        jobs: int,
        output: Path | None,
        packs: tuple[Path, ...],
        *,
        ticks: bool,
    ) -> None:
        self._reader = reader
        self._paths = paths
        self._defaults = defaults
        self._jobs = jobs
        self._output = output
        self._packs = packs
        self._ticker = Ticker(wanted=ticks)
        self._read = self._failed = self._undated = 0
        self._interrupted = False

    def pairs(self, flushed: object | None) -> Iterator[tuple[Document, Record]]:
        """Yield each document with its record; `flushed` is the stream to flush after each."""
        for outcome in self._outcomes(flushed, lines=False):
            assert outcome.document is not None and outcome.record is not None
            yield outcome.document, outcome.record

    def lines(self, flushed: object | None) -> Iterator[str]:
        """Yield each record as a line of JSON; `flushed` is the stream to flush after each."""
        for outcome in self._outcomes(flushed, lines=True):
            yield outcome.line

    def _outcomes(self, flushed: object | None, *, lines: bool) -> Iterator[Outcome]:
        """Yield what was read and say what was not."""
        from functools import partial

        from rasd.cli.coders import load_reader
        from rasd.cli.interrupt import Interruptible
        from rasd.cli.pool import read_all, read_in_processes
        from rasd.collection import collect

        flush = getattr(flushed, "flush", None)
        with Interruptible() as interruptible:
            inputs = interruptible.until_interrupted(
                collect(self._paths, self._defaults, sys.stdin.buffer, leave_out=self._output)
            )
            if self._jobs > 1:
                outcomes = read_in_processes(
                    self._reader, inputs, self._jobs, partial(load_reader, self._packs), lines=lines
                )
            else:
                outcomes = read_all(self._reader, inputs, lines=lines)
            try:
                for outcome in outcomes:
                    if self._is_read(outcome):
                        yield outcome
                        if flush is not None:
                            flush()
            finally:
                self._ticker.close()
                self._interrupted = interruptible.requested

    def _is_read(self, outcome: Outcome) -> bool:
        """Count an outcome, say what is to be said of it, and return whether it holds a record."""
        self._ticker.tick()
        if outcome.note:
            complain(outcome.note)
        if outcome.error is not None:
            self._failed += 1
            complain(str(outcome.error))
            return False
        if outcome.document is None:
            return False  # what its note said is of a whole input
        self._read += 1
        self._undated += outcome.document.published is None
        for message in outcome.told:
            complain(f"{outcome.where}: {message}")
        return True

    def conclude(self) -> None:
        """Say what a person should know about the run and exit with the code that tells it."""
        total = self._read + self._failed
        if self._undated:
            complain(
                f"{self._undated} of {self._read} documents have no publication date: words like أمس stay unresolved."
                " Give --published, or a `published` field."
            )
        if self._interrupted:
            complain(f"Interrupted: {self._read} documents were read, and their records are written.")
            raise typer.Exit(EXIT_INTERRUPTED)
        if self._failed:
            complain(f"{self._failed} of {total} inputs failed; {self._read} were read.")
            raise typer.Exit(EXIT_FAILED if self._read else EXIT_NOTHING)
        if not total:
            complain("Nothing to read: no input held a document.")
            raise typer.Exit(EXIT_NOTHING)


def defaults_of(
    published: str | None,
    outlet: str | None,
    theatre: str | None,
    limit_mb: float = 20,
    packs: Sequence[Path] = (),
    columns: Sequence[str] = (),
    *,
    synthetic: bool = False,
) -> Defaults:
    """Return what the options say of the documents; raises DocumentError on a date, theatre or column that is none."""
    from rasd.collection import Defaults, columns_of, iso_date
    from rasd.errors import DocumentError

    if published is not None:
        resolved = iso_date(published)
        if resolved is None:
            raise DocumentError(
                f'--published "{published}" is not a date. Write an ISO 8601 day or moment: 2019-04-28 or'
                " 2019-04-28T09:30:00+03:00."
            )
        published = resolved
    if theatre is not None:
        known = sorted([*_theatres(), *_ids(packs)])
        if known and theatre not in known:
            raise DocumentError(f'Unknown theatre "{theatre}". Theatres: {", ".join(known)}.')
    return Defaults(
        published,
        outlet,
        theatre,
        max_bytes=int(limit_mb * 1_000_000),
        synthetic=synthetic,
        columns=columns_of(columns),
    )


def _theatres() -> list[str]:
    from importlib.resources import files

    folder = files("rasd.data") / "theatres"
    return sorted(entry.name for entry in folder.iterdir() if (entry / "theatre.yaml").is_file())


def _ids(packs: Sequence[Path]) -> list[str]:
    if not packs:
        return []
    from rasd.lexicon import Lexicon

    return [theatre.id for theatre in Lexicon.load(packs=packs).theatres.values() if not theatre.is_packaged]


def _format(named: str | None, output: Path | None) -> Format:
    from rasd.export import FORMATS, format_named

    if named is None:
        extension = output.suffix.lstrip(".").lower() if output is not None else ""
        by_extension = {
            candidate.extension: candidate.name for candidate in FORMATS if candidate.name != "table"
        }
        on_terminal = output is None and sys.stdout.isatty()
        named = by_extension.get(extension, "table" if on_terminal else "jsonl")
    return format_named(named)


def _paths(paths: list[str] | None) -> list[str]:
    if paths:
        return paths
    if sys.stdin.isatty():
        complain(
            "Nothing to read. Give files, folders or - for standard input; `rasd read --help` lists the options."
        )
        raise typer.Exit(EXIT_NOTHING)
    return ["-"]


def _refuse_input_as_output(output: Path, paths: list[str]) -> None:
    from rasd.errors import OutputError

    if any(
        path != "-" and output.is_file() and Path(path).is_file() and output.samefile(path) for path in paths
    ):
        raise OutputError(f"{output}: is an input of this command too. Choose another --output.")
