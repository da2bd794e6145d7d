"""``rasd link``: documents in, incidents out; without documents, the reports of the store."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_NOTHING, Ticker, complain, count_of
from rasd.cli.options import (
    MAX_JOBS,
    IncidentFormatOption,
    LimitOption,
    OutletOption,
    OutputOption,
    PublishedOption,
    SyntheticOption,
    TheatreOption,
)
from rasd.cli.packs import PackOption, pack_folders
from rasd.cli.read import defaults_of
from rasd.cli.stores import EvidenceOption, StoreOption

if TYPE_CHECKING:
    from rasd.cli.pool import Outcome
    from rasd.export.incidents import IncidentFormat
    from rasd.lexicon import Lexicon
    from rasd.linking import Linker, Member
    from rasd.model import Document, Incident, Record

__all__ = ["incident_form", "link"]


def link(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|-",
            help="Documents as `rasd read` takes them: files, folders, or - for standard input. Without any, the coded"
            " documents of the store are linked.",
            show_default=False,
        ),
    ] = None,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    theatre: TheatreOption = None,
    synthetic: SyntheticOption = False,
    format: IncidentFormatOption = None,
    output: OutputOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, max=MAX_JOBS, help="Processes that read the documents.")
    ] = 1,
    limit_mb: LimitOption = 20,
    theatre_pack: PackOption = None,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Link every report of the store anew, not only what is new.")
    ] = False,
) -> None:
    """Group reports into incidents: who tells the same thing, what their figures amount to, and why.

    With documents, their incidents are written out and nothing is kept. Without, the store's new reports are linked
    into its incidents.

    Exit code 0: all linked; 1: some inputs failed, the rest is linked; 2: nothing was linked; 130: interrupted, what
    was finished is kept.
    """
    from rasd.cli.output import destination, writable

    packs = pack_folders(theatre_pack)
    if not paths:
        _link_store(store, evidence, packs, again=again)
        return
    form = incident_form(format, output)
    run = _Run(paths, packs, jobs)
    run.gather(defaults_of(published, outlet, theatre, limit_mb, packs, synthetic=synthetic), output)
    with writable(output), destination(output, progressive=False) as stream:
        form.write(run.incidents(), stream)
    run.conclude()


def _link_store(address: str | None, evidence: Path | None, packs: tuple[Path, ...], *, again: bool) -> None:
    """Link what is new in a store, and say what became of it."""
    from rasd.cli.interrupt import Interruptible
    from rasd.cli.stores import open_store
    from rasd.lexicon import Lexicon
    from rasd.store.linking import link_store

    ticker = Ticker(wanted=True, noun="reports")
    with open_store(address, evidence, create=False) as opened, Interruptible() as interruptible:

        def told(reports: int) -> None:
            ticker.tick(reports)
            if interruptible.requested:
                raise KeyboardInterrupt  # what was told is kept

        try:
            outcome = link_store(opened, lexicon=Lexicon.load(packs=packs), again=again, told=told)
        finally:
            ticker.close()
    if outcome.anew:
        complain("The rules of linking have changed since: every report was linked again.")
    if not outcome.reports:
        complain("Nothing new to link. `rasd collect` brings documents, `rasd code` reads them.")
        return
    complain(
        f"{count_of(outcome.reports, 'report')} linked: {count_of(outcome.changed, 'incident')} new or changed,"
        f" {outcome.removed:,} became part of others or are gone. `rasd incidents` lists them."
    )


def incident_form(named: str | None, output: Path | None) -> IncidentFormat:
    """Return the format that is named, or that the output's extension or a terminal asks for."""
    from rasd.export.incidents import INCIDENT_FORMATS, incident_format_named

    if named is None:
        extension = output.suffix.lstrip(".").lower() if output is not None else ""
        by_extension = {one.extension: one.name for one in INCIDENT_FORMATS if one.name != "table"}
        on_terminal = output is None and sys.stdout.isatty()
        named = by_extension.get(extension, "table" if on_terminal else "jsonl")
    return incident_format_named(named)


class _Run:
    """Documents read and held against one another, with what there is to say about it at the end."""

    def __init__(self, paths: list[str], packs: tuple[Path, ...], jobs: int) -> None:
        from rasd.linking import Linker

        self._paths = paths
        self._packs = packs
        self._jobs = jobs
        self._linker: Linker = Linker()
        self._kept: dict[str, bytes] = {}  # document id: its record and text, compressed
        self._read = self._failed = self._again = self._undated = 0
        self._interrupted = False
        self._lexicon: Lexicon | None = None

    def gather(self, defaults: object, output: Path | None) -> None:
        """Read all documents and hold their reports against one another."""
        from functools import partial

        from rasd.cli.coders import load_reader
        from rasd.cli.interrupt import Interruptible
        from rasd.cli.pool import read_all, read_in_processes
        from rasd.collection import Defaults, collect
        from rasd.linking import members_of, traits_of

        assert isinstance(defaults, Defaults)
        reader = load_reader(self._packs)
        self._lexicon = reader.lexicon
        ticker = Ticker(wanted=True)
        with Interruptible() as interruptible:
            inputs = interruptible.until_interrupted(
                collect(self._paths, defaults, sys.stdin.buffer, leave_out=output)
            )
            outcomes = (
                read_in_processes(reader, inputs, self._jobs, partial(load_reader, self._packs))
                if self._jobs > 1
                else read_all(reader, inputs)
            )
            try:
                for outcome in outcomes:
                    ticker.tick()
                    pair = self._new(outcome)
                    if pair is not None:
                        document, record = pair
                        for member in members_of(record, document.text):
                            self._linker.add(traits_of(member))
            finally:
                ticker.close()
                self._interrupted = interruptible.requested

    def _new(self, outcome: Outcome) -> tuple[Document, Record] | None:
        """Keep a document that was not there yet and return it with its record."""
        if outcome.note:
            complain(outcome.note)
        if outcome.error is not None:
            self._failed += 1
            complain(str(outcome.error))
            return None
        document, record = outcome.document, outcome.record
        assert document is not None and record is not None
        self._read += 1
        self._undated += document.published is None
        packed = _packed(document, record)
        kept = self._kept.setdefault(record.id, packed)
        if kept is packed:
            return document, record
        if kept == packed:
            self._again += 1
            return None
        other = f"{record.id}@{record.text_sha256[:8]}"
        complain(
            f"{outcome.where}: another text already has the id {record.id}. This one is linked as {other}."
        )
        return self._new(_renamed(outcome, other))

    def incidents(self) -> Iterator[Incident]:
        """Yield the incidents of what was gathered."""
        from rasd.linking import incidents_of

        yield from incidents_of(self._linker, self._members, lexicon=self._lexicon)

    def _members(self, ids: Sequence[str]) -> list[Member]:
        from rasd.linking import members_of

        wanted = set(ids)
        members = []
        for document_id in dict.fromkeys(one.rpartition("#")[0] for one in ids):
            record, text = _unpacked(self._kept[document_id])
            members += [member for member in members_of(record, text) if member.id in wanted]
        return members

    def conclude(self) -> None:
        """Say what a person should know about the run and exit with the code that tells it."""
        if self._again:
            complain(f"{self._again} documents came more than once and are counted once.")
        if self._undated:
            complain(
                f"{self._undated} of {self._read} documents have no publication date: words like أمس stay unresolved."
                " Give --published, or a `published` field."
            )
        if self._interrupted:
            complain(f"Interrupted: the {self._read} documents that were read are linked.")
            raise typer.Exit(EXIT_INTERRUPTED)
        if self._failed:
            complain(
                f"{self._failed} of {self._read + self._failed} inputs failed; {self._read} were linked."
            )
            raise typer.Exit(EXIT_FAILED if self._read else EXIT_NOTHING)
        if not self._read:
            complain("Nothing to link: no input held a document.")
            raise typer.Exit(EXIT_NOTHING)


def _packed(document: Document, record: Record) -> bytes:
    """Return a document's record and text, small: a run holds all of them until their groups are known."""
    from zlib import compress

    return compress(f"{record.model_dump_json(exclude_defaults=True)}\0{document.text}".encode(), 1)


def _unpacked(packed: bytes) -> tuple[Record, str]:
    from zlib import decompress

    from rasd.model import Record

    line, _, text = decompress(packed).decode().partition("\0")
    return Record.model_validate_json(line), text


def _renamed(outcome: Outcome, identity: str) -> Outcome:
    from dataclasses import replace

    assert outcome.document is not None and outcome.record is not None
    return replace(
        outcome,
        document=outcome.document.model_copy(update={"id": identity}),
        record=outcome.record.model_copy(update={"id": identity}),
        note="",
    )
