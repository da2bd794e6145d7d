"""``rasd archive``: archives of millions of pages in, partitioned tables of reports and incidents out."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_INTERRUPTED, complain, count_of
from rasd.cli.options import (
    MAX_JOBS,
    LimitOption,
    MapOption,
    OutletOption,
    PublishedOption,
    SyntheticOption,
    TheatreOption,
    checked,
)
from rasd.cli.packs import PackOption, pack_folders

if TYPE_CHECKING:
    from rasd.scale import Options, Outcome, Progress

__all__ = ["archive"]

_LINE_EVERY = 30.0
"""Seconds between lines of progress where no terminal shows a bar."""


def archive(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="WARC, WACZ, Parquet and JSON Lines files, also compressed, and folders of them; addresses in object stores with the extra `scale`.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Folder of the tables, or an address in an object store; a run that was killed goes on in it.",
        ),
    ],
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", min=1, max=MAX_JOBS, help="Processes; by default one a core.", show_default=False
        ),
    ] = None,
    careful: Annotated[
        bool,
        typer.Option(
            "--careful",
            help="Take the texts of candidates as `rasd read` does: slower, cleaner bounds of the text.",
        ),
    ] = False,
    sample: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Share of dropped pages that is kept for inspection; ten times it of Arabic pages.",
        ),
    ] = 0.005,
    audit: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Then run the full reader on N of the pages kept for inspection, and say what was lost.",
            show_default=False,
        ),
    ] = None,
    byte_test: Annotated[
        bool,
        typer.Option(
            "--byte-test/--no-byte-test", help="Off: parse every page, to measure what the test costs."
        ),
    ] = True,
    engine: Annotated[
        str,
        typer.Option(metavar="NAME", help="Who hands out the work: local, daft or ray (the extra `scale`)."),
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Of a Ray cluster, whose nodes all see the folders.", show_default=False
        ),
    ] = None,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    theatre: TheatreOption = None,
    synthetic: SyntheticOption = False,
    map: MapOption = None,
    limit_mb: LimitOption = 20,
    theatre_pack: PackOption = None,
) -> None:
    """Read archives of web pages into tables of reports and incidents.

    Pages that cannot be Arabic reports of violence are thrown out before they are parsed; the rest is read as `rasd read`
    does, linked as `rasd link` does, and written as Parquet by theatre and month, with a manifest. docs/scale.md tells the
    layout. A run that was killed goes on where it was when the same command is given again. What cannot be read is set aside by
    name and the rest goes on.

    Exit code 0: all read; 1: some inputs could not be read, the rest is written; 2: nothing was done; 130: interrupted.
    """
    from rasd.cli.read import defaults_of
    from rasd.cli.stopping import stopping_cleanly
    from rasd.errors import OutputError

    _need_extra()
    from rasd.scale import ENGINES, Options
    from rasd.scale import archive as run
    from rasd.scale.ends import is_remote

    engine = checked("engine", engine, tuple(ENGINES))
    if ray_address is not None and engine != "ray":
        raise typer.BadParameter("--ray-address is of a Ray cluster. Give --engine ray with it.")

    if audit is not None and is_remote(output):
        raise typer.BadParameter(
            "--audit reads a folder of this machine. Bring dropped/ and receipts/ here first."
        )
    packs = pack_folders(theatre_pack)
    defaults = defaults_of(published, outlet, theatre, limit_mb, packs, map or (), synthetic=synthetic)
    options = Options(defaults, careful=careful, has_byte_test=byte_test, sample=sample)
    shown = _Shown()
    try:
        with stopping_cleanly():
            outcome = run(
                inputs,
                output,
                options,
                jobs=jobs or _cores(),
                packs=packs,
                engine=engine,
                address=ray_address,
                told=shown.hear,
            )
    except KeyboardInterrupt:
        shown.close()
        complain("Interrupted. Finished slices are kept: the same command goes on with the others.")
        raise typer.Exit(EXIT_INTERRUPTED) from None
    except OSError as error:
        raise OutputError(
            f"{output}: cannot be written ({error.strerror or error}). What was finished is kept; make room or give the right"
            " to write, and start the same command again."
        ) from error
    finally:
        shown.close()
    _conclude(outcome, output)
    if audit is not None:
        _audit(output, audit, options, packs)
    if outcome.failed or outcome.unread:
        raise typer.Exit(EXIT_FAILED)


def _need_extra() -> None:
    from importlib.util import find_spec

    from rasd.errors import DataError

    missing = [name for name in ("deflate", "pyarrow", "resiliparse") if find_spec(name) is None]
    if missing:
        raise DataError(
            f"`rasd archive` needs {', '.join(missing)}. Install the extra: pip install 'rasd[archive]'."
        )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


class _Shown:
    """A bar on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._begun = self._last = time.monotonic()
        self._bar: Any = None
        self._task: Any = None
        self._step = ""

    def hear(self, progress: Progress) -> None:
        """Show how far the run is."""
        if not sys.stderr.isatty():
            now = time.monotonic()
            if now - self._last > _LINE_EVERY:
                self._last = now
                complain(self._line(progress))
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            # No refresh thread: processes may be forked at any time.
            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[told]}"),
                TimeElapsedColumn(), console=Console(stderr=True), auto_refresh=False, transient=True,
            )  # fmt: skip
            self._task = self._bar.add_task("", total=1, told="")
            self._bar.start()
        total = progress.total_bytes or 1
        self._bar.update(
            self._task,
            description=progress.step,
            completed=progress.done_bytes / total,
            told=self._line(progress),
        )
        self._bar.refresh()

    def _line(self, progress: Progress) -> str:
        spent = max(time.monotonic() - self._begun, 1e-3)
        if progress.step != "slices":
            of = f" of {progress.step_of:,}" if progress.step_of else ""
            return f"{progress.step_done:,}{of}"
        parts = [
            f"{count_of(progress.pages, 'page')}, {progress.pages / spent:,.0f} a second",
            count_of(progress.kept, "report page"),
        ]
        share = progress.done_bytes / progress.total_bytes if progress.total_bytes else 0.0
        parts.append(f"{100 * share:.0f} % of {progress.total_bytes / 1e6:,.0f} MB")
        if share > 0.01:
            left = spent * (1 - share) / share
            parts.append(f"{left / 60:.0f} min left" if left > 90 else f"{left:.0f} s left")
        return ", ".join(parts)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


_STAGES = {
    "record": "no page",
    "bytes": "bytes",
    "parse": "parsing",
    "text": "words",
    "reader": "reader",
}


def _conclude(outcome: Outcome, output: str) -> None:
    """Say what a person should know about the run."""
    total = outcome.total
    for name in outcome.changed:
        complain(f"{name}: changed since it was read; it was read anew.")
    for aside in outcome.unread:
        complain(f"{aside.where}: {aside.reason}")
    for one in outcome.failed:
        where = f"{one.slice.input}, from {one.slice.start}"
        complain(f"{one.reason}" if one.slice.input in one.reason else f"{where}: {one.reason}.")
    if not outcome.is_new:
        print(f"{output}: all of it was read before; nothing to do.")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column, side in (
        ("stage", "left"),
        ("in", "right"),
        ("dropped", "right"),
        ("why", "left"),
        ("time", "right"),
    ):
        table.add_column(column, justify=side)  # type: ignore[arg-type]
    spent = outcome.run["stage_seconds"]
    whole = sum(spent.values()) or 1.0
    for stage, words in _STAGES.items():
        dropped = total.dropped[stage]
        seen = total.records if stage == "record" else total.passed(stage) + sum(dropped.values())
        why = ", ".join(f"{reason} {number:,}" for reason, number in dropped.most_common(4))
        table.add_row(
            words, f"{seen:,}", f"{sum(dropped.values()):,}", why, f"{100 * spent[stage] / whole:.0f} %"
        )
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    counts = outcome.counts
    print(
        f"{count_of(total.pages, 'page')}: {count_of(total.kept, 'document')} with {count_of(total.reports, 'report')}"
        + "".join(
            f", {number:,} {name}" for name, number in counts.items() if name not in ("documents", "reports")
        )
        + f". Tables in {output}."
    )
    if outcome.run["pages_per_second"]:
        print(
            f"{outcome.run['pages_per_second']:,.0f} pages and {outcome.run['megabytes_per_second']:,.0f} MB a second in"
            f" {count_of(outcome.run['jobs'], 'process').replace('processs', 'processes')}."
        )
    if total.set_aside:
        complain(
            f"{count_of(total.set_aside, 'record')} set aside, with reasons in {output}/set-aside.jsonl."
        )


def _audit(output: str, most: int, options: Options, packs: tuple[Path, ...]) -> None:
    from rasd.cli.coders import load_reader
    from rasd.scale.audit import audit as measure

    print(measure(Path(output), most=most, coder=load_reader(packs), defaults=options.defaults).table())
