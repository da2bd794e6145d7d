"""``rasd restore``: a backup put back into a new store, and proved there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.backup import PassphraseFileOption, desk_folder, passphrase_from
from rasd.cli.console import EXIT_FAILED, Steps, count_of, printable
from rasd.cli.decrypt import IdentityOption
from rasd.cli.stopping import stopping_cleanly
from rasd.cli.stores import EvidenceOption

if TYPE_CHECKING:
    from rasd.store.address import Address

__all__ = ["restore"]


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="FOLDER|URL",
            help="Where it is put back: a new or empty folder, or a PostgreSQL database without tables.",
            show_default=False,
        ),
    ] = None,
    evidence: EvidenceOption = None,
    identity: IdentityOption = None,
    passphrase_file: PassphraseFileOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Read all of it and prove it, without putting anything back.")
    ] = False,
) -> None:
    """Put a backup back into a new store, and prove all of it as `rasd verify` does.

    Nothing is overwritten, and nothing appears before all of it is there. A backup of an SQLite store can be put back
    into PostgreSQL and the other way round. People of the desk sign in anew.

    Exit code 0: all holds; 1: put back, but something in it does not hold, named above; 2: nothing was put back.
    """
    from rasd.preservation.backup import Opener
    from rasd.preservation.backup import check as check_backup
    from rasd.preservation.backup import restore as put_back
    from rasd.store import parse_address

    opener = Opener(identity, lambda: passphrase_from(passphrase_file, confirm=False))
    steps = Steps()
    if check:
        with stopping_cleanly():
            try:
                found = check_backup(file, opener, progress=steps.show)
            finally:
                steps.close()
        _say(f"{file}: {count_of(found.rows, 'row')}, made {found.made} by {found.software}: all holds.")
        return
    if not store:
        raise typer.BadParameter("Name the new store: --store FOLDER, or --store postgresql://…")
    address = parse_address(store, evidence)
    with stopping_cleanly():
        try:
            done = put_back(
                file,
                address,
                opener,
                beside=desk_folder(store, evidence),
                prepare=_prepare,
                progress=steps.show,
            )
        finally:
            steps.close()
    failures = 0
    for finding in done.findings:
        failures += finding.level == "failure"
        _say(f"{'FAILS' if finding.level == 'failure' else 'note'}  {finding}".replace("\n", " "))
    verdict = f"{count_of(failures, 'failure')}, named above" if failures else "all holds"
    _say(
        f"{address.printable}: {count_of(done.rows, 'row')} and {count_of(done.files, 'file')} put back as of {done.made}:"
        f" {verdict}."
    )
    _say(f"Head of the custody log in the backup: entry {done.custody[0]}, {done.custody[1]}.")
    if failures:
        raise typer.Exit(EXIT_FAILED)


def _say(line: str) -> None:
    print(printable(line))


def _prepare(address: Address, applications: frozenset[str]) -> None:
    """Let Django know the desk's tables where the backup has them."""
    if applications == {"store"}:
        return
    from rasd.desk import DeskOptions

    given = str(address.folder) if address.url is None else address.url
    os.environ.update(DeskOptions(store=given, evidence=address.evidence).exported())
    os.environ["DJANGO_SETTINGS_MODULE"] = "rasd.desk.settings"
    os.environ["RASD_DESK_SECRET"] = secrets.token_urlsafe(
        64
    )  # signs nothing: the key of the backup is put back
