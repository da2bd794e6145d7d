"""``rasd collect``: pages, files and folders into the store, each with the bytes as they came."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_NOTHING,
    Ticker,
    complain,
    count_of,
    printable,
)
from rasd.cli.options import (
    AllowPrivateOption,
    LimitOption,
    MapOption,
    OutletOption,
    PublishedOption,
    SyntheticOption,
    TheatreOption,
    checked_format,
)
from rasd.cli.packs import PackOption, pack_folders
from rasd.cli.read import defaults_of
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

if TYPE_CHECKING:
    from rasd.collection import Collected, Defaults
    from rasd.collection.web import Memory
    from rasd.preservation import Kept
    from rasd.store import Store

__all__ = ["collect", "reason_of"]

_FORMATS = ("words", "jsonl")
_WEB = ("http://", "https://")


def collect(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ADDRESS|PATH|-",
            help="Web addresses, files and folders (all that `rasd read` reads: pages, rows, mail, WARC and WACZ, Telegram"
            " exports, archives), or - for standard input.",
            show_default=False,
        ),
    ] = None,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    theatre: TheatreOption = None,
    synthetic: SyntheticOption = False,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
    format: Annotated[
        str,
        typer.Option(
            metavar="FORMAT",
            help="words: a summary; jsonl: one line an input, as soon as it is safe on the disk.",
        ),
    ] = "words",
    allow_private: AllowPrivateOption = False,
    map: MapOption = None,
    limit_mb: LimitOption = 20,
    theatre_pack: PackOption = None,
) -> None:
    """Collect documents into the store, with the bytes as they came.

    Only the addresses given here are fetched. A document is acknowledged (counted, or printed as a line) once its
    evidentiary copy and its rows are on the disk; running the same command again collects nothing twice.

    Exit code 0: all collected; 1: some inputs failed, the rest is kept; 2: nothing was collected; 130: interrupted,
    what was finished is kept.
    """
    from rasd.cli.interrupt import Interruptible
    from rasd.errors import RasdError
    from rasd.preservation import keep

    checked_format(format, _FORMATS)
    given = _given(inputs)
    defaults = defaults_of(
        published, outlet, theatre, limit_mb, pack_folders(theatre_pack), map or (), synthetic=synthetic
    )
    with open_store(store, evidence, create=True) as opened:
        tally = _Tally(as_lines=format == "jsonl")
        broken: RasdError | None = None
        with Interruptible() as interruptible:
            memory = _memory(given, opened)
            collected = _collected(given, defaults, opened.evidence, memory, allow_private=allow_private)
            try:
                for kept in keep(interruptible.until_interrupted(collected), opened):
                    tally.take(kept)
                    if memory is not None:  # only now: what is not safe yet is fetched again
                        memory.settle(kept.where)
            except RasdError as error:
                broken = error
            finally:
                tally.close()
        if broken is not None:
            complain(str(broken))
        tally.conclude(opened, interrupted=interruptible.requested, broken=broken is not None)


def _given(inputs: list[str] | None) -> list[str]:
    if inputs:
        return inputs
    if sys.stdin.isatty():
        complain("Nothing to collect. Give web addresses, files, folders, or - for standard input.")
        raise typer.Exit(EXIT_NOTHING)
    return ["-"]


def _memory(given: list[str], store: Store) -> Memory | None:
    """Return what earlier runs learned of hosts and addresses; None where no address is given."""
    if not any(one.lower().startswith(_WEB) for one in given):
        return None
    from rasd.collection.web.remembering import StoreMemory

    return StoreMemory(store)


def _collected(
    given: list[str], defaults: Defaults, own: Path, memory: Memory | None, *, allow_private: bool
) -> Iterator[Collected]:
    from rasd.collection import collect as collect_files

    addresses = [one for one in given if one.lower().startswith(_WEB)]
    others = [one for one in given if not one.lower().startswith(_WEB)]
    sources: list[Iterable[Collected]] = [collect_files(others, defaults, sys.stdin.buffer, leave_out=own)]
    if addresses:
        from rasd.collection.web import WebSettings, collect_addresses

        settings = WebSettings(
            allow_private=allow_private,
            max_bytes=defaults.max_bytes,
            max_wire_bytes=defaults.max_bytes,
            defaults=defaults,
        )
        sources.append(collect_addresses(addresses, settings, memory))
    return chain.from_iterable(sources)


def reason_of(where: str, message: str) -> str:
    """Return the reason in an error's message without what is particular to one input.

    >>> reason_of("https://a.example/1", "https://a.example/1: is not there (404 Not Found). Check the address.")
    'is not there'
    >>> reason_of("http://127.0.0.1/", "http://127.0.0.1/: 127.0.0.1: not fetched: 127.0.0.1 is this very machine.")
    'not fetched'
    """
    said = message.removeprefix(where).lstrip(": ")
    host, colon, rest = said.partition(": ")
    if colon and f"//{host}" in where:
        said = rest
    return re.split(r'[.:;("]', said, maxsplit=1)[0].strip() or said[:60]


class _Tally:
    """What became of the inputs, told as it happens and at the end."""

    def __init__(self, *, as_lines: bool) -> None:
        self._as_lines = as_lines
        self._counts: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._ticker = Ticker(wanted=not (as_lines and sys.stdout.isatty()))

    def take(self, kept: Kept) -> None:
        """Count one input and tell what a person should know of it at once."""
        self._ticker.tick()
        self._counts[kept.outcome] += 1
        if self._as_lines:
            print(_line(kept), flush=True)
        if kept.note:
            complain(kept.note)
        if kept.error is not None:
            complain(str(kept.error))
            self._reasons[reason_of(kept.where, str(kept.error))] += 1
        if kept.outcome == "version":
            complain(
                f"{kept.where}: another text than document {kept.version_of}, which has the same id or address;"
                f" kept beside it as {kept.document_id}."
            )

    def close(self) -> None:
        """Take the progress away."""
        self._ticker.close()

    def conclude(self, store: Store, *, interrupted: bool, broken: bool) -> None:
        """Say what was collected and what comes next, and exit with the code that tells it."""
        counts = self._counts
        came = counts["added"] + counts["seen"] + counts["version"]
        parts = [f"{counts['added']:,} added", f"{counts['seen']:,} already known"]
        if counts["version"]:
            parts.append(count_of(counts["version"], "new version"))
        summary = f"{count_of(came, 'document')}: {', '.join(parts)}."
        if self._reasons:
            why = ", ".join(f"{reason} ({number:,})" for reason, number in self._reasons.most_common(8))
            more = len(self._reasons) - 8
            summary += f" {count_of(counts['failed'], 'input')} failed: {why}{f', and {more} other reasons' if more > 0 else ''}."
        self._tell(summary)
        if counts["added"] or counts["version"]:
            self._tell(
                f"The store {store.address} holds {count_of(store.count(), 'document')}. Next: `rasd code` reads them into"
                " records, `rasd link` groups the reports into incidents."
            )
        if interrupted:
            complain("Interrupted: what is counted here is kept. Run the same command again for the rest.")
            raise typer.Exit(EXIT_INTERRUPTED)
        if not came and not (counts["noted"] and not counts["failed"] and not broken):
            if not counts["failed"] and not broken:
                complain("Nothing to collect: no input held a document.")
            raise typer.Exit(EXIT_NOTHING)
        if counts["failed"] or broken:
            raise typer.Exit(EXIT_FAILED)

    def _tell(self, words: str) -> None:
        if self._as_lines:
            complain(words)
        else:
            print(printable(words))


def _line(kept: Kept) -> str:
    row: dict[str, object] = {"outcome": kept.outcome, "where": kept.where}
    if kept.document_id is not None:
        row["id"] = kept.document_id
    if kept.version_of is not None:
        row["version_of"] = kept.version_of
    if kept.evidence is not None:
        row |= {"sha256": kept.evidence.sha256, "warc": kept.evidence.warc, "offset": kept.evidence.offset}
    if kept.error is not None:
        row["error"] = str(kept.error)
    if kept.note:
        row["note"] = kept.note
    return json.dumps(row, ensure_ascii=False)
